package xlsx

import (
	"strings"
	"testing"
)

func TestFooter(t *testing.T) {
	for _, test := range []struct{ why, after, want string }{
		{"none", "", ""},
		{"one", `<headerFooter><oddHeader>crm</oddHeader><oddFooter>&amp;Lcrm &#183; &amp;A</oddFooter></headerFooter>`, "&Lcrm · &A"},
		{"of even pages only", `<headerFooter><evenFooter>crm</evenFooter></headerFooter>`, ""},
		{"empty", `<headerFooter><oddFooter/></headerFooter>`, ""},
	} {
		p := plainParts("")
		p["xl/worksheets/sheet1.xml"] = strings.Replace(sheetXML(`<row r="1"><c r="A1" t="inlineStr"><is><t>oddFooter</t></is></c></row>`), "</sheetData>", "</sheetData>"+test.after, 1)
		b, err := openBytes(t, zipped(t, p), DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		if got := b.Sheets()[0].(*sheet).Footer(); got != test.want {
			t.Errorf("%s: %q, want %q", test.why, got, test.want)
		}
	}
}
