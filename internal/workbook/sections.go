package workbook

import (
	"crm/internal/diag"
)

// showSections plans a sheet of texts, tables and charts one below the other.
func (s *sheet) showSections(from *Sheet) {
	s.bare = true
	layout := make([]*cells, len(from.Sections))
	beside := 0 // the column beside every table, where charts begin
	for i := range from.Sections {
		if g := from.Sections[i].Grid; g != nil {
			layout[i] = newCells(g, s.lang, s.name)
			if from.Sections[i].Chart != nil {
				beside = max(beside, len(g.Columns)+1)
			}
		}
	}
	s.emit = func(w *rowWriter) error {
		row := s.writeLine(w, 1, title, from.Title.In(s.lang))
		if row > 1 {
			row++
		}
		for i := range from.Sections {
			row = s.writeSection(w, row, &from.Sections[i], layout[i], beside) + 1
		}
		return nil
	}
	s.measure = func(w *rowWriter) error {
		for _, c := range layout {
			if c != nil {
				s.setWrapped(c, 0)
			}
		}
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

// writeSection writes a section from a row on and returns the row behind it,
// chart included.
func (s *sheet) writeSection(w *rowWriter, row int, from *Section, c *cells, beside int) int {
	top := row
	row = s.writeLine(w, row, heading, from.Title.In(s.lang))
	looks := note
	if from.Fixed {
		looks = fixed
	}
	for _, l := range from.Lines {
		text := l.In(s.lang)
		if text == "" {
			row++
			continue
		}
		row = s.writeLine(w, row, looks, text)
	}
	if c == nil {
		return row
	}
	headerRow := row
	w.startRow(row)
	c.writeHeader(w, 0, c.headers())
	for r := range from.Grid.Rows {
		row++
		w.startRow(row)
		c.writeRow(w, 0, r)
	}
	row++
	for _, n := range from.Grid.Notes {
		row = s.writeLine(w, row, note, n.In(s.lang))
	}
	if from.Chart == nil || len(from.Grid.Rows) == 0 {
		return row
	}
	chart := placed{chart: from.Chart, cells: c, header: headerRow, row: top, col: beside, sheet: s}
	if err := chart.find(); err != nil {
		w.fail(err)
		return row
	}
	if chart.empty() {
		return row
	}
	if w.out == nil {
		s.charts = append(s.charts, chart)
	}
	return max(row, top+chart.height()/rowHeight+1)
}
