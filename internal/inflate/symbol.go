package inflate

// symbol reads one literal, length or end of a block.
func (d *Decoder) symbol() error {
	symbol, err := d.read(&d.codes.literal)
	switch {
	case err != nil:
		return err
	case symbol < endOfBlock:
		d.out[d.at] = byte(symbol)
		d.at++
	case symbol == endOfBlock:
		d.now = atHeader
	default:
		d.length, err = d.number(lengthOf(symbol))
		d.away = 0
	}
	return err
}

// match copies as much of a match as there is room for, having read how far back
// it is unless that is known.
func (d *Decoder) match() error {
	if d.away == 0 {
		symbol, err := d.read(&d.codes.distance)
		if err == nil {
			d.away, err = d.number(distanceOf(symbol))
		}
		if err != nil {
			return err
		}
	}
	if d.away > d.at-d.low {
		return d.corrupt()
	}
	n := min(d.length, len(d.out)-d.at)
	repeat(d.out[:d.at+n], d.at, d.away)
	d.at += n
	d.length -= n
	return nil
}

// repeat fills buf from at on with what stands so many bytes before.
func repeat(buf []byte, at, away int) {
	for from := at - away; at < len(buf); {
		at += copy(buf[at:], buf[from:at])
	}
}

// number reads the extra bits of a length or distance; base 0 is none.
func (d *Decoder) number(base, extra int) (int, error) {
	switch {
	case base == 0:
		return 0, d.corrupt()
	case !d.in.has(extra):
		return 0, d.in.cut()
	}
	return base + d.in.take(extra), nil
}

// read reads a code word bit by bit.
func (d *Decoder) read(c *code) (symbol int, err error) {
	if c.most == 0 {
		return 0, d.corrupt()
	}
	if !d.in.has(c.least) {
		return 0, d.in.cut()
	}
	word, first, passed := 0, 0, 0
	for n := 1; n <= c.most; n++ {
		if !d.in.has(n) {
			return 0, d.in.cut()
		}
		words := int(c.count[n])
		word = word<<1 | int(d.in.bits>>(n-1)&1)
		first <<= 1
		if word-first < words {
			d.in.take(n)
			return int(c.symbols[passed+word-first]), nil
		}
		passed += words
		first += words
	}
	return 0, d.corrupt()
}
