package xls

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"crm/internal/diag"
	"crm/internal/table"
)

// fate is what a flipped bit came to.
type fate struct {
	refused, warned, same, value, lost, moved int
	before                                    int // warnings of the undamaged book
	example                                   map[string]string
}

// flip opens the book with one bit changed and compares it with what it was.
func (f *fate) flip(t *testing.T, content []byte, bit int, want map[string]cellMap) {
	t.Helper()
	damaged := bytes.Clone(content)
	damaged[bit/8] ^= 1 << (bit % 8)
	book, err := openBytes(damaged, Options{})
	if err != nil {
		f.refused++
		return
	}
	got := everySheet(t, book)
	if len(warnings(t, book)) > f.before {
		f.warned++
		return
	}
	switch what := differ(want, got); what {
	case "":
		f.same++
	case "value":
		f.value++
	case "lost":
		f.lost++
		f.note("lost", bit)
	default:
		f.moved++
		f.note(what, bit)
	}
}

func (f *fate) note(what string, bit int) {
	if f.example == nil {
		f.example = map[string]string{}
	}
	f.example[what] += fmt.Sprintf(" %d.%d", bit/8, bit%8)
}

// warnings is what is wrong with a book that was opened.
func warnings(t *testing.T, b table.Book) diag.List {
	t.Helper()
	var list diag.List
	add := func(l diag.List) {
		for _, p := range l {
			if p.Severity == diag.Warning {
				list.Add(p)
			}
		}
	}
	add(b.Problems())
	for _, s := range b.Sheets() {
		r, err := s.Rows()
		if err != nil {
			t.Fatal(err)
		}
		add(r.Problems())
	}
	return list
}

func everySheet(t *testing.T, b table.Book) map[string]cellMap {
	t.Helper()
	all := map[string]cellMap{}
	for i, s := range b.Sheets() {
		all[fmt.Sprintf("%d", i)] = cellsOf(t, s)
	}
	return all
}

// differ says how what was read differs: in values only, in cells that are lost,
// or in where they stand and what type they have.
func differ(want, got map[string]cellMap) string {
	what := ""
	for sheet, cells := range want {
		if got[sheet] == nil {
			return "lost"
		}
		for at, v := range cells {
			switch w, ok := got[sheet][at]; {
			case !ok:
				return "lost"
			case kindOf(v) != kindOf(w):
				what = "moved"
			case v != w && what == "":
				what = "value"
			}
		}
		if len(got[sheet]) > len(cells) {
			return "moved"
		}
	}
	return what
}

func kindOf(v string) string {
	k, _, _ := strings.Cut(v, " ")
	return k
}

// TestFlippedBits says what becomes of single flipped bits in books that Excel and
// others wrote. The format has no checksums: that a number or a text is another one
// cannot be told.
func TestFlippedBits(t *testing.T) {
	flips := 4
	if os.Getenv("CRM_FLIPS") != "" {
		if _, err := fmt.Sscan(os.Getenv("CRM_FLIPS"), &flips); err != nil {
			t.Fatal(err)
		}
	}
	var all fate
	for i, path := range oldBooks(t) {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		book, err := openBytes(content, Options{})
		if err != nil || len(content) > 120_000 {
			continue
		}
		want := everySheet(t, book)
		f := fate{before: len(warnings(t, book))}
		r := rand.New(rand.NewPCG(7, uint64(i)))
		for range flips {
			f.flip(t, content, r.IntN(8*len(content)), want)
		}
		if flips > 100 {
			t.Logf("%-40s refused %d, warned %d, same %d, another value %d, lost %d, moved %d %v", filepath.Base(path), f.refused, f.warned, f.same, f.value, f.lost, f.moved, f.example)
		}
		all.refused += f.refused
		all.warned += f.warned
		all.same += f.same
		all.value += f.value
		all.lost += f.lost
		all.moved += f.moved
	}
	t.Logf("refused %d, warned of %d, same %d, another value %d, lost %d, moved or of another type %d", all.refused, all.warned, all.same, all.value, all.lost, all.moved)
	if total := all.refused + all.warned + all.same + all.value + all.lost + all.moved; total == 0 || 100*(all.lost+all.moved) > total {
		t.Errorf("of %d flips more than one in a hundred lost or moved a cell in silence", total)
	}
}
