package country

import "golang.org/x/text/language"

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
