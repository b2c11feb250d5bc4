package measure_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crm/internal/crm"
	"crm/internal/measure"
	"crm/internal/money"
)

// saleList is lines in memory, of the products of goods.
type saleList []crm.Sale

func (l saleList) Len() int          { return len(l) }
func (l saleList) At(i int) crm.Sale { return l[i] }
func (saleList) Products() []string  { return goods() }

func goods() []string { return []string{"水泵", "Valve", "Motor", "Seal"} }

// selling is data of lines "customer date product net quantity", an order each;
// one in yuan has ¥ before its net amount.
func selling(t testing.TB, customers int, lines ...string) *crm.Data {
	t.Helper()
	var orders orderList
	var sales saleList
	for i, line := range lines {
		f := strings.Fields(line)
		customer, err := strconv.Atoi(f[0])
		product := slices.Index(goods(), f[2])
		if err != nil || product < 0 {
			t.Fatalf("no line: %s", line)
		}
		net, yuan := strings.CutPrefix(f[3], "¥")
		o := of(int32(customer), order(t, f[1], net))
		if yuan {
			o.Currency = "CNY"
		}
		orders = append(orders, o)
		sales = append(sales, crm.Sale{Order: int32(i), Product: int32(product), Net: money.MustParse(net), Quantity: money.MustParse(f[4])})
	}
	d := book(customers)
	d.Orders, d.Sales, d.Conversion = orders, sales, threeCurrencies(t)
	return d
}

// TestTopProducts: as-of is 2025-06-30, the window the 12 months before.
func TestTopProducts(t *testing.T) {
	for _, c := range []struct {
		name  string
		lines []string
		want  string
		why   string
	}{
		{"none", nil, "-", "an empty list is absent"},
		{"three of four", []string{"0 2025-01-01 Valve 5 1", "0 2025-01-01 Motor 9 1", "0 2025-01-01 水泵 7 1", "0 2025-01-01 Seal 1 1"}, "Motor;水泵;Valve", "by revenue"},
		{"summed", []string{"0 2025-01-01 Valve 5 1", "0 2025-02-01 Motor 9 1", "0 2025-03-01 Valve 5 1"}, "Valve;Motor", "two lines of 5 are more than one of 9"},
		{"equal", []string{"0 2025-01-01 Valve 5 1", "0 2025-01-01 Motor 5 1"}, "Motor;Valve", "by name"},
		{"sent back", []string{"0 2025-01-01 Valve 5 1", "0 2025-02-01 Valve -5 -1", "0 2025-01-01 Motor 1 1"}, "Motor", "a product of revenue 0 is none"},
		{"the window", []string{"0 2024-06-30 Valve 99 1", "0 2024-07-01 Motor 1 1", "0 2025-06-30 Seal 1 1", "0 2025-07-01 水泵 99 1"}, "Motor;Seal", "the last day before it, its first and last, and the day after as-of"},
		{"currencies", []string{"0 2025-01-01 Valve ¥10 1", "0 2025-01-01 Motor 2 1"}, "Motor;Valve", "10 yuan are 1.25 dollars"},
		{"another's", []string{"1 2025-01-01 Valve 10 1"}, "-", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := shown(at(selling(t, 2, c.lines...), asOf).Column("top_products"))[0]; got != c.want {
				t.Errorf("%s, want %s: %s", got, c.want, c.why)
			}
		})
	}
}

// TestPricePreference: the quarter is the days after 2025-03-30.
func TestPricePreference(t *testing.T) {
	for _, c := range []struct {
		name  string
		lines []string
		want  []string
		why   string
	}{
		{"one price", []string{"0 2025-05-01 Valve 10 1", "1 2025-05-01 Valve 30 3"}, []string{"medium", "medium", "-"}, "10 a piece for both; the third bought nothing"},
		{"apart", []string{"0 2025-05-01 Valve 8 1", "1 2025-05-01 Valve 12 1"}, []string{"low", "high", "-"}, "8 and 12 about an average of 10"},
		{"95% and 105%", []string{"0 2025-05-01 Valve 9.5 1", "1 2025-05-01 Valve 10.5 1"}, []string{"medium", "medium", "-"}, "the limits themselves are medium"},
		{"just outside", []string{"0 2025-05-01 Valve 9.49 1", "1 2025-05-01 Valve 10.51 1"}, []string{"low", "high", "-"}, ""},
		{"by quantity", []string{"0 2025-05-01 Valve 9 1", "1 2025-05-01 Valve 100 10"}, []string{"low", "medium", "-"}, "the average is 109/11: who buys most makes it"},
		{"alone", []string{"0 2025-05-01 Valve 9 1", "1 2025-05-01 Motor 1 1"}, []string{"-", "-", "-"}, "nobody else bought it: nothing to compare with"},
		{"alone beside", []string{"0 2025-05-01 Valve 8 1", "1 2025-05-01 Valve 12 1", "0 2025-05-01 Motor 1000 1"}, []string{"low", "high", "-"}, "what nobody else bought does not count"},
		{"several products", []string{"0 2025-05-01 Valve 8 1", "1 2025-05-01 Valve 12 1", "0 2025-05-01 Motor 120 1", "1 2025-05-01 Motor 80 1"}, []string{"high", "low", "-"}, "128 of 110: the dear product weighs more"},
		{"the quarter", []string{"0 2025-03-30 Valve 1 1", "0 2025-03-31 Valve 8 1", "1 2025-06-30 Valve 12 1", "1 2025-07-01 Valve 99 1"}, []string{"low", "high", "-"}, "the days before and after it do not count"},
		{"without quantity", []string{"0 2025-05-01 Valve 8 0", "1 2025-05-01 Valve 12 1"}, []string{"-", "-", "-"}, "no price can be told"},
		{"a return", []string{"0 2025-05-01 Valve 8 1", "0 2025-05-02 Valve -8 -1", "1 2025-05-01 Valve 12 1"}, []string{"low", "high", "-"}, "what was sent back was bought at its price all the same"},
		{"free", []string{"0 2025-05-01 Valve 0 1", "1 2025-05-01 Valve 12 1"}, []string{"-", "-", "-"}, "a sample has no price"},
		{"currencies", []string{"0 2025-05-01 Valve ¥80 1", "1 2025-05-01 Valve 10 1", "2 2025-05-01 Valve 13 1"}, []string{"low", "low", "high"}, "80 yuan are 10 dollars, the average is 11"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, shown(at(selling(t, 3, c.lines...), asOf).Column("price_preference"))); diff != "" {
				t.Errorf("%s\n%s", c.why, diff)
			}
		})
	}
}

// TestSalesNotAsked: without the lines nothing is told, and nothing fails.
func TestSalesNotAsked(t *testing.T) {
	table := at(book(1, order(t, "2025-05-01", "10")), asOf)
	for _, name := range measure.SalesNames() {
		if got := shown(table.Column(name))[0]; got != "-" || !measure.Sales(name) {
			t.Errorf("%s = %s", name, got)
		}
	}
	if measure.Sales("revenue") {
		t.Error("revenue is made of orders")
	}
}

// TestDetached: everything is told after the orders were given up.
func TestDetached(t *testing.T) {
	d := selling(t, 2, "0 2025-05-01 Valve 8 1", "1 2025-05-01 Valve 12 1")
	d.Terms = termList{terms(t, "2025-05-02", "2025-05-04"), {}}
	table := at(d, asOf)
	table.DetachSales(measure.SalesNames())
	table.Detach()
	d.Orders, d.Terms, d.Returns, d.Sales = nil, nil, nil, nil
	for name, want := range map[string]string{
		"late_payments_in_a_row": "1", "average_days_late": "2", "unpaid": "0", "return_rate": "0", "top_products": "Valve", "price_preference": "low",
	} {
		if got := shown(table.Column(name))[0]; got != want {
			t.Errorf("%s = %s, want %s", name, got, want)
		}
	}
}
