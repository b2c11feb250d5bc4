package check

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"crm/internal/country"
	"crm/internal/crm"
	"crm/internal/lang"
)

// mostForeign is the share in per cent of customers whose phone or e-mail is of
// another country than theirs, above which that is usual.
const mostForeign = 5

// origins holds the country against the phone's code and the e-mail's ending: a
// weak hint, for offices abroad and agents exist. Where both say the same other
// country it is no longer weak.
func (d *doctor) origins() {
	if !d.has(crm.FieldCountry) {
		return
	}
	phones, mails := batch{most: mostForeign}, batch{most: mostForeign}
	for i := range d.Data.Customers {
		c := &d.Data.Customers[i]
		if len(c.Country) != 2 || strings.ToUpper(c.Country) != c.Country {
			continue // no country that is known
		}
		called, _ := phoneCountries(c.Phone)
		mailed := mailCountry(c.Email)
		if called != nil {
			phones.asked++
			if !slices.ContainsFunc(called, func(iso string) bool { return near(iso, c.Country) }) {
				phones.found = append(phones.found, d.foreignPhone(i, called, slices.Contains(called, mailed)))
				continue
			}
		}
		if mailed != "" {
			mails.asked++
			if called == nil && !near(mailed, c.Country) { // a phone of the country outweighs the ending
				mails.found = append(mails.found, d.foreignMail(i, mailed))
			}
		}
	}
	phones.whole = Finding{
		Message: lang.F("%d of %d phone numbers are of another country than their customer", "%[2]d 个电话中有 %[1]d 个的区号与客户国家不符", len(phones.found), phones.asked),
		Do:      lang.T("see whether the column holds the agents' numbers", "请核对该列是否为代理的电话"), Severity: Hint,
	}
	mails.whole = Finding{
		Message: lang.F("%d of %d e-mail addresses end in another country than their customer's", "%[2]d 个邮箱中有 %[1]d 个的后缀与客户国家不符", len(mails.found), mails.asked),
		Do:      lang.T("see whether the column holds the agents' addresses", "请核对该列是否为代理的邮箱"), Severity: Hint,
	}
	d.add(phones)
	d.add(mails)
}

// near reports whether two countries are one, or trade as if they were: offices in
// Hong Kong answer phones in Shenzhen.
func near(a, b string) bool {
	const china = "CN HK MO TW"
	return a == b || strings.Contains(china, a) && strings.Contains(china, b)
}

func (d *doctor) foreignPhone(customer int, called []string, mailToo bool) Finding {
	c := &d.Data.Customers[customer]
	f := Finding{
		Code: "Q15", Kind: Contradictory, Severity: Hint, Customer: customer, Other: none, Pos: d.at(customer, crm.FieldCountry), Field: string(crm.FieldCountry), Found: c.Country,
		Message: lang.F("the country is %s, the phone number is of %s", "国家是%s，电话区号却是%s", countryTitle(c.Country), countryTitle(called[0])),
		Do:      lang.T("see which of the two is right", "请核对哪一个是对的"), Expected: countryTitle(called[0]),
	}
	if mailToo {
		f.Severity = Doubtful
		f.Message = lang.F("the country is %s, phone number and e-mail are of %s", "国家是%s，电话和邮箱却都是%s的", countryTitle(c.Country), countryTitle(called[0]))
	}
	return f
}

func (d *doctor) foreignMail(customer int, mailed string) Finding {
	c := &d.Data.Customers[customer]
	return Finding{
		Code: "Q16", Kind: Contradictory, Severity: Hint, Customer: customer, Other: none, Pos: d.at(customer, crm.FieldCountry), Field: string(crm.FieldCountry), Found: c.Country,
		Message: lang.F("the country is %s, the e-mail address ends in that of %s", "国家是%s，邮箱后缀却是%s的", countryTitle(c.Country), countryTitle(mailed)),
		Do:      lang.T("see which of the two is right", "请核对哪一个是对的"), Expected: countryTitle(mailed),
	}
}

func countryTitle(iso string) lang.Text {
	return lang.T(country.Name(iso, lang.EN), country.Name(iso, lang.ZH))
}

// phoneCountries is the countries whose code an international number begins with,
// and its digits behind the code; nil where it has none.
func phoneCountries(phone string) (countries []string, rest string) {
	text := strings.TrimLeft(norm.NFKC.String(phone), "'( ")
	number := digitsOf(text)
	switch {
	case strings.HasPrefix(text, "+"):
	case strings.HasPrefix(text, "00"):
		number = strings.TrimPrefix(number, "00")
	default:
		return nil, number
	}
	if len(number) < fewestDigits+2 {
		return nil, number
	}
	codes := callingCodes()
	for n := 3; n > 0; n-- {
		if countries := codes[number[:n]]; countries != nil {
			return countries, number[n:]
		}
	}
	return nil, number
}

// mailCountry is the country whose ending an e-mail address has; empty where it
// has none, or one that anybody uses.
func mailCountry(cell string) string {
	mails := mailsOf(cell)
	if len(mails) == 0 {
		return ""
	}
	end := mails[0][strings.LastIndex(mails[0], ".")+1:]
	if len(end) != 2 || listed("anywhere", end) || !strings.Contains(mails[0], "@") {
		return ""
	}
	if end == "uk" {
		return "GB"
	}
	iso := strings.ToUpper(end)
	if known, ok := country.Parse(iso); ok && known == iso {
		return iso
	}
	return ""
}
