package markup

import (
	"bytes"
	"errors"
	"io"

	"crm/internal/diag"
	"crm/internal/lang"
)

// Kind is what Next found.
type Kind uint8

// The kinds of pieces.
const (
	Open  Kind = iota + 1 // a start tag: Space, Local and Attrs are set
	Close                 // an end tag, also that of <a/>: Space and Local are set
	Text                  // a stretch of text, or part of one: Text is set
)

// Space is a name space, as the caller numbers them from 1 on; 0 is none.
type Space uint8

// Foreign is every name space that the caller did not number.
const Foreign Space = 255

// Attr is one attribute. Attributes without a prefix have Space 0.
type Attr struct {
	Space Space
	Local []byte
	Value []byte // entities resolved, line ends and tabs made spaces
}

// Limits bounds what a document may ask for; the zero value is not usable.
type Limits struct {
	Depth      int64 // open elements inside each other
	Attributes int64 // of one element
	TagBytes   int64 // of one tag
}

// Place is how messages call what is read.
type Place struct {
	Pos  diag.Pos
	Part lang.Text // "part content.xml"; in Chinese without a blank behind
}

// Scanner reads one document. Slices it hands out are valid until the next call.
type Scanner struct {
	Space Space
	Local []byte
	Attrs []Attr
	Text  []byte

	in     io.Reader
	place  Place
	limits Limits
	spaces map[string]Space

	buf    []byte
	p, n   int   // what is unread lies in buf[p:n]
	base   int64 // where in the document buf begins
	inErr  error // what ended the reading of in
	err    error // what Next answers from now on
	spill  []byte
	names  []byte // of the open elements, one after the other
	stack  []element
	binds  []binding
	rooted bool // the root element has begun
	self   bool // <a/> was handed out as Open
	cdata  bool // inside a CDATA section
}

// element is an open element; its name ends where the next one's begins.
type element struct {
	name  int // where in names it begins
	local int // where its local part begins
	space Space
	binds int // how many bindings there were before it
}

// binding is a prefix that an open element declared.
type binding struct {
	prefix string
	space  Space
}

const windowBytes = 64 << 10

// New reads UTF-8 from r; spaces numbers the name spaces the caller cares for.
func New(r io.Reader, place Place, l Limits, spaces map[string]Space) *Scanner {
	return &Scanner{in: r, place: place, limits: l, spaces: spaces, buf: make([]byte, windowBytes)}
}

// Depth is how many elements are open, the one just opened among them.
func (s *Scanner) Depth() int { return len(s.stack) }

// Attr is the value of an attribute of the element just opened.
func (s *Scanner) Attr(space Space, local string) (value []byte, ok bool) {
	for i := range s.Attrs {
		if a := &s.Attrs[i]; a.Space == space && string(a.Local) == local {
			return a.Value, true
		}
	}
	return nil, false
}

// Skip reads through the end of the element just opened.
func (s *Scanner) Skip() error {
	for depth := len(s.stack); ; {
		kind, err := s.Next()
		if err != nil {
			return err
		}
		if kind == Close && len(s.stack) < depth {
			return nil
		}
	}
}

// Next is the next piece; io.EOF after the end of the document. Any other error is
// a *diag.Problem, or one of reading.
func (s *Scanner) Next() (Kind, error) {
	if s.err != nil {
		return 0, s.err
	}
	kind, err := s.next()
	if err != nil {
		s.err = err
		return 0, err
	}
	return kind, nil
}

func (s *Scanner) next() (Kind, error) {
	s.spill = s.spill[:0]
	if s.self {
		s.self = false
		return s.pop(), nil
	}
	for {
		if s.cdata {
			if found, err := s.cdataPiece(); found || err != nil {
				return Text, err
			}
			continue
		}
		if s.p == s.n && !s.more() {
			return 0, s.end()
		}
		if s.buf[s.p] != '<' {
			if found, err := s.textPiece(); found || err != nil {
				return Text, err
			}
			continue
		}
		for s.n-s.p < 2 && s.more() {
			continue
		}
		if s.n-s.p < 2 {
			return 0, s.end()
		}
		switch s.buf[s.p+1] {
		case '/':
			return s.endTag()
		case '!', '?':
			if err := s.passMarkup(); err != nil {
				return 0, err
			}
		default:
			return s.startTag()
		}
	}
}

// end judges the end of the document.
func (s *Scanner) end() error {
	switch {
	case s.inErr != nil && !errors.Is(s.inErr, io.EOF):
		return s.inErr
	case len(s.stack) > 0 || s.p < s.n || !s.rooted:
		return s.illFormed(s.n, lang.T("it ends in the middle", "内容在中途结束"))
	}
	return io.EOF
}

// more reads on; false at the end, or where reading failed.
func (s *Scanner) more() bool {
	if s.inErr != nil {
		return false
	}
	if s.p > 0 {
		copy(s.buf, s.buf[s.p:s.n])
		s.base += int64(s.p)
		s.p, s.n = 0, s.n-s.p
	}
	if s.n == len(s.buf) {
		s.buf = append(s.buf, make([]byte, len(s.buf))...)
	}
	for range 100 {
		n, err := s.in.Read(s.buf[s.n:])
		s.n += n
		if err != nil {
			s.inErr = err
		}
		if n > 0 || err != nil {
			return n > 0
		}
	}
	s.inErr = io.ErrNoProgress
	return false
}

// find looks for a byte sequence from p+from on, reading as far as a tag may be
// long; -1 where it does not come.
func (s *Scanner) find(from int, what string) (int, error) {
	for {
		if i := bytes.Index(s.buf[s.p+from:s.n], []byte(what)); i >= 0 {
			return from + i, nil
		}
		if int64(s.n-s.p) > s.limits.TagBytes {
			return 0, s.overLimit("tag-bytes", s.limits.TagBytes, lang.F("%s has a tag that is too long", "%s中有过长的标签", s.place.Part))
		}
		from = max(from, s.n-s.p-len(what)+1)
		if !s.more() {
			s.p = s.n
			return 0, s.unfinished()
		}
	}
}

// unfinished is a document that ends inside a piece of markup.
func (s *Scanner) unfinished() error {
	if s.inErr != nil && !errors.Is(s.inErr, io.EOF) {
		return s.inErr
	}
	return s.illFormed(s.n, lang.T("it ends in the middle", "内容在中途结束"))
}

// illFormed is XML that breaks the rules, at a place in the window.
func (s *Scanner) illFormed(at int, what lang.Text) error {
	return &diag.Problem{
		Code: "F11", Severity: diag.Error, Pos: s.place.Pos,
		Message: lang.F("%s is no well-formed XML at byte %d: %s", "%s在第 %d 字节处不是合格的 XML：%s", s.place.Part, s.base+int64(at), what),
		Hint:    lang.T("fetch or export the file again, or take a backup", "请重新下载或重新导出该文件，或使用备份"),
	}
}

func (s *Scanner) overLimit(name string, limit int64, what lang.Text) error {
	return &diag.Problem{
		Code: "F15", Severity: diag.Error, Pos: s.place.Pos,
		Message: lang.F("%s: over the limit of %d", "%s：超过上限 %d", what, limit),
		Hint:    lang.F("if the file is meant to be so large: --limit %s=%d", "若文件确实这么大：--limit %s=%d", name, limit*2),
	}
}
