package annotate

import "bytes"

// attributes walks over a tag's attributes: the name, and where the value lies in
// the tag. It ends early when visit says so.
func attributes(tag []byte, visit func(name []byte, from, to int) bool) {
	i := past(tag, 1, nameByte)
	for {
		i = past(tag, i, gapByte)
		start := i
		i = past(tag, i, nameByte)
		name := tag[start:i]
		i = past(tag, i, unquotedByte)
		if len(name) == 0 || i >= len(tag) {
			return
		}
		n := bytes.IndexByte(tag[i+1:], tag[i])
		if n < 0 || !visit(name, i+1, i+1+n) {
			return
		}
		i += n + 2
	}
}

// past goes past the bytes of a kind.
func past(tag []byte, i int, kind func(byte) bool) int {
	for i < len(tag) && kind(tag[i]) {
		i++
	}
	return i
}

func nameByte(c byte) bool     { return c > ' ' && c != '=' && c != '>' && c != '/' }
func gapByte(c byte) bool      { return c <= ' ' || c == '/' }
func unquotedByte(c byte) bool { return c != '"' && c != '\'' }

// span is where the value of an attribute lies in a tag.
func span(tag []byte, name string) (from, to int, ok bool) {
	attributes(tag, func(n []byte, f, t int) bool {
		if string(n) == name {
			from, to, ok = f, t, true
		}
		return !ok
	})
	return from, to, ok
}

// attr is the raw value of an attribute; nil where the tag has none.
func attr(tag []byte, name string) []byte {
	from, to, ok := span(tag, name)
	if !ok {
		return nil
	}
	return tag[from:to]
}

// unclosed is an empty-element tag made a start tag.
func unclosed(tag []byte) []byte {
	return append(bytes.Clone(bytes.TrimRight(tag[:len(tag)-2], " \t\r\n")), '>')
}

// cellTag is what a <c> says of itself; nil is an attribute that is not there.
type cellTag struct{ ref, style, kind []byte }

// parse reads a <c> tag: the one walk over attributes that runs for every cell.
func (c *cellTag) parse(tag []byte, name int) {
	*c = cellTag{}
	i := 1 + name
	for {
		for i < len(tag) && tag[i] <= ' ' {
			i++
		}
		start := i
		for i < len(tag) && tag[i] != '=' && tag[i] > ' ' && tag[i] != '>' && tag[i] != '/' {
			i++
		}
		single := i == start+1
		for i < len(tag) && tag[i] != '"' && tag[i] != '\'' {
			i++
		}
		if i >= len(tag) {
			return
		}
		n := bytes.IndexByte(tag[i+1:], tag[i])
		if n < 0 {
			return
		}
		if single {
			c.set(tag[start], tag[i+1:i+1+n])
		}
		i += n + 2
	}
}

func (c *cellTag) set(name byte, value []byte) {
	switch name {
	case 'r':
		c.ref = value
	case 's':
		c.style = value
	case 't':
		c.kind = value
	}
}
