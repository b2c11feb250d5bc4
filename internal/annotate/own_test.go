package annotate

import (
	"strings"
	"testing"
)

func TestOurs(t *testing.T) {
	const end = `</sheetData><tableParts`
	theirs := strings.Replace(customersSheet, end, `</sheetData><headerFooter><oddHeader>crm</oddHeader><oddFooter>ACME</oddFooter></headerFooter><tableParts`, 1)
	path := saved(t, zipped(t, with(userParts(), "xl/worksheets/sheet1.xml", theirs)))
	once, _ := written(t, path, userJob(t, false))
	b, err := Open(once)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	for name, want := range map[string]bool{"Summary": true, "summary": true, "_crm": true, "Customers": false, "Other": false, "none": false} {
		if got, err := b.Ours(name); err != nil || got != want {
			t.Errorf("%s is ours: %v, %v", name, got, err)
		}
	}
	if free, err := b.FreeSheetName("SUMMARY"); err != nil || free != "SUMMARY (2)" {
		t.Errorf("free: %q, %v", free, err)
	}
}
