package xlsx

import (
	"bytes"
	"encoding/binary"
	"io"

	"crm/internal/diag"
	"crm/internal/lang"
)

// Sizes and signatures of the zip format (APPNOTE 4.3).
const (
	endSignature     = "PK\x05\x06"
	end64Signature   = "PK\x06\x06"
	locatorSignature = "PK\x06\x07"
	centralSignature = "PK\x01\x02"
	localSignature   = "PK\x03\x04"
	endSize          = 22
	end64Size        = 56
	locatorSize      = 20
	centralSize      = 46
	localSize        = 30
	maxComment       = 1<<16 - 1
	only16, only32   = 1<<16 - 1, 1<<32 - 1 // "see the zip64 field"
	zip64Extra       = 1
	flagEncrypted    = 1
	methodStored     = 0
	methodDeflated   = 8
)

// directory is where the zip's list of members lies.
type directory struct {
	offset, size int64
	entries      int64
}

// findDirectory reads the end of the zip. A file without one was cut off.
func findDirectory(f io.ReaderAt, size int64, pos diag.Pos) (directory, error) {
	tail := make([]byte, min(size, endSize+maxComment))
	if _, err := f.ReadAt(tail, size-int64(len(tail))); err != nil && err != io.EOF {
		return directory{}, err
	}
	at := lastEnd(tail)
	if at < 0 {
		return directory{}, damaged(codeIncomplete, pos,
			lang.T("the file is incomplete: a workbook's end is missing", "文件不完整：缺少工作簿的结尾部分"))
	}
	end := tail[at:]
	endAt := size - int64(len(tail)) + int64(at)
	le := binary.LittleEndian
	d := directory{
		entries: int64(le.Uint16(end[10:])),
		size:    int64(le.Uint32(end[12:])),
		offset:  int64(le.Uint32(end[16:])),
	}
	if d.entries == only16 || d.size == only32 || d.offset == only32 {
		found, at64, err := findDirectory64(f, endAt, pos)
		if err != nil {
			return directory{}, err
		}
		if found {
			if d, err = read64(f, at64, pos); err != nil {
				return directory{}, err
			}
			endAt = at64
		}
	}
	if disk := le.Uint16(end[4:]); disk != 0 && disk != only16 || !d.endsAt(endAt) {
		return directory{}, damaged(codeIncomplete, pos,
			lang.T("the file is damaged: its list of parts is not where its end says", "文件已损坏：部件目录不在文件结尾所指的位置"))
	}
	return d, nil
}

// endsAt reports whether the directory lies just before the end record, where
// every program writes it.
func (d directory) endsAt(end int64) bool {
	return d.offset >= 0 && d.size >= 0 && d.offset <= end && d.offset+d.size == end
}

// lastEnd finds the end record; its comment must fit behind it.
func lastEnd(tail []byte) int {
	for at := len(tail) - endSize; at >= 0; at-- {
		i := bytes.LastIndex(tail[:at+len(endSignature)], []byte(endSignature))
		if i < 0 {
			return -1
		}
		if comment := int(binary.LittleEndian.Uint16(tail[i+20:])); i+endSize+comment <= len(tail) {
			return i
		}
		at = i
	}
	return -1
}

// findDirectory64 looks for the zip64 locator just before the end record.
func findDirectory64(f io.ReaderAt, endAt int64, pos diag.Pos) (found bool, at int64, err error) {
	if endAt < locatorSize+end64Size {
		return false, 0, nil
	}
	var b [locatorSize]byte
	if _, err := f.ReadAt(b[:], endAt-locatorSize); err != nil {
		return false, 0, err
	}
	if string(b[:4]) != locatorSignature {
		return false, 0, nil
	}
	v := binary.LittleEndian.Uint64(b[8:])
	if v > uint64(endAt-locatorSize-end64Size) {
		return false, 0, damaged(codeIncomplete, pos,
			lang.T("the file is damaged: its zip64 end is not where it says", "文件已损坏：zip64 结尾记录的位置有误"))
	}
	return true, int64(v), nil
}

func read64(f io.ReaderAt, at int64, pos diag.Pos) (directory, error) {
	var b [end64Size]byte
	if _, err := f.ReadAt(b[:], at); err != nil {
		return directory{}, err
	}
	le := binary.LittleEndian
	n, size, offset := le.Uint64(b[32:]), le.Uint64(b[40:]), le.Uint64(b[48:])
	if string(b[:4]) != end64Signature || n > 1<<40 || size > 1<<50 || offset > 1<<50 {
		return directory{}, damaged(codeIncomplete, pos,
			lang.T("the file is damaged: its zip64 end is unreadable", "文件已损坏：zip64 结尾记录无法识别"))
	}
	return directory{entries: int64(n), size: int64(size), offset: int64(offset)}, nil
}
