// Package ole reads OLE2 compound files ([MS-CFB]): the box that old Excel
// workbooks and password-protected new ones come in. Sizes in headers are never
// believed for allocation, chains of sectors that loop, meet or end early are
// errors. It knows nothing of what the streams hold, and writes nothing.
package ole

import (
	"encoding/binary"
	"errors"
	"io"

	"crm/internal/lang"
)

// Magic is how every compound file begins.
const Magic = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

// Error is what is wrong with a compound file.
type Error struct {
	What  lang.Text
	At    int64 // the byte of the file
	Short bool  // the file ends too early: it was cut off
}

// Error implements error.
func (e *Error) Error() string { return e.What.EN }

func broken(at int64, what lang.Text) *Error { return &Error{What: what, At: at} }

// Special values where the number of a sector stands.
const (
	endOfChain = 0xfffffffe
	noEntry    = 0xffffffff
)

const (
	headerBytes = 512
	headerFATs  = 109 // sectors of the allocation table that the header lists
	miniBytes   = 64  // a sector of the small streams
	entryBytes  = 128 // an entry of the directory
	maxEntries  = 1 << 16
)

// File is an open compound file. It is not for several goroutines at once, its streams are.
type File struct {
	r       io.ReaderAt
	size    int64
	sector  int64    // bytes
	stated  int64    // how many sectors the allocation table has room for
	fat     []uint32 // by sector: the next one of its chain
	miniFAT []uint32 // the same of the small streams' sectors
	mini    *Stream  // which holds these
	cutoff  int64    // streams shorter than this are small
	used    []bool   // by sector: part of a chain that was followed
	entries []entry
	byName  map[string]int // streams in the root, by name in upper case
	streams map[int]*Stream
}

// header is the fields of the file's header.
type header struct {
	major, shift, miniShift                   uint16
	fats, directory, cutoff                   uint32
	miniFAT, miniFATs, doubleFAT, doubleCount uint32
}

// Open reads the header, the allocation tables and the directory.
func Open(r io.ReaderAt, size int64) (*File, error) {
	f := &File{r: r, size: size, streams: map[int]*Stream{}}
	b := make([]byte, headerBytes)
	if err := f.read(b, 0); err != nil {
		return nil, err
	}
	u16, u32 := binary.LittleEndian.Uint16, binary.LittleEndian.Uint32
	h := header{
		major: u16(b[26:]), shift: u16(b[30:]), miniShift: u16(b[32:]),
		fats: u32(b[44:]), directory: u32(b[48:]), cutoff: u32(b[56:]),
		miniFAT: u32(b[60:]), miniFATs: u32(b[64:]), doubleFAT: u32(b[68:]), doubleCount: u32(b[72:]),
	}
	switch {
	case string(b[:8]) != Magic:
		return nil, broken(0, lang.T("no compound file (OLE2)", "不是复合文档（OLE2）"))
	case h.major != 3 && h.major != 4, h.shift != 9 && h.shift != 12, h.miniShift != 6:
		return nil, broken(24, lang.T("a compound file (OLE2) of an unknown layout", "复合文档（OLE2）的结构未知"))
	}
	f.sector, f.cutoff = 1<<h.shift, int64(h.cutoff)
	f.used = make([]bool, f.sectors())
	if err := f.readFAT(h, b[76:]); err != nil {
		return nil, err
	}
	if err := f.readDirectory(h); err != nil {
		return nil, err
	}
	return f, f.readMini(h)
}

// sectors is how many sectors the file has; the last one may be cut.
func (f *File) sectors() int64 { return max((f.size-f.sector+f.sector-1)/f.sector, 0) }

// offset is where a sector begins.
func (f *File) offset(sector uint32) int64 { return (int64(sector) + 1) * f.sector }

// read fills b from the file.
func (f *File) read(b []byte, at int64) error {
	if at+int64(len(b)) > f.size {
		return &Error{What: lang.T("the file ends in the middle: it was cut off", "文件不完整，中途被截断"), At: f.size, Short: true}
	}
	_, err := f.r.ReadAt(b, at)
	if errors.Is(err, io.EOF) {
		return nil // the last bytes of the file
	}
	return err
}

// claim marks a sector as part of one chain only.
func (f *File) claim(sector uint32, from int64) error {
	switch {
	case int64(sector) >= int64(len(f.used)):
		if int64(sector) < f.stated {
			return &Error{What: lang.T("the file ends before one of its sectors: it was cut off", "文件不完整：部分扇区缺失"), At: f.size, Short: true}
		}
		return broken(from, lang.F("a chain of sectors leads out of the file (sector %d)", "扇区链指向文件之外（扇区 %d）", sector))
	case f.used[sector]:
		return broken(f.offset(sector), lang.F("sector %d belongs to two chains, or a chain runs in a circle", "扇区 %d 属于两条链，或扇区链成环", sector))
	}
	f.used[sector] = true
	return nil
}

// readFAT reads the allocation table: the header lists its first sectors, a chain
// of sectors the others.
func (f *File) readFAT(h header, listed []byte) error {
	perSector := f.sector / 4
	if int64(h.fats) > f.sectors()/perSector+headerFATs {
		return &Error{What: lang.T("the allocation table is larger than the file: it was cut off, or the header is damaged", "分配表比文件还大：文件被截断或文件头损坏"), At: 44, Short: true}
	}
	f.stated = int64(h.fats) * perSector
	double := make([]byte, f.sector)
	next := h.doubleFAT
	for n := range int64(h.fats) {
		i := n
		if n >= headerFATs {
			i = (n - headerFATs) % (perSector - 1)
			if i == 0 {
				if err := f.readSector(double, next, 68); err != nil {
					return err
				}
				listed, next = double, binary.LittleEndian.Uint32(double[f.sector-4:])
			}
		}
		part := make([]byte, f.sector)
		if err := f.readSector(part, binary.LittleEndian.Uint32(listed[i*4:]), 76+n*4); err != nil {
			return err
		}
		f.fat = appendNumbers(f.fat, part)
	}
	return nil
}

func appendNumbers(to []uint32, b []byte) []uint32 {
	for ; len(b) >= 4; b = b[4:] {
		to = append(to, binary.LittleEndian.Uint32(b))
	}
	return to
}

// readSector claims and reads a whole sector.
func (f *File) readSector(b []byte, sector uint32, from int64) error {
	if err := f.claim(sector, from); err != nil {
		return err
	}
	return f.read(b, f.offset(sector))
}

// readMini opens what the small streams need: their allocation table and the
// stream of the root entry, which holds them.
func (f *File) readMini(h header) error {
	root := f.entries[0]
	if h.miniFATs == 0 || root.size == 0 {
		return nil
	}
	table, err := f.stream(h.miniFAT, int64(h.miniFATs)*f.sector)
	if err != nil {
		return err
	}
	b := make([]byte, table.size)
	if err := table.readFull(b, 0); err != nil {
		return err
	}
	f.miniFAT = appendNumbers(nil, b)
	f.mini, err = f.stream(root.first, root.size)
	return err
}
