package inflate

import (
	"iter"
	"math/bits"
)

// Symbols, and how many of them there are.
const (
	endOfBlock    = 256 // below are the literals
	firstLength   = 257
	mostLiterals  = 286 // with the lengths, in a block that brings its codes
	mostDistances = 30
	mostSymbols   = 288 // of any code
	lengthCodes   = 19  // of the code that lengths of code words are packed with
	longestWord   = 15
	shortest      = 3 // match
	longest       = 258
)

// lengthOrder is the order in which the lengths for the lengths come.
var lengthOrder = [lengthCodes]uint8{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}

// code is a Huffman code: its symbols in the order of their code words, which are
// numbered upwards within each length.
type code struct {
	count   [longestWord + 1]uint16 // code words by their length, none of length 0
	place   [longestWord + 1]uint16 // in symbols of the first one of each length
	first   [longestWord + 1]uint16 // code word of each length
	symbols [mostSymbols]uint16
	most    int // length of the longest code word; 0: there is none
	least   int // bits that are there before a code word is read, else the input is cut off
}

// set makes the code in which the symbols have code words of these lengths, 0 for
// none. It reports false where that is no code: too many code words, or too few. A
// single one of one bit is allowed, as is none at all: that fails where one is read.
func (c *code) set(lengths []uint8) bool {
	c.count, c.most, c.least = [longestWord + 1]uint16{}, 0, 0
	for _, n := range lengths {
		c.count[n&longestWord]++
	}
	c.count[0] = 0
	sum, next, taken := uint16(0), uint16(0), 0
	for n, words := range c.count {
		next <<= 1
		c.place[n], c.first[n] = sum, next
		sum += words
		next += words
		taken += int(words) << (longestWord - n)
		if words == 0 {
			continue
		}
		c.most = n
		if c.least == 0 {
			c.least = n
		}
	}
	place := c.place
	alone := c.most == 1 && sum == 1
	if taken != 1<<longestWord && !alone && sum > 0 {
		return false
	}
	for symbol, n := range lengths {
		if n > 0 {
			c.symbols[place[n&longestWord]] = uint16(symbol)
			place[n&longestWord]++
		}
	}
	return true
}

// word is a code word as it comes in the stream, the first bit lowest.
type word struct {
	symbol, bits, length int
}

// words is the code words of one length.
func (c *code) words(length int) iter.Seq[word] {
	return func(yield func(word) bool) {
		first, place := c.first[length], c.place[length]
		for i := range c.count[length] {
			if !yield(word{int(c.symbols[place+i]), int(bits.Reverse16(first+i) >> (16 - length)), length}) {
				return
			}
		}
	}
}

// lengthOf is the shortest match that a symbol stands for and how many extra bits
// add to it; 0 for a symbol that stands for none.
func lengthOf(symbol int) (base, extra int) {
	const last = mostLiterals - 1
	n := symbol - firstLength
	switch {
	case n < 0:
		return 0, 0
	case n < 8:
		return n + shortest, 0
	case symbol < last:
		extra = n/4 - 1
		return (4+n%4)<<extra + shortest, extra
	case symbol == last:
		return longest, 0
	}
	return 0, 0
}

// distanceOf is the same for how far back a match is.
func distanceOf(symbol int) (base, extra int) {
	switch {
	case symbol < 4:
		return symbol + 1, 0
	case symbol < mostDistances:
		extra = symbol/2 - 1
		return (2+symbol%2)<<extra + 1, extra
	}
	return 0, 0
}
