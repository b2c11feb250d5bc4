package xlsx

import "crm/internal/table"

// shape is how a cell is written between its reference and its content, and what
// that says. A sheet has few: they are taken apart once and compared from then on.
type shape struct {
	text    string // from the quote behind the reference through the '>' before the content
	style   int32
	holds   holding
	formula bool // the text of a formula comes before the content
	flag    table.Flag
}

// holding is the kind of content that a shape announces.
type holding uint8

const (
	noContent holding = iota
	aNumber           // <v>
	aSerial           // <v> under a date format
	aShared           // <v> with the number of a shared string
	aValue            // <v> with a text
	anInline          // <is><t>
)

const (
	mostShapes = 64
	longShape  = 80 // bytes
)

func (t *shape) at(b []byte, i int) bool {
	return len(b)-i >= len(t.text) && string(b[i:i+len(t.text)]) == t.text
}

// noShape is what columns had last before the first row: it stands nowhere.
var noShape = shape{text: "\x00"}

// otherShape is the shape of the cell whose reference ends at b[i:], where it is
// not the one that its column had last: nearly always the one before that. nil is
// a cell that is not usual.
func (r *rows) otherShape(b []byte, i, col int) *shape {
	last := &r.guesses[col%usualColumns]
	k := int(last[1])
	if !r.shapes[k].at(b, i) {
		if k = r.findShape(b, i); k < 0 {
			return nil
		}
	}
	last[0], last[1] = uint8(k), last[0]
	return &r.shapes[k]
}

// findShape looks among all shapes met so far, and learns a new one in the place
// of the oldest where they are too many. It is -1 without.
func (r *rows) findShape(b []byte, i int) int {
	for k := range r.shapes {
		if r.shapes[k].at(b, i) {
			return k
		}
	}
	t, ok := r.learn(b[i:min(len(b), i+longShape)])
	if !ok {
		return -1
	}
	if len(r.shapes) < mostShapes {
		r.shapes = append(r.shapes, t)
		return len(r.shapes) - 1
	}
	k := r.oldShape
	r.shapes[k], r.oldShape = t, (k+1)%mostShapes
	return k
}

// learn takes a cell apart from the quote behind its reference to its content. ok
// is false for all that is wrong or not usual.
func (r *rows) learn(b []byte) (t shape, ok bool) {
	var c content
	i := quickAttrs(b, 1, &c)
	if i == 0 || b[0] != '"' || c.ref != nil {
		return t, false
	}
	t.style = -1
	if len(c.style) > 0 {
		n := parseSmall(c.style)
		if n < 0 || n > maxCount || !r.sheet.book.styles.known(int32(n)) {
			return t, false
		}
		t.style = int32(n)
	}
	if b[i] == '/' {
		i, ok = i+len("/>"), pastText(b, i, "/>") > 0
	} else if i, ok = t.opening(b, i+1, string(c.kind)); t.holds == aNumber && r.sheet.book.styles.date(t.style) {
		t.holds = aSerial
	}
	if ok {
		t.text = string(b[:i])
	}
	return t, ok
}

// opening reads the tags at b[i:] that open the content of a cell of that type,
// and with it the shape's end.
func (t *shape) opening(b []byte, i int, kind string) (end int, ok bool) {
	for _, tag := range [...]string{`<f>`, `<f aca="false">`} { // the second is LibreOffice's
		if j := pastText(b, i, tag); j > 0 {
			t.formula, t.flag, i = true, table.Formula, j
			break
		}
	}
	if j := pastShared(b, i); j > 0 && !t.formula {
		t.flag, i = table.Formula, j
	}
	switch kind {
	case "", "n":
		t.holds = aNumber
	case "s":
		t.holds = aShared
	case "str":
		t.holds = aValue
	case "inlineStr":
		if t.formula {
			return 0, false
		}
		t.holds = anInline
		if end = pastText(b, i, `<is><t>`); end < 0 {
			end = pastText(b, i, `<is><t xml:space="preserve">`)
		}
		return end, end > 0
	default:
		return 0, false
	}
	if t.formula {
		return i, true // its text comes first
	}
	end = pastText(b, i, "<v>")
	return end, end > 0
}

// pastShared is where b goes on behind a cell's part in a shared formula at b[i:]; -1 without.
func pastShared(b []byte, i int) int {
	i = pastText(b, i, `<f t="shared" si="`)
	for i > 0 && i < len(b) && b[i] >= '0' && b[i] <= '9' {
		i++
	}
	return pastText(b, i, `"/>`)
}

// pastText is where b goes on behind the text that stands at i; -1 where another
// one stands there, or i is -1 already.
func pastText(b []byte, i int, text string) int {
	if i < 0 || len(b)-i < len(text) || string(b[i:i+len(text)]) != text {
		return -1
	}
	return i + len(text)
}
