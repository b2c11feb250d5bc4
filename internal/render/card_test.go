package render

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/table"
	"crm/internal/value"
)

// someCard has a fact of every kind, one that nobody gave, a table, and an empty
// section.
func someCard(t *testing.T) *table.Card {
	fact := func(id string, zh string, v value.Value) table.Fact {
		return table.Fact{Column: table.Column{ID: id, Title: lang.T(id, zh), Kind: v.Kind(), Digits: 2, Currency: "USD"}, Value: v}
	}
	amount, ok := money.Parse("1234.5")
	if !ok {
		t.Fatal("no amount")
	}
	late := fact("state", "状态", value.Str("overdue"))
	late.Text, late.Tone = lang.T("3 days over", "逾期 3 天"), table.Late
	secret := fact("clock", "起算", value.Str("activity"))
	secret.Hidden = true
	long := fact("preferences", "偏好", value.Str("short mails, prices in EUR, no calls on Friday afternoon"))
	return &table.Card{Title: lang.T("Acme | \x1b[31m", "艾克米 | \x1b[31m"), Sections: []table.Section{
		{ID: "profile", Title: lang.T("Profile", "资料"), Facts: []table.Fact{
			fact("owner", "负责人", value.Str("李伟")), fact("group", "分组", value.Value{}), fact("revenue", "收入", value.Num(value.Money, amount)), late, secret, long,
		}},
		{ID: "none", Title: lang.T("Nothing", "空")},
		{ID: "orders", Title: lang.T("Orders", "订单"), Notes: []lang.Text{lang.T("… 2 more", "…… 还有 2 笔")}, Grid: &table.Grid{
			Columns: []table.Column{{ID: "order_no", Title: lang.T("Number", "单号"), Kind: value.Text}, {ID: "lines", Title: lang.T("Lines", "行数"), Kind: value.Number}},
			Rows:    [][]value.Value{{value.Str("O1"), value.Int(value.Number, 12)}, {value.Str("O2"), {}}},
		}},
	}}
}

func rendered(t *testing.T, f Format, o Options) string {
	var b strings.Builder
	if err := Card(&b, someCard(t), f, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestCardOnATerminal(t *testing.T) {
	want := `艾克米 | \x1b[31m

资料  负责人  李伟                  收入    USD 1,234.50
      状态    逾期 3 天
      偏好    short mails, prices in EUR, no calls on Friday
              afternoon

订单  单号  行数
      O1      12
      O2
      …… 还有 2 笔
`
	if diff := cmp.Diff(want, rendered(t, Table, Options{Lang: lang.ZH, Width: 64})); diff != "" {
		t.Error(diff)
	}
}

func TestCardIsNeverWiderThanTheTerminal(t *testing.T) {
	for _, l := range []lang.Lang{lang.EN, lang.ZH} {
		for width := 48; width <= 160; width++ {
			for _, line := range strings.Split(rendered(t, Table, Options{Lang: l, Width: width}), "\n") {
				if diag.Width(line) > width {
					t.Errorf("%q is wider than %d", line, width)
				}
			}
		}
	}
}

func TestCardColours(t *testing.T) {
	plain, coloured := rendered(t, Table, Options{Width: 80}), rendered(t, Table, Options{Width: 80, Color: true})
	if !strings.Contains(coloured, "\x1b[31m3 days over\x1b[0m") {
		t.Error("what is late is not red")
	}
	var bare strings.Builder
	for i, part := range strings.Split(coloured, "\x1b[") {
		if i > 0 {
			_, part, _ = strings.Cut(part, "m")
		}
		bare.WriteString(part)
	}
	if diff := cmp.Diff(plain, bare.String()); diff != "" {
		t.Errorf("colour changes the layout: %s", diff)
	}
}

func TestCardAsPages(t *testing.T) {
	markdown := rendered(t, Markdown, Options{Lang: lang.EN})
	for _, want := range []string{"## Acme \\| ", "### Profile\n\n- owner: 李伟\n- revenue: USD 1,234.50\n", "| O1 | 12 |", "\n… 2 more\n"} {
		if !strings.Contains(markdown, want) {
			t.Errorf("no %q in %s", want, markdown)
		}
	}
	page := rendered(t, HTML, Options{Lang: lang.ZH})
	for _, want := range []string{`<html lang="zh-CN">`, `<tr><th scope="row">收入</th><td>USD 1,234.50</td></tr>`, `<td class="n">12</td>`, "</html>\n"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q in %s", want, page)
		}
	}
	for _, text := range []string{markdown, page} {
		if strings.Contains(text, "\x1b") || strings.Contains(text, "Nothing") || strings.Contains(text, "activity") {
			t.Errorf("shows what it must not: %s", text)
		}
	}
}

func TestCardForMachines(t *testing.T) {
	want := `field,value
owner,李伟
group,
revenue,1234.5
state,overdue
clock,activity
preferences,"short mails, prices in EUR, no calls on Friday afternoon"
orders.1.order_no,O1
orders.1.lines,12
orders.2.order_no,O2
orders.2.lines,
`
	if diff := cmp.Diff(want, rendered(t, CSV, Options{Lang: lang.ZH})); diff != "" {
		t.Error(diff)
	}
}

// TestHiddenColumn: a column that only machines need is in the flat table and on no page.
func TestHiddenColumn(t *testing.T) {
	c := &table.Card{Title: lang.Same("Acme"), Sections: []table.Section{{ID: "contacts", Title: lang.Same("Contacts"), Grid: &table.Grid{
		Columns: []table.Column{{ID: "day", Title: lang.Same("Day"), Kind: value.Text}, {ID: "by", Title: lang.Same("By"), Kind: value.Text, Hidden: true}},
		Rows:    [][]value.Value{{value.Str("Monday"), value.Str("Wang")}},
	}}}}
	for _, f := range []Format{Table, Markdown, HTML, JSON} {
		var out strings.Builder
		if err := Card(&out, c, f, Options{}); err != nil {
			t.Fatal(err)
		}
		if text := out.String(); !strings.Contains(text, "Monday") || strings.Contains(text, "Wang") != (f == JSON) {
			t.Errorf("%v: %s", f, text)
		}
	}
}
