package xlsx

import "strings"

// quickLevels is how many elements a cell opens inside its row: c, is, t.
const quickLevels = 3

// quickTags is how a part writes the tags of cells: some programs give all of them
// the same prefix.
type quickTags struct {
	prefix                             string // with its colon, or empty
	row, rowName, rowEnd, cell         string
	value, valueEnd, inline, inlineEnd string
}

func quickTagsOf(prefix string) quickTags {
	in := func(tags string) string { // % stands for the prefix
		return strings.ReplaceAll(tags, "%", prefix)
	}
	return quickTags{
		prefix: prefix, row: in("<%row"), rowName: in("%row"), rowEnd: in("</%row>"), cell: in("<%c"),
		value: in("<%v>"), valueEnd: in("</%v></%c>"), inline: in("<%is><%t>"), inlineEnd: in("</%t></%is></%c>"),
	}
}

// quickReady reports whether the cells of the row just opened may be read by
// quickCell: the names it knows must mean spreadsheetml.
func (s *scanner) quickReady() bool {
	return !s.self && s.quickSpace() == mainSpace && int64(len(s.open)+quickLevels) <= s.limits.Depth
}

// quickSpace is what names under the prefix of quickTags mean now.
func (s *scanner) quickSpace() space {
	if n := len(s.tags.prefix); n > 0 {
		return s.bound([]byte(s.tags.prefix[:n-1]))
	}
	return s.plain
}

// quickCell takes apart a cell that lies whole in the window and is written the
// way most programs write it: <c r="A1" s="1" t="s"><v>7</v></c>. It leaves
// everything else, all that is wrong included, to the tags one by one, the window
// where it was: it is a shorter way to the same pieces.
func (s *scanner) quickCell(c *content) bool {
	b := s.b[s.p:]
	i := pastText(b, 0, s.tags.cell)
	if i < 0 {
		return false
	}
	*c = content{}
	i = quickAttrs(b, i, c)
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
	if i = s.tags.content(b, i+1, c); i == 0 {
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

// content reads <v>text</v></c> or <is><t>text</t></is></c> at b[i:]. It returns
// where the cell ends, 0 for anything else.
func (t *quickTags) content(b []byte, i int, q *content) (end int) {
	if j := pastText(b, i, t.value); j > 0 {
		q.value, end = quickText(b, j, t.valueEnd)
		q.hasValue = true
	} else if j := pastText(b, i, t.inline); j > 0 {
		q.inline, end = quickText(b, j, t.inlineEnd)
		q.hasInline = true
	}
	return end
}

// quickText reads text that means itself, up to the tags that must follow.
func quickText(b []byte, i int, tags string) (text []byte, end int) {
	to := textEnd(b, i)
	if end = to + len(tags); end > len(b) || string(b[to:end]) != tags {
		return nil, 0
	}
	return b[i:to], end
}
