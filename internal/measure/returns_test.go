package measure_test

import (
	"testing"

	"crm/internal/crm"
	"crm/internal/money"
)

// returnList is what came back of each order, in its currency.
type returnList []string

func (l returnList) At(i int) (net, base money.Decimal) {
	d := money.MustParse(l[i])
	return d, d.Add(d) // the export's own conversion has 2 for 1
}

func TestReturnRate(t *testing.T) {
	for _, c := range []struct {
		name   string
		orders []crm.Order
		back   returnList
		want   string
		why    string
	}{
		{"no order", nil, nil, "-", "a share of nothing is absent"},
		{"nothing back", []crm.Order{order(t, "2025-01-01", "100")}, nil, "0", ""},
		{"a credit note", []crm.Order{order(t, "2025-01-01", "100"), order(t, "2025-02-01", "-25")}, nil, "0.25", "25 of 100"},
		{"lines and a column", []crm.Order{order(t, "2025-01-01", "90"), order(t, "2025-02-01", "-10")}, returnList{"10", "10"}, "0.2", "90 is what is left of 100: 20 of 100"},
		{"all of it", []crm.Order{order(t, "2025-01-01", "0")}, returnList{"100"}, "1", "bought and sent back whole"},
		{"bought before the window", []crm.Order{order(t, "2024-06-30", "100"), order(t, "2025-01-01", "50"), order(t, "2025-02-01", "-100")}, nil, "2", "100 came back in a window that bought 50"},
		{"only returns", []crm.Order{order(t, "2025-02-01", "-100")}, nil, "-", "nothing was bought in the window"},
		{"returned before the window", []crm.Order{order(t, "2024-06-30", "-100"), order(t, "2025-01-01", "50")}, nil, "0", ""},
		{"returned after as-of", []crm.Order{order(t, "2025-01-01", "50"), order(t, "2025-07-01", "-50")}, nil, "0", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := book(1, c.orders...)
			if c.back != nil {
				d.Returns = c.back
			}
			if got := shown(at(d, asOf).Column("return_rate"))[0]; got != c.want {
				t.Errorf("%s, want %s: %s", got, c.want, c.why)
			}
		})
	}
}

// TestReturnRateCurrencies: what came back is converted as the orders are.
func TestReturnRateCurrencies(t *testing.T) {
	yuan := order(t, "2025-01-01", "60")
	yuan.Currency, yuan.Base = "CNY", money.New(120, 0)
	d := book(1, yuan, order(t, "2025-01-01", "10"))
	d.Conversion, d.Returns = threeCurrencies(t), returnList{"20", "0"}
	if got := shown(at(d, asOf).Column("return_rate"))[0]; got != "0.125" {
		t.Errorf("20 of 80 yuan at 1/8 beside 10 dollars are 2.5 of 20, got %s", got)
	}
	d.Conversion = crm.Conversion{Base: "USD", Own: true}
	if got := shown(at(d, asOf).Column("return_rate"))[0]; got != "0.25" {
		t.Errorf("40 of 160 by the export's own column, got %s", got)
	}
}

func TestSilence(t *testing.T) {
	for _, c := range []struct {
		orders []crm.Order
		want   string
		why    string
	}{
		{nil, "-", "never bought"},
		{[]crm.Order{order(t, "2025-06-01", "1")}, "-", "no rhythm yet"},
		{[]crm.Order{order(t, "2025-05-01", "1"), order(t, "2025-05-31", "1")}, "1", "30 days of 30"},
		{[]crm.Order{order(t, "2025-04-02", "1"), order(t, "2025-05-01", "1")}, "2.068966", "60 days of 29, to six digits"},
		{[]crm.Order{order(t, "2025-06-23", "1"), order(t, "2025-06-30", "1")}, "0", "ordered today"},
	} {
		if got := shown(at(book(1, c.orders...), asOf).Column("silence"))[0]; got != c.want {
			t.Errorf("%s, want %s: %s", got, c.want, c.why)
		}
	}
	own := &crm.Data{Customers: []crm.Customer{{OwnLastOrder: day(t, "2025-05-01")}}, OrdersFrom: crm.Customers}
	if got := shown(at(own, asOf).Column("silence"))[0]; got != "-" {
		t.Errorf("the export's own totals have no rhythm: %s", got)
	}
}
