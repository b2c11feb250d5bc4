package workbook

import (
	"slices"

	"github.com/xuri/excelize/v2"

	"crm/internal/table"
)

// heated is cells that a program fills the darker the larger their number is.
type heated struct{ from, to string }

// The colours of the least and the largest number.
const (
	coldColor = "#FFFFFF"
	hotColor  = "#6FA3D0"
)

// draws reports whether the section has a chart of its own beside its table.
func (s *Section) draws() bool { return s.Grid != nil && s.Chart != nil && s.Chart.Kind != Heat }

// heat is the cells of a table that its chart asks to fill, the table's header
// being in the given row; ok is false where it asks for none.
func (c *cells) heat(chart *Chart, header int) (h heated, ok bool) {
	if chart == nil || chart.Kind != Heat || len(c.grid.Rows) == 0 {
		return h, false
	}
	first, last := -1, -1
	for _, id := range append([]string{chart.Values}, chart.More...) {
		col := slices.IndexFunc(c.grid.Columns, func(g table.Column) bool { return g.ID == id })
		if col < 0 {
			continue
		}
		if first < 0 || col < first {
			first = col
		}
		last = max(last, col)
	}
	if first < 0 {
		return h, false
	}
	return heated{ref(first, header+1), ref(last, header+len(c.grid.Rows))}, true
}

// fillHeat tells programs which cells to fill by their numbers, from 0 on.
func (s *sheet) fillHeat() error {
	for _, h := range s.heats {
		err := s.pack.file.SetConditionalFormat(s.name, h.from+":"+h.to, []excelize.ConditionalFormatOptions{{
			Type: "2_color_scale", Criteria: "=", MinType: "num", MinValue: "0", MinColor: coldColor, MaxType: "max", MaxColor: hotColor,
		}})
		if err != nil {
			return err
		}
	}
	return nil
}
