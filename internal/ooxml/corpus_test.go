package ooxml

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crm/internal/diag"
	"crm/internal/sheet/xlsx"
)

const corpus = "../../../shared/data"

// corpusFiles is real workbooks: a fixed sample of one in sample, or all of them
// where CRM_CORPUS=all says so.
func corpusFiles(t *testing.T, sample uint32) []string {
	t.Helper()
	if _, err := os.Stat(corpus); err != nil {
		t.Skipf("no real workbooks at %s", corpus)
	}
	all := os.Getenv("CRM_CORPUS") == "all"
	var files []string
	err := filepath.WalkDir(corpus, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if ext := strings.ToLower(filepath.Ext(path)); ext != ".xlsx" && ext != ".xlsm" {
			return nil
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		h := fnv.New32()
		io.WriteString(h, filepath.ToSlash(strings.TrimPrefix(path, corpus)))
		rich := strings.Contains(strings.ToLower(path), "strict") || strings.HasSuffix(path, ".xlsm")
		if all || info.Size() < 1<<20 && (h.Sum32()%sample == 0 || rich && h.Sum32()%8 == 0) {
			files = append(files, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// tally counts what became of the files.
type tally struct {
	opened, transplanted, readBefore, parts int
	refused                                 map[string]int
}

func TestCorpus(t *testing.T) {
	counts := tally{refused: map[string]int{}}
	for _, path := range corpusFiles(t, 60) {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !counts.refuse(t, path, content) {
			counts.check(t, path, content)
		}
	}
	t.Logf("opened %d, transplanted %d (of these our reader read %d), entries copied packed %d", counts.opened, counts.transplanted, counts.readBefore, counts.parts)
	for why, n := range counts.refused {
		t.Logf("refused %d: %s", n, why)
	}
}

// refuse notes a file that Open refuses; a refusal must be a problem with a code.
func (c *tally) refuse(t *testing.T, path string, content []byte) bool {
	_, err := Open(bytes.NewReader(content), int64(len(content)))
	if err == nil {
		return false
	}
	var p *diag.Problem
	if !errors.As(err, &p) || p.Code == "" || p.Message.ZH == "" {
		t.Errorf("%s: refused by %v", path, err)
		return true
	}
	c.refused[p.Code+" "+p.Message.EN]++
	if readable(t, content) == nil {
		t.Errorf("%s: refused though our reader reads it: %v %s", path, err, p.Found)
	}
	return true
}

// check does everything to one file, and holds the outcome against it.
func (c *tally) check(t *testing.T, path string, content []byte) {
	c.opened++
	same := written(t, mustOpen(t, content))
	for _, d := range entryDifferences(content, same, nil) {
		t.Errorf("%s: nothing was changed, but %s", path, d)
	}
	once, err := transplantInto(t, content)
	if err != nil {
		t.Errorf("%s: %v", path, err)
		return
	}
	c.transplanted++
	p := mustOpen(t, content)
	patched := patchedParts(t, p)
	for _, d := range entryDifferences(content, once, patched) {
		t.Errorf("%s: %s", path, d)
	}
	c.parts += len(p.entries) - len(patched)
	checkFacts(t, path, p, mustOpen(t, once))
	if want, got, err := Seal(bytes.NewReader(once), int64(len(once))); err != nil || want != got || want == "" {
		t.Errorf("%s: sealed %q, is %q, %v", path, want, got, err)
	}
	twice, err := transplantInto(t, once)
	if err != nil {
		t.Errorf("%s, again: %v", path, err)
	} else if !bytes.Equal(once, twice) {
		t.Errorf("%s: the second run gave other bytes: %v", path, entryDifferences(once, twice, nil))
	}
	if readable(t, content) == nil {
		c.readBefore++
		if err := readable(t, once); err != nil {
			t.Errorf("%s: our reader refuses the outcome: %v", path, err)
		}
	}
}

// transplantInto does what a run does: our sheets under their final names, those
// of an earlier run replaced, a style at home in every sheet, the marker.
func transplantInto(t *testing.T, content []byte) ([]byte, error) {
	p := mustOpen(t, content)
	names := make([]string, len(ownNames))
	var o TransplantOptions
	for i, name := range ownNames {
		names[i] = p.FreeSheetName(name)
		if old, again := ownSheetOf(p, i); again {
			names[i] = old
		}
		o.Sheets = append(o.Sheets, OwnSheet{Name: names[i], Replaces: p.sheetIndex(names[i]) >= 0})
	}
	m, err := p.Transplant(freshBook(t, names), o)
	if err != nil {
		return nil, err
	}
	m.Variant(1, 0)
	m.Variant(2, 1)
	list := []Property{{"crm.version", "1"}}
	for i, name := range names {
		list = append(list, Property{fmt.Sprintf("crm.sheet.%d", i+1), name})
	}
	if err := p.SetProperties("crm.", list); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	_, err = p.WriteTo(&out)
	return out.Bytes(), err
}

// ownSheetOf finds a sheet of an earlier run by the marker.
func ownSheetOf(p *Package, i int) (string, bool) {
	roots, _ := p.Relations("")
	r, ok := first(roots, kindProperties, kindPropertiesS)
	if !ok || !p.Has(r.Target) {
		return "", false
	}
	b, err := p.Read(r.Target)
	if err != nil {
		return "", false
	}
	for _, n := range rootOf(b).all(b, "property") {
		if Attr(n.Text(b), "name") == fmt.Sprintf("crm.sheet.%d", i+1) {
			value := n.children(b)[0]
			return Unescape(string(b[value.End:value.inner])), true
		}
	}
	return "", false
}

// patchedParts is the keys of the parts that a run may change.
func patchedParts(t *testing.T, p *Package) map[string]bool {
	keys := map[string]bool{keyOf(typesPart): true, keyOf(rootRels): true, keyOf(p.book.name): true, keyOf(relationsName(p.book.name)): true}
	for _, owner := range []string{"", p.book.name} {
		list, err := p.Relations(owner)
		if err != nil {
			t.Fatal(err)
		}
		if r, ok := first(list, kindStyles, kindProperties, kindPropertiesS); ok {
			keys[keyOf(r.Target)] = true
		}
	}
	return keys
}

// entryDifferences says which entries of the first zip that may not change do
// so, packed bytes and all that the directory says of them.
func entryDifferences(before, after []byte, may map[string]bool) []string {
	a, _ := zip.NewReader(bytes.NewReader(before), int64(len(before)))
	b, _ := zip.NewReader(bytes.NewReader(after), int64(len(after)))
	var out []string
	at := 0
	for _, old := range a.File {
		if may[keyOf(old.Name)] {
			continue
		}
		i := slices.IndexFunc(b.File, func(f *zip.File) bool { return f.Name == old.Name })
		if i < 0 {
			out = append(out, old.Name+" is gone")
			continue
		}
		if i < at {
			out = append(out, old.Name+" has another place")
		}
		at = i
		if d := entryDifference(old, b.File[i]); d != "" {
			out = append(out, old.Name+": "+d)
		}
	}
	if a.Comment != b.Comment {
		out = append(out, "the comment differs")
	}
	return out
}

func entryDifference(old, now *zip.File) string {
	a, b := old.FileHeader, now.FileHeader
	a.Extra, b.Extra = withoutZip64(a.Extra), withoutZip64(b.Extra)
	if strings.HasSuffix(a.Name, "/") {
		return ""
	}
	if d := cmp.Diff(a, b); d != "" {
		return d
	}
	x, errX := raw(old)
	y, errY := raw(now)
	if errX != nil || errY != nil || !bytes.Equal(x, y) {
		return "other packed bytes"
	}
	return ""
}

func raw(f *zip.File) ([]byte, error) {
	r, err := f.OpenRaw()
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

// readable reads a book with our reader from end to end.
func readable(t *testing.T, content []byte) error {
	t.Helper()
	path := filepath.Join(t.TempDir(), "book.xlsx")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	book, err := xlsx.Open(path, f, xlsx.DefaultLimits())
	if err != nil {
		return err
	}
	defer book.Close()
	for _, sheet := range book.Sheets() {
		rows, err := sheet.Rows()
		for err == nil {
			_, err = rows.Next()
		}
		if err != io.EOF {
			return fmt.Errorf("sheet %s: %w", sheet.Pos().Sheet, err)
		}
		rows.Close()
	}
	return nil
}
