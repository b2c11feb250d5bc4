package kpi

import (
	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/value"
)

// kept is customers who bought in a window, and who of them bought in the next.
type kept struct{ had, stayed int }

func (k kept) share() value.Value { return share(k.stayed, k.had) }

// retention is the customers of two windows that end on a day: all, and by the
// class that they had at the end of the first; classes is nil where that is not known.
func (t *taker) retention(on civil.Date) (all kept, classes []kept) {
	middle := t.Window.Before(on)
	first := t.Window.Before(middle)
	s := t.at(middle)
	if s != nil && s.classed() && t.result.Classes != nil {
		classes = make([]kept, len(t.result.Classes))
	}
	for i := range t.Data.Customers {
		if !t.history.bought(i, first, middle) {
			continue
		}
		stayed := 0
		if t.history.bought(i, middle, on) {
			stayed = 1
		}
		all.had, all.stayed = all.had+1, all.stayed+stayed
		if classes == nil {
			continue
		}
		if c := t.class(s, i); c >= 0 {
			classes[c].had, classes[c].stayed = classes[c].had+1, classes[c].stayed+stayed
		}
	}
	return all, classes
}

// retentions is retention on the days that can be told, oldest first; the last is as-of.
func (t *taker) retentions() []retained {
	var list []retained
	for i := range t.Earlier {
		on := t.Earlier[i].On
		if middle := t.Window.Before(on); on < t.Now.On && on > t.result.From && t.at(middle) != nil && t.reaches(t.Window.Before(middle)) {
			list = append(list, t.retainedOn(on))
		}
	}
	return append(list, t.retainedOn(t.Now.On))
}

// retained is retention on a day.
type retained struct {
	on      civil.Date
	all     kept
	classes []kept
}

func (t *taker) retainedOn(on civil.Date) retained {
	r := retained{on: on}
	r.all, r.classes = t.retention(on)
	return r
}

// retain fills what the indicators of retention are made of.
func (t *taker) retain() {
	if t.history.oldest == 0 {
		return
	}
	t.retained = t.retentions()
	if t.reaches(t.Window.Before(t.result.Before)) {
		t.retainedBefore = t.retainedOn(t.result.From)
	}
}

// retentionOfAll is the retention of all customers, and of each class.
func (t *taker) retentionOfAll() figure {
	f := t.retainedFigure(func(r *retained) kept { return r.all })
	if f.value.Present() {
		now := t.retained[len(t.retained)-1]
		for i, k := range now.classes {
			p := crm.Part{ID: t.result.Classes[i].ID, Title: t.result.Classes[i].Title, Value: k.share(), Customers: k.had}
			if t.retainedBefore.classes != nil {
				p.Before = t.retainedBefore.classes[i].share()
			}
			f.parts = append(f.parts, p)
		}
	}
	return f
}

// retentionOf is the retention of a class.
func (t *taker) retentionOf(class int) figure {
	f := t.retainedFigure(func(r *retained) kept {
		if r.classes == nil {
			return kept{}
		}
		return r.classes[class]
	})
	if !f.value.Present() && t.history.oldest != 0 && t.history.oldest <= t.result.From {
		f.missing = lang.F("a customer who was %s on %s and had bought in the window before it", "%[2]s 时属于 %[1]s 且上一期有下单的客户", t.result.Classes[class].Title, t.result.From)
	}
	return f
}

func (t *taker) retainedFigure(of func(*retained) kept) figure {
	if len(t.retained) == 0 {
		return figure{missing: ordersTable()}
	}
	k := of(&t.retained[len(t.retained)-1])
	f := figure{value: k.share(), before: of(&t.retainedBefore).share()}
	if !f.value.Present() {
		f.missing = t.withoutRetention()
		return f
	}
	f.counted = lang.N(k.had, "%[2]d of %[1]d customer", "%[2]d of %[1]d customers", "%d 个客户中的 %d 个", k.stayed)
	if !t.compares() {
		f.counted = lang.F("%s who bought from %s to %s", "%s（首期仅 %s 至 %s）", f.counted, t.history.oldest, t.result.From)
	}
	for i := range t.retained {
		if v := of(&t.retained[i]).share(); v.Present() {
			f.series = append(f.series, crm.Point{On: t.retained[i].on, Value: v})
		}
	}
	return f
}

func (t *taker) withoutRetention() lang.Text {
	if t.history.oldest > t.result.From {
		return lang.F("orders up to %s: they begin on %s", "%s 及以前的订单（现有订单始于 %s）", t.result.From, t.history.oldest)
	}
	return lang.F("a customer who bought from %s to %s", "%s 至 %s 有下单的客户", t.result.Before+1, t.result.From)
}
