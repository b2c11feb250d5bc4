package report

import (
	"cmp"
	"slices"

	"crm/internal/lang"
	"crm/internal/money"
)

// spread is the used amounts of one currency by main class, in the window and before it.
type spread struct {
	currency         money.Currency
	inWindow, before []money.Decimal
}

// spreadOf is the place of a currency among the spreads, added where it is new.
func spreadOf(list []spread, c money.Currency, classes int) ([]spread, int) {
	for i := range list {
		if list[i].currency == c {
			return list, i
		}
	}
	return append(list, spread{c, make([]money.Decimal, classes), make([]money.Decimal, classes)}), len(list)
}

// ByClass is, per currency, the used amounts in the window and before it, each
// by class of the main classification: the last part of the reconciliation. None
// where the run found no classes of its own.
func (r *Run) ByClass() []lang.Text {
	if r.Classes == nil {
		return nil
	}
	classes := r.Rules.Classifications[r.Rules.Main].Classes
	var sums []spread
	for customer, s := range r.Amounts {
		var at int
		sums, at = spreadOf(sums, s.Currency, len(classes))
		to, class := &sums[at], r.Classes.Class(r.Rules.Main, customer)
		to.inWindow[class] = to.inWindow[class].Add(s.InWindow)
		to.before[class] = to.before[class].Add(s.Before)
	}
	slices.SortFunc(sums, func(a, b spread) int { return cmp.Compare(a.currency, b.currency) })
	var lines []lang.Text
	for _, s := range sums {
		lines = append(lines,
			r.spreadLine(s.currency, lang.T("used in the window", "区间内计入"), s.inWindow),
			r.spreadLine(s.currency, lang.T("used before it", "区间前计入"), s.before))
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
