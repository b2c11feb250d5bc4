package workbook

import (
	"bufio"
	"io"
	"slices"
)

// Rows is the rows of a sheet of Make whose part leaves them out.
type Rows struct{ sheet *sheet }

// later is the rows that are left out, by their sheets' names.
func (p *pack) later() map[string]*Rows {
	left := map[string]*Rows{}
	for _, s := range p.sheets {
		if s.later {
			left[s.name] = &Rows{s}
		}
	}
	return left
}

// Styles is the numbers of all styles of their cells, ascending, in the file made.
func (r *Rows) Styles() []int {
	slices.Sort(r.sheet.used)
	r.sheet.used = slices.Compact(r.sheet.used)
	return r.sheet.used
}

// Write writes the rows as a sheet's part has them, each style by what style says
// stands for it.
func (r *Rows) Write(w io.Writer, style func(id int) int) error {
	out := bufio.NewWriterSize(w, 1<<16)
	if err := r.sheet.writeRows(out, style); err != nil {
		return err
	}
	return out.Flush()
}

func (s *sheet) writeRows(out *bufio.Writer, restyle func(id int) int) error {
	w := &rowWriter{out: out, styles: s.pack.styles, sheet: s, restyle: restyle}
	if err := s.emit(w); err != nil {
		return err
	}
	w.endRow()
	return w.err
}
