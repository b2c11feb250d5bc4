package ole

import (
	"errors"
	"io"
	"strings"

	"crm/internal/lang"
)

// ErrNoStream is what Stream returns for a name that the root does not have.
var ErrNoStream = errors.New("no such stream")

// Stream is the bytes of a stream. It may be read by several goroutines.
type Stream struct {
	size  int64
	unit  int64 // bytes of each place but the last
	base  reader
	place []int64 // where the pieces begin in base
}

// reader is what a stream's pieces are read from: the file, or the stream of small streams.
type reader interface {
	readFull(b []byte, at int64) error
}

func (f *File) readFull(b []byte, at int64) error { return f.read(b, at) }

// Stream opens a stream of the root; case does not matter. All of its sectors are
// known to be in the file then.
func (f *File) Stream(name string) (*Stream, error) {
	n, ok := f.byName[strings.ToUpper(name)]
	if !ok {
		return nil, ErrNoStream
	}
	if s := f.streams[n]; s != nil {
		return s, nil
	}
	e := f.entries[n]
	open := f.stream
	if e.size < f.cutoff {
		open = f.small
	}
	s, err := open(e.first, e.size)
	if err != nil {
		return nil, err
	}
	f.streams[n] = s
	return s, nil
}

// stream follows a chain of sectors for as many as size needs.
func (f *File) stream(first uint32, size int64) (*Stream, error) {
	if size < 0 || size > f.size {
		return nil, &Error{What: lang.T("a stream is longer than the file: it was cut off, or the directory is damaged", "数据流比文件还长：文件被截断或目录损坏"), At: f.size, Short: true}
	}
	s := &Stream{size: size, unit: f.sector, base: f}
	sector, from := first, int64(0)
	for left := size; left > 0; left -= f.sector {
		if err := f.claim(sector, from); err != nil {
			return nil, err
		}
		from = f.offset(sector)
		if from+min(left, f.sector) > f.size {
			return nil, &Error{What: lang.T("the file ends in the middle: it was cut off", "文件不完整，中途被截断"), At: f.size, Short: true}
		}
		s.place = append(s.place, from)
		if int(sector) >= len(f.fat) {
			return nil, broken(from, lang.F("the allocation table has no line for sector %d", "分配表中没有扇区 %d", sector))
		}
		sector = f.fat[sector]
	}
	return s, nil
}

// small follows a chain of the small streams' sectors.
func (f *File) small(first uint32, size int64) (*Stream, error) {
	s := &Stream{size: size, unit: miniBytes, base: f.mini}
	sector := first
	seen := map[uint32]bool{}
	for left := size; left > 0; left -= miniBytes {
		at := int64(sector) * miniBytes
		switch {
		case f.mini == nil || int(sector) >= len(f.miniFAT) || at+min(left, miniBytes) > f.mini.size:
			return nil, broken(0, lang.F("a chain of small sectors leads out of the file (sector %d)", "小扇区链指向文件之外（扇区 %d）", sector))
		case seen[sector]:
			return nil, broken(0, lang.F("a chain of small sectors runs in a circle (sector %d)", "小扇区链成环（扇区 %d）", sector))
		}
		seen[sector] = true
		s.place = append(s.place, at)
		sector = f.miniFAT[sector]
	}
	return s, nil
}

// Size is how many bytes the stream has.
func (s *Stream) Size() int64 { return s.size }

// ReadAt implements io.ReaderAt.
func (s *Stream) ReadAt(b []byte, at int64) (n int, err error) {
	if at < 0 || at >= s.size {
		return 0, io.EOF
	}
	short := false
	if int64(len(b)) > s.size-at {
		b, short = b[:s.size-at], true
	}
	if err := s.readFull(b, at); err != nil {
		return 0, err
	}
	if short {
		return len(b), io.EOF
	}
	return len(b), nil
}

// readFull reads the pieces that b spans; those that lie one behind the other at once.
func (s *Stream) readFull(b []byte, at int64) error {
	if at+int64(len(b)) > s.size {
		return io.ErrUnexpectedEOF
	}
	for len(b) > 0 {
		i, skip := at/s.unit, at%s.unit
		n := s.unit - skip
		for j := i; n < int64(len(b)) && s.place[j+1] == s.place[j]+s.unit; j++ {
			n += s.unit
		}
		n = min(n, int64(len(b)))
		if err := s.base.readFull(b[:n], s.place[i]+skip); err != nil {
			return err
		}
		b, at = b[n:], at+n
	}
	return nil
}
