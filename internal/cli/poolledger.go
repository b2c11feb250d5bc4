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
	"crm/internal/pool"
	"crm/internal/rules"
	"crm/internal/safefile"
)

// ledgerFile is the ledger of the pool in a workspace.
var ledgerFile = filepath.Join(".crm", "pool.csv")

// ledgerWait is how long to wait while another run adds to the ledger.
const ledgerWait = 15 * time.Second

// ledgerPath is where the ledger is: in the folder of the rules.yaml in use;
// without one in that of the first file.
func (a *app) ledgerPath(files []string) string {
	folder := "."
	if len(files) > 0 {
		folder = filepath.Dir(files[0])
	}
	if path, err := a.rulesPath(); err == nil && path != "" {
		folder = filepath.Dir(path)
	}
	return filepath.Join(folder, ledgerFile)
}

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
// half would be written anew without the rest.
func readWhole(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(f)
	if err == nil && int64(len(data)) != info.Size() {
		err = &fs.PathError{Op: "read", Path: path, Err: io.ErrUnexpectedEOF}
	}
	return data, err
}

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

// addToLedger asks what is to be added to the ledger as it is now, and adds it,
// while nobody else can. Two runs that want the same customer come one after the
// other, and the second sees what the first wrote.
func (a *app) addToLedger(ctx context.Context, path, command string, decide func(*pool.Ledger) ([]pool.Line, error)) ([]pool.Line, *pool.Ledger, error) {
	var lines []pool.Line
	var ledger *pool.Ledger
	var refused error
	if err := safefile.MakeFolder(filepath.Dir(path)); err != nil {
		return nil, nil, err
	}
	o := safefile.Options{Replace: true, Wait: ledgerWait, Command: "crm pool " + command, Now: a.env.Now()}
	_, err := safefile.Write(ctx, path, o, func(w io.Writer) error {
		var err error
		if ledger, err = a.readLedger(path); err == nil {
			lines, err = decide(ledger)
		}
		if refused = err; err != nil {
			return err
		}
		if len(lines) == 0 {
			refused = errNotMoved
			return errNotMoved
		}
		text, err := ledger.Append(lines, a.lang)
		if err == nil {
			_, err = w.Write(text)
		}
		return err
	})
	switch {
	case errors.Is(refused, errNotMoved):
		return nil, ledger, nil
	case refused != nil:
		return nil, ledger, refused
	case err != nil:
		return nil, ledger, err
	}
	return lines, ledger, nil
}
