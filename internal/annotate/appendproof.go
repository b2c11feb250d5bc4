package annotate

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"

	"crm/internal/diag"
	"crm/internal/ooxml"
	"crm/internal/table"
)

// VerifyAppend proves that the file at newPath is the one at oldPath with the row
// that Append put in, and nothing else: every other entry is packed as it was; the
// sheet but for that row and its dimension, and the table but for its range, are
// the same to the byte; the reader finds every old cell as it was and the new row
// as it was meant. Any difference is an error that says what; nothing is to be kept
// of the new file then.
func VerifyAppend(oldPath, newPath string, added *Added) error {
	p := &rowProof{addition: added.plan}
	var err error
	if p.before, err = openSide(oldPath); err != nil {
		return err
	}
	defer p.before.close()
	if p.after, err = openSide(newPath); err != nil {
		return lost(err)
	}
	defer p.after.close()
	for _, step := range []func() error{p.entries, p.sheetBytes, p.table, p.book, p.reread} {
		if err := step(); err != nil {
			return lost(err)
		}
	}
	return nil
}

// rowProof is a proof on its way.
type rowProof struct {
	*addition
	before, after *side
}

// entries compares every entry that was not to change as it is packed.
func (p *rowProof) entries() error {
	changed := map[string]bool{key(p.part): true}
	if p.bookPart != "" {
		changed[key(p.bookPart)] = true
	}
	if p.grows {
		changed[key(p.home.part)] = true
	}
	return sameEntries(p.before, p.after, changed)
}

// sheetBytes compares the sheets without the new row and the dimension, byte for byte.
func (p *rowProof) sheetBytes() error {
	a, err := p.strained(p.before)
	if err != nil {
		return err
	}
	b, err := p.strained(p.after)
	if err != nil {
		return err
	}
	was, hadOne := parseArea(a.dimension)
	is, hasOne := parseArea(b.dimension)
	switch {
	case a.sum != b.sum || !slices.EqualFunc(a.ranges, b.ranges, p.reach.reaches):
		return fmt.Errorf("the sheet %s differs beside the new row", diag.Escape(p.sheet))
	case hadOne != hasOne || hasOne && (is.with(was) != is || p.dimension.lastRow > 0 && is != p.dimension):
		return fmt.Errorf("the dimension of the sheet %s is wrong", diag.Escape(p.sheet))
	}
	return nil
}

// rowStrained is a sheet without the row: a digest, and what it lacks.
type rowStrained struct {
	sum       [sha256.Size]byte // without the row, the dimension and the ranges
	dimension []byte
	ranges    [][]byte // that something is said of: those of filters, validations and formats
}

func (p *rowProof) strained(s *side) (found rowStrained, err error) {
	found.sum, err = s.strained(p.sheet, func(t *tape, w *walker, ev event) {
		switch at := rangesAt(t, w, ev); {
		case at != "":
			found.ranges = append(found.ranges, bytes.Clone(attr(t.tag(), at)))
			t.replace(ooxml.SetAttr(t.tag(), at, ""))
		case w.at == outside && t.depth == dataDepth && ev != closed && w.is(t, "dimension"):
			found.dimension = bytes.Clone(attr(t.tag(), "ref"))
			t.replace(ooxml.SetAttr(t.tag(), "ref", ""))
		case w.at == atRow && w.row == p.number && ev == alone:
			t.replace(nil)
		case w.at == atRow && w.row == p.number && ev == opened:
			t.silence()
		case w.at == atRow && w.row == p.number:
			t.sound()
		case w.at == atCell && ev != closed:
			w.pass(t)
		}
	})
	return found, err
}

// strained is the digest of a sheet once each has taken out of it, tag by tag, what
// may differ.
func (s *side) strained(sheet string, each func(*tape, *walker, event)) (sum [sha256.Size]byte, err error) {
	r, err := s.pack.OpenPart(s.pack.SheetPart(sheet))
	if err != nil {
		return sum, err
	}
	defer r.Close() //nolint:errcheck // only read from
	h := sha256.New()
	t := newTape(h, r)
	var w walker
	if err := w.through(t, func(ev event) { each(t, &w, ev) }); err != nil {
		return sum, err
	}
	h.Sum(sum[:0])
	return sum, nil
}

// table compares the table that was extended: with its old range it is what it was.
func (p *rowProof) table() error {
	if !p.grows {
		return nil
	}
	after, err := p.after.pack.Read(p.home.part)
	if err != nil {
		return err
	}
	now := readTable(p.home.part, after)
	whole := p.home.whole
	whole.lastRow = p.number
	if now.whole != whole || !bytes.Equal(now.longer(p.home.whole.lastRow), p.home.xml) {
		return fmt.Errorf("table %s: it has changed", diag.Escape(p.home.name))
	}
	return nil
}

// reread compares what the reader finds in the sheet before and after.
func (p *rowProof) reread() error {
	before, err := openBook(p.before.path, p.limits)
	if err != nil {
		return err
	}
	defer before.Close() //nolint:errcheck // only read from
	after, err := openBook(p.after.path, p.limits)
	if err != nil {
		return err
	}
	defer after.Close() //nolint:errcheck // only read from
	a, b := sheetOf(before, p.sheet), sheetOf(after, p.sheet)
	if a == nil || b == nil {
		return errNoSheet
	}
	x, err := a.Rows()
	if err != nil {
		return err
	}
	defer x.Close() //nolint:errcheck // only read from
	y, err := b.Rows()
	if err != nil {
		return err
	}
	defer y.Close() //nolint:errcheck // only read from
	if err := p.pair(&ahead{rows: x}, &ahead{rows: y}); err != nil {
		return fmt.Errorf("sheet %s: %w", diag.Escape(p.sheet), err)
	}
	if !slices.Equal(x.Merges(), y.Merges()) {
		return errors.New("merged ranges differ")
	}
	return nil
}

// pair compares the rows of a number with each other; the new one may have been there.
func (p *rowProof) pair(x, y *ahead) error {
	met := false
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
		case old == nil && row == nil && !met:
			return errors.New("the new row is not read")
		case old == nil && row == nil:
			return nil
		case row != nil && row.Number == p.number && (old == nil || old.Number > p.number):
			old = &table.Row{Number: p.number, Hidden: row.Hidden}
		case old == nil || row == nil || old.Number != row.Number:
			return errors.New("rows are lost, or there are more")
		}
		if err := p.compare(old, row); err != nil {
			return err
		}
		met = met || row.Number == p.number
		x.pass(row.Number)
		y.pass(row.Number)
	}
}

// compare compares a row with what it was, and with what was put into it.
func (p *rowProof) compare(old, row *table.Row) error {
	theirs, ours := old.Cells, slices.Clone(p.cells)
	if row.Number != p.number {
		ours = nil
	}
	ours = slices.DeleteFunc(ours, func(c newCell) bool {
		return c.kind == blank || c.kind == text && c.text == "" || c.formula != "" && old.Cell(c.col) != nil
	})
	for i := range row.Cells {
		cell := &row.Cells[i]
		switch {
		case len(theirs) > 0 && sameCell(&theirs[0], cell):
			theirs = theirs[1:]
		case len(ours) > 0 && ours[0].reads(cell):
			ours = ours[1:]
		default:
			return fmt.Errorf("cell %s is read as something else", name(int(cell.Col), row.Number))
		}
	}
	if len(theirs)+len(ours) > 0 || old.Hidden != row.Hidden {
		return fmt.Errorf("row %d is read as something else", row.Number)
	}
	return nil
}

// reads reports whether a cell is read as it was meant.
func (c *newCell) reads(cell *table.Cell) bool {
	switch {
	case int(cell.Col) == c.col && c.formula != "":
		return cell.Flag&table.NoResult != 0 && len(cell.Raw) == 0 && max(int(cell.Style), 0) == c.style
	case int(cell.Col) != c.col || cell.Flag != 0:
		return false
	case c.kind == text:
		return cell.Kind == table.Text && string(cell.Raw) == c.text
	case c.kind == truth:
		return cell.Kind == table.Bool && string(cell.Raw) == c.text
	case c.day != 0:
		return cell.Kind == table.Date && cell.Day == c.day && cell.Seconds == 0
	}
	return cell.Kind == table.Number && string(cell.Raw) == c.text
}
