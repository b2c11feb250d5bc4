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
			"数据里没有写币种：金额直接相加，不显示单位（可在 rules.yaml 中写 money: {default: USD}）"))
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
			Message:  lang.F("%s alone names no currency, and there are others: %s", "单独一个 %s 看不出是哪种货币，而数据里还有：%s", string(c), names(used, c)),
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
		Message:  lang.F("these amounts name no currency, and others do: %s", "这些金额没有写币种，而其他金额写了：%s", names(used, "")),
		Expected: lang.T("a column, sign or header that names the currency, or a default", "注明币种的列、符号或表头，或默认币种"),
		Hint: lang.F("write in rules.yaml: money: {default: %s}; for one run: --currency %s",
			"请在 rules.yaml 中写：money: {default: %s}；只用一次：--currency %s", string(example), string(example)),
	})
}

// severalCurrencies finds the way from the currencies used to the base.
func (r *run) severalCurrencies(used []money.Currency, at map[money.Currency]diag.Pos) {
	rule := r.o.Rules.Money
	c := &r.data.Conversion
	if len(rule.Rates) == 0 {
		if own, ok := r.ownConversion(); ok {
			c.Base, c.Own = own, true
			r.note(lang.F("amounts are converted by the export's own column, in %s", "金额采用导出文件自带的折算列，币种为 %s", unit(own)))
			return
		}
	}
	if missing := r.withoutRate(used); rule.Base == "" || len(missing) > 0 {
		r.noRates(used, missing, at)
		return
	}
	c.Base, c.Rates = rule.Base, rule.Rates
}

// withoutRate is those of the currencies that no rate brings to the base.
func (r *run) withoutRate(all []money.Currency) (missing []money.Currency) {
	rule := r.o.Rules.Money
	for _, c := range all {
		if _, ok := rule.Rates[c]; !ok && c != rule.Base {
			missing = append(missing, c)
		}
	}
	return missing
}

func unit(c money.Currency) lang.Text {
	if c == "" {
		return lang.T("a currency that it does not name", "（未注明币种）")
	}
	return lang.Same(string(c))
}
