package sheet

import (
	"crypto/sha256"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crm/internal/diag"
	"crm/internal/sheet/crypt"
	"crm/internal/sheet/crypt/crypttest"
	"crm/internal/sheet/xlsx"
	"crm/internal/table"
)

// rawOf is what every cell of a book has, in order.
func rawOf(t *testing.T, b table.Book) []string {
	t.Helper()
	var all []string
	for _, s := range b.Sheets() {
		r, err := s.Rows()
		if err != nil {
			t.Fatal(err)
		}
		for {
			row, err := r.Next()
			if err != nil {
				break
			}
			for _, c := range row.Cells {
				all = append(all, s.Pos().Sheet+string(c.Raw))
			}
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// TestProtected opens workbooks behind a password like those without.
func TestProtected(t *testing.T) {
	const word = "秘密"
	plain := map[string]string{
		"a.xlsx": filepath.Join("..", "..", "testdata", "example", "客户列表.xlsx"),
		"a.xlsb": filepath.Join("..", "..", "..", "shared", "data", "corpora", "tafia+calamine", "tests", "issues.xlsb"),
	}
	for name, path := range plain {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Logf("%s is not here", path)
			continue
		}
		want := rawOf(t, mustOpenAny(t, path))
		for scheme, file := range map[string][]byte{"agile": crypttest.Agile(content, word, 10), "standard": crypttest.Standard(content, word, 128)} {
			locked := write(t, name, string(file))
			asked := 0
			b, err := Open(locked, Options{Limits: xlsx.DefaultLimits(), Passwords: func(path string) ([]crypt.Password, error) {
				asked++
				return []crypt.Password{"canary", word}, nil
			}})
			if err != nil {
				t.Errorf("%s, %s: %v", name, scheme, err)
				continue
			}
			if d := cmp.Diff(want, rawOf(t, b)); d != "" || len(want) == 0 || asked != 1 {
				t.Errorf("%s, %s: asked %d times, %s", name, scheme, asked, d)
			}
			if digest, err := b.SHA256(); err != nil || digest != sha256.Sum256(file) {
				t.Errorf("%s, %s: the digest is another file's: %v", name, scheme, err)
			}
			if !Protected(b.Problems()) || len(b.Problems()) != 1 {
				t.Errorf("%s, %s: %v", name, scheme, b.Problems())
			}
			if err := b.Close(); err != nil {
				t.Error(err)
			}
		}
	}
}

func mustOpenAny(t *testing.T, path string) table.Book {
	t.Helper()
	b, err := openAny(t, path)
	if err != nil {
		t.Fatal(err)
	}
	if Protected(b.Problems()) {
		t.Errorf("%s is not protected", path)
	}
	return b
}

// TestProtectedNoWorkbook refuses what is none behind its password.
func TestProtectedNoWorkbook(t *testing.T) {
	path := write(t, "a.xlsx", string(crypttest.Agile([]byte("just a text of some length"), "x", 10)))
	_, err := Open(path, Options{Limits: xlsx.DefaultLimits(), Passwords: func(string) ([]crypt.Password, error) { return []crypt.Password{"x"}, nil }})
	var p *diag.Problem
	if !errors.As(err, &p) || p.Code != "F07" {
		t.Errorf("got %v", err)
	}
}
