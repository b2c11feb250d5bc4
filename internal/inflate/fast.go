package inflate

import "encoding/binary"

const (
	roomIn  = 2 * 8                // a turn of the loop loads a word, and the next one may too
	roomOut = 2 + longest + atOnce // and writes literals, the longest match, and beyond it
	piece   = 16                   // bytes copied by one instruction
	atOnce  = 4 * piece            // bytes of a match copied without asking how many it has
)

// fast decodes while there is room in input and output, up to what the tables do not
// tell in full and to matches of which symbol.go sees whether they are right or
// repeat fewer bytes than a piece.
//
// At each look into the table of literals 56 bits are there, more than an entry, a
// distance and its extra bits take together. They are loaded without a branch: what is
// loaded above the count comes again the next time, and is the same. The table is
// asked for the next entry before a match is copied, so that the processor does both
// at a time.
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
		binary.LittleEndian.PutUint16(to[:], uint16(e>>literalShift))
		n := int(e >> countShift & countMask)
		at += n
		bits >>= e & usedMask
		count -= uint(e)
		if e&matchFlag == 0 {
			next, bits, count = reload(in, next, bits, count)
			e = literals[bits%(1<<literalBits)]
			continue
		}
		length := int(e>>secondShift) + shortest
		m := distances[bits%(1<<distanceBits)]
		if m == 0 {
			d.length, d.away = length, 0
			break
		}
		away := int(m>>baseShift + bits>>(m&wordMask)&(m>>extraShift&extraMask))
		bits >>= m >> totalShift & totalMask
		count -= uint(m >> totalShift)
		from := at - away
		if from < 0 || from > lastOut || away < piece {
			d.length, d.away = length, away
			break
		}
		next, bits, count = reload(in, next, bits, count)
		e = literals[bits%(1<<literalBits)]
		copyPieces((*[atOnce]byte)(to[n:n+atOnce]), (*[atOnce]byte)(out[from:]))
		at += length
		for i := at - length + atOnce; i < at; i += piece {
			copyPiece(out[i:], out[i-away:])
		}
	}
	d.at = at + d.low
	d.in.next, d.in.bits, d.in.count = next, bits&(1<<(count&63)-1), count&63
}

// reload fills bits up to 56 or more. Of count only the six lowest bits are right: those
// that a shift looks at.
func reload(in []byte, next int, bits uint64, count uint) (int, uint64, uint) {
	bits |= binary.LittleEndian.Uint64(in[next:]) << (count & 63)
	return next + int(^count>>3&7), bits, count | 56
}

// copyPieces copies one piece after the other, as a match does that repeats its own.
func copyPieces(to, from *[atOnce]byte) {
	copyPiece(to[:], from[:])
	copyPiece(to[piece:], from[piece:])
	copyPiece(to[2*piece:], from[2*piece:])
	copyPiece(to[3*piece:], from[3*piece:])
}

func copyPiece(to, from []byte) { *(*[piece]byte)(to) = *(*[piece]byte)(from) }
