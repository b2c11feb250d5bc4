package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"crm/internal/diag"
	"crm/internal/sheet/ole/oletest"
	"crm/internal/sheet/xlsx"
	"crm/internal/table"
)

func write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func openAny(t *testing.T, path string) (table.Book, error) {
	t.Helper()
	b, err := Open(path, Options{Limits: xlsx.DefaultLimits()})
	if err == nil {
		t.Cleanup(func() { _ = b.Close() })
	}
	return b, err
}

// compoundFile is an OLE2 file with streams of those names.
func compoundFile(names ...string) string {
	var streams []oletest.Stream
	for _, n := range names {
		streams = append(streams, oletest.Stream{Name: n, Content: []byte("content of " + n)})
	}
	return string(oletest.Build(streams...))
}

func TestRefusals(t *testing.T) {
	cases := []struct{ name, content, code, says string }{
		{"a.xlsx", "", "F02", "0 bytes"},
		{"a.csv", "\n \n", "F02", "no text"},
		{"a.xls", compoundFile("Workbook"), "F11", "cut off"},
		{"a.xls", compoundFile("Book"), "F11", "cut off"},
		{"a.xls", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and no more", "F09", "cut off"},
		{"a.xlsx", compoundFile("EncryptionInfo", "EncryptedPackage"), "F11", "ends in the middle"},
		{"a.doc", compoundFile("WordDocument"), "F07", "old Office document"},
		{"a.xls", "\x09\x08\x10\x00\x00\x06\x05\x00", "F11", "cut off"},
		{"a.xls", "\x09\x04\x06\x00\x00\x00\x10\x00\x00\x00", "F03", "Excel 4"},
		{"a.xls", "\x09\x02\x06\x00\x00\x00\x10\x00\x00\x00", "F03", "Excel 3"},
		{"a.xls", "\x09\x00\x04\x00\x02\x00\x10\x00", "F03", "Excel 2"},
		{"a.xls", "<html><body><table><tr><td>x</td></tr>", "F09", "inside a table"},
		{"a.xls", "\ufeff \r\n<!DOCTYPE HTML><p>", "F05", "web page"},
		{"a.xls", "<!-- made by ERP --><table border=1></table>", "F05", "tables are empty"},
		{"a.xls", "\xff\xfe<\x00h\x00t\x00m\x00l\x00>\x00", "F05", "web page"},
		{"a.xls", "MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n", "F05", "MHTML"},
		{"a.xls", `<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">`, "F11", "ends in the middle"},
		{"a.xml", `<?xml version="1.0"?><orders/>`, "F07", "XML"},
		{"a.gsheet", `{"doc_id":"1x","url":"https://docs.google.com/open?id=1x"}`, "F07", "Google"},
		{"a.json", `[ {"a": 1}, {"a": 2} ]`, "F07", "JSON"},
		{"a.pdf", "%PDF-1.7\n", "F07", "PDF"},
		{"a.png", "\x89PNG\r\n\x1a\n", "F07", "picture"},
		{"a.csv.gz", "\x1f\x8b\x08", "F07", "archive"},
		{"a.rar", "Rar!\x1a\x07\x00", "F07", "archive"},
		{"a.db", "SQLite format 3\x00", "F07", "SQLite"},
		{"a.xls", "ID;PWXL;N;E\r\nP;PGeneral\r\nF;P0;DG0G8;M255\r\nB;Y2;X2;D0 0 1 1\r\nC;Y1;X1;K\"id\"\r\nE\r\n", "F07", "SYLK"},
		{"a.slk", "ID;PCALCOOO32\nB;Y2;X2\nC;X1;Y1;K\"id\"\nE\n", "F07", "SYLK"},
		{"a.dif", "TABLE\r\n0,1\r\n\"EXCEL\"\r\nVECTORS\r\n0,2\r\n\"\"\r\n", "F07", "DIF"},
		{"a.dbf", "\x03\x7a\x0b\x16\x01\x00\x00\x00\x41\x00\x0b\x00" + strings.Repeat("\x00", 20) + "NAME" + strings.Repeat("\x00", 7) + "C\x00\x00\x00\x00\x0a" + strings.Repeat("\x00", 15) + "\r Acme      \x1a", "F07", "dBASE"},
		{"a.wk1", "\x00\x00\x02\x00\x06\x04\x06\x00\x08\x00", "F07", "Lotus"},
		{"a.slk", "ID;PCALCOOO32\r\nE\r\n", "F07", "SYLK"},
		{"a.uos", `<?xml version="1.0"?><uof:UOF xmlns:uof="http://schemas.uof.org/cn/2003/uof" uof:mimetype="vnd.uof.spreadsheet"/>`, "F07", "UOF"},
		{"a.gnumeric", `<?xml version="1.0"?><gnm:Workbook xmlns:gnm="http://www.gnumeric.org/v10.dtd"/>`, "F07", "Gnumeric"},
		{"a.mdb", "\x00\x01\x00\x00Standard Jet DB\x00\x01", "F07", "Access"},
		{"a.csv", "just words\nin lines\n", "F32", "no delimiter"},
		{"a.csv", "\x01\x02\x03\x04\x05\x06\x07\x08", "F33", "neither text"},
		{"~$orders.xlsx", "\x04name and more bytes", "F18", "lock file"},
	}
	for _, c := range cases {
		_, err := openAny(t, write(t, c.name, c.content))
		var p *diag.Problem
		if !errors.As(err, &p) {
			t.Errorf("%s %.20q: got %v, want %s", c.name, c.content, err, c.code)
			continue
		}
		if p.Code != c.code || p.Severity != diag.Error || !strings.Contains(p.Message.EN, c.says) {
			t.Errorf("%s %.20q: got %s %v %q, want %s %q", c.name, c.content, p.Code, p.Severity, p.Message.EN, c.code, c.says)
		}
		if p.Message.ZH == "" || p.Hint.EN == "" || p.Hint.ZH == "" || p.Pos.File == "" {
			t.Errorf("%s: message, hint or place is missing: %+v", c.code, p)
		}
	}
}

func TestReadableTexts(t *testing.T) {
	cases := []struct {
		name, content string
		note          bool
		why           string
	}{
		{"a.csv", "a,b\n1,2\n", false, ""},
		{"a.TXT", "a\tb\n1\t2\n", false, ""},
		{"a.xlsx", "a,b\n1,2\n", true, "CSV under another name is read, and said"},
		{"a.xls", "a\tb\n1\t2\n", true, "as many web exports do"},
		{"orders", "a,b\n1,2\n", false, "a name that promises nothing"},
		{"a.csv", "<5 pcs,b\n1,2\n", false, "a text that begins with <"},
		{"a.csv", "[id],name\n1,2\n", false, "a text that begins with ["},
		{"a.csv", "ID;Product;Price\nC;Y1;3\nB;X-2;4\nF;p;5\n", false, "a table whose first columns are called as SYLK begins"},
		{"a.csv", "TABLE,b\n0,1\n2,3\n", false, "a table that begins as DIF does"},
		{"a.csv", "BM,b\n1,2\n", false, "letters that some pictures begin with"},
	}
	for _, c := range cases {
		b, err := openAny(t, write(t, c.name, c.content))
		if err != nil {
			t.Errorf("%s %q: %v", c.name, c.content, err)
			continue
		}
		list := b.Problems()
		if got := len(list) == 1 && list[0].Code == "F06" && list[0].Severity == diag.Note; got != c.note || len(list) > 1 {
			t.Errorf("%s: problems %v, want a note: %v (%s)", c.name, list, c.note, c.why)
		}
	}
}

func TestWorkbookNamedCSV(t *testing.T) {
	path := filepath.Join("..", "..", "testdata", "example", "客户列表.xlsx")
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	b, err := openAny(t, write(t, "a.csv", string(content)))
	if err != nil {
		t.Fatal(err)
	}
	if b.Format() != "xlsx" || len(b.Problems()) == 0 || b.Problems()[len(b.Problems())-1].Code != "F06" {
		t.Errorf("%s, %v", b.Format(), b.Problems())
	}
}

func TestZipThatIsNoWorkbook(t *testing.T) {
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	w, err := z.Create("readme.txt")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte("x")); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	_, err = openAny(t, write(t, "a.xlsx", buf.String()))
	var p *diag.Problem
	if !errors.As(err, &p) || p.Severity != diag.Error {
		t.Errorf("got %v", err)
	}
}

func TestNotOpened(t *testing.T) {
	folder := t.TempDir()
	for _, name := range []string{"客户列表.xlsx", "orders.csv", "photo.jpg", "~$客户列表.xlsx"} {
		if err := os.WriteFile(filepath.Join(folder, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(folder)
	cases := []struct {
		path, says, hint string
		cause            error
	}{
		{"客户列表.xls", "no such file", "did you mean 客户列表.xlsx?", fs.ErrNotExist},
		{"order.csv", "no such file", "did you mean orders.csv?", fs.ErrNotExist},
		{"data/orders.csv", "no such file", "did you mean orders.csv?", fs.ErrNotExist},
		{"something-else.xlsx", "no such file", "orders.csv, 客户列表.xlsx", fs.ErrNotExist},
		{"2025*.xlsx", "matches no file", "", fs.ErrNotExist},
		{"", "name of a file is empty", "", fs.ErrNotExist},
		{".", "is a folder", "orders.csv, 客户列表.xlsx", errNoFile},
	}
	for _, c := range cases {
		_, err := openAny(t, c.path)
		var f *FileError
		if !errors.As(err, &f) || !errors.Is(err, c.cause) {
			t.Errorf("%s: got %v", c.path, err)
			continue
		}
		hints := ""
		for _, h := range f.Hints {
			hints += h.EN
		}
		if !strings.Contains(f.Text.EN, c.says) || !strings.Contains(hints, c.hint) || f.Text.ZH == "" {
			t.Errorf("%s: %q, hints %q; want %q, %q", c.path, f.Text.EN, hints, c.says, c.hint)
		}
	}
}

func TestLooks(t *testing.T) {
	for name, want := range map[string]bool{
		"a.xlsx": true, "A.XLSM": true, "dir/b.csv": true, "b.tsv": true, "b.txt": true,
		"a.xls": true, "a.et": true, "a.pdf": false, "~$a.xlsx": false, ".~lock.a.xlsx#": false, ".a.csv": false, "xlsx": false,
	} {
		if Looks(name) != want {
			t.Errorf("Looks(%q) is %v", name, !want)
		}
	}
}
