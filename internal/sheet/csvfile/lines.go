package csvfile

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math/bits"

	"crm/internal/table"
)

// linesBytes is how much text is handed out at once: little enough to stay in the
// processor's cache until it is worked on.
const linesBytes = 128 << 10

// NextLines implements table.LineRows.
func (r *rows) NextLines(l *table.TextLines) error {
	if r.done != nil {
		return r.done
	}
	s := r.scan
	if l.Text == nil {
		l.Text = make([]byte, linesBytes)
	}
	l.Ends, l.List = l.Ends[:0], l.List[:0]
	err := s.moreInto(l.Text[:cap(l.Text)])
	for err == nil {
		if s.skip == 0 {
			s.plainLines(l)
		}
		if err = r.oddLine(l); errors.Is(err, errMore) {
			if len(l.List) > 0 {
				err = nil
				break
			}
			err = s.more()
		}
	}
	l.Text = s.buf
	r.widths(l.List)
	if err != nil {
		r.done = r.explain(err)
	}
	return r.done
}

// widths marks the lines that are not as wide as the header.
func (r *rows) widths(lines []table.TextLine) {
	i := 0
	for ; i < len(lines) && (r.width == 0 || lines[i].Number <= r.header); i++ {
		lines[i].Ragged = r.ragged(lines[i].Number, int(lines[i].Fields))
	}
	for ; i < len(lines); i++ {
		lines[i].Ragged = int(lines[i].Fields) != r.width
	}
}

// oddLine reads the record at hand as Next does, and lays it out like a plain
// one in the place where it stood: it is never longer so.
func (r *rows) oddLine(l *table.TextLines) error {
	s := r.scan
	next, err := s.record()
	if err != nil {
		return err
	}
	from, line := s.pos, s.line
	s.pos = next
	s.line += s.lines
	switch {
	case s.skip > 0 && s.fields > 0:
		s.skip--
		return nil
	case s.used == 0 && s.fields == 0:
		return s.eof
	case s.used == 0 || r.blankLine(s.cells[:s.used]):
		return nil
	}
	r.tidy(s.cells[:s.used])
	out := table.TextLine{Number: line, From: int32(from), First: int32(len(l.Ends)), Fields: int32(s.fields)}
	at, used := from, 0
	for col := range s.fields {
		if col > 0 {
			s.buf[at] = s.delim
			at++
		}
		if used < s.used && int(s.cells[used].Col) == col {
			raw := s.cells[used].Raw
			out.Joined = out.Joined || bytes.IndexByte(raw, s.delim) >= 0
			at += copy(s.buf[at:], raw)
			used++
		}
		l.Ends = append(l.Ends, int32(at))
	}
	l.List = append(l.List, out)
	return nil
}

// Eight bytes of text at once: each constant repeats a byte.
const (
	lowBits  = 0x7f7f7f7f7f7f7f7f
	highBits = 0x8080808080808080
	ones     = 0x0101010101010101
	fromLow  = 0x6060606060606060 // carries into the high bit from 0x20 on
)

// specials marks, by its high bit, each byte of a word that may end a field: the
// delimiter, and all control characters.
func specials(word, delimiters uint64) uint64 {
	low := word & lowBits
	control := ^(low + fromLow) | (low + ones) // below 0x20, or 0x7f
	other := word ^ delimiters
	delimiter := ^((other & lowBits) + lowBits | other)
	return (control&^word | delimiter) & highBits
}

// plainRun is the line being read by plainLines.
type plainRun struct {
	s     *scanner
	lines *table.TextLines
	ends  []int32
	from  int // where the line begins
	first int // of its ends
	feed  int // a line feed that belongs to the carriage return before it
}

// plainLines reads lines as long as these are plain: no field begins with a
// character that means something, and there is no control character. It stops
// before the first line that is not, and before one that the buffer cuts.
func (s *scanner) plainLines(l *table.TextLines) {
	r := plainRun{s: s, lines: l, ends: l.Ends, from: s.pos, first: len(l.Ends), feed: -1}
	r.read()
	s.pos = r.from
	l.Ends = r.ends[:r.first]
}

func (r *plainRun) read() {
	s := r.s
	buf, end, delim, front := s.buf, s.end, s.delim, s.front
	delimiters := uint64(delim) * ones
	if front[buf[r.from]] {
		return
	}
	for at := r.from; at < end; at += 8 {
		for found := specials(binary.LittleEndian.Uint64(buf[at:]), delimiters); found != 0; found &= found - 1 {
			p := at + bits.TrailingZeros64(found)>>3
			switch c := buf[p]; {
			case p >= end:
				return
			case c == delim:
				r.ends = append(r.ends, int32(p))
			case c == '\t':
				continue
			case !r.lineEnd(p):
				return
			}
			if front[buf[p+1]] {
				return
			}
		}
	}
}

// lineEnd takes in the line that ends at p, where a control character stands;
// false where it cannot.
func (r *plainRun) lineEnd(p int) bool {
	s := r.s
	switch s.buf[p] {
	case '\n':
		if p == r.feed {
			r.from = p + 1
			return true
		}
	case '\r':
		if p+1 == s.end && s.eof == nil {
			return false // a line feed may follow
		}
		if p+1 < s.end && s.buf[p+1] == '\n' {
			r.feed = p + 1
		}
	default:
		return false
	}
	fields := len(r.ends) - r.first + 1
	switch {
	case p-r.from == fields-1: // nothing but delimiters
		r.ends = r.ends[:r.first]
	case fields == 1 || fields > maxFields: // maybe blanks
		return false
	default:
		r.ends = append(r.ends, int32(p))
		r.lines.List = append(r.lines.List, table.TextLine{Number: s.line, From: int32(r.from), First: int32(r.first), Fields: int32(fields)})
		r.first = len(r.ends)
	}
	s.line++
	r.from = p + 1
	return true
}
