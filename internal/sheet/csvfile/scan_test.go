package csvfile

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"crm/internal/sheet/charset"
	"pgregory.net/rapid"

	"crm/internal/diag"
	"crm/internal/table"
)

// openText writes a file and opens it.
func openText(t testing.TB, content string, o Options) (table.Book, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "t.csv")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	b, err := Open("t.csv", f, o)
	if err == nil {
		t.Cleanup(func() { _ = b.Close() })
	}
	return b, err
}

// dump reads all rows as one line of text each: the line number, the cells by
// column, and the fields where ragged.
func dump(b table.Book) (lines []string, problems diag.List, err error) {
	rows, err := b.Sheets()[0].Rows()
	if err != nil {
		return nil, nil, err
	}
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return lines, rows.Problems(), nil
		}
		if err != nil {
			return lines, rows.Problems(), err
		}
		lines = append(lines, show(row))
	}
}

func show(row *table.Row) string {
	var s strings.Builder
	fmt.Fprintf(&s, "%d", row.Number)
	for _, c := range row.Cells {
		fmt.Fprintf(&s, " %d=%q", c.Col, c.Raw)
		if c.Kind != table.Text || c.Style != -1 || c.Shared != -1 || c.Flag != 0 {
			s.WriteString("!")
		}
	}
	if row.Ragged {
		fmt.Fprintf(&s, " ragged %d", row.Fields)
	}
	return s.String()
}

func TestRows(t *testing.T) {
	cases := []struct {
		name, in string
		want     []string
		why      string
	}{
		{"plain", "a,b\n1,2\n", []string{`1 0="a" 1="b"`, `2 0="1" 1="2"`}, ""},
		{"no line end at the end", "a,b\n1,2", []string{`1 0="a" 1="b"`, `2 0="1" 1="2"`}, ""},
		{"CR LF", "a,b\r\n1,2\r\n", []string{`1 0="a" 1="b"`, `2 0="1" 1="2"`}, ""},
		{"CR", "a,b\r1,2\r", []string{`1 0="a" 1="b"`, `2 0="1" 1="2"`}, "encoding/csv reads this as one record"},
		{"mixed line ends", "a,b\r\n1,2\r3,4\n5,6", []string{`1 0="a" 1="b"`, `2 0="1" 1="2"`, `3 0="3" 1="4"`, `4 0="5" 1="6"`}, "files glued together"},
		{"empty fields", "a,b,c\n,2,\n\"\",,3\n", []string{`1 0="a" 1="b" 2="c"`, `2 1="2"`, `3 2="3"`}, "a cell without content does not exist"},
		{"blank lines", "a,b\n\n  \n,\n1,2\n", []string{`1 0="a" 1="b"`, `5 0="1" 1="2"`}, "they count as lines only"},
		{"trailing delimiters everywhere", "a,b,,\n1,2,,\n", []string{`1 0="a" 1="b"`, `2 0="1" 1="2"`}, "as wide as the header: not ragged"},
		{"more and fewer", "a,b,c\n1,2\n1,2,3,4\n", []string{`1 0="a" 1="b" 2="c"`, `2 0="1" 1="2" ragged 2`, `3 0="1" 1="2" 2="3" 3="4" ragged 4`}, "never padded or cut"},
		{"title line", "Report\na,b\n1,2\n", []string{`1 0="Report"`, `2 0="a" 1="b" ragged 2`, `3 0="1" 1="2" ragged 2`}, "the recogniser decides which is the header"},
		{"quotes", "a,b\n\"x,y\",\"say \"\"hi\"\"\"\n", []string{`1 0="a" 1="b"`, `2 0="x,y" 1="say \"hi\""`}, ""},
		{"quoted line ends", "a,b\n\"1\r\n2\r3\n4\",x\n5,6\n", []string{`1 0="a" 1="b"`, `2 0="1\n2\n3\n4" 1="x"`, `6 0="5" 1="6"`}, "LF inside, and every line counted"},
		{"quote inside a field", "a,b\n5\" pipe,x\n", []string{`1 0="a" 1="b"`, `2 0="5\" pipe" 1="x"`}, "only a quote at the front quotes"},
		{"blanks behind a quote", "a,b\n\"x\" ,y\n", []string{`1 0="a" 1="b"`, `2 0="x" 1="y"`}, ""},
		{"sep line", "sep=|\na|b\n1|2,3\n", []string{`2 0="a" 1="b"`, `3 0="1" 1="2,3"`}, "Excel's own line is no record"},
		{"semicolon", "a;b\n1,5;2,5\n3,5;4\n", []string{`1 0="a" 1="b"`, `2 0="1,5" 1="2,5"`, `3 0="3,5" 1="4"`}, "decimal commas do not delimit"},
		{"tab", "a\tb\n1,5\t2\n", []string{`1 0="a" 1="b"`, `2 0="1,5" 1="2"`}, ""},
		{"apostrophe before a sign", "a,b\n'+49,'tis\n", []string{`1 0="a" 1="b"`, `2 0="+49" 1="'tis"`}, "the escape of safe CSV writers"},
		{"formula constant", "a,b\n=\"0012\",\"=\"\"7\"\"\"\n=\"\",=1+1\n", []string{`1 0="a" 1="b"`, `2 0="0012" 1="7"`, `3 0="=\"\"" 1="=1+1"`}, "how shops keep leading zeros"},
		{"trailing NULs", "a,b\n1,2\n\x00\x00\x00", []string{`1 0="a" 1="b"`, `2 0="1" 1="2"`}, "a crash leaves them"},
		{"DOS end mark", "a,b\n1,2\n\x1a", []string{`1 0="a" 1="b"`, `2 0="1" 1="2"`}, ""},
		{"BOM and quotes", "\ufeff\"a\",b\n1,2\n", []string{`1 0="a" 1="b"`, `2 0="1" 1="2"`}, "the mark is no part of the first header"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			b, err := openText(t, c.in, Options{})
			if err != nil {
				t.Fatal(err)
			}
			got, _, err := dump(b)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(c.want, got); d != "" {
				t.Errorf("%s\n%s", c.why, d)
			}
			again, _, _ := dump(b)
			if d := cmp.Diff(got, again); d != "" {
				t.Errorf("the second reading differs:\n%s", d)
			}
		})
	}
}

func TestRefused(t *testing.T) {
	cases := []struct {
		name, in string
		code     string
		row, col int
		why      string
	}{
		{"unclosed quote", "a,b\n1,2\n3,\"x\n4,5\n", "F27", 3, 2, "the opening quote's place"},
		{"unclosed at the end", "a,b\n1,\"", "F27", 2, 2, ""},
		{"swallowing quote", "a,b\n1,\"x\n2,\"y\"\n3,4\n", "F27", 2, 2, "the next quote only seems to close it"},
		{"no delimiter", "hello\nworld\n", "F32", 1, 0, ""},
		{"blank", " \n\r\n", "F02", 0, 0, ""},
		{"only NULs", "\x00\x00\x00\x00", "F02", 0, 0, ""},
		{"two delimiters", "a,b;c\n1,2;3\n", "F27", 1, 0, "nothing tells them apart"},
		{"binary", "\x01\x02\x03\x04\x05\x06\x07,\x01\x02", "F33", 0, 0, ""},
		{"invalid UTF-8", "é,ü,ö,ä,ß,ñ\n1,2,3,4,5,6\n1,2,\xff,4,5,6\n", "F26", 3, 0, "the rest is UTF-8 beyond doubt"},
		{"too wide", "a,b\n" + strings.Repeat(",", maxFields) + "\n", "F23", 2, maxFields + 1, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			b, err := openText(t, c.in, Options{})
			if err == nil {
				_, _, err = dump(b)
			}
			var p *diag.Problem
			if !errors.As(err, &p) {
				t.Fatalf("got %v, want a problem", err)
			}
			if p.Code != c.code || p.Severity != diag.Error || p.Pos.Row != c.row || p.Pos.Col != c.col || p.Pos.File != "t.csv" {
				t.Errorf("got %s %v at %+v, want %s at %d:%d (%s)", p.Code, p.Severity, p.Pos, c.code, c.row, c.col, c.why)
			}
			if p.Message.EN == "" || p.Message.ZH == "" {
				t.Error("the message lacks a language")
			}
		})
	}
}

func TestBadByteOffset(t *testing.T) {
	text := "名称,数量\n" + strings.Repeat("客户,1\n", 100_000)
	b, err := openText(t, text+"\xff,2\n", Options{})
	if err != nil {
		t.Fatal(err)
	}
	lines, _, err := dump(b)
	if len(lines) != 100_001 {
		t.Errorf("%d rows before the wrong byte, want 100001", len(lines))
	}
	want := fmt.Sprintf("byte %d ", len(text)+1)
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %q", err, want)
	}
}

func TestLongLine(t *testing.T) {
	long := "a,b\n" + strings.Repeat("x", 3<<20) + ",1\n"
	b, err := openText(t, long, Options{LineBytes: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = dump(b)
	var p *diag.Problem
	if !errors.As(err, &p) || p.Code != "F15" || p.Pos.Row != 2 {
		t.Errorf("got %v, want F15 in line 2", err)
	}
	b, err = openText(t, long, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if lines, _, err := dump(b); err != nil || len(lines) != 2 {
		t.Errorf("without the limit: %d rows, %v", len(lines), err)
	}
}

// A quote that is closed, but far behind the limit, is not called open.
func TestFarQuote(t *testing.T) {
	for text, want := range map[string]string{
		strings.Repeat("x", 3<<20) + "\",1\n": "not closed within 1 MB",
		"x,1\n":                               "never closed",
	} {
		b, err := openText(t, "a,b\n\""+text, Options{LineBytes: 1 << 20})
		if err == nil {
			_, _, err = dump(b)
		}
		var p *diag.Problem
		if !errors.As(err, &p) || p.Code != "F27" || p.Pos.Row != 2 || !strings.Contains(p.Message.EN, want) {
			t.Errorf("got %v, want F27 in line 2, %s", err, want)
		}
	}
}

func TestOddities(t *testing.T) {
	b, err := openText(t, "a,b\n\"x\"y,1\n2,\x003\n\"\x01\",4\n\x00", Options{})
	if err != nil {
		t.Fatal(err)
	}
	lines, problems, err := dump(b)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{`1 0="a" 1="b"`, `2 0="xy" 1="1"`, `3 0="2" 1="\x003"`, `4 0="\x01" 1="4"`}
	if d := cmp.Diff(want, lines); d != "" {
		t.Error(d)
	}
	var got []string
	for _, p := range append(problems, b.Problems()...) {
		got = append(got, fmt.Sprintf("%s %s %s", p.Code, p.Pos, p.Message.EN))
	}
	if d := cmp.Diff([]string{
		"F27 t.csv:2:1 text after a closing quote, in 1 field",
		"F29 t.csv:3:2 control characters in 2 fields",
		"F29 t.csv the file ends with 1 zero byte",
	}, got); d != "" {
		t.Error(d)
	}
}

// TestChunks: where the buffer and the reads happen to end changes nothing.
func TestChunks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.SampledFrom([]rune("ab,,\"\"\"\r\n\n é客")), 0, 200, -1).Draw(t, "text")
		size := rapid.IntRange(16, 40).Draw(t, "buffer")
		whole := newScanner(charset.NewSource(strings.NewReader(text), charset.Charset{}, 0), ',', 1<<20)
		small := newScanner(charset.NewSource(iotest.OneByteReader(strings.NewReader(text)), charset.Charset{}, 0), ',', 1<<20)
		small.buf = make([]byte, size+spare)
		for {
			want, wantErr := step(whole)
			got, gotErr := step(small)
			if want != got || !errors.Is(gotErr, wantErr) {
				t.Fatalf("%q: whole %s %v, in chunks %s %v", text, want, wantErr, got, gotErr)
			}
			if wantErr != nil {
				return
			}
		}
	})
}

func step(s *scanner) (string, error) {
	cells, line, err := s.next()
	if err != nil {
		return "", err
	}
	text := show(&table.Row{Number: line, Cells: cells})
	return fmt.Sprintf("%s of %d, odd %d", text, s.fields, len(s.faults)), nil
}

// FuzzAgainstEncodingCSV: what encoding/csv reads without complaint reads the
// same here. It is left out where the two differ by intent: a CR alone, which
// ends a line here.
func FuzzAgainstEncodingCSV(f *testing.F) {
	for _, seed := range []string{
		"a,b\n1,2\n", "\"a\"\"b\",c\n", "\"a\nb\",c\r\n", ",,\n\n,x\n", "a\"b,c\n", "\"\",\"\"\n", "a,b", " a ,\tb\n", "é,客户\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if strings.Contains(strings.ReplaceAll(text, "\r\n", ""), "\r") {
			return
		}
		s := newScanner(charset.NewSource(strings.NewReader(text), charset.Charset{}, 0), ',', 1<<20)
		std := csv.NewReader(strings.NewReader(text))
		std.FieldsPerRecord = -1
		std.LazyQuotes = false
		for {
			want, err := std.Read()
			if errors.Is(err, io.EOF) {
				if _, _, err := s.next(); !errors.Is(err, io.EOF) {
					t.Fatalf("%q: more records than encoding/csv: %v", text, err)
				}
				return
			}
			if err != nil {
				return // encoding/csv is stricter about quotes
			}
			if strings.Join(want, "") == "" {
				continue
			}
			cells, line, err := s.next()
			if !validText(text) {
				return
			}
			if err != nil {
				t.Fatalf("%q: %v, encoding/csv: %q", text, err, want)
			}
			wantLine, _ := std.FieldPos(0)
			if line != wantLine || s.fields != len(want) {
				t.Fatalf("%q: line %d, %d fields; encoding/csv: line %d, %q", text, line, s.fields, wantLine, want)
			}
			got := make([]string, len(want))
			for _, c := range cells {
				got[c.Col] = string(c.Raw)
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Fatalf("%q: %s", text, d)
			}
		}
	})
}

func validText(text string) bool {
	return bytes.Equal([]byte(text), bytes.ToValidUTF8([]byte(text), nil))
}

// invalidQuoted is a byte that %q writes so only where it is no UTF-8.
var invalidQuoted = regexp.MustCompile(`\\x[89a-f]`)

// FuzzOpen: any bytes end in rows or in a problem, never in a panic, and every
// row is UTF-8.
func FuzzOpen(f *testing.F) {
	for _, seed := range []string{
		"a,b\n1,2\n", "\xff\xfea\x00,\x00b\x00\n\x00", "\xbf\xcd\xbb\xa7,\xb6\xa9\xb5\xa5\n", "Caf\xe9,M\xfcller\n", "sep=;\na;b\n", "\"", "\x00",
	} {
		f.Add([]byte(seed), "")
	}
	f.Add([]byte("a,\x81\n"), "gb18030")
	f.Fuzz(func(t *testing.T, content []byte, encoding string) {
		b, err := openText(t, string(content), Options{Encoding: encoding})
		if err != nil {
			return
		}
		lines, _, _ := dump(b)
		for _, l := range lines {
			if invalidQuoted.MatchString(l) && !bytes.ContainsRune(content, '\\') {
				t.Fatalf("not UTF-8: %s", l)
			}
		}
	})
}
