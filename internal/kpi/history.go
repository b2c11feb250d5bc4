package kpi

import (
	"slices"
	"time"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/money"
)

// history is who bought when.
type history struct {
	start   []int32      // per customer its first place in days, and one more
	days    []civil.Date // of the purchases, ascending per customer
	oldest  civil.Date   // of all orders up to as-of, returns included; 0 without
	monthOf []int32      // per day from oldest on: its month, counted from that of oldest
	orders  []int        // purchases per month
	net     []monthSums  // one for every currency
	ends    []civil.Date // per day from oldest on: the first day whose window is past it; 0: not asked yet
	window  civil.Period
}

// monthSums is one currency's net amounts per month, before any conversion: an
// inexact rate then rounds once a month, not once an order.
type monthSums struct {
	currency  money.Currency
	net, base []money.Decimal // base is what the export itself converted
}

// newHistory reads the orders up to as-of: once to see who bought how often and since
// when, once to put every purchase in its place.
func newHistory(d *crm.Data, asOf civil.Date, window civil.Period) *history {
	h := &history{start: make([]int32, len(d.Customers)+1), window: window}
	if d.OrdersFrom != crm.Orders && d.OrdersFrom != crm.Opportunities {
		return h
	}
	for _, o := range d.AllOrders() {
		if o.Date > asOf {
			continue
		}
		if h.oldest == 0 || o.Date < h.oldest {
			h.oldest = o.Date
		}
		if o.Purchase() {
			h.start[o.Customer+1]++
		}
	}
	if h.oldest == 0 {
		return h
	}
	for i := range len(h.start) - 1 {
		h.start[i+1] += h.start[i]
	}
	h.calendar(asOf)
	h.fill(d, asOf)
	for i := range len(h.start) - 1 {
		slices.Sort(h.days[h.start[i]:h.start[i+1]])
	}
	return h
}

// fill sums the months and puts the purchases in their customers' places.
func (h *history) fill(d *crm.Data, asOf civil.Date) {
	next := slices.Clone(h.start)
	h.days = make([]civil.Date, h.start[len(h.start)-1])
	currency := -1
	for _, o := range d.AllOrders() {
		if o.Date > asOf {
			continue
		}
		if currency < 0 || h.net[currency].currency != o.Currency {
			currency = h.currencyIndex(o.Currency)
		}
		month, sums := h.monthOf[o.Date-h.oldest], &h.net[currency]
		sums.net[month] = sums.net[month].Add(o.Net)
		if d.Conversion.Own {
			sums.base[month] = sums.base[month].Add(o.Base)
		}
		if o.Purchase() {
			h.orders[month]++
			h.days[next[o.Customer]] = o.Date
			next[o.Customer]++
		}
	}
}

// calendar numbers the days from the oldest order to as-of.
func (h *history) calendar(asOf civil.Date) {
	h.monthOf = make([]int32, asOf-h.oldest+1)
	h.ends = make([]civil.Date, len(h.monthOf))
	month, next := int32(0), nextMonth(h.oldest)
	for i := range h.monthOf {
		if day := h.oldest + civil.Date(i); day == next {
			month, next = month+1, nextMonth(day)
		}
		h.monthOf[i] = month
	}
	h.orders = make([]int, month+1)
}

// firstOfMonth is the first day of a day's month.
func firstOfMonth(d civil.Date) civil.Date {
	_, _, day := d.YMD()
	return d.AddDays(1 - day)
}

func nextMonth(d civil.Date) civil.Date { return firstOfMonth(d).AddMonths(1) }

// firstOfQuarter is the first day of a day's quarter of the calendar.
func firstOfQuarter(d civil.Date) civil.Date {
	_, month, _ := d.YMD()
	return firstOfMonth(d).AddMonths(-int(month-time.January) % 3)
}

func (h *history) currencyIndex(c money.Currency) int {
	if i := slices.IndexFunc(h.net, func(s monthSums) bool { return s.currency == c }); i >= 0 {
		return i
	}
	months := len(h.orders)
	h.net = append(h.net, monthSums{currency: c, net: make([]money.Decimal, months), base: make([]money.Decimal, months)})
	return len(h.net) - 1
}

// of is the days on which a customer bought, ascending; one for every purchase.
func (h *history) of(customer int) []civil.Date {
	return h.days[h.start[customer]:h.start[customer+1]]
}

// bought reports whether a customer bought after a day, up to and including another.
func (h *history) bought(customer int, after, upTo civil.Date) bool {
	days := h.of(customer)
	at, _ := slices.BinarySearch(days, after+1)
	return at < len(days) && days[at] <= upTo
}

// revenue is the net amount of one month in the base currency.
func (h *history) revenue(month int, c *crm.Conversion) money.Decimal {
	var sum money.Decimal
	for i := range h.net {
		o := crm.Order{Currency: h.net[i].currency, Net: h.net[i].net[month], Base: h.net[i].base[month]}
		sum = sum.Add(c.InBase(&o))
	}
	return sum
}

// end is the first day whose window no longer holds a day: who bought last then is
// lost from it on.
func (h *history) end(day civil.Date) civil.Date {
	known := &h.ends[day-h.oldest]
	if *known == 0 {
		// The end of a short month can be as far before the day looked for as a
		// month differs from the longest.
		*known = h.window.After(day)
		for h.window.Before(*known) < day {
			*known++
		}
		for h.window.Before(*known-1) >= day {
			*known--
		}
	}
	return *known
}
