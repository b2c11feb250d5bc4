package page

import (
	"encoding/json"
	"strings"

	"crm/internal/diag"
	"crm/internal/lang"
)

// gap stands for a number in a pattern. No text has it: diag.Escape shows every
// control character as something else.
const gap = "\x01"

// pool keeps sentences that differ only in their numbers as one pattern in both
// languages, and per sentence the numbers: 20 000 sentences are a few hundred
// patterns.
type pool struct {
	patterns []any
	known    map[lang.Text]int
}

// sentences is a list of texts in the pool: per text its pattern, -1 for no text,
// and its numbers. Numbers that differ between the languages stand as en/zh.
type sentences struct {
	Patterns []int    `json:"p"`
	Numbers  []string `json:"n"`
}

func (s *sentences) add(p *pool, t lang.Text) {
	pattern, numbers := p.take(t)
	s.Patterns, s.Numbers = append(s.Patterns, pattern), append(s.Numbers, numbers)
}

func (p *pool) take(t lang.Text) (pattern int, numbers string) {
	if t.Empty() {
		return -1, ""
	}
	en, inEN := apart(diag.Escape(t.In(lang.EN)))
	zh, inZH := apart(diag.Escape(t.In(lang.ZH)))
	key := lang.T(en, zh)
	i, known := p.known[key]
	if !known {
		if p.known == nil {
			p.known = map[lang.Text]int{}
		}
		i = len(p.patterns)
		p.known[key], p.patterns = i, append(p.patterns, both(key))
	}
	if inEN != inZH {
		inEN += "/" + inZH
	}
	return i, inEN
}

// apart takes the numbers out of a text: digits, with points and commas between
// them. They come back joined by |.
func apart(s string) (pattern, numbers string) {
	var rest, taken strings.Builder
	for i := 0; i < len(s); {
		n := numberAt(s[i:])
		if n == 0 {
			rest.WriteByte(s[i])
			i++
			continue
		}
		if taken.Len() > 0 {
			taken.WriteByte('|')
		}
		rest.WriteString(gap)
		taken.WriteString(s[i : i+n])
		i += n
	}
	return rest.String(), taken.String()
}

// numberAt is how many bytes of a number s begins with; it ends with a digit.
func numberAt(s string) int {
	end := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			end = i + 1
		case i == 0 || c != '.' && c != ',' || end != i:
			return end
		}
	}
	return end
}

// both is a text for JSON: one string where both languages read alike, else the
// two of them.
func both(t lang.Text) any {
	if en, zh := t.In(lang.EN), t.In(lang.ZH); en != zh {
		return [2]string{en, zh}
	}
	return t.In(lang.EN)
}

// shown is both for a text that may hold foreign words.
func shown(t lang.Text) any {
	return both(lang.T(diag.Escape(t.In(lang.EN)), diag.Escape(t.In(lang.ZH))))
}

// data is JSON that can stand in a script element: <, >, & and the line
// separators of Unicode are escaped.
func data(v any) (string, error) {
	b, err := json.Marshal(v)
	return string(b), err
}
