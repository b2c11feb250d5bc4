package inflate

import "sync"

// How many bits are looked up at once: a matter of speed alone. The tables must fit
// into the processor's nearest memory beside what is copied.
const (
	literalBits  = 11
	distanceBits = 9
)

// codes is the two codes of a block, and tables of what the next bits mean.
type codes struct {
	literal, distance code
	literals          [1 << literalBits]uint32
	distances         [1 << distanceBits]uint64
}

// An entry of literals is as much as its bits tell in full: a literal, two of them,
// or a match's length with or without a literal before it. It is 0 where they tell
// nothing: of a longer code word, of the end of the block, of what is no code word.
const (
	usedMask     = 1<<6 - 1 // bits that are told of, lowest: they are what bits are shifted by
	countShift   = 6        // literals
	countMask    = 1<<2 - 1
	matchFlag    = 1 << 8
	sumMask      = 1<<9 - 1 // all these: they add up when entries are joined
	literalShift = 16       // the first literal
	secondShift  = 24       // the second one, or the match's length beyond the shortest
	shortest     = 3        // match
)

// An entry of distances is a code word and what its extra bits are added to. It is 0
// where there is none that short.
const (
	wordMask   = 1<<6 - 1 // bits of the code word
	totalShift = 8        // bits with the extra ones
	totalMask  = 1<<6 - 1
	extraShift = 16 // the extra ones as a mask
	extraMask  = 1<<16 - 1
	baseShift  = 32
)

// singles is a table of one code word an entry, of fewer bits than literals: what
// may stand behind a literal.
type singles [1 << (literalBits - 1)]uint32

// set makes the codes from the lengths of their code words.
func (c *codes) set(literals, distances []uint8) bool {
	if !c.literal.set(literals) || !c.distance.set(distances) {
		return false
	}
	// The end of the block comes in any case, so its bits can be waited for.
	c.literal.least = max(c.literal.least, int(literals[endOfBlock]))
	return true
}

// fill makes the tables.
func (c *codes) fill(single *singles) {
	least := literalBits
	c.literal.each(literalBits, func(w word) {
		if w.symbol < endOfBlock {
			least = min(least, w.length)
		}
	})
	left := literalBits - least
	behind := single[:1<<left]
	clear(behind)
	c.literal.each(left, func(w word) { enter(behind, w, left, nil) })
	clear(c.literals[:])
	c.literal.each(literalBits, func(w word) { enter(c.literals[:], w, literalBits, behind) })
	clear(c.distances[:])
	c.distance.each(distanceBits, c.enterDistance)
}

// enter puts a code word at each index of so many bits that begins with it. behind
// is what the bits after a literal tell.
func enter(table []uint32, w word, bits int, behind []uint32) {
	switch {
	case w.symbol > endOfBlock:
		enterLength(table, w, bits)
	case w.symbol < endOfBlock:
		literal := uint32(w.length) | 1<<countShift | uint32(w.symbol)<<literalShift
		for i := w.bits; i < len(table); i += 1 << w.length {
			table[i] = literal
			if len(behind) == 0 {
				continue
			}
			if next := behind[i>>w.length]; int(next&usedMask) <= bits-w.length {
				table[i] = literal + next&sumMask + next>>secondOf(next)<<secondShift
			}
		}
	}
}

// secondOf is where in an entry of one code word stands what comes second in another.
func secondOf(e uint32) int {
	if e&matchFlag != 0 {
		return secondShift
	}
	return literalShift
}

// enterLength puts in a length as often as its extra bits make different ones.
func enterLength(table []uint32, w word, bits int) {
	base, extra := lengthOf(w.symbol)
	used := w.length + extra
	if base == 0 || used > bits {
		return
	}
	for add := range 1 << extra {
		for i := w.bits | add<<w.length; i < len(table); i += 1 << used {
			table[i] = uint32(used) | matchFlag | uint32(base+add-shortest)<<secondShift
		}
	}
}

func (c *codes) enterDistance(w word) {
	base, extra := distanceOf(w.symbol)
	if base == 0 {
		return
	}
	for i := w.bits; i < len(c.distances); i += 1 << w.length {
		c.distances[i] = uint64(w.length) | uint64(w.length+extra)<<totalShift | (1<<extra-1)<<extraShift | uint64(base)<<baseShift
	}
}

// fixedCodes is the codes of blocks that bring none.
var fixedCodes = sync.OnceValue(func() *codes {
	var literals [mostSymbols]uint8
	for symbol := range literals {
		switch {
		case symbol < 144, symbol >= 280:
			literals[symbol] = 8
		case symbol < endOfBlock:
			literals[symbol] = 9
		default:
			literals[symbol] = 7
		}
	}
	var distances [32]uint8
	for symbol := range distances {
		distances[symbol] = 5
	}
	c := new(codes)
	c.set(literals[:], distances[:])
	c.fill(new(singles))
	return c
})
