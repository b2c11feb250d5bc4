package check

import (
	"math/bits"
	"slices"
	"strings"
	"unicode"

	"crm/internal/crm"
	"crm/internal/value"
	"crm/internal/words"
)

// profile is what tells one customer from another.
type profile struct {
	company
	spelled [][]rune // words, character by character
	weights []int    // of words, in thousandths
	often   []bool   // words that more customers have than a block may hold
	whole   []rune   // joined
	total   int      // of weights and generic words
	named   string   // the key of the whole name
	id      string
	country string
	mails   []string
	owners  []string // whose domains the private addresses are: acme of sales@acme.com.br
	phones  []phone
	tax     string
}

// phone is a number by its last digits, by its country where its code names one,
// and without that code and leading zeros.
type phone struct{ tail, country, national string }

// same reports whether two are one number: one may lack its country or its area.
func (p phone) same(q phone) bool {
	return p.tail == q.tail && (p.country == q.country || p.country == "" || q.country == "") &&
		(strings.HasSuffix(p.national, q.national) || strings.HasSuffix(q.national, p.national))
}

// samePhone reports whether two lists have a number in common.
func samePhone(a, b []phone) bool {
	return slices.ContainsFunc(a, func(p phone) bool {
		return slices.ContainsFunc(b, p.same)
	})
}

// genericWeight is what a word that many have in their names counts, in thousandths.
const genericWeight = 200

// profiles takes all customers' names and addresses apart.
func (d *doctor) profiles() []profile {
	all := make([]profile, len(d.Data.Customers))
	tax := d.taxColumn()
	count := map[string]int{}
	for i := range all {
		c, p := &d.Data.Customers[i], &all[i]
		if c.Name != "" {
			p.company = parseCompany(c.Name)
			p.named = words.Key(c.Name)
		}
		p.id, p.country = c.ID, c.Country
		p.mails, p.owners = addresses(c.Email)
		p.phones = phonesOf(c.Phone)
		if tax >= 0 {
			p.tax = taxNumber(d.extra(i, tax))
		}
		for _, w := range p.words {
			count[w]++
		}
	}
	for i := range all {
		all[i].weigh(count)
	}
	return all
}

// weigh gives a word that is rare among these customers the full weight, and one
// that many have less.
func (p *profile) weigh(count map[string]int) {
	p.whole = []rune(p.joined)
	for _, w := range p.words {
		const common = 3
		weight := 1000 * 2 / (1 + bits.Len(uint(max(count[w], common)/common)))
		p.weights = append(p.weights, weight)
		p.often = append(p.often, count[w] > widest)
		p.spelled = append(p.spelled, []rune(w))
		p.total += weight
	}
	p.total += genericWeight * len(p.generic)
}

// taxColumn is the place of a column of tax numbers among the extra columns; -1
// without.
func (d *doctor) taxColumn() int {
	return slices.IndexFunc(d.Data.ExtraColumns, func(c crm.ExtraColumn) bool {
		return listed("tax", words.Simplify(words.Key(c.Header)))
	})
}

// fewestSigns is how many letters and digits a tax number has at least.
const fewestSigns = 6

// taxNumber is a tax number without its signs; empty for what is none.
func taxNumber(v value.Value) string {
	s := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, words.Key(v.String()))
	if len(s) < fewestSigns || strings.Trim(s, s[:1]) == "" {
		return ""
	}
	return s
}

// addresses is the e-mail addresses of a cell, and whose domains they are where
// these are not anybody's.
func addresses(cell string) (mails, owners []string) {
	if cell == "" {
		return nil, nil
	}
	for _, mail := range mailsOf(cell) {
		at := strings.LastIndexByte(mail, '@')
		if at <= 0 || at == len(mail)-1 {
			continue
		}
		mails = append(mails, mail)
		if domain := mail[at+1:]; !listed("mailboxes", domain) {
			if owner := ownerOf(domain); owner != "" && !slices.Contains(owners, owner) {
				owners = append(owners, owner)
			}
		}
	}
	return mails, owners
}

// ownerOf is the part of a domain that names its owner: acme of mail.acme.co.uk.
func ownerOf(domain string) string {
	labels := strings.Split(domain, ".")
	n := len(labels) - 1
	if n > 1 && len(labels[n]) == 2 && listed("second", labels[n-1]) {
		n--
	}
	if n < 1 {
		return ""
	}
	return labels[n-1]
}

// tailDigits is how many digits at the end of a phone number tell it from others,
// whatever code it was written with.
const tailDigits = 8

// phonesOf is the phone numbers of a cell.
func phonesOf(cell string) (phones []phone) {
	if cell == "" {
		return nil
	}
	for _, one := range strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune("/;,|、；，\n", r) }) {
		number := digitsOf(one)
		if len(number) < tailDigits || strings.Trim(number, number[len(number)-1:]) == "" || strings.HasSuffix(number, "00000") {
			continue
		}
		p := phone{tail: number[len(number)-tailDigits:]}
		if countries, rest := phoneCountries(one); countries != nil {
			p.country, number = countries[0], rest
		}
		p.national = strings.TrimLeft(number, "0")
		phones = append(phones, p)
	}
	return phones
}
