package check

import (
	"cmp"
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"crm/internal/country"
)

//go:embed forms.txt
var formsText string

// forms is what forms.txt knows of the words in companies' names, in the form of
// split, its words joined by spaces.
type forms struct {
	legal   map[string]bool
	written []string // the longest first
	generic map[string]bool
	places  map[string]string // by the words without spaces
	longest int               // words of a legal form
	// han and hanPlaces is the common words and places in Chinese characters, the
	// longest first.
	han, hanPlaces []string
}

var knownForms = sync.OnceValue(func() *forms {
	f := &forms{legal: map[string]bool{}, generic: map[string]bool{}, places: map[string]string{}}
	section := ""
	for line := range strings.Lines(formsText) {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "["):
			section = strings.Trim(line, "[]")
		case line != "" && !strings.HasPrefix(line, "#"):
			for form := range strings.SplitSeq(line, "|") {
				f.put(section, strings.TrimSpace(form))
			}
		}
	}
	for _, name := range country.Names() {
		key := strings.Join(split(folded(name)), "")
		if iso, ok := country.Parse(name); ok && f.places[key] == "" && longEnough(key) {
			f.place(key, iso)
		}
	}
	longestFirst(f.written)
	longestFirst(f.han)
	longestFirst(f.hanPlaces)
	return f
})

// longEnough reports whether a country's name is one in a company's name too: de,
// usa and chad may be anything.
func longEnough(name string) bool {
	return ascii(name) && len(name) >= 5 || scriptOf([]rune(name + " ")[0]) == han && utf8.RuneCountInString(name) >= 2
}

func longestFirst(list []string) {
	slices.SortFunc(list, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
}

func (f *forms) put(section, form string) {
	spelled := split(folded(form))
	switch section {
	case "legal":
		f.legal[strings.Join(spelled, " ")] = true
		f.longest = max(f.longest, len(spelled))
	case "written":
		f.written = append(f.written, folded(form))
	case "generic":
		if len(spelled) == 1 {
			f.generic[spelled[0]] = true
			if scriptOf([]rune(spelled[0])[0]) == han {
				f.han = append(f.han, spelled[0])
			}
		}
	case "places":
		name, code, _ := strings.Cut(form, " ")
		f.place(strings.Join(split(folded(name)), ""), code)
	}
}

func (f *forms) place(key, code string) {
	f.places[key] = code
	if key != "" && scriptOf([]rune(key)[0]) == han {
		f.hanPlaces = append(f.hanPlaces, key)
	}
}

// company is a company's name taken apart.
type company struct {
	words   []string // that tell it from others, in their order
	generic []string // that many have in theirs
	numbers []string
	legal   string   // its legal form; empty without
	places  []string // codes: DE, CN.SZ
	joined  string   // words without spaces
	entire  string   // the same with the common words and the places
	common  bool     // words are common ones: there are no others
}

// longestName is how many bytes of a name are looked at.
const longestName = 400

// beginning is what is looked at of a name: whole characters, from the first that
// shows.
func beginning(name string) string {
	name = strings.TrimSpace(name)
	end := min(len(name), longestName)
	for end > 0 && end < len(name) && !utf8.RuneStart(name[end]) {
		end--
	}
	return name[:end]
}

// parseCompany takes a name apart: legal form, places, words that say little,
// and those that say who it is.
func parseCompany(name string) company {
	f := knownForms()
	text := folded(beginning(name))
	var c company
	if !ascii(text) {
		for _, form := range f.written {
			if strings.Contains(text, form) {
				c.legal += form
				text = strings.ReplaceAll(text, form, " ")
			}
		}
	}
	all := f.segments(split(text))
	bare, legal := f.strip(all)
	if len(bare) == 0 { // a name that is nothing but forms is that name
		bare, legal = all, ""
	}
	c.legal += legal
	f.sortOut(bare, &c)
	if len(c.words) == 0 { // so is one that is nothing but places and common words
		c.words, c.generic, c.common = append(c.words, bare...), nil, true
	}
	c.joined, c.entire = strings.Join(c.words, ""), strings.Join(bare, "")
	return c
}

// segments takes runs of Chinese characters apart at the places and common words
// that are known.
func (f *forms) segments(all []string) []string {
	var out []string
	for _, w := range all {
		if scriptOf([]rune(w)[0]) != han {
			out = append(out, w)
			continue
		}
		out = append(out, f.segment(w)...)
	}
	return out
}

// segment cuts a run at common words, and places off its beginning: inside a name
// they are chance.
func (f *forms) segment(run string) (out []string) {
	for again := true; again && run != ""; {
		again = false
		for _, place := range f.hanPlaces {
			if rest, begins := strings.CutPrefix(run, place); begins {
				out = append(out, place)
				run = strings.TrimPrefix(strings.TrimPrefix(rest, "市"), "省") // 深圳市, 广东省
				again = !town(f.places[place])                               // 广东深圳华强, but not 深圳南昌南
				break
			}
		}
	}
	return append(out, f.cutCommon(run)...)
}

// town reports whether a place's code is that of a town: those of provinces end
// in P.
func town(code string) bool { return strings.Contains(code, ".") && !strings.HasSuffix(code, "P") }

func (f *forms) cutCommon(run string) []string {
	for _, known := range f.han {
		if before, after, found := strings.Cut(run, known); found {
			return slices.Concat(f.cutCommon(before), []string{known}, f.cutCommon(after))
		}
	}
	if run == "" {
		return nil
	}
	return []string{run}
}

// strip takes legal forms off both ends.
func (f *forms) strip(all []string) (bare []string, legal string) {
	bare = all
	for again := true; again; {
		again = false
		for n := min(f.longest, len(bare)); n > 0; n-- {
			if form := strings.Join(bare[len(bare)-n:], " "); f.legal[form] {
				bare, legal, again = bare[:len(bare)-n], legal+form, true
				break
			}
			if form := strings.Join(bare[:n], " "); f.legal[form] {
				bare, legal, again = bare[n:], legal+form, true
				break
			}
		}
	}
	return bare, legal
}

// sortOut puts every word where it belongs.
func (f *forms) sortOut(bare []string, c *company) {
	for i := 0; i < len(bare); i++ {
		w := bare[i]
		if n, code := f.placeAt(bare[i:]); n > 0 {
			c.places = append(c.places, code)
			i += n - 1
			continue
		}
		switch {
		case f.generic[w]:
			c.generic = append(c.generic, w)
		case strings.ContainsAny(w, "0123456789"):
			c.numbers = append(c.numbers, w)
			c.words = append(c.words, w)
		default:
			c.words = append(c.words, w)
		}
	}
}

// mostPlaceWords is how many words a place has at most: United Arab Emirates.
const mostPlaceWords = 3

// placeAt is the place that words begin with: how many they are, and its code.
func (f *forms) placeAt(bare []string) (n int, code string) {
	for n := min(mostPlaceWords, len(bare)); n > 0; n-- {
		if code := f.places[strings.Join(bare[:n], "")]; code != "" {
			return n, code
		}
	}
	return 0, ""
}

// apart reports whether two names are those of branches in different places: each
// names one, or lies in a country that is not the other's, and none lies in another.
func apart(a, b *profile) bool {
	if len(a.places)+len(b.places) == 0 {
		return false
	}
	x, y := a.places, b.places
	if len(x) == 0 {
		x = nonEmpty(a.country)
	}
	if len(y) == 0 {
		y = nonEmpty(b.country)
	}
	for _, one := range x {
		for _, other := range y {
			if strings.HasPrefix(one, other) || strings.HasPrefix(other, one) || len(one) >= 2 && len(other) >= 2 && one[:2] != other[:2] && near(one[:2], other[:2]) {
				return false
			}
		}
	}
	return len(x) > 0 && len(y) > 0
}
