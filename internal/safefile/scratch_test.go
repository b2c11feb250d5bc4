package safefile

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

func TestScratch(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	path, remove, err := Scratch("crm-log.txt", []byte("# who\n"))
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil || string(content) != "# who\n" {
		t.Errorf("%q, %v", content, err)
	}
	for at, want := range map[string]os.FileMode{path: private, filepath.Dir(path): privateFolder} {
		info, err := os.Stat(at)
		if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", at, info, err)
		}
	}
	remove()
	if _, err := os.Stat(filepath.Dir(path)); !os.IsNotExist(err) {
		t.Errorf("it stays: %v", err)
	}
}
