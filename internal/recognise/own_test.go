package recognise

import (
	"slices"
	"testing"

	"crm/internal/table"
)

// printed is a sheet with a footer.
type printed struct {
	*fakeSheet
	footer     string
	visibility table.Visibility
}

func (p *printed) Footer() string               { return p.footer }
func (p *printed) Visibility() table.Visibility { return p.visibility }

func TestOwnSheets(t *testing.T) {
	const ours = "&Lcrm · &A"
	for _, test := range []struct {
		why    string
		sheets map[string]printed
		want   []string
	}{
		{"named and signed", map[string]printed{"Summary": {footer: ours}, "_crm": {visibility: table.VeryHidden, footer: ours}}, []string{"Summary", "_crm"}},
		{"of the same name, but the user's", map[string]printed{"Summary": {}, "_crm": {visibility: table.VeryHidden, footer: ours}}, []string{"_crm"}},
		{"with a footer of the user's", map[string]printed{"Summary": {footer: "ACME"}, "_crm": {visibility: table.VeryHidden, footer: ours}}, []string{"_crm"}},
		{"very hidden became hidden, as in LibreOffice", map[string]printed{"Summary": {}, "_crm": {visibility: table.Hidden, footer: ours}}, []string{"_crm"}},
		{"no footer was kept", map[string]printed{"Summary": {}, "_crm": {visibility: table.VeryHidden}}, []string{"Summary", "_crm"}},
		{"nor hiding that deep", map[string]printed{"Summary": {}, "_crm": {visibility: table.Hidden}}, []string{"Summary", "_crm"}},
		{"all of ours were deleted", map[string]printed{"Summary": {}}, nil},
		{"another name with our footer", map[string]printed{"Mine": {footer: ours}}, nil},
	} {
		b := &fakeBook{path: "b.xlsx", marks: map[string]string{markVersion: "1", markSheet + "1": "Summary", markSheet + "2": "_crm"}}
		for _, name := range []string{"Mine", "Summary", "_crm"} {
			if p, there := test.sheets[name]; there {
				p.fakeSheet = &fakeSheet{}
				p.pos.Sheet = name
				b.sheets = append(b.sheets, &p)
			}
		}
		own, got := ownSheets(b, readMarker(b.Properties())), []string(nil)
		for _, s := range b.sheets {
			if own[s] {
				got = append(got, s.Pos().Sheet)
			}
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: %q, want %q", test.why, got, test.want)
		}
	}
}
