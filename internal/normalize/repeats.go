package normalize

import (
	"hash/maphash"
	"math/bits"
	"slices"

	"crm/internal/table"
)

// repeats counts the rows of one table that repeat another of it exactly: a hash
// per row while it is read, sorted at the end.
type repeats struct {
	hash   maphash.Seed
	chunks []*[chunkEntries]uint64
	n      int
	above  uint64 // the row that the rows with blank keys continue
}

// add takes in a row.
func (r *repeats) add(row *table.Row, continues bool, fills []*fill) {
	var h uint64
	for i := range row.Cells {
		c := &row.Cells[i]
		if len(c.Raw) > 0 {
			h = mix(h^maphash.Bytes(r.hash, c.Raw), uint64(c.Col))
		}
	}
	for _, f := range fills { // the same line under another merged order number is another line
		if f.has {
			h = mix(h^maphash.Bytes(r.hash, f.raw), uint64(f.slot))
		}
	}
	if continues {
		h = mix(h, r.above)
	} else {
		r.above = h
	}
	if r.n>>chunkShift == len(r.chunks) {
		r.chunks = append(r.chunks, new([chunkEntries]uint64))
	}
	r.chunks[r.n>>chunkShift][r.n&chunkMask] = h
	r.n++
}

func mix(h, v uint64) uint64 {
	hi, lo := bits.Mul64(h^0x9E3779B97F4A7C15, v^0xD6E8FEB86659FD93)
	return hi ^ lo
}

// count is how many rows repeat an earlier one. It forgets the rows.
func (r *repeats) count() int {
	all := make([]uint64, 0, r.n)
	for i, c := range r.chunks {
		all = append(all, c[:min(chunkEntries, r.n-i<<chunkShift)]...)
		r.chunks[i] = nil
	}
	r.chunks, r.n = nil, 0
	sortByBytes(all, 56)
	repeated := 0
	for i := 1; i < len(all); i++ {
		if all[i] == all[i-1] {
			repeated++
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
