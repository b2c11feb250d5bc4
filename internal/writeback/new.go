package writeback

import (
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/pipeline"
	"crm/internal/sheet"
	"crm/internal/sheet/xlsx"
	"crm/internal/table"
	"crm/internal/value"
	"crm/internal/workbook"
)

// newSheets is the customers of a workbook that is no copy: the rows of a CSV
// file with our columns beside them, or the customers of orders that stand alone.
func (p *Plan) newSheets() ([]workbook.Sheet, error) {
	if p.added == nil {
		alone, err := p.run.Report.Alone()
		return []workbook.Sheet{{Name: lang.T("Customers", "客户").In(p.run.Lang), Grid: alone}}, err
	}
	var sheets []workbook.Sheet
	for _, l := range p.run.CustomerTables(p.target.Book) {
		sheets = append(sheets, workbook.Sheet{Name: pipeline.Name(l.Book.Path()), Source: &workbook.Source{
			Sheet: l.Sheet, Header: l.Header, Typed: typed(l, p.run.Data), AsOf: p.run.AsOf, Row: p.run.RowsOf(l), Columns: p.added,
		}})
	}
	return sheets, nil
}

// typed says which columns of a customers table without types hold numbers or dates.
func typed(l *crm.Layout, d *crm.Data) map[int]workbook.Reading {
	readings := map[int]workbook.Reading{}
	for i := range l.Columns {
		c := &l.Columns[i]
		kind := value.Text
		if c.Field != "" {
			kind = c.Field.Kind()
		} else {
			for _, e := range d.ExtraColumns {
				if e.Header == c.Header {
					kind = e.Kind
				}
			}
		}
		if kind == value.Date || kind.Numeric() {
			readings[c.Index] = workbook.Reading{Kind: kind, Order: c.Order, Mark: c.Mark}
		}
	}
	return readings
}

// readThrough reads a finished file strictly, to the last row of every sheet.
func readThrough(path string) error {
	book, err := sheet.Open(path, sheet.Options{Limits: xlsx.DefaultLimits()})
	if err != nil {
		return err
	}
	defer book.Close()
	for _, s := range book.Sheets() {
		if err := table.EachRow(s, func(*table.Row) {}); err != nil {
			return err
		}
	}
	return nil
}
