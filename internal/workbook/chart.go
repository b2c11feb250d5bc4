package workbook

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/xuri/excelize/v2"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/table"
	"crm/internal/value"
)

// placed is a chart at its place, with the table it shows.
type placed struct {
	chart  *Chart
	cells  *cells
	header int // the row of the table's header
	row    int // of the chart's upper left corner
	col    int
	sheet  *sheet
	series []series // columns or slices; of a Pareto chart the line last
}

// series is a column of the table as a chart shows it.
type series struct {
	column int
	color  string
}

// The size of a chart in pixels, and how high a row of the default font is.
const (
	chartWidth  = 620
	chartHeight = 320
	rowHeight   = 20
)

// How many names below a chart have room side by side, slanting, and at all.
const (
	mostUpright  = 6
	mostSlanting = 25
	mostNamed    = 100
)

// height is the chart's: slanting names need more room the longer they are, and
// shall not take it from the columns.
func (p *placed) height() int {
	const plot, perWidth, longest = 310, 4, 45
	if n := p.rows(); n <= mostUpright || n > mostNamed || p.chart.Kind == Pie {
		return chartHeight
	}
	width, names := 0, p.column(p.chart.Names)
	for r := range p.rows() {
		width = max(width, textWidth(p.cells.textOf(names, r)))
	}
	return max(chartHeight, plot+perWidth*min(width, longest))
}

// extent is how many rows the chart covers.
func (p *placed) extent() int { return p.height()/rowHeight + 1 }

// gap is the room between the columns, in hundredths of one: few columns shall
// not become walls.
func (p *placed) gap() int {
	switch n := p.rows(); {
	case p.chart.Kind == Pareto && n > mostUpright:
		return 30
	case n < 3:
		return 400 / n
	}
	return 80
}

// The colours of charts: of the classes in order, darker than the rows' tints,
// of columns and a Pareto chart's line, and of those who came and left.
var strong = [...]string{"5B9A68", "5B8DB8", "D9A441", "9A7BB0", "C9705C", "6FA8A8"}

const (
	restColor = "B4BCC4"
	barColor  = "5B8DB8"
	lineColor = "C9705C"
	cameColor = "5B9A68"
	leftColor = "D9A441"
	gridColor = "E1E6EA"
)

// find looks up the chart's columns in its table.
func (p *placed) find() error {
	if p.column(p.chart.Names) < 0 {
		return p.missing(p.chart.Names)
	}
	for _, w := range p.wanted() {
		col := p.column(w.id)
		if col < 0 {
			return p.missing(w.id)
		}
		p.series = append(p.series, series{col, w.color})
	}
	return nil
}

// drawnColumn is a column to draw, and in which colour.
type drawnColumn struct{ id, color string }

// wanted is the columns that the chart asks for.
func (p *placed) wanted() []drawnColumn {
	c := p.chart
	switch c.Kind {
	case Pareto:
		return []drawnColumn{{c.Values, barColor}, {c.Line, lineColor}}
	case Moves:
		return []drawnColumn{{c.Values, cameColor}, {c.Second, leftColor}}
	case Stacked, Lines, Grouped:
		all := append([]string{c.Values}, c.More...)
		wanted := make([]drawnColumn, len(all))
		for i, id := range all {
			wanted[i] = drawnColumn{id, seriesColor(c.Kind, i, len(all))}
		}
		return wanted
	}
	return []drawnColumn{{c.Values, barColor}}
}

// seriesColor is the colour of one of several series; of those that stand one on
// the other the last one is the rest.
func seriesColor(k ChartKind, i, of int) string {
	if k == Stacked && i > 0 && i == of-1 || i >= len(strong) {
		return restColor
	}
	return strong[i]
}

func (p *placed) missing(id string) error {
	return fmt.Errorf("chart %q: no column %q", p.chart.Title.EN, id)
}

// column is the place of a column of the table, -1 where there is none.
func (p *placed) column(id string) int {
	return slices.IndexFunc(p.cells.grid.Columns, func(c table.Column) bool { return c.ID == id })
}

// rows is how many rows of the table the chart shows.
func (p *placed) rows() int {
	if rows := len(p.cells.grid.Rows); p.chart.Rows <= 0 || p.chart.Rows > rows {
		return rows
	}
	return p.chart.Rows
}

// empty reports whether there is nothing to see: no value but zeros.
func (p *placed) empty() bool {
	for r := range p.rows() {
		for _, s := range p.series {
			if p.cells.at(s.column, r).Decimal().Sign() != 0 {
				return false
			}
		}
	}
	return true
}

// span is the reference of a column's charted rows.
func (p *placed) span(col int) string {
	letters := diag.ColumnName(col)
	return fmt.Sprintf("%s!$%s$%d:$%s$%d", quoted(p.sheet.name), letters, p.header+1, letters, p.header+p.rows())
}

// head is the reference of a column's header.
func (p *placed) head(col int) string {
	return fmt.Sprintf("%s!$%s$%d", quoted(p.sheet.name), diag.ColumnName(col), p.header)
}

// addCharts lets excelize make the parts and relationships of the sheet's
// charts, and writes what is in them itself: excelize knows no anchor that keeps
// a chart's size whatever the columns' widths, no fonts of Chinese, no values to
// show before a program has calculated, and puts some elements out of order.
func (s *sheet) addCharts() error {
	if len(s.charts) == 0 {
		return nil
	}
	p := s.pack
	p.drawings++
	for i := range s.charts {
		c := &s.charts[i]
		stub := &excelize.Chart{Type: excelize.Col, Series: []excelize.ChartSeries{{Values: c.span(c.series[0].column)}}}
		if err := p.file.AddChart(s.name, ref(c.col, c.row), stub); err != nil {
			return err
		}
		p.charts++
		p.written["xl/charts/chart"+strconv.Itoa(p.charts)+".xml"] = c.xml()
	}
	p.written["xl/drawings/drawing"+strconv.Itoa(p.drawings)+".xml"] = drawingXML(s.charts)
	return nil
}

// format is the number format of a series on axes and labels.
func (p *placed) format(s series) string {
	column := &p.cells.grid.Columns[s.column]
	if column.Kind == value.Share {
		return "0%"
	}
	return numberFormat(column.Kind, 0, column.Currency)
}

// language is the code of a text's language in drawings.
func language(l lang.Lang) string {
	if l == lang.ZH {
		return "zh-CN"
	}
	return "en-US"
}
