package measure_test

import (
	"strings"
	"testing"

	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/measure"
	"crm/internal/rules"
)

func TestNewestOrderTooOld(t *testing.T) {
	for _, c := range []struct {
		newest string
		warned bool
		why    string
	}{
		{"2024-07-01", false, "the first day of the window"},
		{"2024-06-30", true, "the last day before the window"},
		{"2011-12-09", true, ""},
	} {
		problems := at(book(1, order(t, c.newest, "1"), order(t, "2009-01-01", "1")), asOf).Problems()
		if (len(problems) == 1) != c.warned {
			t.Errorf("newest order %s: %d problems: %s", c.newest, len(problems), c.why)
			continue
		}
		if !c.warned {
			continue
		}
		p := problems[0]
		if p.Severity != diag.Warning || p.Code != "D20" || !strings.Contains(p.Hint.EN, "--as-of "+c.newest) ||
			!strings.Contains(p.Message.ZH, "2025-06-30 已超过一个统计期（12 个月）") || !strings.Contains(p.Message.EN, c.newest) {
			t.Errorf("the warning names both dates and what to type: %+v", p)
		}
	}
	if p := at(&crm.Data{Customers: make([]crm.Customer, 1)}, asOf).Problems(); len(p) > 0 {
		t.Errorf("without orders there is nothing to warn of: %+v", p)
	}
}

// TestAllLater: orders that all lie after the as-of date are warned of, and only these.
func TestAllLater(t *testing.T) {
	account := func(later int) crm.Account {
		a := crm.TableAccount{Table: &crm.Layout{Kind: crm.Orders}}
		a.Rows[crm.AfterAsOf] = later
		return crm.Account{Tables: []crm.TableAccount{a}}
	}
	none := &crm.Data{Customers: make([]crm.Customer, 1), OrdersFrom: crm.Orders, Account: account(3)}
	p := at(none, asOf).Problems()
	if len(p) != 1 || p[0].Code != "D20" || !strings.Contains(p[0].Message.EN, "2025-06-30: 3 rows") || !strings.Contains(p[0].Message.ZH, "有 3 行") {
		t.Errorf("all later: %+v", p)
	}
	none.Account = account(0)
	if p := at(none, asOf).Problems(); len(p) > 0 {
		t.Errorf("no rows at all: %+v", p)
	}
	some := book(1, order(t, "2025-06-01", "1"))
	some.Account = account(3)
	if p := at(some, asOf).Problems(); len(p) > 0 {
		t.Errorf("some before it: %+v", p)
	}
}

func TestTooShort(t *testing.T) {
	for _, c := range []struct {
		oldest string
		want   string
		why    string
	}{
		{"2023-06-30", "", "two windows and two years are whole"},
		{"2023-07-01", "the orders begin on 2023-07-01: no customer can have been one for more than 730 days", "the first day of the window before: growth is whole, 730 days are under the two years of 731"},
		{"2024-01-15", "the orders begin on 2024-01-15: no customer can have been one for more than 532 days, and growth compares with an incomplete window (2023-07-01 to 2024-06-30)", ""},
		{"2024-08-01", "the orders begin on 2024-08-01: no customer can have been one for more than 333 days, and there is no window before to tell growth from", ""},
	} {
		notes := at(book(1, order(t, c.oldest, "1"), order(t, "2025-06-01", "1")), asOf).Notes()
		got := ""
		if len(notes) > 0 {
			got = notes[0].EN
		}
		if got != c.want {
			t.Errorf("orders from %s: %q, want %q: %s", c.oldest, got, c.want, c.why)
		}
	}
}

func TestRegionsWithoutCountry(t *testing.T) {
	d := book(1, order(t, "2020-01-01", "1"))
	o := measure.Options{AsOf: asOf, Window: year, Regions: []rules.Region{{ID: "core", Countries: named("DE")}}}
	if notes := measure.New(d, o).Notes(); len(notes) != 1 {
		t.Errorf("nobody has a country: one line, got %v", notes)
	}
	d.Customers[0].Country = "Germany"
	if notes := measure.New(d, o).Notes(); len(notes) != 0 {
		t.Errorf("there is a country: %v", notes)
	}
}
