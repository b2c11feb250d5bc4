package check

import (
	"math/bits"
	"slices"

	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/rules"
	"crm/internal/value"
)

// Field is a column that matters: one that follow-up, lists and the rules in use
// go by.
type Field struct {
	Name  string // canonical, or the header of a column of the table's own
	Title lang.Text
	has   func(customer int) bool
	asked func(customer int) bool // nil: of everybody
}

// mostMissing is how many of the customers may lack a field, in per cent, before it
// counts as one that the team does not keep.
const mostMissing = 30

// missing looks for the fields that matter and are empty.
func (d *doctor) missing() {
	d.chooseFields()
	customers := d.Data.Customers
	d.result.Filled = make([]Filled, len(customers))
	for at := range d.result.Fields {
		f := &d.result.Fields[at]
		b := batch{most: mostMissing}
		for i := range customers {
			if gone(&customers[i]) || f.asked != nil && !f.asked(i) || !d.offers(i, f) {
				continue
			}
			b.asked++
			d.result.Filled[i].Asked |= 1 << at
			if f.has(i) {
				d.result.Filled[i].Has |= 1 << at
				continue
			}
			b.found = append(b.found, d.lacks(i, f))
		}
		b.whole = Finding{
			Message: lang.F("%s is empty for %d of %d customers", "%s 有 %d 个客户为空（共 %d 个）", f.Title, len(b.found), b.asked),
			Do:      lang.T("fill the column, or leave it out of the rules", "请补全这一列，或不要在规则中使用"), Severity: Hint,
		}
		d.add(b)
	}
	d.clockless()
}

// offers reports whether the customer's own table has a column for the field: of
// two tables only one may.
func (d *doctor) offers(customer int, f *Field) bool {
	if f.Name == contactField {
		return d.at(customer, crm.FieldEmail).Col+d.at(customer, crm.FieldPhone).Col > 0
	}
	return d.at(customer, crm.Field(f.Name)).Col+d.atHeader(customer, f.Name).Col > 0
}

func (d *doctor) lacks(customer int, f *Field) Finding {
	severity := Doubtful
	if f.Name == string(crm.FieldStage) || f.Name == string(crm.FieldIntent) {
		severity = Hint
	}
	at := d.at(customer, crm.Field(f.Name))
	if at.Col == 0 {
		at = d.atHeader(customer, f.Name)
	}
	return Finding{
		Code: "Q01", Kind: Missing, Severity: severity, Customer: customer, Other: none, Pos: at, Field: f.Name,
		Message: lang.F("%s is empty", "缺少%s", f.Title), Expected: lang.F("a value: %s", "应填写：%s", f.wanted()), Do: lang.T("fill it in", "请补上"),
	}
}

// wanted is what the field is for.
func (f *Field) wanted() lang.Text {
	switch crm.Field(f.Name) {
	case crm.FieldCountry:
		return lang.T("market and region go by it", "市场、区域按它划分")
	case crm.FieldOwner:
		return lang.T("somebody has to keep the customer", "客户要有人跟进")
	case contactField:
		return lang.T("an e-mail address or a phone number", "邮箱或电话至少一个")
	case crm.FieldStage, crm.FieldIntent:
		return lang.T("how far the prospect is", "未成交客户的进展")
	case crm.FieldCustomerName:
		return lang.T("the company's name", "公司名称")
	}
	return lang.T("the rules go by it", "分级规则要用到")
}

// contactField is a way to reach the customer: e-mail or phone.
const contactField = "contact"

// chooseFields lists the fields that matter and that the tables have: those that
// every team needs, and those that the team's own rules ask for. A column that
// is not there at all is for the rules' own messages.
func (d *doctor) chooseFields() {
	c := func(i int) *crm.Customer { return &d.Data.Customers[i] }
	kept := func(i int) bool { return !c(i).InPool }
	prospect := func(i int) bool { return !d.buys(i) && c(i).OwnLastOrder == 0 }
	text := func(of func(*crm.Customer) string) func(int) bool { return func(i int) bool { return of(c(i)) != "" } }
	core := []struct {
		field crm.Field
		Field
	}{
		{crm.FieldCustomerName, Field{Title: lang.T("customer name", "客户名称"), has: text(func(c *crm.Customer) string { return c.Name })}},
		{crm.FieldCountry, Field{Title: lang.T("country", "国家"), has: text(func(c *crm.Customer) string { return c.Country })}},
		{crm.FieldOwner, Field{Title: lang.T("owner", "负责人"), has: text(func(c *crm.Customer) string { return c.Owner }), asked: kept}},
		{crm.FieldStage, Field{Title: lang.T("stage", "客户阶段"), has: text(func(c *crm.Customer) string { return c.Stage }), asked: prospect}},
	}
	for _, f := range core {
		if d.has(f.field) {
			f.Name = string(f.field)
			d.result.Fields = append(d.result.Fields, f.Field)
		}
	}
	if d.has(crm.FieldEmail) || d.has(crm.FieldPhone) {
		d.result.Fields = append(d.result.Fields, Field{
			Name: contactField, Title: lang.T("e-mail or phone", "邮箱或电话"),
			has: func(i int) bool { return c(i).Email != "" || c(i).Phone != "" },
		})
	}
	if !d.Rules.Default {
		d.fieldsOfRules(prospect)
	}
}

// mostFields is how many fields Filled has bits for.
const mostFields = 64

// fieldsOfRules adds what the conditions of the team's own rules read from the
// customers table.
func (d *doctor) fieldsOfRules(prospect func(int) bool) {
	for _, s := range d.Rules.Slots {
		var f Field
		switch s.Kind {
		case rules.MeasureSlot, rules.FieldSlot:
			f = d.fieldOf(s.Name, prospect)
		case rules.HeaderSlot:
			f = d.headerField(s.Name)
		}
		known := slices.ContainsFunc(d.result.Fields, func(g Field) bool { return g.Name == f.Name })
		if f.has != nil && !known && len(d.result.Fields) < mostFields {
			d.result.Fields = append(d.result.Fields, f)
		}
	}
}

// fieldOf is the column that a measure of the customers table comes from; none
// for a measure that comes from elsewhere.
func (d *doctor) fieldOf(name string, prospect func(int) bool) Field {
	c := func(i int) *crm.Customer { return &d.Data.Customers[i] }
	known := map[string]Field{
		"intent":           {Title: lang.T("intent", "采购意向"), has: func(i int) bool { return c(i).Intent != "" }, asked: prospect},
		"product_fit":      {Title: lang.T("product fit", "产品匹配"), has: func(i int) bool { return c(i).ProductFit != "" }, asked: prospect},
		"industry":         {Title: lang.T("industry", "行业"), has: func(i int) bool { return c(i).Industry != "" }},
		"status":           {Title: lang.T("status", "状态"), has: func(i int) bool { return c(i).Status != "" }},
		"group":            {Title: lang.T("group", "分组"), has: func(i int) bool { return c(i).Group != "" }},
		"channel":          {Title: lang.T("channel", "渠道"), has: func(i int) bool { return c(i).Channel != "" }},
		"employees":        {Title: lang.T("employees", "员工人数"), has: func(i int) bool { return c(i).Employees.Present() }},
		"annual_turnover":  {Title: lang.T("annual turnover", "年营业额"), has: func(i int) bool { return c(i).AnnualTurnover.Present() }},
		"star":             {Title: lang.T("star", "星级"), has: func(i int) bool { return c(i).Star.Present() }},
		"market_potential": {Title: lang.T("market potential", "市场潜力"), has: func(i int) bool { return c(i).MarketPotential.Present() }},
	}
	if f, ok := known[name]; ok && d.has(crm.Field(name)) {
		f.Name = name
		return f
	}
	switch {
	case name == "budget_share" && d.has(crm.FieldPurchasingBudget):
		return Field{Name: string(crm.FieldPurchasingBudget), Title: lang.T("purchasing budget", "年采购预算"), has: func(i int) bool { return c(i).PurchasingBudget.Present() }}
	case name == "has_email" && d.has(crm.FieldEmail):
		return Field{Name: string(crm.FieldEmail), Title: lang.T("e-mail", "邮箱"), has: func(i int) bool { return c(i).Email != "" }, asked: prospect}
	}
	return Field{}
}

// headerField is a column of the table's own that column("…") names.
func (d *doctor) headerField(header string) Field {
	at := slices.IndexFunc(d.Data.ExtraColumns, func(c crm.ExtraColumn) bool { return c.Header == header })
	if at < 0 {
		return Field{}
	}
	return Field{Name: header, Title: lang.Same(header), has: func(i int) bool { return d.extra(i, at).Present() }}
}

// extra is a customer's value in a column of the table's own.
func (d *doctor) extra(customer, column int) value.Value {
	if e := d.Data.Customers[customer].Extra; column < len(e) {
		return e[column]
	}
	return value.Value{}
}

// clockless looks for customers whose follow-up has no date to run from: they
// would never be due.
func (d *doctor) clockless() {
	if !d.has(crm.FieldCreated) && !d.has(crm.FieldAssigned) && !d.has(crm.FieldLastContact) {
		return
	}
	spoken := make([]bool, len(d.Data.Customers))
	for i := range d.Data.Activities {
		spoken[d.Data.Activities[i].Customer] = true
	}
	b := batch{most: mostMissing}
	for i := range d.Data.Customers {
		c := &d.Data.Customers[i]
		if gone(c) || c.InPool {
			continue
		}
		b.asked++
		if c.Created != 0 || c.Assigned != 0 || c.LastContact != 0 || spoken[i] {
			continue
		}
		at := d.at(i, crm.FieldCreated)
		b.found = append(b.found, Finding{
			Code: "Q02", Kind: Missing, Severity: Doubtful, Customer: i, Other: none, Pos: at, Field: string(crm.FieldCreated),
			Message:  lang.T("no date that follow-up could run from", "没有可供跟进起算的日期"),
			Expected: lang.T("a day of creation, assignment or contact", "建档、分配或联系日期至少一个"),
			Do:       lang.T("enter the day it was created or assigned, or log a contact", "请补建档或分配日期，或记一次联系"),
		})
	}
	b.whole = Finding{
		Message:  lang.F("%d of %d customers have no date that follow-up could run from", "%[2]d 个客户中有 %[1]d 个没有可供跟进起算的日期", len(b.found), b.asked),
		Do:       lang.T("enter the day they were created or assigned", "请补建档或分配日期"),
		Severity: Hint,
	}
	d.add(b)
}

// Share is how many of the fields asked of a customer are filled.
func (f Filled) Share() (has, asked int) {
	return bits.OnesCount64(f.Has), bits.OnesCount64(f.Asked)
}
