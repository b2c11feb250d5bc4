package normalize_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/rules"
)

// deals is the opportunities of data, one line each: customer, opened, closed,
// the steps, stage, result, sample, amount.
func deals(d *crm.Data) (all []string) {
	for i := range d.Opportunities {
		o := &d.Opportunities[i]
		steps := make([]string, crm.Steps)
		for s, on := range o.Reached {
			if steps[s] = on.String(); on == 0 {
				steps[s] = "-"
			}
		}
		all = append(all, strings.Join(strings.Fields(fmt.Sprintf("%s %v>%v [%s] %s %s %s %s%s %s", d.Customers[o.Customer].ID, o.Opened, o.Closed, strings.Join(steps, " "),
			o.Stage, [...]string{"open", "won", "lost"}[o.Result], [...]string{"", "passed", "failed"}[o.Sample], o.Amount, o.Currency, o.Lost)), " "))
	}
	return all
}

func TestFunnel(t *testing.T) {
	for _, c := range []struct {
		why, deals   string
		want         []string
		fates, codes string
	}{
		{
			"the way of a deal, of each result", `
customer_id | opened     | reached_quote | reached_sample | closed     | stage  | result | sample_passed | lost_reason | amount(USD)
C2          | 2026-01-05 | 2026-01-08    | 2026-01-20     | 2026-03-05 | order  | Won    | yes           |             | 100
C1          | 2026-02-01 |               |                | 2026-09-01 | quote  |        |               |             | 50
C1          | 2026-02-02 | 2026-02-03    |                | 2026-04-01 | quote  | Lost   | no            | price       |`,
			[]string{
				"C1 2026-02-01> [2026-02-01 - - -] quote open 50USD", // the day it is expected on is none it was closed on
				"C1 2026-02-02>2026-04-01 [2026-02-02 2026-02-03 - -] quote lost failed 0 price",
				"C2 2026-01-05>2026-03-05 [2026-01-05 2026-01-08 2026-01-20 2026-03-05] order won passed 100USD",
			}, "used 3 150USD", "",
		},
		{
			"the stage says how it ended; a word nobody knows is open, and said once", `
customer_id | opened     | stage
C1          | 2026-01-05 | 赢单
C1          | 2026-01-06 | 输单
C1          | 2026-01-07 | 寄样
C1          | 2026-01-08 | 月球`,
			[]string{
				"C1 2026-01-05> [2026-01-05 - - -] order won 0", "C1 2026-01-06> [2026-01-06 - - -] 输单 lost 0",
				"C1 2026-01-07> [2026-01-07 - - -] sample open 0", "C1 2026-01-08> [2026-01-08 - - -] 月球 open 0",
			}, "used 4", "V01",
		},
		{
			"who was ordered from is won; a word for the order's way is no unknown stage", `
customer_id | opened     | reached_order | stage | result
C1          | 2026-01-05 | 2026-02-05    | 进行中 |
C1          | 2026-01-06 |               | 月球   | open`,
			[]string{"C1 2026-01-05>2026-02-05 [2026-01-05 - - 2026-02-05] 进行中 won 0", "C1 2026-01-06> [2026-01-06 - - -] 月球 open 0"},
			"used 2", "V01",
		},
		{
			"as of a day it was still open: what came later is not known", `
customer_id | opened     | reached_quote | closed     | result | lost_reason | amount(USD)
C1          | 2026-01-05 | 2026-07-01    | 2026-07-02 | Lost   | price       | 1
C1          | 2026-06-30 |               | 2026-06-30 | Won    |             | 2
C1          | 2026-07-01 |               |            |        |             | 4`,
			[]string{"C1 2026-01-05> [2026-01-05 - - -] open 1USD", "C1 2026-06-30>2026-06-30 [2026-06-30 - - 2026-06-30] won 2USD"},
			"used 2 3USD; after as-of 1 4USD", "",
		},
		{
			"nor is the step it came to later, or the sample that passed then", `
customer_id | opened     | reached_quote | reached_sample | reached_order | stage  | sample_passed
C1          | 2026-01-05 | 2026-02-01    | 2026-07-01     |               | sample | yes
C1          | 2026-01-06 | 2026-02-01    | 2026-03-01     | 2026-07-01    | order  | yes
C1          | 2026-01-07 | 2026-07-01    |                |               | quote  |`,
			[]string{
				"C1 2026-01-05> [2026-01-05 2026-02-01 - -] quote open 0", "C1 2026-01-06> [2026-01-06 2026-02-01 2026-03-01 -] sample open passed 0",
				"C1 2026-01-07> [2026-01-07 - - -] inquiry open 0",
			}, "used 3", "",
		},
		{
			"rows that are nobody's, undated, unreadable", `
customer_id | opened     | result | amount(USD)
            | 2026-01-05 |        | 1
C9          | 2026-01-05 |        | 2
C1          |            |        | 4
C1          | 'soon      |        | 8
C1          | 2026-01-06 |        | 'about 9
合计         |            |        | 24`,
			[]string{"C1 > [- - - -] open 4USD", "C1 2026-01-06> [2026-01-06 - - -] open 0"},
			"used 2 4USD; without customer 2 3USD; set aside 1 8USD", "D02 K07 K08 A05",
		},
		{
			"closed before it was opened counts, and is warned of", `
customer_id | opened     | reached_quote | closed     | result
C1          | 2026-01-05 | 2026-01-04    | 2026-01-05 | Won
C1          | 2026-01-05 |               | 2026-01-04 | Won`,
			[]string{"C1 2026-01-05>2026-01-05 [2026-01-05 2026-01-04 - 2026-01-05] won 0", "C1 2026-01-05>2026-01-04 [2026-01-05 - - 2026-01-04] won 0"},
			"used 2", "D18 D18",
		},
		{
			"the inquiry's own day stands in for the opening", `
customer_id | reached_inquiry | opened     | result
C1          | 2026-01-05      |            | Won
C1          | 2026-01-07      | 2026-01-06 | Won`,
			[]string{"C1 2026-01-05> [2026-01-05 - - -] won 0", "C1 2026-01-06> [2026-01-07 - - -] won 0"}, "used 2", "",
		},
	} {
		d := read(t, options(), grid(crm.Customers, "c.xlsx", someCustomers), grid(crm.Orders, "o.csv", oneOrder), grid(crm.Opportunities, "d.xlsx", c.deals))
		if diff := cmp.Diff(c.want, deals(d)); diff != "" {
			t.Errorf("%s: -want +got:\n%s", c.why, diff)
		}
		if got := fates(&d.Account.Tables[1]); got != c.fates || codes(d) != c.codes {
			t.Errorf("%s: account %q, want %q; codes %q, want %q\n%v", c.why, got, c.fates, codes(d), c.codes, d.Problems)
		}
		if show(d) != "order 1 C1 2026-01-05 100USD\n" || d.OrdersFrom != crm.Orders {
			t.Errorf("%s: beside orders deals are none:\n%s", c.why, show(d))
		}
	}
}

// Without orders the deals that were won are the orders, and all deals the funnel
// all the same; nothing is said or counted twice.
func TestFunnelWithoutOrders(t *testing.T) {
	d := read(t, options(), grid(crm.Customers, "c.csv", someCustomers), grid(crm.Opportunities, "o.csv", `
opportunity_id | customer_name | opened     | closed     | stage   | amount(USD) | reached_quote
a              | Acme          | 2026-01-01 | 2026-02-01 | Won     | 1           | 2026-01-02
b              | Acme          | 2026-01-03 |            | 月球     | 2           | whenever
c              | Nobody        | 2026-01-01 | 2026-02-04 | Lost    | 8           |
e              | Bolt          | 2026-01-01 | 2026-07-05 | Won     | 16          |`))
	want := []string{
		"C1 2026-01-01>2026-02-01 [2026-01-01 2026-01-02 - 2026-02-01] order won 1USD", "C1 2026-01-03> [2026-01-03 - - -] 月球 open 2USD",
		"C2 2026-01-01> [2026-01-01 - - -] inquiry open 16USD",
	}
	if diff := cmp.Diff(want, deals(d)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if len(d.Account.Tables) != 1 || codes(d) != "V01 D02 K08" {
		t.Errorf("%d accounts, codes %q: %v", len(d.Account.Tables), codes(d), d.Problems)
	}
	for _, w := range d.Words {
		if w.Rows != 1 && w.Text != "Won" {
			t.Errorf("%+v is counted twice", w)
		}
	}
}

// Where orders stand alone, deals of who never bought are nobody's.
func TestFunnelAlone(t *testing.T) {
	d := read(t, options(), grid(crm.Opportunities, "o.csv", `
opportunity_id | customer_name | opened     | closed     | result | amount(USD)
a              | Acme          | 2026-01-01 |            |        | 1
b              | Acme          | 2026-01-03 | 2026-02-01 | Won    | 2
c              | Bolt          | 2026-01-03 |            |        | 4`))
	if len(d.Customers) != 1 || len(d.Opportunities) != 2 || d.Opportunities[0].Customer != 0 {
		t.Errorf("%d customers, deals %v", len(d.Customers), deals(d))
	}
	if !slices.ContainsFunc(d.Notes, func(n lang.Text) bool {
		return strings.HasPrefix(n.EN, "o.csv: 1 deal is of a company that never bought")
	}) {
		t.Errorf("nothing says whose deal is left out: %v", d.Notes)
	}
}

// The same opportunity in two exports counts once; with other values it is set aside.
func TestFunnelTwice(t *testing.T) {
	may := `
opportunity_id | customer_id | opened     | stage  | amount(USD)
D1             | C1          | 2026-02-01 | quote  | 100
D2             | C1          | 2026-03-01 | sample | 250
D2             | C1          | 2026-03-01 | sample | 30`
	june := `
opportunity_id | customer_id | opened     | stage  | amount(USD)
d1             | C1          | 2026-02-01 | quote  | 100.00
D2             | C1          | 2026-03-01 | sample | 275
D1             | C2          | 2026-02-01 | quote  | 100`
	d := read(t, options(), grid(crm.Customers, "c.csv", someCustomers), grid(crm.Orders, "o.csv", oneOrder),
		grid(crm.Opportunities, "may.csv", may), grid(crm.Opportunities, "june.csv", june))
	if len(d.Opportunities) != 4 || codes(d) != "K16" {
		t.Errorf("%v, %v", deals(d), d.Problems)
	}
	if got := fates(&d.Account.Tables[2]); got != "used 1 100USD; repeated 1 100USD; set aside 1 275USD" {
		t.Errorf("account %q", got)
	}
	if p := d.Problems[0]; p.Pos.String() != "june.csv:3:1" || len(p.Also) != 1 || p.Also[0].String() != "may.csv:3" {
		t.Errorf("places %v %v", p.Pos, p.Also)
	}
}

// An amount that nothing brings to the base currency is warned of; a table that
// alone names a currency names the base.
func TestFunnelCurrencies(t *testing.T) {
	book := `
customer_id | opened     | stage | amount | currency
C1          | 2026-02-01 | quote | 100    | EUR
C1          | 2026-02-02 | quote | 50     | USD
C1          | 2026-02-03 | quote | 25     | CNY`
	rate, _ := money.ParseRate("1.1")
	for _, c := range []struct {
		why   string
		rules rules.Set
		base  string
		codes string
		sure  int // amounts that are in the pipeline
	}{
		{"no rate: only what is in the orders' currency", rules.Set{}, "USD", "A20 A20", 1},
		{"a rate given is taken though orders need none", rules.Set{Money: rules.Money{Base: "USD", Rates: map[money.Currency]money.Rate{"EUR": rate, "CNY": rate}}}, "USD", "", 3},
		{"one rate of two", rules.Set{Money: rules.Money{Base: "USD", Rates: map[money.Currency]money.Rate{"EUR": rate}}}, "USD", "A20", 2},
	} {
		o := options()
		o.Rules = &c.rules
		d := read(t, o, grid(crm.Customers, "c.csv", someCustomers), grid(crm.Orders, "o.csv", oneOrder), grid(crm.Opportunities, "d.csv", book))
		sure := 0
		for i := range d.Opportunities {
			if _, ok := d.Opportunities[i].InBase(&d.Conversion); ok {
				sure++
			}
		}
		if string(d.Conversion.Base) != c.base || sure != c.sure || codes(d) != c.codes {
			t.Errorf("%s: base %s, %d in it, codes %q", c.why, d.Conversion.Base, sure, codes(d))
		}
	}
	d := read(t, options(), grid(crm.Customers, "c.csv", someCustomers), grid(crm.Opportunities, "d.csv", "customer_id | opened | stage | amount(CNY)\nC1 | 2026-02-01 | quote | 100"))
	if d.Conversion.Base != "CNY" {
		t.Errorf("base %q: the open deals name it", d.Conversion.Base)
	}
}
