package sheet

import (
	"testing"

	"crm/internal/diag"
)

// TestFormats: the content decides what a file is; a name that promises another
// kind of spreadsheet is noted.
func TestFormats(t *testing.T) {
	const page = "<html><body><table><tr><td>a</td></tr></table></body></html>"
	const xml2003 = `<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet Name="S"><Table><Row><Cell><Data Type="String">a</Data></Cell></Row></Table></Worksheet></Workbook>`
	const flat = `<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:spreadsheet><table:table table:name="S"><table:table-row><table:table-cell/></table:table-row></table:table></office:spreadsheet></office:body></office:document>`
	cases := []struct {
		name, content, format string
		note                  bool
	}{
		{"a.xls", page, "html", true},
		{"a.html", page, "html", false},
		{"a.xls", "\n<center>export</center>" + page, "html", true},
		{"a.xml", xml2003, "xml", false},
		{"a.xls", xml2003, "xml", true},
		{"a.fods", flat, "ods", false},
		{"a.csv", flat, "ods", true},
	}
	for _, c := range cases {
		b, err := openAny(t, write(t, c.name, c.content))
		if err != nil {
			t.Errorf("%s %.40q: %v", c.name, c.content, err)
			continue
		}
		list := b.Problems()
		noted := len(list) == 1 && list[0].Code == "F06" && list[0].Severity == diag.Note
		if b.Format() != c.format || noted != c.note || len(list) > 1 || len(b.Sheets()) != 1 {
			t.Errorf("%s %.40q: %s, %v, %d sheets; want %+v", c.name, c.content, b.Format(), list, len(b.Sheets()), c)
		}
	}
	for _, name := range []string{"a.ods", "a.fods", "a.xlsb", "a.OTS"} {
		if !Looks(name) {
			t.Errorf("%s is not looked at", name)
		}
	}
	for _, name := range []string{"report.html", "feed.xml"} {
		if Looks(name) {
			t.Errorf("%s promises no spreadsheet", name)
		}
	}
}
