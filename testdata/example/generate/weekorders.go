package main

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"crm/internal/civil"
)

// deal is a contract of the week's book, of one amount.
type deal struct {
	number  string
	day     civil.Date
	product string
	amount  int // in hundredths of the currency
	status  string
}

func tools() []product {
	return []product{
		{"无绳割草机 CM-40V", 0}, {"汽油割草机 GM-46", 0}, {"绿篱机 HT-60", 0}, {"链锯 CS-16", 0}, {"吹风机 BL-20V", 0}, {"打草机 ST-25", 0},
		{"修枝剪 PS-8", 0}, {"高枝锯 PP-10", 0}, {"花园水管 GH-30m", 0}, {"喷雾器 SP-16L", 0}, {"园艺手套 GL-12", 0}, {"手推车 WB-85", 0},
	}
}

// The days before written that the three years of orders begin with.
const (
	thirdYear  = 1095
	secondYear = 730
	lastYear   = 365
)

// buy is the orders of a customer, the oldest first.
func (a *account) buy(r *random) []deal {
	var years [3]year
	switch a.habit {
	case keyAccount:
		n, of := 4+r.below(4), 40_000+r.below(60_000)
		years = [3]year{{n, of * 8 / 10}, {n, of * 9 / 10}, {n + r.below(2), of}}
	case growing:
		n, of := 2+r.below(3), 9_000+r.below(22_000)
		years = [3]year{{}, {n, of}, {n + 1, of * 12 / 10}}
	case steadily:
		n, of := 1+r.below(3), 5_000+r.below(14_000)
		years = [3]year{{n, of}, {n, of}, {max(r.below(4)-1, 0), of * 7 / 10}}
	case once:
		years[r.below(3)] = year{1, 2_500 + r.below(9_000)}
	}
	var list []deal
	for i, y := range years {
		from := []int{thirdYear, secondYear, lastYear}[i]
		for k := range y.orders {
			day := workday(a.bought(written().AddDays(-from), y.orders, k, r))
			if day <= written() {
				list = append(list, a.deal(day, y.average, r))
			}
		}
	}
	slices.SortStableFunc(list, func(x, y deal) int { return cmp.Compare(x.day, y.day) })
	return list
}

// bought is the day of the kth of so many orders of a year: in the market's season,
// but evenly for those whose business grows.
func (a *account) bought(from civil.Date, count, k int, r *random) civil.Date {
	if a.habit == growing {
		gap := lastYear / count
		return from.AddDays(gap*k + gap/3 + r.below(gap/4+1))
	}
	at := (100*k + r.below(100)) / count // the share of the year's orders before it
	_, month, _ := from.YMD()
	for i := range 12 {
		share := a.market.season[(int(month)-1+i)%12]
		if at < share {
			return from.AddDays(30*i + 30*at/share)
		}
		at -= share
	}
	return from.AddDays(lastYear - 1)
}

func (a *account) deal(day civil.Date, dollars int, r *random) deal {
	amount := r.around(dollars, 22) * 100
	switch a.market.currency {
	case eur:
		amount = amount * 100 / 108
	case cny:
		amount = amount * 72 / 10
	}
	return deal{day: day, product: pick(r, tools()).name, amount: amount / 500 * 500, status: progress(day, r)}
}

// progress is how far an order of that day has come.
func progress(day civil.Date, r *random) string {
	switch age := written().Since(day); {
	case r.below(60) == 0:
		return "已取消"
	case age < 35:
		return pick(r, []string{"生产中", "已下单"})
	case age < 70:
		return pick(r, []string{"待出运", "已出运"})
	}
	return "已完成"
}

// numberDeals gives each contract its number: the year and a count within it.
func numberDeals(all []account) {
	var list []*deal
	for i := range all {
		for k := range all[i].orders {
			list = append(list, &all[i].orders[k])
		}
	}
	slices.SortStableFunc(list, func(x, y *deal) int { return cmp.Compare(x.day, y.day) })
	count := map[int]int{}
	for _, d := range list {
		y, _, _ := d.day.YMD()
		count[y]++
		d.number = fmt.Sprintf("SC%d-%04d", y%100, count[y])
	}
}

// officeDay reports whether our office works on a day of the year's log.
func officeDay(d civil.Date) bool {
	for _, off := range [][2]civil.Date{
		{civil.MustNew(2026, time.January, 1), civil.MustNew(2026, time.January, 3)}, {civil.MustNew(2026, time.February, 15), civil.MustNew(2026, time.February, 23)},
		{civil.MustNew(2026, time.April, 4), civil.MustNew(2026, time.April, 6)}, {civil.MustNew(2026, time.May, 1), civil.MustNew(2026, time.May, 5)},
		{civil.MustNew(2026, time.June, 19), civil.MustNew(2026, time.June, 21)}, {civil.MustNew(2026, time.September, 25), civil.MustNew(2026, time.September, 27)},
		{civil.MustNew(2026, time.October, 1), civil.MustNew(2026, time.October, 7)},
	} {
		if off[0] <= d && d <= off[1] {
			return false
		}
	}
	if d == written() { // made up for the holiday
		return true
	}
	return d.Weekday() != time.Saturday && d.Weekday() != time.Sunday
}

// officeDayBefore is the last day of work up to d.
func officeDayBefore(d civil.Date) civil.Date {
	for !officeDay(d) {
		d = d.AddDays(-1)
	}
	return d
}
