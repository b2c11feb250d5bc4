package kpi

import (
	"crm/internal/civil"
	"crm/internal/money"
)

// AreaDay is what the regions, or the countries, brought up to one day.
type AreaDay struct {
	On      civil.Date
	Revenue []money.Decimal // of the window that ends on that day; in the order of Result.Regions or Countries
}

// areaDays is the areas on the days that are known, oldest first, the last one is
// as-of; nil without areas.
func (t *taker) areaDays(measure string, areas []Area) []AreaDay {
	if areas == nil {
		return nil
	}
	at := make(map[string]int, len(areas))
	for i := range areas {
		at[areas[i].ID] = i
	}
	var days []AreaDay
	for i := range t.Earlier {
		if t.Earlier[i].On < t.Now.On {
			days = append(days, t.areaDay(&t.Earlier[i], measure, at))
		}
	}
	return append(days, t.areaDay(&t.Now, measure, at))
}

// areaDay is one day. Where customers are is what it is now, as in Area.Before; one not
// known yet brings nothing.
func (t *taker) areaDay(s *State, measure string, at map[string]int) AreaDay {
	n := len(t.Data.Customers)
	d := AreaDay{On: s.On, Revenue: make([]money.Decimal, len(at))}
	place, revenue := t.Now.column(measure, n), s.column("revenue", n)
	for i := range n {
		if k, known := at[place[i].Text()]; known && revenue[i].Present() {
			d.Revenue[k] = d.Revenue[k].Add(revenue[i].Decimal())
		}
	}
	return d
}
