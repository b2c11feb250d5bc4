package report

import (
	"slices"
	"strings"

	"crm/internal/country"
	"crm/internal/crm"
	"crm/internal/rules"
	"crm/internal/value"
)

// languageHeaders is what a team calls its own column of the customers' languages.
var languageHeaders = []string{"语言", "语种", "沟通语言", "使用语言", "客户语言", "邮件语言", "language", "languages", "preferredlanguage", "maillanguage", "emaillanguage", "lang", "locale"}

// languages is the languages of letters: what the team's own column says, else the
// one of the country, each as far as the view shows it. told is false where it
// shows neither.
func (m *Mailing) languages() (codes []value.Value, told bool) {
	r := m.run
	own := slices.IndexFunc(r.Data.ExtraColumns, func(c crm.ExtraColumn) bool {
		return slices.Contains(languageHeaders, squeezed(c.Header)) && r.View.Allows(rules.HeaderColumn(c.Header))
	})
	byCountry := r.View.Allows(string(crm.FieldCountry))
	codes = m.each(func(c *crm.Customer) string {
		if own >= 0 {
			if code, ok := country.ParseLanguage(of(c.Extra, own).Text()); ok {
				language, region, written := strings.Cut(code, "-")
				if !written && byCountry {
					region = c.Country
				}
				return mailCode(language, region)
			}
		}
		if !byCountry {
			return ""
		}
		return mailCode(country.Language(c.Country), c.Country)
	})
	return codes, own >= 0 || byCountry
}

// mailCodes is the codes that Mailchimp has for the languages of contacts where
// they differ from the language's own: by language, or by language and country.
var mailCodes = map[string]string{
	"nb": "no", "es-ES": "es_ES", "pt-PT": "pt_PT", "pt-AO": "pt_PT", "pt-MZ": "pt_PT", "pt-CV": "pt_PT", "fr-CA": "fr_CA",
}

// mailKnown is the languages that Mailchimp has for contacts.
const mailKnown = " en ar af be bg ca zh hr cs da nl et fa fi fr de el he hi hu is id ga it ja km ko lv lt mt ms mk no pl pt ro ru sr sk sl es sw sv ta th tr uk vi "

// mailCode is a language as Mailchimp codes it: English where it does not know
// it, nothing where there is none.
func mailCode(language, region string) string {
	if code := mailCodes[language+"-"+region]; code != "" {
		return code
	}
	if code := mailCodes[language]; code != "" {
		language = code
	}
	switch {
	case language == "":
		return ""
	case !strings.Contains(mailKnown, " "+language+" "):
		return "en"
	}
	return language
}
