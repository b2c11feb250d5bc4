package annotate

import (
	"bytes"
	"errors"
	"io"

	"crm/internal/lang"
)

// event is what a tape met.
type event uint8

const (
	failed event = iota // tape.err says why
	ended               // the part is over
	opened              // a start tag
	closed              // an end tag
	alone               // an empty-element tag
)

// The room of a tape: what it reads at a time, the longest piece (a tag; with hold,
// the text before it too) that it takes, and about the longest part that it keeps
// whole.
const (
	tapeRoom  = 128 << 10
	tapeMost  = 64 << 20
	wholeMost = 32 << 20
)

// tape reads a part's XML tag by tag and copies what is left alone in long runs.
// It knows tags, comments, instructions and CDATA, and nothing of what they
// mean; that the XML is right in every respect is for sheet/xlsx to check.
//
// tag, text and name point into the window and are valid until next.
type tape struct {
	r     io.Reader
	w     io.Writer // nil: nothing is copied
	hold  bool      // keep the text before a tag
	whole bool      // nothing is given up: the window holds the part up to where it is read
	err   error

	buf   []byte
	n     int // filled up to here
	p     int // read up to here
	kept  int // from here on nothing is copied yet
	mute  bool
	over  bool
	start int // of the tag
	from  int // of the text before it
	name  []byte
	cell  cellTag // of a plain <c>
	plain bool    // the tag is one
	depth int     // of the tag's element; the root's is 1
	open  int
}

func newTape(w io.Writer, r io.Reader) *tape {
	return &tape{r: r, w: w, buf: make([]byte, tapeRoom)}
}

// newWholeTape is a tape that keeps the part, which likely is that long, unless it
// turns out too long for that.
func newWholeTape(r io.Reader, likely int64) *tape {
	room := min(max(likely, 0), wholeMost) + tapeRoom
	return &tape{r: r, whole: true, buf: make([]byte, room)}
}

// newTapeOver is a tape over a part that another one kept.
func newTapeOver(w io.Writer, part []byte) *tape {
	return &tape{w: w, buf: part, n: len(part), over: true}
}

// tag is the tag met, from < to >.
func (t *tape) tag() []byte { return t.buf[t.start:t.p] }

// text is what stands before the tag, markup that is no tag included; only with hold.
func (t *tape) text() []byte { return t.buf[t.from:t.start] }

// next is the next tag.
func (t *tape) next() event {
	t.from = t.p
	if t.plain = t.err == nil && t.plainCell(); t.plain {
		return t.plainEvent()
	}
	for t.err == nil {
		i := bytes.IndexByte(t.buf[t.p:t.n], '<')
		if i < 0 {
			t.p = t.n
			if !t.more(t.p) {
				return t.end()
			}
			continue
		}
		t.start = t.p + i
		t.p = t.start + 1
		if t.p == t.n && !t.more(t.start) {
			break
		}
		switch t.buf[t.p] {
		case '!', '?':
			t.pass()
		default:
			return t.element()
		}
	}
	return t.broken()
}

// more reads on; what lies behind keep is copied and given up.
func (t *tape) more(keep int) bool {
	if t.over || t.err != nil {
		return false
	}
	if t.hold {
		keep = min(keep, t.from)
	}
	if t.whole = t.whole && t.n < wholeMost; t.whole {
		keep = 0
	}
	t.copyTo(keep)
	if keep > 0 {
		copy(t.buf, t.buf[keep:t.n])
		t.n, t.p, t.start, t.from, t.kept = t.n-keep, t.p-keep, t.start-keep, t.from-keep, t.kept-keep
	}
	if t.n == len(t.buf) {
		if len(t.buf) >= tapeMost {
			t.fail(illFormed(lang.F("a tag of more than %d bytes", "有超过 %d 字节的标签", tapeMost)))
			return false
		}
		t.buf = append(t.buf, make([]byte, len(t.buf))...)
	}
	for range 100 { // as io.Reader allows reads of nothing
		n, err := t.r.Read(t.buf[t.n:])
		t.n += n
		if errors.Is(err, io.EOF) {
			t.over = true
		} else if err != nil {
			t.fail(err)
		}
		if n > 0 || err != nil {
			return n > 0
		}
	}
	t.fail(io.ErrNoProgress)
	return false
}

// copyTo copies what is not copied yet, up to there.
func (t *tape) copyTo(to int) {
	if to <= t.kept {
		return
	}
	if t.w != nil && !t.mute {
		if _, err := t.w.Write(t.buf[t.kept:to]); err != nil {
			t.fail(err)
		}
	}
	t.kept = to
}

func (t *tape) fail(err error) {
	if t.err == nil {
		t.err = err
	}
}

func (t *tape) broken() event {
	t.fail(illFormed(lang.T("it ends in the middle", "内容在中途结束")))
	return failed
}

// end is the end of the part's bytes.
func (t *tape) end() event {
	if t.err != nil {
		return failed
	}
	if t.open > 0 {
		return t.broken()
	}
	t.copyTo(t.n)
	t.start = t.n
	if t.err != nil {
		return failed
	}
	return ended
}

// pass goes past a comment, an instruction or a CDATA section, which the window
// need not hold whole.
func (t *tape) pass() {
	const longest = len("![CDATA[")
	for t.n-t.p < longest && t.more(t.start) {
		continue
	}
	var terminator []byte
	switch b := t.buf[t.p:t.n]; {
	case bytes.HasPrefix(b, []byte("!--")):
		t.p, terminator = t.p+3, []byte("-->")
	case bytes.HasPrefix(b, []byte("![CDATA[")):
		t.p, terminator = t.p+longest, []byte("]]>")
	case b[0] == '?':
		terminator = []byte("?>")
	default:
		t.fail(illFormed(lang.T("markup that no sheet may have", "含有工作表不允许的标记")))
		return
	}
	for t.err == nil {
		if i := bytes.Index(t.buf[t.p:t.n], terminator); i >= 0 {
			t.p += i + len(terminator)
			return
		}
		t.p = max(t.p, t.n-len(terminator)+1)
		if !t.more(t.p) {
			t.broken()
		}
	}
}

// element reads the tag that begins at start.
func (t *tape) element() event {
	var quote byte
	for i := t.p; ; i++ {
		if i == t.n {
			at := i - t.start
			if !t.more(t.start) {
				return t.broken()
			}
			i = t.start + at
		}
		switch c := t.buf[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '>':
			t.p = i + 1
			return t.named()
		case c == '"' || c == '\'':
			quote = c
		}
	}
}

// named finds the tag's name and keeps count of the depth.
func (t *tape) named() event {
	tag := t.tag()
	if tag[1] == '/' {
		t.name = bytes.TrimRight(tag[2:len(tag)-1], " \t\r\n")
		if t.depth = t.open; t.open == 0 {
			return t.broken()
		}
		t.open--
		return closed
	}
	i := 1
	for i < len(tag) && tag[i] > ' ' && tag[i] != '/' && tag[i] != '>' {
		i++
	}
	t.name = tag[1:i]
	t.depth = t.open + 1
	if tag[len(tag)-2] == '/' {
		return alone
	}
	t.open++
	return opened
}

// write puts bytes into the copy, after what was copied so far.
func (t *tape) write(b []byte) {
	if t.w == nil || t.err != nil {
		return
	}
	if _, err := t.w.Write(b); err != nil {
		t.fail(err)
	}
}

// before copies everything up to the tag, so that write writes before it.
func (t *tape) before() { t.copyTo(t.start) }

// replace puts bytes in the tag's place.
func (t *tape) replace(b []byte) {
	t.before()
	t.write(b)
	t.kept = t.p
}

// silence leaves out everything from the tag on, until sound.
func (t *tape) silence() {
	t.before()
	t.mute = true
}

// sound ends a silence behind the tag.
func (t *tape) sound() {
	t.mute, t.kept = false, t.p
}
