package cli

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"crm/internal/civil"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/ledger"
	"crm/internal/pool"
	"crm/internal/rules"
	"crm/internal/safefile"
)

// ledgerFile is the ledger of the pool in a workspace.
var ledgerFile = filepath.Join(".crm", "pool.csv")

// ledgerWait is how long to wait while another run adds to the ledger.
const ledgerWait = 15 * time.Second

// workspace is the folder of the rules.yaml in use; without one that of the first
// file.
func (a *app) workspace(files []string) string {
	if path, err := a.rulesPath(); err == nil && path != "" {
		return filepath.Dir(path)
	}
	if len(files) > 0 {
		return filepath.Dir(files[0])
	}
	return "."
}

// ledgerPath is where the pool's ledger is.
func (a *app) ledgerPath(files []string) string { return filepath.Join(a.workspace(files), ledgerFile) }

// readLedger reads a ledger; nil where there is none.
func (a *app) readLedger(path string) (*pool.Ledger, error) {
	data, err := readWhole(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, failed(err, lang.F("the pool's ledger %s cannot be read: %v", "公海台账 %s 读不了：%v", diag.Escape(path), errors.Unwrap(err)))
	}
	ledger, problems := pool.Parse(path, data)
	if problems.Failed() {
		a.report(problems)
		return nil, errData
	}
	return ledger, nil
}

// readWhole is the bytes of a file, all of them: a ledger of which a disk gave
// half would be written anew without the rest. Of one that is too large it is as much
// as is needed to refuse it.
func readWhole(path string) ([]byte, error) {
	f, err := openRegular(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // only read from
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	const most = ledger.MaxSize + 1
	data, err := io.ReadAll(io.LimitReader(f, most))
	if err == nil && int64(len(data)) != min(info.Size(), most) {
		err = &fs.PathError{Op: "read", Path: path, Err: io.ErrUnexpectedEOF}
	}
	return data, err
}

// openRegular opens a file for reading. What is no regular file is not opened: a pipe
// waits, and a device may never end.
func openRegular(path string) (*os.File, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, &fs.PathError{Op: "read", Path: path, Err: errNoFile}
	}
	return os.Open(path)
}

// errNoFile is the cause where a path leads to a folder, a pipe or a device.
var errNoFile = errors.New("not a regular file")

// ledgerOf is the ledger of a command that reads no tables: of the workspace of
// the rules or of FILES, or of this folder.
func (a *app) ledgerOf(files []string) (*pool.Ledger, string, error) {
	path := a.ledgerPath(files)
	ledger, err := a.readLedger(path)
	return ledger, path, err
}

// speakAs takes the ledger's language where no table gives one, unless another
// was asked for.
func (a *app) speakAs(ledger *pool.Ledger) {
	if !a.langAsked {
		a.lang = ledger.Lang(a.lang)
	}
}

// moment is now, by our clock, and who is at it.
func (a *app) moment(set *rules.Set) pool.Moment {
	now := a.env.Now().In(a.zone(set))
	m := pool.Moment{Day: civil.Of(now), Second: now.Hour()*3600 + now.Minute()*60 + now.Second()}
	for _, name := range []string{"USER", "LOGNAME", "USERNAME"} {
		if m.Who == "" {
			m.Who = a.env.Getenv(name)
		}
	}
	return m
}

// errNotMoved ends the writing of a ledger to which nothing is to be added.
var errNotMoved = errors.New("nothing is to be added")

// addTo replaces a ledger by what text makes of it, while nobody else can. Two
// runs that want the same come one after the other, and the second sees what the
// first wrote. What text refuses is refused; errNotMoved writes nothing.
func (a *app) addTo(ctx context.Context, path, command string, text func() ([]byte, error)) error {
	if err := safefile.MakeFolder(filepath.Dir(path)); err != nil {
		return err
	}
	var refused error
	o := safefile.Options{Replace: true, Wait: ledgerWait, Command: command, Now: a.env.Now()}
	_, err := safefile.Write(ctx, path, o, func(w io.Writer) error {
		made, err := text()
		if refused = err; err != nil {
			return err
		}
		_, err = w.Write(made)
		return err
	})
	if refused != nil {
		return refused
	}
	return inItsPlace(err)
}

// inItsPlace says of a ledger that must not be replaced what helps: unlike an
// output it cannot go by another name.
func inItsPlace(err error) error {
	var e *safefile.Error
	if !errors.As(err, &e) || !errors.Is(e.Err, safefile.ErrRefused) {
		return err
	}
	return &safefile.Error{Text: e.Text, Err: e.Err, Hint: lang.T("crm keeps its ledger there: make it an ordinary file that may be written, then type the same again",
		"台账固定在这个位置：请把它恢复为可写的普通文件，再执行一次")}
}

// addToLedger asks what is to be added to the pool's ledger as it is now, and adds it.
func (a *app) addToLedger(ctx context.Context, path, command string, decide func(*pool.Ledger) ([]pool.Line, error)) ([]pool.Line, *pool.Ledger, error) {
	var lines []pool.Line
	var ledger *pool.Ledger
	err := a.addTo(ctx, path, "crm pool "+command, func() ([]byte, error) {
		var err error
		if ledger, err = a.readLedger(path); err == nil {
			lines, err = decide(ledger)
		}
		if err == nil && len(lines) == 0 {
			err = errNotMoved
		}
		if err != nil {
			return nil, err
		}
		return ledger.Append(lines, a.lang)
	})
	if errors.Is(err, errNotMoved) {
		return nil, ledger, nil
	}
	if err != nil {
		return nil, ledger, err
	}
	return lines, ledger, nil
}
