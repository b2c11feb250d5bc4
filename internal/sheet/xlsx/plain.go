package xlsx

import "bytes"

// plainStrings reads shared strings of one plain text that lie whole in the
// window, as nearly all do: <si><t>text</t></si>. What follows the text may also
// be what followed one that was read tag by tag: Excel says there how Chinese is
// spoken. It leaves everything else, all that is wrong included, where it was.
type plainStrings struct {
	*scanner
	tail []byte // what followed such a text, through </si>
}

const (
	plainTail = `</t></si>`
	longTail  = 128 // bytes
)

var (
	stringStart = stampOf(`<si><t>`)
	spacedStart = []byte(`<si><t xml:space="preserve">`)
)

// ready reports whether strings may come that next reads.
func (s *plainStrings) ready() bool { return len(s.open) == 1 && s.quickReady() }

// next is the next text, valid until release.
func (s *plainStrings) next() (text []byte, ok bool) {
	b := s.b
	from := plainStart(b, s.p)
	if from < 0 {
		return nil, false
	}
	to := textEnd(b, from)
	text = b[from:to]
	if to < len(b) && b[to] == '&' {
		if text, to = s.resolved(b, from, to); text == nil {
			return nil, false
		}
	}
	end := pastText(b, to, plainTail)
	if end < 0 {
		if len(s.tail) == 0 || !bytes.HasPrefix(b[to:], s.tail) {
			return nil, false
		}
		end = to + len(s.tail)
	}
	s.p = end
	return text, true
}

// plainStart is where the text of the string at b[p:] starts; -1 for one with
// other tags.
func plainStart(b []byte, p int) int {
	switch {
	case stringStart.at(b, p):
		return p + stringStart.n
	case bytes.HasPrefix(b[p:], spacedStart):
		return p + len(spacedStart)
	}
	return -1
}

// learn looks at a string that was read tag by tag, and at what was read: if that
// is the text before the first end tag, what follows there adds nothing to any text.
func (s *plainStrings) learn(read, text []byte) {
	from := plainStart(read, 0)
	if from < 0 {
		return
	}
	to := textEnd(read, from)
	if len(read)-to <= longTail && bytes.Equal(read[from:to], text) && bytes.HasPrefix(read[to:], []byte("</t>")) {
		s.tail = append(s.tail[:0], read[to:]...)
	}
}
