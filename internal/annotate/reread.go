package annotate

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"crm/internal/diag"
	"crm/internal/ooxml"
	"crm/internal/sheet/xlsx"
	"crm/internal/table"
)

// reread reads the sheets that were written with the reader of every run: the
// customers' beside what they were, ours to their ends.
func (v *verifier) reread() error {
	limits := v.job.Limits
	if limits == (xlsx.Limits{}) {
		limits = xlsx.DefaultLimits()
	}
	before, err := openBook(v.before.path, limits)
	if err != nil {
		return err
	}
	defer before.Close() //nolint:errcheck // only read from
	after, err := openBook(v.after.path, limits)
	if err != nil {
		return err
	}
	defer after.Close() //nolint:errcheck // only read from
	if err := v.marker(after.Properties()); err != nil {
		return err
	}
	for _, p := range v.done.plans {
		if err := compareRows(sheetOf(before, p.sheet), sheetOf(after, p.sheet), p); err != nil {
			return fmt.Errorf("sheet %s: %w", diag.Escape(p.sheet), err)
		}
	}
	for _, s := range v.job.Sheets {
		if err := readAll(sheetOf(after, s.Name)); err != nil {
			return fmt.Errorf("sheet %s: %w", diag.Escape(s.Name), err)
		}
	}
	return nil
}

// marker checks that the properties of ours are those of the job, and the seal.
func (v *verifier) marker(properties map[string]string) error {
	ours := 0
	for name := range properties {
		if strings.HasPrefix(name, ownProperties) {
			ours++
		}
	}
	for _, p := range v.job.Properties {
		if properties[p.Name] != p.Text {
			return fmt.Errorf("the property %s is not what it should be", diag.Escape(p.Name))
		}
	}
	if ours != len(v.job.Properties)+1 {
		return fmt.Errorf("there are %d properties of ours, not %d", ours, len(v.job.Properties)+1)
	}
	return nil
}

// openBook opens a book without its shared strings: both have the same, as entries
// found, and cells of theirs are the same that have the same number.
func openBook(path string, limits xlsx.Limits) (table.Book, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return xlsx.OpenBare(path, f, limits)
}

// sheetOf is the sheet of that name; nil where there is none with cells.
func sheetOf(b table.Book, name string) table.Sheet {
	for _, s := range b.Sheets() {
		if strings.EqualFold(s.Pos().Sheet, name) {
			return s
		}
	}
	return nil
}

var errNoSheet = errors.New("it is not there")

func readAll(s table.Sheet) error {
	if s == nil {
		return errNoSheet
	}
	rows, err := s.Rows()
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // only read from
	for {
		switch _, err := rows.Next(); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
	}
}

// compareRows compares what the reader finds in a sheet before and after.
func compareRows(before, after table.Sheet, p *plan) error {
	if before == nil || after == nil {
		return errNoSheet
	}
	a, err := before.Rows()
	if err != nil {
		return err
	}
	defer a.Close() //nolint:errcheck // only read from
	b, err := after.Rows()
	if err != nil {
		return err
	}
	defer b.Close() //nolint:errcheck // only read from
	return pairRows(&ahead{rows: a}, &ahead{rows: b}, p.reader())
}

// pairRows compares the rows of a number with each other.
func pairRows(x, y *ahead, ours *reader) error {
	for {
		old, err := x.look()
		if err != nil {
			return err
		}
		row, err := y.look()
		if err != nil {
			return err
		}
		switch {
		case old == nil && row == nil:
			return nil
		case row == nil || old != nil && old.Number < row.Number: // all of it was ours, or it is lost
			row = &table.Row{Number: old.Number, Hidden: old.Hidden}
		case old == nil || row.Number < old.Number: // all of it is ours
			old = &table.Row{Number: row.Number, Hidden: row.Hidden}
		}
		if err := compareRow(old, row, ours); err != nil {
			return err
		}
		x.pass(old.Number)
		y.pass(row.Number)
	}
}

// ahead is rows of which the next one may be looked at.
type ahead struct {
	rows table.Rows
	row  *table.Row
	over bool
}

// look is the next row; nil behind the last.
func (a *ahead) look() (*table.Row, error) {
	if a.row != nil || a.over {
		return a.row, nil
	}
	row, err := a.rows.Next()
	if errors.Is(err, io.EOF) {
		a.over = true
		return nil, nil
	}
	a.row = row
	return row, err
}

// pass goes past the row, if it is the one of that number.
func (a *ahead) pass(number int) {
	if a.row != nil && a.row.Number == number {
		a.row = nil
	}
}

// compareRow compares a row: the user's cells with what they were, ours with the block's.
func compareRow(old, row *table.Row, ours *reader) error {
	p := ours.plan
	kind, customer := p.zone.kind(row.Number)
	theirs := 0
	ours.next = 0
	next := func() *table.Cell {
		for theirs < len(old.Cells) && p.zone.removes(kind, row.Number, int(old.Cells[theirs].Col)) {
			theirs++
		}
		if theirs == len(old.Cells) {
			return nil
		}
		return &old.Cells[theirs]
	}
	for i := range row.Cells {
		cell := &row.Cells[i]
		at := name(int(cell.Col), row.Number)
		if s := p.slot(int(cell.Col)); kind != otherRow && s != nil && p.writes(s, kind, row.Number) {
			if err := ours.upTo(s.col, kind, row.Number, customer, (*blockCell).shows); err != nil {
				return err
			}
			ours.next++
			if !sameAsBlock(cell, ours.cell(s, kind, customer)) {
				return fmt.Errorf("our cell %s is read as something else", at)
			}
			continue
		}
		if was := next(); was == nil || !sameCell(was, cell) {
			return fmt.Errorf("cell %s is read as something else", at)
		}
		theirs++
	}
	if was := next(); was != nil {
		return fmt.Errorf("cell %s is not read any more", name(int(was.Col), row.Number))
	}
	if old.Hidden != row.Hidden {
		return fmt.Errorf("row %d is hidden, or no longer", row.Number)
	}
	return ours.upTo(maxCols, kind, row.Number, customer, (*blockCell).shows)
}

func sameCell(a, b *table.Cell) bool {
	return a.Col == b.Col && a.Kind == b.Kind && max(a.Style, 0) == max(b.Style, 0) && a.Shared == b.Shared &&
		a.Day == b.Day && a.Seconds == b.Seconds && a.Flag == b.Flag && bytes.Equal(a.Raw, b.Raw)
}

// sameAsBlock reports whether a cell is read as the block has it.
func sameAsBlock(cell *table.Cell, c *blockCell) bool {
	if max(int(cell.Style), 0) != c.style || cell.Flag != 0 || !sameText(cell.Raw, c.value) {
		return false
	}
	switch c.kind {
	case number:
		return cell.Kind == table.Number || cell.Kind == table.Date
	case truth:
		return cell.Kind == table.Bool
	}
	return c.kind == text && cell.Kind == table.Text
}

// sameText reports whether a text is what one inside XML says.
func sameText(read, written []byte) bool {
	if bytes.Equal(read, written) {
		return true
	}
	want := ooxml.Unescape(string(written))
	return string(read) == want || strings.Contains(want, "_x") // which stands for another character
}
