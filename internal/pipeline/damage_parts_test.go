package pipeline_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// sharedBooks is the spreadsheets of other projects' test suites, beside the
// repository where they are there.
var sharedBooks = filepath.Join("..", "..", "..", "shared", "data", "corpora")

const (
	booksPerWriter  = 4
	largestPatient  = 40_000
	fewestPatients  = 20
	patientEndings  = ".xlsx .xlsm .ods .xlsb"
	exampleEndings  = ".xlsx"
	exampleBookName = "example"
)

// patients is small books of many writers, and the shipped example.
func patients(t *testing.T) []*patient {
	t.Helper()
	byWriter := map[string][]string{}
	add := func(root, endings string, writer func(relative string) string) {
		err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() || !slices.Contains(strings.Fields(endings), strings.ToLower(filepath.Ext(path))) {
				return err
			}
			if info, err := d.Info(); err == nil && info.Size() <= largestPatient && info.Size() > 0 {
				rel, _ := filepath.Rel(root, path)
				w := writer(filepath.ToSlash(rel)) + strings.ToLower(filepath.Ext(path))
				byWriter[w] = append(byWriter[w], path)
			}
			return nil
		})
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	add(filepath.Join("..", "..", "testdata", "example"), exampleEndings, func(string) string { return exampleBookName })
	add(sharedBooks, patientEndings, func(rel string) string { first, _, _ := strings.Cut(rel, "/"); return first })
	var writers []string
	for w := range byWriter {
		writers = append(writers, w)
	}
	slices.Sort(writers)
	var all []*patient
	for _, w := range writers {
		paths := byWriter[w]
		slices.Sort(paths)
		taken := 0
		for i := 0; i < len(paths) && taken < booksPerWriter; i += max(1, len(paths)/(2*booksPerWriter)) {
			if p := admit(t, paths[i]); p != nil {
				all = append(all, p)
				taken++
			}
		}
	}
	if _, err := os.Stat(sharedBooks); err == nil && len(all) < fewestPatients {
		t.Fatalf("only %d books can be read", len(all))
	}
	return all
}

// admit takes a book that is read and holds something; nil for another one.
func admit(t *testing.T, path string) *patient {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(filepath.Join(t.TempDir(), filepath.Base(path)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	p := &patient{name: filepath.Base(filepath.Dir(path)) + "/" + filepath.Base(path), bytes: content, file: f}
	p.rewrite(t, content)
	if p.want, err = wholeBook(f.Name()); err != nil || strings.Count(p.want, "\n") < 5 {
		return nil
	}
	return p
}

// TestDamageParts takes books apart and puts them together wrongly: a part left
// out, given twice, given twice with other content or another case, its bytes
// swapped with another's, all in another order. Only the order may not matter,
// and parts that no cell depends on.
func TestDamageParts(t *testing.T) {
	total := damage{codes: map[string]int{}}
	all := patients(t)
	step := 10 // a package has many parts, and each is packed wrongly in seven ways
	if os.Getenv("CRM_DAMAGE") != "" {
		step = 1
	}
	books := 0
	for i := 0; i < len(all); i += step {
		p := all[i]
		books++
		parts := unpack(t, p.bytes)
		p.rewrite(t, pack(t, slices.Concat(parts[len(parts)/2:], parts[:len(parts)/2])))
		p.judgeSame(t, "parts in another order")
		for i, part := range parts {
			if strings.HasSuffix(part.name, "/") {
				continue
			}
			for what, damaged := range wrongly(parts, i) {
				p.rewrite(t, pack(t, damaged))
				if what == "left out" && !vital(part.name) {
					continue // thumbnails, authors, printers: who is to say that they were there
				}
				p.judge(t, &total, part.name+" "+what)
			}
		}
	}
	total.tell(t, books, "packages put together wrongly")
}

// vital reports whether leaving a part out must show. What only decorates may
// go, and so may our own marker with its part: nothing else says that it was there.
// An OpenDocument book may lack styles.xml: every value carries its type, and
// only how it is shown is lost.
func vital(name string) bool {
	if name == "styles.xml" {
		return false
	}
	for _, ornament := range []string{"docProps/", "thumbnail", "printerSettings", "theme", "drawing", "media/", "comments", "calcChain", "metadata", "customXml",
		"Configurations2", "Thumbnails", "settings.xml", "meta.xml", "manifest.rdf", "tables/", "activeX", "ctrlProp", "charts/", "worksheets/_rels", "persons", "vbaProject", "layout-cache", "META-INF", "mimetype", "externalLink", "queryTable", "connections", "pivot", "webextension", "labelInfo", "customUI", "userCustomization", "richData", "threadedComments", "externalReferences", "slicer", "binaryIndex", "ObjectReplacements", "Object ", "Pictures"} {
		if strings.Contains(name, ornament) {
			return false
		}
	}
	return true
}

func (p *patient) judgeSame(t *testing.T, what string) {
	t.Helper()
	got, err := wholeBook(p.file.Name())
	if err != nil || got != p.want {
		t.Errorf("%s: %s: %v %s", p.name, what, err, firstDifference(got, p.want))
	}
}

// member is a part of a package, as it stands.
type member struct {
	name    string
	content []byte
}

// wrongly is the ways to pack part i wrongly, by what they do.
func wrongly(parts []member, i int) map[string][]member {
	other := parts[(i+1)%len(parts)]
	swapped := slices.Clone(parts)
	swapped[i].content, swapped[(i+1)%len(parts)].content = other.content, parts[i].content
	ways := map[string][]member{
		"left out":              slices.Concat(parts[:i], parts[i+1:]),
		"given twice":           slices.Concat(parts, []member{parts[i]}),
		"given twice in a row":  slices.Concat(parts[:i+1], parts[i:]),
		"twice, the second cut": slices.Concat(parts, []member{{parts[i].name, parts[i].content[:len(parts[i].content)/2]}}),
		"twice, by case":        slices.Concat(parts, []member{{strings.ToUpper(parts[i].name), parts[i].content}}),
		"cut in half":           slices.Concat(parts[:i], []member{{parts[i].name, parts[i].content[:len(parts[i].content)/2]}}, parts[i+1:]),
	}
	if vital(parts[i].name) && vital(other.name) && !strings.HasSuffix(other.name, "/") && !bytes.Equal(other.content, parts[i].content) && !bothSheets(parts[i].name, other.name) {
		ways["swapped with "+other.name] = swapped
	}
	if !vital(parts[i].name) {
		delete(ways, "cut in half") // nobody reads it
	}
	return ways
}

// bothSheets: two sheets that changed places are two sheets that changed places.
func bothSheets(a, b string) bool {
	return strings.Contains(a, "sheet") && strings.Contains(b, "sheet")
}

func unpack(t *testing.T, content []byte) []member {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	var parts []member
	for _, f := range r.File {
		rc, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(rc)
		if err != nil {
			t.Fatal(fmt.Errorf("%s: %w", f.Name, err))
		}
		parts = append(parts, member{f.Name, data})
	}
	return parts
}

func pack(t *testing.T, parts []member) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, p := range parts {
		to, err := w.Create(p.name)
		if err == nil && !strings.HasSuffix(p.name, "/") {
			_, err = to.Write(p.content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
