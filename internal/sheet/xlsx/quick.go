package xlsx

// quickLevels is how many elements a cell opens inside its row: c, is, t.
const quickLevels = 3

// quickReady reports whether the cells of the row just opened may be read by
// quickCell: unprefixed names must mean spreadsheetml.
func (s *scanner) quickReady() bool {
	return !s.self && s.bound(nil) == mainSpace && int64(len(s.open)+quickLevels) <= s.limits.Depth
}

// quickRow opens a row whose tag lies whole in the window and has none but the
// usual attributes, each once. Like quickCell it leaves everything else to the
// tags one by one.
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
	s.open = append(s.open, element{len(s.names), mainSpace})
	s.names = append(s.names, rowName...)
	return ref, hidden, true
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
	return !s.self && s.bound(nil) == mainSpace && int64(len(s.open)+1+quickLevels) <= s.limits.Depth
}

// quickRowEnd closes the row where its end tag is the next thing in the window.
func (s *scanner) quickRowEnd() bool {
	const tag = "</row>"
	b := s.b[s.p:]
	if len(b) < len(tag) || string(b[:len(tag)]) != tag || string(s.names[s.open[len(s.open)-1].at:]) != rowName {
		return false
	}
	s.p += len(tag)
	s.pop()
	return true
}

// quickCell takes apart a cell that lies whole in the window and is written the
// way most programs write it: <c r="A1" s="1" t="s"><v>7</v></c>. It leaves
// everything else, all that is wrong included, to the tags one by one, the window
// where it was: it is a shorter way to the same pieces.
func (s *scanner) quickCell(c *content) bool {
	b := s.b[s.p:]
	if len(b) < 4 || b[0] != '<' || b[1] != 'c' {
		return false
	}
	*c = content{}
	i := quickAttrs(b, c)
	if i == 0 {
		return false
	}
	if b[i] == '/' {
		if i+1 >= len(b) || b[i+1] != '>' {
			return false
		}
		c.empty = true
		s.p += i + 2
		return true
	}
	if i = quickContent(b, i+1, c); i == 0 {
		return false
	}
	s.p += i
	return true
}

// quickString takes apart a shared string that lies whole in the window and has
// one plain text: <si><t>text</t></si>.
func (s *scanner) quickString() (text []byte, ok bool) {
	const start, end = "<si><t>", "</t></si>"
	if len(s.open) != 1 || !s.quickReady() {
		return nil, false
	}
	b := s.b[s.p:]
	if len(b) < len(start) || string(b[:len(start)]) != start {
		return nil, false
	}
	text, to := quickText(b, len(start), end)
	if to == 0 || hasEscape(text) {
		return nil, false
	}
	s.p += to
	return text, true
}

// quickAttrs reads the attributes r, s and t, each after one blank. It returns
// where the '>' or '/' after them is, 0 for anything else.
func quickAttrs(b []byte, q *content) int {
	i := 2
	for i+4 < len(b) && b[i] == ' ' {
		to := q.attr(b[i+1])
		if to == nil || *to != nil || b[i+2] != '=' || b[i+3] != '"' {
			return 0
		}
		i += 4
		start := i
		if i = quickValue(b, i); i >= len(b) || b[i] != '"' {
			return 0
		}
		*to = b[start:i]
		i++
	}
	if i >= len(b) || b[i] != '>' && b[i] != '/' {
		return 0
	}
	return i
}

// quickValue goes to the first byte that may not stand in an attribute's value
// as itself; letters and digits are the usual case.
func quickValue(b []byte, i int) int {
	for i < len(b) {
		c := b[i]
		if c <= '<' && (c == '"' || c == '<' || c == '&') {
			break
		}
		i++
	}
	return i
}

// attr is where an attribute of a cell goes; nil for one that is not needed.
func (c *content) attr(name byte) *[]byte {
	switch name {
	case 'r':
		return &c.ref
	case 's':
		return &c.style
	case 't':
		return &c.kind
	}
	return nil
}

// quickContent reads <v>text</v></c> or <is><t>text</t></is></c> at b[i:]. It
// returns where the cell ends, 0 for anything else.
func quickContent(b []byte, i int, q *content) int {
	const (
		value, valueEnd   = "<v>", "</v></c>"
		inline, inlineEnd = "<is><t>", "</t></is></c>"
	)
	switch {
	case len(b)-i >= len(value) && string(b[i:i+len(value)]) == value:
		text, end := quickText(b, i+len(value), valueEnd)
		q.value, q.hasValue = text, true
		return end
	case len(b)-i >= len(inline) && string(b[i:i+len(inline)]) == inline:
		text, end := quickText(b, i+len(inline), inlineEnd)
		if end == 0 || hasEscape(text) {
			return 0
		}
		q.inline, q.hasInline = text, true
		return end
	}
	return 0
}

// quickText reads text that means itself, up to the tags that must follow.
func quickText(b []byte, i int, tags string) (text []byte, end int) {
	start := i
	for i < len(b) {
		c := b[i]
		if c == '<' {
			break
		}
		if c < '(' && (c == '&' || c == '\r') || c == ']' {
			return nil, 0
		}
		i++
	}
	if end = i + len(tags); end > len(b) || string(b[i:end]) != tags {
		return nil, 0
	}
	return b[start:i], end
}

// hasEscape reports whether there may be a _xHHHH_.
func hasEscape(text []byte) bool {
	for i := 1; i < len(text); i++ {
		if text[i] == 'x' && text[i-1] == '_' {
			return true
		}
	}
	return false
}
