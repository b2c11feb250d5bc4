package annotate

import "strconv"

// cellWriter gathers cells of ours as the sheet has them. What comes again in
// every row is put together once.
type cellWriter struct {
	plan   *plan
	b      []byte
	row    int
	digits []byte // of row
	opens  []string
	last   []tagRest // by slot
	rests  map[tagKind]string
	ends   [text + 1]string
}

// tagKind is what the tags of a cell depend on besides its place.
type tagKind struct {
	kind   blockKind
	style  int
	spaced bool
}

// tagRest is what stands between a cell's row and its value.
type tagRest struct {
	of   tagKind
	text string
}

func newCellWriter(p *plan) cellWriter {
	w := cellWriter{plan: p, opens: make([]string, len(p.slots)), last: make([]tagRest, len(p.slots)), rests: map[tagKind]string{}}
	pre := p.facts.prefix
	for i := range p.slots {
		w.opens[i] = "<" + pre + `c r="` + p.slots[i].name
	}
	for kind := range w.ends {
		w.ends[kind] = "</" + pre + "v></" + pre + "c>"
	}
	w.ends[blank], w.ends[text] = "", "</"+pre+"t></"+pre+"is></"+pre+"c>"
	return w
}

// take is what was gathered since it was taken last, valid until the next cell.
func (w *cellWriter) take() []byte {
	b := w.b
	w.b = w.b[:0]
	return b
}

// add gathers the cell of a slot in a row.
func (w *cellWriter) add(slot, row int, c *blockCell) {
	if row != w.row {
		w.row, w.digits = row, strconv.AppendInt(w.digits[:0], int64(row), 10)
	}
	rest, is := &w.last[slot], tagKind{c.kind, c.style, c.kind == text && spaced(c.value)}
	if rest.of != is {
		*rest = tagRest{is, w.rest(is)}
	}
	b := append(append(append(w.b, w.opens[slot]...), w.digits...), rest.text...)
	if w.plan.facts.ascii {
		b = appendASCII(b, c.value)
	} else {
		b = append(b, c.value...)
	}
	w.b = append(b, w.ends[c.kind]...)
}

// rest is what stands between the row and the value of a cell of a kind.
func (w *cellWriter) rest(k tagKind) string {
	if known, ok := w.rests[k]; ok {
		return known
	}
	pre, b := w.plan.facts.prefix, ""
	if k.style != 0 {
		b = `" s="` + strconv.Itoa(k.style)
	}
	b += k.kind.tag()
	switch {
	case k.kind == blank:
	case k.spaced:
		b += "<" + pre + "is><" + pre + `t xml:space="preserve">`
	case k.kind == text:
		b += "<" + pre + "is><" + pre + "t>"
	default:
		b += "<" + pre + "v>"
	}
	w.rests[k] = b
	return b
}

// spaced reports whether a text has blanks that a program might drop or draw
// together: at its ends, several of them, tabs and line ends.
func spaced(s []byte) bool {
	blank := true // before the text
	for _, c := range s {
		if c > ' ' {
			blank = false
		} else if c < ' ' || blank {
			return true
		} else {
			blank = true
		}
	}
	return blank && len(s) > 0
}

// tag is the end of a start tag of that kind.
func (k blockKind) tag() string {
	switch k {
	case blank:
		return `"/>`
	case truth:
		return `" t="b">`
	case text:
		return `" t="inlineStr">`
	}
	return `">`
}
