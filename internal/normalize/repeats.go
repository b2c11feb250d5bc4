package normalize

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// repeats counts the rows of one table that repeat another of it exactly: a hash
// per row while it is read, sorted at the end.
type repeats struct {
	parts [repeatParts]repeatPart
	above uint64 // the row that the rows with blank keys continue
}

// The hashes are kept apart by their first bits: at the end one part at a time is
// sorted, and no second copy of all of them is needed.
const (
	repeatBits  = 5
	repeatParts = 1 << repeatBits
	repeatChunk = 1 << 10
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

// add takes in a row by its print.
func (r *repeats) add(h uint64, continues bool, fills []*fill) {
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
	r.parts[h>>(64-repeatBits)].add(h)
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

// count is how many rows repeat an earlier one. It forgets the rows.
func (r *repeats) count() int {
	half := make(chan int)
	go func() { half <- countRepeats(r.parts[:repeatParts/2]) }()
	return countRepeats(r.parts[repeatParts/2:]) + <-half
}

func countRepeats(parts []repeatPart) (repeated int) {
	var sorted []uint64
	for p := range parts {
		part := &parts[p]
		sorted = sorted[:0]
		for i, c := range part.chunks {
			sorted = append(sorted, c[:min(repeatChunk, part.n-i*repeatChunk)]...)
		}
		part.chunks = nil
		const firstByte = 56
		sortByBytes(sorted, firstByte)
		for i := 1; i < len(sorted); i++ {
			if sorted[i] == sorted[i-1] {
				repeated++
			}
		}
	}
	return repeated
}

// smallRun is how many hashes are sorted by comparing them.
const smallRun = 48

// sortByBytes sorts hashes in place by their bytes from the one at shift down: an
// American flag sort, which moves each hash about twice where comparing takes
// some twenty steps.
func sortByBytes(all []uint64, shift uint) {
	if len(all) <= smallRun {
		slices.Sort(all)
		return
	}
	var next, end [256]int
	for _, h := range all {
		end[byte(h>>shift)]++
	}
	at := 0
	for b := range end {
		next[b] = at
		at += end[b]
		end[b] = at
	}
	for b := range next {
		for next[b] < end[b] {
			h := all[next[b]]
			if to := byte(h >> shift); int(to) != b {
				all[next[b]], all[next[to]] = all[next[to]], h
				next[to]++
			} else {
				next[b]++
			}
		}
	}
	if shift == 0 {
		return
	}
	from := 0
	for b := range end {
		sortByBytes(all[from:end[b]], shift-8)
		from = end[b]
	}
}
