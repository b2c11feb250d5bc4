package cache

import "encoding/binary"

// words is the texts of an entry while it is written. Text 0 is the empty one.
type words struct {
	known map[string]uint32
	ends  []byte // where each text ends, four bytes each
	bytes []byte
	n     uint32
}

func newWords() *words {
	w := &words{known: map[string]uint32{}}
	w.of("")
	return w
}

// of is the number of a text; each is kept once.
func (w *words) of(s string) uint32 {
	if n, ok := w.known[s]; ok {
		return n
	}
	n := w.add(s)
	w.known[s] = n
	return n
}

// add keeps a text that hardly any other equals: what was said, an order's number.
func (w *words) add(s string) uint32 {
	if s == "" && w.n > 0 {
		return 0
	}
	return w.append(s)
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

// u32 is the number at a byte; there are four.
func u32(s string, at int) uint32 {
	s = s[at : at+4]
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
}

// u64 is the number at a byte; there are eight.
func u64(s string, at int) uint64 { return uint64(u32(s, at)) | uint64(u32(s, at+4))<<32 }
