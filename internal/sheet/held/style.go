package held

import (
	"crm/internal/sheet/xlsx"
	"crm/internal/table"
)

// SetVisibility says how the sheet is shown, where that is known only after its cells.
func (s *Sheet) SetVisibility(v table.Visibility) { s.visibility = v }

// AddStyle adds a number format code to the styles and returns its number, for
// readers that meet styles as they go.
func (b *Book) AddStyle(code string) int32 {
	b.styles.Formats = append(b.styles.Formats, code)
	b.dates = append(b.dates, xlsx.ShowsDate(code))
	return int32(len(b.dates) - 1)
}
