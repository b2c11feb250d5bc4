package normalize

import (
	"encoding/binary"

	"crm/internal/table"
)

// shortWord is a text of few bytes, as two numbers, and what it stands for: ids,
// codes and the words of a column are hardly ever longer.
type shortWord struct {
	first, last uint64
	length      uint8      // plus 1; 0 for none
	kind        table.Kind // of the cell, where that matters
	val         int32
}

// longestShort is the most bytes of a short word.
const longestShort = 16

// packShort is a text as a short word; none for a longer one.
func packShort(text []byte) (w shortWord) {
	n := len(text)
	switch {
	case n > longestShort:
		return w
	case n >= 8:
		w.first, w.last = binary.LittleEndian.Uint64(text), binary.LittleEndian.Uint64(text[n-8:])
	case n >= 4:
		w.first, w.last = uint64(binary.LittleEndian.Uint32(text)), uint64(binary.LittleEndian.Uint32(text[n-4:]))
	case n > 0:
		w.first = uint64(text[0]) | uint64(text[n/2])<<8 | uint64(text[n-1])<<16
	}
	w.length = uint8(n) + 1
	return w
}

func (w *shortWord) none() bool { return w.length == 0 }

// is reports whether two words are the same text.
func (w *shortWord) is(o *shortWord) bool {
	return w.first == o.first && w.last == o.last && w.length == o.length && w.kind == o.kind
}

// place is one of 1 << bits places for the text.
func (w *shortWord) place(bits int) uint64 {
	h := w.first*0x9E3779B97F4A7C15 ^ w.last*0xD6E8FEB86659FD93
	return (h ^ h>>32) * 0x9E3779B97F4A7C15 >> (64 - bits)
}

// shortIDs remembers whose the short ids of a table are, where they are texts of
// their own. Of two that have one place the later is remembered.
type shortIDs struct{ words []shortWord }

// shortIDBits is so that tens of thousands of ids find a place: 1 << shortIDBits.
const shortIDBits = 13

// of is the customer of a cell's id; at is where to remember it, nil for an id
// that is not short.
func (s *shortIDs) of(c *table.Cell) (customer int32, at *shortWord, known bool) {
	w := packShort(c.Raw)
	if w.none() || c.Kind != table.Text || c.Shared >= 0 {
		return 0, nil, false
	}
	if s.words == nil {
		s.words = make([]shortWord, 1<<shortIDBits)
	}
	at = &s.words[w.place(shortIDBits)]
	if at.is(&w) {
		return at.val, at, true
	}
	*at = w
	return 0, at, false
}
