package inflate

import "encoding/binary"

const (
	// roomIn is what a turn of the loop may load: twice the eight bytes of a word.
	roomIn = 2 * 8
	// atOnce is how much of a match is copied without looking at its length.
	atOnce = 4 * piece
	piece  = 16
	// roomOut is what a turn may write: literals, the longest match, and beyond it.
	roomOut = 2 + 258 + atOnce
)

// fast decodes while there is room enough in input and output, up to a symbol that
// the tables do not tell in full, or to a match that is for match to copy.
//
// The bits are kept full: before each look into a table of literals are 56 of them
// there, more than any entry, distance and their extra bits take together. Loading
// is without a branch: bits above the count were loaded before and come again
// as the same ones. The table is asked for the next entry before the match is copied,
// so that the processor does both at the same time.
func (d *Decoder) fast() {
	for len(d.in.bytes)-d.in.next < roomIn && d.in.more() {
		continue
	}
	in, next, bits, count := d.in.bytes, d.in.next, d.in.bits, d.in.count
	out, at := d.out[d.low:], d.at-d.low
	lastIn, lastOut := len(in)-roomIn, len(out)-roomOut
	if next > lastIn || at > lastOut {
		return
	}
	literals, distances := &d.codes.literals, &d.codes.distances
	next, bits, count = reload(in, next, bits, count)
	e := literals[bits%(1<<literalBits)]
	for e != 0 && next <= lastIn && at <= lastOut {
		to := (*[roomOut]byte)(out[at:])
		binary.LittleEndian.PutUint16(to[:], uint16(e>>firstShift))
		n := int(e >> countShift & countMask)
		at += n
		bits >>= e & usedMask
		count -= uint(e & usedMask)
		length := int(e >> lengthShift & lengthMask)
		if length == 0 {
			next, bits, count = reload(in, next, bits, count)
			e = literals[bits%(1<<literalBits)]
			continue
		}
		m := distances[bits%(1<<distanceBits)]
		if m == 0 {
			d.length, d.away = length, 0
			break
		}
		away := int(m>>baseShift + bits>>(m&wordMask)&(m>>extraShift&extraMask))
		bits >>= m >> totalShift & totalMask
		count -= uint(m >> totalShift & totalMask)
		from := at - away
		if uint(from) > uint(lastOut) || away < piece {
			d.length, d.away = length, away
			break
		}
		next, bits, count = reload(in, next, bits, count)
		e = literals[bits%(1<<literalBits)]
		copyPieces(to[n:n+atOnce], out[from:])
		at += length
		for i := at - length + atOnce; i < at; i += piece {
			copyPiece(out[i:], out[i-away:])
		}
	}
	d.at = at + d.low
	d.in.next, d.in.bits, d.in.count = next, bits&(1<<(count&63)-1), count
}

// reload fills bits up to 56 or more.
func reload(in []byte, next int, bits uint64, count uint) (int, uint64, uint) {
	bits |= binary.LittleEndian.Uint64(in[next:]) << (count & 63)
	return next + int((63-count)/8), bits, count | 56
}

func copyPieces(to, from []byte) {
	from = from[:atOnce]
	copyPiece(to, from)
	copyPiece(to[piece:], from[piece:])
	copyPiece(to[2*piece:], from[2*piece:])
	copyPiece(to[3*piece:], from[3*piece:])
}

func copyPiece(to, from []byte) { *(*[piece]byte)(to) = *(*[piece]byte)(from) }
