package xlsx

import (
	"bufio"
	"errors"
	"fmt"
	"hash/crc32"
	"io"

	"github.com/klauspost/compress/flate"

	"crm/internal/lang"
)

const (
	chunkSize = 128 * kilo // unpacked bytes handed over at a time
	headroom  = 4 * kilo   // before them, for a tag that began in the chunk before
	ahead     = 4          // chunks unpacked before they are asked for
	spare     = 8          // chunks kept for use again

	smallChunk = 512
	packedSize = 64 * kilo // packed bytes read at a time
)

// chunk is a stretch of a part's text. The last one has err: io.EOF when length
// and checksum were found right, else what went wrong after the text.
type chunk struct {
	buf []byte // the text starts after the headroom
	err error
}

// stream unpacks a part in its own goroutine.
type stream struct {
	part part
	size int // of a chunk
	full chan chunk
	free chan []byte
	stop chan struct{}
	done chan struct{}
}

func (p part) open() (*stream, error) {
	packed, err := p.packed()
	if err != nil {
		return nil, err
	}
	s := &stream{
		part: p,
		// The declared size saves room where the part is small, and no more: a longer
		// one comes in more chunks.
		size: int(min(int64(p.box.chunk), max(p.member.size, smallChunk)+1)),
		full: make(chan chunk, ahead),
		free: make(chan []byte, spare),
		stop: make(chan struct{}),
		done: make(chan struct{}),
	}
	go s.run(packed)
	return s, nil
}

// close ends the goroutine; what it unpacked is dropped.
func (s *stream) close() {
	close(s.stop)
	<-s.done
}

// recycle gives a chunk's buffer back.
func (s *stream) recycle(buf []byte) {
	if cap(buf) != headroom+s.size {
		return // a buffer made for one long tag
	}
	select {
	case s.free <- buf[:cap(buf)]:
	default:
	}
}

func (s *stream) run(packed *io.SectionReader) {
	defer close(s.done)
	defer func() {
		// A panic here could be caught by nobody else: unpacking is foreign code on foreign bytes.
		if r := recover(); r != nil {
			s.send(chunk{buf: make([]byte, headroom), err: damaged(codeDamaged, s.part.pos, lang.F("%s cannot be unpacked (%s)", "%s无法解压（%s）", s.part.name(), fmt.Sprint(r)))})
		}
	}()
	u := s.part.unpacker(packed)
	text := utf8Reader(u, s.part)
	for {
		buf := s.buffer()
		n, err := io.ReadFull(text, buf[headroom:])
		if errors.Is(err, io.ErrUnexpectedEOF) {
			err = io.EOF
		}
		if !s.send(chunk{buf: buf[:headroom+n], err: err}) || err != nil {
			return
		}
	}
}

func (s *stream) send(c chunk) bool {
	select {
	case s.full <- c:
		return true
	case <-s.stop:
		return false
	}
}

func (s *stream) buffer() []byte {
	select {
	case b := <-s.free:
		return b
	default:
		return make([]byte, headroom+s.size)
	}
}

// unpacker reads a part's bytes, counting and summing them; io.EOF means that
// all of them came and were right.
type unpacker struct {
	part   part
	packed *countingReader
	text   io.Reader
	crc    uint32
	n      int64
}

type countingReader struct {
	*bufio.Reader
	from *io.SectionReader
}

// position is how many packed bytes were used.
func (c countingReader) position() int64 {
	at, err := c.from.Seek(0, io.SeekCurrent)
	if err != nil {
		return 0
	}
	return at - int64(c.Buffered())
}

func (p part) unpacker(packed *io.SectionReader) *unpacker {
	u := &unpacker{part: p, packed: &countingReader{bufio.NewReaderSize(packed, int(min(packedSize, packed.Size()))), packed}}
	u.text = u.packed
	if p.member.method == methodDeflated {
		u.text = flate.NewReader(u.packed.Reader)
	}
	return u
}

// Read implements io.Reader.
func (u *unpacker) Read(b []byte) (int, error) {
	n, err := u.text.Read(b)
	u.crc = crc32.Update(u.crc, crc32.IEEETable, b[:n])
	u.n += int64(n)
	if limit := u.part.charge(u.packed.position(), u.n); limit != nil {
		return 0, limit
	}
	m := u.part.member
	var corrupt flate.CorruptInputError
	switch {
	case u.n > m.size:
		return 0, u.sizeProblem()
	case err == nil:
		return n, nil
	case errors.As(err, &corrupt), errors.Is(err, io.ErrUnexpectedEOF):
		return n, damaged(codeDamaged, u.part.pos, lang.F("%s is damaged: it cannot be unpacked beyond byte %d", "%s已损坏：第 %d 字节之后无法解压",
			u.part.name(), u.n))
	case err != io.EOF:
		return n, err
	case u.n != m.size:
		return n, u.sizeProblem()
	case u.crc != m.crc:
		return n, damaged(codeDamaged, u.part.pos, lang.F("%s is damaged: its checksum does not match", "%s已损坏：校验和不符", u.part.name()))
	}
	return n, io.EOF
}

func (u *unpacker) sizeProblem() error {
	return damaged(codeSize, u.part.pos, lang.F("%s is damaged: its length is not the %d bytes its header says",
		"%s已损坏：实际长度与头部所写的 %d 字节不符", u.part.name(), u.part.member.size))
}
