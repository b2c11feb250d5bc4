package ooxml

import (
	"bytes"
	"testing"
)

func TestTransplantTwice(t *testing.T) {
	user := written(t, freshBook(t, []string{"customers", "summary", "more"}))
	names := []string{"Summary (2)", "Set aside", "_crm"}
	once := transplanted(t, user, names, false)
	twice := transplanted(t, once, names, true)
	if !bytes.Equal(once, twice) {
		t.Error("the second run gave other bytes")
	}
}

func transplanted(t testing.TB, user []byte, names []string, again bool) []byte {
	t.Helper()
	p := mustOpen(t, user)
	var o TransplantOptions
	for i, name := range names {
		if free := p.FreeSheetName(ownNames[i]); !again && name != free {
			t.Fatalf("the free name is %q, want %q", free, name)
		}
		o.Sheets = append(o.Sheets, OwnSheet{Name: name, Replaces: again})
	}
	if _, err := p.Transplant(freshBook(t, names), o); err != nil {
		t.Fatal(err)
	}
	if err := p.SetProperties("crm.", []Property{{"crm.version", "1"}}); err != nil {
		t.Fatal(err)
	}
	return written(t, p)
}
