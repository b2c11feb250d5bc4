package cli

import (
	"context"
	"encoding/hex"

	"github.com/spf13/cobra"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/safefile"
	"crm/internal/table"
	"crm/internal/value"
)

// undoFlags is the flags of crm undo.
type undoFlags struct {
	savingFlags
	outputFlags
	list  bool
	to    string
	force bool
}

func (a *app) undoCommand() *cobra.Command {
	o := &undoFlags{}
	cmd := &cobra.Command{
		Use: "undo FILE", GroupID: "care",
		Short: a.t("take the last write to a file back", "撤销对一个文件的上次写入"),
		Long: a.t(`Puts back what FILE was before crm last wrote it. Undoing is a write like any
other: a second undo takes the first one back. --list shows what is kept.`,
			`把文件恢复成 crm 上次写入之前的样子。撤销本身也是一次写入：
再撤销一次就回到撤销之前。--list 列出所有保留的版本。`),
		Example: a.t(
			`  crm undo customers.xlsx
  crm undo customers.xlsx --list
  crm undo customers.xlsx --to 3f2a91`,
			`  crm undo 客户列表.xlsx
  crm undo 客户列表.xlsx --list
  crm undo 客户列表.xlsx --to 3f2a91`),
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("to") && (o.to == "" || o.list) { // as where a script's variable is empty
				return usage(lang.T("--to wants a version's number, as --list shows it", "--to 后面要写版本编号，编号见 --list"))
			}
			return a.runUndo(cmd.Context(), args, o)
		},
	}
	a.addSavingFlags(cmd, &o.savingFlags)
	f := cmd.Flags()
	f.BoolVar(&o.list, "list", false, a.t("only list the versions that are kept", "只列出保留的版本"))
	f.StringVar(&o.to, "to", "", a.t("the `VERSION` to put back, by the first digits of its number in --list", "要恢复的`版本`，写 --list 中编号的前几位即可"))
	f.BoolVar(&o.force, "force", false, a.t("also when the file was changed since crm wrote it; that change is kept as a version", "即使文件在 crm 写入后又被改过也撤销（改动会另存为一个版本）"))
	f.StringVar(&o.format, "format", "", a.t("print the list in this `FORMAT`", "以此`格式`输出列表"))
	return cmd
}

func (a *app) runUndo(ctx context.Context, args []string, o *undoFlags) error {
	if len(args) != 1 {
		return usage(lang.T("undo wants one file", "undo 需要指定一个文件"), lang.T("crm undo customers.xlsx", "crm undo 客户列表.xlsx"))
	}
	file := args[0]
	if !a.langAsked && chinese(file) {
		a.lang = lang.ZH
	}
	if o.list {
		return a.listVersions(ctx, file, o)
	}
	how := a.saving(file, &o.savingFlags, "undo")
	how.Force = o.force
	var saved safefile.Saved
	var version safefile.Version
	var err error
	if o.to != "" {
		saved, version, err = safefile.Restore(ctx, file, o.to, how)
	} else {
		saved, version, err = safefile.Undo(ctx, file, how)
	}
	if err != nil {
		return err
	}
	a.tellUndone(file, &saved, &version)
	return nil
}

func (a *app) tellUndone(file string, saved *safefile.Saved, version *safefile.Version) {
	if !a.env.ErrTerminal && !a.flags.verbose {
		return
	}
	name := diag.Escape(file)
	if saved.Same {
		a.printLines(a.env.Err, []lang.Text{lang.F("0 changes: %s is that version already", "0 处变化：%s 已经是这个版本", name)})
		return
	}
	lines := []lang.Text{lang.F("%s is again what it was before %s (%s)", "%s 已恢复到 %s（%s）之前的内容",
		name, diag.Escape(version.Command), a.when(version))}
	if saved.Backup != "" {
		lines = append(lines, lang.F("to take this back: crm undo %s", "要取消这次撤销：crm undo %s", shellQuote(name)))
	}
	a.printLines(a.env.Err, append(lines, saved.Notes...))
}

// when is a time as the user's machine tells it.
func (a *app) when(v *safefile.Version) string {
	if v.When.IsZero() {
		return "?"
	}
	return v.When.In(a.env.Now().Location()).Format("2006-01-02 15:04:05")
}

// listVersions prints what is kept of a file, the newest first.
func (a *app) listVersions(ctx context.Context, file string, o *undoFlags) error {
	out, err := a.output(&o.outputFlags)
	if err != nil {
		return err
	}
	versions, err := safefile.Versions(a.keptOf(file), file)
	if err != nil {
		return err
	}
	if len(versions) == 0 {
		return failed(nil, lang.F("nothing is kept of %s", "没有保留 %s 的任何版本", diag.Escape(file)),
			lang.T("crm keeps what it replaces; a file it only created has no earlier version", "crm 只保留它替换掉的内容，新建的文件没有更早的版本"))
	}
	g := &table.Grid{Columns: []table.Column{
		{ID: "version", Title: lang.T("Version", "版本"), Kind: value.Text},
		{ID: "replaced", Title: lang.T("Replaced", "被替换的时间"), Kind: value.Text},
		{ID: "command", Title: lang.T("By", "由"), Kind: value.Text},
		{ID: "bytes", Title: lang.T("Bytes", "字节"), Kind: value.Number},
		{ID: "sound", Title: lang.T("Sound", "完好"), Kind: value.Bool},
		{ID: "path", Title: lang.T("Kept as", "保存在"), Kind: value.Text, Priority: 1},
	}}
	for i := range versions {
		v := &versions[i]
		g.Rows = append(g.Rows, []value.Value{
			value.Str(hex.EncodeToString(v.SHA256[:])[:12]), value.Str(a.when(v)), value.Str(v.Command),
			value.Num(value.Number, money.FromInt(int(v.Size))), value.Truth(v.Check() == nil), value.Str(shortPath(v.Path)),
		})
	}
	return a.write(ctx, g, out)
}
