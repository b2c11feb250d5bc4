package xlsx

import "bytes"

// quickRow opens a row whose tag lies whole in the window and has none but the
// usual attributes, each once. Like quickCell it leaves everything else to the
// tags one by one.
func (r *rows) quickRow() (ref []byte, hidden, ok bool) {
	b := r.s.b[r.s.p:]
	if ref, hidden, ok = r.s.quickRow(); !ok {
		return nil, false, false
	}
	r.tail = r.tail[:0]
	if rowStart.at(b, 0) && len(ref) > 0 { // the number comes first
		r.tail = append(r.tail, b[rowStart.n+len(ref):len(b)-len(r.s.b)+r.s.p]...)
		r.tailHidden = hidden
	}
	return ref, hidden, true
}

// usualRow opens the row that follows the last one and whose tag is that of the
// last quick one but for the number.
func (r *rows) usualRow() (hidden, ok bool) {
	s, next := r.s, r.digits.next()
	if !rowStart.at(s.b, s.p) || !next.at(s.b, s.p+rowStart.n) {
		return false, false
	}
	b := s.b[s.p+rowStart.n+next.n:]
	if len(r.tail) == 0 || !bytes.HasPrefix(b, r.tail) || r.number == maxRows || !s.quickRowReady() {
		return false, false
	}
	s.p = len(s.b) - len(b) + len(r.tail)
	s.openRow()
	r.number, r.digits = r.number+1, next
	return r.tailHidden, true
}

var rowStart = stampOf(`<row r="`)

func (s *scanner) quickRow() (ref []byte, hidden, ok bool) {
	const tag = "<row"
	b := s.b[s.p:]
	if len(b) <= len(tag) || string(b[:len(tag)]) != tag || !s.quickRowReady() {
		return nil, false, false
	}
	i, seen := len(tag), 0
	for i < len(b) && b[i] == ' ' {
		start := i + 1
		for i = start; i < len(b) && b[i] != '=' && b[i] > ' '; i++ {
			continue
		}
		k := s.rowAttribute(b[start:i])
		if k < 0 || seen&(1<<k) != 0 || i+1 >= len(b) || b[i+1] != '"' {
			return nil, false, false
		}
		seen |= 1 << k
		value := i + 2
		if i = quickValue(b, value); i >= len(b) || b[i] != '"' {
			return nil, false, false
		}
		switch rowAttributes[k] {
		case "r":
			ref = b[value:i]
		case "hidden":
			hidden = isTrue(b[value:i])
		}
		i++
	}
	if i >= len(b) || b[i] != '>' {
		return nil, false, false
	}
	s.p += i + 1
	s.openRow()
	return ref, hidden, true
}

func (s *scanner) openRow() {
	s.open = append(s.open, element{len(s.names), mainSpace})
	s.names = append(s.names, rowName...)
}

const rowName = "row"

// rowAttributes is what programs write on rows; the last one is Excel's own, on every row.
var rowAttributes = [...]string{"r", "spans", "s", "customFormat", "ht", "customHeight", "hidden", "outlineLevel", "collapsed", descentPrefix + ":dyDescent"}

const descentPrefix = "x14ac"

// rowAttribute is the place of a name in rowAttributes; -1 for another one, and
// for one whose prefix is declared nowhere.
func (s *scanner) rowAttribute(name []byte) int {
	for i := range rowAttributes {
		if string(name) != rowAttributes[i] {
			continue
		}
		if i == len(rowAttributes)-1 && s.bound([]byte(descentPrefix)) == unbound {
			return -1
		}
		return i
	}
	return -1
}

// quickRowReady is quickReady for the row about to be opened.
func (s *scanner) quickRowReady() bool {
	return !s.self && s.plain == mainSpace && int64(len(s.open)+1+quickLevels) <= s.limits.Depth
}

// quickRowEnd closes the row where its end tag is the next thing in the window.
func (s *scanner) quickRowEnd() bool {
	const tag = "</row>"
	b := s.b[s.p:]
	if len(b) < len(tag) || string(b[:len(tag)]) != tag || string(s.names[s.open[len(s.open)-1].at:]) != rowName {
		return false
	}
	s.p += len(tag)
	s.leave()
	return true
}
