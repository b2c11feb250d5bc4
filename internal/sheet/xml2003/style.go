package xml2003

// cellStyle is what a style says of the numbers under it.
type cellStyle struct {
	parent string
	format string
	given  bool // the format is its own
}

const defaultStyle = "Default"

// perEntry is about what an entry of a list or map costs beside its text.
const perEntry = 64

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
		if err != nil {
			return err
		}
		r.styles[id] = s
		return r.book.Spend(len(id) + len(parent) + len(s.format) + perEntry)
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
func (r *reader) styleOf(code string) (int32, error) {
	n, ok := r.codes[code]
	if ok {
		return n, nil
	}
	n = r.book.AddStyle(code)
	r.codes[code] = n
	return n, r.book.Spend(len(code) + perEntry)
}
