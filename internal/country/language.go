package country

import (
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// inTrade is the language of countries where letters are not written in the one
// that most people speak at home.
var inTrade = map[string]string{
	"IN": "en", "PK": "en", "PH": "en", "BD": "en", "LK": "en", "FJ": "en", "PG": "en", "WS": "en", "VU": "en", "TO": "en", "MT": "en",
	"KE": "en", "TZ": "en", "UG": "en", "RW": "en", "GH": "en", "ZW": "en", "ZM": "en", "MW": "en", "BW": "en", "NA": "en", "LS": "en",
	"SZ": "en", "MU": "en",
	"CD": "fr", "DJ": "fr", "ML": "fr", "NE": "fr", "BI": "fr", "MG": "fr", "HT": "fr", "LU": "fr",
	"BY": "ru", "KG": "ru", "UZ": "ru", "TJ": "ru", "TM": "ru", "PY": "es", "BQ": "nl", "CW": "nl",
}

// Language is the language that a letter to a country is best written in, as an
// ISO 639 code (zh, de, pt): the one most likely spoken there as the Unicode CLDR
// has it, or that of its trade with others; empty where the country is not known.
// A country of several languages has one all the same: CH is de, BE nl.
func Language(iso string) string {
	r, ok := codeOf(iso)
	if !ok {
		return ""
	}
	if l, other := inTrade[iso]; other {
		return l
	}
	tag, err := language.Compose(language.Und, r)
	if err != nil {
		return ""
	}
	base, sure := tag.Base()
	if sure == language.No {
		return ""
	}
	return base.String()
}

// written is the languages that ParseLanguage knows by name.
const written = "af ar be bg bn ca cs da de el en es et fa fi fr ga he hi hr hu id is it ja ka kk km ko lo lt lv mk mn ms mt my nb nl pl pt ro ru sk sl sq sr sv sw ta th tr uk ur uz vi zh"

// languages is names to codes: in English, in Chinese, and as their speakers have it.
var languages = sync.OnceValue(func() map[string]string {
	names := map[string]string{
		"mandarin": "zh", "chinese (simplified)": "zh", "chinese (traditional)": "zh", "simplified chinese": "zh", "traditional chinese": "zh",
		"简体中文": "zh", "繁体中文": "zh", "繁體中文": "zh", "汉语": "zh", "华语": "zh", "norwegian": "nb", "norsk": "nb", "挪威语": "nb",
		"brazilian portuguese": "pt-BR", "portuguese (brazil)": "pt-BR", "farsi": "fa", "castellano": "es", "malay": "ms", "bahasa indonesia": "id",
	}
	en, zh := display.English.Languages(), display.Chinese.Languages()
	for _, code := range strings.Fields(written) {
		tag := language.MustParse(code)
		for _, name := range []string{en.Name(tag), zh.Name(tag), strings.TrimSuffix(zh.Name(tag), "语") + "文", display.Self.Name(tag)} {
			if _, taken := names[key(name)]; !taken {
				names[key(name)] = code
			}
		}
	}
	return names
})

// ParseLanguage reads a language as tables have it: a code (de, pt-BR, zh_CN), or
// a name in English, Chinese or the language itself. It is an ISO 639 code, with
// the country behind it where one is written: pt, pt-BR.
func ParseLanguage(text string) (code string, ok bool) {
	if code, ok = languages()[key(text)]; ok {
		return code, true
	}
	tag, err := language.Parse(strings.ReplaceAll(strings.TrimSpace(text), "_", "-"))
	if err != nil {
		return "", false
	}
	base, sure := tag.Base()
	if sure != language.Exact {
		return "", false
	}
	if base.String() == "no" {
		return "nb", true
	}
	if region, sure := tag.Region(); sure == language.Exact {
		return base.String() + "-" + region.String(), true
	}
	return base.String(), true
}
