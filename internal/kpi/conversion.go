package kpi

import (
	"slices"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/value"
)

// opportunities is what goes through the funnel. Where no opportunities were read it
// is the customers of whom a step is known: created is when they came into it, and
// with the first order they are won.
func (t *taker) opportunities() []crm.Opportunity {
	if len(t.Data.Opportunities) > 0 || !t.Data.Has(crm.Customers, crm.FieldStage) {
		return t.Data.Opportunities
	}
	if t.prospects == nil {
		first := t.Now.column("first_order", len(t.Data.Customers))
		for i := range t.Data.Customers {
			c := &t.Data.Customers[i]
			o := crm.Opportunity{Customer: int32(i), Opened: c.Created, Stage: c.Stage, Owner: c.Owner, Closed: first[i].Date()}
			step, known := crm.StepOf(c.Stage)
			if o.Closed != 0 || step == crm.Ordered && known {
				o.Result = crm.Won
			}
			if known || o.Result == crm.Won {
				t.prospects = append(t.prospects, o)
			}
		}
	}
	return t.prospects
}

// conversion is the indicator of the funnel.
func (t *taker) conversion() figure {
	f := &t.result.Funnel
	switch {
	case f.Opened == 0 && (len(f.Steps) == 0 || f.Of == crm.Customers):
		return figure{missing: lang.T("an opportunities table with customer, opened and result, or customers with stage and created", "含客户、创建日期、结果的商机表，或客户表的阶段、创建日期列")}
	case f.Opened == 0:
		return figure{missing: lang.F("an opportunity opened from %s to %s", "%s 至 %s 新开的商机", t.result.From+1, t.result.AsOf)}
	}
	last := len(f.Steps) - 1
	k := figure{value: share(f.Steps[last].Reached, f.Opened)}
	if list := t.opportunities(); !slices.ContainsFunc(list, wonSometime) {
		oldest := earliest(list, begun)
		if t.covers(oldest, t.result.Before) {
			k.before = t.converted(t.result.Before, t.result.From)
		}
		k.series = t.trend(oldest, t.converted)
	}
	k.counted = lang.F("%d of %d opened in the window%s", "统计期内新开 %[2]d 个，成交 %[1]d 个%[3]s", f.Steps[last].Reached, f.Opened, f.sticking())
	for i := range f.Steps[:last] {
		s := &f.Steps[i]
		k.parts = append(k.parts, crm.Part{
			ID: s.Step.String(), Title: lang.F("%s to %s", "%s→%s", s.Title, f.Steps[i+1].Title), Value: s.Next, Customers: s.Reached,
		})
	}
	return k
}

// sticking says where the funnel sticks, and for how long.
func (f *Funnel) sticking() lang.Text {
	if f.Sticks < 0 {
		return lang.Text{}
	}
	s, next := &f.Steps[f.Sticks], &f.Steps[f.Sticks+1]
	text := lang.F("; sticks between %s and %s", "；卡在%s→%s", s.Title, next.Title)
	if s.Here > 0 {
		text = lang.F("%s, where %d stand now", "%s，目前停留 %d 个", text, s.Here)
	}
	if s.Waiting.Customers > 0 {
		text = lang.F("%s, half of them for %s days or more", "%s，停留天数中位数 %s 天", text, s.Waiting.Median.Decimal())
	}
	return text
}

// wonSometime reports whether an opportunity was won on a day that nobody knows: of
// earlier days it cannot be told what had been won by then.
func wonSometime(o crm.Opportunity) bool { return o.Result == crm.Won && dayOf(&o, crm.Ordered) == 0 }

// converted is the share of the opportunities opened after a day, up to and including
// another, that came to an order by then.
func (t *taker) converted(after, on civil.Date) value.Value {
	opened, won := 0, 0
	list := t.opportunities()
	for i := range list {
		if day := begun(&list[i]); day <= after || day > on {
			continue
		}
		opened++
		if reached(&list[i], on) == crm.Ordered {
			won++
		}
	}
	return share(won, opened)
}
