package xls

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"

	"crm/internal/lang"
	"crm/internal/sheet/crypt"
)

// The records that say something about values; all others are passed over.
const (
	idFormula      = 0x0006
	idEOF          = 0x000a
	idExternSheet  = 0x0017
	idFormatOld    = 0x001e
	idDateMode     = 0x0022
	idFilePass     = 0x002f
	idContinue     = 0x003c
	idCodePage     = 0x0042
	idColInfo      = 0x007d
	idDialog       = 0x0081 // WSBOOL
	idBoundSheet   = 0x0085
	idMulRK        = 0x00bd
	idRString      = 0x00d6
	idXF           = 0x00e0
	idMergedCells  = 0x00e5
	idSharedTable  = 0x00fc // SST
	idLabelShared  = 0x00fd // LABELSST
	idSupBook      = 0x01ae
	idNumber       = 0x0203
	idLabel        = 0x0204
	idBoolErr      = 0x0205
	idString       = 0x0207
	idRow          = 0x0208
	idArray        = 0x0221
	idTable        = 0x0236
	idRK           = 0x027e
	idFormat       = 0x041e
	idSharedFormla = 0x04bc
	idBOF          = 0x0809
)

// The records that describe looks and say nothing about values.
const (
	idFont      = 0x0031
	idFontOld   = 0x0231
	idStyle     = 0x0293
	idXFMore    = 0x087d
	idStyleMore = 0x0892
)

const recordHeader = 4

// least is how many bytes a record of that kind has at least, of those with a fixed front.
func least(id uint16) int {
	switch id {
	case idCodePage, idDateMode, idExternSheet:
		return 2
	case idXF, idSupBook:
		return 4
	case idLabel, idRString:
		return cellHead + 2
	case idMulRK:
		return cellHead + 6
	case idFormula:
		return cellHead + 14
	}
	return exact(id)
}

// exact is how many bytes a record of that kind has; 0 where that differs.
func exact(id uint16) int {
	switch id {
	case idBlank:
		return cellHead
	case idBoolErr:
		return cellHead + 2
	case idRK, idLabelShared:
		return cellHead + 4
	case idNumber:
		return cellHead + 8
	}
	return 0
}

// boolErrWide is the length of a yes/no or error whose value is two bytes wide, as
// some programs write it; one byte is the rule.
const boolErrWide = cellHead + 3

// record is one record; data is valid until the next one is read.
type record struct {
	id   uint16
	at   int64 // of its header, in the stream
	data []byte
}

// records reads the stream record by record.
type records struct {
	src    io.ReaderAt
	size   int64
	buf    *bufio.Reader
	at     int64 // of the next record
	data   []byte
	cipher crypt.Records // nil: not protected
}

const recordBuffer = 64 << 10

func newRecords(src io.ReaderAt, size int64) *records {
	r := &records{src: src, size: size, buf: bufio.NewReaderSize(nil, recordBuffer)}
	r.seek(0)
	return r
}

func (r *records) seek(at int64) {
	r.at = at
	r.buf.Reset(io.NewSectionReader(r.src, at, r.size-at))
}

// errCut is a stream that ends inside a record, or before the record that ends a part of it.
type errCut struct{ at int64 }

func (e errCut) Error() string { return "the stream ends early" }

// next reads a record.
func (r *records) next() (record, error) {
	head, err := r.buf.Peek(recordHeader)
	if err != nil {
		return record{}, r.short(err)
	}
	rec := record{id: binary.LittleEndian.Uint16(head), at: r.at}
	n := int(binary.LittleEndian.Uint16(head[2:]))
	if r.at+recordHeader+int64(n) > r.size {
		return record{}, errCut{r.at}
	}
	if _, err := r.buf.Discard(recordHeader); err != nil {
		return record{}, r.short(err)
	}
	if cap(r.data) < n {
		r.data = make([]byte, n, max(n, 1<<13))
	}
	rec.data = r.data[:n]
	if _, err := io.ReadFull(r.buf, rec.data); err != nil {
		return record{}, r.short(err)
	}
	if r.cipher != nil {
		r.decrypt(rec)
	}
	r.at += recordHeader + int64(n)
	return rec, nil
}

func (r *records) short(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errCut{r.at}
	}
	return err
}

// peek is the number of the next record; 0 at the end.
func (r *records) peek() uint16 {
	head, err := r.buf.Peek(2)
	if err != nil {
		return 0 // next tells
	}
	return binary.LittleEndian.Uint16(head)
}

// The records that stay readable in a protected workbook.
const (
	idUserExclusive = 0x0194
	idFileLock      = 0x0195
	idInterfaceHead = 0x00e1
	idRevisionInfo  = 0x0196
	idRevisionHead  = 0x0138
)

func (r *records) decrypt(rec record) {
	plain := 0
	switch rec.id {
	case idBOF, idFilePass, idUserExclusive, idFileLock, idInterfaceHead, idRevisionInfo, idRevisionHead:
		return
	case idBoundSheet:
		plain = min(4, len(rec.data)) // where the sheet begins
	}
	r.cipher.Decrypt(rec.data, rec.at+recordHeader, plain)
}

// cutText says that a stream ended early.
func cutText() lang.Text {
	return lang.T("the workbook ends in the middle: it was cut off, or is damaged", "工作簿不完整：文件被截断或已损坏")
}
