package memory

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"crm/internal/civil"
	"crm/internal/money"
	"crm/internal/value"
)

// The texts of the hidden sheets hold only characters that every program hands
// on as they are: what is not (controls, blanks at the ends, characters that
// XML has none of, a leading sign that might make a formula, the _x of Excel's
// own escapes) and what the texts are built with (the separators, the backslash)
// is written as a backslash and two hexadecimal digits a byte.
const (
	recordMark = '`' // between the records of a cell
	cellMark   = '~' // between the fields of a record
	itemMark   = '|' // between the items of a list
	fieldMark  = '^' // between the fields of an item
)

// escape is a text as the sheets hold it. Bytes that are no UTF-8 survive too.
func escape(s string) string {
	for i := range len(s) {
		if !harmless(s[i]) {
			return string(appendEscaped(nil, s))
		}
	}
	return s
}

// appendEscaped appends what escape returns.
func appendEscaped(b []byte, s string) []byte {
	done := 0 // up to here it is in b
	for i := 0; i < len(s); {
		if harmless(s[i]) {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if hidden(s, i, r, size) {
			b = append(b, s[done:i]...)
			for _, c := range []byte(s[i : i+size]) {
				b = append(b, '\\', hexDigits[c>>4], hexDigits[c&15])
			}
			done = i + size
		}
		i += size
	}
	return append(b, s[done:]...)
}

const hexDigits = "0123456789abcdef"

// harmless reports whether a character needs no escape wherever it stands.
func harmless(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.'
}

// hidden reports whether the character at i is written as its bytes.
func hidden(s string, i int, r rune, size int) bool {
	switch {
	case r == utf8.RuneError && size == 1, r < ' ', r >= 0x7f && r < 0xa0, r == '\\', r == recordMark, r == cellMark, r == itemMark, r == fieldMark:
		return true
	case r == 0xfffe, r == 0xffff, r == 0xfeff, r == 0x2028, r == 0x2029:
		return true
	case r == '_':
		return i+1 < len(s) && s[i+1] == 'x'
	case i == 0 && strings.ContainsRune("=+-@'＝＋－＠", r):
		return true
	case i == 0 || i+size == len(s):
		return blank(r)
	}
	return r == ' ' && s[i-1] == ' ' // of a run of spaces a program may keep one
}

func blank(r rune) bool { return r == ' ' || r == 0xa0 || r == 0x3000 || r >= 0x2000 && r <= 0x200b }

// unescape takes back what escape did; ok is false for what it never writes.
func unescape(s string) (text string, ok bool) {
	if strings.IndexByte(s, '\\') < 0 {
		return s, true
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' {
			b = append(b, s[i])
			continue
		}
		if i+2 >= len(s) {
			return "", false
		}
		high, low := strings.IndexByte(hexDigits, s[i+1]), strings.IndexByte(hexDigits, s[i+2])
		if high < 0 || low < 0 {
			return "", false
		}
		b = append(b, byte(high<<4|low))
		i += 2
	}
	return string(b), true
}

// kindMarks are the first characters of values by their kinds.
var kindMarks = [...]byte{
	value.Number: 'n', value.Share: 's', value.Money: 'm', value.Days: 'd',
	value.Text: 't', value.Date: 'D', value.Bool: 'b', value.List: 'l',
}

// writeValue is a value as text: the mark of its kind and its canonical form;
// empty for an absent one.
func writeValue(v value.Value) string { return string(appendValue(nil, v)) }

// appendValue appends what writeValue returns.
func appendValue(b []byte, v value.Value) []byte {
	k := v.Kind()
	if k == value.Absent || int(k) >= len(kindMarks) {
		return b
	}
	b = append(b, kindMarks[k])
	switch {
	case k.Numeric():
		return v.Decimal().Append(b)
	case k == value.List:
		return append(b, join(v.List(), fieldMark)...)
	case k == value.Text:
		return appendEscaped(b, v.Text())
	}
	return append(b, v.String()...)
}

// readValue takes back what writeValue did.
func readValue(s string) (v value.Value, ok bool) {
	if s == "" {
		return v, true
	}
	mark, body := s[0], s[1:]
	if mark == 'l' {
		items, ok := split(body, fieldMark)
		return value.Items(items), ok
	}
	text, ok := unescape(body)
	if !ok {
		return v, false
	}
	switch mark {
	case 't':
		return value.Str(text), text != ""
	case 'D':
		day, ok := civil.ParseISO(text)
		return value.Day(day), ok && day != 0
	case 'b':
		return value.Truth(text == "true"), text == "true" || text == "false"
	}
	for k, m := range kindMarks {
		if m == mark && value.Kind(k).Numeric() {
			d, ok := money.ParseLong(text)
			return value.Num(value.Kind(k), d), ok && strings.Trim(text, "-.0123456789") == "" // no 1E999999999
		}
	}
	return v, false
}

// join is texts as one, escaped, with a mark between them.
func join(list []string, mark byte) string {
	escaped := make([]string, len(list))
	for i, s := range list {
		escaped[i] = escape(s)
	}
	return strings.Join(escaped, string(mark))
}

// split takes back what join did with one text or more.
func split(s string, mark byte) (list []string, ok bool) {
	list = strings.Split(s, string(mark))
	for i := range list {
		if list[i], ok = unescape(list[i]); !ok {
			return nil, false
		}
	}
	return list, true
}

// number reads what strconv.Itoa wrote: no signs but a minus, no leading zeros.
func number(s string) (n int, ok bool) {
	n, err := strconv.Atoi(s)
	return n, err == nil && strconv.Itoa(n) == s
}
