package classify

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"crm/internal/civil"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/value"
)

// words puts values into sentences.
type words struct {
	asOf     civil.Date
	currency money.Currency // of every value of the kind Money
}

// maxDigits is the most digits after the point that a sentence shows to tell two numbers apart.
const maxDigits = 6

// value is one value for people; foreign text is escaped.
func (w words) value(v value.Value) lang.Text { return w.apart(v, value.Value{}) }

// apart is value with digits enough to be told from other: 30.02 % beside a
// limit of 30 % is not shown as 30.0 %.
func (w words) apart(v, other value.Value) lang.Text {
	switch v.Kind() {
	case value.Absent:
		return lang.T("absent", "缺失")
	case value.Share:
		n := money.Group(distinct(percent(v), percent(other), shownPercent, other.Present()).String())
		return lang.F("%s %%", "%s%%", n)
	case value.Money:
		return lang.Same(w.money(distinct(v.Decimal(), other.Decimal(), w.currency.Digits(), other.Present())))
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
func (w words) money(d money.Decimal) string {
	digits := w.currency.Digits()
	if !d.Round(digits).Equal(d) { // more were needed
		return w.withCurrency(money.Group(d.String()))
	}
	if _, whole := d.Int(); whole {
		digits = 0
	}
	return w.withCurrency(money.Group(d.Fixed(digits)))
}

func (w words) withCurrency(n string) string {
	switch {
	case w.currency == "":
		return n
	case w.currency.Sign():
		if rest, negative := strings.CutPrefix(n, "-"); negative {
			return "-" + string(w.currency) + rest
		}
		return string(w.currency) + n
	}
	return string(w.currency) + " " + n
}

// distinct rounds d to the given digits after the point, or to as many more as
// it takes to differ from another number.
func distinct(d, other money.Decimal, digits uint8, compare bool) money.Decimal {
	for compare && digits < maxDigits && d.Round(digits).Equal(other.Round(digits)) && !d.Equal(other) {
		digits++
	}
	return d.Round(digits)
}

// elapsed is a count of days up to as-of in years and months of the calendar:
// what tenure >= years(2) is compared in; under a month it is days.
func (w words) elapsed(v value.Value) lang.Text {
	days, whole := v.Decimal().Int()
	start := w.asOf.AddDays(-days)
	if !whole || days < 0 || start.AddMonths(1) > w.asOf {
		return w.value(v)
	}
	return inMonths(monthsBetween(start, w.asOf))
}

// inMonths is a count of months in words.
func inMonths(n int) lang.Text {
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

// beside is a text that follows Chinese characters, which keep a space before
// Latin letters and digits.
func beside(t lang.Text) lang.Text {
	if zh := t.In(lang.ZH); zh != "" && zh[0] < utf8.RuneSelf && zh[0] != ' ' {
		return lang.T(t.In(lang.EN), " "+zh)
	}
	return t
}

// amid is beside for a text that Chinese characters follow too.
func amid(t lang.Text) lang.Text {
	t = beside(t)
	if zh := t.In(lang.ZH); zh != "" && zh[len(zh)-1] < utf8.RuneSelf {
		return lang.T(t.In(lang.EN), zh+" ")
	}
	return t
}

// within is a title inside a sentence: its first letter small, unless it begins an abbreviation.
func within(title lang.Text) lang.Text {
	first, n := utf8.DecodeRuneInString(title.EN)
	second, _ := utf8.DecodeRuneInString(title.EN[n:])
	if unicode.IsUpper(first) && !unicode.IsUpper(second) {
		title.EN = string(unicode.ToLower(first)) + title.EN[n:]
	}
	return title
}
