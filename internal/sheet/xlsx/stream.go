package xlsx

import (
	"fmt"
	"io"

	"crm/internal/inflate"
	"crm/internal/lang"
)

const (
	chunkSize = 128 * kilo     // unpacked bytes handed over at a time
	headroom  = inflate.Window // before them: what unpacking looks back at, then a tag that began in the chunk before
	ahead     = 4              // chunks unpacked before they are asked for
	spare     = 16             // chunks kept for use again, of all parts of a book

	smallChunk = 512
	packedSize = 64 * kilo // packed bytes read at a time
)

// chunk is a stretch of a part's text. The last one has err: io.EOF when length
// and checksum were found right, else what went wrong after the text.
type chunk struct {
	buf  []byte // the text starts after the headroom
	err  error
	bad  int // where in buf the first byte lies that is no character, be it of one that began before; 0 without
	half int // bytes at the end that are half a character
}

// stream unpacks a part in its own goroutine.
type stream struct {
	part part
	size int // of a chunk
	half int // of the chunk before
	full chan chunk
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
		size: int(min(int64(max(p.box.chunk, 2)), max(p.member.size, smallChunk)+1)),
		full: make(chan chunk, ahead),
		stop: make(chan struct{}),
		done: make(chan struct{}),
	}
	go s.run(packed)
	return s, nil
}

// close ends the goroutine; what it unpacked and nobody took is dropped.
func (s *stream) close() {
	close(s.stop)
	<-s.done
	for len(s.full) > 0 {
		s.recycle((<-s.full).buf)
	}
}

// recycle gives a chunk's buffer back.
func (s *stream) recycle(buf []byte) {
	if cap(buf) != headroom+chunkSize {
		return // a buffer of a small part, or made for one long tag
	}
	select {
	case s.part.box.free <- buf[:cap(buf)]:
	default:
	}
}

func (s *stream) run(packed *io.SectionReader) {
	defer close(s.done)
	defer func() {
		// A panic here could be caught by nobody else: unpacking is much arithmetic on foreign bytes.
		if r := recover(); r != nil {
			s.send(chunk{buf: make([]byte, headroom), half: s.half, err: damaged(codeDamaged, s.part.pos, lang.F("%s cannot be unpacked (%s)", "%s无法解压（%s）", s.part.name(), fmt.Sprint(r)))})
		}
	}()
	var text inflate.Filler = s.part.unpacker(packed)
	buf := s.buffer()
	n, err := text.Fill(buf, headroom)
	if order := orderOf(buf[headroom : headroom+n]); order != nil {
		text = s.part.narrow(io.NewSectionReader(packed, 0, packed.Size()), order)
		n, err = text.Fill(buf, headroom)
	}
	for total := n; err == nil; total += n {
		// The reader writes before a chunk and gives it back, so what unpacking looks back at
		// is taken first.
		next := s.buffer()
		back := min(total, headroom)
		copy(next[headroom-back:headroom], buf[headroom+n-back:])
		if !s.send(s.checked(buf[:headroom+n], nil)) {
			s.recycle(buf)
			s.recycle(next)
			return
		}
		buf = next
		n, err = text.Fill(buf, headroom)
	}
	s.send(s.checked(buf[:headroom+n], err))
}

// checked is a chunk whose characters were looked at: what unpacks it has less to do
// than what reads it.
func (s *stream) checked(buf []byte, err error) chunk {
	from := headroom - s.half
	bad, half := badChar(buf[from:])
	s.half = half
	c := chunk{buf: buf, err: err, half: half}
	if bad >= 0 {
		c.bad = from + bad
	}
	return c
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
	if s.size == chunkSize {
		select {
		case b := <-s.part.box.free:
			return b
		default:
		}
	}
	return make([]byte, headroom+s.size)
}
