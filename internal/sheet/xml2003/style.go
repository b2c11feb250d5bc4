package xml2003

// cellStyle is what a style says of the numbers under it.
type cellStyle struct {
	parent string
	format string
	given  bool // the format is its own
}

const defaultStyle = "Default"

// readStyles reads the <Styles> just opened.
func (r *reader) readStyles() error {
	return r.children(func() error {
		id, _ := r.attr("ID")
		parent, _ := r.attr("Parent")
		s := cellStyle{parent: parent}
		err := r.children(func() error {
			if r.Space == main && string(r.Local) == "NumberFormat" {
				format, _ := r.attr("Format")
				s.format, s.given = FormatCode(format), true
			}
			return r.Skip()
		})
		r.styles[id] = s
		return err
	})
}

// code is the format code of a style: its own, or the one it inherits.
func (r *reader) code(id string) string {
	const deepest = 32 // styles may inherit in a circle
	for range deepest {
		s, ok := r.styles[id]
		if !ok || s.given {
			return FormatCode(s.format)
		}
		if id = s.parent; id == "" {
			id = defaultStyle
		}
	}
	return FormatCode("")
}

// styleOf is the number of a format code in the book.
func (r *reader) styleOf(code string) int32 {
	n, ok := r.codes[code]
	if !ok {
		n = r.book.AddStyle(code)
		r.codes[code] = n
	}
	return n
}
