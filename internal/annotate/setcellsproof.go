package annotate

import (
	"errors"
	"fmt"
	"slices"

	"crm/internal/diag"
	"crm/internal/ooxml"
	"crm/internal/table"
)

// VerifyCells proves that the file at newPath is the one at oldPath with the
// cells that SetCells changed, and nothing else: every other entry is packed as it
// was, the sheets are the same to the byte but for those cells, and the reader
// finds every other cell as it was and the changed ones as they were meant. Any
// difference is an error that says what; nothing is to be kept of the new file then.
func VerifyCells(oldPath, newPath string, set *CellsSet) error {
	before, err := openSide(oldPath)
	if err != nil {
		return err
	}
	defer before.close()
	after, err := openSide(newPath)
	if err != nil {
		return lost(err)
	}
	defer after.close()
	if err := set.entries(before, after); err != nil {
		return lost(err)
	}
	for _, s := range set.sheets {
		p := &cellProof{cellSetting: s, before: before, after: after, limits: set}
		if err := p.bytes(); err != nil {
			return lost(err)
		}
		if err := p.reread(); err != nil {
			return lost(fmt.Errorf("sheet %s: %w", diag.Escape(s.sheet), err))
		}
	}
	return nil
}

// entries compares every entry that was not to change as it is packed.
func (s *CellsSet) entries(before, after *side) error {
	changed := map[string]bool{}
	for _, sheet := range s.sheets {
		changed[key(sheet.part)] = true
	}
	return sameEntries(before, after, changed)
}

// sameEntries compares all entries of two files as they are packed, but for those
// that were to change: they only have to be whole.
func sameEntries(before, after *side, changed map[string]bool) error {
	if len(before.zip.File) != len(after.zip.File) {
		return errors.New("there are more parts, or fewer")
	}
	for i, f := range before.zip.File {
		g := after.zip.File[i]
		if err := sameDescriptor(after.file, g); err != nil {
			return err
		}
		switch {
		case f.Name != g.Name:
			return fmt.Errorf("part %s is lost", diag.Escape(f.Name))
		case changed[key(f.Name)]:
			if err := intact(g); err != nil {
				return fmt.Errorf("part %s: %w", diag.Escape(g.Name), err)
			}
		default:
			if err := samePacked(f, g); err != nil {
				return err
			}
		}
	}
	if before.zip.Comment != after.zip.Comment {
		return errors.New("the archive's comment differs")
	}
	return nil
}

// cellProof is the proof of one sheet on its way.
type cellProof struct {
	*cellSetting
	before, after *side
	limits        *CellsSet
}

// bytes compares the sheets without the changed cells, byte for byte.
func (p *cellProof) bytes() error {
	a, err := p.before.strained(p.sheet, p.strain)
	if err != nil {
		return err
	}
	b, err := p.after.strained(p.sheet, p.strain)
	if err != nil {
		return err
	}
	if a != b {
		return fmt.Errorf("the sheet %s differs beside the changed cells", diag.Escape(p.sheet))
	}
	return nil
}

// strain leaves the changed cells out. In their rows every cell says where it
// stands, an empty row has an end, and there are no spans.
func (p *cellProof) strain(t *tape, w *walker, ev event) {
	switch there := p.at(w.row, -1); {
	case w.at == atCell && ev == closed:
		if t.mute {
			t.sound()
		}
	case w.at == atCell && there && p.at(w.row, w.col):
		if ev == alone {
			t.replace(nil)
		} else {
			t.silence()
		}
	case w.at == atCell:
		if there && w.cell.ref == nil {
			t.replace(ooxml.SetAttr(t.tag(), "r", name(w.col, w.row)))
		}
		w.pass(t)
	case w.at == atRow && there && ev == alone:
		end := "</" + string(t.name) + ">"
		t.replace(append(unclosed(ooxml.DropAttr(t.tag(), "spans")), end...))
	case w.at == atRow && there && ev == opened:
		t.replace(ooxml.DropAttr(t.tag(), "spans"))
	}
}

// at reports whether a cell is one of the changed; with column -1 whether its row
// has one.
func (p *cellProof) at(row, col int) bool {
	i, found := slices.BinarySearchFunc(p.cells, 0, func(s setting, _ int) int {
		switch {
		case s.row != row:
			return s.row - row
		case col < 0:
			return 0
		}
		return s.col - col
	})
	return found && i < len(p.cells)
}

// reread compares what the reader finds in the sheet before and after.
func (p *cellProof) reread() error {
	x, closeX, err := p.rowsOf(p.before.path)
	if err != nil {
		return err
	}
	defer closeX()
	y, closeY, err := p.rowsOf(p.after.path)
	if err != nil {
		return err
	}
	defer closeY()
	if err := p.pair(&ahead{rows: x}, &ahead{rows: y}); err != nil {
		return err
	}
	if !slices.Equal(x.Merges(), y.Merges()) {
		return errors.New("merged ranges differ")
	}
	return nil
}

// rowsOf is the sheet's rows in a file, and what to do when they are read.
func (p *cellProof) rowsOf(path string) (rows table.Rows, done func(), err error) {
	book, err := openBook(path, p.limits.limits)
	if err != nil {
		return nil, nil, err
	}
	s := sheetOf(book, p.sheet)
	if s == nil {
		return nil, nil, errors.Join(errNoSheet, book.Close())
	}
	if rows, err = s.Rows(); err != nil {
		return nil, nil, errors.Join(err, book.Close())
	}
	return rows, func() {
		_ = rows.Close() // both were only read from
		_ = book.Close()
	}, nil
}

// pair compares the rows of one number with each other. The reader passes over
// rows without content: a row in which cells were set may be on one side only.
func (p *cellProof) pair(x, y *ahead) error {
	for left := p.cells; ; {
		old, err := x.look()
		if err != nil {
			return err
		}
		row, err := y.look()
		if err != nil {
			return err
		}
		if old == nil && row == nil && len(left) == 0 {
			return nil
		}
		number, n := nextRow(old, row, left), 0
		for n < len(left) && left[n].row == number {
			n++
		}
		switch {
		case n > 0 && (old == nil || old.Number != number) && (row == nil || row.Number != number):
			old, row = &table.Row{Number: number}, &table.Row{Number: number}
		case n > 0 && (old == nil || old.Number != number):
			old = &table.Row{Number: number, Hidden: row.Hidden}
		case n > 0 && (row == nil || row.Number != number):
			row = &table.Row{Number: number, Hidden: old.Hidden}
		case old == nil || row == nil || old.Number != row.Number:
			return errors.New("rows are lost, or there are more")
		}
		if err := p.compare(old, row, left[:n]); err != nil {
			return err
		}
		left = left[n:]
		x.pass(number)
		y.pass(number)
	}
}

// nextRow is the number of the row that comes next on any side, or is set.
func nextRow(old, row *table.Row, set []setting) int {
	number := maxRows + 1
	for _, r := range []*table.Row{old, row} {
		if r != nil {
			number = min(number, r.Number)
		}
	}
	if len(set) > 0 {
		number = min(number, set[0].row)
	}
	return number
}

// compare compares a row with what it was, and with what was set in it.
func (p *cellProof) compare(old, row *table.Row, set []setting) error {
	kept := func(cells []table.Cell) []table.Cell {
		return slices.DeleteFunc(slices.Clone(cells), func(c table.Cell) bool {
			return slices.ContainsFunc(set, func(s setting) bool { return s.col == int(c.Col) })
		})
	}
	theirs, same := kept(old.Cells), kept(row.Cells)
	if old.Hidden != row.Hidden || !slices.EqualFunc(theirs, same, func(a, b table.Cell) bool { return sameCell(&a, &b) }) {
		return fmt.Errorf("row %d is read as something else", row.Number)
	}
	for i := range set {
		if !set[i].isRead(row.Cell(set[i].col)) {
			return fmt.Errorf("cell %s is read as something else", name(set[i].col, row.Number))
		}
	}
	return nil
}

// isRead reports whether a cell, nil where there is none, is read as it was set.
func (s *setting) isRead(cell *table.Cell) bool {
	switch {
	case s.kind != blank:
		return cell != nil && max(int(cell.Style), 0) == s.style && s.reads(cell)
	case cell == nil:
		return true
	}
	return cell.Kind == table.Text && len(cell.Raw) == 0
}
