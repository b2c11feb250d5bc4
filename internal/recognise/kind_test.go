package recognise

import (
	"strings"
	"testing"

	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/money"
	"crm/internal/rules"
	"crm/internal/table"
)

func TestKinds(t *testing.T) {
	for _, c := range []struct{ sheet, want, why string }{
		{"客户\n公司名称|客户编号|国家地区|客户分组|客户星级|客户阶段|跟进人|最近联系时间|下次移入公海时间|创建时间|更新时间\nACME|C1|美国|VIP|5|成交客户|李雷|2026-01-02|2026-03-01|2020-01-01|2026-02-02",
			"customers 公司名称=customer_name 客户编号=customer_id 国家地区=country 客户分组=group 客户星级=star 客户阶段=stage 跟进人=owner 最近联系时间=last_contact 下次移入公海时间=release_date 创建时间=created", "OKKI customers"},
		{"订单\n订单号|订单日期|客户名称|币种|订单金额|订单金额（美元）|订单金额（RMB）|业绩归属人|订单状态\nS1|2026-01-02|ACME|EUR|100|108|780|李雷|已完成",
			"orders 订单号=order_no 订单日期=order_date 客户名称=customer_name 币种=currency 订单金额=amount 订单金额（美元）=amount_converted 业绩归属人=owner 订单状态=status", "OKKI orders: the dollar column is the conversion"},
		{"订单\n订单号|订单日期|客户名称|币种|订单金额|金额（RMB）\nS1|2026-01-02|ACME|EUR|100|780",
			"orders 订单号=order_no 订单日期=order_date 客户名称=customer_name 币种=currency 订单金额=amount 金额（RMB）=amount_converted", "a conversion under a shorter name"},
		{"Sheet\nOrder Reference|Customer|Order Date|Untaxed Amount|Status|Order Lines/Product|Order Lines/Quantity|Order Lines/Unit Price\nS1|ACME|2026-01-02|300|Sales Order|Desk|1|100\n|||||Chair|2|100",
			"orders Order Reference=order_no Customer=customer_name Order Date=order_date Untaxed Amount=amount Status=status Order Lines/Product=product Order Lines/Quantity=quantity Order Lines/Unit Price=unit_price", "Odoo with its lines"},
		{"Sheet\n销售订单编号|客户名称|下单日期|销售订单金额(元)|订单状态|生命状态\nS1|甲|2026-01-02|300|已确认|正常",
			"orders 销售订单编号=order_no 客户名称=customer_name 下单日期=order_date 销售订单金额(元)=amount 订单状态=status", "Fxiaoke orders"},
		{"客户\n客户编号|客户名称|负责人|成交状态|所属公海|最后跟进时间|预计收回时间|生命状态|锁定状态|最后一次成交时间|客户级别\nC1|ACME|李雷|已成交|公海1|2026-01-02|2026-03-01|正常|未锁定|2025-05-05|A",
			"customers 客户编号=customer_id 客户名称=customer_name 负责人=owner 成交状态=stage 最后跟进时间=last_contact 预计收回时间=release_date 最后一次成交时间=own_last_order 客户级别=previous_class", "纷享销客"},
		{"客户\n注意：请勿修改表头\n*客户名称|客户级别|客户来源|客户行业|成交状态|下次联系时间|*负责人\nACME|A（重点客户）|展会|机械|未成交|2026-02-01|李雷",
			"customers *客户名称=customer_name 客户级别=previous_class 客户行业=industry 成交状态=stage 下次联系时间=next_contact *负责人=owner", "悟空: a note above, required marks"},
		{"结果\n错误原因|客户名称|电话\n重复|ACME|123", "customers 客户名称=customer_name 电话=phone", "悟空's result file: an extra first column"},
		{"客戶\n客戶名稱|國家/地區|業務員|聯絡人|客戶等級\nACME|美國|李雷|Bob|A", "customers 客戶名稱=customer_name 國家/地區=country 業務員=owner 聯絡人=contact_person 客戶等級=previous_class", "traditional"},
		{"Sheet1\nAccount Name|Account Owner.id|Account Owner|Billing Country|Created Time|Last Activity Time|Modified Time|Rating\nACME|1234567890123456789|Li|US|2020-01-01|2026-01-01|2026-02-02|Hot",
			"customers Account Name=customer_name Account Owner=owner Billing Country=country Created Time=created Last Activity Time=last_contact Rating=previous_class", "Zoho"},
		{"Deals\nRecord ID|Deal Name|Deal Stage|Close Date|Amount|Deal Owner|Create Date|Associated Company\n1|Big|Closed Won|2026-01-02|100|Li|2025-12-01|ACME",
			"opportunities Deal Name=opportunity_id Deal Stage=stage Close Date=closed Amount=amount Deal Owner=owner Create Date=opened Associated Company=customer_name", "HubSpot deals"},
		{"Report\nOpportunity Name|Account Name|Stage|Amount|Amount (Converted)|Amount (Converted) Currency|Close Date|Created Date\nBig|ACME|Closed Won|100|108|USD|1/2/2026|12/1/2025",
			"opportunities Opportunity Name=opportunity_id Account Name=customer_name Stage=stage Amount=amount Amount (Converted)=amount_converted Close Date=closed Created Date=opened", "Salesforce report"},
		{"sale.order\nOrder Reference|Customer|Order Date|Salesperson|Total|Untaxed Amount|Status\nS1|ACME|2026-01-02|Li|119|100|Sales Order",
			"orders Order Reference=order_no Customer=customer_name Order Date=order_date Salesperson=owner Untaxed Amount=amount Status=status", "Odoo: tax is no revenue"},
		{"台账\n日期|客户|产品|数量|单价|金额(USD)|业务员|国家\n2026-01-02|ACME|泵|2|50|100|李雷|美国",
			"orders 日期=order_date 客户=customer_name 产品=product 数量=quantity 单价=unit_price 金额(USD)=amount 业务员=owner 国家=country", "kept by hand"},
		{"台账\n日期|客户|金额\n2026-01-02|ACME|100", "orders 日期=order_date 客户=customer_name 金额=amount", "three columns are enough"},
		{"客户\n客户名称|国家|创建时间|订单总金额|订单数|客户等级|最近下单日期\nACME|美国|2020-01-01|1000|3|A|2026-01-01",
			"customers 客户名称=customer_name 国家=country 创建时间=created 订单总金额=own_amount 订单数=own_orders 客户等级=previous_class 最近下单日期=own_last_order", "totals of a customer are no orders"},
		{"跟进\n客户名称|跟进时间|跟进方式|跟进内容|下一步动作|下次跟进时间|跟进人\nACME|2026-01-02|电话|要样品|寄样|2026-02-01|李雷",
			"activities 客户名称=customer_name 跟进时间=activity_date 跟进方式=channel 跟进内容=summary 下次跟进时间=next_date 跟进人=by", "a log: 跟进人 is who did it"},
		{"跟进\n客户名称|创建时间|跟进内容|创建人\nACME|2026-01-02|要样品|李雷", "activities 客户名称=customer_name 创建时间=activity_date 跟进内容=summary 创建人=by", "悟空's log"},
		{"客户\n客户名称|创建时间|负责人|备注\nACME|2020-01-01|李雷|大客户", "customers 客户名称=customer_name 创建时间=created 负责人=owner", "a remark is no log"},
		{"明细\n订单号|产品名称|数量|单价\nS1|泵|2|50", "order_lines 订单号=order_no 产品名称=product 数量=quantity 单价=unit_price", "lines without a customer"},
		{"投诉\n客户名称|投诉日期|投诉类型|方案提出时间|解决时间\nACME|2026-01-02 10:00|质量|2026-01-03 10:00|2026-01-09",
			"complaints 客户名称=customer_name 投诉日期=opened 投诉类型=kind 方案提出时间=proposed 解决时间=resolved", "complaints"},
		{"NPS\n客户名称|评分日期|NPS|意见\nACME|2026-01-02|9|好", "feedback 客户名称=customer_name 评分日期=feedback_date NPS=score 意见=comment", "feedback"},
		{"客户\n客户名称|客户类型|国家\nACME|A|美国\nBETA|B|德国", "customers 客户名称=customer_name 客户类型=previous_class 国家=country", "客户类型 holds classes here"},
		{"客户\n客户名称|客户类型|国家\nACME|进口商|美国\nBETA|零售商|德国", "customers 客户名称=customer_name 国家=country", "客户类型 holds sorts of business here"},
		{"客户\n客户名称|客户分类\nACME|🟢 A级\nBETA|🔴 C级", "customers 客户名称=customer_name 客户分类=previous_class", "classes behind emoji"},
		{"Liste\nCustomer|Amount|Amount (EUR)|Date\nACME|100|92|2026-01-02", "orders Customer=customer_name Amount=amount Amount (EUR)=amount_converted Date=order_date", "the plain one is the document's"},
		{"Liste\nCustomer|Amount (EUR)|Amount (USD)|Date\nACME|92|100|2026-01-02", "orders Customer=customer_name Amount (USD)=amount Date=order_date", "no plain one: dollars without a base"},
		{"客户\n客户名称|客户名称 (crm)|国家\nACME|x|美国", "customers 客户名称=customer_name 国家=country", "our column is left alone"},
		{"名单\n客户名称\nACME\nBETA", "customers 客户名称=customer_name", "one column"},
		{"空", "", "an empty sheet"},
		{"字\nfoo|bar\n1|2", "", "no header"},
		{"回款\n客户名称|回款日期|回款金额\nACME|2026-01-02|100", "", "payments are no customers"},
		{"报价\n客户名称|报价日期|报价金额\nACME|2026-01-02|100", "", "quotations are no orders"},
		{"供应商\n供应商编号|公司名称|国家\n1|X|中国", "", "suppliers"},
		{"Suppliers\nSupplierID|CompanyName|ContactName|Country\n1|X|Y|UK", "", "suppliers"},
		{"产品\nProductID|ProductName|UnitPrice\n1|Chai|18", "", "products"},
		{"员工\n工号|姓名|部门\n1|李雷|销售", "", "employees"},
		{"使用\n客户名称|样品编号\nACME|1\nACME|2\nBETA|3\nACME|4\nBETA|5", "", "samples"},
		{"登录\n客户名称|登录\nACME|1\nACME|2\nBETA|3\nACME|4\nBETA|5", "", "customers that come again and again are no list of customers"},
		{"dict\nTable|Field|Description\nx|account|Company name\nx|sector|Industry\nx|employees|Number of employees\nx|country|Country", "", "a data dictionary"},
	} {
		l, _ := one(t, Options{}, c.sheet)
		if got := understood(l); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.why, got, c.want)
		}
		if l.Kind == crm.NoTable && len(l.Notes) == 0 {
			t.Errorf("%s: nothing says why it is no table", c.why)
		}
	}
}

func TestHeaderRow(t *testing.T) {
	for _, c := range []struct {
		sheet string
		row   int
		want  string
		why   string
	}{
		{"S\n客户名称|国家\nACME|美国", 1, "customers 客户名称=customer_name 国家=country", "the first row"},
		{"S\n外贸客户跟进表\n\n制表：李雷|2026-01-02\n客户名称|国家|业务员\nACME|美国|李雷", 4, "customers 客户名称=customer_name 国家=country 业务员=owner", "title and remark above"},
		{"S\n客户信息||订单信息||\n客户名称|国家|下单日期|金额|币种\nACME|美国|2026-01-02|100|USD", 2, "orders 客户名称=customer_name 国家=country 下单日期=order_date 金额=amount 币种=currency", "groups above the fields"},
		{"S\n客户名称|国家|订单||\n||下单日期|金额|币种\nACME|美国|2026-01-02|100|USD", 2, "orders 客户名称=customer_name 国家=country 下单日期=order_date 金额=amount 币种=currency", "two rows that complete each other"},
		{"S\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n18\n19\n客户名称|国家\nACME|美国", 20, "customers 客户名称=customer_name 国家=country", "the twentieth row is the last"},
		{"S\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n18\n19\n20\n客户名称|国家\nACME|美国", 0, "", "the twenty-first is too far"},
		{"S\n客户名称|国家\n客户名称|国家\nACME|美国", 1, "customers 客户名称=customer_name 国家=country", "a header repeated"},
		{"S\n客户名称|国家|业务员\nACME|美国|李雷\n\n订单号|产品|数量|单价\nS1|泵|2|50", 4, "", "two tables on one sheet"},
	} {
		l, _ := one(t, Options{}, c.sheet)
		if l.Header != c.row || understood(l) != c.want {
			t.Errorf("%s: row %d, %s; want %d, %s", c.why, l.Header, understood(l), c.row, c.want)
		}
	}
}

func TestUnits(t *testing.T) {
	l, _ := one(t, Options{}, "S\n日期|客户|金额(万元)|单价（USD）|合同金额\n2026-01-02|ACME|100|5|1")
	amount, price := l.Column(crm.FieldAmount), l.Column(crm.FieldUnitPrice)
	if amount == nil || amount.Header != "合同金额" || !amount.Total {
		t.Errorf("合同金额 is the better name, and a total: %+v", amount)
	}
	if price == nil || price.Currency != "USD" || !price.Factor.Equal(money.FromInt(1)) {
		t.Errorf("a unit price in dollars: %+v", price)
	}
	l, _ = one(t, Options{}, "S\n日期|客户|金额(万元)\n2026-01-02|ACME|100")
	if amount := l.Column(crm.FieldAmount); !amount.Factor.Equal(money.FromInt(10000)) || amount.Currency != "¥" || amount.Total {
		t.Errorf("万元 is 10000 and the sign: %+v", amount)
	}
	l, _ = one(t, Options{}, "S\nOrder No|Customer|Order Date|Amount|Amount (Converted)|Amount (Converted) Currency\n1|ACME|2026-01-02|100|92|EUR")
	if l.Converted != 4 || l.Columns[4].Currency != "EUR" {
		t.Errorf("the converted amounts are in the euros of the column beside: %d, %+v", l.Converted, l.Columns)
	}
	set := &rules.Set{Money: rules.Money{Base: "CNY"}}
	l, _ = one(t, Options{Rules: set}, "S\n订单号|客户|订单日期|订单金额|订单金额（美元）|订单金额（RMB）\n1|ACME|2026-01-02|100|92|700")
	if l.Converted != 5 || l.Columns[5].Currency != "CNY" || l.Columns[4].Field != "" {
		t.Errorf("the base currency's column is the conversion: %d, %s", l.Converted, understood(l))
	}
}

func TestMissing(t *testing.T) {
	for _, c := range []struct {
		sheet, code string
		severity    diag.Severity
		field, hint string
		why         string
	}{
		{"S\n订单号|客户名称|订单日期|订单金颔\n1|ACME|2026-01-02|100", "H01", diag.Error, "amount", "[订单金颔]", "a slip of the pen"},
		{"S\nOrder No|Customer|Order Date|Amout\n1|ACME|2026-01-02|100", "H01", diag.Error, "amount", "[Amout]", "a slip of the pen"},
		{"S\n客户id|订单日期|订单ID|产品|数量\n1|2026-01-02|1|泵|2", "H01", diag.Error, "amount", "[your header]", "quantity without a price, and nothing else in the file"},
		{"S\n销售日期|销售信息|销售额\n2026-01-02|x|5", "H01", diag.Error, "customer_name", "[your header]", "no customer"},
		{"S\n订单号|客户名称|订单金额\n1|ACME|100", "H01", diag.Error, "order_date", "[your header]", "no date"},
		{"S\n客户名称|客户名称|国家\nACME|BETA|美国", "H02", diag.Error, "customer_name", "rename", "two names that differ"},
		{"S\n客户名称|客户名称|国家\nACME|ACME|美国", "H02", diag.Warning, "customer_name", "", "two names that agree"},
		{"S\n客户名称|国家|国家\nACME|美国|德国", "H02", diag.Warning, "country", "", "not needed"},
	} {
		_, problems := one(t, Options{}, c.sheet)
		if len(problems) != 1 {
			t.Errorf("%s: %d problems, want one: %+v", c.why, len(problems), problems)
			continue
		}
		p := problems[0]
		if p.Code != c.code || p.Severity != c.severity || p.Field != c.field || !strings.Contains(p.Hint.EN, c.hint) || p.Pos.Row != 1 {
			t.Errorf("%s: %s %s %s at %s, hint %s", c.why, p.Severity, p.Code, p.Field, p.Pos, p.Hint.EN)
		}
	}
}

func TestNamed(t *testing.T) {
	set := &rules.Set{Columns: []rules.ColumnRule{
		{Table: crm.Orders, Field: crm.FieldOrderDate, Headers: []rules.String{{Value: "出运日"}}},
		{Table: crm.Orders, Field: crm.FieldAmount, Headers: []rules.String{{Value: "成交(USD)"}}, Currency: "EUR"},
	}}
	orders := map[string]crm.TableKind{"a.xlsx": crm.Orders}
	for _, c := range []struct {
		sheet    string
		o        Options
		want     string
		problems int
		why      string
	}{
		{"S\n客户|出运日|成交(USD)|金额|日期\nACME|2026-01-02|5|6|2020-01-01", Options{Rules: set}, "orders 客户=customer_name 出运日=order_date 成交(USD)=amount", 0, "rules.yaml's headers win"},
		{"S\n客户|日期|内容|金额\nACME|2026-01-02|x|5", Options{Named: map[string]crm.TableKind{"a.xlsx#S": crm.Activities}}, "activities 客户=customer_name 日期=activity_date 内容=summary", 0, "a flag names the sheet"},
		{"S\n客户|日期|内容|金额\nACME|2026-01-02|x|5", Options{Named: orders}, "orders 客户=customer_name 日期=order_date 金额=amount", 0, "a flag names the book"},
		{"S\n客户|内容\nACME|x", Options{Named: orders}, "", 1, "named as what it cannot be"},
		{"S\nfoo|bar\n1|2", Options{Named: orders}, "", 1, "named, and no header"},
		{"S\n客户名称|国家|业务员\nACME|美国|李雷\n\n订单号|客户|订单日期|金额\nS1|ACME|2026-01-02|50", Options{Named: orders}, "", 1, "named, and two tables on it"},
		{"S\n客户名称|国家|业务员\nACME|美国|李雷\n\n订单号|客户|订单日期|金额\nS1|ACME|2026-01-02|50", Options{}, "", 1, "all of its file, and two tables on it"},
		{"S\n客户|日期|金额\nACME|2026-01-02|5", Options{Only: map[string]bool{"a.xlsx": true}}, "", 0, "another sheet was named"},
	} {
		l, problems := one(t, c.o, c.sheet)
		if got := understood(l); got != c.want || len(problems) != c.problems {
			t.Errorf("%s: %s, %d problems %+v; want %s, %d", c.why, got, len(problems), problems, c.want, c.problems)
		}
		for _, p := range problems {
			if p.Severity != diag.Error {
				t.Errorf("%s: %s is no error", c.why, p.Code)
			}
		}
	}
	l, _ := one(t, Options{Rules: set}, "S\n客户|出运日|成交(USD)\nACME|2026-01-02|5")
	if c := l.Column(crm.FieldAmount); c.Currency != "EUR" {
		t.Errorf("rules.yaml names the currency %s", c.Currency)
	}
}

func TestAmongSheets(t *testing.T) {
	customers := "客户\n客户编号|客户名称|国家|客户等级\n1|ACME|美国|A"
	orders := "订单\n订单号|客户编号|订单日期\n1|1|2026-01-02"
	for _, c := range []struct {
		sheets []string
		want   string
		why    string
	}{
		{[]string{customers, orders}, "customers -", "orders without an amount are none"},
		{[]string{customers, orders, "明细\n订单号|数量|单价\n1|2|50"}, "customers orders order_lines", "their lines have it"},
		{[]string{customers, orders, "明细\n订单编号|数量|单价\n1|2|50"}, "customers orders order_lines", "their lines name the number otherwise and have it"},
		{[]string{customers, orders, "明细\n订单编号|数量|单价\n7|2|50"}, "customers - order_lines", "the lines are of other orders"},
		{[]string{"李雷\n客户名称|国家\nACME|美国", "韩梅\n客户名称|国家\nBETA|德国"}, "customers customers", "one sheet per salesperson"},
		{[]string{customers, "公司\n公司名称|国家\nX|中国"}, "customers -", "companies of some sort beside the customers"},
		{[]string{customers, "联系人\n联系人编号|联系人姓名|公司名称|邮箱\n1|Bob|ACME|a@b.c"}, "customers -", "contact persons beside the customers"},
		{[]string{"联系人\n联系人编号|联系人姓名|公司名称|邮箱\n1|Bob|ACME|a@b.c"}, "customers", "contact persons alone"},
		{[]string{"Log\n日期|客户|内容\n2026-01-02|ACME|x", "View\n日期|客户|内容\n=2026-01-02|=ACME|=x"}, "activities -", "a view of the log"},
		{[]string{"三月\n日期|客户|金额\n2026-03-02|ACME|5", "四月\n日期|客户|金额\n2026-04-02|=ACME|6"}, "orders orders", "a looked-up name is no view"},
	} {
		layouts, _ := Books([]table.Book{book("a.xlsx", c.sheets...)}, Options{AsOf: asOf})
		var got []string
		for _, l := range layouts {
			got = append(got, strings.ReplaceAll("-"+l.Kind.String(), "-", "")+map[bool]string{true: "-"}[l.Kind == crm.NoTable])
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: %s, want %s", c.why, s, c.want)
		}
	}
}

func TestOwnOutput(t *testing.T) {
	b := book("a.xlsx", "客户\n客户名称|国家|客户等级|最近下单日期\nACME|美国|A|2026-01-02", "Summary\n客户名称|国家\nACME|美国")
	b.marks = map[string]string{"crm.version": "1", "crm.header.1": "客户等级", "crm.header.2": "最近下单日期", "crm.sheet.1": "Summary"}
	layouts, _ := Books([]table.Book{b}, Options{AsOf: asOf})
	if got := understood(layouts[0]); got != "customers 客户名称=customer_name 国家=country" {
		t.Errorf("our columns were read as input: %s", got)
	}
	if layouts[1].Kind != crm.NoTable {
		t.Errorf("our sheet was read as input: %s", understood(layouts[1]))
	}
}
