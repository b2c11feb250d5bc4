package codes_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"crm/internal/codes"
)

// printed is every code that stands as a literal in the program, with a place.
func printed(t *testing.T) map[string]string {
	t.Helper()
	code := regexp.MustCompile(`^[A-Z][0-9]{2}$`)
	found := map[string]string{}
	files := token.NewFileSet()
	look := func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		if filepath.Base(filepath.Dir(path)) == "codes" {
			return nil
		}
		f, err := parser.ParseFile(files, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if text, err := strconv.Unquote(lit.Value); err == nil && code.MatchString(text) {
					found[text] = files.Position(lit.Pos()).String()
				}
			}
			return true
		})
		return nil
	}
	for _, root := range []string{"..", "../../cmd"} {
		if err := filepath.WalkDir(root, look); err != nil {
			t.Fatal(err)
		}
	}
	return found
}

// TestList holds the list against the program, both ways.
func TestList(t *testing.T) {
	inProgram := printed(t)
	if len(inProgram) < 100 {
		t.Fatalf("only %d codes found in the tree: does the test look in the right place?", len(inProgram))
	}
	listed := map[string]codes.Code{}
	for _, f := range codes.All() {
		if !slices.IsSortedFunc(f.Codes, func(a, b codes.Code) int { return strings.Compare(a.ID, b.ID) }) {
			t.Errorf("family %c is not in the order of its numbers", f.Letter)
		}
		for _, c := range f.Codes {
			if _, twice := listed[c.ID]; twice || c.ID[0] != f.Letter {
				t.Errorf("%s stands twice, or in the wrong family", c.ID)
			}
			listed[c.ID] = c
			if c.Meaning.EN == "" || c.Meaning.ZH == "" || (c.Do.EN == "") != (c.Do.ZH == "") {
				t.Errorf("%s lacks a text in one language", c.ID)
			}
			if _, there := inProgram[c.ID]; !there && c.Answers != 0 {
				t.Errorf("%s is listed as %q, and nothing in the program says it", c.ID, c.Answers.Title().EN)
			}
		}
	}
	for id, where := range inProgram {
		if _, there := listed[id]; !there {
			t.Errorf("%s: the code %s is not in the list (internal/codes)", where, id)
		}
	}
}

func TestFind(t *testing.T) {
	for _, typed := range []string{"A05", "a05", "CRM-A05", " crm-a05 "} {
		if c, ok := codes.Find(typed); !ok || c.ID != "A05" {
			t.Errorf("Find(%q) = %v, %t", typed, c, ok)
		}
	}
	for _, typed := range []string{"", "A", "A99", "CRM-"} {
		if c, ok := codes.Find(typed); ok {
			t.Errorf("Find(%q) = %v", typed, c)
		}
	}
}
