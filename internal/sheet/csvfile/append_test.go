package csvfile

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"

	"crm/internal/diag"
	"crm/internal/table"
)

func appended(t *testing.T, content []byte, o Options, fields []string) ([]byte, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "log.csv")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	b, err := Open(path, f, o)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	var out bytes.Buffer
	err = Append(&out, b, fields)
	return out.Bytes(), err
}

func TestAppend(t *testing.T) {
	gbk, _ := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte("日期;客户;摘要\r\n2026-01-05;甲公司;第一次电话沟通，客户有意向\r\n"))
	gbkWant, _ := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte("2026-02-01;乙;\"报价; 已发\"\r\n"))
	wide, _ := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes([]byte("a\tb\n1\t2\n"))
	wideWant, _ := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().Bytes([]byte("x\ty\n"))
	for _, test := range []struct {
		name    string
		content []byte
		fields  []string
		want    []byte
		why     string
	}{
		{"plain", []byte("a,b\n1,2\n"), []string{"x", "y"}, []byte("x,y\n"), "as the file is written"},
		{"windows", []byte("a,b\r\n1,2\r\n"), []string{"x", "y"}, []byte("x,y\r\n"), "its line ends"},
		{"open line", []byte("a,b\r\n1,2"), []string{"x", "y"}, []byte("\r\nx,y\r\n"), "the last line is ended first"},
		{"quotes", []byte("a,b\n1,2\n"), []string{`say "yes", now`, "two\nlines"}, []byte("\"say \"\"yes\"\", now\",\"two\nlines\"\n"), "what would break the record is quoted"},
		{"mark", []byte("\xef\xbb\xbfa,b\n1,2\n"), []string{"ü", " y"}, []byte("ü,\" y\"\n"), "the byte order mark stays in front"},
		{"gbk", gbk, []string{"2026-02-01", "乙", "报价; 已发"}, gbkWant, "in the file's encoding and with its delimiter"},
		{"utf-16", wide, []string{"x", "y"}, wideWant, "two bytes a character"},
		{"header only", []byte("a,b"), []string{"x", "y"}, []byte("\r\nx,y\r\n"), "no line end to copy"},
	} {
		got, err := appended(t, test.content, Options{}, test.fields)
		if want := append(slices.Clone(test.content), test.want...); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: %q, %v; want %q: %s", test.name, got, err, want, test.why)
		}
	}
}

func TestAppendWhatTheEncodingLacks(t *testing.T) {
	_, err := appended(t, []byte("caf\xe9,b\n1,2\n"), Options{Encoding: "windows-1252"}, []string{"客户", "y"})
	var wrong *diag.Problem
	if !errors.As(err, &wrong) || wrong.Code != "F35" {
		t.Errorf("error %v, want F35", err)
	}
}

// Whatever is appended, guarded against spreadsheets, reads back as it was
// given, and all before it as it was.
func TestAppendReadsBack(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(r *rapid.T) {
		field := rapid.StringMatching(`([a-z客=+@-][a-z ,;"'\n客户é=+-]{0,12})?`)
		end := rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(r, "end")
		content := "date,who,what" + end + "2026-01-05,Acme,called" + rapid.SampledFrom([]string{"", end}).Draw(r, "last")
		fields := []string{"2026-02-03", field.Draw(r, "who"), field.Draw(r, "what")}
		path := filepath.Join(dir, "log.csv")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			r.Fatal(err)
		}
		if err := os.WriteFile(path, appendOnce(r, path, []string{fields[0], table.Guard(fields[1]), table.Guard(fields[2])}), 0o600); err != nil {
			r.Fatal(err)
		}
		got := recordsOf(r, path)
		if len(got) != 3 || !slices.Equal(got[1], []string{"2026-01-05", "Acme", "called"}) || !slices.Equal(got[2], fields) {
			r.Fatalf("reads %q, want the record %q at the end", got, fields)
		}
	})
}

func appendOnce(r *rapid.T, path string, fields []string) []byte {
	f, err := os.Open(path)
	if err != nil {
		r.Fatal(err)
	}
	b, err := Open(path, f, Options{Delimiter: ','})
	if err != nil {
		r.Fatal(err)
	}
	defer b.Close()
	var out bytes.Buffer
	if err := Append(&out, b, fields); err != nil {
		r.Fatal(err)
	}
	return out.Bytes()
}

func recordsOf(r *rapid.T, path string) [][]string {
	f, err := os.Open(path)
	if err != nil {
		r.Fatal(err)
	}
	b, err := Open(path, f, Options{Delimiter: ','})
	if err != nil {
		r.Fatal(err)
	}
	defer b.Close()
	rows, err := b.Sheets()[0].Rows()
	if err != nil {
		r.Fatal(err)
	}
	defer rows.Close()
	var all [][]string
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			r.Fatal(err)
		}
		fields := make([]string, 3)
		for i := range row.Cells {
			fields[row.Cells[i].Col] = string(row.Cells[i].Raw)
		}
		all = append(all, fields)
	}
}
