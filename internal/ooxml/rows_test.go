package ooxml

import (
	"bytes"
	"strings"
	"testing"
)

// TestTransplantRows transplants a sheet whose rows come later: the book must be
// the same as with one that holds them.
func TestTransplantRows(t *testing.T) {
	names := ownNames[:]
	made := makeFresh(t, names, true)
	fresh := mustOpen(t, made.File)
	part, err := fresh.Read(fresh.SheetPart("_crm"))
	if err != nil || !bytes.Contains(part, []byte(noRows)) {
		t.Fatalf("the sheet holds rows: %v, %s", err, part)
	}
	into := func(p *Package, rows map[string]Rows) error {
		var o TransplantOptions
		for _, name := range names {
			o.Sheets = append(o.Sheets, OwnSheet{Name: name, Rows: rows[name]})
		}
		if _, err := p.Transplant(fresh, o); err != nil {
			return err
		}
		return p.SetProperties("crm.", []Property{{"crm.version", "1"}})
	}
	for why, user := range map[string][]byte{"plain": packed(t, plainBook()), "with styles": packed(t, stylesBook(t, ownStyles))} {
		p := mustOpen(t, user)
		if err := into(p, map[string]Rows{"_crm": made.Rows["_crm"]}); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(written(t, p), transplanted(t, user, names, false)) {
			t.Errorf("%s: another book", why)
		}
	}
	p := mustOpen(t, packed(t, plainBook()))
	if err := into(p, map[string]Rows{"Summary": made.Rows["_crm"]}); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if _, err := p.WriteTo(&out); err == nil || !strings.Contains(err.Error(), "no place for rows") {
		t.Errorf("a sheet with rows of its own took others: %v", err)
	}
}
