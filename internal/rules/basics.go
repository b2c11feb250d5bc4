package rules

import (
	"regexp"
	"strings"
	"time"
	_ "time/tzdata" // zones are checked, and must be known, where the system has no list of them

	"golang.org/x/text/currency"
	"golang.org/x/text/unicode/norm"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/nearest"
)

func (b *builder) version(n node) {
	v, ok := b.whole(n)
	switch {
	case !ok || v == schemaVersion:
	case v > schemaVersion:
		b.expect("C17", n, lang.T("this file is for a newer crm", "这个文件需要更新版本的 crm"), lang.F("version %d", "版本 %d", schemaVersion),
			lang.T("install the newer crm", "请升级 crm"))
	default:
		b.expect("C17", n, lang.T("there is no such version", "没有这个版本"), lang.F("version %d", "版本 %d", schemaVersion), lang.Text{})
	}
}

func (b *builder) language(n node) {
	s, ok := b.oneOf(n, "zh", "en")
	if ok {
		b.set.Language, b.set.HasLanguage = lang.Parse(s)
	}
}

// zones is what people write for a time zone, with its name in the zone list.
var zones = map[string]string{
	"beijing": "Asia/Shanghai", "asia/beijing": "Asia/Shanghai", "shanghai": "Asia/Shanghai", "北京": "Asia/Shanghai", "上海": "Asia/Shanghai",
	"北京时间": "Asia/Shanghai", "中国": "Asia/Shanghai", "china": "Asia/Shanghai", "cst": "Asia/Shanghai", "utc+8": "Asia/Shanghai",
	"gmt+8": "Asia/Shanghai", "+08:00": "Asia/Shanghai", "shenzhen": "Asia/Shanghai", "asia/shenzhen": "Asia/Shanghai", "hong kong": "Asia/Hong_Kong",
	"hongkong": "Asia/Hong_Kong", "香港": "Asia/Hong_Kong", "taipei": "Asia/Taipei", "台北": "Asia/Taipei", "singapore": "Asia/Singapore",
	"london": "Europe/London", "berlin": "Europe/Berlin", "cet+1": "Europe/Berlin", "utc+1": "Europe/Berlin", "new york": "America/New_York", "est": "America/New_York",
}

// commonZones are candidates for the nearest name.
var commonZones = []string{
	"Asia/Shanghai", "Asia/Hong_Kong", "Asia/Taipei", "Asia/Singapore", "Asia/Tokyo", "Asia/Dubai", "Asia/Kolkata", "Europe/London",
	"Europe/Berlin", "Europe/Paris", "Europe/Moscow", "America/New_York", "America/Chicago", "America/Los_Angeles", "America/Sao_Paulo", "Australia/Sydney", "UTC",
}

func (b *builder) timeZone(n node) {
	s, ok := b.text(n)
	if !ok {
		return
	}
	if _, err := time.LoadLocation(s); err == nil && s != "Local" {
		b.set.TimeZone = s
		return
	}
	meant := zones[strings.ToLower(norm.NFKC.String(s))]
	if meant == "" {
		meant = nearest.Of(s, commonZones)
	}
	hint := lang.Text{}
	if meant != "" {
		hint = lang.F("write %s", "请写 %s", meant)
	}
	b.expect("C13", n, lang.T("unknown time zone", "未知的时区"), lang.T("a name as Asia/Shanghai", "时区名称，如 Asia/Shanghai"), hint)
}

// maxWindowYears bounds a window: beyond it the calendar's years run out.
const maxWindowYears = 100

var loosePeriod = regexp.MustCompile(`^(\d{1,4})\s*(m|mon|month|months|mos|个月|月|year|years|yr|年|day|days|天|日|week|weeks|周)$`)

func (b *builder) window(n node) {
	s, ok := b.text(n)
	if !ok {
		return
	}
	p, ok := civil.ParsePeriod(s)
	limit := map[civil.Unit]int{civil.Days: 365 * maxWindowYears, civil.Months: 12 * maxWindowYears, civil.Years: maxWindowYears}
	if ok && p.N > 0 && p.N <= limit[p.Unit] {
		b.set.Window = p
		return
	}
	hint := lang.Text{}
	if m := loosePeriod.FindStringSubmatch(strings.ToLower(s)); m != nil {
		unit := map[string]string{"m": "mo", "个": "mo", "月": "mo", "y": "y", "年": "y", "d": "d", "天": "d", "日": "d", "w": "w", "周": "w"}
		hint = lang.F("write %s", "请写 %s", m[1]+unit[firstRune(m[2])])
	}
	b.expect("C05", n, lang.T("not a period", "不是有效的期间"), lang.T("12mo, 1y, 90d or 26w", "12mo、1y、90d 或 26w"), hint)
}

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
	"rmb": "CNY", "cnh": "CNY", "人民币": "CNY", "元": "CNY", "¥": "CNY", "ntd": "TWD", "nt$": "TWD", "新台币": "TWD", "euro": "EUR", "euros": "EUR", "欧元": "EUR",
	"€": "EUR", "us$": "USD", "$": "USD", "dollar": "USD", "美元": "USD", "美金": "USD", "£": "GBP", "英镑": "GBP", "日元": "JPY", "yen": "JPY", "港币": "HKD",
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
				b.expect("A20", e.value, lang.T("the rate of the base currency itself", "本位币自身的汇率"), lang.Same("1"), lang.T("remove it", "请删去"))
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

func (b *builder) sources(n node) {
	entries, ok := b.mapping(n, lang.T("files per table: {customers: a.xlsx, orders: [b.xlsx]}", "各表的文件：{customers: a.xlsx, orders: [b.xlsx]}"))
	if !ok {
		return
	}
	for _, e := range entries {
		kind, ok := b.tableKind(e, entries)
		if !ok {
			continue
		}
		paths, _ := b.texts(e.value)
		for _, p := range paths {
			b.set.Sources.Tables = append(b.set.Sources.Tables, Source{Kind: kind, Path: p})
		}
	}
}

// tableKind is the table that a key names.
func (b *builder) tableKind(e entry, all []entry) (crm.TableKind, bool) {
	kind, ok := crm.ParseTableKind(e.key.Value)
	switch {
	case !ok:
		var known []string
		for k := crm.Customers; k <= crm.Opportunities; k++ {
			known = append(known, k.String())
		}
		b.unknownTable(e, all, known)
		return kind, false
	case kind == crm.Complaints || kind == crm.Feedback:
		b.notYet(e.key)
		return kind, false
	case e.value.missing():
		b.fail("C21", e.key, lang.T("this key has no value", "这个键没有值"), lang.T("write one, or remove the line", "请写上值，或删去这一行"))
		return kind, false
	}
	return kind, true
}

func (b *builder) unknownTable(e entry, all []entry, known []string) {
	if b.brokenFlow(e, all) || b.wideKey(e.key) {
		return
	}
	b.fail("C10", e.key, lang.T("unknown table", "未知的表"), didYouMean(e.key.Value, known))
}
