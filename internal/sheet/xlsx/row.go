package xlsx

import (
	"strconv"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/table"
)

// readRow reads the <row> just opened. found says that it has content.
func (r *rows) readRow(tag rowTag) (found bool, err error) {
	if err := r.numberRow(tag.ref); err != nil {
		return false, err
	}
	return r.readCells(tag)
}

// readCells reads what is inside the <row> just opened and numbered.
func (r *rows) readCells(tag rowTag) (found bool, err error) {
	if tag.empty {
		return false, nil
	}
	s := r.s
	r.row = table.Row{Number: r.number, Cells: r.row.Cells[:0], Hidden: tag.hidden}
	col := -1 // of the last cell
	quick := s.quickReady()
	for depth := len(s.open); ; {
		if quick {
			if s.tags.prefix == "" {
				col = r.usualCells(col)
			}
			if s.passBlank() {
				continue
			}
			if s.quickRowEnd() {
				return r.rowDone(), nil
			}
			if s.quickCell(&r.cell) {
				if col, err = r.addCell(col); err != nil {
					return false, err
				}
				continue
			}
		}
		ev := s.element()
		switch {
		case ev == failed || ev == ended:
			return false, s.err
		case s.stray:
			return false, r.invalid(lang.T("text between cells, where none belongs", "单元格之间出现了不应有的文本"))
		case ev == closed && len(s.open) < depth:
			return r.rowDone(), nil
		case ev == closed:
			continue
		}
		if col, err = r.cellOrOther(col); err != nil {
			return false, err
		}
	}
}

// cellOrOther reads the element just opened inside a row.
func (r *rows) cellOrOther(last int) (col int, err error) {
	if r.s.space == mainSpace && string(r.s.local) == "c" {
		return r.readCell(last)
	}
	return last, r.passed()
}

func (r *rows) rowDone() bool {
	if len(r.row.Cells) == 0 {
		return false
	}
	r.good = r.number
	r.filled++
	return true
}

// numberRow takes the row's number, or counts where there is none.
func (r *rows) numberRow(ref []byte) error {
	last := r.number
	n := last + 1
	if ref != nil {
		n = parseRow(ref)
	}
	switch {
	case n == 0 || n > maxRows:
		return r.badReference(ref, diag.Pos{}, lang.F("a row number outside the sheet (1 to %d)", "行号超出工作表范围（1 至 %d）", maxRows))
	case n <= last:
		return r.badReference(ref, diag.Pos{Row: n}, lang.F("row %d comes after row %d", "第 %d 行出现在第 %d 行之后", n, last))
	}
	r.number = n
	r.digits = stampOf(strconv.Itoa(n))
	return nil
}

// badReference is a row or cell that is not where it belongs; reading on would
// mean guessing which value belongs where.
func (r *rows) badReference(found []byte, at diag.Pos, what lang.Text) *diag.Problem {
	pos := r.s.problemAt()
	pos.Row, pos.Col = at.Row, at.Col
	p := invalid(codeReference, pos, what)
	p.Found = string(found)
	return p
}

// place finds the column of the cell just opened: by its reference, or the one
// after the last.
func (r *rows) place(ref []byte, last int) (col int, err error) {
	if r.cells++; r.cells > r.s.limits.Cells {
		return 0, overLimit(r.s.problemAt(), limitCells, r.s.limits.Cells, lang.T("the sheet has too many cells", "工作表的单元格过多"))
	}
	if ref == nil {
		if col = last + 1; col >= maxCols {
			return 0, r.badReference(nil, diag.Pos{Row: r.number}, lang.F("row %d has more than %d cells", "第 %d 行的单元格超过 %d 个", r.number, maxCols))
		}
		return col, nil
	}
	col, row, ok := parseRef(ref)
	switch {
	case !ok:
		return 0, r.badReference(ref, diag.Pos{Row: r.number}, lang.F("a cell of row %d has a reference outside A1:XFD1048576", "第 %d 行有单元格的引用超出 A1:XFD1048576", r.number))
	case row != r.number:
		return 0, r.badReference(ref, diag.Pos{Row: r.number, Col: col + 1}, lang.F("a cell of another row stands in row %d", "第 %d 行中出现了其他行的单元格", r.number))
	case col <= last:
		return 0, r.badReference(ref, diag.Pos{Row: r.number, Col: col + 1}, lang.F("the cells of row %d are out of order", "第 %d 行的单元格顺序错乱", r.number))
	}
	return col, nil
}
