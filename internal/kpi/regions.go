package kpi

import (
	"cmp"
	"slices"

	"crm/internal/country"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/value"
)

// Area is one region or country.
type Area struct {
	ID        string // of the region, or the ISO code or name of the country; empty: not known
	Title     lang.Text
	Customers int           // all that are known
	Buyers    int           // with an order in the window
	Revenue   money.Decimal // of the window
	Before    money.Decimal // of the window before
	Share     value.Value   // Share of the revenue; absent where all together bring 0 or less
	// ShareBefore is the same in the window before; absent where orders do not reach
	// back to its start.
	ShareBefore value.Value
	// Change is the Share that the revenue grew by against the window before; absent
	// where that was 0 or less, and where orders do not reach back to its start.
	Change value.Value
}

// exactArea is revenue before rounding: what shares are of.
type exactArea struct{ now, before money.Decimal }

func (e *exactArea) add(now, before value.Value) {
	e.now, e.before = e.now.Add(now.Decimal()), e.before.Add(before.Decimal())
}

// areas is the customers by a measure that names where they are; nil where it says
// so of nobody, or there is no revenue to contribute.
func (t *taker) areas(measure string, title func(id string) lang.Text) []Area {
	if !t.ordersRead() {
		return nil
	}
	n := len(t.Data.Customers)
	place, orders := t.Now.column(measure, n), t.Now.column("orders", n)
	now, before := t.Now.column("revenue", n), t.Now.column("revenue_previous", n)
	exactly, exactlyBefore := t.Now.unrounded("revenue", n), t.Now.unrounded("revenue_previous", n)
	at, known := map[string]int{}, false
	var list []Area
	var sums []exactArea
	var total exactArea
	for i := range n {
		if !now[i].Present() {
			continue // no customer yet
		}
		id := place[i].Text()
		k, seen := at[id]
		if !seen {
			k = len(list)
			at[id] = k
			list, sums = append(list, Area{ID: id, Title: title(id)}), append(sums, exactArea{})
		}
		known = known || id != ""
		a := &list[k]
		a.Customers++
		if orders[i].Decimal().Sign() > 0 {
			a.Buyers++
		}
		a.Revenue, a.Before = a.Revenue.Add(now[i].Decimal()), a.Before.Add(before[i].Decimal())
		sums[k].add(exactly[i], exactlyBefore[i])
		total.add(exactly[i], exactlyBefore[i])
	}
	if !known {
		return nil
	}
	for i := range list {
		a, s := &list[i], &sums[i]
		a.Share = shareOf(s.now, total.now)
		if t.compares() {
			a.ShareBefore, a.Change = shareOf(s.before, total.before), shareOf(s.now.Sub(s.before), s.before)
		}
	}
	slices.SortFunc(list, func(a, b Area) int {
		return cmp.Or(b.Revenue.Cmp(a.Revenue), cmp.Compare(a.ID, b.ID))
	})
	return list
}

// regionTitle is what people call a region; none is that of countries in no region,
// and where the rules have no regions that of customers of whom none is known.
func (t *taker) regionTitle(id string) lang.Text {
	switch {
	case id == "core": // the one id that a rules file writes without being asked
		return lang.T(id, "核心市场")
	case id != "":
		return lang.Same(id)
	case t.Rules != nil && len(t.Rules.Regions) > 0:
		return lang.T("other", "其他")
	}
	return lang.T("not known", "未知")
}

func countryTitle(id string) lang.Text {
	if id == "" {
		return lang.T("not known", "未知")
	}
	return lang.T(country.Name(id, lang.EN), country.Name(id, lang.ZH))
}
