package classify_test

import (
	"strings"
	"testing"
	"time"

	"crm/internal/civil"
	"crm/internal/classify"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/rules"
	"crm/internal/value"
)

var asOf = civil.MustNew(2025, time.June, 30)

// measures is a few measures as measure declares them.
func measures() []crm.Measure {
	there := func(*crm.Data) lang.Text { return lang.Text{} }
	list := []crm.Measure{
		{Name: "revenue", Kind: value.Money, Title: lang.T("Revenue", "收入")},
		{Name: "revenue_share", Kind: value.Share, Title: lang.T("Revenue share", "收入占比"), ShareOf: "revenue"},
		{Name: "revenue_growth", Kind: value.Share, Title: lang.T("Revenue growth", "收入增长率")},
		{Name: "orders", Kind: value.Number, Title: lang.T("Orders", "订单数")},
		{Name: "lifetime_orders", Kind: value.Number, Title: lang.T("Lifetime orders", "累计订单数"), Grows: true},
		{Name: "tenure", Kind: value.Days, Title: lang.T("Customer for", "合作时长"), Grows: true},
		{Name: "days_since_order", Kind: value.Days, Title: lang.T("Days since last order", "距最近下单天数")},
		{Name: "last_order", Kind: value.Date, Title: lang.T("Last order", "最近下单日期")},
		{Name: "region", Kind: value.Text, Title: lang.T("Region", "区域")},
		{
			Name: "stage", Kind: value.Text, Group: "stage", Title: lang.T("Stage", "客户阶段"),
			Names: map[string]lang.Text{"quote": lang.T("quote", "报价"), "sample": lang.T("sample", "样品")},
		},
		{Name: "tags", Kind: value.List, Title: lang.T("Tags", "标签")},
		{Name: "has_email", Kind: value.Bool, Title: lang.T("Has email", "有邮箱")},
	}
	for i := range list {
		list[i].Missing = there
	}
	return list
}

// set reads classifications written as in rules.yaml.
func set(t testing.TB, classifications string) *rules.Set {
	t.Helper()
	s, problems := rules.Parse("rules.yaml", []byte("version: 1\n"+classifications), measures())
	if problems.Failed() {
		for _, p := range problems {
			t.Error(p.Error())
		}
		t.FailNow()
	}
	return s
}

// columns is the values of the measures by name.
type columns map[string][]value.Value

func (c columns) options(customers int) classify.Options {
	return classify.Options{
		AsOf: asOf, Customers: customers, Currency: "USD", Measures: measures(),
		Column: func(s rules.Slot) []value.Value { return c[s.Name] },
		Find: func(name string) (int, bool) {
			if name == "Acme" { // the name of customer A
				return 0, true
			}
			i := strings.Index("ABCDEFGH", name)
			return i, len(name) == 1 && i >= 0 && i < customers
		},
	}
}

func run(t testing.TB, classifications string, c columns, customers int) *classify.Result {
	t.Helper()
	r, problems := classify.Run(set(t, classifications), c.options(customers))
	if len(problems) > 0 {
		t.Fatalf("problems: %v", problems)
	}
	return r
}

// col is a column of a kind: "" is absent.
func col(k value.Kind, texts ...string) []value.Value {
	column := make([]value.Value, len(texts))
	for i, s := range texts {
		column[i] = one(k, s)
	}
	return column
}

func one(k value.Kind, s string) value.Value {
	switch {
	case s == "":
		return value.Value{}
	case k.Numeric():
		return value.Num(k, money.MustParse(s))
	case k == value.Date:
		d, _ := civil.ParseISO(s)
		return value.Day(d)
	case k == value.Bool:
		return value.Truth(s == "true")
	case k == value.List:
		return value.Items(strings.Split(s, ";"))
	}
	return value.Str(s)
}

// ids is the classes of all customers.
func ids(r *classify.Result, classification int) string {
	var all []string
	for _, v := range r.IDs(classification) {
		all = append(all, v.String())
	}
	return strings.Join(all, " ")
}

func codes(problems diag.List) string {
	var all []string
	for _, p := range problems {
		all = append(all, p.Code+" "+p.Severity.String())
	}
	return strings.Join(all, ", ")
}

// day is a day written yyyy-mm-dd.
func day(s string) (civil.Date, bool) { return civil.ParseISO(s) }
