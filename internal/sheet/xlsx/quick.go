package xlsx

// quickLevels is how many elements a cell opens inside its row: c, is, t.
const quickLevels = 3

// quickReady reports whether the cells of the row just opened may be read by
// quickCell: unprefixed names must mean spreadsheetml.
func (s *scanner) quickReady() bool {
	return !s.self && s.plain == mainSpace && int64(len(s.open)+quickLevels) <= s.limits.Depth
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
	i := quickAttrs(b, 2, c)
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

// quickAttrs reads the attributes r, s and t at b[i:], each after one blank. It
// returns where the '>' or '/' after them is, 0 for anything else.
func quickAttrs(b []byte, i int, q *content) int {
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
		q.inline, q.hasInline = text, true
		return end
	}
	return 0
}

// quickText reads text that means itself, up to the tags that must follow.
func quickText(b []byte, i int, tags string) (text []byte, end int) {
	to := textEnd(b, i)
	if end = to + len(tags); end > len(b) || string(b[to:end]) != tags {
		return nil, 0
	}
	return b[i:to], end
}
