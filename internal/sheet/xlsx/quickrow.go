package xlsx

import "bytes"

// rowTag is what the tag of a row says, as far as it matters.
type rowTag struct {
	ref           []byte
	hidden, empty bool
}

// quickRow opens a row whose tag lies whole in the window and has none but the
// usual attributes, each once. Like quickCell it leaves everything else to the
// tags one by one.
func (r *rows) quickRow() (tag rowTag, ok bool) {
	b := r.s.b[r.s.p:]
	if tag, ok = r.s.quickRow(); !ok {
		return tag, false
	}
	if rowStart.at(b, 0) && len(tag.ref) > 0 { // the number comes first
		r.tail = append(r.tail[:0], b[rowStart.n+len(tag.ref):len(b)-len(r.s.b)+r.s.p]...)
		r.tailTag = rowTag{hidden: tag.hidden, empty: tag.empty}
	}
	return tag, true
}

// usualRow opens the row that follows the last one and whose tag is that of the
// last quick one but for the number.
func (r *rows) usualRow() (tag rowTag, ok bool) {
	s, next := r.s, r.digits.next()
	if !rowStart.at(s.b, s.p) || !next.at(s.b, s.p+rowStart.n) {
		return tag, false
	}
	b := s.b[s.p+rowStart.n+next.n:]
	if s.tags.prefix != "" || len(r.tail) == 0 || !bytes.HasPrefix(b, r.tail) || r.number == maxRows || !s.quickRowReady() {
		return tag, false
	}
	s.p = len(s.b) - len(b) + len(r.tail)
	s.openRow(r.tailTag)
	r.number, r.digits = r.number+1, next
	return r.tailTag, true
}

var rowStart = stampOf(`<row r="`)

func (s *scanner) quickRow() (tag rowTag, ok bool) {
	b := s.b[s.p:]
	i, seen := pastText(b, 0, s.tags.row), 0
	if i < 0 || !s.quickRowReady() {
		return tag, false
	}
	for i < len(b) && b[i] == ' ' {
		if i = s.quickRowAttr(b, i+1, &tag, &seen); i == 0 {
			return tag, false
		}
	}
	end := pastText(b, i, ">")
	if end < 0 {
		end, tag.empty = pastText(b, i, "/>"), true
	}
	if end < 0 {
		return tag, false
	}
	s.p += end
	s.openRow(tag)
	return tag, true
}

// quickRowAttr reads one of the usual attributes of a row at b[i:], which is none
// of those seen before. It returns where it ends, 0 for anything else.
func (s *scanner) quickRowAttr(b []byte, i int, tag *rowTag, seen *int) (end int) {
	name := i
	for i < len(b) && b[i] != '=' && b[i] > ' ' {
		i++
	}
	k := s.rowAttribute(b[name:i])
	if k < 0 || *seen&(1<<k) != 0 || i+1 >= len(b) || b[i+1] != '"' {
		return 0
	}
	*seen |= 1 << k
	value := i + 2
	if i = quickValue(b, value); i >= len(b) || b[i] != '"' {
		return 0
	}
	switch rowAttributes[k] {
	case "r":
		tag.ref = b[value:i]
	case "hidden":
		tag.hidden = isTrue(b[value:i])
	}
	return i + 1
}

// openRow opens the row, which an empty one closes at once.
func (s *scanner) openRow(tag rowTag) {
	if !tag.empty {
		s.open = append(s.open, element{len(s.names), len(s.names) + len(s.tags.prefix), mainSpace})
		s.names = append(s.names, s.tags.rowName...)
	}
}

// rowAttributes is what programs write on rows; the last one is Excel's own, on every row.
var rowAttributes = [...]string{"r", "spans", "s", "customFormat", "ht", "customHeight", "hidden", "outlineLevel", "collapsed", "thickTop", "thickBot", descentPrefix + ":dyDescent"}

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
	return !s.self && s.quickSpace() == mainSpace && int64(len(s.open)+1+quickLevels) <= s.limits.Depth
}

// quickRowEnd closes the row where its end tag is the next thing in the window.
func (s *scanner) quickRowEnd() bool {
	end := pastText(s.b[s.p:], 0, s.tags.rowEnd)
	if end < 0 || string(s.names[s.open[len(s.open)-1].at:]) != s.tags.rowName {
		return false
	}
	s.p += end
	s.leave()
	return true
}
