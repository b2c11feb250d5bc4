package report

import (
	"slices"

	"crm/internal/lang"
	"crm/internal/money"
)

// spread is the used amounts of one currency by main class, in the window and before it.
type spread struct{ inWindow, before []money.Decimal }

// ByClass is, per currency, the used amounts in the window and before it, each
// by class of the main classification: the last part of the reconciliation. None
// where the run found no classes of its own.
func (r *Run) ByClass() []lang.Text {
	if r.Classes == nil {
		return nil
	}
	classes := r.Rules.Classifications[r.Rules.Main].Classes
	sums := map[money.Currency]*spread{}
	for i := range r.customers() {
		class := r.Classes.Class(r.Rules.Main, i)
		for s := range r.Amounts(i) {
			if sums[s.Currency] == nil {
				sums[s.Currency] = &spread{make([]money.Decimal, len(classes)), make([]money.Decimal, len(classes))}
			}
			to := sums[s.Currency]
			to.inWindow[class] = to.inWindow[class].Add(s.InWindow)
			to.before[class] = to.before[class].Add(s.Before)
		}
	}
	var currencies []money.Currency
	for c := range sums {
		currencies = append(currencies, c)
	}
	slices.Sort(currencies)
	var lines []lang.Text
	for _, c := range currencies {
		lines = append(lines,
			r.spreadLine(c, lang.T("used in the window", "区间内计入"), sums[c].inWindow),
			r.spreadLine(c, lang.T("used before it", "区间前计入"), sums[c].before))
	}
	return lines
}

func (r *Run) spreadLine(c money.Currency, what lang.Text, sums []money.Decimal) lang.Text {
	var total money.Decimal
	var parts lang.Text
	for i, s := range sums {
		total = total.Add(s)
		parts = join(parts, " + ", lang.F("%s %s", "%s %s", decimalGrouped(s), r.Rules.Classifications[r.Rules.Main].Classes[i].Title))
	}
	return lang.F("  %s%s %s = %s", "  %s%s %s = %s", unit(c), decimalGrouped(total), what, parts)
}

// unit is a currency before an amount; nothing where there is none.
func unit(c money.Currency) string {
	if c == "" {
		return ""
	}
	return string(c) + " "
}
