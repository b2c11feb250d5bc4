package normalize_test

import (
	"strings"
	"testing"

	"crm/internal/crm"
	"crm/internal/diag"
)

func TestIdsThatLookAlike(t *testing.T) {
	for _, c := range []struct{ ids, found, why string }{
		{"C001 C0O1", "C0O1, C001", "the letter O"},
		{"C0o1 C001", "C0o1, C001", "the one with the letter comes first"},
		{"a1l al1", "al1, a1l", "both have letters"},
		{"L-10 l-lO", "l-lO, L-10", "case does not count either"},
		{"C001 C002", "", "other digits"},
		{"COL1 COL2", "", "other digits behind the same letters"},
		{"C1 CI", "", "I stands for no 1: too many ids have it"},
	} {
		d := read(t, options(), grid(crm.Customers, "c.csv", "country | customer_id\nDE | "+strings.ReplaceAll(c.ids, " ", "\nDE | ")))
		if c.found == "" {
			if codes(d) != "" {
				t.Errorf("%s: %v", c.why, d.Problems)
			}
			continue
		}
		p := only(t, d, "K06")
		if p.Found != c.found || p.Severity != diag.Warning || p.Pos.String() != "c.csv:3:2" && p.Pos.String() != "c.csv:2:2" || len(d.Customers) != 2 {
			t.Errorf("%s: %v found %q", c.why, p.Pos, p.Found)
		}
	}
	d := read(t, options(), grid(crm.Customers, "c.csv", "customer_id\nC001"), grid(crm.Orders, "o.csv", "customer_id | order_date | amount(USD)\nCOO1 | 2026-01-05 | 1"))
	if got := codes(d); got != "K06 K08" || !strings.HasPrefix(d.Problems[0].Message.EN, "the customers table has C001: ") || d.Orders.Len() != 0 {
		t.Errorf("an order of COO1, where C001 is known: %v", d.Problems)
	}
	d = read(t, options(), grid(crm.Orders, "o.csv", "customer_id | order_date | amount(USD)\nC001 | 2026-01-05 | 1\nC0O1 | 2026-01-05 | 1"))
	if p := only(t, d, "K06"); p.Pos.String() != "o.csv:3:1" || len(d.Customers) != 2 {
		t.Errorf("orders alone: %v", p.Pos)
	}
}
