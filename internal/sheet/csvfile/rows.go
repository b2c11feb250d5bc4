package csvfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/sheet/charset"
	"crm/internal/table"
)

// rows is the records of a file as table.Rows.
type rows struct {
	book   *book
	scan   *scanner
	row    table.Row
	header int // the line from which on records are measured
	width  int // fields of the first record with content from there on; 0 before it
	odd    [2]tally
	done   error // what Next answers once it has ended
}

// tally counts faults of one kind and keeps the first.
type tally struct {
	count int
	first fault
}

// Next implements table.Rows.
func (r *rows) Next() (*table.Row, error) {
	if r.done != nil {
		return nil, r.done
	}
	for {
		cells, line, err := r.scan.next()
		if err != nil {
			r.done = r.explain(err)
			return nil, r.done
		}
		if r.blankLine(cells) {
			continue
		}
		r.tidy(cells)
		r.row = table.Row{Number: line, Cells: cells}
		if r.ragged(line, r.scan.fields) {
			r.row.Ragged, r.row.Fields = true, r.scan.fields
		}
		return &r.row, nil
	}
}

// HeaderAt implements table.HeadedRows.
func (r *rows) HeaderAt(line int) { r.header = line }

// ragged reports whether a record with so many fields is not as wide as the header;
// a title above that is of no matter.
func (r *rows) ragged(line, fields int) bool {
	if line < r.header {
		return false
	}
	if r.width == 0 {
		r.width = fields
	}
	return fields != r.width
}

// blankLine reports whether the record just read is a line of blanks.
func (r *rows) blankLine(cells []table.Cell) bool {
	return len(cells) == 1 && r.scan.fields == 1 && len(bytes.TrimSpace(cells[0].Raw)) == 0
}

// tidy brings the cells of the record just read to what they mean, and notes what
// is odd in them.
func (r *rows) tidy(cells []table.Cell) {
	if len(r.scan.faults) > 0 {
		r.note()
	}
	for i := range cells {
		if r.scan.front[cells[i].Raw[0]] {
			cells[i].Raw = plainText(cells[i].Raw)
		}
	}
}

// note counts the faults of the record just read.
func (r *rows) note() {
	for _, f := range r.scan.faults {
		t := &r.odd[f.kind]
		if t.count == 0 {
			f.value = bytes.Clone(f.value)
			t.first = f
		}
		t.count++
	}
}

// plainText takes away what a writer of CSV put around a text only so that Excel
// takes it for text: the apostrophe before a formula sign ('+49 30…), and the
// formula that is one constant (="00123").
func plainText(b []byte) []byte {
	switch {
	case len(b) > 1 && b[0] == '\'' && bytes.IndexByte([]byte("=+-@\t"), b[1]) >= 0:
		return b[1:]
	case len(b) > 3 && b[0] == '=' && b[1] == '"' && bytes.IndexByte(b[2:], '"') == len(b)-3:
		return b[2 : len(b)-1]
	}
	return b
}

// Merges implements table.Rows; CSV has none.
func (r *rows) Merges() []table.Range { return nil }

// Close implements table.Rows.
func (r *rows) Close() error {
	r.done = io.EOF
	return nil
}

// Problems implements table.Rows.
func (r *rows) Problems() diag.List {
	var list diag.List
	if t := r.odd[textAfterQuote]; t.count > 0 {
		list.Add(diag.Problem{
			Code: "F27", Severity: diag.Warning, Pos: r.pos(t.first), Found: string(t.first.value),
			Message:  lang.N(int(t.count), "text after a closing quote, in %d field", "text after a closing quote, in %d fields", "引号结束后还有文字，共 %d 处"),
			Expected: lang.T("a delimiter after the closing quote; quotes inside a text doubled", "引号结束后应为分隔符；文字里的引号要写成两个"),
			Effect:   lang.T("read as Excel reads it: the text belongs to the field", "按 Excel 的读法，这段文字算在该字段内"),
		})
	}
	if t := r.odd[controlCharacter]; t.count > 0 {
		list.Add(diag.Problem{
			Code: "F29", Severity: diag.Warning, Pos: r.pos(t.first), Found: string(t.first.value),
			Message: lang.N(int(t.count), "control characters in %d field", "control characters in %d fields", "%d 个字段含有控制字符"),
			Effect:  lang.T("kept as they are, shown escaped", "原样保留，显示时转义"),
		})
	}
	return list
}

func (r *rows) pos(f fault) diag.Pos {
	return diag.Pos{File: r.book.path, Row: f.line, Col: f.field}
}

// explain turns what ended the scan into the problem a user can mend.
func (r *rows) explain(err error) error {
	if errors.Is(err, io.EOF) {
		return io.EOF
	}
	at := diag.Pos{File: r.book.path, Row: r.scan.wrong.line, Col: r.scan.wrong.field}
	p := &diag.Problem{Severity: diag.Error, Pos: at, Effect: lang.T("nothing of this file is used", "整个文件未使用")}
	closeIt := lang.T(`close it, or double a quote that belongs to the text: ""`, `请补上结束的引号；属于文字本身的引号要写成两个：""`)
	var bad *charset.BadByteError
	switch {
	case errors.As(err, &bad):
		at.Col = 0
		return r.book.badByte(at, bad)
	case errors.Is(err, errOpenQuote):
		p.Code = "F27"
		p.Message = lang.T("a quote is opened here and never closed", "此处的引号没有结束")
		p.Hint = closeIt
	case errors.Is(err, errFarQuote):
		p.Code = "F27"
		p.Message = lang.F("a quote is opened here and not closed within %d MB", "此处的引号在 %d MB 内没有结束", r.scan.limit>>20)
		p.Hint = closeIt
	case errors.Is(err, errLostQuote):
		p.Code = "F27"
		p.Message = lang.T("the quote opened here swallows the lines below it", "此处的引号没有在本行结束，把下面的行也吞进去了")
		p.Hint = closeIt
	case errors.Is(err, errLongLine):
		p.Code = "F15"
		p.Message = lang.F("a line is longer than %d MB", "有一行超过 %d MB", r.scan.limit>>20)
		p.Hint = lang.T("is this a table? if so, save it as .xlsx", "请确认这是数据表；如确实是，请另存为 .xlsx")
	case errors.Is(err, errWide):
		p.Code = "F23"
		p.Message = lang.F("a line has more than %d fields, the columns of an Excel sheet", "有一行超过 %d 个字段（Excel 工作表的列数上限）", maxFields)
	default:
		return fmt.Errorf("reading %s: %w", r.book.path, err)
	}
	return p
}
