package recognise

import (
	"unicode"
	"unicode/utf8"

	"crm/internal/crm"
)

// inTwoTongues looks a header up that says the same twice, as the templates of
// trading firms do: 下单日期 Order Date, Amount/金额. Both halves must stand for one
// field; where only one is known, the other may change its meaning.
func (l *lexicon) inTwoTongues(kind crm.TableKind, key string) (m match, ok bool) {
	first, second, ok := halves(key)
	if !ok {
		return match{}, false
	}
	list := builtIn().byKind[kind]
	a, known := list[first]
	b, both := list[second]
	if !known || !both || a.field != b.field {
		return match{}, false
	}
	if a.weak {
		a = b
	}
	return l.found(a, byBase, first), true
}

// halves cuts a header where Chinese changes to letters or back; ok is false
// where it does not, or does more than once.
func halves(key string) (first, second string, ok bool) {
	cut, last := 0, false
	for i, r := range key {
		han := unicode.Is(unicode.Han, r)
		if i > 0 && han != last {
			if cut > 0 {
				return "", "", false
			}
			cut = i
		}
		last = han
	}
	first, second = key[:cut], key[cut:]
	return first, second, utf8.RuneCountInString(first) > 1 && utf8.RuneCountInString(second) > 1
}
