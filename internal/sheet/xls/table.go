package xls

import (
	"encoding/binary"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/sheet/held"
)

// The records of a sheet's cells beside those with values.
const (
	idBlank      = 0x0201
	idMulBlank   = 0x00be
	idIndex      = 0x020b
	idDimensions = 0x0200
	idDBCell     = 0x00d7
	idLink       = 0x01b8 // some programs put a cell's link behind it
	idLinkTip    = 0x0800
)

// cellTable is what a sheet says of its cells beside them: their order, the first
// and last column of each row, the size of the whole. A sheet with an index was
// written by Excel or by a program that writes as it does: what does not agree
// there is damage. Others are only told.
type cellTable struct {
	indexed   bool
	begun     bool // a row or a cell was met
	strange   bool // and then a record that is none of the table's
	known     bool // the size is
	size      [4]int
	rows      map[int][2]int // first column, and the one behind the last
	row, last int            // of the cell before
	strays    int
	first     diag.Pos
	between   int // records that are none of the table's between others
	widths    [colsMost]float64
	wide      int // how many of them
}

func newCellTable() *cellTable { return &cellTable{rows: map[int][2]int{}, row: -1} }

// check reads what a record says of the table, and holds cells against it.
func (r *reader) check(t *cellTable, rec record) error {
	u16 := binary.LittleEndian.Uint16
	switch rec.id {
	case idIndex:
		t.indexed = true
	case idDimensions:
		t.setSize(rec.data)
	case idRow:
		if len(rec.data) >= cellHead {
			said := [2]int{int(u16(rec.data[2:])), int(u16(rec.data[4:]))}
			if said[1] <= said[0] { // some programs leave it out
				said = [2]int{0, colsMost}
			}
			t.rows[int(u16(rec.data))] = said
		}
	case idDBCell, idContinue, idString, idSharedFormla, idArray, idTable, idLink, idLinkTip:
	case idNumber, idRK, idMulRK, idLabel, idRString, idLabelShared, idBoolErr, idFormula, idBlank, idMulBlank:
		if err := r.checkCell(t, rec); err != nil {
			return err
		}
	default:
		t.strange = t.strange || t.begun
		return nil
	}
	switch rec.id {
	case idIndex, idDimensions, idContinue, idLink, idLinkTip:
		return nil
	}
	if t.strange && t.indexed {
		return damaged(r.pos, rec.at, lang.T("records that are no cells stand between the cells", "单元格记录之间夹有其他记录"))
	}
	if t.strange {
		t.between++
	}
	t.begun, t.strange = true, false
	return nil
}

// setSize keeps the size of the sheet: first row, the one behind the last, columns alike.
func (t *cellTable) setSize(b []byte) {
	const wide, narrow = 12, 8
	u16, u32 := binary.LittleEndian.Uint16, binary.LittleEndian.Uint32
	switch {
	case len(b) >= wide:
		t.size = [4]int{int(u32(b)), int(u32(b[4:])), int(u16(b[8:])), int(u16(b[10:]))}
	case len(b) >= narrow:
		t.size = [4]int{int(u16(b)), int(u16(b[2:])), int(u16(b[4:])), int(u16(b[6:]))}
	default:
		return
	}
	t.known = t.size[0] < t.size[1] && t.size[2] < t.size[3]
}

// checkCell holds a record of cells, with values or blank, against the table.
func (r *reader) checkCell(t *cellTable, rec record) error {
	if len(rec.data) < cellHead {
		return r.tooShort(rec)
	}
	if size := exact(rec.id); size != 0 && len(rec.data) != size && (rec.id != idBoolErr || len(rec.data) != boolErrWide) {
		return damaged(r.pos, rec.at, lang.F("a record has another length than its kind (%#04x, %d bytes)", "记录长度与类型不符（%#04x，%d 字节）", rec.id, len(rec.data)))
	}
	u16 := binary.LittleEndian.Uint16
	row, col := int(u16(rec.data)), int(u16(rec.data[2:]))
	last := col
	if rec.id == idMulRK || rec.id == idMulBlank {
		last = int(u16(rec.data[len(rec.data)-2:]))
	}
	if t.fits(row, col, last) {
		t.row, t.last = row, last
		return nil
	}
	if t.indexed {
		p := damaged(r.pos, rec.at, lang.T("a cell stands where it cannot be, by what the sheet says of its rows", "单元格的位置与工作表所记录的行信息矛盾"))
		p.Code, p.Pos.Row, p.Pos.Col = codeReference, row+1, col+1
		return p
	}
	if t.strays++; t.strays == 1 {
		t.first = r.pos
		t.first.Row, t.first.Col = row+1, col+1
	}
	t.row, t.last = row, last
	return nil
}

// fits reports whether cells may stand there: behind the one before, inside of the
// sheet's size and of what is said of the row.
func (t *cellTable) fits(row, col, last int) bool {
	if row < t.row || row == t.row && col <= t.last || last < col {
		return false
	}
	if t.known && (row < t.size[0] || row >= t.size[1] || col < t.size[2] || last >= t.size[3]) {
		return false
	}
	said, ok := t.rows[row]
	return !ok && (len(t.rows) == 0 || !t.indexed) || ok && col >= said[0] && last < said[1]
}

// tell warns of cells that do not fit, where that need not be damage.
func (t *cellTable) tell(s *held.Sheet) {
	if t.between > 0 {
		s.Note(diag.Problem{Code: codeDamaged, Severity: diag.Warning, Pos: s.Pos(),
			Message: lang.N(t.between, "between the cells stands %d record of another kind", "between the cells stand %d records of other kinds", "单元格之间夹有 %d 条其他类型的记录"),
			Hint:    lang.T("if no cell is missing this is how the program wrote it; else take a backup", "若单元格没有缺失，则只是写出程序的习惯；否则请使用备份"),
			Effect:  lang.T("passed over", "已略过")})
	}
	if t.strays > 0 {
		s.Note(diag.Problem{Code: codeReference, Severity: diag.Warning, Pos: t.first,
			Message: lang.N(t.strays, "%d cell stands out of order or outside of the size that the sheet states", "%d cells stand out of order or outside of the size that the sheet states", "%d 个单元格顺序错乱，或超出工作表声明的范围"),
			Effect:  lang.T("read at the place that the cell itself names", "已按单元格自身标明的位置读取")})
	}
}
