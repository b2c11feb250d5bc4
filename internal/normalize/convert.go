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

// convert decides how the amounts of several currencies become one: at the
// rates given; without any, by the export's own converted column if every line
// has it; else not at all, and the run stops with the lines to paste.
func (r *run) convert() {
	used, at := r.usedCurrencies()
	rule := r.o.Rules.Money
	c := &r.data.Conversion
	switch {
	case len(used) == 0:
		c.Base = firstCurrency(rule.Base, rule.Default, r.ownCurrency())
	case r.bareSign(used, at):
		return
	case len(used) == 1 && (rule.Base == "" || rule.Base == used[0] || used[0] == ""):
		c.Base = used[0]
	case slices.Contains(used, ""):
		r.noDefault(used, at)
	default:
		r.severalCurrencies(used, at)
	}
	if len(used) == 1 && used[0] == "" {
		r.note(lang.T("no currency is named anywhere: amounts are summed as they stand and shown without a unit (money: {default: USD} in rules.yaml names one)",
			"数据中没有注明币种：金额按原样相加，不显示单位（可在 rules.yaml 中写 money: {default: USD}）"))
	}
	r.convertCustomers()
}

// firstCurrency is the first that is named.
func firstCurrency(all ...money.Currency) money.Currency {
	for _, c := range all {
		if c != "" {
			return c
		}
	}
	return ""
}

// usedCurrencies is the currencies of the orders used, sorted, and where each stands first.
func (r *run) usedCurrencies() ([]money.Currency, map[money.Currency]diag.Pos) {
	at := map[money.Currency]diag.Pos{}
	seen := make([]bool, len(r.currencies.all))
	var used []money.Currency
	for i := range r.store.n {
		e := r.store.at(i)
		if seen[e.currency] {
			continue
		}
		seen[e.currency] = true
		c := r.currencies.all[e.currency]
		used = append(used, c)
		t := r.tables[e.table()]
		slot := t.currency.slot
		if slot == 0 {
			slot = t.amounts.amount.slot
		}
		at[c] = t.rows.pos(int(e.row), t.rows.columnOf(slot))
	}
	slices.Sort(used)
	return used, at
}

// bareSign stops the run where a sign that names no currency stands beside
// other currencies.
func (r *run) bareSign(used []money.Currency, at map[money.Currency]diag.Pos) bool {
	base := r.o.Rules.Money.Base
	for _, c := range used {
		if !c.Sign() || len(used) == 1 && (base == "" || base == c) {
			continue
		}
		code := money.Currency("CNY")
		if c != "¥" {
			code = "USD"
		}
		if better, ok := money.Agree(c, base); ok && base != "" {
			code = better
		}
		line := fmt.Sprintf("money: {symbols: {%s: %s}}", yamlText(string(c)), code)
		r.problems.add(diag.Problem{
			Code: "A07", Severity: diag.Error, Pos: at[c], Field: string(crm.FieldCurrency), Found: string(c),
			Message:  lang.F("%s alone names no currency, and there are others: %s", "单独的 %s 不能说明币种，而数据中还有：%s", string(c), names(used, c)),
			Expected: lang.T("which currency the sign stands for", "该符号代表哪种货币"),
			Hint:     lang.F("write in rules.yaml: %s", "请在 rules.yaml 中写：%s", line),
		})
		return true
	}
	return false
}

func names(all []money.Currency, but money.Currency) string {
	var parts []string
	for _, c := range all {
		if c != but && c != "" {
			parts = append(parts, string(c))
		}
	}
	return strings.Join(parts, ", ")
}

// noDefault stops the run where some tables name currencies and others none.
func (r *run) noDefault(used []money.Currency, at map[money.Currency]diag.Pos) {
	example := firstCurrency(used...)
	r.problems.add(diag.Problem{
		Code: "A08", Severity: diag.Error, Pos: at[""], Field: string(crm.FieldCurrency),
		Message:  lang.F("these amounts name no currency, and others do: %s", "这些金额没有币种，而其他金额有：%s", names(used, "")),
		Expected: lang.T("a column, sign or header that names the currency, or a default", "注明币种的列、符号或表头，或默认币种"),
		Hint: lang.F("write in rules.yaml: money: {default: %s}; for one run: --currency %s",
			"请在 rules.yaml 中写：money: {default: %s}；仅本次运行：--currency %s", string(example), string(example)),
	})
}

// severalCurrencies finds the way from the currencies used to the base.
func (r *run) severalCurrencies(used []money.Currency, at map[money.Currency]diag.Pos) {
	rule := r.o.Rules.Money
	c := &r.data.Conversion
	if len(rule.Rates) == 0 {
		if own, ok := r.ownConversion(); ok {
			c.Base, c.Own = own, true
			r.note(lang.F("amounts are converted by the export's own column, in %s", "金额按导出文件自带的折算列换算，币种 %s", unit(own)))
			return
		}
	}
	base := rule.Base
	var missing []money.Currency
	for _, u := range used {
		if _, ok := rule.Rates[u]; !ok && u != base {
			missing = append(missing, u)
		}
	}
	if base != "" && len(missing) == 0 {
		c.Base, c.Rates = base, rule.Rates
		return
	}
	r.noRates(used, missing, at)
}

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

func unit(c money.Currency) lang.Text {
	if c == "" {
		return lang.T("a currency that it does not name", "（未注明币种）")
	}
	return lang.Same(string(c))
}

// noRates stops the run with the lines to paste. Their rates are 0, which is
// refused as it stands: nobody pastes a rate that we made up.
func (r *run) noRates(used, missing []money.Currency, at map[money.Currency]diag.Pos) {
	base := r.o.Rules.Money.Base
	code := "A10"
	if len(r.o.Rules.Money.Rates) > 0 && base != "" {
		code = "A20"
	}
	if base == "" {
		base = r.largest(used)
	}
	var lines, flags []string
	for _, c := range missing {
		if c != base {
			lines = append(lines, string(c)+": 0.00")
			flags = append(flags, "--rate "+string(c)+"=0.00")
		}
	}
	line := fmt.Sprintf("money: {base: %s, rates: {%s}}", base, strings.Join(lines, ", "))
	once := strings.Join(append([]string{"--currency " + string(base)}, flags...), " ")
	if len(lines) == 0 {
		line, once = fmt.Sprintf("money: {base: %s}", base), "--currency "+string(base)
	}
	first := missing
	if len(first) == 0 {
		first = used
	}
	r.problems.add(diag.Problem{
		Code: code, Severity: diag.Error, Pos: at[first[0]], Field: string(crm.FieldCurrency), Found: names(used, ""),
		Message:  lang.F("amounts in %s, and no rates to bring them to one currency", "金额的币种有 %s，但没有汇率可供折算成一种货币", names(used, "")),
		Expected: lang.F("the price of one unit of each in %s", "每种货币一单位折合多少 %s", string(base)),
		Hint: lang.F("write in rules.yaml, with your rates for 0.00: %s; for one run: %s",
			"请在 rules.yaml 中写（把 0.00 换成实际汇率）：%s；仅本次运行：%s", line, once),
	})
}

// largest is the currency of the most orders.
func (r *run) largest(used []money.Currency) money.Currency {
	counts := make([]int, len(r.currencies.all))
	for i := range r.store.n {
		counts[r.store.at(i).currency]++
	}
	best := used[0]
	for _, c := range used {
		if counts[r.currencies.index(c)] > counts[r.currencies.index(best)] {
			best = c
		}
	}
	return best
}
