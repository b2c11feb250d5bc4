package normalize

import (
	"encoding/binary"
	"hash/maphash"
	"math/bits"
)

// repeats counts the rows of one table that repeat another of it exactly: a hash
// per row while it is read, compared at the end.
type repeats struct {
	parts [repeatParts]repeatPart
	above uint64 // the row that the rows with blank keys continue
}

// The hashes are kept apart by their first bits: at the end one part at a time is
// looked through, and no second copy of all of them is needed.
const (
	repeatBits  = 7
	repeatParts = 1 << repeatBits
	repeatChunk = 1 << 8
)

// repeatPart is the hashes with the same first bits.
type repeatPart struct {
	chunks []*[repeatChunk]uint64
	n      int
}

func (p *repeatPart) add(h uint64) {
	if p.n%repeatChunk == 0 {
		p.chunks = append(p.chunks, new([repeatChunk]uint64))
	}
	p.chunks[p.n/repeatChunk][p.n%repeatChunk] = h
	p.n++
}

// see makes a row one that counts: its note goes back with the batch, and is taken
// in where the next rows are read.
func (r *repeats) see(n *rowNote, continues bool, fills []*fill) {
	h := n.print
	for _, f := range fills { // the same line under another merged order number is another line
		if f.has {
			h = hashBytes(mix(h, uint64(f.slot)), f.raw)
		}
	}
	if continues {
		h = mix(h, r.above)
	} else {
		r.above = h
	}
	n.print, n.counts = h, true
}

// take takes in the rows of a batch that count.
func (r *repeats) take(notes []rowNote) {
	for i := range notes {
		if notes[i].counts {
			h := notes[i].print
			r.parts[h>>(64-repeatBits)].add(h)
		}
	}
}

// hashBytes adds a text to a hash. It need not withstand a chosen text: two
// rows that are taken for one are only counted.
func hashBytes(h uint64, b []byte) uint64 {
	n := len(b)
	for ; len(b) > 16; b = b[8:] {
		h = mix(h, binary.LittleEndian.Uint64(b))
	}
	var first, last uint64
	switch m := len(b); {
	case m >= 8:
		first, last = binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[m-8:])
	case m >= 4:
		first, last = uint64(binary.LittleEndian.Uint32(b)), uint64(binary.LittleEndian.Uint32(b[m-4:]))
	case m > 0:
		first = uint64(b[0]) | uint64(b[m/2])<<8 | uint64(b[m-1])<<16
	}
	return mix(h^first, last^uint64(n)<<56)
}

func mix(h, v uint64) uint64 {
	hi, lo := bits.Mul64(h^0x9E3779B97F4A7C15, v^0xD6E8FEB86659FD93)
	return hi ^ lo
}

// count is how many rows repeat an earlier one. It forgets the rows. What seed is
// changes nothing but the places of the hashes in the tables that find them.
func (r *repeats) count(seed maphash.Seed) int {
	spread := maphash.String(seed, "repeats") | 1
	half := make(chan int)
	go func() { half <- countRepeats(r.parts[:repeatParts/2], spread) }()
	return countRepeats(r.parts[repeatParts/2:], spread) + <-half
}

// countRepeats puts the hashes of one part after the other into an open-addressing
// table, small enough for the processor's cache; spread is odd.
func countRepeats(parts []repeatPart, spread uint64) (repeated int) {
	var table []uint64
	for p := range parts {
		part := &parts[p]
		size := bits.Len(uint(part.n + part.n/2))
		if 1<<size > len(table) {
			table = make([]uint64, 1<<size)
		}
		seen := table[:1<<size]
		clear(seen)
		for i, c := range part.chunks {
			for _, h := range c[:min(repeatChunk, part.n-i*repeatChunk)] {
				h = max(h, 1) // 0 is an empty place
				repeated += seenBefore(seen, h, int(h*spread>>(64-size)))
			}
		}
		part.chunks = nil
	}
	return repeated
}

// seenBefore is 1 for a hash that the table has; else it puts it there. Its place
// is looked for from at on.
func seenBefore(seen []uint64, h uint64, at int) int {
	for seen[at] != h {
		if seen[at] == 0 {
			seen[at] = h
			return 0
		}
		at = (at + 1) & (len(seen) - 1)
	}
	return 1
}
