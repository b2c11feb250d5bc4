package workbook

import (
	"bufio"
	"io"
	"slices"
)

// Rows is the rows of a sheet of Make whose part leaves them out. It has functions
// and no sheet: where it is an interface's value the linker keeps every method of all
// that it is made of, and a sheet has a file of excelize's.
type Rows struct {
	styles func() []int
	write  func(out *bufio.Writer, style func(id int) int) error
}

// later is the rows that are left out, by their sheets' names.
func (p *pack) later() map[string]*Rows {
	left := map[string]*Rows{}
	for _, s := range p.sheets {
		if s.later {
			left[s.name] = &Rows{styles: s.stylesUsed, write: s.writeRows}
		}
	}
	return left
}

// Styles is the numbers of all styles of their cells, ascending, in the file made.
func (r *Rows) Styles() []int { return r.styles() }

// Write writes the rows as a sheet's part has them, each style by what style says
// stands for it.
func (r *Rows) Write(w io.Writer, style func(id int) int) error {
	out := bufio.NewWriterSize(w, 1<<16)
	if err := r.write(out, style); err != nil {
		return err
	}
	return out.Flush()
}

func (s *sheet) stylesUsed() []int {
	slices.Sort(s.used)
	s.used = slices.Compact(s.used)
	return s.used
}

func (s *sheet) writeRows(out *bufio.Writer, restyle func(id int) int) error {
	w := &rowWriter{out: out, styles: s.pack.styles, sheet: s, restyle: restyle}
	if err := s.emit(w); err != nil {
		return err
	}
	w.endRow()
	return w.err
}
