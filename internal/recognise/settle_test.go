package recognise

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/money"
	"crm/internal/rules"
	"crm/internal/table"
)

// sheetOf is a sheet of orders with the given dates or amounts as texts.
func sheetOf(dates, amounts []string) string {
	var b strings.Builder
	b.WriteString("S\n客户|日期|金额\n")
	for i := range max(len(dates), len(amounts)) {
		date, amount := "2026-01-02", "5"
		if i < len(dates) {
			date = dates[i]
		}
		if i < len(amounts) {
			amount = "'" + amounts[i]
		}
		b.WriteString("ACME|" + date + "|" + amount + "\n")
	}
	return b.String()
}

func TestSettleOrder(t *testing.T) {
	dmy := &rules.Set{Columns: []rules.ColumnRule{{Table: crm.Orders, Field: crm.FieldOrderDate, Order: civil.DMY}}}
	for _, c := range []struct {
		dates []string
		o     Options
		want  civil.Order
		why   string
	}{
		{[]string{"03/04/2026", "05/06/2026"}, Options{}, civil.Undecided, "nothing settles it"},
		{[]string{"03/04/2026", "25/04/2026", "05/06/2026"}, Options{}, civil.DMY, "one 25/04 settles it"},
		{[]string{"03/04/2026", "04/25/2026"}, Options{}, civil.MDY, "one 04/25 settles it"},
		{[]string{"25/04/2026", "26/04/2026", "04/25/2026"}, Options{}, civil.DMY, "two against one: the one is set aside later"},
		{[]string{"25/04/2026", "04/25/2026"}, Options{}, civil.Undecided, "one against one is no proof"},
		{[]string{"2026-04-03", "2026/4/5"}, Options{}, civil.Undecided, "needs none"},
		{[]string{"2/24/03", "5/7/03"}, Options{}, civil.MDY, "two-digit years with slashes"},
		{[]string{"03.04.26", "25.04.26", "30.05.26"}, Options{}, civil.DMY, "26 comes again and again, the days do not"},
		{[]string{"24-4-14", "24-5-13", "24-12-31"}, Options{}, civil.YMD, "24 comes again and again, the days do not"},
		{[]string{"24-04-25", "25-04-26"}, Options{}, civil.Undecided, "either end may be the year"},
		{[]string{"99-12-31", "24-04-25"}, Options{}, civil.YMD, "99 is a year"},
		{[]string{"03/04/2026"}, Options{Order: civil.MDY}, civil.MDY, "--date-order, where nothing else says it"},
		{[]string{"03/04/2026", "25/04/2026"}, Options{Order: civil.MDY}, civil.DMY, "the values prove it"},
		{[]string{"03/04/2026", "04/25/2026"}, Options{Rules: dmy}, civil.DMY, "rules.yaml says it"},
		{nil, Options{}, civil.Undecided, "no texts at all"},
	} {
		l, _ := one(t, c.o, sheetOf(c.dates, nil))
		if got := l.Column(crm.FieldOrderDate).Order; got != c.want {
			t.Errorf("%v is %d, want %d: %s", c.dates, got, c.want, c.why)
		}
	}
}

func TestSettleMark(t *testing.T) {
	for _, c := range []struct {
		amounts []string
		o       Options
		want    money.Mark
		why     string
	}{
		{[]string{"1,234", "5,678"}, Options{}, money.NoMark, "A06"},
		{[]string{"1,234", "980.00"}, Options{}, money.Point, "980.00 settles it"},
		{[]string{"1.234", "980,00"}, Options{}, money.Comma, "980,00 settles it"},
		{[]string{"1052,75元", "11,50万元"}, Options{}, money.Comma, "cn-misc"},
		{[]string{"1.234.567", "1.234"}, Options{}, money.Comma, "twice is grouping"},
		{[]string{"1,234"}, Options{Mark: money.Comma}, money.Comma, "--decimal, where nothing else says it"},
		{[]string{"1,234.50"}, Options{Mark: money.Comma}, money.Point, "the values prove it"},
		{[]string{"1.50", "2,50"}, Options{}, money.NoMark, "one against one is no proof"},
		{[]string{"100", "200"}, Options{}, money.NoMark, "needs none"},
	} {
		l, _ := one(t, c.o, sheetOf(nil, c.amounts))
		if got := l.Column(crm.FieldAmount).Mark; got != c.want {
			t.Errorf("%v is %d, want %d: %s", c.amounts, got, c.want, c.why)
		}
	}
}

func TestSurveyAsks(t *testing.T) {
	l, _ := one(t, Options{}, sheetOf([]string{"03/04/2026", "05/06/2026", "01/02/2026", "07/08/2026"}, []string{"1,234", "5"}))
	problems := Survey(l, Options{AsOf: asOf})
	if !l.Surveyed || len(problems) != 2 {
		t.Fatalf("surveyed %v, problems %+v", l.Surveyed, problems)
	}
	d := problems[0]
	want := diag.Problem{
		Code: "D01", Severity: diag.Error, Field: "order_date",
		Pos:   diag.Pos{File: "a.xlsx", Sheet: "S", Row: 2, Col: 2},
		Found: "03/04/2026 (B2), 05/06/2026 (B3), 01/02/2026 (B4)",
		Also:  []diag.Pos{{File: "a.xlsx", Sheet: "S", Row: 3, Col: 2}, {File: "a.xlsx", Sheet: "S", Row: 4, Col: 2}},
	}
	got := diag.Problem{Code: d.Code, Severity: d.Severity, Field: d.Field, Pos: d.Pos, Found: d.Found, Also: d.Also}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if !strings.Contains(d.Hint.EN, "columns: {orders: {order_date: {headers: [日期], order: dmy}}}") {
		t.Errorf("the line to paste is missing: %s", d.Hint.EN)
	}
	a := problems[1]
	if a.Code != "A06" || a.Severity != diag.Error || a.Found != "1,234 (C2)" || !strings.Contains(a.Hint.ZH, `columns: {orders: {amount: {headers: [金额], decimal: "."}}}`) {
		t.Errorf("%+v", a)
	}
}

func TestSurveyLeavesOut(t *testing.T) {
	l, _ := one(t, Options{}, "S\n客户名称|创建时间|国家\nACME|03/04/2026|美国")
	problems := Survey(l, Options{AsOf: asOf})
	if len(problems) != 1 || problems[0].Severity != diag.Warning || l.Column(crm.FieldCreated) != nil {
		t.Errorf("a column that is not needed is left out with a warning: %+v", problems)
	}
}

// A value far below the quick survey's rows settles the column as well.
func TestSurveyReadsToTheEnd(t *testing.T) {
	dates := make([]string, 3000)
	for i := range dates {
		dates[i] = "03/04/2026"
	}
	dates[2999] = "25/04/2026"
	l, _ := one(t, Options{}, sheetOf(dates, nil))
	if l.Column(crm.FieldOrderDate).Order != civil.Undecided {
		t.Error("the quick survey cannot know")
	}
	if problems := Survey(l, Options{AsOf: asOf}); len(problems) != 0 || l.Column(crm.FieldOrderDate).Order != civil.DMY {
		t.Errorf("order %d, problems %+v", l.Column(crm.FieldOrderDate).Order, problems)
	}
}

func TestSurveyMerges(t *testing.T) {
	b := book("a.xlsx", "S\n标题||\n客户|日期|金额\nACME|2026-01-02|5\n||6")
	b.sheets[0].(*fakeSheet).merges = []table.Range{
		{FirstRow: 0, FirstCol: 0, LastRow: 0, LastCol: 2}, // the title
		{FirstRow: 2, FirstCol: 0, LastRow: 3, LastCol: 0}, // a customer of two rows
		{FirstRow: 2, FirstCol: 2, LastRow: 3, LastCol: 2}, // an amount
	}
	layouts, _ := Books([]table.Book{b}, Options{AsOf: asOf})
	Survey(layouts[0], Options{AsOf: asOf})
	if diff := cmp.Diff([]table.Range{{FirstRow: 2, FirstCol: 0, LastRow: 3, LastCol: 0}}, layouts[0].Merged); diff != "" {
		t.Errorf("only keys below the header are filled down: %s", diff)
	}
}

func TestReadingsAreSaid(t *testing.T) {
	l, _ := one(t, Options{}, sheetOf([]string{"03/04/2026", "25/04/2026"}, []string{"1052,75元", "3"}))
	var all []string
	for _, n := range l.Notes {
		all = append(all, n.EN)
	}
	got := strings.Join(all, "; ")
	for _, want := range []string{"\"日期\" is read as day/month/year: 25/04/2026 settles it", "\"金额\" has the decimal comma: 1052,75元"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q does not say %q", got, want)
		}
	}
}
