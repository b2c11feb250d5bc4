package cli

import (
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"crm/internal/safefile"
)

// savingFlags is the flags of every command that replaces a workbook.
type savingFlags struct {
	wait       time.Duration
	ignoreLock bool
}

func (a *app) addSavingFlags(cmd *cobra.Command, s *savingFlags) {
	f := cmd.Flags()
	f.DurationVar(&s.wait, "wait", 0, a.t("how `LONG` to wait for another crm that is writing in the same folder, such as 10s", "同一文件夹有另一个 crm 正在写入时，最多等待`多久`，如 10s"))
	f.BoolVar(&s.ignoreLock, "ignore-lock", false, a.t("write although Excel, WPS or LibreOffice seem to have the file open", "即使文件似乎正被 Excel、WPS 或 LibreOffice 打开，也照样写入"))
}

// saving is how a command's file is written: what was there before is kept in
// the workspace.
func (a *app) saving(path string, s *savingFlags, command string) safefile.Options {
	return safefile.Options{
		Backups: a.keptOf(path), Replace: true, Wait: s.wait, IgnoreLock: s.ignoreLock, Command: "crm " + command, Now: a.env.Now(),
	}
}

// keptOf is where the versions of a file are kept. A link has no versions of its
// own: those of the file that it names are meant, by whichever name.
func (a *app) keptOf(path string) string {
	if file, err := filepath.EvalSymlinks(path); err == nil {
		path = file
	}
	return a.backupsOf(path)
}
