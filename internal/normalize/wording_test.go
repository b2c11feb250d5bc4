package normalize_test

import (
	"strings"
	"testing"

	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/rules"
)

// only is the one problem of a code; its wording is what the tests are about.
func only(t *testing.T, d *crm.Data, code string) *diag.Problem {
	t.Helper()
	var found *diag.Problem
	for i := range d.Problems {
		if d.Problems[i].Code != code {
			continue
		}
		if found != nil {
			t.Fatalf("several problems %s: %v", code, d.Problems)
		}
		found = &d.Problems[i]
	}
	if found == nil {
		t.Fatalf("no problem %s: %v", code, d.Problems)
	}
	return found
}

func TestWordsOfUnreadableAmounts(t *testing.T) {
	for _, c := range []struct {
		cell, code, found string
		message, zh, why  string
	}{
		{"#1e999", "A16", "1e999", "a number too large to be an amount", "数字太大，不可能是金额", "beyond all amounts"},
		{"NaN", "A16", "NaN", "what a failed calculation leaves, not an amount", "是计算出错留下的值，不是金额", "not too large, but nothing"},
		{"-INF", "A16", "-INF", "what a failed calculation leaves, not an amount", "是计算出错留下的值，不是金额", "likewise"},
		{"^1", "A21", "TRUE", "true or false instead of a number", "单元格里是 TRUE/FALSE，不是数字", "shown as Excel does"},
		{"^0", "A21", "FALSE", "true or false instead of a number", "单元格里是 TRUE/FALSE，不是数字", "likewise"},
		{"2023-03-15", "A21", "2023-03-15", "a date instead of a number", "单元格里是日期，不是数字", "the day, not its serial number"},
		{"15%", "A05", "15%", "a percentage, not an amount", "是百分比，不是金额", "a share of something"},
	} {
		d := read(t, options(), grid(crm.Orders, "1.xlsx", "order_no | customer_id | order_date | amount(USD)\n1 | C1 | 2026-01-05 | "+c.cell))
		p := only(t, d, c.code)
		if p.Found != c.found || p.Message.In(lang.EN) != c.message || p.Message.In(lang.ZH) != c.zh || p.Severity != diag.Aside {
			t.Errorf("%s: found %q, %+v: %s", c.cell, p.Found, p.Message, c.why)
		}
	}
}

func TestBothReadingsOfAnotherMark(t *testing.T) {
	l := grid(crm.Orders, "1.csv", "order_no | customer_id | order_date | amount\n1 | C1 | 2026-01-05 | 1.234,50")
	l.Column(crm.FieldAmount).Mark = money.Point
	p := only(t, read(t, options(), l), "A05")
	want := `no number with "." as decimal mark, as this column is read; 1,234.5 with ","`
	hint := `correct the cell; or, where the whole column has ",": columns: {orders: {amount: {headers: [amount], decimal: ","}}}`
	if p.Message.EN != want || p.Hint.EN != hint || p.Message.ZH != "该列以“.”为小数点，这样读不出数字；若以“,”为小数点则是 1,234.5" {
		t.Errorf("%+v %+v", p.Message, p.Hint)
	}
	l = grid(crm.Orders, "1.csv", "order_no | customer_id | order_date | amount\n1 | C1 | 2026-01-05 | 1,234.50")
	l.Column(crm.FieldAmount).Mark = money.Comma
	if p := only(t, read(t, options(), l), "A05"); p.Message.EN != `no number with "," as decimal mark, as this column is read; 1,234.5 with "."` {
		t.Errorf("%+v", p.Message)
	}
}

func TestFinerThanTheCurrency(t *testing.T) {
	for _, c := range []struct {
		amount, currency string
		counted          bool
		why              string
	}{
		{"1234.565", "EUR", true, "half a cent"},
		{"1234.56", "EUR", false, "cents"},
		{"10.5", "JPY", true, "the yen has no minor unit"},
		{"10.00", "JPY", false, "zeros are no digits more"},
		{"1234.567", "KWD", false, "the dinar has a thousandth"},
		{"1.2345", "KWD", true, "and no less"},
		{"1.999999", "", false, "no currency, no unit"},
	} {
		o := moneyOptions(rules.Money{Default: money.Currency(c.currency)})
		d := read(t, o, grid(crm.Orders, "1.csv", "order_no | customer_id | order_date | amount\n1 | C1 | 2026-01-05 | "+c.amount+"\n2 | C1 | 2026-01-05 | 1"))
		if got := codes(d) == "A12"; got != c.counted {
			t.Errorf("%s %s: problems %q: %s", c.amount, c.currency, codes(d), c.why)
		}
		if d.Orders.Len() != 2 || c.counted && d.Orders.At(0).Net.String() != c.amount {
			t.Errorf("%s %s is kept exactly: %s", c.amount, c.currency, show(d))
		}
	}
}

func TestFutureNamesItsEffect(t *testing.T) {
	d := read(t, options(), grid(crm.Orders, "1.csv", "order_no | customer_id | order_date | amount\n1 | C1 | 2026-01-05 | 1\n2 | C1 | 2026-12-05 | 1"))
	if p := only(t, d, "D08"); p.Message.EN != "1 row is dated in the future" || p.Effect.EN != "left out" || p.Effect.ZH != "未计入" {
		t.Errorf("%+v %+v", p.Message, p.Effect)
	}
}

func TestTextAmongDatesIsCountedInEveryTable(t *testing.T) {
	customers := grid(crm.Customers, "c.xlsx", "customer_id | created | last_contact\nC1 | 2025-01-05 | 2026-01-05\nC2 | '2025-02-05 | 2026-01-06\nC3 | '2025-03-05 | #46027")
	log := grid(crm.Activities, "log.xlsx", "customer_id | activity_date | summary\nC1 | 2026-01-05 | x\nC1 | '2026-01-06 | y")
	d := read(t, options(), customers, log)
	if got := codes(d); got != "D03 D12 D03" {
		t.Fatalf("problems %q: %v", got, d.Problems)
	}
	for i, want := range []string{"2 dates are stored as text among real dates; they are read as dates", "1 number without a date format is read as an Excel date",
		"1 date is stored as text among real dates; it is read as a date"} {
		if p := d.Problems[i]; p.Message.EN != want || p.Severity != diag.Warning || p.Pos.Row != 1 {
			t.Errorf("%v %+v, want %q", p.Pos, p.Message, want)
		}
	}
}

func TestTotalsRowsAreSaid(t *testing.T) {
	const head = "order_no | customer_id | order_date | amount(USD)\n"
	for _, c := range []struct {
		file, rows, note, zh, codes string
		totals                      int
		why                         string
	}{
		{"1.xlsx", "1 | C1 | 2026-01-05 | 812334\n2 | C1 | 2026-01-06 | 0.1\nTotal | | | #812334.1",
			"1.xlsx#Sheet1: the totals row D4 agrees with the rows above it: 812,334.10", "1.xlsx#Sheet1：合计行（D4）与上面各行之和一致：812,334.10", "", 1, "with its cell"},
		{"1.csv", "1 | C1 | 2026-01-05 | 100\n合计 | | | 100",
			"1.csv: the totals row in line 3 agrees with the rows above it: 100", "1.csv：合计行（第 3 行）与上面各行之和一致：100", "", 1, "a text file has no cells"},
		{"1.xlsx", "1 | C1 | 2026-01-05 | 100\nTotal | | | 100\n2 | C1 | 2026-01-06 | 20\nTotal | | | 20\nTotal | | | 120",
			"1.xlsx#Sheet1: 3 totals rows agree with the rows above them; the last one, D6: 120", "1.xlsx#Sheet1：3 个合计行都与上面各行之和一致；最后一个（D6）：120", "", 3, "subtotals and the total in one line"},
		{"1.xlsx", "1 | C1 | 2026-01-05 | 100\nTotal | | | !#REF!",
			"1.xlsx#Sheet1: 1 totals row without a readable amount is left out", "1.xlsx#Sheet1：有 1 行合计读不出金额，不采用", "", 1, "nothing to hold against"},
		{"1.xlsx", "1 | C1 | 2026-01-05 | 100\nTotal | | | 90", "", "", "H08", 1, "one that disagrees is a warning, and no note"},
	} {
		d := read(t, options(), grid(crm.Orders, c.file, head+c.rows))
		if codes(d) != c.codes || d.Account.Tables[0].Totals != c.totals {
			t.Errorf("problems %q, totals %d: %s", codes(d), d.Account.Tables[0].Totals, c.why)
		}
		if c.note == "" != !hasNote(d, "totals") || c.note != "" && (!hasNote(d, c.note) || !hasNote(d, c.zh)) {
			t.Errorf("notes %v: %s", d.Notes, c.why)
		}
	}
	d := read(t, options(), grid(crm.Customers, "c.csv", "customer_id | country | own_amount\nC1 | DE | 5\n合计 | | 5"))
	if len(d.Customers) != 1 || !hasNote(d, "c.csv: 1 totals row is no customer") {
		t.Errorf("customers %d, notes %v", len(d.Customers), d.Notes)
	}
}

func TestRatesToPaste(t *testing.T) {
	const head = "order_no | customer_id | order_date | currency | amount | amount_converted(USD)"
	usd := func(s string) money.Rate { return rate(s) }
	for _, c := range []struct {
		rows    string
		money   rules.Money
		message string
		zh      string
		hint    string
		also    int
		why     string
	}{
		{
			"1 | C1 | 2026-01-05 | GBP | 1 | 1\n2 | C1 | 2026-01-05 | EUR | 1 |\n3 | C1 | 2026-01-05 | EUR | 1 |\n4 | C1 | 2026-01-05 | USD | 1 | 1", rules.Money{},
			`amounts in EUR, GBP, USD, and no rates to bring them to one currency; the export's own conversion, "amount_converted(USD)", is not used: 2 rows lack it`,
			`金额的币种有 EUR, GBP, USD，但没有汇率可以折算成同一种货币；没有采用自带的折算列“amount_converted(USD)”：有 2 行缺这个值`,
			"money: {base: EUR, rates: {CNY: 0.00, GBP: 0.00, USD: 0.00}}", 2, "the base of most orders, every other rate, the customers' too, and why the export's conversion was not used",
		},
		{
			"1 | C1 | 2026-01-05 | USD | 1 |\n2 | C1 | 2026-01-05 | EUR | 1 | 1", rules.Money{},
			`amounts in EUR, USD, and no rates to bring them to one currency; the export's own conversion, "amount_converted(USD)", is not used: 1 row lacks it`, "",
			"money: {base: EUR, rates: {CNY: 0.00, USD: 0.00}}", 1, "of equals the first in the alphabet",
		},
		{
			"1 | C1 | 2026-01-05 | EUR | 1 | 1\n2 | C1 | 2026-01-05 | EUR | 1 | 1\n3 | C1 | 2026-01-05 | USD | 1 | 1", rules.Money{Base: "JPY"},
			`amounts in EUR, USD, and no rate to bring EUR, USD to JPY; the export's own conversion, "amount_converted(USD)", is not used: it is in another currency`, "",
			"money: {base: JPY, rates: {CNY: 0.00, EUR: 0.00, USD: 0.00}}", 0, "a conversion into another currency is of no use",
		},
		{
			"1 | C1 | 2026-01-05 | EUR | 1 | 1\n2 | C1 | 2026-01-05 | EUR | 1 | 1\n3 | C1 | 2026-01-05 | USD | 1 | 1",
			rules.Money{Rates: map[money.Currency]money.Rate{"EUR": usd("1.08"), "CNY": usd("0.14")}},
			`amounts in EUR, USD, and no rates to bring them to one currency`, "",
			"write in rules.yaml: money: {base: USD}; for one run: --currency USD", 0, "the rates are there, and say that they are in the currency without one",
		},
	} {
		customers := grid(crm.Customers, "c.csv", "customer_id | purchasing_budget(CNY)\nC1 | 10000")
		d := read(t, moneyOptions(c.money), customers, grid(crm.Orders, "o.csv", head+"\n"+c.rows))
		p := only(t, d, "A10")
		if p.Message.EN != c.message || c.zh != "" && p.Message.ZH != c.zh || len(p.Also) != c.also || !strings.Contains(p.Hint.EN, c.hint) {
			t.Errorf("%s\n%+v %v\n%s", c.why, p.Message, p.Also, p.Hint.EN)
		}
	}
}
