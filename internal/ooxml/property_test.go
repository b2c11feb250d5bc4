package ooxml

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSetProperties(t *testing.T) {
	const fmtid = `fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"`
	root := `<op:Properties xmlns:op="` + propertySpaces[0] + `" xmlns:v="` + variantSpaces[0] + `">`
	theirs := `<op:property ` + fmtid + ` pid="5" name="Client"><v:lpwstr>` + unsealed + `</v:lpwstr></op:property>`
	ours := `<op:property ` + fmtid + ` pid="9" name="crm.old"><v:lpwstr>x</v:lpwstr></op:property>`
	files := append(plainBook()[:2:2], append([]file{{"docProps/theirs.xml", root + ours + theirs + `</op:Properties>`}}, plainBook()[2:]...)...)
	files = edited(t, files, "_rels/.rels", "</Relationships>", `<Relationship Id="p" Type="`+tRel+`/custom-properties" Target="/docProps/theirs.xml"/></Relationships>`)
	p := mustOpen(t, packed(t, files))
	if err := p.SetProperties("crm.", []Property{{"crm.version", "1 <中>"}, {"crm.sheet.1", "Summary"}}); err != nil {
		t.Fatal(err)
	}
	content := written(t, p)
	order := names(t, content)
	if last := order[len(order)-1]; last != "docProps/theirs.xml" || len(order) != len(files) {
		t.Errorf("the entries are %q", order)
	}
	want, got, err := Seal(bytes.NewReader(content), int64(len(content)))
	if err != nil || len(got) != 64 || want != got {
		t.Errorf("sealed %q, is %q, %v", want, got, err)
	}
	text := texts(t, content)["docProps/theirs.xml"]
	expected := root + theirs + `<op:property ` + fmtid + ` pid="6" name="crm.version"><v:lpwstr>1 &lt;&#20013;&gt;</v:lpwstr></op:property>` +
		`<op:property ` + fmtid + ` pid="7" name="crm.sheet.1"><v:lpwstr>Summary</v:lpwstr></op:property>` +
		`<op:property ` + fmtid + ` pid="8" name="crm.sha256"><v:lpwstr>` + got + `</v:lpwstr></op:property></op:Properties>`
	if d := cmp.Diff(expected, text); d != "" {
		t.Error(d)
	}
}

// TestSeal holds that any change by another program breaks the seal.
func TestSeal(t *testing.T) {
	content := transplanted(t, packed(t, plainBook()), ownNames[:], false)
	all := texts(t, content)
	var files []file
	for _, name := range names(t, content) {
		files = append(files, file{name, all[name]})
	}
	check := func(why string, files []file, whole bool) {
		t.Helper()
		b := packed(t, files)
		want, got, err := Seal(bytes.NewReader(b), int64(len(b)))
		if err != nil || want == "" || (want == got) != whole {
			t.Errorf("%s: sealed %q, is %q, %v", why, want, got, err)
		}
	}
	check("packed again, in another order", append(files[1:len(files):len(files)], files[0]), true)
	check("a part more", append(files, file{"a", ""}), false)
	check("a part less", append(files[:4:4], files[5:]...), false)
	changed := append([]file(nil), files...)
	changed[4].text = strings.Replace(changed[4].text, "<v>1<", "<v>2<", 1)
	check("a cell", changed, false)
	plain := packed(t, plainBook())
	if want, got, err := Seal(bytes.NewReader(plain), int64(len(plain))); want != "" || got == "" || err != nil {
		t.Errorf("without a seal: %q, %q, %v", want, got, err)
	}
}
