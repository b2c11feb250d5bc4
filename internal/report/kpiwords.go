package report

import (
	"strings"

	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/value"
)

// figure is a value with its unit, as people read it: 34.1 %, 85 days, USD 1,234.
// Absent is empty.
func figure(v value.Value, c money.Currency) lang.Text {
	switch v.Kind() {
	case value.Share:
		return percent(v.Decimal(), 1)
	case value.Days:
		n := trimmed(v.Decimal(), 1)
		if n == "1" {
			return lang.T("1 day", "1 天")
		}
		return lang.F("%s days", "%s 天", n)
	case value.Money:
		return lang.Same(unit(c) + money.Group(v.Decimal().Fixed(0)))
	case value.Absent:
		return lang.Text{}
	}
	if v.Kind().Numeric() {
		return lang.Same(trimmed(v.Decimal(), 1))
	}
	return lang.Same(v.String())
}

// percent is a share in hundredths.
func percent(d money.Decimal, digits uint8) lang.Text {
	n := money.Group(d.Mul(money.FromInt(100)).Fixed(digits))
	return lang.F("%s %%", "%s%%", n)
}

// trimmed is a number with so many digits after the point at most.
func trimmed(d money.Decimal, digits uint8) string {
	text := d.Fixed(digits)
	if digits > 0 {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	return money.Group(text)
}

// mostDigits is the most digits after the point that tell a value from its target.
const mostDigits = 6

// shownDigits is how many digits after the point tell a value of an indicator from
// its target: 79.96 %, where 80 % is wanted and missed, is not 80.0 %.
func shownDigits(k *crm.Indicator, v value.Value) uint8 {
	digits := k.Digits
	if k.Kind == value.Money || !v.Present() || !k.Target.Present() || v.Decimal().Equal(k.Target.Decimal()) {
		return digits
	}
	for digits < mostDigits && asShown(v, digits).Equal(asShown(k.Target, digits)) {
		digits++
	}
	return digits
}

// valueOf is a value of an indicator in its unit, with digits enough to be told
// from the target.
func valueOf(k *crm.Indicator, v value.Value, c money.Currency) lang.Text {
	return inUnit(k, v, shownDigits(k, v), c)
}

func inUnit(k *crm.Indicator, v value.Value, digits uint8, c money.Currency) lang.Text {
	switch v.Kind() {
	case value.Share:
		return percent(v.Decimal(), digits)
	case value.Days, value.Number:
		n := trimmed(v.Decimal(), digits)
		if v.Kind() == value.Days {
			return lang.F(pluralOf(n, "%s day", "%s days"), "%s 天", n)
		}
		if k.Unit.Empty() {
			return lang.Same(n)
		}
		return lang.F("%s %s", "%s %s", n, k.Unit)
	}
	return figure(v, c)
}

// asShown is a number as so many digits show it: of a share its hundredths.
func asShown(v value.Value, digits uint8) money.Decimal {
	if v.Kind() == value.Share {
		return v.Decimal().Mul(money.FromInt(100)).Round(digits)
	}
	return v.Decimal().Round(digits)
}

func pluralOf(n, one, many string) string {
	if n == "1" {
		return one
	}
	return many
}

// target is what an indicator is to reach: ≥ 80.0 %.
func target(k *crm.Indicator, c money.Currency) lang.Text {
	if !k.Target.Present() {
		return lang.Text{}
	}
	digits := k.Digits
	for digits < mostDigits && !asShown(k.Target, digits).Equal(asShown(k.Target, mostDigits)) {
		digits++
	}
	text := inUnit(k, k.Target, digits, c)
	switch k.Better {
	case crm.Lower:
		return lang.F("≤ %s", "≤ %s", text)
	case crm.Higher:
		return lang.F("≥ %s", "≥ %s", text)
	}
	return text
}

// The names of verdicts in machine formats.
const (
	metVerdict    = "met"
	missedVerdict = "missed"
)

// verdictID is a verdict's name in machine formats; absent where none is given.
func verdictID(v crm.Verdict) value.Value {
	switch v {
	case crm.Met:
		return value.Str(metVerdict)
	case crm.Missed:
		return value.Str(missedVerdict)
	}
	return value.Value{}
}

// verdictTitles is the verdicts in words, each with a sign: colour alone says
// nothing to many people.
func verdictTitles() map[string]lang.Text {
	return map[string]lang.Text{metVerdict: lang.T("✓ met", "✓ 达标"), missedVerdict: lang.T("✗ missed", "✗ 未达标")}
}

// betterID is which way an indicator gets better, in machine formats.
func betterID(b crm.Better) value.Value {
	switch b {
	case crm.Higher:
		return value.Str("higher")
	case crm.Lower:
		return value.Str("lower")
	}
	return value.Value{}
}

// unitID is the unit of an indicator in machine formats.
func unitID(k value.Kind) value.Value {
	switch k {
	case value.Share:
		return value.Str("share")
	case value.Days:
		return value.Str("days")
	case value.Money:
		return value.Str("money")
	}
	return value.Str("number")
}

// changed is what a value is over another; absent where either is.
func changed(now, before value.Value) value.Value {
	if !now.Present() || !before.Present() {
		return value.Value{}
	}
	return value.Num(now.Kind(), now.Decimal().Sub(before.Decimal()))
}

// changeText is a change with its sign: of shares in points of a hundred, for
// "per cent" would be read as a part of the share.
func changeText(k *crm.Indicator, change value.Value) lang.Text {
	if !change.Present() {
		return lang.Text{}
	}
	size, digits := value.Num(change.Kind(), change.Decimal().Abs()), k.Digits
	for change.Kind() != value.Money && digits < mostDigits && asShown(size, digits).IsZero() {
		digits++ // a change is not shown as none
	}
	text := inUnit(k, size, digits, "") // the amount itself names the currency
	if change.Kind() == value.Share {
		text = lang.F("%s pp", "%s 个百分点", money.Group(asShown(size, digits).Fixed(digits)))
	}
	switch change.Decimal().Sign() {
	case 1:
		return lang.F("+%s", "+%s", text)
	case -1:
		return lang.F("-%s", "-%s", text)
	}
	return lang.Same("=")
}

// grew is how much more a sum is than one before, with its sign: +12.3 %. Empty
// where that was nothing.
func grew(now, before money.Decimal) lang.Text {
	if before.Sign() <= 0 {
		return lang.Text{}
	}
	growth := now.Sub(before).Div(before, shareDigits)
	if growth.Sign() < 0 {
		return percent(growth, 1)
	}
	return lang.F("+%s", "+%s", percent(growth, 1))
}
