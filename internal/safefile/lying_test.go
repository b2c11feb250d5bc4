package safefile

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// lying is a disk on which new files hold something else than was written.
type lying struct {
	system
	says string
}

func (l lying) open(path string) (io.ReadCloser, error) {
	if strings.Contains(filepath.Base(path), tempMark) {
		return io.NopCloser(strings.NewReader(l.says)), nil
	}
	return l.system.open(path)
}

func TestReadBack(t *testing.T) {
	for _, test := range []struct{ old, write, says, why string }{
		{"", "content", "contenT", "a new file, one bit flipped"},
		{"old content", "content", "contenT", "a file that is replaced"},
		{"old content", "new content", "new kontent", "by one as long"},
		{"old content", "new content", "old content", "what reads back is the old content: it is not unchanged"},
		{"old content", "content", "content and more", "more than was written"},
		{"old content", "content", "", "nothing"},
	} {
		dir := t.TempDir()
		path := filepath.Join(dir, "a.xlsx")
		if test.old != "" {
			if err := os.WriteFile(path, []byte(test.old), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		_, err := save(t.Context(), lying{says: test.says}, path, Options{Replace: true}, func(w io.Writer) error {
			_, err := io.WriteString(w, test.write)
			return err
		})
		if err == nil {
			t.Errorf("written: %s", test.why)
		}
		now, _ := os.ReadFile(path)
		names, _ := os.ReadDir(dir)
		if !bytes.Equal(now, []byte(test.old)) || len(names) > 1 {
			t.Errorf("it holds %q, beside %d files: %s", now, len(names), test.why)
		}
	}
}
