package table_test

import (
	"testing"

	"pgregory.net/rapid"

	"crm/internal/table"
)

func TestGuard(t *testing.T) {
	tests := []struct{ in, want, why string }{
		{"ACME", "ACME", "plain text stays"},
		{"", "", "nothing to guard"},
		{"=1+1", "'=1+1", "a formula"},
		{"+86 138", "'+86 138", "a telephone number would be summed"},
		{"-12.50", "'-12.50", "a text that looks like a number stays text"},
		{"@SUM(A1)", "'@SUM(A1)", "Lotus style"},
		{"\t=1", "'\t=1", "a tab is a trigger itself"},
		{"＝1+1", "'＝1+1", "full width, run by Excel in East Asia"},
		{` "=1`, `' "=1`, "blanks and quotes before it do not help"},
		{"\ufeff=1", "'\ufeff=1", "nor does a byte order mark"},
		{"'=1", "''=1", "what looks guarded is guarded again, so that reading back is exact"},
		{"a=1", "a=1", "only the beginning counts"},
		{"'quoted'", "'quoted'", "an apostrophe alone is harmless"},
	}
	for _, test := range tests {
		if got := table.Guard(test.in); got != test.want {
			t.Errorf("Guard(%q) = %q, want %q: %s", test.in, got, test.want, test.why)
		}
	}
}

func TestUnguardTakesBackGuard(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`['" ＝=+\-@\t\nab0-9]{0,6}`).Draw(t, "text")
		if got := table.Unguard(table.Guard(s)); got != s {
			t.Fatalf("%q came back as %q", s, got)
		}
	})
}
