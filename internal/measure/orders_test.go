package measure_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/measure"
	"crm/internal/money"
	"crm/internal/value"
)

func TestOrderMeasures(t *testing.T) {
	for _, c := range []struct {
		name   string
		orders []crm.Order
		want   map[string]string
		why    string
	}{
		{
			"never bought", nil,
			map[string]string{
				"revenue": "0", "orders": "0", "lifetime_orders": "0", "lifetime_revenue": "0", "revenue_previous": "0",
				"revenue_share": "-", "revenue_growth": "-", "first_order": "-", "last_order": "-", "tenure": "-",
				"days_since_order": "-", "average_order_value": "-", "repurchase_cycle": "-", "order_regularity": "-",
			},
			"sums and counts over a table that was read are 0, everything else is absent",
		},
		{
			"edges of the window", []crm.Order{
				order(t, "2024-06-30", "1"), order(t, "2024-07-01", "10"), order(t, "2025-06-30", "100"),
				order(t, "2025-07-01", "1000"), order(t, "2023-06-30", "10000"), order(t, "2023-07-01", "100000"),
			},
			map[string]string{"revenue": "110", "orders": "2", "revenue_previous": "100001", "lifetime_revenue": "110111", "lifetime_orders": "5"},
			"the day a year before as-of belongs to the window before, as-of itself to the window, and a later day to neither",
		},
		{
			"returns", []crm.Order{
				order(t, "2025-01-10", "500"), order(t, "2025-02-10", "-120"), order(t, "2025-03-10", "0"),
			},
			map[string]string{
				"revenue": "380", "orders": "1", "lifetime_orders": "1", "last_order": "2025-01-10",
				"average_order_value": "380", "repurchase_cycle": "-",
			},
			"a return reduces revenue but is no purchase; neither is an order of 0",
		},
		{
			"only a return", []crm.Order{order(t, "2025-01-10", "-5")},
			map[string]string{"revenue": "-5", "orders": "0", "average_order_value": "-", "revenue_share": "-", "first_order": "-"},
			"a share of a total below 0 is absent",
		},
		{
			"growth", []crm.Order{order(t, "2024-01-10", "400"), order(t, "2025-01-10", "500")},
			map[string]string{"revenue_growth": "0.25", "tenure": "537", "days_since_order": "171", "first_order": "2024-01-10"},
			"(500 − 400) / 400",
		},
		{
			"growth on a negative base", []crm.Order{order(t, "2024-01-10", "-400"), order(t, "2025-01-10", "500")},
			map[string]string{"revenue_growth": "-"},
			"a base of 0 or less has no growth",
		},
		{
			"even number of gaps", []crm.Order{
				order(t, "2025-01-01", "1"), order(t, "2025-01-11", "1"), order(t, "2025-01-11", "1"), order(t, "2025-01-26", "1"),
			},
			map[string]string{"repurchase_cycle": "12.5", "lifetime_orders": "4", "order_regularity": "0.282843"},
			"gaps 10 and 15; two orders of one day are one order day; s = 3.5355, mean 12.5",
		},
		{
			"a clock", []crm.Order{
				order(t, "2025-03-01", "1"), order(t, "2025-01-30", "1"), order(t, "2025-03-31", "1"), order(t, "2024-12-31", "1"),
			},
			map[string]string{"repurchase_cycle": "30", "order_regularity": "0"},
			"every 30 days, read in any order",
		},
		{
			"sample standard deviation", []crm.Order{
				order(t, "2025-01-01", "1"), order(t, "2025-01-03", "1"), order(t, "2025-01-07", "1"), order(t, "2025-01-11", "1"),
				order(t, "2025-01-15", "1"), order(t, "2025-01-20", "1"), order(t, "2025-01-25", "1"), order(t, "2025-02-01", "1"),
				order(t, "2025-02-10", "1"),
			},
			map[string]string{"order_regularity": "0.427618"},
			"gaps 2 4 4 4 5 5 7 9: mean 5, variance 32/7 by n − 1 (by n it would be 2² and 0.4)",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			table := at(book(1, c.orders...), asOf)
			got := map[string]string{}
			for name := range c.want {
				got[name] = shown(table.Column(name))[0]
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("%s\n%s", c.why, diff)
			}
		})
	}
}

func TestWindowAtMonthEnds(t *testing.T) {
	for _, c := range []struct {
		asOf       string
		window     civil.Period
		first, out string // the first day inside, and the one before it
		why        string
	}{
		{"2024-02-29", civil.Period{N: 12, Unit: civil.Months}, "2023-03-01", "2023-02-28", "29 February − 12 months is clamped to 28 February"},
		{"2023-02-28", civil.Period{N: 12, Unit: civil.Months}, "2022-03-01", "2022-02-28", "an ordinary February"},
		{"2025-02-28", civil.Period{N: 12, Unit: civil.Months}, "2024-02-29", "2024-02-28", "28 February − 12 months is not the leap day"},
		{"2024-05-31", civil.Period{N: 3, Unit: civil.Months}, "2024-03-01", "2024-02-29", "31 May − 3 months is clamped to 29 February"},
		{"2023-12-31", civil.Period{N: 1, Unit: civil.Months}, "2023-12-01", "2023-11-30", "30 November"},
		{"2024-02-29", civil.Period{N: 1, Unit: civil.Years}, "2023-03-01", "2023-02-28", "a year is 12 months"},
		{"2024-03-01", civil.Period{N: 30, Unit: civil.Days}, "2024-02-01", "2024-01-31", "days are days"},
	} {
		d := book(2, order(t, c.first, "1"), of(1, order(t, c.out, "1")))
		table := measure.New(d, measure.Options{AsOf: day(t, c.asOf), Window: c.window})
		if diff := cmp.Diff([]string{"1", "0"}, shown(table.Column("revenue"))); diff != "" {
			t.Errorf("as of %s over %s: %s\n%s", c.asOf, c.window, c.why, diff)
		}
		if diff := cmp.Diff([]string{"0", "1"}, shown(table.Column("revenue_previous"))); diff != "" {
			t.Errorf("the window before, as of %s over %s: %s\n%s", c.asOf, c.window, c.why, diff)
		}
	}
}

func TestShares(t *testing.T) {
	d := book(4,
		order(t, "2025-01-01", "30"), of(1, order(t, "2025-01-01", "60")), of(2, order(t, "2025-01-01", "10")),
		of(2, order(t, "2025-01-02", "-10")))
	table := at(d, asOf)
	want := []string{"0.333333333333333", "0.666666666666667", "0", "0"}
	if diff := cmp.Diff(want, shown(table.Column("revenue_share"))); diff != "" {
		t.Errorf("shares of 90, a customer without orders has a share of 0\n%s", diff)
	}
	if got := totalRevenue(table).String(); got != "90" {
		t.Errorf("the total is %s, want 90", got)
	}
}

func TestConversion(t *testing.T) {
	rate := func(s string) money.Rate {
		r, ok := money.ParseRate(s)
		if !ok {
			t.Fatalf("no rate %q", s)
		}
		return r
	}
	yuan := func(date, net, base string) crm.Order {
		return crm.Order{Date: day(t, date), Net: money.MustParse(net), Base: money.MustParse(base), Currency: "CNY"}
	}
	orders := []crm.Order{yuan("2025-01-01", "1", "0.14"), yuan("2025-01-02", "6.2", "0.86"), order(t, "2025-01-03", "2")}
	t.Run("rates", func(t *testing.T) {
		d := book(1, orders...)
		d.Conversion.Rates = map[money.Currency]money.Rate{"CNY": rate("1/7.2")}
		if got := totalRevenue(at(d, asOf)).String(); got != "3" {
			t.Errorf("got %s: 1 + 6.2 CNY are summed before they are converted, so that 7.2 CNY are 1 USD exactly", got)
		}
	})
	t.Run("sums of what has no end", func(t *testing.T) {
		var paid []crm.Order
		for i, net := range []string{"300", "100", "50", "50"} {
			paid = append(paid, of(int32(i), yuan("2025-01-01", net, "0")), of(int32(i), yuan("2024-01-01", "30", "0")))
		}
		d := book(4, paid...)
		d.Customers[0].PurchasingBudget = value.Num(value.Money, money.MustParse("125"))
		d.Conversion.Rates = map[money.Currency]money.Rate{"CNY": rate("1/7.2")}
		table := at(d, asOf)
		for name, want := range map[string][]string{
			"revenue":             {"41.6666666667", "13.8888888889", "6.9444444444", "6.9444444444"},
			"revenue_share":       {"0.6", "0.2", "0.1", "0.1"},
			"revenue_growth":      {"9", "2.333333333333333", "0.666666666666667", "0.666666666666667"},
			"budget_share":        {"0.333333333333333", "-", "-", "-"},
			"average_order_value": {"41.6666666667", "13.8888888889", "6.9444444444", "6.9444444444"},
		} {
			if diff := cmp.Diff(want, shown(table.Column(name))); diff != "" {
				t.Errorf("%s: a share is of the exact sums, not of amounts rounded before\n%s", name, diff)
			}
		}
		if diff := cmp.Diff([]string{"375", "125", "62.5", "62.5"}, shown(table.Column(crm.Unrounded("revenue")))); diff != "" {
			t.Errorf("in ninths of a dollar\n%s", diff)
		}
	})
	t.Run("three currencies", func(t *testing.T) {
		d := book(1, crm.Order{Date: day(t, "2025-01-01"), Net: money.MustParse("1"), Currency: "AAA"},
			crm.Order{Date: day(t, "2025-01-01"), Net: money.MustParse("1"), Currency: "BBB"},
			crm.Order{Date: day(t, "2025-01-01"), Net: money.MustParse("1"), Currency: "CCC"})
		d.Conversion.Rates = map[money.Currency]money.Rate{"AAA": rate("1/3"), "BBB": rate("1/3"), "CCC": rate("1/3")}
		if got := totalRevenue(at(d, asOf)).String(); got != "1" {
			t.Errorf("got %s: three thirds are 1", got)
		}
	})
	t.Run("the export's own", func(t *testing.T) {
		d := book(1, orders...)
		d.Orders.(orderList)[2].Base = money.MustParse("2.001")
		d.Conversion.Own = true
		if got := totalRevenue(at(d, asOf)).String(); got != "3.001" {
			t.Errorf("got %s, want the sum of the converted column", got)
		}
		var got []measure.CurrencySums
		for customer, s := range at(d, asOf).Amounts {
			if customer != 0 {
				t.Errorf("amounts of customer %d", customer)
			}
			got = append(got, s)
		}
		slices.SortFunc(got, func(a, b measure.CurrencySums) int { return strings.Compare(string(a.Currency), string(b.Currency)) })
		if len(got) != 2 || got[0].Currency != "CNY" || got[0].InWindow.String() != "7.2" || got[1].InWindow.String() != "2" {
			t.Errorf("amounts stay unconverted by currency: %v", got)
		}
	})
}

func TestOwnTotals(t *testing.T) {
	d := &crm.Data{OrdersFrom: crm.Customers, Customers: []crm.Customer{
		{
			OwnOrders: value.Int(value.Number, 7), OwnAmount: money.MustParse("1200.5"), HasOwnAmount: true,
			OwnLastOrder: civil.MustNew(2025, time.June, 20),
		},
		{OwnLastOrder: civil.MustNew(2025, time.July, 1)},
	}}
	for name, want := range map[string][]string{
		"lifetime_orders": {"7", "-"}, "lifetime_revenue": {"1200.5", "-"}, "last_order": {"2025-06-20", "-"},
		"days_since_order": {"10", "-"}, "revenue": {"-", "-"}, "orders": {"-", "-"}, "first_order": {"-", "-"},
		"tenure": {"-", "-"}, "repurchase_cycle": {"-", "-"}, "revenue_share": {"-", "-"}, "average_order_value": {"-", "-"},
	} {
		if diff := cmp.Diff(want, shown(at(d, asOf).Column(name))); diff != "" {
			t.Errorf("%s: only three measures have a stand-in, and a last order after as-of tells nothing\n%s", name, diff)
		}
	}
}

func TestBudgetShare(t *testing.T) {
	d := book(3, order(t, "2025-01-01", "30"), of(1, order(t, "2025-01-01", "30")))
	d.Customers[0].PurchasingBudget = value.Int(value.Money, 120)
	d.Customers[1].PurchasingBudget = value.Int(value.Money, 0)
	d.Customers[2].PurchasingBudget = value.Int(value.Money, 50)
	if diff := cmp.Diff([]string{"0.25", "-", "0"}, shown(at(d, asOf).Column("budget_share"))); diff != "" {
		t.Errorf("a budget of 0 has no share; revenue of 0 of a budget is 0\n%s", diff)
	}
}
