package pipeline_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"crm/internal/diag"
	"crm/internal/pipeline"
	"crm/internal/sheet"
	"crm/internal/sheet/held"
	"crm/internal/sheet/xlsx"
	"crm/internal/table"
)

// usualFlips is how many bits a usual run turns over; CRM_DAMAGE=100000 more.
const usualFlips = 1500

// damage counts what became of damaged books.
type damage struct {
	tried, refused, same, silent int
	codes                        map[string]int
	slowest                      time.Duration
}

// patient is a book that is damaged again and again, as a file of its own.
type patient struct {
	name  string
	bytes []byte
	file  *os.File
	want  string
}

// TestDamageFlips turns over single bits of books of many writers. A damaged
// book is refused with a reason, or reads exactly as the undamaged one: format,
// sheets, every cell with its type and format, merges, properties, complaints.
func TestDamageFlips(t *testing.T) {
	flips := usualFlips
	if n, err := strconv.Atoi(os.Getenv("CRM_DAMAGE")); err == nil {
		flips = n
	}
	patients := patients(t)
	total := damage{codes: map[string]int{}}
	for i, p := range patients {
		d := damage{codes: map[string]int{}}
		dice := rand.New(rand.NewPCG(uint64(i), 2026))
		for range (flips + len(patients) - 1) / len(patients) {
			at, bit := dice.IntN(len(p.bytes)), byte(1)<<dice.IntN(8)
			p.put(t, at, p.bytes[at]^bit)
			p.judge(t, &d, fmt.Sprintf("byte %d, bit %08b", at, bit))
			p.put(t, at, p.bytes[at])
		}
		t.Logf("%-60s %7d bytes: %d flips, %d refused, %d same, %d silent", p.name, len(p.bytes), d.tried, d.refused, d.same, d.silent)
		total.add(&d)
	}
	total.tell(t, len(patients), "flips")
}

// TestDamageTails cuts books off at random places and, where a power cut left
// zeros in place of the end, fills up with them: none of the pieces is read.
func TestDamageTails(t *testing.T) {
	patients := patients(t)
	cuts := 5
	if os.Getenv("CRM_DAMAGE") != "" {
		cuts = 100
	}
	total := damage{codes: map[string]int{}}
	for i, p := range patients {
		dice := rand.New(rand.NewPCG(uint64(i), 7))
		for k := range cuts {
			at := dice.IntN(len(p.bytes))
			if k < 3 {
				at = len(p.bytes) - 1 - k
			}
			damaged := slices.Clone(p.bytes)
			what := fmt.Sprintf("cut off at %d", at)
			if k%2 == 0 {
				damaged = damaged[:at]
			} else {
				clear(damaged[at:])
				what = fmt.Sprintf("zeros from %d on", at)
			}
			if bytes.Equal(damaged, p.bytes) {
				continue
			}
			p.rewrite(t, damaged)
			p.judge(t, &total, what)
			p.rewrite(t, p.bytes)
		}
	}
	total.tell(t, len(patients), "cut tails")
}

// TestDamageRuns damages the shipped example and runs everything over it: a run
// that does not fail says the same of every customer.
func TestDamageRuns(t *testing.T) {
	files := exampleFiles(t)
	folder := t.TempDir()
	var copies []string
	for _, f := range files {
		content, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		copies = append(copies, filepath.Join(folder, filepath.Base(f)))
		if err := os.WriteFile(copies[len(copies)-1], content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	books := slices.DeleteFunc(slices.Clone(copies), func(p string) bool { return filepath.Ext(p) != ".xlsx" }) // a text has no checksum
	const rules = "money: {base: USD, default: USD, rates: {EUR: 1.08, CNY: 1/7.2}}\n"
	reading := func() (string, error) {
		r, err := pipeline.Run(options(rules, "2026-06-30", copies))
		if r != nil {
			defer r.Close()
		}
		if err == nil && r.Problems.Failed() {
			return "", &r.Problems[slices.IndexFunc(r.Problems, func(p diag.Problem) bool { return p.Severity == diag.Error })]
		}
		if err != nil {
			return "", err
		}
		return fmt.Sprintf("%v\n%s", outcomeOf(r), oneLines(r.Problems, diag.Note)), nil
	}
	want, err := reading()
	if err != nil {
		t.Fatal(err)
	}
	total := damage{codes: map[string]int{}}
	dice := rand.New(rand.NewPCG(1, 1))
	rounds := 40
	if n, err := strconv.Atoi(os.Getenv("CRM_DAMAGE")); err == nil {
		rounds = n / 100
	}
	for range rounds {
		path := books[dice.IntN(len(books))]
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		at, bit := dice.IntN(len(content)), byte(1)<<dice.IntN(8)
		damaged := slices.Clone(content)
		damaged[at] ^= bit
		if err := os.WriteFile(path, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		got, err := reading()
		total.count(t, fmt.Sprintf("%s byte %d, bit %08b", filepath.Base(path), at, bit), got, want, err, time.Since(began))
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	total.tell(t, len(books), "runs")
}

func (p *patient) put(t *testing.T, at int, b byte) {
	t.Helper()
	if _, err := p.file.WriteAt([]byte{b}, int64(at)); err != nil {
		t.Fatal(err)
	}
}

func (p *patient) rewrite(t *testing.T, content []byte) {
	t.Helper()
	if err := p.file.Truncate(0); err != nil {
		t.Fatal(err)
	}
	if _, err := p.file.WriteAt(content, 0); err != nil {
		t.Fatal(err)
	}
}

// judge reads the file as it now is and counts what became of it.
func (p *patient) judge(t *testing.T, d *damage, what string) {
	t.Helper()
	began := time.Now()
	got, err := wholeBook(p.file.Name())
	d.count(t, p.name+": "+what, got, p.want, err, time.Since(began))
}

func (d *damage) count(t *testing.T, what, got, want string, err error, took time.Duration) {
	t.Helper()
	d.tried++
	d.slowest = max(d.slowest, took)
	var p *diag.Problem
	switch {
	case err != nil && (!errors.As(err, &p) || p.Code == "" || p.Message.Empty()):
		t.Errorf("%s: refused without a reason: %v", what, err)
	case err != nil:
		d.refused++
		d.codes[p.Code]++
	case got == want:
		d.same++
	default:
		d.silent++
		t.Errorf("%s: read as something else:\n%s", what, firstDifference(got, want))
	}
}

func (d *damage) add(o *damage) {
	d.tried, d.refused, d.same, d.silent = d.tried+o.tried, d.refused+o.refused, d.same+o.same, d.silent+o.silent
	d.slowest = max(d.slowest, o.slowest)
	for c, n := range o.codes {
		d.codes[c] += n
	}
}

func (d *damage) tell(t *testing.T, books int, what string) {
	t.Helper()
	var codes []string
	for c, n := range d.codes {
		codes = append(codes, fmt.Sprintf("%s %d", c, n))
	}
	slices.Sort(codes)
	t.Logf("%d books, %d %s: %d refused (%s), %d same, silent = %d; the slowest took %v",
		books, d.tried, what, d.refused, strings.Join(codes, ", "), d.same, d.silent, d.slowest.Round(time.Millisecond))
	if d.tried == 0 || d.refused == 0 {
		t.Error("nothing was damaged")
	}
}

func firstDifference(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range a {
		if i >= len(b) || a[i] != b[i] {
			other := "(end)"
			if i < len(b) {
				other = b[i]
			}
			return fmt.Sprintf("line %d: %.200q, want %.200q", i+1, a[i], other)
		}
	}
	return fmt.Sprintf("%d lines, want %d", len(a), len(b))
}

// wholeBook is everything that the readers say of a file.
func wholeBook(path string) (string, error) {
	book, err := sheet.Open(path, sheet.Options{Limits: xlsx.DefaultLimits(), Held: held.DefaultLimits()})
	if err != nil {
		return "", err
	}
	defer func() { _ = book.Close() }() // only read from
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s %v\n%s", book.Format(), book.Detail(), book.Properties(), oneLines(book.Problems(), diag.Note))
	for _, s := range book.Sheets() {
		fmt.Fprintf(&b, "%q %d %v\n", s.Pos().Sheet, s.Visibility(), s.ColumnWidths())
		if err := wholeSheet(&b, s); err != nil {
			return "", err
		}
	}
	return b.String(), nil
}

func wholeSheet(b *strings.Builder, s table.Sheet) error {
	rows, err := s.Rows()
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // only read from
	for {
		row, err := rows.Next()
		if err == io.EOF {
			fmt.Fprintf(b, "%v\n%s", rows.Merges(), oneLines(rows.Problems(), diag.Note))
			return nil
		}
		if err != nil {
			return err
		}
		fmt.Fprintf(b, "%d %t %d", row.Number, row.Hidden, row.Fields)
		for i := range row.Cells {
			c := &row.Cells[i]
			fmt.Fprintf(b, "\t%d:%d:%d:%q:%v:%d:%s", c.Col, c.Kind, c.Flag, c.Raw, c.Day, c.Seconds, s.NumberFormat(c.Style))
		}
		b.WriteByte('\n')
	}
}
