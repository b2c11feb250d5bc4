package cache

import "encoding/binary"

// words is the texts of an entry while it is written. Text 0 is the empty one.
type words struct {
	known  map[string]uint32
	lately [64]struct { // by length and last byte
		text string
		n    uint32
	}
	ends  []byte // where each text ends, four bytes each
	bytes []byte
	n     uint32
}

func newWords() *words { return newWordsFor(0) }

// newWordsFor makes room for so many texts.
func newWordsFor(n int) *words {
	w := &words{
		known: make(map[string]uint32, n), ends: make([]byte, 0, n*endBytes), bytes: make([]byte, 0, n*usualText),
	}
	w.append("")
	return w
}

// usualText is how many bytes most texts have, or more.
const usualText = 16

// of is the number of a text; each is kept once.
func (w *words) of(s string) uint32 {
	if s == "" {
		return 0
	}
	lately := &w.lately[(len(s)+int(s[len(s)-1]))%len(w.lately)]
	if lately.text == s {
		return lately.n
	}
	n, known := w.known[s]
	if !known {
		n = w.append(s)
		w.known[s] = n
	}
	lately.text, lately.n = s, n
	return n
}

// append keeps a text as the next one, also an empty one.
func (w *words) append(s string) uint32 {
	w.bytes = append(w.bytes, s...)
	w.ends = binary.LittleEndian.AppendUint32(w.ends, uint32(len(w.bytes)))
	w.n++
	return w.n - 1
}

// textual is the texts of an entry that was read. They are parts of what was
// read: handing one out costs nothing.
type textual struct {
	ends  string
	bytes string
	count uint32
}

// at is text n; empty for one that is not there.
func (t *textual) at(n uint32) string {
	if n == 0 || n >= t.count {
		return ""
	}
	from, to := u32(t.ends, int(4*n-4)), u32(t.ends, int(4*n))
	if from > to || uint64(to) > uint64(len(t.bytes)) {
		return ""
	}
	return t.bytes[from:to]
}

// endings is texts that lie behind each other, and where each of them ends. None
// are as many empty ones as one likes.
type endings struct{ bytes, ends string }

// at is text i; empty where its ends are none.
func (e *endings) at(i int) string {
	if e.ends == "" {
		return ""
	}
	from, to := uint32(0), u32(e.ends, i*endBytes)
	if i > 0 {
		from = u32(e.ends, (i-1)*endBytes)
	}
	if from > to || uint64(to) > uint64(len(e.bytes)) {
		return ""
	}
	return e.bytes[from:to]
}

// u32 is the number at a byte; there are four.
func u32(s string, at int) uint32 {
	s = s[at : at+4]
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
}

// u64 is the number at a byte; there are eight.
func u64(s string, at int) uint64 { return uint64(u32(s, at)) | uint64(u32(s, at+4))<<32 }
