package xls

import (
	"encoding/binary"

	"crm/internal/lang"
	"crm/internal/sheet/held"
	"crm/internal/table"
)

// The size of the largest sheet of the format.
const (
	rowsOld  = 1 << 14 // before BIFF8
	rowsMost = 1 << 16
	colsMost = 1 << 8
)

func (r *reader) maxRows() int {
	if r.version == biff5 {
		return rowsOld
	}
	return rowsMost
}

// sheet reads a sheet from its begin to its end; s is nil for one that is left out.
// Charts in it are parts of their own inside.
func (r *reader) sheet(s *held.Sheet) error {
	rec, err := r.r.next()
	if err != nil {
		return err
	}
	if rec.id != idBOF {
		return damaged(r.pos, rec.at, lang.F("no sheet begins where sheet %s should", "工作表%s应在之处没有工作表", quoted(r.pos.Sheet)))
	}
	if _, err := r.bof(rec); err != nil {
		return err
	}
	if s == nil {
		return r.toEnd()
	}
	s.AnyOrder()
	t := newCellTable()
	for depth := 1; depth > 0; {
		if rec, err = r.r.next(); err != nil {
			return err
		}
		switch {
		case rec.id == idBOF:
			depth++
		case rec.id == idEOF:
			depth--
		case depth == 1:
			if err := r.check(t, rec); err != nil {
				return err
			}
			if err := r.inSheet(s, t, rec); err != nil {
				return err
			}
		}
	}
	t.tell(s)
	s.SetWidths(t.widths[:t.wide])
	return s.Finish(r.maxRows())
}

// inSheet reads a record of a sheet.
func (r *reader) inSheet(s *held.Sheet, t *cellTable, rec record) error {
	switch rec.id {
	case idNumber, idRK, idMulRK, idLabel, idRString, idLabelShared, idBoolErr, idFormula:
		return r.cell(s, rec)
	case idMergedCells:
		return r.merged(s, rec)
	case idRow:
		return r.row(s, rec)
	case idColInfo:
		return r.columns(t, rec)
	case idCodePage:
		if len(r.bound) == 0 { // a sheet that stands alone
			return r.global(rec)
		}
	}
	return nil
}

// row reads what is said of a row beside its cells.
func (r *reader) row(s *held.Sheet, rec record) error {
	const flagsAt, hidden = 12, 0x20
	if len(rec.data) <= flagsAt {
		return r.tooShort(rec)
	}
	if rec.data[flagsAt]&hidden != 0 {
		s.Hide(int(binary.LittleEndian.Uint16(rec.data)) + 1)
	}
	return nil
}

// columns reads the width of some columns.
func (r *reader) columns(t *cellTable, rec record) error {
	const need, perCharacter = 6, 256
	if len(rec.data) < need {
		return r.tooShort(rec)
	}
	u16 := binary.LittleEndian.Uint16
	first, last := int(u16(rec.data)), min(int(u16(rec.data[2:])), colsMost-1)
	for i := first; i <= last; i++ {
		t.widths[i] = float64(u16(rec.data[4:])) / perCharacter
	}
	t.wide = max(t.wide, last+1)
	return nil
}

// merged reads merged ranges.
func (r *reader) merged(s *held.Sheet, rec record) error {
	const head, each = 2, 8
	if len(rec.data) < head {
		return r.tooShort(rec)
	}
	u16 := binary.LittleEndian.Uint16
	count := int(u16(rec.data))
	if len(rec.data) < head+count*each {
		return r.tooShort(rec)
	}
	for b := rec.data[head : head+count*each]; len(b) > 0; b = b[each:] {
		m := table.Range{FirstRow: int(u16(b)), LastRow: int(u16(b[2:])), FirstCol: int(u16(b[4:])), LastCol: int(u16(b[6:]))}
		if err := s.Merge(m); err != nil {
			return err
		}
	}
	return nil
}
