package annotate

import (
	"cmp"
	"io"
	"slices"

	"crm/internal/civil"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/ooxml"
	"crm/internal/sheet/xlsx"
)

// Change is what cells of a sheet are to say instead of what they say. Each keeps
// its look.
type Change struct {
	Sheet string
	Cells []SetCell // in any order, each place once
}

// SetCell is what one cell is to say: a day, a truth or a text; with none of
// them it is emptied.
type SetCell struct {
	Row, Col int // the row from 1, the column from 0
	Text     string
	Day      civil.Date
	Truth    Truth
}

// Truth is what a cell says that can only be true or false.
type Truth uint8

// The truths; NoTruth is for a cell that says something else.
const (
	NoTruth Truth = iota
	True
	False
)

// CellsSet is what SetCells did; VerifyCells needs it.
type CellsSet struct {
	Cells int // that say something else now

	sheets []*cellSetting
	limits xlsx.Limits
}

// cellSetting is all that the patch of a sheet, and its proof, need.
type cellSetting struct {
	sheet, part string
	cells       []setting // by row, then column
	dates       func(style int) bool
}

// setting is a cell as it will be.
type setting struct {
	row int
	newCell
}

// SetCells writes a copy of the book in which some cells of the user's say
// something else. A cell keeps its style; a day is a number where the cell or its
// column shows days, else a text. All else is as it was. It may be called again
// with the same outcome; what it wrote is proven by VerifyCells.
//
// A book that is signed, a sheet that is protected, and cells with formulas or in
// merged ranges are refused.
func (b *Book) SetCells(w io.Writer, changes []Change, limits xlsx.Limits) (*CellsSet, error) {
	p, err := b.open()
	if err != nil {
		return nil, b.in(err, "")
	}
	if p.Signed() {
		return nil, b.in(signedLog(), "")
	}
	if limits == (xlsx.Limits{}) {
		limits = xlsx.DefaultLimits()
	}
	set := &CellsSet{limits: limits}
	for i := range changes {
		s, err := b.planCells(p, &changes[i], limits)
		if err == nil {
			err = p.Patch(s.part, s.patch)
		}
		if err != nil {
			return nil, b.in(err, changes[i].Sheet)
		}
		set.sheets = append(set.sheets, s)
		set.Cells += len(s.cells)
	}
	if _, err := p.WriteTo(w); err != nil {
		return nil, b.in(err, "")
	}
	return set, nil
}

// planCells surveys a sheet and decides how its cells are written.
func (b *Book) planCells(p *ooxml.Package, c *Change, limits xlsx.Limits) (*cellSetting, error) {
	i := slices.IndexFunc(p.Sheets(), func(s ooxml.Sheet) bool { return s.Name == c.Sheet })
	if i < 0 || p.Sheets()[i].Kind != kindSheet {
		return nil, noSheet()
	}
	s := &cellSetting{sheet: c.Sheet, part: p.Sheets()[i].Part}
	cells := slices.Clone(c.Cells)
	slices.SortFunc(cells, func(a, b SetCell) int { return cmp.Or(cmp.Compare(a.Row, b.Row), cmp.Compare(a.Col, b.Col)) })
	look := newCellLook(cells)
	r, err := p.OpenPart(s.part)
	if err != nil {
		return nil, err
	}
	defer r.Close() //nolint:errcheck // only read from
	if err := look.read(r); err != nil {
		return nil, err
	}
	if err := look.refuse(); err != nil {
		return nil, err
	}
	if s.dates, err = b.dateStyles(&addition{sheet: c.Sheet, limits: limits}); err != nil {
		return nil, err
	}
	for i := range cells {
		s.cells = append(s.cells, setting{cells[i].Row, s.cell(&cells[i], look, i, b.from1904)})
	}
	return s, nil
}

// cell is one cell as it will be.
func (s *cellSetting) cell(c *SetCell, look *cellLook, i int, from04 bool) newCell {
	cell := newCell{col: c.Col, style: look.seen[i].style}
	switch {
	case c.Truth != NoTruth:
		cell.kind, cell.text = truth, "0"
		if c.Truth == True {
			cell.text = "1"
		}
	case c.Day != 0:
		shown, any := look.dates[c.Col]
		switch {
		case serial(c.Day, from04) <= 0:
		case s.dates(cell.style):
			return dated(Cell{Col: c.Col, Day: c.Day}, cell.style, from04)
		case any && s.dates(shown):
			return dated(Cell{Col: c.Col, Day: c.Day}, shown, from04)
		}
		cell.kind, cell.text = text, c.Day.String()
	case c.Text != "":
		cell.kind, cell.text = text, c.Text
		if look.seen[i].number && plainNumber(c.Text) && !s.dates(cell.style) {
			cell.kind = number // under the style of a day it would be one
		}
	default:
		cell.kind = blank
	}
	return cell
}

// formulaCell and mergedCell refuse to change what another cell decides, or what
// stands for other cells too.
func formulaCell(pos diag.Pos) *diag.Problem {
	return refusal(codeFixedCell, pos, lang.T("the cell to be changed has a formula", "要修改的单元格里是公式"),
		lang.T("replace the formulas of this column by their values in Excel", "请在 Excel 中把该列的公式改成值"))
}

func mergedCell(pos diag.Pos) *diag.Problem {
	return refusal(codeFixedCell, pos, lang.T("the cell to be changed is merged with others", "要修改的单元格与其他单元格合并在一起"),
		lang.T("unmerge the cells of this column in Excel", "请在 Excel 中取消该列的合并单元格"))
}

const codeFixedCell = "F47" // a cell that cannot be changed by itself
