package charset

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// rival is one way of reading a text.
type rival struct {
	name  string
	text  string
	good  float64 // over its characters beyond ASCII, each between -1 and 1
	count int
	// The same by piece, for charsets of single bytes, which cut a text alike.
	pieces []piece
}

// piece is a stretch of letters and of bytes beyond ASCII.
type piece struct {
	text  string
	good  float64
	count int
}

// against is how much better a reading is than another, over the characters that
// they read differently, and how many those are.
func (r rival) against(other rival) (better float64, count int) {
	if r.pieces == nil || len(r.pieces) != len(other.pieces) {
		n := float64(min(r.count, other.count))
		return (r.share() - other.share()) * max(n, 1), max(r.count, other.count)
	}
	for i, p := range r.pieces {
		if q := other.pieces[i]; p.text != q.text {
			better += p.good - q.good
			count += max(p.count, q.count)
		}
	}
	return better, count
}

// share is how well the text reads: 1 as well as can be, 0 and below badly.
func (r rival) share() float64 {
	if r.count == 0 {
		return 0
	}
	return r.good / float64(r.count)
}

// ratedBytes is how much of a text is read in every way.
const ratedBytes = 24 << 10

// rivals is the charsets that can read the whole text, the best first.
func rivals(evidence []byte) []rival {
	sample := evidence[:min(len(evidence), ratedBytes)]
	if cut := bytes.LastIndexByte(sample, '\n'); cut > 0 && len(sample) < len(evidence) {
		sample = sample[:cut]
	}
	var list []rival
	for _, name := range []string{"gb18030", "big5", "shift_jis", "euc-kr", "euc-jp"} {
		c, _ := ByName(name)
		if !decodes(evidence, c.enc) {
			continue
		}
		text, err := c.enc.NewDecoder().Bytes(sample)
		if err != nil || bytes.Contains(text, []byte("\uFFFD")) {
			continue
		}
		r := rival{name: name, text: string(text)}
		r.good, r.count = rateIdeographs(name, r.text)
		list = append(list, r)
	}
	if slices.ContainsFunc(list, func(r rival) bool { return r.share() >= clearShare && r.count >= clearCount }) {
		return sorted(list) // no text in single bytes looks like that
	}
	mac := crOnly(evidence)
	m := &models{}
	for _, name := range []string{"windows-1252", "macintosh", "windows-1250", "windows-1251", "windows-1253", "windows-1254",
		"windows-1256", "koi8-r", "ibm866", "windows-1255", "windows-1257", "windows-874"} {
		if r, ok := rateSingle(name, evidence, sample, m); ok {
			if mac && name == "macintosh" {
				r.good += 0.2 * float64(r.count) // CR alone ends lines there, and nowhere else
			}
			list = append(list, r)
		}
	}
	return sorted(list)
}

func sorted(list []rival) []rival {
	slices.SortStableFunc(list, func(a, b rival) int { return cmp.Compare(b.share(), a.share()) })
	return list
}

// When a text in Chinese, Japanese or Korean is one beyond doubt.
const (
	clearShare = 0.5
	clearCount = 12
)

// crOnly reports line ends as old Macs wrote them.
func crOnly(text []byte) bool {
	return bytes.IndexByte(text, '\r') >= 0 && !bytes.Contains(text, []byte("\r\n")) && bytes.Count(text, []byte("\n")) <= bytes.Count(text, []byte("\r"))
}

// rateSingle rates a charset of single bytes; ok is false where it lacks a byte of the text.
func rateSingle(name string, evidence, sample []byte, m *models) (r rival, ok bool) {
	c, _ := ByName(name)
	table := c.enc.(*charmap.Charmap)
	for _, b := range evidence {
		if b >= utf8.RuneSelf {
			if r := table.DecodeByte(b); r == utf8.RuneError || unicode.IsControl(r) {
				return rival{}, false
			}
		}
	}
	text, err := table.NewDecoder().Bytes(sample)
	if err != nil {
		return rival{}, false
	}
	r = rival{name: name, text: string(text), pieces: []piece{}}
	var tongues []spoken
	for _, tag := range languagesOf(name) {
		tongues = append(tongues, m.of(tag))
	}
	between := func(c rune) bool { return 0 <= c && c < utf8.RuneSelf && !isLatin(c) }
	for raw := range bytes.FieldsFuncSeq(sample, between) {
		text, _ := table.NewDecoder().Bytes(raw) // as the whole was decoded above
		p := piece{text: string(text)}
		if !ascii(p.text) && !utf8.Valid(raw) { // by accident no text looks like UTF-8
			p.rate(tongues)
		}
		r.pieces = append(r.pieces, p)
	}
	for _, p := range r.pieces {
		r.good += p.good
		r.count += p.count
	}
	return r, true
}

func (r *piece) rate(tongues []spoken) {
	r.rateSigns()
	for w := range strings.FieldsFuncSeq(r.text, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsMark(c) }) {
		r.rateWord(w, tongues)
	}
}

func ascii(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// rateWord adds a word: as well as it fits any of the languages.
func (r *piece) rateWord(word string, tongues []spoken) {
	letters, before := 0, ' '
	latin, other := false, false
	broken := false // an upper-case letter behind a lower-case one
	for _, c := range word {
		if c >= utf8.RuneSelf {
			letters++
		}
		latin = latin || unicode.Is(unicode.Latin, c)
		other = other || !unicode.Is(unicode.Latin, c)
		if unicode.IsUpper(c) && unicode.IsLower(before) && (c >= utf8.RuneSelf || before >= utf8.RuneSelf) {
			broken = true
		}
		before = c
	}
	if letters == 0 {
		return
	}
	r.count += letters
	if broken || latin && other {
		r.good -= float64(letters)
		return
	}
	w := words(word)
	if len(w) == 0 || other && letters == 1 {
		return // one letter alone is no word of another script
	}
	best := -float64(letters)
	for i := range tongues {
		best = max(best, tongues[i].fits(w[0]))
	}
	if len(w[0]) == len(" x ") {
		best *= loneLetter
	}
	r.good += best
}

// loneLetter is how much a word of one letter says.
const loneLetter = 0.2

// rateSigns adds what is no letter: a sign inside a word is none that is meant.
func (r *piece) rateSigns() {
	runes := []rune(r.text)
	for i, c := range runes {
		if c < utf8.RuneSelf || unicode.IsLetter(c) || unicode.IsMark(c) {
			continue
		}
		left := i > 0 && unicode.IsLetter(runes[i-1]) && (c != '”' || i > 1)
		right := i+1 < len(runes) && unicode.IsLetter(runes[i+1])
		switch fit := fitSign(left, c, right); {
		case fit > 0:
			r.good++
			r.count++
		case fit < 0:
			r.good--
			r.count++
		}
	}
}

// fitSign says how a sign stands: above 0 where it is used, below 0 where it is not;
// left and right say whether its neighbours are letters.
func fitSign(left bool, r rune, right bool) int {
	switch {
	case unicode.IsSpace(r):
		return 1 // the no-break space, also inside a name
	case r == '’' && left, r == '”' && left && !right, r == '“' && right && !left:
		return 1
	case strings.ContainsRune("–—€•°®™№©±×§…", r) && (!left || !right),
		strings.ContainsRune("¼½¾", r) && !left && !right, strings.ContainsRune("²³ªº", r) && !right:
		return 1
	case left || right:
		return -1 // M¸nchen, £ódŸ
	}
	return 0
}
