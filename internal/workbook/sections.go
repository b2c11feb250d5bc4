package workbook

import (
	"crm/internal/diag"
)

// showSections plans a sheet of texts, tables and charts: the tables one below
// the other, the charts in a column beside them.
func (s *sheet) showSections(from *Sheet) {
	s.bare = true
	tables := make([]*cells, len(from.Sections))
	for i := range from.Sections {
		if g := from.Sections[i].Grid; g != nil {
			tables[i] = newCells(g, s.lang, s.name)
		}
	}
	var plan *layout
	s.emit = func(w *rowWriter) error {
		s.writeLine(w, 1, title, from.Title.In(s.lang))
		for i := range from.Sections {
			s.writeSection(w, plan.starts[i], &from.Sections[i], tables[i])
		}
		return nil
	}
	s.measure = func(w *rowWriter) (err error) {
		for _, c := range tables {
			if c != nil {
				s.setWrapped(c, 0)
			}
		}
		// How much goes on a page depends on the columns' widths, which are known
		// once everything was seen.
		if plan, err = s.layOut(from, tables, maxRows); err != nil {
			return err
		}
		if err = s.emit(w); err != nil {
			return err
		}
		if plan, err = s.layOut(from, tables, s.pageRows(len(plan.charts) > 0)); err != nil {
			return err
		}
		s.charts, s.breaks, s.lastRow = plan.charts, plan.breaks, 0
		return s.emit(w)
	}
}

// writeLine writes a line of text, if there is one, and returns the next row.
func (s *sheet) writeLine(w *rowWriter, row int, looks look, text string) int {
	if text == "" {
		return row
	}
	w.startRow(row)
	w.text(0, style{look: looks}, text, diag.Pos{File: s.name, Sheet: s.name, Row: row, Col: 1})
	return row + 1
}

// writeSection writes a section's texts and table from a row on.
func (s *sheet) writeSection(w *rowWriter, row int, from *Section, c *cells) {
	row = s.writeLine(w, row, heading, from.Title.In(s.lang))
	looks := note
	if from.Fixed {
		looks = fixed
	}
	for _, l := range from.Lines {
		s.writeLine(w, row, looks, l.In(s.lang))
		row++
	}
	if c == nil {
		return
	}
	w.startRow(row)
	c.writeHeader(w, 0, c.headers())
	for r := range from.Grid.Rows {
		row++
		w.startRow(row)
		c.writeRow(w, 0, r)
	}
	for _, n := range from.Grid.Notes {
		row++
		s.writeLine(w, row, note, n.In(s.lang))
	}
}
