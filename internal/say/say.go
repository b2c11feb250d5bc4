// Package say puts values into words: for people in both languages, and plainly
// where they read the same in every one. It knows no measure and no customer.
package say

import (
	"strings"

	"crm/internal/civil"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/value"
)

// Words puts values into words.
type Words struct {
	AsOf     civil.Date
	Currency money.Currency // of every value of the kind Money
}

// maxDigits is the most digits after the point that a sentence shows to tell two numbers apart.
const maxDigits = 6

// Value is one value for people; foreign text is escaped.
func (w Words) Value(v value.Value) lang.Text { return w.Apart(v, value.Value{}) }

// Apart is Value with digits enough to be told from other: 30.02 % beside a
// limit of 30 % is not shown as 30.0 %.
func (w Words) Apart(v, other value.Value) lang.Text {
	switch v.Kind() {
	case value.Absent:
		return lang.T("absent", "缺失")
	case value.Share:
		n := money.Group(distinct(percent(v), percent(other), shownPercent, other.Present()).String())
		return lang.F("%s %%", "%s%%", n)
	case value.Money:
		return lang.Same(w.money(distinct(v.Decimal(), other.Decimal(), w.Currency.Digits(), other.Present())))
	case value.Number:
		return lang.Same(money.Group(distinct(v.Decimal(), other.Decimal(), shownNumber, other.Present()).String()))
	case value.Days:
		n := money.Group(v.Decimal().String())
		return lang.F(plural(n, "%s day", "%s days"), "%s 天", n)
	case value.Bool:
		if v.True() {
			return lang.T("yes", "是")
		}
		return lang.T("no", "否")
	case value.List:
		items := v.List()
		for i := range items {
			items[i] = diag.Excerpt(items[i])
		}
		return lang.T(strings.Join(items, ", "), strings.Join(items, "、"))
	}
	return lang.Same(diag.Excerpt(v.String()))
}

// How many digits after the point a percentage and a plain number show.
const (
	shownPercent = 1
	shownNumber  = 2
)

func percent(v value.Value) money.Decimal { return v.Decimal().Mul(money.FromInt(100)) }

// money is an amount with its currency: all digits of the minor unit, or none
// for a whole amount.
func (w Words) money(d money.Decimal) string {
	digits := w.Currency.Digits()
	if !d.Round(digits).Equal(d) { // more were needed
		return w.withCurrency(money.Group(d.String()))
	}
	if _, whole := d.Int(); whole {
		digits = 0
	}
	return w.withCurrency(money.Group(d.Fixed(digits)))
}

func (w Words) withCurrency(n string) string {
	switch {
	case w.Currency == "":
		return n
	case w.Currency.Sign():
		if rest, negative := strings.CutPrefix(n, "-"); negative {
			return "-" + string(w.Currency) + rest
		}
		return string(w.Currency) + n
	}
	return string(w.Currency) + " " + n
}

// distinct rounds d to the given digits after the point, or to as many more as
// it takes to differ from another number.
func distinct(d, other money.Decimal, digits uint8, compare bool) money.Decimal {
	for compare && digits < maxDigits && d.Round(digits).Equal(other.Round(digits)) && !d.Equal(other) {
		digits++
	}
	return d.Round(digits)
}

// Elapsed is a count of days up to as-of in years and months of the calendar:
// what tenure >= years(2) is compared in; under a month it is days.
func (w Words) Elapsed(v value.Value) lang.Text {
	days, whole := v.Decimal().Int()
	start := w.AsOf.AddDays(-days)
	if !whole || days < 0 || start.AddMonths(1) > w.AsOf {
		return w.Value(v)
	}
	return InMonths(monthsBetween(start, w.AsOf))
}

// InMonths is a count of months in words.
func InMonths(n int) lang.Text {
	years, rest := n/12, n%12
	switch {
	case years == 0:
		return lang.F("%d mo", "%d 个月", rest)
	case rest == 0:
		return lang.F("%d y", "%d 年", years)
	}
	return lang.F("%d y %d mo", "%d 年 %d 个月", years, rest)
}

// monthsBetween is the whole months from a day to a later one.
func monthsBetween(from, to civil.Date) int {
	fy, fm, _ := from.YMD()
	ty, tm, _ := to.YMD()
	months := (ty-fy)*12 + int(tm) - int(fm)
	// Clamped as periods are: the day so many months before to is not before from.
	for months > 0 && to.AddMonths(-months) < from {
		months--
	}
	return months
}

func plural(n, one, many string) string {
	if n == "1" {
		return one
	}
	return many
}

// RoundedUp is an amount that must not be told too small.
func (w Words) RoundedUp(v value.Value) lang.Text {
	digits := uint8(shownNumber)
	switch v.Kind() {
	case value.Money:
		digits = w.Currency.Digits()
	case value.Share:
		digits = 3
	}
	up := v.Decimal().Round(digits)
	if up.Cmp(v.Decimal()) < 0 {
		up = up.Add(money.New(1, digits))
	}
	return w.Value(value.Num(v.Kind(), up))
}

// Plain is a value that reads the same in every language, with digits enough to
// be told from its limit: 12.3%, 20000, 2026-01-31, a class id; empty for absent.
func (w Words) Plain(v, limit value.Value) string {
	compare := limit.Kind().Numeric()
	switch v.Kind() {
	case value.Share:
		return distinct(percent(v), percent(limit), shownPercent, compare).String() + "%"
	case value.Money:
		return distinct(v.Decimal(), limit.Decimal(), w.Currency.Digits(), compare).String()
	case value.Number:
		return distinct(v.Decimal(), limit.Decimal(), shownNumber, compare).String()
	}
	return v.String()
}
