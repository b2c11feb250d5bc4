package normalize

import "crm/internal/money"

// decimals is a decimal per entry, for the features that need one more: in
// chunks, 9 bytes each, nothing where none was set.
type decimals struct {
	coefs  []*[chunkEntries]int64
	scales []*[chunkEntries]uint8
	wide   map[int32]money.Decimal
}

func newDecimals() *decimals { return &decimals{wide: map[int32]money.Decimal{}} }

func (d *decimals) at(i int32) money.Decimal {
	c := int(i >> chunkShift)
	if c >= len(d.coefs) || d.coefs[c] == nil {
		return money.Decimal{}
	}
	if d.scales[c][i&chunkMask] == wideScale {
		return d.wide[i]
	}
	return money.New(d.coefs[c][i&chunkMask], d.scales[c][i&chunkMask])
}

func (d *decimals) set(i int32, v money.Decimal) {
	c := int(i >> chunkShift)
	for c >= len(d.coefs) {
		d.coefs, d.scales = append(d.coefs, nil), append(d.scales, nil)
	}
	if d.coefs[c] == nil {
		d.coefs[c], d.scales[c] = new([chunkEntries]int64), new([chunkEntries]uint8)
	}
	coef, scale, ok := v.Small()
	if !ok {
		scale = wideScale
		d.wide[i] = v
	}
	d.coefs[c][i&chunkMask], d.scales[c][i&chunkMask] = coef, scale
}

func (d *decimals) add(i int32, v money.Decimal) { d.set(i, d.at(i).Add(v)) }

// fewDecimals is a decimal for entries of which few have one: those that have, as
// long as they are few.
type fewDecimals struct {
	few map[int32]money.Decimal
	all *decimals // once they are many; nil before
}

// mostFew is how many entries cost less one by one than a chunk for each of their
// neighbourhoods would.
const mostFew = 1 << 15

func newFewDecimals() *fewDecimals { return &fewDecimals{few: map[int32]money.Decimal{}} }

func (d *fewDecimals) at(i int32) money.Decimal {
	if d.all != nil {
		return d.all.at(i)
	}
	return d.few[i]
}

func (d *fewDecimals) set(i int32, v money.Decimal) {
	switch {
	case d.all != nil:
		d.all.set(i, v)
	case v.IsZero():
		delete(d.few, i)
	default:
		d.few[i] = v
		if len(d.few) > mostFew {
			d.spread()
		}
	}
}

// spread gives every entry its place.
func (d *fewDecimals) spread() {
	d.all = newDecimals()
	for i, v := range d.few {
		d.all.set(i, v)
	}
	d.few = nil
}

func (d *fewDecimals) add(i int32, v money.Decimal) { d.set(i, d.at(i).Add(v)) }
