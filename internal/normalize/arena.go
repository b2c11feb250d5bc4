package normalize

import "encoding/binary"

// chunkBytes is the size of an arena's chunks: large enough that what is left
// over at their ends does not count, small enough that an empty one does not.
const chunkBytes = 1 << 16

// arena holds many short texts without a pointer or header for each: a text is
// its length and its bytes, and is known by a number that is never 0.
type arena struct {
	chunks [][]byte
}

// add keeps a copy of b and returns its number.
func (a *arena) add(b []byte) uint32 {
	need := len(b) + binary.MaxVarintLen32
	last := len(a.chunks) - 1
	if last < 0 || cap(a.chunks[last])-len(a.chunks[last]) < need {
		fresh := make([]byte, 0, max(chunkBytes, need))
		if last < 0 {
			fresh = append(fresh, 0) // so that no text has the number 0
		}
		a.chunks = append(a.chunks, fresh)
		last++
	}
	c := a.chunks[last]
	at := uint32(last)<<16 | uint32(len(c))
	c = binary.AppendUvarint(c, uint64(len(b)))
	a.chunks[last] = append(c, b...)
	return at
}

// at is the text of a number that add returned; the caller must not change it.
func (a *arena) at(n uint32) []byte {
	c := a.chunks[n>>16][n&(chunkBytes-1):]
	if length := int(c[0]); length < 0x80 {
		return c[1 : 1+length]
	}
	length, used := binary.Uvarint(c)
	return c[used : used+int(length)]
}
