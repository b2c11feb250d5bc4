// Package internal_test holds the rules of the house as tests: who may import
// whom, what only one room may do, how long things may be.
package internal_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// mayImport is, per room, the rooms of ours it may import; a room that is not
// here may not exist. Data flows one way: leaves, nouns, steps, wiring; edges
// know the nouns and their library; a step never imports another step, but for the
// last, which shows what the others found.
var mayImport = map[string][]string{
	// leaves
	"lang": nil, "nearest": nil, "codes": {"lang"}, "inflate": {},
	"civil": {}, "money": {}, "diag": {"lang"}, "country": {"lang"}, "holiday": {"civil", "lang"},
	// nouns
	"value":  {"civil", "money"},
	"say":    {"civil", "diag", "lang", "money", "value"},
	"table":  {"civil", "diag", "lang", "money", "value"},
	"crm":    {"civil", "diag", "lang", "money", "table", "value"},
	"cond":   {"civil", "diag", "lang", "money", "nearest", "value"},
	"rules":  {"civil", "cond", "country", "crm", "diag", "lang", "money", "nearest", "value"},
	"words":  {"crm", "lang", "rules", "civil", "money"},
	"ledger": {"civil", "diag", "lang", "table", "words"},
	// steps
	"recognise": {"civil", "country", "crm", "diag", "lang", "money", "nearest", "rules", "table", "value", "words"},
	"normalize": {"civil", "cond", "country", "crm", "diag", "lang", "money", "rules", "table", "value", "words"},
	"measure":   {"civil", "country", "crm", "diag", "lang", "money", "rules", "value", "words"},
	"classify":  {"civil", "cond", "crm", "diag", "lang", "money", "rules", "say", "value"},
	"draft":     {"cond", "country", "crm", "lang", "money", "rules", "value"},
	"compare":   {"civil", "crm", "lang", "money", "value", "words"},
	"followup":  {"civil", "country", "crm", "diag", "holiday", "lang", "rules", "value"},
	"memory":    {"civil", "crm", "diag", "lang", "money", "table", "value", "words"},
	"pool":      {"civil", "crm", "diag", "lang", "ledger", "table", "words"},
	"kpi":       {"civil", "country", "crm", "diag", "lang", "money", "rules", "value"},
	"alert":     {"civil", "cond", "crm", "diag", "lang", "ledger", "money", "rules", "say", "table", "value", "words"},
	"check":     {"civil", "country", "crm", "diag", "lang", "money", "rules", "table", "value", "words"},
	// the last step: it shows what the others found
	"report": {"alert", "check", "civil", "classify", "compare", "cond", "country", "crm", "diag", "followup", "holiday", "kpi", "lang", "measure", "money", "nearest", "rules", "table", "value"},
	// edges
	"sheet":           {"diag", "lang", "nearest", "sheet/crypt", "sheet/ole", "sheet/xls", "sheet/csvfile", "sheet/held", "sheet/htmltable", "sheet/ods", "sheet/xlsb", "sheet/xlsx", "sheet/xml2003", "table"},
	"sheet/xlsx":      {"civil", "diag", "inflate", "lang", "table"},
	"sheet/htmltable": {"civil", "diag", "lang", "sheet/charset", "sheet/held", "sheet/xml2003", "table"},
	"sheet/xml2003":   {"diag", "lang", "sheet/charset", "sheet/held", "sheet/markup", "sheet/xlsx", "table"},
	"sheet/xlsb":      {"diag", "lang", "sheet/held", "sheet/xls", "sheet/xlsx", "table"},
	"sheet/ods":       {"civil", "diag", "lang", "sheet/held", "sheet/markup", "sheet/xlsx", "table"},
	"sheet/held":      {"civil", "diag", "lang", "sheet/xlsx", "table"},
	"sheet/xls":       {"diag", "lang", "sheet/crypt", "sheet/held", "sheet/ole", "sheet/xlsx", "table"},
	"sheet/ole":       {"lang"}, "sheet/ole/oletest": {}, "sheet/crypt/crypttest": {"sheet/ole/oletest"}, "sheet/xls/xlstest": {"sheet/ole/oletest"},
	"sheet/crypt":   {"diag", "lang"},
	"sheet/csvfile": {"civil", "diag", "lang", "nearest", "sheet/charset", "table"},
	"sheet/charset": {}, "sheet/markup": {"diag", "lang"},
	"safefile":   {"diag", "lang"},
	"cache":      {"civil", "crm", "diag", "lang", "money", "safefile", "table", "value"},
	"render":     {"diag", "lang", "money", "table", "value"},
	"workbook":   {"civil", "diag", "lang", "money", "table", "value"},
	"ooxml":      {"diag", "inflate", "lang"},
	"calendar":   {"civil"},
	"page":       {"civil", "crm", "diag", "lang", "money", "table", "value"},
	"annotate":   {"civil", "diag", "lang", "ooxml", "sheet/xlsx", "table"},
	"contactlog": {"civil", "crm", "lang", "sheet/csvfile", "table"},
	// wiring: everything
	"pipeline": nil, "writeback": nil, "cli": nil,
}

// wiring may import every room.
var wiring = []string{"pipeline", "writeback", "cli"}

// onlyIn is libraries that one room hides from all others.
var onlyIn = map[string][]string{
	"github.com/xuri/excelize/v2":     {"workbook"},
	"github.com/jedib0t/go-pretty":    {"render"},
	"github.com/spf13/cobra":          {"cli"},
	"github.com/spf13/pflag":          {"cli"},
	"gopkg.in/yaml.v3":                {"rules"},
	"github.com/shopspring/decimal":   {"money"},
	"github.com/rickar/cal":           {"holiday"},
	"github.com/arran4/golang-ical":   {"calendar"},
	"github.com/agnivade/levenshtein": {"nearest"},
	"github.com/schollz/progressbar":  {"cli"},
	"github.com/gofrs/flock":          {"safefile"},
	"github.com/klauspost/compress":   {"ooxml"},
	"golang.org/x/term":               {},
}

// onlyCalledIn is calls that one room makes; an empty list: none does.
var onlyCalledIn = map[string][]string{
	"time.Now": {}, "time.Since": {}, "os.Exit": {}, "fmt.Print": {}, "fmt.Println": {}, "fmt.Printf": {}, "log.Fatal": {},
	"os.Create": {"safefile"}, "os.WriteFile": {"safefile"}, "os.Rename": {"safefile"}, "os.Remove": {"safefile"},
	"os.RemoveAll": {"safefile"}, "os.Truncate": {"safefile"}, "os.OpenFile": {"safefile"}, "os.Mkdir": {"safefile"},
	"os.MkdirAll": {"safefile"}, "os.Chmod": {"safefile"}, "os.CreateTemp": {"safefile"},
}

const (
	maxFileLines     = 400
	maxFunctionLines = 60
)

func TestHouse(t *testing.T) {
	files := token.NewFileSet()
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		f, err := parser.ParseFile(files, path, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		room := filepath.ToSlash(filepath.Dir(path))
		checkImports(t, room, path, f)
		checkCalls(t, room, files, f)
		checkLengths(t, files, f)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func checkImports(t *testing.T, room, path string, f *ast.File) {
	allowed, known := mayImport[room]
	if !known {
		t.Errorf("%s: the room %s has no place in the house", path, room)
	}
	for _, spec := range f.Imports {
		name, _ := strconv.Unquote(spec.Path.Value)
		if ours, ok := strings.CutPrefix(name, "crm/internal/"); ok && !slices.Contains(wiring, room) && !slices.Contains(allowed, ours) {
			t.Errorf("%s: %s may not import %s", path, room, ours)
		}
		for library, rooms := range onlyIn {
			if (name == library || strings.HasPrefix(name, library+"/")) && !slices.Contains(rooms, room) {
				t.Errorf("%s: only %v may import %s", path, rooms, library)
			}
		}
	}
}

func checkCalls(t *testing.T, room string, files *token.FileSet, f *ast.File) {
	ast.Inspect(f, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if x, ok := sel.X.(*ast.Ident); ok && x.Obj == nil {
			call := x.Name + "." + sel.Sel.Name
			if rooms, guarded := onlyCalledIn[call]; guarded && !slices.Contains(rooms, room) {
				t.Errorf("%s: %s is for %v only", files.Position(n.Pos()), call, rooms)
			}
		}
		return true
	})
}

func checkLengths(t *testing.T, files *token.FileSet, f *ast.File) {
	if lines := files.Position(f.End()).Line; lines > maxFileLines {
		t.Errorf("%s has %d lines; what second thing does it do?", files.Position(f.Pos()).Filename, lines)
	}
	for _, decl := range f.Decls {
		fn, ok := decl.(*ast.FuncDecl)
		if !ok {
			continue
		}
		from, to := files.Position(fn.Pos()), files.Position(fn.End())
		if lines := to.Line - from.Line + 1; lines > maxFunctionLines {
			t.Errorf("%s: %s has %d lines; what second thing does it do?", from, fn.Name.Name, lines)
		}
	}
}
