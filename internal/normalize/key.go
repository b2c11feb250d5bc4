package normalize

import (
	"bytes"
	"hash/maphash"

	"crm/internal/crm"
	"crm/internal/money"
	"crm/internal/table"
	"crm/internal/words"
)

// idFault is why a cell gives no id.
type idFault uint8

const (
	idGood    idFault = iota
	idBlank           // nothing in it, or a word for nothing
	idRounded         // a number of more digits than Excel keeps
	idChanged         // what Excel makes of an id that looks like a number or a date
)

// keyer brings ids and names to the form in which they are matched: that of
// words.Key, which it spells itself for plain ASCII and remembers for the rest.
// Its results are valid until the next call.
type keyer struct {
	buf    []byte    // a matching form
	other  []byte    // the matching form of what lies in buf is compared with
	digits []byte    // a number cell's id
	memo   *keyTable // texts as written to their matching form in forms; 0 for one that says nothing
	forms  arena
}

func newKeyer(seed maphash.Seed) *keyer { return &keyer{memo: newKeyTable(seed)} }

// maxMemo bounds how many texts a keyer remembers.
const maxMemo = 1 << 17

// longestID is the longest whole number that a cell holds without loss.
const longestID = 15

// id reads a cell as an id: what is written, and its matching form.
func (k *keyer) id(c *table.Cell) (written, key []byte, fault idFault) {
	if c == nil {
		return nil, nil, idBlank
	}
	switch c.Kind {
	case table.Number:
		return k.numberID(c.Raw)
	case table.Date, table.Error:
		return c.Raw, nil, idChanged
	}
	written = trimmed(c.Raw)
	if changedByExcel(written) || errorText(written) {
		return written, nil, idChanged
	}
	return k.text(written)
}

// name reads a cell as a name: what is written, and its matching form.
func (k *keyer) name(c *table.Cell) (written, key []byte, fault idFault) {
	if c == nil || c.Kind == table.Error {
		return nil, nil, idBlank
	}
	written = trimmed(c.Raw)
	if nameless(written) {
		return nil, nil, idBlank
	}
	if c.Kind == table.Number {
		written, _, _ = k.numberID(c.Raw)
		return written, written, idGood
	}
	return k.text(written)
}

// longestNameless is the longest of the words that stand for a missing name only.
const longestNameless = len("False")

// nameless reports whether a program wrote 0 or False where there is no name;
// the words for nothing in any field are text's to find.
func nameless(written []byte) bool {
	if len(written) == 0 || len(written) > longestNameless || bytes.IndexByte([]byte("0Ff"), written[0]) < 0 {
		return false
	}
	return words.NullIn(crm.FieldCustomerName, string(written))
}

// text is the matching form of a trimmed text.
func (k *keyer) text(written []byte) (w, key []byte, fault idFault) {
	if !maybeNull(written) {
		return written, k.canonical(written), idGood
	}
	if key = k.remembered(withoutFraction(written)); key == nil {
		return nil, nil, idBlank
	}
	return written, key, idGood
}

// numberID reads the id that a number cell stands for: 17850.0 is 17850.
func (k *keyer) numberID(raw []byte) (written, key []byte, fault idFault) {
	if len(raw) <= longestID && onlyDigits(raw) {
		if len(raw) == 1 && raw[0] == '0' && words.Null("0") {
			return nil, nil, idBlank
		}
		return raw, raw, idGood
	}
	d, ok := money.ParseExcel(raw)
	if !ok {
		return raw, nil, idChanged
	}
	if d.Abs().Cmp(tooLong()) < 0 {
		k.digits = append(k.digits[:0], d.String()...)
		return k.digits, k.digits, idGood
	}
	return raw, nil, idRounded
}

// tooLong is the smallest whole number of which a cell loses digits.
func tooLong() money.Decimal { return money.New(1_000_000_000_000_000, 0) }

// canonical is the matching form of a text.
func (k *keyer) canonical(text []byte) []byte {
	text = withoutFraction(text)
	upper, space := false, true
	for _, c := range text {
		switch {
		case c >= 'A' && c <= 'Z':
			upper = true
		case c == ' ' && !space:
			space = true
			continue
		case c <= ' ' || c >= 0x7f:
			if form := k.remembered(text); form != nil {
				return form
			}
			return text
		}
		space = false
	}
	if !upper {
		return text
	}
	k.buf = append(k.buf[:0], text...)
	for i, c := range k.buf {
		if c >= 'A' && c <= 'Z' {
			k.buf[i] = c + 'a' - 'A'
		}
	}
	return k.buf
}

// remembered is canonical for what is not plain ASCII, and nil for a text that
// says nothing.
func (k *keyer) remembered(text []byte) []byte {
	if form, ok := k.memo.find(text); ok {
		if form == 0 {
			return nil
		}
		return k.forms.at(uint32(form))
	}
	s := string(text)
	null := words.Null(s)
	key := append(k.buf[:0], words.Key(s)...)
	k.buf = key
	if k.memo.len() < maxMemo {
		form := int32(0)
		if !null {
			form = int32(k.forms.add(key))
		}
		k.memo.put(text, form)
	}
	if null {
		return nil
	}
	return key
}

// same reports whether a text as written has the matching form key.
func (k *keyer) same(written, key []byte) bool {
	if bytes.Equal(written, key) {
		return true
	}
	if len(written) != len(key) && plain(written) {
		return false // only the case of letters could differ
	}
	k.buf, k.other = k.other, k.buf
	equal := bytes.Equal(k.canonical(written), key)
	k.buf, k.other = k.other, k.buf
	return equal
}

// plain reports whether a text has the length of its matching form.
func plain(text []byte) bool {
	for _, c := range text {
		if c <= ' ' || c >= 0x7f || c == '.' {
			return false
		}
	}
	return true
}

// withoutFraction drops the ".0" of a whole number that some program wrote as
// a floating-point number: pandas turns the id 17850 into 17850.0 where others are missing.
func withoutFraction(text []byte) []byte {
	n := len(text)
	if n > 2 && text[n-1] == '0' && text[n-2] == '.' && onlyDigits(text[:n-2]) {
		return text[:n-2]
	}
	return text
}

func onlyDigits(b []byte) bool {
	for _, c := range b {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(b) > 0
}

// maybeNull reports whether a text may be a word for "nothing": short, without
// a digit but 0. The dates that stand for "never" are no ids or names.
func maybeNull(text []byte) bool {
	if len(text) > longestNull {
		return false
	}
	for _, c := range text {
		if c >= '1' && c <= '9' {
			return false
		}
	}
	return true
}

// trimmed is bytes.TrimSpace with its usual case first.
func trimmed(b []byte) []byte {
	if n := len(b); n > 0 && b[0] > ' ' && b[0] < 0x7f && b[n-1] > ' ' && b[n-1] < 0x7f {
		return b
	}
	return bytes.TrimSpace(b)
}

// longestNull bounds the length in bytes of a word for "nothing".
const longestNull = 24

// changedByExcel reports whether a text is what Excel shows of an id it took for
// a number or a date: 4.87688E+18, 2-Sep.
func changedByExcel(text []byte) bool {
	if len(text) < 5 || text[0] < '0' || text[0] > '9' {
		return false
	}
	if i := bytes.IndexByte(text, '+'); i > 1 && (text[i-1] == 'E' || text[i-1] == 'e') {
		mantissa := bytes.Replace(text[:i-1], []byte("."), nil, 1)
		return onlyDigits(mantissa) && onlyDigits(text[i+1:])
	}
	i := bytes.IndexByte(text, '-')
	return (i == 1 || i == 2) && len(text) == i+4 && onlyDigits(text[:i]) && bytes.Contains(months(), text[i+1:])
}

// errorText reports whether a text is what Excel shows of a formula that failed, and
// writes into a CSV file: the cell means no more there than in the workbook.
func errorText(text []byte) bool {
	if len(text) == 0 || text[0] != '#' {
		return false
	}
	switch string(text) {
	case "#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA":
		return true
	}
	return false
}

// months is the month names as Excel shows them, each between two bars.
func months() []byte { return []byte("|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|") }
