package xlsx

import (
	"bytes"
	"io"

	"crm/internal/diag"
	"crm/internal/lang"
)

// event is what the scanner met.
type event uint8

const (
	failed event = iota // scanner.err says why
	ended               // the part is over, and all of it was right
	opened              // a start tag: scanner.local, space, attrs
	closed              // the end of the element whose name is in scanner.local, space
)

// scanner takes one part's XML apart, over a window that moves along the
// unpacked chunks. What it hands out points into the window and stays valid until
// release, however far the window has moved.
//
// It checks everything that well-formed means: tags that match, attributes
// written right and once, known entities, characters, bound prefixes, one root.
type scanner struct {
	src    *stream
	limits Limits
	err    error

	b     []byte   // the window
	buf   []byte   // the chunk's buffer, which b is a part of
	p     int      // how far it is read
	base  int64    // where in the part the window starts
	start int64    // where the text starts, after a byte order mark
	rest  int      // bytes behind the window that are half a character
	over  bool     // the window reaches to the end of the stream
	last  error    // why the stream ended: io.EOF where all was right
	bad   bool     // the window ends before a byte that is no character
	held  [][]byte // windows left behind since release
	size  int64    // bytes of them

	local []byte // name without prefix
	space space
	attrs []attr
	self  bool // an empty-element tag was opened and still has to close
	stray bool // text that is not white space stood before this tag

	open  []element
	names []byte // of the open elements
	binds []binding
	plain space // of names without a prefix
	tags  quickTags
	alts  []alternative
	root  bool // the root element was met

	spill []byte // text that does not lie in one piece in the window
	runs  []byte // text put together from rich runs
}

type element struct {
	at    int // of the name in scanner.names
	local int // and of what comes behind its prefix
	space space
}

const byteOrderMark = "\xEF\xBB\xBF"

func (p part) scan() (*scanner, error) {
	src, err := p.open()
	if err != nil {
		return nil, err
	}
	s := &scanner{src: src, limits: p.box.limits, tags: quickTagsOf("")}
	for len(s.b) < len(byteOrderMark) && s.more(0) {
		continue
	}
	if bytes.HasPrefix(s.b, []byte(byteOrderMark)) {
		s.p = len(byteOrderMark)
		s.start = int64(s.p)
	}
	return s, nil
}

func (s *scanner) close() { s.src.close() }

// release ends the validity of everything handed out so far.
func (s *scanner) release() {
	for _, b := range s.held {
		s.src.recycle(b)
	}
	s.held = s.held[:0]
	s.size = 0
	s.spill, s.runs = s.spill[:0], s.runs[:0]
}

// more moves the window on by one chunk, keeping what is behind keep. It reports
// false at the part's end and on an error.
func (s *scanner) more(keep int) bool {
	if s.bad {
		s.illFormed(len(s.b), lang.T("a byte that is no character of XML", "含有 XML 不允许的字节"))
	}
	if s.over && s.last != io.EOF {
		s.fail(s.last)
	}
	if s.over || s.err != nil {
		return false
	}
	c := <-s.src.full
	s.over, s.last = c.err != nil, c.err
	tail := s.b[keep : len(s.b)+s.rest]
	next, start := c.buf, headroom-len(tail)
	if start < 0 {
		next, start = make([]byte, len(tail)+len(c.buf)-headroom, len(tail)+len(c.buf)), 0
		copy(next[len(tail):], c.buf[headroom:])
		s.src.recycle(c.buf)
	}
	copy(next[start:], tail)
	if s.buf != nil {
		s.held = append(s.held, s.buf)
		s.size += int64(len(s.buf) - headroom)
	}
	s.base += int64(keep)
	s.p -= keep
	s.buf, s.b = next, next[start:]
	s.endAt(len(tail), &c)
	return s.checkHeld()
}

// endAt ends the window, to which a chunk came at a place, before half a character,
// whose rest is still to come, and before a bad one: what is good before it is still
// read.
func (s *scanner) endAt(place int, c *chunk) {
	end, rest := len(s.b)-c.half, c.half
	if c.bad > 0 {
		end, rest = place+c.bad-headroom, 0
	}
	s.bad = c.bad > 0 || rest > 0 && s.over
	s.b, s.rest = s.b[:end], rest
}

func (s *scanner) checkHeld() bool {
	if s.size <= s.limits.RowBytes {
		return true
	}
	s.fail(overLimit(s.src.part.pos, limitRow, s.limits.RowBytes, lang.F("a row or text of %s is too long", "%s中有一行或一段文本过长", s.src.part.name())))
	return false
}

// fail keeps the first error.
func (s *scanner) fail(err error) event {
	if s.err == nil {
		s.err = err
	}
	return failed
}

// illFormed reports XML that breaks off or breaks the rules, at a place in the
// window. Where the part's checksum is wrong too, that is the cause, and said.
func (s *scanner) illFormed(at int, what lang.Text) event {
	if s.err != nil {
		return failed
	}
	p := s.src.part
	broken := damaged(codeIllFormed, p.pos, lang.F("%s is no well-formed XML at byte %d: %s", "%s在第 %d 字节处不是合格的 XML：%s", p.name(), s.base+int64(at), what))
	for !s.over {
		c := <-s.src.full
		s.over, s.last = c.err != nil, c.err
		s.src.recycle(c.buf)
	}
	if s.last != io.EOF {
		return s.fail(s.last)
	}
	return s.fail(broken)
}

func (s *scanner) truncated() event {
	return s.illFormed(len(s.b), lang.T("it ends in the middle", "内容在中途结束"))
}

// next is the next tag. Text before it is passed over; whether there was any is in stray.
func (s *scanner) next() event {
	s.stray = false
	if s.self {
		s.self = false
		return s.pop()
	}
	for {
		if s.err != nil {
			return failed
		}
		if s.p >= len(s.b) {
			if !s.more(s.p) {
				return s.end()
			}
			continue
		}
		if s.b[s.p] != '<' {
			s.passText()
			continue
		}
		if s.p+1 >= len(s.b) {
			if !s.more(s.p) {
				return s.truncated()
			}
			continue
		}
		switch s.b[s.p+1] {
		case '/':
			return s.endTag()
		case '!', '?':
			s.passMarkup()
		default:
			return s.startTag()
		}
	}
}

// end is the end of the part's bytes.
func (s *scanner) end() event {
	if s.err != nil {
		return failed
	}
	if len(s.open) > 0 || !s.root {
		return s.truncated()
	}
	return ended
}

// passText goes on to the next tag.
func (s *scanner) passText() {
	n := bytes.IndexByte(s.b[s.p:], '<')
	text := s.b[s.p:]
	if n >= 0 {
		text = text[:n]
	}
	if blank(text) {
		s.p += len(text)
		return
	}
	s.stray = true
	if len(s.open) == 0 {
		s.illFormed(s.p+len(text)-len(bytes.TrimLeft(text, " \t\r\n")), lang.T("text outside the root element", "根元素之外出现文本"))
		return
	}
	kept := len(s.spill)
	s.spill = s.chars(s.spill)[:kept] // read for its rules, not for what it says
}

// passBlank goes past white space in the window. It reports whether there was any.
func (s *scanner) passBlank() bool {
	from := s.p
	for s.p < len(s.b) && isSpace(s.b[s.p]) {
		s.p++
	}
	return s.p > from
}

// passMarkup goes past a comment, an instruction or a CDATA section.
func (s *scanner) passMarkup() {
	const longest = len("<![CDATA[")
	for len(s.b)-s.p < longest && s.more(s.p) {
		continue
	}
	b := s.b[s.p:]
	switch {
	case bytes.HasPrefix(b, []byte("<!--")):
		s.passTo(len("<!--"), "-->")
	case bytes.HasPrefix(b, []byte("<![CDATA[")) && len(s.open) > 0:
		s.stray = true
		s.passTo(longest, "]]>")
	case bytes.HasPrefix(b, []byte("<?xml")) && len(b) > 5 && isSpace(b[5]):
		s.declaration()
	case bytes.HasPrefix(b, []byte("<?")):
		s.passTo(len("<?"), "?>")
	case bytes.HasPrefix(b, []byte("<!DOCTYPE")), bytes.HasPrefix(b, []byte("<!ENTITY")):
		p := s.src.part
		s.fail(invalid(codeDoctype, p.pos, lang.F("%s has a DOCTYPE, which no workbook may have", "%s含有工作簿不允许的 DOCTYPE", p.name())))
	default:
		s.illFormed(s.p, lang.T("unknown markup", "无法识别的标记"))
	}
}

// passTo skips n bytes and then everything through the terminator.
func (s *scanner) passTo(n int, terminator string) {
	s.p += n
	for first := len(s.held) + 1; ; {
		if i := bytes.Index(s.b[s.p:], []byte(terminator)); i >= 0 {
			s.p += i + len(terminator)
			return
		}
		s.p = max(s.p, len(s.b)-len(terminator)+1)
		if !s.more(s.p) {
			s.truncated()
			return
		}
		s.drop(first)
	}
}

// drop gives back the windows beyond the first ones, while a long stretch is
// passed over that nothing can point into.
func (s *scanner) drop(first int) {
	for n := len(s.held); n > first; n-- {
		last := s.held[n-1]
		s.src.recycle(last)
		s.held = s.held[:n-1]
		s.size -= int64(len(last) - headroom)
	}
}

// skip goes past the element that was just opened.
func (s *scanner) skip() bool {
	for depth := len(s.open); ; {
		switch s.next() {
		case closed:
			if len(s.open) < depth {
				return true
			}
		case failed, ended:
			return false
		}
	}
}

// problemAt is where problems of the part lie.
func (s *scanner) problemAt() diag.Pos { return s.src.part.pos }
