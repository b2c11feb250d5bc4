package annotate

import "bytes"

// The usual tag of a cell: a sheet has hardly any others.
const (
	cellStart = "<c "
	plainMost = 64 // bytes of one, up to its end
)

// plainCell reads the tag of a cell where the tape stands, if it is one that has
// only attributes of one letter, written as they usually are. Else it leaves
// everything where it is.
func (t *tape) plainCell() bool {
	b := t.buf[t.p:min(t.p+plainMost, t.n)]
	if len(b) < plainMost || string(b[:len(cellStart)]) != cellStart {
		return false
	}
	t.cell = cellTag{}
	for i := len(cellStart); i+len(`r=""/>`) < len(b) && b[i] > ' ' && b[i+1] == '=' && b[i+2] == '"'; {
		name, from := b[i], i+3
		for i = from; i < len(b) && b[i] != '"'; {
			i++
		}
		if i+2 >= len(b) {
			return false
		}
		t.cell.set(name, b[from:i])
		switch {
		case b[i+1] == ' ':
			i += 2
		case b[i+1] == '>':
			t.start, t.p = t.p, t.p+i+2
			return true
		case b[i+1] == '/' && b[i+2] == '>':
			t.start, t.p = t.p, t.p+i+3
			return true
		default:
			return false
		}
	}
	return false
}

// plainEvent is what a plain cell's tag is.
func (t *tape) plainEvent() event {
	t.name, t.depth = t.buf[t.start+1:t.start+2], t.open+1
	if t.buf[t.p-2] == '/' {
		return alone
	}
	t.open++
	return opened
}

// The usual rest of a cell that has a value and no formula.
const (
	valueStart = "<v>"
	valueEnd   = "</v></c>"
)

// pastValue goes past the value and the end of a cell that was just opened, where
// these are written as they usually are; else it leaves everything where it is.
func (t *tape) pastValue() bool {
	b := t.buf[t.p:t.n]
	if len(b) < len(valueStart) || string(b[:len(valueStart)]) != valueStart {
		return false
	}
	i := bytes.IndexByte(b[len(valueStart):], '<') + len(valueStart)
	if i < len(valueStart) || len(b)-i < len(valueEnd) || string(b[i:i+len(valueEnd)]) != valueEnd {
		return false
	}
	t.p += i + len(valueEnd)
	t.open--
	return true
}
