package inflate

import "io"

// The kinds of blocks.
const (
	kindStored = iota
	kindFixed
	kindDynamic
)

// header reads what stands before a block's content.
func (d *Decoder) header() error {
	if d.final {
		return io.EOF
	}
	if !d.in.has(1 + 2) {
		return d.in.cut()
	}
	d.final = d.in.take(1) == 1
	switch d.in.take(2) {
	case kindStored:
		return d.storedHeader()
	case kindFixed:
		d.codes = fixedCodes()
	case kindDynamic:
		if err := d.dynamicHeader(); err != nil {
			return err
		}
		d.own.fill(&d.single)
		d.codes = &d.own
	default:
		return d.corrupt()
	}
	d.now = inCoded
	return nil
}

// storedHeader reads a length from the next byte on, and its complement.
func (d *Decoder) storedHeader() error {
	d.in.take(int(d.in.count % 8))
	if !d.in.has(16 + 16) {
		return d.in.cut()
	}
	d.stored = d.in.take(16)
	if d.in.take(16) != d.stored^0xFFFF {
		return d.corrupt()
	}
	d.now = inStored
	return nil
}

// copyStored goes on in a block that is not packed.
func (d *Decoder) copyStored() error {
	for d.stored > 0 && d.at < len(d.out) {
		if d.in.count > 0 { // what was taken ahead is whole bytes
			d.out[d.at] = byte(d.in.take(8))
			d.at++
			d.stored--
			continue
		}
		if d.in.next == len(d.in.bytes) && !d.in.more() {
			return d.in.cut()
		}
		from := d.in.bytes[d.in.next:]
		n := copy(d.out[d.at:], from[:min(d.stored, len(from))])
		d.in.next += n
		d.at += n
		d.stored -= n
	}
	if d.stored == 0 {
		d.now = atHeader
	}
	return nil
}

// dynamicHeader reads the codes of a block that brings its own.
func (d *Decoder) dynamicHeader() error {
	if !d.in.has(5 + 5 + 4) {
		return d.in.cut()
	}
	literals, distances, told := d.in.take(5)+firstLength, d.in.take(5)+1, d.in.take(4)+4
	if literals > mostLiterals || distances > mostDistances {
		return d.corrupt()
	}
	var lengths [lengthCodes]uint8
	for _, symbol := range lengthOrder[:told] {
		if !d.in.has(3) {
			return d.in.cut()
		}
		lengths[symbol] = uint8(d.in.take(3))
	}
	// The code that the lengths are packed with is needed only until they are read.
	packed := &d.own.literal
	if !packed.set(lengths[:]) {
		return d.corrupt()
	}
	var all [mostLiterals + mostDistances]uint8
	if err := d.lengths(all[:literals+distances], packed); err != nil {
		return err
	}
	if !d.own.set(all[:literals], all[literals:literals+distances]) {
		return d.corrupt()
	}
	return nil
}

// lengths reads the lengths of the code words of both codes.
func (d *Decoder) lengths(all []uint8, packed *code) error {
	const (
		repeatLast  = 16
		fewNothing  = 17
		manyNothing = 18
	)
	for i := 0; i < len(all); {
		symbol, err := d.read(packed)
		if err != nil {
			return err
		}
		length, least, extra := uint8(0), 1, 0
		switch symbol {
		case repeatLast:
			if i == 0 {
				return d.corrupt()
			}
			length, least, extra = all[i-1], 3, 2
		case fewNothing:
			least, extra = 3, 3
		case manyNothing:
			least, extra = 11, 7
		default:
			length = uint8(symbol)
		}
		n, err := d.number(least, extra)
		if err != nil {
			return err
		}
		if n > len(all)-i {
			return d.corrupt()
		}
		for ; n > 0; n-- {
			all[i] = length
			i++
		}
	}
	return nil
}
