package csvfile

import (
	"bytes"
	"errors"
	"io"

	"crm/internal/sheet/charset"
	"crm/internal/table"
)

// chunkBytes is how much text the scanner holds; a longer record makes it grow.
const chunkBytes = 256 << 10

// spare is what the buffer has behind its text: room for a sentinel, and for
// reading eight bytes at once up to its end.
const spare = 8

// maxFields is how many fields a record may have: the columns of an Excel sheet.
const maxFields = 16384

// What a byte means outside quotes.
const (
	plain = iota
	separator
	lineFeed
	carriageReturn
	control // any other control character but the tab
)

// classes says what each byte means under a delimiter.
func classes(delimiter byte) *[256]uint8 {
	var class [256]uint8
	for c := range 0x20 {
		class[c] = control
	}
	class[0x7f] = control
	class['\t'] = plain
	class['\n'] = lineFeed
	class['\r'] = carriageReturn
	class[delimiter] = separator
	return &class
}

// fronts says which bytes mean something at the front of a field: a quote, and
// what plainText may take away.
func fronts() *[256]bool {
	var front [256]bool
	front['"'], front['\''], front['='] = true, true, true
	return &front
}

// fault is something odd in one field, noticed on the way.
type fault struct {
	kind  faultKind
	line  int
	field int // counted from 1
	value []byte
}

type faultKind uint8

const (
	controlCharacter faultKind = iota
	textAfterQuote
)

// Errors that end the scan; the scanner's line and field say where.
var (
	errOpenQuote = errors.New("quote never closed")
	errFarQuote  = errors.New("quote not closed within the limit of a record")
	errLostQuote = errors.New("quote closed in another line, in the middle of a field")
	errLongLine  = errors.New("record longer than the limit")
	errWide      = errors.New("record has more fields than a sheet has columns")
	errMore      = errors.New("the record goes on behind the buffer")
)

// scanner cuts text into records and fields. It allocates nothing per record.
type scanner struct {
	src   *charset.Source
	class *[256]uint8
	front *[256]bool // bytes that mean something at the front of a field
	delim byte
	limit int // bytes of a record

	buf   []byte // longer than end by spare bytes at least
	pos   int    // start of the next record
	end   int
	eof   error // what comes after end; nil while there is more
	line  int   // of the next record, counted from 1
	skip  int   // records at the front that say how to read, and are none
	cells []table.Cell
	// Of the record being read:
	fields  int
	used    int    // cells with content
	lines   int    // line ends inside it, its own included
	scratch []byte // fields that could not stay as they stand
	faults  []fault
	wrong   place // of the error that ended the scan
}

// place is a field of a text file.
type place struct{ line, field int }

func newScanner(src *charset.Source, delimiter byte, limit int) *scanner {
	s := &scanner{src: src, class: classes(delimiter), front: fronts(), delim: delimiter, limit: limit, line: 1}
	s.buf = make([]byte, chunkBytes+spare)
	s.widen(64)
	return s
}

// widen makes room for n cells.
func (s *scanner) widen(n int) {
	more := make([]table.Cell, n)
	copy(more, s.cells)
	for i := len(s.cells); i < n; i++ {
		more[i] = table.Cell{Style: -1, Shared: -1}
	}
	s.cells = more
}

// next reads one record: the cells of its fields with content, and the line it
// starts on. Blank lines are passed over. io.EOF after the last one.
func (s *scanner) next() (cells []table.Cell, line int, err error) {
	for {
		line = s.line
		end, err := s.record()
		switch {
		case errors.Is(err, errMore):
			if err := s.more(); err != nil {
				return nil, line, err
			}
			continue
		case err != nil:
			return nil, line, err
		}
		s.pos = end
		s.line += s.lines
		if s.skip > 0 && s.fields > 0 {
			s.skip--
			continue
		}
		if s.used > 0 {
			return s.cells[:s.used], line, nil
		}
		if s.fields == 0 { // the end of the text
			return nil, line, s.eof
		}
	}
}

// more reads on: the unfinished record moves to the front of the buffer, which
// grows where it is full.
func (s *scanner) more() error { return s.moreInto(s.buf) }

// moreInto is more with another buffer in the place of its own.
func (s *scanner) moreInto(buf []byte) error {
	rest := s.buf[s.pos:s.end]
	if len(rest) > s.limit {
		return s.failAt(errLongLine, s.line, 1)
	}
	if free := len(buf) - spare - len(rest); free < len(buf)/2 {
		buf = make([]byte, 2*max(len(buf), len(s.buf)))
	}
	s.end = copy(buf, rest)
	s.buf, s.pos = buf, 0
	n, err := s.src.Fill(s.buf[s.end : len(s.buf)-spare])
	s.end += n
	s.eof = err
	return nil
}

func (s *scanner) failAt(err error, line, field int) error {
	s.wrong = place{line, field}
	return err
}

// atEnd is what to do at the end of the buffer: go on reading, or finish.
func (s *scanner) atEnd() error {
	switch {
	case s.eof == nil:
		return errMore
	case errors.Is(s.eof, io.EOF):
		return nil
	}
	return s.failAt(s.eof, s.line+s.lines, 1)
}

// record scans the record at pos, leaves its cells in s.cells, and says where
// the next one starts.
func (s *scanner) record() (int, error) {
	s.fields, s.used, s.lines = 0, 0, 0
	s.scratch, s.faults = s.scratch[:0], s.faults[:0]
	if s.pos == s.end {
		return s.pos, s.atEnd()
	}
	s.buf[s.end] = '\n' // a sentinel: the loops below need no test for the end
	i, buf, class := s.pos, s.buf, s.class
	for {
		if s.fields == maxFields {
			return 0, s.failAt(errWide, s.line, maxFields+1)
		}
		at := i
		if buf[i] != '"' {
			for class[buf[at]] == plain {
				at++
			}
		}
		value := buf[i:at:at]
		if at == i && buf[i] == '"' || class[buf[at]] == control {
			var err error
			if value, at, err = s.odd(i); err != nil {
				return 0, err
			}
		}
		if len(value) > 0 {
			s.keep(value)
		}
		s.fields++
		if buf[at] == s.delim && at < s.end {
			i = at + 1
			continue
		}
		return s.endRecord(at)
	}
}

// keep adds the current field to the cells.
func (s *scanner) keep(value []byte) {
	if s.used == len(s.cells) {
		s.widen(2 * len(s.cells))
	}
	c := &s.cells[s.used]
	c.Raw, c.Col = value, int32(s.fields)
	s.used++
}

// endRecord steps over the line end at i.
func (s *scanner) endRecord(i int) (int, error) {
	if i == s.end {
		if err := s.atEnd(); err != nil {
			return 0, err
		}
		return i, nil
	}
	s.lines++
	if s.buf[i] == '\r' {
		if i+1 == s.end && s.eof == nil {
			return 0, errMore // a line feed may follow
		}
		if i+1 < s.end && s.buf[i+1] == '\n' {
			i++
		}
	}
	return i + 1, nil
}

// odd scans the field at i, which is quoted or holds control characters: its text,
// and where its delimiter or line end stands.
func (s *scanner) odd(i int) ([]byte, int, error) {
	if i < s.end && s.buf[i] == '"' {
		return s.quoted(i)
	}
	at, odd := s.run(i)
	value := s.buf[i:at:at]
	if odd {
		s.fault(controlCharacter, value)
	}
	return value, at, nil
}

// run is where the unquoted text from i on ends, and whether it holds control
// characters.
func (s *scanner) run(i int) (end int, odd bool) {
	buf, class := s.buf, s.class
	for {
		for class[buf[i]] == plain {
			i++
		}
		if class[buf[i]] != control {
			return i, odd
		}
		odd = true
		i++
	}
}

// quoted scans the quoted field at i. Text after the closing quote belongs to
// it, as in Excel; but not where the quotes stand in different lines: then a
// quote is missing, and records were swallowed.
func (s *scanner) quoted(i int) ([]byte, int, error) {
	opened := place{s.line + s.lines, s.fields + 1}
	from, lines := i+1, s.lines
	close, doubled, err := s.closing(from)
	switch {
	case errors.Is(err, errOpenQuote):
		return nil, 0, s.failAt(err, opened.line, opened.field)
	case errors.Is(err, errLongLine):
		return nil, 0, s.failAt(errFarQuote, opened.line, opened.field)
	case err != nil:
		return nil, 0, err
	}
	value := s.buf[from:close:close]
	if doubled || s.lines > lines && bytes.IndexByte(value, '\r') >= 0 {
		value = s.unquote(value)
	}
	at, odd := s.run(close + 1)
	if at == s.end && s.eof == nil {
		return nil, 0, errMore
	}
	if at > close+1 && len(bytes.TrimSpace(s.buf[close+1:at])) > 0 {
		if s.lines > lines {
			return nil, 0, s.failAt(errLostQuote, opened.line, opened.field)
		}
		tail := s.buf[close+1 : at]
		value = append(value, tail...) // its capacity ends at the quote: a copy
		s.fault(textAfterQuote, value)
	}
	if odd || hasControl(value) {
		s.fault(controlCharacter, value)
	}
	return value, at, nil
}

// closing finds the quote that ends the quoted text at i, counting the line ends
// on the way.
func (s *scanner) closing(i int) (at int, doubled bool, err error) {
	start := i
	for {
		n := bytes.IndexByte(s.buf[i:s.end], '"')
		last := s.end
		if n >= 0 {
			last = i + n
		}
		if last+1 >= s.end && s.eof == nil {
			if s.end-s.pos > s.limit {
				return 0, false, errLongLine
			}
			return 0, false, errMore
		}
		if n < 0 {
			if !errors.Is(s.eof, io.EOF) {
				s.countLines(s.buf[start:last])
				return 0, false, s.atEnd()
			}
			return 0, false, errOpenQuote
		}
		if last+1 < s.end && s.buf[last+1] == '"' {
			doubled = true
			i = last + 2
			continue
		}
		s.countLines(s.buf[start:last])
		return last, doubled, nil
	}
}

// countLines adds the line ends inside quoted text: LF, CR LF, or CR alone.
func (s *scanner) countLines(text []byte) {
	feeds := bytes.Count(text, []byte{'\n'})
	returns := bytes.Count(text, []byte{'\r'})
	s.lines += feeds
	if returns > 0 {
		s.lines += returns - bytes.Count(text, []byte("\r\n"))
	}
}

// unquote copies quoted text with doubled quotes single and line ends as LF.
func (s *scanner) unquote(text []byte) []byte {
	start := len(s.scratch)
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c == '"':
			i++ // the first of two
		case c == '\r':
			c = '\n'
			if i+1 < len(text) && text[i+1] == '\n' {
				i++
			}
		}
		s.scratch = append(s.scratch, c)
	}
	return s.scratch[start:len(s.scratch):len(s.scratch)]
}

func (s *scanner) fault(kind faultKind, value []byte) {
	s.faults = append(s.faults, fault{kind, s.line, s.fields + 1, value})
}

// hasControl reports whether quoted text holds a control character other than
// tab and line end.
func hasControl(text []byte) bool {
	for _, c := range text {
		if c < 0x20 && c != '\t' && c != '\n' && c != '\r' || c == 0x7f {
			return true
		}
	}
	return false
}
