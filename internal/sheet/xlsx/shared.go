package xlsx

import (
	"sync"

	"crm/internal/diag"
	"crm/internal/lang"
)

// sharedStrings is the book's string table: one arena of bytes and where in it
// each string ends. A string costs four bytes beside its text.
type sharedStrings struct {
	bytes   []byte
	starts  []uint32       // of each, and behind the last one the end of all; nil without any
	control map[int32]bool // strings with control characters: nearly always none
}

func (t *sharedStrings) count() int { return max(len(t.starts)-1, 0) }

// at is a string; n must be below count.
func (t *sharedStrings) at(n int32) []byte {
	start, end := t.starts[n], t.starts[n+1]
	return t.bytes[start:end:end]
}

const (
	perString = 4 // bytes of ends
	// Deflate makes text three to six times smaller; room for that much, of a packed
	// length that the file really has, saves moving the arena as it grows.
	guessedRatio = 4
)

// texts is the shared strings of a book while they are needed.
type texts struct {
	sync.Mutex
	read  func() (*sharedStrings, error)
	held  *sharedStrings // nil once they are given up
	count int
}

// get is the shared strings, read again where they were given up.
func (t *texts) get() (*sharedStrings, error) {
	t.Lock()
	defer t.Unlock()
	if t.held != nil {
		return t.held, nil
	}
	held, err := t.read()
	if err != nil {
		return nil, err
	}
	t.held, t.count = held, held.count()
	return held, nil
}

func (t *texts) forget() {
	t.Lock()
	defer t.Unlock()
	t.held = nil
}

// readShared reads the shared strings part, if the book has one.
func (b *Book) readShared(relations map[string]relation) error {
	m, err := b.partOf(relations, "sharedStrings")
	if err != nil {
		return err
	}
	b.texts.read = func() (*sharedStrings, error) {
		t := &sharedStrings{}
		if m == nil || b.bare {
			return t, nil
		}
		return t, t.fill(b.box.part(m, ""), b.box.limits.SharedBytes)
	}
	_, err = b.texts.get()
	return err
}

// fill reads the strings of the part.
func (t *sharedStrings) fill(p part, limit int64) error {
	s, err := p.scan()
	if err != nil {
		return err
	}
	defer s.close()
	m := p.member
	t.bytes = make([]byte, 0, min(m.packed*guessedRatio, limit, 64*mega))
	t.starts = []uint32{0}
	usual := plainStrings{scanner: s}
	for {
		s.release()
		if err := t.addPlain(&usual, p.pos, limit); err != nil {
			return err
		}
		from, window := s.p, s.base
		switch s.element() {
		case failed:
			return s.err
		case ended:
			return nil
		case closed:
			continue
		}
		if s.space != mainSpace {
			continue
		}
		switch name := string(s.local); {
		case len(s.open) == 1:
			t.makeRoom(s.attr("uniqueCount"), m.packed)
		case len(s.open) == 2 && name == "si":
			text, control, ok := s.richText()
			if !ok {
				return s.err
			}
			if err := t.add(text, control, p.pos, limit); err != nil {
				return err
			}
			if s.base == window {
				usual.learn(s.b[from:s.p], text)
			}
		}
	}
}

// addPlain adds the plain strings that follow.
func (t *sharedStrings) addPlain(usual *plainStrings, pos diag.Pos, limit int64) error {
	if !usual.ready() {
		return nil
	}
	for {
		text, ok := usual.next()
		if !ok {
			return nil
		}
		if err := t.add(text, false, pos, limit); err != nil {
			return err
		}
	}
}

// makeRoom believes how many strings there are, as far as the packed part has that many bytes.
func (t *sharedStrings) makeRoom(count []byte, packed int64) {
	if t.count() == 0 {
		t.starts = make([]uint32, 1, min(max(parseSmall(count), 0), packed)+1)
	}
}

func (t *sharedStrings) add(text []byte, control bool, pos diag.Pos, limit int64) error {
	if int64(len(t.bytes)+len(text))+int64(t.count()+1)*perString > min(limit, maxSharedBytes) {
		return overLimit(pos, limitShared, limit, lang.T("the shared strings have too many bytes", "共享字符串的总字节数过大"))
	}
	if control {
		if t.control == nil {
			t.control = map[int32]bool{}
		}
		t.control[int32(t.count())] = true
	}
	t.bytes = append(t.bytes, text...)
	t.starts = append(t.starts, uint32(len(t.bytes)))
	return nil
}

// richText is the text of the <si> or <is> just opened, through its end tag: its
// <t>, or those of its runs. Phonetic runs are how it is spoken, not what it says.
func (s *scanner) richText() (text []byte, control, ok bool) {
	depth, pieces, start := len(s.open), 0, 0
	for {
		switch ev := s.element(); {
		case ev == closed && len(s.open) < depth:
			text, control = s.escapes(text)
			return text, control, true
		case ev == closed:
		case ev != opened:
			return nil, false, false
		case s.space == mainSpace && string(s.local) == "t":
			piece, ok := s.content()
			if !ok {
				return nil, false, false
			}
			if pieces++; pieces == 1 {
				text = piece
				continue
			}
			if pieces == 2 {
				start = len(s.runs)
				s.runs = append(s.runs, text...)
			}
			s.runs = append(s.runs, piece...)
			text = s.runs[start:]
		case s.space == mainSpace && string(s.local) == "r":
		default:
			if !s.skip() {
				return nil, false, false
			}
		}
	}
}

// escapes resolves _xHHHH_ in a text and reports control characters, which can
// only come from there: XML has none but tabs and line ends.
func (s *scanner) escapes(text []byte) (out []byte, control bool) {
	out, s.spill = unescape(text, s.spill)
	if len(out) == len(text) {
		return out, false
	}
	for _, c := range out {
		if c < ' ' && !isSpace(c) || c == 0x7F {
			control = true
		}
	}
	return out, control
}
