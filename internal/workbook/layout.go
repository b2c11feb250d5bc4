package workbook

import "crm/internal/lang"

// layout is where the sections and charts of a sheet go: the tables close below
// one another, the charts in a column of their own, and neither cut by the edge
// of a printed page as long as it is shorter than the page.
type layout struct {
	sheet  *sheet
	starts []int    // the first row of each section
	charts []placed // of those that have something to show
	breaks []int    // the first rows of pages but the first

	page    int     // rows of a page
	beside  int     // the column of the charts
	room    float64 // how wide a text may be that does not run under a chart
	first   int     // the first row of the page
	spaced  bool    // a section and its chart stand side by side, alone
	row     int     // the next section's, if it fits the page
	free    int     // the row under the last chart of the page
	pending []placed
}

// layOut places the sections of a sheet on pages of so many rows.
func (s *sheet) layOut(from *Sheet, tables []*cells, page int) (*layout, error) {
	l := &layout{sheet: s, page: page, first: 1, row: 1, free: 1, spaced: from.Spaced}
	if !from.Title.Empty() {
		const titleRows = 2
		l.row, l.free = 1+titleRows, 1+titleRows
	}
	for i := range from.Sections {
		if c := tables[i]; c != nil && from.Sections[i].draws() {
			l.beside = max(l.beside, len(c.grid.Columns)+1)
		}
	}
	for col := range l.beside {
		l.room += s.width(col)
	}
	for i := range from.Sections {
		section := &from.Sections[i]
		chart, err := s.chartOf(section, tables[i], l.beside)
		if err != nil {
			return nil, err
		}
		l.addSection(section, chart)
	}
	for len(l.pending) > 0 {
		l.newPage()
	}
	return l, nil
}

// above is how many rows of a section stand above its table.
func (s *Section) above() int {
	if s.Title.Empty() {
		return len(s.Lines)
	}
	return 1 + len(s.Lines)
}

// height is how many rows a section takes.
func (s *Section) height() int {
	if s.Grid == nil {
		return s.above()
	}
	return s.above() + 1 + len(s.Grid.Rows) + len(s.Grid.Notes)
}

// chartOf is the chart of a section that has something to show, not yet placed.
func (s *sheet) chartOf(from *Section, table *cells, beside int) (*placed, error) {
	if !from.draws() || table == nil {
		return nil, nil
	}
	chart := &placed{chart: from.Chart, cells: table, sheet: s, col: beside}
	if err := chart.find(); err != nil || chart.empty() {
		return nil, err
	}
	return chart, nil
}

// wide reports whether a section's lines or table reach the column of the charts.
func (l *layout) wide(from *Section) (lines, table bool) {
	for _, t := range from.Lines {
		lines = lines || float64(textWidth(t.In(l.sheet.lang))) > l.room
	}
	return lines, from.Grid != nil && len(from.Grid.Columns) >= l.beside
}

// addSection places a section and its chart. One that is wide goes below all
// charts so far, and its own chart below its lines.
func (l *layout) addSection(from *Section, chart *placed) {
	lines, table := l.wide(from)
	if lines || table || l.spaced {
		for len(l.pending) > 0 {
			l.newPage()
		}
		l.row = max(l.row, l.free)
	}
	need := from.height()
	if l.spaced && chart != nil {
		need = max(need, chart.extent())
	}
	if need > l.page { // no page holds it: only its chart shall not be cut
		need = 0
		if chart != nil {
			need = chart.extent()
		}
	}
	if l.row > l.first && l.row+need > l.first+l.page {
		l.newPage()
	}
	l.starts = append(l.starts, l.row)
	if chart != nil {
		chart.row, chart.header = l.row, l.row+from.above()
		if lines {
			chart.row = chart.header
		}
		l.pending = append(l.pending, *chart)
		l.placeCharts()
	}
	l.row += from.height() + 1
}

// newPage goes on at the top of the next page with the charts that wait.
func (l *layout) newPage() {
	l.row = max(l.row, l.free)
	l.first, l.free = l.row, l.row
	l.breaks = append(l.breaks, l.row)
	l.placeCharts()
}

// placeCharts places the waiting charts that the page still holds; one that no
// page holds stands alone.
func (l *layout) placeCharts() {
	for len(l.pending) > 0 {
		c := l.pending[0]
		c.row = max(c.row, l.free)
		if c.row+c.extent() > l.first+l.page && c.row > l.first {
			return
		}
		l.free = c.row + c.extent() + 1
		l.charts = append(l.charts, c)
		l.pending = l.pending[1:]
	}
}

// pageRows is how many rows surely fit a printed page at the scale at which all
// columns fit its width.
func (s *sheet) pageRows(charts bool) int {
	const (
		height, width   = 505, 780 // of a landscape A4 page within its margins, in points
		rowPoints       = 15.0
		rowPointsZH     = 16.5
		pointsPerPixel  = 0.75
		pixelsPerLetter = 8
	)
	wide := 0.0
	for col := range s.edge {
		wide += s.width(col) * pixelsPerLetter * pointsPerPixel
	}
	if charts {
		wide += chartWidth * pointsPerPixel
	}
	row := rowPoints
	if s.lang == lang.ZH {
		row = rowPointsZH
	}
	return int(height / row * max(wide/width, 1))
}

// breakPages tells programs where pages begin.
func (s *sheet) breakPages() error {
	for _, row := range s.breaks {
		if err := s.pack.file.InsertPageBreak(s.name, ref(0, row)); err != nil {
			return err
		}
	}
	return nil
}
