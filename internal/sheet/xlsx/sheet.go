package xlsx

import (
	"strconv"

	"crm/internal/diag"
	"crm/internal/table"
)

// sheet is one worksheet.
type sheet struct {
	book       *Book
	part       part
	visibility table.Visibility
}

// Pos implements table.Sheet.
func (sh *sheet) Pos() diag.Pos { return sh.part.pos }

// Visibility implements table.Sheet.
func (sh *sheet) Visibility() table.Visibility { return sh.visibility }

// SharedCount implements table.Sheet.
func (sh *sheet) SharedCount() int { return sh.book.texts.count }

// NumberFormat implements table.Sheet.
func (sh *sheet) NumberFormat(style int32) string { return sh.book.styles.format(style) }

// From1904 implements table.Since1904.
func (sh *sheet) From1904() bool { return sh.book.epoch == epoch1904 }

// ColumnWidths implements table.Sheet. What is wrong with the sheet is for Rows to say.
func (sh *sheet) ColumnWidths() []float64 {
	s, err := sh.part.scan()
	if err != nil {
		return nil
	}
	defer s.close()
	var widths []float64
	for {
		s.release()
		ev := s.element()
		if ev == failed || ev == ended {
			return widths
		}
		if ev == closed || s.space != mainSpace {
			continue
		}
		switch string(s.local) {
		case "sheetData":
			return widths
		case "col":
			widths = s.addWidth(widths)
		}
	}
}

// addWidth sets the widths of the columns that a <col> speaks for.
func (s *scanner) addWidth(widths []float64) []float64 {
	first, last := parseSmall(s.attr("min")), parseSmall(s.attr("max"))
	width, err := strconv.ParseFloat(string(s.attr("width")), 64)
	if err != nil || !(width > 0 && width <= maxWidth) || first < 1 || last < first || last > maxCols {
		return widths
	}
	for int64(len(widths)) < last {
		widths = append(widths, 0)
	}
	for i := first - 1; i < last; i++ {
		widths[i] = width
	}
	return widths
}

// maxWidth is the widest column Excel knows, in characters.
const maxWidth = 255
