package xlsb

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"unicode/utf16"
	"unicode/utf8"

	"crm/internal/diag"
	"crm/internal/lang"
)

// The records that matter (MS-XLSB 2.3.2).
const (
	rowHeader     = 0
	cellBlank     = 1
	cellRk        = 2
	cellError     = 3
	cellBool      = 4
	cellReal      = 5
	cellText      = 6
	cellShared    = 7
	formulaText   = 8
	formulaNumber = 9
	formulaBool   = 10
	formulaError  = 11
	shortBlank    = 12 // the short ones stand in the column behind the cell before
	shortShared   = 18
	sharedItem    = 19
	numberFormat  = 44
	cellFormat    = 47
	cellRichText  = 62
	beginSheet    = 129
	endSheet      = 130
	beginBook     = 131
	endBook       = 132
	beginData     = 145
	endData       = 146
	bookProps     = 153
	bundleSheet   = 156
	endShared     = 160
	mergeCell     = 176
	endStyles     = 279
	beginCellXfs  = 617
	endCellXfs    = 618
)

// records reads one part, record by record. body is valid until the next.
type records struct {
	r    *bufio.Reader
	pos  diag.Pos
	part string
	at   int64 // bytes used up
	body []byte
}

// maxRecord is more than any record has: a text of a cell has at most 32 767 characters.
const maxRecord = 1 << 20

func newRecords(r io.Reader, pos diag.Pos, part string) *records {
	return &records{r: bufio.NewReaderSize(r, 64<<10), pos: pos, part: part}
}

// next is the next record's type; io.EOF at the end of the part.
func (r *records) next() (int, error) {
	kind, err := r.varint(2)
	if errors.Is(err, io.EOF) {
		return 0, io.EOF
	}
	if err != nil {
		return 0, r.broken(err)
	}
	size, err := r.varint(4)
	if err != nil {
		return 0, r.broken(err)
	}
	if size > maxRecord {
		return 0, r.damaged(lang.F("a record of %d bytes", "有 %d 字节的记录", size))
	}
	if cap(r.body) < size {
		r.body = make([]byte, size)
	}
	r.body = r.body[:size]
	if _, err := io.ReadFull(r.r, r.body); err != nil {
		return 0, r.broken(err)
	}
	r.at += int64(size)
	return kind, nil
}

// varint reads seven bits a byte, the lowest first. io.EOF only before the first byte.
func (r *records) varint(most int) (int, error) {
	n := 0
	for i := range most {
		b, err := r.r.ReadByte()
		if err != nil {
			if i > 0 && errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			return 0, err
		}
		r.at++
		n |= int(b&0x7f) << (7 * i)
		if b&0x80 == 0 {
			break
		}
	}
	return n, nil
}

// broken is a part that ends inside a record; other errors are passed on.
func (r *records) broken(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return r.damaged(lang.T("it ends in the middle", "内容在中途结束"))
	}
	return err
}

func (r *records) damaged(what lang.Text) error {
	return &diag.Problem{
		Code: "F11", Severity: diag.Error, Pos: r.pos,
		Message: lang.F("part %s is damaged at byte %d: %s", "部件 %s 在第 %d 字节处损坏：%s", diag.Escape(r.part), r.at, what),
		Hint:    lang.T("fetch or export the file again, or take a backup", "请重新下载或重新导出该文件，或使用备份"),
	}
}

// fields reads the fields of a record one by one; short is set where they run out.
type fields struct {
	b     []byte
	short bool
}

func (f *fields) take(n int) []byte {
	if n < 0 || n > len(f.b) {
		f.short = true
		return make([]byte, min(max(n, 0), 8))
	}
	b := f.b[:n]
	f.b = f.b[n:]
	return b
}

func (f *fields) byte() byte     { return f.take(1)[0] }
func (f *fields) uint16() uint16 { return binary.LittleEndian.Uint16(f.take(2)) }
func (f *fields) uint32() uint32 { return binary.LittleEndian.Uint32(f.take(4)) }
func (f *fields) uint64() uint64 { return binary.LittleEndian.Uint64(f.take(8)) }

// text reads a wide string: its length, then UTF-16. ok is false for half a
// surrogate pair, for which no character stands.
func (f *fields) text() (text []byte, ok bool) {
	const none = 0xffffffff // a string that may be missing, and is
	n := f.uint32()
	if n == none || f.short {
		return nil, true
	}
	if int64(n)*2 > int64(len(f.b)) {
		f.short = true
		return nil, true
	}
	wide := f.take(int(n) * 2)
	for i := 0; i < len(wide); i += 2 {
		r := rune(binary.LittleEndian.Uint16(wide[i:]))
		if utf16.IsSurrogate(r) {
			if i += 2; i >= len(wide) {
				return nil, false
			}
			if r = utf16.DecodeRune(r, rune(binary.LittleEndian.Uint16(wide[i:]))); r == utf8.RuneError {
				return nil, false
			}
		}
		text = utf8.AppendRune(text, r)
	}
	return text, true
}
