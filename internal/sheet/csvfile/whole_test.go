package csvfile

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// A file that became shorter than it was when it was opened, as a disk may say
// of it, is no file that was read to its end.
func TestEndsTooEarly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.csv")
	if err := os.WriteFile(path, []byte("a,b\n1,2\n3,4\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	b, err := Open(path, f, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if err := Append(io.Discard, b, []string{"5", "6"}); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, 8); err != nil {
		t.Fatal(err)
	}
	if err := Append(io.Discard, b, []string{"5", "6"}); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("appended to half of it: %v", err)
	}
}
