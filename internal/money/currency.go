package money

import (
	"strings"

	"golang.org/x/text/currency"
	"golang.org/x/text/unicode/norm"
)

// Currency is an ISO 4217 code such as USD; a bare sign (¥, $) where the data
// never says which currency it stands for; or empty where it names none.
type Currency string

// The bare signs: each stands for several currencies.
const (
	signYen    Currency = "¥" // CNY, JPY; 元 is written for it
	signDollar Currency = "$"
	signKrone  Currency = "kr"
)

// shared is the currencies that a bare sign may stand for.
var shared = map[Currency]string{
	signYen:    "CNY JPY",
	signDollar: "USD AUD BBD BMD BND BSD BZD CAD CLP COP FJD GYD HKD JMD KYD LRD MXN NAD NZD SBD SGD SRD TTD TWD XCD",
	signKrone:  "DKK ISK NOK SEK",
}

// named is what people and programs write for a currency besides its ISO code.
// Keys are folded: lower case, no spaces, no dots. 元 alone and $ alone name no
// currency: they give the sign.
var named = map[string]Currency{
	"¥": signYen, "元": signYen, "圆": signYen, "圓": signYen, "元整": signYen, "$": signDollar, "kr": signKrone, "kr.": signKrone,

	"rmb": "CNY", "cn¥": "CNY", "rmb¥": "CNY", "人民币": "CNY", "人民幣": "CNY", "人民币元": "CNY", "yuan": "CNY", "renminbi": "CNY", "cnh": "CNY", "chineseyuan": "CNY",
	"us$": "USD", "$us": "USD", "u$s": "USD", "usd$": "USD", "us": "USD", "美元": "USD", "美金": "USD", "usdollar": "USD", "usdollars": "USD", "dollarus": "USD", "u.s.dollar": "USD",
	"€": "EUR", "euro": "EUR", "euros": "EUR", "欧元": "EUR", "歐元": "EUR", "eur€": "EUR",
	"£": "GBP", "英镑": "GBP", "英鎊": "GBP", "poundsterling": "GBP", "britishpound": "GBP", "gbp£": "GBP", "stg": "GBP",
	"jp¥": "JPY", "日元": "JPY", "日圆": "JPY", "日圓": "JPY", "円": "JPY", "yen": "JPY", "japaneseyen": "JPY",
	"hk$": "HKD", "港币": "HKD", "港幣": "HKD", "港元": "HKD", "港纸": "HKD",
	"nt$": "TWD", "ntd": "TWD", "nt": "TWD", "新台币": "TWD", "新臺幣": "TWD", "新台幣": "TWD", "台币": "TWD", "台幣": "TWD",
	"mop$": "MOP", "澳门元": "MOP", "澳门币": "MOP",
	"a$": "AUD", "au$": "AUD", "澳元": "AUD", "澳币": "AUD", "澳大利亚元": "AUD",
	"c$": "CAD", "ca$": "CAD", "加元": "CAD", "加币": "CAD", "加拿大元": "CAD",
	"s$": "SGD", "sg$": "SGD", "新加坡元": "SGD", "新币": "SGD", "新元": "SGD", "坡币": "SGD",
	"nz$": "NZD", "新西兰元": "NZD", "纽元": "NZD", "纽币": "NZD",
	"r$": "BRL", "雷亚尔": "BRL", "巴西雷亚尔": "BRL", "mx$": "MXN", "墨西哥比索": "MXN",
	"₩": "KRW", "韩元": "KRW", "韩币": "KRW", "韩圆": "KRW", "원": "KRW",
	"₹": "INR", "印度卢比": "INR", "卢比": "INR", "rs": "INR", "₽": "RUB", "卢布": "RUB", "руб": "RUB",
	"฿": "THB", "泰铢": "THB", "₫": "VND", "越南盾": "VND", "rp": "IDR", "印尼盾": "IDR", "印尼卢比": "IDR", "rm": "MYR", "林吉特": "MYR", "马币": "MYR",
	"₱": "PHP", "菲律宾比索": "PHP", "₺": "TRY", "里拉": "TRY", "土耳其里拉": "TRY", "tl": "TRY", "₴": "UAH", "₪": "ILS", "₦": "NGN", "₸": "KZT",
	"chf": "CHF", "fr": "CHF", "sfr": "CHF", "瑞士法郎": "CHF", "瑞郎": "CHF",
	"zł": "PLN", "zl": "PLN", "兹罗提": "PLN", "kč": "CZK", "kc": "CZK", "ft": "HUF", "lei": "RON",
	"瑞典克朗": "SEK", "挪威克朗": "NOK", "丹麦克朗": "DKK", "迪拉姆": "AED", "dhs": "AED", "里亚尔": "SAR", "沙特里亚尔": "SAR", "南非兰特": "ZAR", "兰特": "ZAR",
}

// ParseCurrency reads the name of a currency as exports write it: an ISO code in
// any case, RMB, US$, 美元, USD-美元. A bare ¥ or $ gives the sign itself.
func ParseCurrency(s string) (Currency, bool) {
	if c, ok := code(s); ok {
		return c, true
	}
	key := currencyKey(s)
	if c, ok := word(key); ok {
		return c, true
	}
	return agreed(key)
}

// unspaced takes out what does not count in a currency's name.
var unspaced = strings.NewReplacer(" ", "", ".", "", "\t", "")

// currencyKey folds what spellings of one name differ in.
func currencyKey(s string) string {
	return unspaced.Replace(strings.ToLower(norm.NFKC.String(s)))
}

func word(key string) (Currency, bool) {
	if c, ok := named[key]; ok {
		return c, true
	}
	return code(strings.ToUpper(key))
}

// code reads an ISO 4217 code in capitals. The codes for testing and for no
// currency are none.
func code(s string) (Currency, bool) {
	switch s {
	case "USD", "CNY", "EUR", "GBP", "JPY", "HKD": // nearly all there are
		return Currency(s), true
	case "XXX", "XTS":
		return "", false
	}
	if len(s) != 3 {
		return "", false
	}
	for i := range len(s) {
		if s[i] < 'A' || s[i] > 'Z' {
			return "", false
		}
	}
	u, err := currency.ParseISO(s)
	return Currency(u.String()), err == nil
}

// agreed reads a name made of several that say the same: USD-美元, 美元(USD), CNY/¥.
func agreed(key string) (Currency, bool) {
	parts := strings.FieldsFunc(key, func(r rune) bool { return strings.ContainsRune("-/()[]:,|", r) })
	if len(parts) < 2 {
		return "", false
	}
	var c Currency
	for _, p := range parts {
		next, ok := word(p)
		if !ok {
			return "", false
		}
		if c, ok = Agree(c, next); !ok {
			return "", false
		}
	}
	return c, true
}

// Agree is the more telling of two currencies that may both be right: the code
// of a code and its sign, either of two equals, the other of an empty one. ok is
// false where they contradict: $ and EUR.
func Agree(a, b Currency) (c Currency, ok bool) {
	switch {
	case a == b || b == "":
		return a, true
	case a == "":
		return b, true
	case a.Sign() && strings.Contains(shared[a], string(b)):
		return b, true
	case b.Sign() && strings.Contains(shared[b], string(a)):
		return a, true
	}
	return "", false
}

// Sign reports whether c is a bare sign that names no currency.
func (c Currency) Sign() bool { return shared[c] != "" }

// minorUnits is the currencies whose minor unit is not a hundredth, by its
// digits (ISO 4217, list one).
var minorUnits = map[Currency]uint8{
	"BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0, "PYG": 0, "RWF": 0,
	"UGX": 0, "UYI": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
	"BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3, "CLF": 4,
}

// Digits is how many digits after the point the currency's minor unit has; 2
// for a bare sign and for none.
func (c Currency) Digits() uint8 {
	if d, ok := minorUnits[c]; ok {
		return d
	}
	return 2
}
