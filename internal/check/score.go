package check

import (
	"slices"

	"crm/internal/lang"
)

// From likely on a pair is listed, from sure on it is most likely one customer.
const (
	likely = 80
	sure   = 90
)

// Where two names are those of branches, or differ in a number, they are not one
// customer whatever else they share; a customer in another country may be.
const (
	capApart   = 60
	capForeign = 85
)

// What else two customers share or not, in points of a hundred.
const (
	forMail, forOwner, forPhone, forTax   = 12, 8, 10, 20
	againstOwner, againstTax, againstForm = 10, 25, 4
	againstCountry, againstOthers         = 15, 12
	againstMistyped, againstFirst         = 6, 10
	againstSingle, againstCommon, tooTiny = 8, 12, 25
)

// Shares of a name in thousandths: all of it, and all of it in one word where the
// other has several.
const (
	entire     = 1000
	sameJoined = 980
)

// fewestCharacters is how long a name of one word is that says who it is.
const fewestCharacters = 3

// likeness is how much two names have in common.
type likeness struct {
	share    int  // in thousandths
	mistyped bool // a word of one is that of the other only but for a few letters
	first    bool // and the first letter is among these: few mistype that
	others   bool // each has a word that the other has not
	number   bool // and these are numbers
	numbered bool // one has a number that the other has not
}

// compareNames pairs the words of two names: first those that are equal, then
// those that are mistyped.
func compareNames(a, b *profile) (l likeness) {
	var usedA, usedB [64]bool
	sum := 0
	for pass := range 2 {
		for i := range a.words {
			for j := range b.words {
				if i >= len(usedA) || j >= len(usedB) || usedA[i] || usedB[j] {
					continue
				}
				like := wordLikeness(a, b, i, j, pass == 0)
				if like == 0 {
					continue
				}
				usedA[i], usedB[j] = true, true
				l.mistyped = l.mistyped || like < entire
				l.first = l.first || like < entire && a.spelled[i][0] != b.spelled[j][0]
				sum += (a.weights[i] + b.weights[j]) * like / entire
				break
			}
		}
	}
	for _, w := range a.generic {
		if slices.Contains(b.generic, w) {
			sum += 2 * genericWeight
		}
	}
	if total := a.total + b.total; total > 0 {
		l.share = min(sum*entire/total, entire)
	}
	l.left(a, b, &usedA, &usedB)
	l.compareWhole(a, b)
	return l
}

// wordLikeness is how much two words have in common, in thousandths; 0 for two
// different ones. Numbers are equal or different.
func wordLikeness(a, b *profile, i, j int, exact bool) int {
	if exact || slices.Contains(a.numbers, a.words[i]) || slices.Contains(b.numbers, b.words[j]) {
		if a.words[i] == b.words[j] {
			return entire
		}
		return 0
	}
	x, y := a.spelled[i], b.spelled[j]
	n := max(len(x), len(y))
	most := mayDiffer(min(len(x), len(y)))
	if most == 0 {
		return 0
	}
	if e := edits(x, y, most); e <= most {
		return entire - e*entire/n
	}
	return 0
}

// left looks at the words that found no partner.
func (l *likeness) left(a, b *profile, usedA, usedB *[64]bool) {
	var left [2]bool
	var number [2]bool
	for side, p := range []*profile{a, b} {
		used := usedA
		if side == 1 {
			used = usedB
		}
		for i, w := range p.words {
			if i < len(used) && used[i] {
				continue
			}
			left[side] = true
			number[side] = number[side] || slices.Contains(p.numbers, w)
		}
	}
	l.others, l.number, l.numbered = left[0] && left[1], number[0] && number[1], number[0] || number[1]
}

// compareWhole compares the names without their spaces: Tech Source is TechSource.
func (l *likeness) compareWhole(a, b *profile) {
	n := min(len(a.whole), len(b.whole))
	switch {
	case l.number || n == 0 || l.share >= sameJoined:
	case a.joined == b.joined || a.entire == b.entire:
		l.share, l.others, l.mistyped = sameJoined, false, false
	case n >= 8 && len(a.words) != len(b.words) && len(a.numbers)+len(b.numbers) == 0: // else it is for the words
		most := mayDiffer(n)
		if e := edits(a.whole, b.whole, most); e <= most {
			if share := entire - e*entire/n; share > l.share {
				l.share, l.others, l.mistyped = share, false, true
			}
		}
	}
}

// score is how likely two customers are one, of 100, and why.
func score(a, b *profile) (points int, reasons []lang.Text) {
	if a.joined == "" || b.joined == "" {
		return 0, nil
	}
	l := compareNames(a, b)
	points = l.share / 10
	if points < likely && (points+forMail+forOwner+forPhone+forTax < likely || !tied(a, b)) {
		return 0, nil // most pairs
	}
	reasons = append(reasons, l.reason(a, b))
	tell := func(n int, why lang.Text) {
		points += n
		if !why.Empty() {
			reasons = append(reasons, why)
		}
	}
	shared := shares(a, b, tell)
	against(a, b, &l, shared, tell)
	if foreign(a, b) {
		points = min(points-againstCountry, capForeign)
	}
	if apart(a, b) || l.number {
		points = min(points, capApart)
	}
	if points < likely {
		return max(points, 0), nil
	}
	if foreign(a, b) {
		tell(0, lang.F("another country: %s, %s", "国家不同：%s、%s", countryTitle(a.country), countryTitle(b.country)))
	}
	return min(points, 100), reasons
}

// foreign reports whether two customers are in different countries.
func foreign(a, b *profile) bool {
	return a.country != "" && b.country != "" && !near(a.country, b.country)
}

// reason is what two names have in common, in words.
func (l *likeness) reason(a, b *profile) lang.Text {
	switch {
	case a.named == b.named:
		return lang.T("the same name", "名称相同")
	case l.share == entire && a.legal != b.legal:
		return lang.T("the same name but for the legal form", "除公司形式外名称相同")
	case l.share >= sameJoined && !l.mistyped:
		return lang.T("the same name in another spelling", "名称相同，写法不同")
	case l.mistyped:
		return lang.T("almost the same name", "名称几乎相同")
	}
	return lang.T("the same words in the name", "名称中的主要字词相同")
}

// tied reports whether two customers share anything besides their names.
func tied(a, b *profile) bool {
	return meet(a.owners, b.owners) || samePhone(a.phones, b.phones) || meet(a.mails, b.mails) || a.tax != "" && a.tax == b.tax
}

// shares adds what two customers share besides their names; shared is whether
// they share anything.
func shares(a, b *profile, tell func(int, lang.Text)) (shared bool) {
	for _, s := range []struct {
		holds  bool
		points int
		why    lang.Text
	}{
		{meet(a.mails, b.mails), forMail, lang.T("the same e-mail address", "邮箱相同")},
		{meet(a.owners, b.owners), forOwner, lang.T("the same e-mail domain", "邮箱域名相同")},
		{samePhone(a.phones, b.phones), forPhone, lang.T("the same phone number", "电话相同")},
		{a.tax != "" && a.tax == b.tax, forTax, lang.T("the same tax number", "税号相同")},
	} {
		if s.holds {
			tell(s.points, s.why)
			shared = true
		}
	}
	return shared
}

// against takes off what speaks against one customer.
func against(a, b *profile, l *likeness, shared bool, tell func(int, lang.Text)) {
	if len(a.owners) > 0 && len(b.owners) > 0 && !meet(a.owners, b.owners) {
		tell(-againstOwner, lang.T("another e-mail domain", "邮箱域名不同"))
	}
	if a.tax != "" && b.tax != "" && a.tax != b.tax {
		tell(-againstTax, lang.T("another tax number", "税号不同"))
	}
	if a.legal != "" && b.legal != "" && a.legal != b.legal {
		tell(-againstForm, lang.Text{}) // which the first reason says
	}
	if a.common && b.common && !shared {
		tell(-againstCommon, lang.T("common words only", "只有常用词"))
	}
	if l.others || l.numbered {
		tell(-againstOthers, lang.T("each has words of its own", "各有对方没有的字词"))
	}
	if l.mistyped && !shared {
		n := againstMistyped
		if len(a.words) == 1 || len(b.words) == 1 {
			n += againstSingle
		}
		if l.first {
			n += againstFirst
		}
		tell(-n, lang.T("nothing else in common", "没有其他相同之处"))
	}
	if !shared && a.named != b.named && len(a.words) == 1 && width(a.whole) < fewestCharacters {
		tell(-tooTiny, lang.T("a very short name", "名称很短"))
	}
}

// width is how much a name says by its length: a Chinese character as much as two
// letters.
func width(name []rune) int {
	n := 0
	for _, r := range name {
		if n++; scriptOf(r) == han {
			n++
		}
	}
	return n
}

// meet reports whether two short lists have an item in common.
func meet(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

func nonEmpty(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}
