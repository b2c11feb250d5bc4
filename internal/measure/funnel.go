package measure

import (
	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/value"
)

func funnelMeasures() []measure {
	return grouped("funnel", append(stageMeasures(), []measure{
		{name: "days_in_stage", kind: value.Days, daily: true, column: daysInStage, missing: withoutOpportunities,
			title: lang.T("Days in stage", "当前阶段停留天数"),
			doc: lang.T("Days since the customer's newest open opportunity reached its stage; without the date of that stage, since the last step with a date. Absent without an open opportunity.",
				"最新一条进行中商机进入当前阶段至截止日的天数；没有该阶段日期时，从最近一个有日期的步骤算起。没有进行中的商机为缺失。")},
		{name: "days_in_funnel", kind: value.Days, daily: true, column: daysInFunnel, missing: withoutFunnelStart,
			title: lang.T("Days in funnel", "漏斗停留天数"),
			doc: lang.T("Days since the customer's oldest open opportunity was opened. Without an open one, for a customer who never bought: days since created. Else absent.",
				"最早一条进行中商机的开始日至截止日的天数。没有进行中的商机且从未采购的客户，从建档日算起；其余为缺失。")},
		{name: "inquiries", kind: value.Number, column: inquiries, missing: withoutOpportunities,
			title: lang.T("Inquiries", "询盘数"),
			doc:   lang.T("Opportunities opened in the window, however they ended.", "统计期内新开的商机数，不论结果。")},
		{name: "days_since_inquiry", kind: value.Days, daily: true, column: daysSinceInquiry, missing: withoutOpportunities,
			title: lang.T("Days since last inquiry", "距最近询盘天数"),
			doc:   lang.T("Days from the day the customer's newest opportunity was opened to the as-of date. Absent without one.", "最近一条商机的开始日距截止日的天数。没有商机为缺失。")},
		{name: "samples", kind: value.Number, column: samples, missing: withoutSamples,
			title: lang.T("Samples", "寄样数"),
			doc: lang.T("Opportunities whose sample was sent in the window; where that day is not known, the day the opportunity was opened counts.",
				"统计期内寄过样品的商机数；没有寄样日期时按商机开始日计。")},
		{name: "sample_pass_rate", kind: value.Share, column: samplePassRate, missing: withoutOpportunityColumn(crm.FieldSamplePassed),
			title: lang.T("Sample pass rate", "样品通过率"),
			doc: lang.T("Of the samples of the window those that passed, over passed and failed. Absent where none was judged yet.",
				"统计期内样品：通过数 ÷（通过数 + 未通过数）。都还没有结果时为缺失。")},
	}...))
}

// pipelineMeasures stand among the measures of money.
func pipelineMeasures() []measure {
	return grouped("money", []measure{
		{name: "pipeline", kind: value.Money, column: pipeline, missing: withoutOpportunityColumn(crm.FieldAmount),
			title: lang.T("Pipeline", "在谈金额"),
			doc: lang.T("Amounts of the customer's open opportunities, in the base currency; not weighted. 0 without an open one.",
				"进行中商机的金额合计（本位币），不加权。没有进行中的商机为 0。")},
	})
}

func withoutOpportunities(d *crm.Data) lang.Text {
	if d.Read(crm.Opportunities) {
		return lang.Text{}
	}
	return lang.T("an opportunities table with customer and inquiry date", "含客户和询盘日期的商机表")
}

// withoutOpportunityColumn is for what only one column of the opportunities tells.
func withoutOpportunityColumn(f crm.Field) func(*crm.Data) lang.Text {
	return func(d *crm.Data) lang.Text {
		switch {
		case !d.Read(crm.Opportunities):
			return withoutOpportunities(d)
		case d.Has(crm.Opportunities, f):
			return lang.Text{}
		}
		return lang.F("a column %q in the opportunities table", "商机表的“%s”列", columnTitle(f))
	}
}

func withoutSamples(d *crm.Data) lang.Text {
	for _, f := range []crm.Field{crm.FieldSamplePassed, crm.FieldStage} {
		if d.Has(crm.Opportunities, f) {
			return lang.Text{}
		}
	}
	return withoutOpportunityColumn(crm.FieldReachedSample)(d)
}

func withoutFunnelStart(d *crm.Data) lang.Text {
	created := columnOf(crm.FieldCreated)
	switch {
	case d.Read(crm.Opportunities):
		return lang.Text{}
	case d.Has(crm.Customers, crm.FieldCreated):
		return withoutOrdersOr(crm.FieldOwnOrders)(d)
	}
	return lang.F("%s, or %s", "%s，或%s", withoutOpportunities(d), created)
}

// inWindow reports whether a day lies in the window; one that is not known does not.
func (t *Table) inWindow(day civil.Date) bool { return day > t.from && day <= t.asOf && day != 0 }

// pipeline is the sum of the open opportunities' amounts, each currency converted
// once; what no rate converts is in no sum, and was warned of.
func pipeline(t *Table) []value.Value {
	column := t.absent()
	if !t.data.Has(crm.Opportunities, crm.FieldAmount) {
		return column
	}
	var sums []crm.Opportunity // of one customer, by currency
	all := t.data.Opportunities
	for i := range column {
		sums = sums[:0]
		for ; len(all) > 0 && int(all[0].Customer) == i; all = all[1:] {
			if all[0].OpenAt(t.asOf) {
				sums = addAmount(sums, &all[0])
			}
		}
		var total money.Decimal
		for j := range sums {
			if d, ok := sums[j].InBase(&t.data.Conversion); ok {
				total = total.Add(d)
			}
		}
		column[i] = value.Num(value.Money, total)
	}
	return column
}

func addAmount(sums []crm.Opportunity, o *crm.Opportunity) []crm.Opportunity {
	for i := range sums {
		if sums[i].Currency == o.Currency {
			sums[i].Amount, sums[i].Base = sums[i].Amount.Add(o.Amount), sums[i].Base.Add(o.Base)
			return sums
		}
	}
	return append(sums, *o)
}

// daysInStage is as-of − the day the newest open opportunity reached its stage.
func daysInStage(t *Table) []value.Value {
	newest := make([]*crm.Opportunity, len(t.data.Customers))
	for i := range t.data.Opportunities {
		o := &t.data.Opportunities[i]
		if n := newest[o.Customer]; o.OpenAt(t.asOf) && (n == nil || o.Opened >= n.Opened) {
			newest[o.Customer] = o
		}
	}
	column := t.absent()
	for i, o := range newest {
		if o == nil {
			continue
		}
		if day := stageDay(o, t.asOf); day != 0 {
			column[i] = value.Int(value.Days, t.asOf.Since(day))
		}
	}
	return column
}

// stageDay is the day an opportunity reached the stage it is in, else the latest
// step that it had reached by a day; 0 where no day is known.
func stageDay(o *crm.Opportunity, asOf civil.Date) civil.Date {
	if s, ok := crm.StepOf(o.Stage); ok && o.Reached[s] != 0 && o.Reached[s] <= asOf {
		return o.Reached[s]
	}
	latest := o.Opened
	for _, day := range o.Reached {
		if day <= asOf {
			latest = max(latest, day)
		}
	}
	return latest
}

// daysInFunnel is as-of − the day the oldest open opportunity was opened, else,
// of who never bought, − the day the customer was created.
func daysInFunnel(t *Table) []value.Value {
	since := make([]civil.Date, len(t.data.Customers))
	for i := range t.data.Opportunities {
		o := &t.data.Opportunities[i]
		if first := &since[o.Customer]; o.Opened != 0 && o.OpenAt(t.asOf) && (*first == 0 || o.Opened < *first) {
			*first = o.Opened
		}
	}
	bought := t.Column("lifetime_orders")
	column := t.absent()
	for i, day := range since {
		if created := t.data.Customers[i].Created; day == 0 && created <= t.asOf && bought[i].Present() && bought[i].Decimal().IsZero() {
			day = created
		}
		if day != 0 {
			column[i] = value.Int(value.Days, t.asOf.Since(day))
		}
	}
	return column
}

// countOpportunities is how many of a customer's opportunities are so; absent
// where no table of them was read.
func (t *Table) countOpportunities(so func(*crm.Opportunity) bool) []value.Value {
	column := t.absent()
	if !t.data.Read(crm.Opportunities) {
		return column
	}
	counts := make([]int, len(column))
	for i := range t.data.Opportunities {
		if o := &t.data.Opportunities[i]; so(o) {
			counts[o.Customer]++
		}
	}
	for i, n := range counts {
		column[i] = value.Int(value.Number, n)
	}
	return column
}

// inquiries is the number of opportunities opened in the window.
func inquiries(t *Table) []value.Value {
	return t.countOpportunities(func(o *crm.Opportunity) bool { return t.inWindow(o.Opened) })
}

// daysSinceInquiry is as-of − the day the newest opportunity was opened.
func daysSinceInquiry(t *Table) []value.Value {
	newest := make([]civil.Date, len(t.data.Customers))
	for i := range t.data.Opportunities {
		if o := &t.data.Opportunities[i]; o.Opened <= t.asOf {
			newest[o.Customer] = max(newest[o.Customer], o.Opened)
		}
	}
	column := t.absent()
	for i, day := range newest {
		if day != 0 {
			column[i] = value.Int(value.Days, t.asOf.Since(day))
		}
	}
	return column
}

// samples is the number of opportunities whose sample was sent in the window.
func samples(t *Table) []value.Value {
	if !withoutSamples(t.data).Empty() {
		return t.absent()
	}
	return t.countOpportunities(t.sampled)
}

// sampled reports whether a sample of an opportunity was sent in the window.
func (t *Table) sampled(o *crm.Opportunity) bool {
	return o.Opened <= t.asOf && t.inWindow(o.SampleDay())
}

// samplePassRate is the samples of the window that passed over those judged.
func samplePassRate(t *Table) []value.Value {
	judged := func(as ...crm.Passed) []int {
		counts := make([]int, len(t.data.Customers))
		for i := range t.data.Opportunities {
			o := &t.data.Opportunities[i]
			for _, p := range as {
				if o.Sample == p && t.sampled(o) {
					counts[o.Customer]++
				}
			}
		}
		return counts
	}
	passed, all := judged(crm.SamplePassed), judged(crm.SamplePassed, crm.SampleFailed)
	column := t.absent()
	for i, n := range all {
		if n > 0 {
			column[i] = value.Num(value.Share, money.FromInt(passed[i]).Div(money.FromInt(n), shareDigits))
		}
	}
	return column
}
