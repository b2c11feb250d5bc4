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
// The entry of a literal and that of what stands behind it add up to one of both.
const (
	usedMask     = 1<<6 - 1 // bits that are told of, lowest: they are what bits are shifted by
	countShift   = 6        // literals
	countMask    = 1<<2 - 1
	matchFlag    = 1 << 8
	literalShift = 16 // the first literal
	secondShift  = 24 // the second one, or the match's length beyond the shortest
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

// singles is a table of one code word an entry, as it stands behind a literal.
type singles [1 << literalBits]uint32

// set makes the codes from the lengths of their code words.
func (c *codes) set(literals, distances []uint8) bool {
	if !c.literal.set(literals) || !c.distance.set(distances) {
		return false
	}
	// The end of the block comes in any case, so its bits can be waited for.
	c.literal.least = max(c.literal.least, int(literals[endOfBlock]))
	return true
}

// fill makes the tables. It looks up by one bit more at a time: what fewer bits tell
// in full stands there twice, and what needs that bit comes to it. So what may stand
// behind a literal is there as soon as it is as wide as what the literal leaves.
func (c *codes) fill(single *singles) {
	var room [mostLiterals - firstLength]matchWord
	matches := c.matchWords(room[:0])
	clear(c.literals[:])
	single[0] = 0
	for n := range literalBits + 1 {
		c.widen(single, n, matches)
		for w := range c.literal.words(literalBits - n) {
			if w.symbol < endOfBlock {
				c.enterLiteral(w, single[:1<<n])
			}
		}
	}
	for i, e := range single {
		if t := c.literals[i]; t != 0 {
			e = t
		}
		c.literals[i] = e
	}
	c.fillDistances()
}

// matchWord is the code word of a length with its extra bits.
type matchWord struct {
	word
	base, used int
}

// matchWords is those of the lengths that a table can tell in full.
func (c *codes) matchWords(list []matchWord) []matchWord {
	for n := 1; n <= literalBits; n++ {
		for w := range c.literal.words(n) {
			if base, extra := lengthOf(w.symbol); base > 0 && n+extra <= literalBits {
				list = append(list, matchWord{w, base, n + extra})
			}
		}
	}
	return list
}

// widen makes single as wide as n bits.
func (c *codes) widen(single *singles, n int, matches []matchWord) {
	if n > 0 {
		copy(single[1<<(n-1):1<<n], single[:])
	}
	for w := range c.literal.words(n) {
		if w.symbol < endOfBlock {
			single[w.bits] = uint32(n) | 1<<countShift | uint32(w.symbol)<<secondShift
		}
	}
	for _, m := range matches {
		if m.used != n {
			continue
		}
		for add := range 1 << (n - m.length) {
			single[m.bits|add<<m.length] = uint32(n) | matchFlag | uint32(m.base+add-shortest)<<secondShift
		}
	}
}

// enterLiteral puts in a literal with what stands behind it.
func (c *codes) enterLiteral(w word, behind []uint32) {
	literal := uint32(w.length) | 1<<countShift | uint32(w.symbol)<<literalShift
	for i, next := range behind {
		c.literals[(w.bits|i<<w.length)%len(c.literals)] = literal + next
	}
}

func (c *codes) fillDistances() {
	c.distances[0] = 0
	for n := 1; n <= distanceBits; n++ {
		copy(c.distances[1<<(n-1):1<<n], c.distances[:])
		for w := range c.distance.words(n) {
			if base, extra := distanceOf(w.symbol); base > 0 {
				c.distances[w.bits] = uint64(n) | uint64(n+extra)<<totalShift | (1<<extra-1)<<extraShift | uint64(base)<<baseShift
			}
		}
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
