package kpi

import (
	"slices"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/value"
)

// turned is an indicator that counts customers of the window that ends on a day, and
// as a trend of the windows that end with the months. What customers turned to is told
// against the window before it: with back set, a window counts only where orders were
// read of that one too, or who came would seem new and nobody lost.
func (t *taker) turned(back bool, of func(after, on civil.Date) int) figure {
	if t.history.oldest == 0 {
		return figure{missing: ordersTable()}
	}
	told := func(after civil.Date) bool {
		if back {
			after = t.Window.Before(after)
		}
		return t.reaches(after)
	}
	f := figure{value: count(of(t.result.From, t.result.AsOf))}
	if told(t.result.Before) {
		f.before = count(of(t.result.Before, t.result.From))
	}
	for _, m := range t.result.Months {
		if from := t.Window.Before(m.To); told(from) {
			f.series = append(f.series, crm.Point{On: m.To, Value: count(of(from, m.To))})
		}
	}
	return f
}

// reaches reports whether orders were read of a window that begins after a day: of one
// that they begin in they tell too little to compare with.
func (t *taker) reaches(after civil.Date) bool { return t.covers(t.history.oldest, after) }

// covers reports whether what begins on a day covers a window that begins after
// another. A twelfth of the window may lack: nobody buys every day, and an export
// begins where somebody cut it.
func (t *taker) covers(oldest, after civil.Date) bool {
	return oldest != 0 && oldest <= after.AddDays(1+t.Window.DaysBefore(t.Now.On)/12)
}

// compares reports whether orders were read of the window before.
func (t *taker) compares() bool { return t.reaches(t.result.Before) }

func (t *taker) active() figure {
	f := t.turned(false, func(_, on civil.Date) int { return t.turns.active(on) })
	known := 0
	for _, v := range t.Now.column("revenue", len(t.Data.Customers)) {
		if v.Present() {
			known++
		}
	}
	if f.value.Present() {
		f.counted = lang.N(known, "of %d customer", "of %d customers", "客户共 %d 个")
	}
	return f
}

func (t *taker) begun() figure {
	return t.turned(true, func(after, on civil.Date) int { return within(t.turns.begun, after, on) })
}

func (t *taker) back() figure {
	return t.turned(true, func(after, on civil.Date) int { return within(t.turns.back, after, on) })
}

func (t *taker) lost() figure {
	return t.turned(true, func(after, on civil.Date) int { return within(t.turns.lost, after, on) })
}

func (t *taker) returning() figure {
	return t.turned(true, func(after, on civil.Date) int {
		return t.turns.active(on) - within(t.turns.begun, after, on) - within(t.turns.back, after, on)
	})
}

// revenue is the revenue of the window.
func (t *taker) revenue() figure {
	if !t.ordersRead() {
		return figure{missing: ordersTable()}
	}
	total := func(measure string) value.Value {
		var sum money.Decimal
		for _, v := range t.Now.column(measure, len(t.Data.Customers)) {
			sum = sum.Add(v.Decimal())
		}
		return value.Num(value.Money, sum)
	}
	f := figure{value: total("revenue")}
	if t.compares() {
		f.before = total("revenue_previous")
	}
	for _, d := range t.result.ClassDays {
		if !t.reaches(t.Window.Before(d.On)) {
			continue
		}
		var sum money.Decimal
		for _, c := range d.Classes {
			sum = sum.Add(c.Revenue)
		}
		f.series = append(f.series, crm.Point{On: d.On, Value: value.Num(value.Money, sum)})
	}
	return f
}

// contribution is the indicator of regions: of countries where fewer than two
// regions have a name, which says nothing of one against another.
func (t *taker) contribution() figure {
	areas := t.result.Regions
	if named := slices.DeleteFunc(slices.Clone(areas), func(a Area) bool { return a.ID == "" }); len(named) < 2 && t.result.Countries != nil {
		areas = t.result.Countries
	}
	switch {
	case !t.ordersRead():
		return figure{missing: ordersTable()}
	case areas == nil:
		return figure{missing: lang.T("a column of countries or regions in the customers table", "客户表的国家或区域列")}
	case !areas[0].Share.Present():
		return figure{missing: lang.F("orders from %s to %s", "%s 至 %s 的订单", t.result.From+1, t.result.AsOf)}
	}
	f := figure{value: areas[0].Share, before: areas[0].ShareBefore}
	f.counted = lang.N(areas[0].Customers, "%[2]s, with %[1]d customer", "%[2]s, with %[1]d customers", "%[2]s，%[1]d 个客户", areas[0].Title)
	for _, a := range areas {
		f.parts = append(f.parts, crm.Part{ID: a.ID, Title: a.Title, Value: a.Share, Before: a.ShareBefore, Customers: a.Customers})
	}
	return f
}

// concentrated is an indicator of concentration.
func (t *taker) concentrated(of func(*Concentration) value.Value, counted func(*Concentration) lang.Text) figure {
	c := &t.result.Concentration
	if c.Customers == 0 {
		if !t.ordersRead() {
			return figure{missing: ordersTable()}
		}
		return figure{missing: lang.F("orders from %s to %s", "%s 至 %s 的订单", t.result.From+1, t.result.AsOf)}
	}
	return figure{value: of(c), before: of(&t.concentrationBefore), counted: counted(c)}
}

func (t *taker) few() figure {
	return t.concentrated(func(c *Concentration) value.Value { return c.FewShare }, func(c *Concentration) lang.Text {
		return lang.F("%d of %d customers", "%[2]d 个客户中的 %[1]d 个", c.Few, c.Customers)
	})
}

func (t *taker) top1() figure {
	return t.concentrated(func(c *Concentration) value.Value { return c.Top1 }, ofCustomers)
}

func (t *taker) top5() figure {
	return t.concentrated(func(c *Concentration) value.Value { return c.Top5 }, ofCustomers)
}

func (t *taker) gini() figure {
	return t.concentrated(func(c *Concentration) value.Value { return c.Gini }, ofCustomers)
}

func ofCustomers(c *Concentration) lang.Text {
	return lang.N(c.Customers, "of %d customer with revenue", "of %d customers with revenue", "有收入的客户 %d 个")
}
