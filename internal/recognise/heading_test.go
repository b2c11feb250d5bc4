package recognise

import (
	"strings"
	"testing"

	"crm/internal/crm"
	"crm/internal/money"
)

func TestParseHeading(t *testing.T) {
	for _, c := range []struct {
		raw, key, base string
		currency       money.Currency
		factor         int
		why            string
	}{
		{"客户名称", "客户名称", "客户名称", "", 0, "as it is"},
		{"*客户名称", "客户名称", "客户名称", "", 0, "悟空's required mark"},
		{"＊客户名称", "客户名称", "客户名称", "", 0, "full-width mark"},
		{"客户名称（必填）", "客户名称", "客户名称", "", 0, "required mark"},
		{"客户名称(*)", "客户名称", "客户名称", "", 0, "required mark"},
		{"Name (required)", "name", "name", "", 0, "required mark"},
		{"客戶名稱", "客户名称", "客户名称", "", 0, "traditional"},
		{"訂單金額", "订单金额", "订单金额", "", 0, "traditional"},
		{"聯絡人", "联络人", "联络人", "", 0, "traditional"},
		{"國家／地區", "国家地区", "国家地区", "", 0, "traditional, full-width slash"},
		{"國家 / 地區", "国家地区", "国家地区", "", 0, "spaces round the slash"},
		{"公 司 名", "公司名", "公司名", "", 0, "spaced letters"},
		{"订单\n日期", "订单日期", "订单日期", "", 0, "a line break inside"},
		{" 订单日期\u00a0", "订单日期", "订单日期", "", 0, "NBSP behind"},
		{"CustomerID", "customerid", "customerid", "", 0, "camel case"},
		{"customer_id", "customerid", "customerid", "", 0, "snake case"},
		{"Customer ID", "customerid", "customerid", "", 0, "with a space"},
		{"CUSTOMER-ID", "customerid", "customerid", "", 0, "with a hyphen"},
		{"Ｏｒｄｅｒ　Ｄａｔｅ", "orderdate", "orderdate", "", 0, "full-width"},
		{"Account No.", "accountno", "accountno", "", 0, "a point behind"},
		{"日期：", "日期", "日期", "", 0, "a colon behind"},
		{"Mailing Country(Mailing Country)", "mailingcountry", "mailingcountry", "", 0, "Zoho's joined reports"},
		{"Account Owner(Account Owner).id", "accountowner.id", "accountowner.id", "", 0, "an id stays apart from the name"},
		{"订单金额（USD）", "订单金额", "订单金额", "USD", 0, "currency aside"},
		{"订单金额（美元）", "订单金额", "订单金额", "USD", 0, "currency by name"},
		{"订单金额（RMB）", "订单金额", "订单金额", "CNY", 0, "RMB is CNY"},
		{"金额(万元)", "金额", "金额", "¥", 4, "unit and sign"},
		{"金额(万美元)", "金额", "金额", "USD", 4, "unit and currency"},
		{"金额（单位：万元）", "金额", "金额", "¥", 4, "unit, introduced"},
		{"金額(萬元)", "金额", "金额", "¥", 4, "traditional"},
		{"销售额（亿）", "销售额", "销售额", "", 8, "unit alone"},
		{"Amount (EUR)", "amount", "amount", "EUR", 0, "code"},
		{"Amount [USD]", "amount", "amount", "USD", 0, "square brackets"},
		{"Amount【USD】", "amount", "amount", "USD", 0, "Chinese brackets"},
		{"Amount (in EUR)", "amount", "amount", "EUR", 0, "in words"},
		{"Amount (K USD)", "amount", "amount", "USD", 3, "thousands"},
		{"Amount ($M)", "amount", "amount", "$", 6, "millions of a bare sign"},
		{"Amount (INR)", "amount", "amount", "INR", 0, "begins with in"},
		{"Amount (Converted)", "amount(converted)", "amount", "", 0, "no currency: the bracket stays"},
		{"客户等级（自定义）", "客户等级(自定义)", "客户等级", "", 0, "no unit: the bracket stays"},
		{"数量（PCS）", "数量(pcs)", "数量", "", 0, "pieces are no currency"},
		{"Amount (all)", "amount(all)", "amount", "", 0, "ALL is a currency, all is not"},
		{"payAmount.amount", "payamount.amount", "payamount.amount", "", 0, "a path keeps its point"},
	} {
		h := parseHeading(c.raw)
		if h.key != c.key || h.base != c.base || h.currency != c.currency || h.factor != c.factor {
			t.Errorf("%q is %+v; want %s, %s, %s, %d: %s", c.raw, h, c.key, c.base, c.currency, c.factor, c.why)
		}
	}
}

// No header of the list means two fields of one kind of table.
func TestAliasesAgree(t *testing.T) {
	var section []string
	seen := map[string]string{}
	for line := range strings.Lines(aliasText) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if line[0] == '[' {
			section = strings.Fields(strings.Trim(line, "[]"))
			continue
		}
		name, headers, found := strings.Cut(line, ": ")
		if !found {
			t.Fatalf("%q is no line of the list", line)
		}
		for _, s := range section {
			kind, known := crm.ParseTableKind(s)
			if !known && s != "other" && s != "told" {
				t.Fatalf("no table %q", s)
			}
			if _, known := crm.ParseField(kind, name); !known && name != "-" && s != "other" && s != "told" && len(section) == 1 {
				t.Errorf("%s has no field %s", s, name)
			}
			for h := range strings.SplitSeq(headers, " | ") {
				key := s + ":" + parseHeading(strings.TrimRight(h, " ~!?")).key
				if other, twice := seen[key]; twice && other != name && s != "other" {
					t.Errorf("%s names %s and %s", key, other, name)
				}
				seen[key] = name
			}
		}
	}
}

// Every header that the list shows is found, as what the list says.
func TestAliasesAreFound(t *testing.T) {
	l := newLexicon(nil)
	type place struct {
		kind  int
		field crm.Field
	}
	known := map[place]bool{}
	for k, aliases := range builtIn().byKind {
		for _, a := range aliases {
			if a.field == "" {
				continue
			}
			known[place{k, a.field}] = true
			if m, ok := l.find(crm.TableKind(k), headingOf(a.header)); !ok || m.field != a.field {
				t.Errorf("%q of %s is %q, want %s", a.header, crm.TableKind(k), m.field, a.field)
			}
		}
	}
	if len(known) < 60 {
		t.Errorf("only %d fields have headers", len(known))
	}
}

func headingOf(raw string) *heading {
	h := parseHeading(raw)
	return &h
}

// The traps of exports.md: what looks like a field and is none, or another.
func TestTraps(t *testing.T) {
	l := newLexicon(nil)
	for _, c := range []struct {
		kind   crm.TableKind
		header string
		want   crm.Field
		why    string
	}{
		{crm.Customers, "更新时间", "", "automation moves it"},
		{crm.Customers, "Last Modified Date", "", "automation moves it"},
		{crm.Customers, "write_date", "", "automation moves it"},
		{crm.Customers, "order_time", crm.FieldLastContact, "OKKI's last contact, no order date"},
		{crm.Orders, "account_date", crm.FieldOrderDate, "OKKI's order date"},
		{crm.Customers, "历史负责人", "", "the previous owner"},
		{crm.Customers, "首签成单日期", "", "the first deal, not the last"},
		{crm.Customers, "生命状态", "", "a record's state, no stage"},
		{crm.Customers, "Account Owner.id", "", "a number, no name"},
		{crm.Customers, "Parent Account.id", "", "another company"},
		{crm.Customers, "下一步动作", "", "a text, no date"},
		{crm.Customers, "所属公海", "", "which pool, not whether in it"},
		{crm.Customers, "累计成交金额", crm.FieldOwnAmount, "a total of the customer"},
		{crm.Customers, "最近成交日期", crm.FieldOwnLastOrder, "a total of the customer"},
		{crm.Orders, "回款状态", "", "the payment's status, not the order's"},
		{crm.Orders, "State", "", "a part of the United States"},
		{crm.Orders, "Amount (Converted) Currency", "", "of the converted amount"},
		{crm.Orders, "Amount (Converted)", crm.FieldAmountConverted, "Salesforce"},
		{crm.Orders, "amount_usd", crm.FieldAmount, "an amount in dollars"},
		{crm.Orders, "Amount in EUR", crm.FieldAmount, "an amount in euros"},
		{crm.Orders, "美元金额", crm.FieldAmount, "an amount in dollars"},
		{crm.Orders, "数量（PCS）", crm.FieldQuantity, "a unit in a bracket"},
		{crm.Orders, "金额（预计）", "", "an amount that is expected"},
		{crm.Orders, "交货日期", "", "delivery, no order"},
		{crm.Activities, "上次报告跟进情况", "", "a text of last time"},
	} {
		m, _ := l.find(c.kind, headingOf(c.header))
		if m.field != c.want {
			t.Errorf("%s of %s is %q, want %q: %s", c.header, c.kind, m.field, c.want, c.why)
		}
	}
}

func FuzzHeading(f *testing.F) {
	for _, s := range []string{"订单金额（USD）", "X(X)", "((", "))((", "*", "（）", "Amount [", "a(b(c)d)e", "（万元）"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		h := parseHeading(s)
		if again := parseHeading(s); again != h {
			t.Errorf("%q is %+v, then %+v", s, h, again)
		}
		l := newLexicon(nil)
		for k := 1; k < kinds; k++ {
			kind := crm.TableKind(k)
			if m, ok := l.find(kind, &h); ok && m.field != "" {
				if _, has := crm.ParseField(kind, string(m.field)); !has && m.field != crm.FieldStatus {
					t.Errorf("%q is %s, which %s does not have", s, m.field, kind)
				}
			}
		}
	})
}
