package check

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"crm/internal/words"
)

//go:embed translit.txt
var translitText string

// translit is the Latin letters of a letter of another alphabet.
var translit = sync.OnceValue(func() map[rune]string {
	to := map[rune]string{}
	for line := range strings.Lines(translitText) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Fields(line)
		for i := 0; i+1 < len(fields); i += 2 {
			to[[]rune(fields[i])[0]] = strings.Trim(fields[i+1], "-")
		}
	}
	return to
})

// folded is a name with width, case, accents and traditional characters folded:
// what is left differs in its letters.
func folded(name string) string {
	s := words.Simplify(words.Key(name))
	if ascii(s) {
		return s
	}
	var b strings.Builder
	for _, r := range norm.NFD.String(s) {
		if !unicode.Is(unicode.Mn, r) || r == voiced || r == halfVoiced {
			b.WriteRune(r)
		}
	}
	return norm.NFC.String(b.String())
}

// The signs that make か to が and は to ぱ are no accents: NFC puts them back.
const voiced, halfVoiced = 0x3099, 0x309A

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// digraphs is how umlauts are written without dots: Mueller is Müller.
var digraphs = sync.OnceValue(func() *strings.Replacer {
	return strings.NewReplacer("ae", "a", "oe", "o", "ue", "u")
})

// split takes a folded text apart into words of letters and digits in the Latin
// alphabet; runs of Chinese characters are words of their own. Single letters
// that follow each other are one word: S.A. and S A are sa.
func split(s string) []string {
	var all []string
	var word strings.Builder
	end := func() {
		if word.Len() > 0 {
			all = append(all, digraphs().Replace(word.String()))
			word.Reset()
		}
	}
	script := 0
	for _, r := range s {
		switch now := scriptOf(r); {
		case now == 0:
			end()
			script = 0
		case r == '\'' || r == '’' || r == '`':
		default:
			if script != 0 && now != script {
				end()
			}
			script = now
			spell(&word, r)
		}
	}
	end()
	return joinLetters(all)
}

// The scripts that a word does not mix.
const (
	sign = iota
	letters
	han
)

func scriptOf(r rune) int {
	switch {
	case unicode.Is(unicode.Han, r):
		return han
	case unicode.IsLetter(r) || unicode.IsDigit(r) || r == 'ー' || r == '\'' || r == '’' || r == '`':
		return letters
	}
	return sign
}

// spell writes a letter in the Latin alphabet, where it has a spelling there.
func spell(b *strings.Builder, r rune) {
	switch {
	case r < 0x80:
		b.WriteRune(r)
		return
	case r >= 'ぁ' && r <= 'ゖ':
		r += 'ァ' - 'ぁ'
	case r >= '가' && r <= '힣':
		b.WriteString(hangul(r))
		return
	}
	if latin, ok := translit()[r]; ok {
		b.WriteString(latin)
		return
	}
	b.WriteRune(r)
}

// hangul spells a syllable by the revised romanisation, letter by letter.
func hangul(r rune) string {
	const finals, vowels = 28, 21
	n := int(r - '가')
	first := strings.Split("g kk n d tt r m b pp s ss  j jj ch k t p h", " ")
	middle := strings.Split("a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i", " ")
	last := strings.Split(" k k k n n n t l k m l l l p l m p p t t ng t t k t p t", " ")
	return first[n/(vowels*finals)] + middle[n/finals%vowels] + last[n%finals]
}

// joinLetters joins single letters that follow each other.
func joinLetters(all []string) []string {
	kept := all[:0]
	single := false
	for _, w := range all {
		one := len(w) == 1 && (w[0] < '0' || w[0] > '9')
		if one && single {
			kept[len(kept)-1] += w
			continue
		}
		single = one
		kept = append(kept, w)
	}
	return kept
}
