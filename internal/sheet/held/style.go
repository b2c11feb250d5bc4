package held

import (
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/sheet/xlsx"
	"crm/internal/table"
)

// SetVisibility says how the sheet is shown, where that is known only after its cells.
func (s *Sheet) SetVisibility(v table.Visibility) { s.visibility = v }

// perSheet is about what a sheet costs before it has cells, here and where its
// table is recognised: some 10 000 sheets are as many as a run can take.
const perSheet = 10 << 10

// Spend counts memory for what a reader keeps beside the cells: names of styles,
// sheets, columns. Past the limit of texts it is a *diag.Problem.
func (b *Book) Spend(bytes int) error {
	if b.spent += int64(bytes); b.spent > b.limits.Bytes {
		return overLimit(diag.Pos{File: b.file.Path}, limitBytes, b.limits.Bytes, lang.T("the file has too many styles or sheets to hold in memory", "文件的样式或工作表过多，内存放不下"))
	}
	return nil
}

// AddSheet is Add for readers that learn of sheets as they go: it counts what a
// sheet costs.
func (b *Book) AddSheet(name string, v table.Visibility) (*Sheet, error) {
	if err := b.Spend(len(name) + perSheet); err != nil {
		return nil, err
	}
	return b.Add(name, v), nil
}

// AddStyle adds a number format code to the styles and returns its number, for
// readers that meet styles as they go.
func (b *Book) AddStyle(code string) int32 {
	b.styles.Formats = append(b.styles.Formats, code)
	b.dates = append(b.dates, xlsx.ShowsDate(code))
	return int32(len(b.dates) - 1)
}
