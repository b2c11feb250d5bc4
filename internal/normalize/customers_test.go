package normalize_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/money"
	"crm/internal/normalize"
	"crm/internal/rules"
	"crm/internal/table"
	"crm/internal/value"
)

func TestCustomers(t *testing.T) {
	d := read(t, options(), grid(crm.Customers, "c.xlsx", `
customer_id | customer_name | country | stage  | intent | product_fit | star | tags    | last_contact | next_contact | group      | employees | annual_turnover | created    | in_pool | status | "付款方式"  | "Score" | "Since"     | "Code"
7           | Acme          | 德国     | 样单客户 | 高     | 是          | 4星  | a, b；c | 2026-06-01   |              | 欧洲 / 大客户 | 120      | '10万～30万美元  | 2024-05-06 | 否      | 正常    | T/T         | 5       | 2024-01-02  | '007
'0008       | Bolt          | Mars    | 在谈    |        |             | ★★★  | 无      | 2026-07-11   |              |            | '60-149人 | 5000000         | '1970-01-01 |        |        | L/C         | 7.5     |             | '8`))
	if len(d.Problems) != 2 { // 在谈 as a stage; 5 as Acme's number is fine
		t.Logf("problems: %v", d.Problems)
	}
	acme, bolt := d.Customers[0], d.Customers[1]
	got := []string{
		acme.ID, acme.Country, acme.Stage, acme.Intent, acme.ProductFit, acme.Star.String(), strings.Join(acme.Tags, "+"), acme.LastContact.String(),
		acme.Group, acme.Employees.String(), acme.AnnualTurnover.String(), acme.Created.String(),
		bolt.ID, bolt.Country, bolt.Stage, bolt.Star.String(), strings.Join(bolt.Tags, "+"), bolt.LastContact.String(), bolt.NextContact.String(),
		bolt.Employees.String(), bolt.AnnualTurnover.String(), bolt.Created.String(),
	}
	want := []string{
		"7", "DE", "sample", "clear", "yes", "4", "a+b+c", "2026-06-01", "欧洲/大客户", "120", "10万～30万美元", "2024-05-06",
		"0008", "Mars", "在谈", "3", "", "", "2026-07-11", "60-149人", "5000000", "",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	kinds := []crm.ExtraColumn{
		{Header: "付款方式", Kind: value.Text}, {Header: "Score", Kind: value.Number}, {Header: "Since", Kind: value.Date}, {Header: "Code", Kind: value.Text},
	}
	if diff := cmp.Diff(kinds, d.ExtraColumns); diff != "" {
		t.Errorf("extra columns: %s", diff)
	}
	if e := acme.Extra; e[0].Text() != "T/T" || e[1].Decimal().String() != "5" || e[2].Date() != day("2024-01-02") || e[3].Text() != "007" {
		t.Errorf("extra values %v", e)
	}
}

func TestCustomersTwice(t *testing.T) {
	for _, test := range []struct{ why, table, want, codes string }{
		{
			"the same again, and again with another contact", `
customer_id | customer_name | country | email
1           | Acme          | DE      | a@acme.de
'1.0        | Acme          | DE      | a@acme.de
1           | Acme          | DE      | b@acme.de`,
			"1 Acme DE rows 3", "K04 K04",
		}, {
			"another country: the first row counts", `
customer_id | customer_name | country | email
1           | Acme          | DE      | a@acme.de
1           | Acme          | FR      | a@acme.de`,
			"1 Acme DE rows 2", "K05",
		}, {
			"without ids the name is the identity", `
customer_name | country
Acme          | DE
ＡＣＭＥ         | DE`,
			"Acme DE rows 2", "K04",
		}, {
			"ids that Excel has destroyed, and a row without any", `
customer_id         | customer_name | country
#123456789012345678 | Acme          | DE
'1.23457E+17        | Bolt          | DE
                    |               | DE
                    | Cord          | DE`,
			"Cord DE rows 1", "K01 K03 K07",
		}, {
			"a totals row is no customer, a customer called Total is one", `
customer_name | country | own_amount
Acme          | DE      | 5
'Total        | FR      | 6
'合计          |         | 11`,
			"Acme DE rows 1; Total FR rows 1", "",
		}, {
			"shared mail, formula names, hidden characters", `
customer_id | customer_name | country | email
1           | '=cmd         | DE      | a@x.de
2           | 'A` + "\u202e" + `b       | DE      | A@x.de`,
			"1 =cmd DE rows 1; 2 A\u202eb DE rows 1", "K11 K12 K10",
		},
	} {
		t.Run(test.why, func(t *testing.T) {
			d := read(t, options(), grid(crm.Customers, "c.xlsx", test.table))
			var got []string
			for _, c := range d.Customers {
				got = append(got, strings.TrimSpace(c.ID+" "+c.Name)+" "+c.Country+" rows "+itoa(len(c.Rows)))
			}
			if strings.Join(got, "; ") != test.want {
				t.Errorf("customers %q, want %q", strings.Join(got, "; "), test.want)
			}
			found := strings.Fields(codes(d))
			if diff := cmp.Diff(strings.Fields(test.codes), found); diff != "" && len(found)+len(test.codes) > 0 {
				t.Errorf("codes: %s\n%v", diff, d.Problems)
			}
		})
	}
}

func TestAmbiguousName(t *testing.T) {
	d := read(t, options(), grid(crm.Customers, "c.xlsx", `
customer_id | customer_name
1           | Acme
2           | ACME`), grid(crm.Orders, "o.xlsx", `
order_no | customer_name | order_date | amount
1        | acme          | 2026-01-01 | 5`))
	if codes(d) != "K14" || d.Orders.Len() != 0 {
		t.Fatalf("%d orders, %v", d.Orders.Len(), d.Problems)
	}
	p := d.Problems[0]
	if p.Severity != diag.Aside || p.Pos.Cell() != "B2" || len(p.Also) != 2 || p.Also[1].Row != 3 {
		t.Errorf("problem %+v", p)
	}
}

// TestOrdersAlone holds the customers that nobody but the orders names.
func TestOrdersAlone(t *testing.T) {
	for _, test := range []struct{ why, first, second, want, orders, codes string }{
		{
			why: "by id, with what their newest row says", first: `
order_no | customer_id | customer_name | country | owner | order_date | amount
1        | 1           | Acme Ltd      | 英国     | Ann   | 2026-01-02 | 5
2        | 1           | Acme          | UK      |       | 2026-02-02 | 6
3        | 2           | Bolt          | DE      | Bob   | 2026-01-03 | 7
4        | 3           | Late          | DE      | Bob   | 2026-07-03 | 8
5        | 4           | Broken        | DE      | Bob   |            | 9`,
			want: "1 Acme GB Ann 3; 2 Bolt DE Bob 4", orders: "order 1 1 2026-01-02 5\norder 2 1 2026-02-02 6\norder 3 2 2026-01-03 7\n", codes: "D17",
		}, {
			why: "rows without an id are matched by name, wherever they stand", first: `
order_no | customer_id | customer_name | order_date | amount
1        |             | ACME          | 2026-01-01 | 1
2        | 7           | Acme          | 2026-01-02 | 2
1        | 7           | Acme          | 2026-01-02 | 4
3        |             | Bolt          | 2026-01-03 | 8
4        |             |               | 2026-01-03 | 16`,
			want: "7 Acme   3; Bolt   5", orders: "order 1 7 2026-01-01 5\norder 2 7 2026-01-02 2\norder 3 Bolt 2026-01-03 8\n", codes: "K07",
		}, {
			why: "a second table knows only names", second: `
order_no | customer_id | customer_name | order_date | amount
2        | 7           | Acme          | 2026-01-02 | 2`, first: `
order_no | customer_name | order_date | amount
1        | acme          | 2026-01-01 | 1`,
			want: "7 Acme   2", orders: "order 1 7 2026-01-01 1\norder 2 7 2026-01-02 2\n",
		}, {
			why: "a customer whose only order turns out to be set aside is none", first: `
order_no | customer_name | order_date | currency | amount
1        | Acme          | 2026-01-01 | USD      | 1
2        | Bolt          | 2026-01-01 |          | 2
3        | Cord          | 2026-01-01 | USD      | 4`,
			want: "Acme   2; Cord   4", orders: "order 1 Acme 2026-01-01 1USD\norder 3 Cord 2026-01-01 4USD\n", codes: "A09",
		},
	} {
		t.Run(test.why, func(t *testing.T) {
			layouts := []*crm.Layout{grid(crm.Orders, "1.xlsx", test.first)}
			if test.second != "" {
				layouts = append(layouts, grid(crm.Orders, "2.xlsx", test.second))
			}
			d := read(t, options(), layouts...)
			var got []string
			for _, c := range d.Customers {
				got = append(got, strings.Join([]string{strings.TrimSpace(c.ID + " " + c.Name), c.Country, c.Owner, itoa(c.Pos.Row)}, " "))
			}
			if strings.Join(got, "; ") != test.want {
				t.Errorf("customers %q, want %q", strings.Join(got, "; "), test.want)
			}
			if show(d) != test.orders || codes(d) != test.codes {
				t.Errorf("orders:\n%swant:\n%s%v", show(d), test.orders, d.Problems)
			}
		})
	}
}

func TestOwnTotals(t *testing.T) {
	o := options()
	o.Rules.Money = rules.Money{Base: "USD", Rates: map[money.Currency]money.Rate{"CNY": rate("1/8")}}
	d := read(t, o, grid(crm.Customers, "c.xlsx", `
customer_name | own_orders | own_amount(CNY) | own_last_order | purchasing_budget
Acme          | 3          | 800             | 2026-01-01     | '$50
Bolt          |            |                 | 2026-12-01     | 'EUR 7`))
	acme, bolt := d.Customers[0], d.Customers[1]
	if d.OrdersFrom != crm.Customers || acme.OwnOrders.String() != "3" || acme.OwnAmount.String() != "100" || !acme.HasOwnAmount || bolt.HasOwnAmount {
		t.Errorf("own totals %v %v", d.OrdersFrom, acme)
	}
	if bolt.OwnLastOrder != 0 || bolt.PurchasingBudget.Present() || codes(d) != "A20 A20" && codes(d) != "A20" {
		t.Errorf("%v; %v", bolt, d.Problems)
	}
}

func TestActivities(t *testing.T) {
	d := read(t, options(), grid(crm.Customers, "c.xlsx", someCustomers), grid(crm.Activities, "log.xlsx", `
customer_name | activity_date | channel | summary | next_date
Bolt          | 2026-06-02    | email   | second  | 2026-07-01
Acme          | 2026-06-03    | 电话     | first   |
Bolt          | 2026-06-01    | email   | first   |
Nobody        | 2026-06-01    | email   |         |
Acme          | 2026-07-05    | visit   | planned |
Acme          | 2026-08-05    | visit   | planned |
Acme          | 'yesterday    | visit   |         |
'some note    |               |         |         |`))
	var got []string
	for _, a := range d.Activities {
		got = append(got, strings.Join([]string{d.Customers[a.Customer].ID, a.Date.String(), a.Channel, a.Summary, a.Next.String(), d.Tables[a.Table].Kind.String(), itoa(int(a.Row))}, " "))
	}
	want := []string{"C1 2026-06-03 电话 first  activities 3", "C1 2026-08-05 visit planned  activities 7", "C2 2026-06-01 email first  activities 4", "C2 2026-06-02 email second 2026-07-01 activities 2"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if codes(d) != "D02 D16 D16" {
		t.Errorf("codes %q: %v", codes(d), d.Problems)
	}
}

// TestPlanned: what lies after the run's own day is planned; what lies between
// as-of and that day happened too late to be known.
func TestPlanned(t *testing.T) {
	customers := `
customer_id | last_contact | next_contact
C1          | 2026-06-01   |
C2          | 2026-07-05   |
C3          | 2026-08-05   |
C4          | 2026-08-05   | 2026-06-10`
	log := `
customer_id | activity_date | next_date
C1          | 2026-06-20    | 2026-08-01
C1          | 2026-07-05    | 2026-07-06
C1          | 2026-07-20    |
C2          | 2026-06-01    | 'soon
C2          | 2026-06-02    | '-`
	for _, c := range []struct{ why, asOf, contacts, log, codes string }{
		{"a look back", "2026-06-30", "2026-06-01 ;  ;  2026-08-05; 2026-08-05 2026-06-10", "C1 2026-06-20 2026-08-01; C1 2026-07-20 ; C2 2026-06-01 ; C2 2026-06-02 ", "D16 D02"},
		{"today", "2026-07-10", "2026-06-01 ; 2026-07-05 ;  2026-08-05; 2026-08-05 2026-06-10", "C1 2026-06-20 2026-08-01; C1 2026-07-05 2026-07-06; C1 2026-07-20 ; C2 2026-06-01 ; C2 2026-06-02 ", "D16 D02"},
		{"as of a day to come it will have happened", "2026-07-31", "2026-06-01 ; 2026-07-05 ;  2026-08-05; 2026-08-05 2026-06-10", "C1 2026-06-20 2026-08-01; C1 2026-07-05 2026-07-06; C1 2026-07-20 ; C2 2026-06-01 ; C2 2026-06-02 ", "D02"},
	} {
		o := options()
		o.AsOf = day(c.asOf)
		d := read(t, o, grid(crm.Customers, "c.xlsx", customers), grid(crm.Activities, "log.xlsx", log))
		var contacts, rows []string
		for _, k := range d.Customers {
			contacts = append(contacts, k.LastContact.String()+" "+k.NextContact.String())
		}
		for _, a := range d.Activities {
			rows = append(rows, d.Customers[a.Customer].ID+" "+a.Date.String()+" "+a.Next.String())
		}
		if got := strings.Join(contacts, "; "); got != c.contacts {
			t.Errorf("%s: contacts %q, want %q", c.why, got, c.contacts)
		}
		if got := strings.Join(rows, "; "); got != c.log || codes(d) != c.codes {
			t.Errorf("%s: log %q, want %q; %v", c.why, got, c.log, d.Problems)
		}
	}
}

// TestPlanUnsettled: next dates of two readings are left out and warned of; the rest counts.
func TestPlanUnsettled(t *testing.T) {
	l := grid(crm.Activities, "log.csv", "customer_id | activity_date | next_date\nC1 | 2026-06-20 | 03/04/2026\nC1 | 2026-06-21 |")
	customers := grid(crm.Customers, "c.csv", someCustomers)
	if _, err := normalize.Read([]*crm.Layout{customers, l}, options()); err == nil {
		t.Error("no survey is asked for")
	}
	l.Surveyed = true
	d, err := normalize.Read([]*crm.Layout{customers, l}, options())
	if err != nil || len(d.Activities) != 2 || d.Activities[0].Next != 0 || codes(d) != "D01" {
		t.Fatalf("%v %v", err, d)
	}
	if p := d.Problems[0]; p.Severity != diag.Warning || !strings.Contains(p.Hint.EN, "columns: {activities: {") {
		t.Errorf("%+v", p)
	}
}

// TestUnsettled holds that Read asks for a survey, once, where the first rows did not settle a column.
func TestUnsettled(t *testing.T) {
	for why, orders := range map[string]string{
		"a date of two readings": "order_no | customer_id | order_date | amount\n1 | C1 | 03/04/2026 | 5",
		"an amount of two":       "order_no | customer_id | order_date | amount\n1 | C1 | 2026-04-03 | 1.234",
	} {
		l := grid(crm.Orders, "o.csv", orders)
		customers := grid(crm.Customers, "c.csv", someCustomers)
		_, err := normalize.Read([]*crm.Layout{customers, l}, options())
		var open *normalize.Unsettled
		if !errors.As(err, &open) || open.Layout != l {
			t.Errorf("%s: %v", why, err)
			continue
		}
		l.Surveyed = true
		d, err := normalize.Read([]*crm.Layout{customers, l}, options())
		if err != nil || !d.Problems.Failed() || !d.Account.Tables[0].Balanced() || d.Account.Tables[0].Rows[crm.SetAside] != 1 {
			t.Errorf("%s, surveyed: %v %v", why, err, d.Problems)
		} else if p := d.Problems[0]; !strings.Contains(p.Hint.EN, "columns: {orders: {") || p.Found == "" {
			t.Errorf("%s: %+v", why, p)
		}
		if l.Columns[2].Order, l.Columns[3].Mark = 2, money.Comma; why == "a date of two readings" {
			l.Columns[3].Mark = money.Point
		}
		if d, err = normalize.Read([]*crm.Layout{customers, l}, options()); err != nil || d.Orders.Len() != 1 || d.Problems.Failed() {
			t.Errorf("%s, settled: %v %v", why, err, d.Problems)
		}
	}
}

func TestMerged(t *testing.T) {
	l := grid(crm.Orders, "o.xlsx", `
order_no | customer_id | order_date | amount
1        | C1          | 2026-01-05 | 1
         |             |            | 2
         | C2          | 2026-01-06 | 4`)
	merged := []table.Range{{FirstRow: 1, FirstCol: 0, LastRow: 3, LastCol: 0}, {FirstRow: 1, FirstCol: 1, LastRow: 2, LastCol: 1}, {FirstRow: 1, FirstCol: 2, LastRow: 2, LastCol: 2}}
	l.Sheet.(*fakeSheet).merges = merged
	d := read(t, options(), grid(crm.Customers, "c.xlsx", someCustomers), l)
	if got := show(d); got != "order 1 C1 2026-01-05 3\norder 1 C2 2026-01-06 4\n" || !l.Surveyed {
		t.Errorf("orders:\n%s%v", got, d.Problems)
	}
}

func TestRagged(t *testing.T) {
	d := read(t, options(), grid(crm.Customers, "c.csv", someCustomers+"\nC4 | Rua, 5 | BR | x"), grid(crm.Orders, "o.csv", `
order_no | customer_id | order_date | amount
1        | C4          | 2026-01-05 | 1
2        | C1          | 2026-01-05
3        | C1          | 2026-01-05 | 2`))
	if codes(d) != "F28 F28 K08" || show(d) != "order 3 C1 2026-01-05 2\n" {
		t.Errorf("%s%v", show(d), d.Problems)
	}
	if p := d.Problems[0]; p.Pos.Row != 6 || p.Subject != "C4" || !strings.Contains(p.Message.EN, "4 fields") {
		t.Errorf("%+v", p)
	}
}

func TestWhere(t *testing.T) {
	o := options()
	o.Rules = whereRules(t, "quantity > 0 and unit_price > 0", crm.FieldQuantity, crm.FieldUnitPrice)
	d := read(t, o, grid(crm.Customers, "c.xlsx", someCustomers), grid(crm.Orders, "o.xlsx", `
order_no | customer_id | order_date | quantity | unit_price
1        | C1          | 2026-01-05 | 2        | 3
1        | C1          | 2026-01-05 | -1       | 3
2        | C1          | 2026-01-05 | 1        | 0
3        | C9          | 2026-01-05 | -1       | 5
4        | C1          | 2026-01-05 | 'many    | 5
5        | C1          | 2026-01-05 | 'many    | 0`))
	if got := fates(&d.Account.Tables[0]); got != "used 1 6; without customer 1 -5; left out by where 3 -3; set aside 1" {
		t.Errorf("account %q: %v", got, d.Problems)
	}
}

func TestAsidesAreCapped(t *testing.T) {
	var b strings.Builder
	b.WriteString("order_no | customer_id | order_date | amount\n")
	const rows = 20_050
	for range rows {
		b.WriteString("1 | C1 | 2026-01-05 | \n")
	}
	d := read(t, options(), grid(crm.Customers, "c.csv", someCustomers), grid(crm.Orders, "o.csv", strings.TrimSpace(b.String())))
	last := d.Problems[len(d.Problems)-1]
	if d.Account.Tables[0].Rows[crm.SetAside] != rows || len(d.Problems) != 20_001 && !strings.Contains(last.Message.EN, "50 more") {
		t.Errorf("%d problems, the last %v", len(d.Problems), last)
	}
}
