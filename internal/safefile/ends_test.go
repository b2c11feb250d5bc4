package safefile

import (
	"crypto/sha256"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// shorter is the real disk, but for a file that ends at once when it is read for
// the n-th to the last time.
type shorter struct {
	system
	of  string
	n   int
	to  int
	met *int
}

func (s shorter) open(path string) (io.ReadCloser, error) {
	f, err := s.system.open(path)
	if err == nil && filepath.Base(path) == s.of {
		if *s.met++; *s.met >= s.n && *s.met <= s.to {
			f.Close()
			return io.NopCloser(strings.NewReader("")), nil
		}
	}
	return f, err
}

// A file that a disk says to be empty is not replaced with an empty backup: undo
// would give that back.
func TestEndsAtOnce(t *testing.T) {
	const most = 5
	for n := 1; n < most; n++ {
		for to := n; to < most; to++ {
			endsAtOnce(t, n, to)
		}
	}
}

func endsAtOnce(t *testing.T, n, to int) {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, "log.csv")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	o := Options{Replace: true, Backups: filepath.Join(dir, ".crm", "backups")}
	met := 0
	_, err := save(t.Context(), shorter{of: "log.csv", n: n, to: to, met: &met}, path, o, func(w io.Writer) error {
		_, err := io.WriteString(w, "new")
		return err
	})
	switch {
	case err == nil: // the copy was made once more, or the disk read nothing wrong
		if _, _, err := Undo(t.Context(), path, o); err != nil {
			t.Errorf("readings %d to %d: %v", n, to, err)
		}
	case !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, ErrChanged):
		t.Errorf("readings %d to %d: %v", n, to, err)
	}
	if content, _ := os.ReadFile(path); string(content) != "old" {
		t.Errorf("readings %d to %d: the old content is %q", n, to, content)
	}
}

// overtaken is the real disk, on which another run of crm puts a longer file in the
// place of one that is being read.
type overtaken struct {
	system
	long string
}

func (o overtaken) open(path string) (io.ReadCloser, error) {
	f, err := o.system.open(path)
	if err != nil {
		return nil, err
	}
	other := path + ".other"
	if err := errors.Join(os.WriteFile(other, []byte(o.long), 0o600), os.Rename(other, path)); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// What was read of a file that is replaced meanwhile is whole: it did not end before
// its time.
func TestOvertaken(t *testing.T) {
	path := filepath.Join(t.TempDir(), "book.xlsx")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	sum, err := digest(t.Context(), overtaken{long: "a longer one"}, path)
	if want := sha256.Sum256([]byte("old")); err != nil || sum != want {
		t.Errorf("digest %x, %v; want %x", sum, err, want)
	}
}
