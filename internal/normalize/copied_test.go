package normalize_test

import (
	"strings"
	"testing"

	"crm/internal/crm"
)

// A sheet of customers that was copied whole is one line, not one for each of its
// rows; what differs in a row is still told by itself.
func TestCopiedCustomers(t *testing.T) {
	const table = `
customer_id | customer_name | country | email
1           | Acme          | DE      | a@acme.de
2           | Bolt          | DE      | b@bolt.de
3           | Cord          | DE      | c@cord.de`
	first, second, third := grid(crm.Customers, "c.xlsx", table), grid(crm.Customers, "c.xlsx", table), grid(crm.Customers, "d.xlsx", strings.ReplaceAll(table, "Bolt          | DE", "Bolt          | FR"))
	second.Sheet.(*fakeSheet).pos.Sheet = "Copy"
	d := read(t, options(), first, second, third)
	if len(d.Customers) != 3 || codes(d) != "K05 K04 K04" && codes(d) != "K04 K04 K05" && codes(d) != "K04 K05 K04" {
		t.Fatalf("%d customers, %s: %v", len(d.Customers), codes(d), d.Problems)
	}
	for i := range d.Problems {
		p := &d.Problems[i]
		switch {
		case p.Code != "K04":
		case p.Pos.Sheet == "Copy":
			if p.Message.EN != "3 customers stand here just as in c.xlsx!Sheet1; the two rows of each are one customer" || p.Message.ZH != "有 3 个客户与 c.xlsx!Sheet1 中的内容完全相同，每个客户的两行合为一个" || len(p.Also) != 2 {
				t.Errorf("told as %+v", p)
			}
		case p.Pos.File != "d.xlsx" || !strings.HasPrefix(p.Message.EN, "2 customers"):
			t.Errorf("told as %+v", p)
		}
	}
}
