package workbook

import (
	"fmt"
	"slices"

	"github.com/xuri/excelize/v2"

	"crm/internal/diag"
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
}

// The size of a chart in pixels, and how high a row of the default font is.
const (
	chartWidth   = 620
	chartHeight  = 320
	paretoHeight = 400 // the names below it take room
	rowHeight    = 20
)

func (c *Chart) height() uint {
	if c.Kind == Pareto {
		return paretoHeight
	}
	return chartHeight
}

// The colours of charts: of the classes in order, darker than the rows' tints,
// and of a Pareto chart's columns and line.
var strong = [...]string{"5B9A68", "5B8DB8", "D9A441", "9A7BB0", "C9705C", "6FA8A8"}

const (
	restColor = "B4BCC4"
	barColor  = "5B8DB8"
	lineColor = "C9705C"
	gridGrey  = "6B7780"
)

// add puts the chart on its sheet.
func (p *placed) add(s *sheet) error {
	names, values := p.column(p.chart.Names), p.column(p.chart.Values)
	if names < 0 || values < 0 {
		return fmt.Errorf("chart %q: no column %q or %q", p.chart.Title.EN, p.chart.Names, p.chart.Values)
	}
	main := &excelize.Chart{
		Series:    []excelize.ChartSeries{p.series(s, names, values)},
		Format:    excelize.GraphicOptions{Positioning: "oneCell"},
		Dimension: excelize.ChartDimension{Width: chartWidth, Height: p.chart.height()},
		Title: excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{
			Text: p.chart.Title.In(s.lang), Font: &excelize.Font{Bold: true, Size: 12, Color: inkDark},
		}}},
		Border: excelize.LineOptions{Type: excelize.LineNone},
		Legend: excelize.ChartLegend{Position: "none"},
	}
	at := ref(p.col, p.row)
	switch p.chart.Kind {
	case Pie:
		p.pie(main)
	case Pareto:
		line := p.column(p.chart.Line)
		if line < 0 {
			return fmt.Errorf("chart %q: no column %q", p.chart.Title.EN, p.chart.Line)
		}
		p.bars(main, values, 30)
		main.Legend.Position = "bottom"
		return s.pack.file.AddChart(s.name, at, main, p.shares(s, names, line))
	default:
		p.bars(main, values, 80)
	}
	return s.pack.file.AddChart(s.name, at, main)
}

// column is the place of a column of the table, -1 where there is none.
func (p *placed) column(id string) int {
	return slices.IndexFunc(p.cells.grid.Columns, func(c table.Column) bool { return c.ID == id })
}

// series is a column of the table as a series of the chart.
func (p *placed) series(s *sheet, names, values int) excelize.ChartSeries {
	rows := p.rows()
	span := func(col int) string {
		letters := diag.ColumnName(col)
		return fmt.Sprintf("%s!$%s$%d:$%s$%d", quoted(s.name), letters, p.header+1, letters, p.header+rows)
	}
	return excelize.ChartSeries{
		Name:       fmt.Sprintf("%s!$%s$%d", quoted(s.name), diag.ColumnName(values), p.header),
		Categories: span(names), Values: span(values),
	}
}

// rows is how many rows of the table the chart shows.
func (p *placed) rows() int {
	if rows := len(p.cells.grid.Rows); p.chart.Rows <= 0 || p.chart.Rows > rows {
		return rows
	}
	return p.chart.Rows
}

// mostUpright is up to how many names below a chart have room side by side.
const mostUpright = 6

// bars makes the chart one of columns of one colour.
func (p *placed) bars(c *excelize.Chart, values int, gap uint) {
	vary := false
	c.Type, c.VaryColors, c.GapWidth = excelize.Col, &vary, &gap
	c.Series[0].Fill = solid(barColor)
	axisFont := excelize.Font{Size: 9, Color: gridGrey}
	column := &p.cells.grid.Columns[values]
	format := numberFormat(column.Kind, 0)
	if column.Kind == value.Share {
		format = "0%"
	}
	c.XAxis = excelize.ChartAxis{Font: axisFont}
	if p.rows() > mostUpright {
		c.XAxis.Alignment.TextRotation = -45
	}
	c.YAxis = excelize.ChartAxis{Font: axisFont, MajorGridLines: true, NumFmt: excelize.ChartNumFmt{CustomNumFmt: format}}
}

// shares is the line of a Pareto chart, on an axis from 0 to 100 %.
func (p *placed) shares(s *sheet, names, line int) *excelize.Chart {
	lowest, highest := 0.0, 1.0
	series := p.series(s, names, line)
	series.Line = excelize.LineOptions{Width: 2, Type: excelize.LineSolid}
	series.Fill = solid(lineColor) // the line's colour too
	series.Marker = excelize.ChartMarker{Symbol: "none"}
	return &excelize.Chart{
		Type:   excelize.Line,
		Series: []excelize.ChartSeries{series},
		YAxis: excelize.ChartAxis{
			Secondary: true, Minimum: &lowest, Maximum: &highest, MajorUnit: 0.2, Font: excelize.Font{Size: 9, Color: gridGrey},
			NumFmt: excelize.ChartNumFmt{CustomNumFmt: "0%"},
		},
	}
}

// pie makes the chart one of slices in the colours of the classes.
func (p *placed) pie(c *excelize.Chart) {
	c.Type = excelize.Pie
	c.Legend.Position = "right"
	c.PlotArea = excelize.ChartPlotArea{ShowPercent: true}
	rows := p.rows()
	for i := range rows {
		color := restColor
		if i < len(strong) && (i < rows-1 || rows == 1) {
			color = strong[i]
		}
		c.Series[0].DataPoint = append(c.Series[0].DataPoint, excelize.ChartDataPoint{Index: i, Fill: solid(color)})
	}
}
