package rules

import (
	"strings"

	"golang.org/x/text/currency"
	"golang.org/x/text/unicode/norm"

	"crm/internal/lang"
	"crm/internal/money"
)

func (b *builder) money(n node) {
	f, ok := b.keys(n, lang.T("base, default, rates, symbols", "base、default、rates、symbols"), "base", "default", "rates", "symbols")
	if !ok {
		return
	}
	m := &b.set.Money
	if e, ok := f.get("base"); ok {
		m.Base = b.currency(e.value)
	}
	if e, ok := f.get("default"); ok {
		m.Default = b.currency(e.value)
	}
	if e, ok := f.get("rates"); ok {
		if !f.has("base") {
			b.fail("C21", e.key, lang.T("rates without a base currency", "有汇率但没有本位币"),
				lang.T("add base: USD: a rate is the price of one unit in it", "请加上 base: USD：汇率是一单位外币折合的本位币"))
		}
		b.rates(e.value)
	}
	if e, ok := f.get("symbols"); ok {
		b.symbols(e.value)
	}
}

// currencyWords is what people write for a currency, with its code.
var currencyWords = map[string]string{
	"rmb": "CNY", "cnh": "CNY", "人民币": "CNY", "元": "CNY", "¥": "CNY", "ntd": "TWD", "nt$": "TWD", "新台币": "TWD",
	"euro": "EUR", "euros": "EUR", "欧元": "EUR",
	"€": "EUR", "us$": "USD", "$": "USD", "dollar": "USD", "美元": "USD", "美金": "USD", "£": "GBP", "英镑": "GBP",
	"日元": "JPY", "yen": "JPY", "港币": "HKD",
	"港元": "HKD", "hk$": "HKD", "韩元": "KRW", "卢布": "RUB", "澳元": "AUD", "加元": "CAD",
}

// currency is an ISO 4217 code; what else names a currency is only a hint.
func (b *builder) currency(n node) money.Currency {
	s, ok := b.text(n)
	if !ok || !b.isCurrency(n, s) {
		return ""
	}
	return money.Currency(s)
}

func (b *builder) isCurrency(n node, s string) bool {
	upper := strings.ToUpper(norm.NFKC.String(s))
	known := false
	if len(upper) == 3 {
		_, err := currency.ParseISO(upper)
		known = err == nil
	}
	if known && s == upper {
		return true
	}
	hint := lang.Text{}
	if code, ok := currencyWords[strings.ToLower(upper)]; ok {
		hint = lang.F("write %s", "请写 %s", code)
	} else if known {
		hint = lang.F("write %s", "请写 %s", upper)
	}
	b.expect("A09", n, lang.T("unknown currency", "未知的币种"), lang.T("a code as USD", "币种代码，如 USD"), hint)
	return false
}

func (b *builder) rates(n node) {
	entries, ok := b.mapping(n, lang.T("a rate per currency: {CNY: 1/7.2}", "各币种的汇率：{CNY: 1/7.2}"))
	if !ok {
		return
	}
	b.set.Money.Rates = map[money.Currency]money.Rate{}
	for _, e := range entries {
		if !b.isCurrency(e.key, e.key.Value) {
			continue
		}
		code := money.Currency(e.key.Value)
		if rate, ok := b.rate(e.value); ok {
			b.set.Money.Rates[code] = rate
			if one, _ := money.ParseRate("1"); code == b.set.Money.Base && rate != one {
				b.expect("A20", e.value, lang.T("the rate of the base currency itself", "本位币自身的汇率"), lang.Same("1"),
					lang.T("remove it", "请删去"))
			}
		}
	}
}

func (b *builder) rate(n node) (money.Rate, bool) {
	expected := lang.T("the price of one unit in the base currency: 1.08 or 1/7.2", "一单位外币折合的本位币：1.08 或 1/7.2")
	if !n.scalar() || n.missing() {
		b.wrongShape(n, expected)
		return money.Rate{}, false
	}
	s := strings.TrimSpace(n.Value)
	rate, ok := money.ParseRate(s)
	if ok && !strings.ContainsAny(s, "eE") {
		return rate, true
	}
	if offset, _ := firstWide(n.Value); offset >= 0 {
		b.wide(n)
		return money.Rate{}, false
	}
	hint := lang.Text{}
	if strings.Contains(s, ",") {
		hint = lang.F("write %s", "请写 %s", strings.ReplaceAll(s, ",", "."))
	}
	b.expect("A20", n, lang.T("not a rate", "不是有效的汇率"), expected, hint)
	return money.Rate{}, false
}

// maxSymbol is the most characters a currency sign has.
const maxSymbol = 5

func (b *builder) symbols(n node) {
	entries, ok := b.mapping(n, lang.T("a currency per sign: {¥: CNY}", "各符号代表的币种：{¥: CNY}"))
	if !ok {
		return
	}
	b.set.Money.Symbols = map[string]money.Currency{}
	for _, e := range entries {
		sign := strings.TrimSpace(norm.NFKC.String(e.key.Value)) // ￥ is ¥
		if sign == "" || len([]rune(sign)) > maxSymbol || strings.ContainsAny(sign, "0123456789.,-+()") {
			b.expect("C05", e.key, lang.T("not a currency sign", "不是货币符号"), lang.Same("¥, $, kr"), lang.Text{})
			continue
		}
		if _, twice := b.set.Money.Symbols[sign]; twice {
			b.fail("C02", e.key, lang.F("%s is given already", "%s 已经写过", sign), lang.T("keep one of them", "请只保留一个"))
			continue
		}
		if code := b.currency(e.value); code != "" {
			b.set.Money.Symbols[sign] = code
		}
	}
}
