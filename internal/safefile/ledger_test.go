package safefile

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// early is the real disk, on which the ledger seems to end before it does.
type early struct{ system }

type earlyFile struct {
	io.Reader
	*os.File
}

func (f earlyFile) Read(p []byte) (int, error) { return f.Reader.Read(p) }

func (d early) open(path string) (io.ReadCloser, error) {
	if filepath.Base(path) != ledgerName {
		return d.system.open(path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return earlyFile{io.LimitReader(f, info.Size()/2), f}, nil
}

// TestLedgerEndsEarly: a ledger that was read in part is not written again, or
// what was not read would be lost.
func TestLedgerEndsEarly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.xlsx")
	o := Options{Replace: true, Backups: filepath.Join(filepath.Dir(path), ".crm", "backups")}
	write := func(d disk, text string) error {
		_, err := save(t.Context(), d, path, o, func(w io.Writer) error {
			_, err := io.WriteString(w, text)
			return err
		})
		return err
	}
	for _, text := range []string{"one", "two", "three"} {
		if err := write(system{}, text); err != nil {
			t.Fatal(err)
		}
	}
	ledger := filepath.Join(o.Backups, ledgerName)
	before, err := os.ReadFile(ledger)
	if err != nil {
		t.Fatal(err)
	}
	err = write(early{}, "four")
	if !errors.Is(err, io.ErrUnexpectedEOF) || !strings.Contains(err.Error(), ledger) {
		t.Errorf("error %v, want one that names the ledger", err)
	}
	if _, _, err := undo(t.Context(), early{}, path, o); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("undo: %v", err)
	}
	after, err := os.ReadFile(ledger)
	if err != nil || !bytes.Equal(after, before) {
		t.Errorf("the ledger became %q, %v", after, err)
	}
	if data, err := os.ReadFile(path); err != nil || string(data) != "three" {
		t.Errorf("the file holds %q, %v", data, err)
	}
}
