package csvfile

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crm/internal/diag"
	"crm/internal/table"
)

// dumpLines is dump by NextLines, handing two sets of lines in turn, of buffers
// so small that every seam occurs. Each set is shown only after the next was read.
func dumpLines(b table.Book, buffer int) (lines []string, problems diag.List, err error) {
	all, err := b.Sheets()[0].Rows()
	if err != nil {
		return nil, nil, err
	}
	sets := [2]table.TextLines{{Text: make([]byte, buffer+spare)}, {Text: make([]byte, buffer+spare)}}
	for n := 0; ; n++ {
		err := all.(table.LineRows).NextLines(&sets[n%2])
		if n > 0 {
			lines = append(lines, showLines(&sets[(n+1)%2])...)
		}
		if err != nil {
			lines = append(lines, showLines(&sets[n%2])...)
		} else if len(sets[n%2].List) == 0 {
			return nil, nil, errors.New("no line and no error")
		}
		if errors.Is(err, io.EOF) {
			return lines, all.Problems(), nil
		}
		if err != nil {
			return lines, all.Problems(), err
		}
	}
}

func showLines(l *table.TextLines) (lines []string) {
	for i := range l.List {
		line := &l.List[i]
		row := table.Row{Number: line.Number, Cells: l.AppendCells(nil, line), Ragged: line.Ragged}
		if row.Ragged {
			row.Fields = int(line.Fields)
		}
		lines = append(lines, show(&row))
	}
	return lines
}

// compareLines reads a book by rows and by lines, and says how the two differ.
func compareLines(b table.Book, buffer int) error {
	want, wantProblems, wantErr := dump(b)
	got, problems, err := dumpLines(b, buffer)
	if d := cmp.Diff(want, got); d != "" {
		return fmt.Errorf("the rows differ:\n%s", d)
	}
	if d := cmp.Diff(wantProblems, problems); d != "" {
		return fmt.Errorf("the problems differ:\n%s", d)
	}
	if fmt.Sprint(err) != fmt.Sprint(wantErr) {
		return fmt.Errorf("error %w, by rows %w", err, wantErr)
	}
	return nil
}

// TestLinesAreTheRows: a file read by lines holds what it holds read by rows,
// wherever the buffers end.
func TestLinesAreTheRows(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		piece := rapid.SampledFrom([]string{
			"a", "b", "ab,cd\n", ",", ",", "\n", "\n", "\r\n", "\r", "\"", "\"x,y\"", "\"\"", " ", "\t", "\x01", "'+1", "=\"2\"", "é", "客户", "1234567890123",
		})
		text := "k,v\n" + strings.Join(rapid.SliceOfN(piece, 0, 60).Draw(t, "pieces"), "")
		path := filepath.Join(dir, "t.csv")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		b, err := Open(path, f, Options{Delimiter: ',', Encoding: "utf-8"})
		if err != nil {
			return
		}
		defer b.Close() //nolint:errcheck // only read from
		if err := compareLines(b, rapid.IntRange(16, 64).Draw(t, "buffer")); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
	})
}

// TestLinesOfRealFiles compares the two ways over all real files.
func TestLinesOfRealFiles(t *testing.T) {
	if _, err := os.Stat(sharedData); err != nil {
		t.Skip("the folder of real files is not here")
	}
	read := 0
	err := filepath.WalkDir(sharedData, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() || filepath.Ext(path) != ".csv" && filepath.Ext(path) != ".tsv" {
			return err
		}
		if info, err := e.Info(); err != nil || info.Size() > 8<<20 {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		b, err := Open(path, f, Options{})
		if err != nil {
			return nil // refused either way
		}
		defer b.Close() //nolint:errcheck // only read from
		read++
		for _, buffer := range []int{1 << 10, linesBytes} {
			if err := compareLines(b, buffer); err != nil {
				t.Errorf("%s, in pieces of %d: %v", path, buffer, err)
			}
		}
		return nil
	})
	if err != nil || read == 0 {
		t.Errorf("%d files read, %v", read, err)
	}
}

// TestJoined: only a field that holds the delimiter marks its line.
func TestJoined(t *testing.T) {
	b, err := openText(t, "a,b\n\"x,y\",1\n\"x\",\"2\"\n3,4\n", Options{})
	if err != nil {
		t.Fatal(err)
	}
	all, err := b.Sheets()[0].Rows()
	if err != nil {
		t.Fatal(err)
	}
	var l table.TextLines
	if err := all.(table.LineRows).NextLines(&l); err != nil {
		t.Fatal(err)
	}
	var got []string
	for i := range l.List {
		got = append(got, fmt.Sprintf("%s %v", l.Whole(&l.List[i]), l.List[i].Joined))
	}
	if d := cmp.Diff([]string{"a,b false", "x,y,1 true", "x,2 false", "3,4 false"}, got); d != "" {
		t.Error(d)
	}
}

// FuzzLines: any bytes read by lines hold what they hold read by rows.
func FuzzLines(f *testing.F) {
	for _, seed := range []string{
		"a,b\n1,2\n", "a,b\r\n1,2\r3,4\r\n", "a;b\n\"1;\"\"2\";3\n,;\n;;\n", "a\tb\n'+1\t=\"2\"\n", "sep=,\na,b\n\n \n1,\x01\n", "a,b\n1,\"2",
	} {
		f.Add([]byte(seed), uint8(16))
	}
	f.Fuzz(func(t *testing.T, content []byte, buffer uint8) {
		b, err := openText(t, string(content), Options{})
		if err != nil {
			return
		}
		if err := compareLines(b, max(16, int(buffer))); err != nil {
			t.Fatal(err)
		}
	})
}

func BenchmarkLines(b *testing.B) {
	text := "Order No,Order Date,Customer ID,Product,Quantity,Unit Price,Currency,Amount\n" +
		strings.Repeat("SO00000001,2025-08-01,C00014,Product 140,87,307.20,EUR,26726.40\n", 100_000)
	book, err := openText(b, text, Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(text)))
	b.Run("rows", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			if err := table.EachRow(book.Sheets()[0], func(*table.Row) {}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("lines", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		var l table.TextLines
		for b.Loop() {
			all, err := book.Sheets()[0].Rows()
			for err == nil {
				err = all.(table.LineRows).NextLines(&l)
			}
			if !errors.Is(err, io.EOF) {
				b.Fatal(err)
			}
		}
	})
}

// TestHeaderAt: titles above the header are no measure of how wide a record is, by
// rows and by lines.
func TestHeaderAt(t *testing.T) {
	const text = "Orders of 2026\n\na,b\n1,2\n5,6\n3\nprinted by Li\n"
	want := []string{`1 0="Orders of 2026"`, `3 0="a" 1="b"`, `4 0="1" 1="2"`, `5 0="5" 1="6"`, `6 0="3" ragged 1`, `7 0="printed by Li" ragged 1`}
	open := func() *rows {
		b, err := openText(t, text, Options{})
		if err != nil {
			t.Fatal(err)
		}
		all, err := b.Sheets()[0].Rows()
		if err != nil {
			t.Fatal(err)
		}
		r := all.(*rows)
		r.HeaderAt(3)
		return r
	}
	var got []string
	for r := open(); ; {
		row, err := r.Next()
		if err != nil {
			break
		}
		got = append(got, show(row))
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("by rows:\n%s", d)
	}
	var l table.TextLines
	if err := open().NextLines(&l); err != nil && !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, showLines(&l)); d != "" {
		t.Errorf("by lines:\n%s", d)
	}
}
