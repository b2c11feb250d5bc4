package xlsx

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"crm/internal/diag"
)

// Every other zip of the shared data is named and refused, or read where it is a workbook after all.
func TestOtherZips(t *testing.T) {
	want := map[string]string{".ods": codeNoBook, ".xlsb": codeNoBook, ".xltx": "", ".xltm": ""}
	seen := 0
	err := filepath.WalkDir(sharedData, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		code, known := want[filepath.Ext(path)]
		if !known || d.IsDir() {
			return nil
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		head := make([]byte, 4)
		if n, _ := f.ReadAt(head, 0); string(head[:n]) != localSignature {
			return f.Close()
		}
		seen++
		got := ""
		_, err = readAll(path, f)
		if p := new(diag.Problem); errors.As(err, &p) {
			got = p.Code
		} else if err != nil {
			return err
		}
		if got != code {
			t.Errorf("%s: code %q, want %q: %v", path, got, code, err)
		}
		return nil
	})
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("no shared data beside the repository")
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Log(seen, "files")
}
