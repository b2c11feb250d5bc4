package kpi

import (
	"slices"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/money"
)

// Month is one calendar month of orders. New, Returning and Recovered are the
// customers who bought in it, each counted once, by its first purchase of the month.
type Month struct {
	From, To  civil.Date // its first day and its last, or as-of in the month of as-of
	New       int        // bought for the first time
	Returning int        // bought before, and without a break of a window
	Recovered int        // bought again after a window without an order
	Lost      int        // completed a window without an order in this month
	Active    int        // with an order in the window that ends with To
	Orders    int        // purchases
	Revenue   money.Decimal
}

// mostMonths is how many months are told.
const mostMonths = 24

// turns is the days on which customers began, came back and were lost, ascending.
// Of one customer they alternate: begun, lost, back, lost, … so that who is active
// on a day is those begun and back up to it, less those lost.
type turns struct{ begun, back, lost []civil.Date }

func (t *turns) active(on civil.Date) int {
	return upTo(t.begun, on) + upTo(t.back, on) - upTo(t.lost, on)
}

// upTo is how many of ascending days are not after a day.
func upTo(days []civil.Date, on civil.Date) int {
	n, _ := slices.BinarySearch(days, on+1)
	return n
}

// within is how many of ascending days lie after a day, up to and including another.
func within(days []civil.Date, after, on civil.Date) int { return upTo(days, on) - upTo(days, after) }

// walker goes through the customers' purchases once, for all that is told by month
// and cohort.
type walker struct {
	*history
	asOf    civil.Date
	turns   turns
	months  []Month
	cohorts *cohorts
}

// walk fills the months and cohorts, and finds the turns.
func walk(h *history, asOf civil.Date) *walker {
	w := &walker{history: h, asOf: asOf}
	if h.oldest == 0 {
		return w
	}
	w.months = make([]Month, len(h.orders))
	w.cohorts = newCohorts(h)
	for customer := range len(h.start) - 1 {
		if days := h.of(customer); len(days) > 0 {
			w.customer(days)
		}
	}
	slices.Sort(w.turns.begun)
	slices.Sort(w.turns.back)
	slices.Sort(w.turns.lost)
	return w
}

// customer takes one customer's purchases.
func (w *walker) customer(days []civil.Date) {
	w.turns.begun = append(w.turns.begun, days[0])
	seen := w.monthOf[days[0]-w.oldest]
	w.months[seen].New++
	w.cohorts.add(days)
	for i := 1; i < len(days); i++ {
		if days[i] == days[i-1] {
			continue
		}
		end := w.end(days[i-1])
		back := days[i] > end
		if back {
			w.lose(end)
			w.turns.back = append(w.turns.back, days[i])
		}
		month := w.monthOf[days[i]-w.oldest]
		switch {
		case month == seen:
		case back:
			w.months[month].Recovered++
		default:
			w.months[month].Returning++
		}
		seen = month
	}
	if end := w.end(days[len(days)-1]); end <= w.asOf {
		w.lose(end)
	}
}

func (w *walker) lose(on civil.Date) {
	w.turns.lost = append(w.turns.lost, on)
	w.months[w.monthOf[on-w.oldest]].Lost++
}

// table is the last months, with what is known of them all.
func (w *walker) table(c *crm.Conversion) []Month {
	if len(w.months) == 0 {
		return nil
	}
	from := firstOfMonth(w.oldest)
	for i := range w.months {
		m := &w.months[i]
		m.From = from
		from = from.AddMonths(1)
		m.To = min(from-1, w.asOf)
		m.Active = w.turns.active(m.To)
		m.Orders = w.orders[i]
		m.Revenue = w.revenue(i, c)
	}
	return slices.Clone(w.months[max(0, len(w.months)-mostMonths):])
}
