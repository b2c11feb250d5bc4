package money

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// amountCase is a text and its readings: under no mark, with the point, with the comma.
type amountCase struct {
	text         string
	point, comma string // the value under each mark; empty where it is none
	settles      Mark
	currency     Currency
	why          string
}

var amountCases = []amountCase{
	{"0", "0", "0", NoMark, "", "nothing to decide"},
	{"1234", "1234", "1234", NoMark, "", "no mark, no question"},
	{"-1234", "-1234", "-1234", NoMark, "", "a return"},
	{"+5", "5", "5", NoMark, "", "a plus says nothing"},
	{"1234.5", "1234.5", "", Point, "", "one digit behind it: a decimal mark"},
	{"1234,5", "", "1234.5", Comma, "", "likewise the comma"},
	{"2.55", "2.55", "", Point, "", "what programs write"},
	{"14.00", "14", "", Point, "", "zeros are digits"},
	{"-0.50", "-0.5", "", Point, "", "negative"},
	{"0.125", "0.125", "", Point, "", "no thousands begin with 0"},
	{"0,125", "", "0.125", Comma, "", "no thousands begin with 0"},
	{"1234.567", "1234.567", "", Point, "", "four digits before it: no thousands"},
	{"1234,567", "", "1234.567", Comma, "", "four digits before it: no thousands"},
	{"1.234", "1.234", "1234", NoMark, "", "A06: both"},
	{"1,234", "1234", "1.234", NoMark, "", "A06: both"},
	{"-1,234", "-1234", "-1.234", NoMark, "", "A06, negative"},
	{"999.999", "999.999", "999999", NoMark, "", "A06: three digits before"},
	{"1,234.50", "1234.5", "", Point, "", "the last one is the mark"},
	{"1.234,50", "", "1234.5", Comma, "", "the last one is the mark"},
	{"1,234.567", "1234.567", "", Point, "", "comma groups, point divides"},
	{"1.234,567", "", "1234.567", Comma, "", "point groups, comma divides"},
	{"1,234,567", "1234567", "", Point, "", "twice: grouping"},
	{"1.234.567", "", "1234567", Comma, "", "twice: grouping"},
	{"1,234,567.89", "1234567.89", "", Point, "", "full form"},
	{"1.234.567,89", "", "1234567.89", Comma, "", "full form"},
	{"12,34,567.00", "1234567", "", Point, "", "Indian lakhs"},
	{"1'234.50", "1234.5", "", Point, "", "Swiss"},
	{"1’234.50", "1234.5", "", Point, "", "Swiss, typographic"},
	{"1'234", "1234", "1234", NoMark, "", "only grouping"},
	{"1'234,567", "", "1234.567", Comma, "", "apostrophes group, so the comma divides"},
	{"1 234,50", "", "1234.5", Comma, "", "French with a space"},
	{"1\u00a0234,50", "", "1234.5", Comma, "", "French with a no-break space"},
	{"1\u202f234,50", "", "1234.5", Comma, "", "French with a narrow no-break space"},
	{"1\u2009234.50", "1234.5", "", Point, "", "thin space"},
	{"7 000", "7000", "7000", NoMark, "", "only grouping"},
	{"1 234 567", "1234567", "1234567", NoMark, "", "only grouping"},
	{".5", "0.5", "", Point, "", "no digit before"},
	{",5", "", "0.5", Comma, "", "no digit before"},
	{"5.", "5", "5", NoMark, "", "a point at the end divides nothing"},
	{"(123.45)", "-123.45", "", Point, "", "A14: brackets"},
	{"(1,200.00)", "-1200", "", Point, "", "A14: brackets"},
	{"（123.45）", "-123.45", "", Point, "", "full-width brackets"},
	{"123.45-", "-123.45", "", Point, "", "A14: SAP"},
	{"−5", "-5", "-5", NoMark, "", "a real minus sign"},
	{"- 5", "-5", "-5", NoMark, "", "a space behind the sign"},
	{"'1234.50", "1234.5", "", Point, "", "A04: Excel's apostrophe"},
	{"１２３４．５０", "1234.5", "", Point, "", "full-width"},
	{"１，２３４．５０", "1234.5", "", Point, "", "full-width grouping"},
	{"  12.5  ", "12.5", "", Point, "", "spaces around"},
	{"\t12.5", "12.5", "", Point, "", "a tab before"},

	{"$1,150", "1150", "1.15", NoMark, "$", "A06 with a sign"},
	{"$1,150.00", "1150", "", Point, "$", "the bare sign is kept"},
	{"US $120.95", "120.95", "", Point, "USD", "Alibaba"},
	{"US$1,234.50", "1234.5", "", Point, "USD", "US$"},
	{"USD 10,083.86", "10083.86", "", Point, "USD", "code before"},
	{"10,083.86 USD", "10083.86", "", Point, "USD", "code behind"},
	{"USD1,200", "1200", "1.2", NoMark, "USD", "A06 with a code"},
	{"JPY 10,000", "10000", "10", NoMark, "JPY", "A06: yen have no cents, but that proves nothing"},
	{"129,46zł", "", "129.46", Comma, "PLN", "Polish"},
	{"1.355,90€", "", "1355.9", Comma, "EUR", "German"},
	{"€ 1.200", "1.2", "1200", NoMark, "EUR", "A07"},
	{"€1.200,-", "", "1200", Comma, "EUR", "no cents, Dutch"},
	{"CHF 1'200.-", "1200", "", Point, "CHF", "no cents, Swiss"},
	{"￥1,200", "1200", "1.2", NoMark, "¥", "full-width yen sign names no currency"},
	{"¥1,200.00", "1200", "", Point, "¥", "bare sign"},
	{"¥100 CNY", "100", "100", NoMark, "CNY", "the code says what the sign means"},
	{"$100 USD", "100", "100", NoMark, "USD", "the code says what the sign means"},
	{"￥100元", "100", "100", NoMark, "¥", "both say the same"},
	{"£12.50", "12.5", "", Point, "GBP", "pounds"},
	{"HK$500", "500", "500", NoMark, "HKD", "Hong Kong"},
	{"NT$500", "500", "500", NoMark, "TWD", "Taiwan"},
	{"R$ 1.234,50", "", "1234.5", Comma, "BRL", "Brazil"},
	{"1 234,50 kr", "", "1234.5", Comma, "kr", "kr stands for four currencies"},
	{"Rs. 500", "500", "500", NoMark, "INR", "a point behind the word"},
	{"1234 руб.", "1234", "1234", NoMark, "RUB", "Russian"},
	{"100元", "100", "100", NoMark, "¥", "元 is ¥: it names no currency"},
	{"1052,75元", "", "1052.75", Comma, "¥", "cn-misc settles the comma"},
	{"11,50万元", "", "115000", Comma, "¥", "cn-misc: 11.50 × 10⁴"},
	{"12.5万", "125000", "", Point, "", "万"},
	{"12万", "120000", "120000", NoMark, "", "万, whole"},
	{"12.5万美元", "125000", "", Point, "USD", "万 and currency"},
	{"12.5 萬", "125000", "", Point, "", "traditional"},
	{"1.2亿", "120000000", "", Point, "", "亿"},
	{"1.234万", "12340", "12340000", NoMark, "", "A06 with 万"},
	{"3百万", "3000000", "3000000", NoMark, "", "百万"},
	{"12K", "12000", "12000", NoMark, "", "K"},
	{"1.5k", "1500", "", Point, "", "k"},
	{"$1.5M", "1500000", "", Point, "$", "M"},
	{"2.5 million USD", "2500000", "", Point, "USD", "in words"},
	{"1,5 Mio. €", "", "1500000", Comma, "EUR", "German million"},
	{"12 KUSD", "12000", "12000", NoMark, "USD", "K before the code"},
	{"100 MXN", "100", "100", NoMark, "MXN", "M is not always a million"},
	{"500 kr", "500", "500", NoMark, "kr", "k is not always a thousand"},
	{"-$5.25", "-5.25", "", Point, "$", "sign before the currency"},
	{"$-5.25", "-5.25", "", Point, "$", "sign behind the currency"},
	{"($5.25)", "-5.25", "", Point, "$", "brackets round the currency"},
	{"-5 USD", "-5", "-5", NoMark, "USD", "code behind"},
	{"RMB 1200.5", "1200.5", "", Point, "CNY", "RMB"},
	{"人民币1200元", "1200", "1200", NoMark, "CNY", "said twice"},
	{"1E+5", "100000", "100000", NoMark, "", "a program's exponent"},
	{"1.5E+3", "1500", "1500", NoMark, "", "with a point: exponents come from programs"},
	{"999999999999999", "999999999999999", "999999999999999", NoMark, "", "the largest"},
	{"0.000001", "0.000001", "", Point, "", "small"},
	{"123456789.123456789", "123456789.123456789", "", Point, "", "more digits than a float has"},
}

func TestParseTextAmounts(t *testing.T) {
	for _, c := range amountCases {
		for m, want := range map[Mark]string{Point: c.point, Comma: c.comma} {
			got, fault := ParseText(c.text, m)
			if want == "" {
				if fault != OtherMark {
					t.Errorf("%q under %d: %v, fault %d; want OtherMark: %s", c.text, m, got.Decimal, fault, c.why)
				}
				continue
			}
			if fault != Good || got.Decimal.String() != want || got.Currency != c.currency || got.NeedsMark {
				t.Errorf("%q under %d: %v %s, fault %d; want %s %s: %s", c.text, m, got.Decimal, got.Currency, fault, want, c.currency, c.why)
			}
		}
		checkUndecided(t, c)
	}
}

// checkUndecided checks the reading under no mark: one value, or both.
func checkUndecided(t *testing.T, c amountCase) {
	t.Helper()
	got, fault := ParseText(c.text, NoMark)
	ambiguous := c.point != "" && c.comma != "" && c.point != c.comma
	want := c.point
	if want == "" {
		want = c.comma
	}
	if fault != Good || got.Settles != c.settles || got.NeedsMark != ambiguous || got.Decimal.String() != want {
		t.Errorf("%q: %v, fault %d, settles %d, needs %v; want %s, %d, %v: %s",
			c.text, got.Decimal, fault, got.Settles, got.NeedsMark, want, c.settles, ambiguous, c.why)
	}
	if ambiguous && got.Other.String() != c.comma {
		t.Errorf("%q: the comma reading is %v, want %s: %s", c.text, got.Other, c.comma, c.why)
	}
	if b, f := ParseText([]byte(c.text), NoMark); f != fault || !b.Decimal.Equal(got.Decimal) || b.Currency != got.Currency {
		t.Errorf("%q differs between string and bytes", c.text)
	}
}

func TestParseTextRefusesAmounts(t *testing.T) {
	for _, c := range []struct {
		text string
		want Fault
		why  string
	}{
		{"", NoNumber, "A01"}, {"-", NoNumber, "a null"}, {"无", NoNumber, "a null"}, {"N/A", NoNumber, "a null"}, {"abc", NoNumber, "text"}, {"USD", NoNumber, "only a currency"},
		{"10万～30万美元", Band, "a band"}, {"10万~30万", Band, "a band"}, {"10-30万", Band, "a band"}, {"10万-30万", Band, "a band"}, {"5到10", Band, "a band"}, {"100 - 200", Band, "a band"},
		{"1e999", OutOfRange, "A16"}, {"1E+15", OutOfRange, "A16"}, {"NaN", OutOfRange, "A16"}, {"INF", OutOfRange, "A16"}, {"-Infinity", OutOfRange, "A16"}, {"∞", OutOfRange, "A16"},
		{"1000000000000000", OutOfRange, "A16 spelt out"}, {"4.87688E+18", OutOfRange, "a destroyed id"}, {"9999999999万", Good, "just below"}, {"99999999999万", Good, "10^14.99"}, {"999999999999万", OutOfRange, "10^15.99"},
		{"15%", Percent, "a share"}, {"15 %", Percent, "a share"},
		{"1,23,456", Good, "Indian lakhs"}, {"1,23,45", NoNumber, "no groups of three"}, {"1,2,3", NoNumber, "a list"}, {"12 34", NoNumber, "two numbers"}, {"1.2.3", NoNumber, "a version"},
		{"1,234.567,89", NoNumber, "three marks of two kinds"}, {"1.234.56", NoNumber, "a broken group"}, {"01,234", OtherMark, "under Point no thousands begin with 0"},
		{"12abc", NoNumber, "a word behind"}, {"3200元/吨", NoNumber, "a price per tonne"}, {"5 pcs", NoNumber, "pieces are no currency"}, {"$100 EUR", NoNumber, "two currencies"}, {"¥100 USD", NoNumber, "two currencies"},
		{"--5", NoNumber, "two signs"}, {"(-5)", NoNumber, "two ways to be negative"}, {"(5", NoNumber, "an open bracket"}, {"-5-", NoNumber, "two signs"},
		{"2024-01-05", NoNumber, "a date"}, {"2024/01/05", NoNumber, "a date"}, {"10:30", NoNumber, "a time"}, {"0x10", NoNumber, "hexadecimal"}, {"1_000", NoNumber, "a program's grouping"},
		{"约100", NoNumber, "about"}, {">100", NoNumber, "more than"}, {"100+", NoNumber, "100 or more"}, {"TRUE", NoNumber, "A21"}, {strings.Repeat("9", 200), NoNumber, "longer than any amount"},
	} {
		if got, fault := ParseText(c.text, Point); fault != c.want {
			t.Errorf("%q: %v, fault %d, want %d: %s", c.text, got.Decimal, fault, c.want, c.why)
		}
	}
}

func TestParseShare(t *testing.T) {
	for _, c := range []struct {
		text, want string
		ok         bool
		why        string
	}{
		{"15%", "0.15", true, "a share"}, {"7,5 %", "0.075", true, "comma"}, {"１０％", "0.1", true, "full-width"}, {"-5%", "-0.05", true, "negative"},
		{"15", "", false, "no percent sign"}, {"%", "", false, "no number"}, {"1.234%", "", false, "two readings"}, {"$5%", "", false, "nonsense"},
	} {
		got, ok := ParseShare(c.text, NoMark)
		if ok != c.ok || ok && got.String() != c.want {
			t.Errorf("ParseShare(%q) is %v, %v; want %s, %v: %s", c.text, got, ok, c.want, c.ok, c.why)
		}
	}
}

// Every number reads back, whatever its spelling, under the mark it is written with.
func TestAmountRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		coef := rapid.Int64Range(-99_999_999_999, 99_999_999_999).Draw(t, "coef")
		scale := uint8(rapid.IntRange(0, 4).Draw(t, "scale"))
		want := New(coef, scale)
		for _, style := range []struct {
			mark       Mark
			group, dot string
		}{{Point, "", "."}, {Comma, "", ","}, {Point, ",", "."}, {Comma, ".", ","}, {Comma, " ", ","}, {Point, "'", "."}, {Comma, "\u202f", ","}} {
			text := spell(want, scale, style.group, style.dot)
			if got, fault := ParseText(text, style.mark); fault != Good || !got.Decimal.Equal(want) {
				t.Fatalf("%q under %d is %v (fault %d), want %v", text, style.mark, got.Decimal, fault, want)
			}
			got, fault := ParseText(text, NoMark)
			if fault != Good || got.Settles != NoMark && got.Settles != style.mark {
				t.Fatalf("%q settles %d (fault %d), written with %d", text, got.Settles, fault, style.mark)
			}
			if !got.NeedsMark && !got.Decimal.Equal(want) {
				t.Fatalf("%q is %v without a mark, want %v or a question", text, got.Decimal, want)
			}
		}
	})
}

func spell(d Decimal, scale uint8, group, dot string) string {
	whole, fraction, _ := strings.Cut(d.Abs().Fixed(scale), ".")
	for i := len(whole) - 3; i > 0 && group != ""; i -= 3 {
		whole = whole[:i] + group + whole[i:]
	}
	if fraction != "" {
		whole += dot + fraction
	}
	if d.Sign() < 0 {
		return "-" + whole
	}
	return whole
}

func TestParseTextAllocatesNothing(t *testing.T) {
	for _, s := range []string{"1234", "-12.50", "1.234", "0.5"} {
		b := []byte(s)
		if n := testing.AllocsPerRun(100, func() { ParseText(b, Point) }); n != 0 {
			t.Errorf("%q costs %v allocations: a column of a million amounts goes through here", s, n)
		}
	}
}

func TestParseCurrency(t *testing.T) {
	for _, c := range []struct {
		text string
		want Currency
		why  string
	}{
		{"USD", "USD", "ISO"}, {"usd", "USD", "A09: case"}, {" eur ", "EUR", "A09: spaces"}, {"EURO", "EUR", "A09"}, {"RMB", "CNY", "A09"}, {"US$", "USD", "sign with its country"}, {"美元", "USD", "Chinese"},
		{"美金", "USD", "Chinese trade"}, {"人民币", "CNY", "Chinese"}, {"人民幣", "CNY", "traditional"}, {"欧元", "EUR", "Chinese"}, {"英镑", "GBP", "Chinese"}, {"NTD", "TWD", "OKKI has both"}, {"TWD", "TWD", "OKKI has both"},
		{"¥", "¥", "names none"}, {"￥", "¥", "names none"}, {"$", "$", "names none"}, {"€", "EUR", "names one"}, {"£", "GBP", "names one"}, {"元", "¥", "names none"}, {"kr", "kr", "names none"},
		{"USD-美元", "USD", "code and name"}, {"美元(USD)", "USD", "code and name"}, {"CNY/￥", "CNY", "code and sign"}, {"ＵＳＤ", "USD", "full-width"}, {"US Dollar", "USD", "in words"}, {"KWD", "KWD", "ISO"},
		{"", "", "nothing"}, {"abc", "", "no code"}, {"USD EUR", "", "two"}, {"USD/EUR", "", "two that contradict"}, {"XXX", "", "no currency"}, {"XTS", "", "testing"}, {"12", "", "a number"}, {"ABCD", "", "too long"},
	} {
		got, ok := ParseCurrency(c.text)
		if got != c.want || ok != (c.want != "") {
			t.Errorf("ParseCurrency(%q) is %q, %v; want %q: %s", c.text, got, ok, c.want, c.why)
		}
	}
}

func TestCurrencyFacts(t *testing.T) {
	for c, want := range map[Currency]uint8{"USD": 2, "JPY": 0, "KWD": 3, "CLF": 4, "": 2, "¥": 2, "VND": 0} {
		if got := c.Digits(); got != want {
			t.Errorf("%q has %d digits, want %d", c, got, want)
		}
	}
	for c := range minorUnits {
		if _, ok := code(string(c)); !ok {
			t.Errorf("%s is no currency", c)
		}
	}
	for key, c := range named {
		if currencyKey(key) != strings.ReplaceAll(key, ".", "") {
			t.Errorf("%q can never be found", key)
		}
		if _, ok := code(string(c)); !ok && !c.Sign() {
			t.Errorf("%s (%s) is no currency", c, key)
		}
	}
	for _, list := range shared {
		for _, c := range strings.Fields(list) {
			if _, ok := code(c); !ok {
				t.Errorf("%s is no currency", c)
			}
		}
	}
}

func TestAgree(t *testing.T) {
	for _, c := range []struct {
		a, b, want Currency
		ok         bool
	}{{"USD", "$", "USD", true}, {"$", "USD", "USD", true}, {"", "EUR", "EUR", true}, {"EUR", "", "EUR", true}, {"¥", "JPY", "JPY", true}, {"¥", "USD", "", false}, {"$", "¥", "", false}, {"EUR", "USD", "", false}, {"$", "$", "$", true}} {
		if got, ok := Agree(c.a, c.b); got != c.want || ok != c.ok {
			t.Errorf("Agree(%q, %q) is %q, %v", c.a, c.b, got, ok)
		}
	}
}

func FuzzParseText(f *testing.F) {
	for _, c := range amountCases {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, s string) {
		free, fault := ParseText(s, NoMark)
		point, pointFault := ParseText(s, Point)
		comma, commaFault := ParseText(s, Comma)
		if fault != Good {
			if pointFault == Good && commaFault == Good && fault != OutOfRange {
				t.Errorf("%q is a number under both marks and none without", s)
			}
			return
		}
		if !free.NeedsMark && pointFault == Good && !point.Decimal.Equal(free.Decimal) {
			t.Errorf("%q is %v, and %v with the point", s, free.Decimal, point.Decimal)
		}
		if free.NeedsMark && (!point.Decimal.Equal(free.Decimal) || commaFault == Good && !comma.Decimal.Equal(free.Other)) {
			t.Errorf("%q: %v or %v, but %v with the point and %v with the comma", s, free.Decimal, free.Other, point.Decimal, comma.Decimal)
		}
		if free.Decimal.Abs().Cmp(limit) >= 0 {
			t.Errorf("%q is %v: beyond all amounts", s, free.Decimal)
		}
		if b, f := ParseText([]byte(s), NoMark); f != fault || !b.Decimal.Equal(free.Decimal) {
			t.Errorf("%q differs between string and bytes", s)
		}
	})
}
