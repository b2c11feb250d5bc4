package kpi

import (
	"slices"

	"crm/internal/civil"
	"crm/internal/lang"
)

// trendMonths is how far back the trend of classes goes.
const trendMonths = 24

// Days is the days, ascending and before as-of, whose states Input.Earlier has a use
// for: the ends of the last two windows, and the ends of quarters of the last 24
// months, all of them on or after the oldest order's day. oldest is 0 without orders.
func Days(asOf civil.Date, window civil.Period, oldest civil.Date) []civil.Date {
	if oldest == 0 {
		return nil
	}
	from := window.Before(asOf)
	days := []civil.Date{window.Before(from), from}
	for day := firstOfQuarter(asOf) - 1; day > asOf.AddMonths(-trendMonths); day = firstOfQuarter(day) - 1 {
		days = append(days, day)
	}
	days = slices.DeleteFunc(days, func(d civil.Date) bool { return d < oldest || d >= asOf })
	slices.Sort(days)
	return slices.Compact(days)
}

// Asked is the measures of an earlier day's state that are asked for; its classes are
// those of the main classification.
func Asked(day, asOf civil.Date, window civil.Period) []string {
	if day == window.Before(asOf) {
		return []string{"revenue", "repurchase_cycle"}
	}
	return []string{"revenue"}
}

// notes is what is to be known of the figures.
func (t *taker) notes() []lang.Text {
	var notes []lang.Text
	if t.history.oldest != 0 && !t.compares() {
		notes = append(notes, lang.F("orders begin on %s: who bought before that counts as new, and nobody can be told lost before a window has passed",
			"订单始于 %s：此前已下单的客户会被计为新增；满一个统计期之前无法判断流失", t.history.oldest))
	}
	if len(t.Earlier) > 0 && t.result.Classes != nil {
		notes = append(notes, lang.T("classes of earlier days are by the orders and contacts of then and the customers table of today",
			"往期等级按当时的订单与跟进、今天的客户资料重算"))
	}
	if n := t.result.Funnel.Undated; n > 0 {
		notes = append(notes, lang.N(n, "%d opportunity without a date is not in the funnel's conversion", "%d opportunities without a date are not in the funnel's conversion",
			"%d 个商机没有日期，不计入漏斗转化率"))
	}
	return notes
}
