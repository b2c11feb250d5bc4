package xls

import (
	"encoding/binary"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/sheet/xlsx"
	"crm/internal/table"
)

// What Excel itself has far less of.
const (
	maxSheets  = 1 << 14
	maxStyles  = 1 << 16
	maxFormats = 1 << 13
	maxFormat  = 1 << 10 // characters
)

// globals reads what is true of the whole workbook, up to the end of that part.
func (r *reader) globals() error {
	for {
		rec, err := r.r.next()
		if err != nil {
			return err
		}
		if rec.id == idEOF {
			return nil
		}
		if err := r.together(rec); err != nil {
			return err
		}
		if err := r.global(rec); err != nil {
			return err
		}
	}
}

// together refuses a list that is broken off and goes on later: a line of it is lost,
// and with a style lost every cell would have another one's.
// What else describes looks may stand between; no such record is a damaged line.
func (r *reader) together(rec record) error {
	switch rec.id {
	case idFont, idFontOld, idStyle, idStyleMore, idXFMore:
		return nil
	}
	begun := rec.id == idXF && len(r.styles) > 0 || rec.id == idBoundSheet && len(r.bound) > 0 ||
		(rec.id == idFormat || rec.id == idFormatOld) && len(r.formats) > 0
	if before := r.lastID; begun && before != rec.id && before != idContinue {
		return damaged(r.pos, rec.at, lang.F("a list of the workbook is broken off (record %#04x inside)", "工作簿的列表中断（其中夹有记录 %#04x）", before))
	}
	r.lastID = rec.id
	return nil
}

func (r *reader) global(rec record) error {
	switch rec.id {
	case idBOF:
		return damaged(r.pos, rec.at, lang.T("a part begins inside another", "某部分在另一部分内部开始"))
	case idFilePass:
		return r.unlock(rec)
	case idSharedTable:
		return r.sharedStrings(rec)
	case idBoundSheet:
		return r.boundSheet(rec)
	case idFormat, idFormatOld:
		return r.format(rec)
	}
	if len(rec.data) < least(rec.id) {
		return r.tooShort(rec)
	}
	u16 := binary.LittleEndian.Uint16
	switch rec.id {
	case idCodePage:
		r.pageNo = int(u16(rec.data))
		r.page = codePage(r.pageNo)
	case idDateMode:
		r.days.From1904 = u16(rec.data) != 0
	case idXF:
		if r.styles = append(r.styles, int(u16(rec.data[2:]))); len(r.styles) > maxStyles {
			return damaged(r.pos, rec.at, lang.T("the workbook has too many styles", "工作簿样式过多"))
		}
	case idSupBook:
		const self, addIn = 0x0401, 0x3a01
		if kind := u16(rec.data[2:]); kind != self && kind != addIn {
			r.linked = true
		}
	case idExternSheet:
		const encodedPath = 1
		r.linked = r.linked || r.version == biff5 && rec.data[1] == encodedPath
	}
	return nil
}

func (r *reader) tooShort(rec record) error {
	return damaged(r.pos, rec.at, lang.F("a record is too short (%#04x, %d bytes)", "记录过短（%#04x，%d 字节）", rec.id, len(rec.data)))
}

// boundSheet reads a line of the list of sheets.
func (r *reader) boundSheet(rec record) error {
	const fixed = 7
	if len(rec.data) < fixed {
		return r.tooShort(rec)
	}
	b := bound{at: int64(binary.LittleEndian.Uint32(rec.data)), kind: rec.data[5], visibility: visibility(rec.data[4])}
	count := int(rec.data[6])
	if err := r.shortText(rec, fixed, count); err != nil {
		return err
	}
	b.name = string(r.text.out)
	if r.bound = append(r.bound, b); len(r.bound) > maxSheets {
		return damaged(r.pos, rec.at, lang.T("the workbook lists too many sheets", "工作簿列出的工作表过多"))
	}
	return nil
}

func visibility(state byte) table.Visibility {
	const mask = 3
	switch state & mask {
	case 1:
		return table.Hidden
	case 2:
		return table.VeryHidden
	}
	return table.Visible
}

// shortText reads a text of count characters that stands in a record: in Unicode,
// or before BIFF8 in the workbook's code page.
func (r *reader) shortText(rec record, at, count int) error {
	r.text.use(r.r, rec, at)
	if r.version == biff8 {
		return r.text.unicode(count)
	}
	if len(rec.data) < at+count {
		return r.tooShort(rec)
	}
	return r.decode(rec, rec.data[at:at+count])
}

// decode reads bytes in the workbook's code page into r.text.out.
func (r *reader) decode(rec record, b []byte) error {
	if plainText(b) {
		r.text.out = append(r.text.out[:0], b...)
		return nil
	}
	bad := func(what lang.Text) error {
		p := damaged(r.pos, rec.at, what)
		p.Code, p.Hint = codeEncoding, hintAgain()
		return p
	}
	switch {
	case r.pageNo == 0:
		return bad(lang.T("the workbook does not say the encoding (code page) of its texts", "工作簿没有说明文本的编码（代码页）"))
	case r.page == nil:
		return bad(lang.F("the workbook's texts are in code page %d, which is not known", "工作簿文本使用的代码页 %d 无法识别", r.pageNo))
	}
	out, err := r.page.NewDecoder().Bytes(b)
	if err != nil || containsBroken(out) {
		return bad(lang.F("a text is not in code page %d, as the workbook says", "文本不符合工作簿声明的代码页 %d", r.pageNo))
	}
	r.text.out = append(r.text.out[:0], out...)
	return nil
}

// format reads the code of a number format.
func (r *reader) format(rec record) error {
	sizeAt, size := 2, 1
	if r.version == biff8 {
		size = 2
	}
	if len(rec.data) < sizeAt+size {
		return r.tooShort(rec)
	}
	count := int(rec.data[sizeAt])
	if size == 2 {
		count = int(binary.LittleEndian.Uint16(rec.data[sizeAt:]))
	}
	if count > maxFormat || len(r.formats) >= maxFormats {
		return damaged(r.pos, rec.at, lang.T("the code of a number format is too long, or there are too many", "数字格式代码过长或过多"))
	}
	id := int(binary.LittleEndian.Uint16(rec.data))
	if err := r.shortText(rec, sizeAt+size, count); err != nil {
		return err
	}
	r.formats[id] = string(r.text.out)
	return nil
}

// useStyles hands the number formats to the book, once all are known.
func (r *reader) useStyles() error {
	for _, id := range r.styles {
		code, given := r.formats[id]
		if !given {
			code = xlsx.BuiltinFormat(id)
		}
		r.days.Formats = append(r.days.Formats, code)
	}
	r.book.SetStyles(r.days)
	if r.days.From1904 {
		r.book.Note(diag.Problem{Code: codeEpoch1904, Severity: diag.Note, Pos: r.pos,
			Message: lang.T("the dates of this workbook count from 1904; read so", "此工作簿采用 1904 日期系统，已按此读取")})
	}
	if r.linked {
		r.book.Note(diag.Problem{Code: codeLinks, Severity: diag.Warning, Pos: r.pos,
			Message: lang.T("cells link to other workbooks; their values are as of the last saving", "有单元格引用了外部工作簿，其数值以上次保存时为准")})
	}
	if len(r.bound) == 0 {
		return invalid(r.pos, lang.T("the workbook lists no sheets", "工作簿中没有列出任何工作表"))
	}
	return nil
}

// sharedStrings reads the table of texts. How many there are is counted, not
// believed: cells that refer to one that is not there are refused.
func (r *reader) sharedStrings(rec record) error {
	const counts = 8
	if len(rec.data) < counts {
		return r.tooShort(rec)
	}
	stated := int(binary.LittleEndian.Uint32(rec.data[4:]))
	r.text.use(r.r, rec, counts)
	for !r.text.ended() {
		count, err := r.text.number(2)
		if err == nil {
			err = r.text.unicode(count)
		}
		if err != nil {
			if r.shared >= stated {
				return r.toEndOfShared() // what stands behind the last text is none
			}
			return err
		}
		if _, err := r.book.Share(r.text.out); err != nil {
			return err
		}
		r.shared++
	}
	return nil
}

// toEndOfShared passes over what is left of the table of texts.
func (r *reader) toEndOfShared() error {
	for r.r.peek() == idContinue {
		if _, err := r.r.next(); err != nil {
			return err
		}
	}
	return nil
}
