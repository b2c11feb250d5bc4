package normalize

import (
	"fmt"
	"slices"
	"strings"

	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
)

// ownConversion is the currency of the export's own converted amounts; ok is
// false where not every line has one, or they are not in the base currency.
func (r *run) ownConversion() (base money.Currency, ok bool) {
	if r.bases == nil || r.baseless > 0 {
		return "", false
	}
	base = r.o.Rules.Money.Base
	for _, t := range r.tables {
		if t.from == t.to || t.layout.Kind == crm.Orders && r.withLines {
			continue
		}
		column := t.amounts.converted.column
		if column == nil {
			return "", false
		}
		named := r.currencies.settled(column.Currency)
		if base, ok = money.Agree(base, named); !ok {
			return "", false
		}
	}
	return base, true
}

// whyNotOwn says why the export's own converted column is not used, and where it
// is blank; empty where the export has none.
func (r *run) whyNotOwn() (why lang.Text, places []diag.Pos) {
	if r.bases == nil || len(r.o.Rules.Money.Rates) > 0 {
		return lang.Text{}, nil
	}
	var header string
	var without *orderTable
	for _, t := range r.tables {
		switch c := t.amounts.converted.column; {
		case t.from == t.to || t.layout.Kind == crm.Orders && r.withLines:
		case c == nil && without == nil:
			without = t
		case c != nil && header == "":
			header = diag.Escape(c.Header)
		}
	}
	switch {
	case header == "":
		return lang.Text{}, nil
	case without != nil:
		return lang.F("the export's own conversion, \"%s\", is not used: %s does not have it", "没有采用自带的折算列“%s”：%s 没有这一列", header, without.name()), nil
	case r.baseless > 0:
		return lang.N(r.baseless, "the export's own conversion, \"%[2]s\", is not used: %[1]d row lacks it", "the export's own conversion, \"%[2]s\", is not used: %[1]d rows lack it",
			"没有采用自带的折算列“%[2]s”：有 %[1]d 行缺这个值", header), r.baseblank
	}
	return lang.F("the export's own conversion, \"%s\", is not used: it is in another currency", "没有采用自带的折算列“%s”：币种不同", header), nil
}

// noRates stops the run with the lines to paste. Their rates are 0, which is
// refused as it stands: nobody pastes a rate that we made up.
func (r *run) noRates(used, missing []money.Currency, at map[money.Currency]diag.Pos) {
	rule := r.o.Rules.Money
	base, code := rule.Base, "A10"
	if len(rule.Rates) > 0 && base != "" {
		code = "A20"
	}
	first := missing
	if len(first) == 0 {
		first = used
	}
	if base == "" {
		base = r.commonest(first)
	}
	p := diag.Problem{
		Code: code, Severity: diag.Error, Pos: at[first[0]], Field: string(crm.FieldCurrency),
		Message:  lang.F("amounts in %s, and no rates to bring them to one currency", "金额的币种有 %s，但没有汇率可以折算成同一种货币", names(used, "")),
		Expected: lang.F("the price of one unit of each in %s", "每种货币一个单位折合多少 %s", string(base)),
		Hint:     r.ratesToPaste(base, missing),
	}
	if rule.Base != "" {
		p.Message = lang.F("amounts in %s, and no rate to bring %s to %s", "金额的币种有 %s，但没有把 %s 折算成 %s 的汇率", names(used, ""), names(missing, ""), string(base))
	}
	if why, places := r.whyNotOwn(); !why.Empty() {
		p.Message = lang.F("%s; %s", "%s；%s", p.Message, why)
		p.Also = places
	}
	r.problems.add(p)
}

// ratesToPaste is the lines that give the rates still missing: those of the
// orders' currencies, of the customers' own amounts and of the deals.
func (r *run) ratesToPaste(base money.Currency, missing []money.Currency) lang.Text {
	rule := r.o.Rules.Money
	all := slices.Clone(missing)
	for _, a := range r.amounts {
		if a.currency != "" && !a.currency.Sign() {
			all = append(all, a.currency)
		}
	}
	for i := range r.data.Opportunities {
		if o := &r.data.Opportunities[i]; o.Currency != "" && !o.Currency.Sign() {
			all = append(all, o.Currency)
		}
	}
	slices.Sort(all)
	var lines, flags []string
	for _, c := range r.withoutRate(slices.Compact(all)) {
		if c != base {
			lines = append(lines, string(c)+": 0.00")
			flags = append(flags, "--rate "+string(c)+"=0.00")
		}
	}
	line, once := strings.Join(lines, ", "), strings.Join(flags, " ")
	currency := "--currency " + string(base)
	switch {
	case len(lines) == 0:
		return lang.F("write in rules.yaml: money: {base: %s}; for one run: %s", "请在 rules.yaml 中写：money: {base: %s}；只用一次：%s", string(base), currency)
	case len(rule.Rates) > 0 && rule.Base != "":
		return lang.F("add to money.rates in rules.yaml, with your rates for 0.00: %s; for one run, add: %s",
			"请在 rules.yaml 的 money.rates 里补上（把 0.00 换成实际汇率）：%s；只用一次则加上：%s", line, once)
	}
	return lang.F("write in rules.yaml, with your rates for 0.00: %s; for one run: %s", "请在 rules.yaml 中写（把 0.00 换成实际汇率）：%s；只用一次：%s",
		fmt.Sprintf("money: {base: %s, rates: {%s}}", base, line), currency+" "+once)
}

// commonest is which of the currencies, which are sorted, most orders have; of
// equals the first in the alphabet.
func (r *run) commonest(of []money.Currency) money.Currency {
	counts := make([]int, len(r.currencies.all))
	for i := range r.store.n {
		counts[r.store.at(i).currency]++
	}
	best := of[0]
	for _, c := range of {
		if counts[r.currencies.index(c)] > counts[r.currencies.index(best)] {
			best = c
		}
	}
	return best
}
