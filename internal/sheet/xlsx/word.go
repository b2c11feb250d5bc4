package xlsx

import (
	"encoding/binary"
	"math/bits"
)

// wordBytes is how many bytes are looked at together.
const wordBytes = 8

// The same byte eight times.
const (
	ones  = 0x0101010101010101
	highs = 0x80 * ones
	lows  = 0x20 * ones // below it are control characters
)

// wordAt is the eight bytes at b[i:], the first one lowest; 0 where there are
// fewer, which is no text.
func wordAt(b []byte, i int) uint64 {
	if len(b)-i < wordBytes {
		return 0
	}
	return binary.LittleEndian.Uint64(b[i:])
}

// stamp is a text of up to eight bytes that is compared at once.
type stamp struct {
	word, mask uint64
	n          int
}

func stampOf(text string) stamp {
	var room [wordBytes]byte
	n := copy(room[:], text)
	return stamp{binary.LittleEndian.Uint64(room[:]), ^uint64(0) >> (8 * (wordBytes - n)), n}
}

// at reports whether the text stands at b[i:] with room for a word from there.
func (t stamp) at(b []byte, i int) bool { return wordAt(b, i)&t.mask == t.word }

// next is the number that follows the one whose digits t is, below ten million.
func (t stamp) next() stamp {
	for shift := 8 * (t.n - 1); shift >= 0; shift -= 8 {
		if byte(t.word>>shift) != '9' {
			t.word += 1 << shift
			return t
		}
		t.word -= 9 << shift
	}
	t.word = t.word<<8 | '1'
	t.mask = t.mask<<8 | 0xFF
	t.n++
	return t
}

// digitsAt reads the digits at b[i:], of which it takes no more than eight: the
// number, and how many they are.
func digitsAt(b []byte, i int) (n uint32, length int) {
	w := wordAt(b, i) ^ '0'*ones // digits are 0 to 9 now
	// Of the bytes that are none, the lowest is marked for certain.
	length = bits.TrailingZeros64(((w+(0x7F-9)*ones)|w)&highs) / 8
	w <<= 8 * (wordBytes - length) // missing digits are leading zeros
	w = (w*10 + w>>8) & 0x00FF00FF00FF00FF
	w = (w*100 + w>>16) & 0x0000FFFF0000FFFF
	w = w*10_000 + w>>32
	return uint32(w), length
}

// numberEnd is where the digits, signs and points at b[i:] end; + , - . / and
// the digits stand together in ASCII. Near the end of b it is too early.
func numberEnd(b []byte, i int) int {
	for {
		w := wordAt(b, i)
		above := (w&^highs + (0x7F-'9')*ones) | w
		below := ^((w | highs) - '+'*ones)
		if other := (above | below) & highs; other != 0 {
			return i + bits.TrailingZeros64(other)/8
		}
		i += wordBytes
	}
}

// textEnd is where the text at b[i:] ends that means itself: before markup, a
// reference, a bracket, a CR and what may be _xHHHH_. Near the end of b it is too early.
func textEnd(b []byte, i int) int {
	for {
		w := wordAt(b, i)
		// ']' and '_' differ in the second bit alone.
		other := (zeros(w^'<'*ones) | zeros(w^'&'*ones) | zeros(w^'\r'*ones) | zeros((w|2*ones)^'_'*ones) | zeros(w)) & highs
		if other == 0 {
			i += wordBytes
			continue
		}
		i += bits.TrailingZeros64(other) / 8
		if i+1 >= len(b) || b[i] != '_' || b[i+1] == 'x' {
			return i
		}
		i++
	}
}

// zeros marks the bytes that are zero in their highest bits: the lowest one for certain.
func zeros(w uint64) uint64 { return (w - ones) &^ w }
