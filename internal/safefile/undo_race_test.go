package safefile

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// racing is the real disk, on which another run of crm does something right
// before the second file is opened.
type racing struct {
	system
	opened *int
	other  func()
}

func (d racing) open(path string) (io.ReadCloser, error) {
	if *d.opened++; *d.opened == 2 {
		d.other()
	}
	return d.system.open(path)
}

// beside does one thing after the other: files are opened in a certain order.
func (racing) beside(do func()) (wait func()) {
	do()
	return func() {}
}

// TestUndoRace: an undo that another one overtakes is told that the file was
// changed, not that there is nothing to take back.
func TestUndoRace(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.xlsx")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	o := Options{Replace: true, Backups: filepath.Join(filepath.Dir(path), ".crm", "backups")}
	_, err := Write(t.Context(), path, o, func(w io.Writer) error {
		_, err := io.WriteString(w, "new")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	d := racing{opened: new(int), other: func() {
		if _, _, err := Undo(t.Context(), path, o); err != nil {
			t.Error(err)
		}
	}}
	if _, _, err := undo(t.Context(), d, path, o); !errors.Is(err, ErrChanged) {
		t.Errorf("the undo that came second: %v, want ErrChanged", err)
	}
	if data, err := os.ReadFile(path); err != nil || string(data) != "old" {
		t.Errorf("the file holds %q, %v", data, err)
	}
}
