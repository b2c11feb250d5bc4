// Package country knows countries by code and by the names that exports use
// for them, in English and Chinese. It knows nothing of customers or markets.
package country

import (
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
	"golang.org/x/text/unicode/norm"

	"crm/internal/lang"
)

// aliases are names in use that the Unicode names lack: short forms, other
// spellings, the parts of the United Kingdom, what OKKI and ERPs write.
var aliases = map[string]string{
	"usa": "US", "u.s.a.": "US", "u.s.": "US", "america": "US", "united states of america": "US", "美利坚合众国": "US",
	"uk": "GB", "u.k.": "GB", "great britain": "GB", "britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB",
	"northern ireland": "GB", "大不列颠": "GB", "英格兰": "GB", "eire": "IE", "republic of ireland": "IE",
	"korea": "KR", "republic of korea": "KR", "korea, republic of": "KR", "korea (south)": "KR", "南韩": "KR",
	"dprk": "KP", "holland": "NL", "the netherlands": "NL", "uae": "AE", "u.a.e.": "AE", "阿联酋": "AE",
	"ksa": "SA", "rsa": "ZA", "russian federation": "RU", "俄国": "RU", "viet nam": "VN", "czech republic": "CZ",
	"burma": "MM", "cape verde": "CV", "swaziland": "SZ", "turkey": "TR", "turkiye": "TR", "macedonia": "MK",
	"ivory coast": "CI", "brasil": "BR", "deutschland": "DE", "espana": "ES", "españa": "ES", "italia": "IT",
	"méxico": "MX", "schweiz": "CH", "österreich": "AT", "polska": "PL", "suomi": "FI", "sverige": "SE", "norge": "NO",
	"iran, islamic republic of": "IR", "syrian arab republic": "SY", "moldova, republic of": "MD",
	"tanzania, united republic of": "TZ", "venezuela, bolivarian republic of": "VE", "bolivia, plurinational state of": "BO",
	"lao pdr": "LA", "laos": "LA", "brunei darussalam": "BN", "palestine": "PS", "vatican": "VA",
	"hong kong": "HK", "hongkong": "HK", "香港": "HK", "中国香港": "HK", "macau": "MO", "macao": "MO", "澳门": "MO", "中国澳门": "MO",
	"taiwan": "TW", "台湾": "TW", "臺灣": "TW", "中国台湾": "TW", "taiwan, china": "TW", "taiwan, province of china": "TW",
	"prc": "CN", "p.r. china": "CN", "pr china": "CN", "people's republic of china": "CN", "mainland china": "CN", "中国大陆": "CN",
	"印尼": "ID", "刚果(金)": "CD", "刚果(布)": "CG", "刚果民主共和国": "CD", "drc": "CD", "dr congo": "CD", "congo": "CG",
	"澳洲": "AU", "纽西兰": "NZ", "新西兰": "NZ", "沙特": "SA", "波黑": "BA", "bosnia": "BA", "trinidad": "TT", "捷克共和国": "CZ",
	"多米尼加": "DO", "dominican rep.": "DO", "南非共和国": "ZA", "吉尔吉斯": "KG", "哈萨克": "KZ", "乌兹别克": "UZ", "马尔代夫共和国": "MV",
}

var index = sync.OnceValue(func() map[string]string {
	names := make(map[string]string, 1500)
	en, zh := display.English.Regions(), display.Chinese.Regions()
	for _, region := range regions() {
		code := region.String()
		for _, name := range []string{code, region.ISO3(), en.Name(region), zh.Name(region)} {
			names[key(name)] = code
		}
	}
	delete(names, "") // some regions have no name or three-letter code
	for name, code := range aliases {
		names[key(name)] = code
	}
	return names
})

// regions is every country with an ISO 3166 code of its own.
func regions() []language.Region {
	var all []language.Region
	for a := byte('A'); a <= 'Z'; a++ {
		for b := byte('A'); b <= 'Z'; b++ {
			if r, ok := codeOf(string([]byte{a, b})); ok {
				all = append(all, r)
			}
		}
	}
	return all
}

// codeOf is the country whose own ISO 3166 code a text is, in capitals.
func codeOf(code string) (r language.Region, ok bool) {
	if len(code) != 2 || code[0] < 'A' || code[0] > 'Z' {
		return r, false
	}
	r, err := language.ParseRegion(code)
	return r, err == nil && r.IsCountry() && r.String() == code && r.Canonicalize() == r
}

// key folds what spellings of one name differ in: width, case, accents kept,
// spaces, "&" for "and", a leading "the".
func key(name string) string {
	name = strings.ToLower(norm.NFKC.String(name))
	name = strings.ReplaceAll(name, "&", " and ")
	name = strings.ReplaceAll(name, "’", "'")
	name = strings.Join(strings.Fields(name), " ")
	return strings.TrimPrefix(name, "the ")
}

// Parse finds the ISO 3166 alpha-2 code of a country's name or code.
func Parse(name string) (iso string, ok bool) {
	if _, ok = codeOf(name); ok { // as rules have them: without the names of all countries
		return name, true
	}
	iso, ok = index()[key(name)]
	return iso, ok
}

// Name is the country's name for people; the code itself where it is none.
func Name(iso string, l lang.Lang) string {
	r, err := language.ParseRegion(iso)
	if err != nil || len(iso) != 2 {
		return iso
	}
	namer := display.English.Regions()
	if l == lang.ZH {
		namer = display.Chinese.Regions()
	}
	if n := namer.Name(r); n != "" {
		return n
	}
	return iso
}

// Names is every name that Parse knows, sorted: for the nearest one in a hint.
func Names() []string {
	all := make([]string, 0, len(index()))
	for name := range index() {
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}
