package civil

import "math/bits"

// Order is how a column's text dates are read.
type Order uint8

// The date orders. Undecided: no value of the column settles it; what needs no
// order (2024-04-25, 25 Apr 2024) can still be read.
const (
	Undecided Order = iota
	YMD
	DMY
	MDY
)

// pivot turns a two-digit year into the latest such year not after as-of + 5 years.
func pivot(twoDigits int, asOf Date) int {
	limit, _, _ := asOf.AddMonths(60).YMD()
	year := limit - limit%100 + twoDigits
	if year > limit {
		year -= 100
	}
	return year
}

// Text is a date as it was written. Where the text alone does not say which
// part is the day and which the month, that stays open until the column decides.
type Text struct {
	parts   [3]int16 // in the order written; year, month, day where fixed
	seconds int32
	fits    uint8 // the orders under which the calendar has such a day, as bits; 0 where fixed
	flags   uint8
}

const (
	twoDigitYear uint8 = 1 << iota
	wholeMonth
)

// ParseText reads a date of any usual spelling: 2024-01-31, 2024/1/31,
// 2024.1.31, 2024年1月31日, 20240131, 31/01/2024, 1/31/24, 31 Jan 2024, each with
// a time behind it. ok is false where s holds no date: without a year (4月14日,
// 6.3), of no calendar (31.02.2026, 2026-13-01), of another one (115/3/1), or
// with anything else behind it. Zones are read over: the day is the one written.
func ParseText[T string | []byte](s T) (t Text, ok bool) {
	if len(s) == 0 || len(s) > maxText {
		return Text{}, false
	}
	t, ok, plain := parsePlain(s)
	if plain {
		return t, ok
	}
	return parseWords(fold(string(s)))
}

// maxText bounds the text of one date.
const maxText = 80

// Settles is the order that the parts prove: 25/04/2026 is DMY. It is Undecided
// where the date needs none, and where it fits several.
func (t Text) Settles() Order {
	if bits.OnesCount8(t.fits) == 1 {
		return Order(bits.TrailingZeros8(t.fits))
	}
	return Undecided
}

// NeedsOrder reports whether the date means different days under the orders it fits: 03/04/2026.
func (t Text) NeedsOrder() bool {
	var first [3]int16
	seen := false
	for o := YMD; o <= MDY; o++ {
		if !t.Fits(o) || t.fits == 0 {
			continue
		}
		p := t.ordered(o)
		if seen && p != first {
			return true
		}
		first, seen = p, true
	}
	return false
}

// Fits reports whether the calendar has such a day under the order; a date that
// needs no order fits each.
func (t Text) Fits(o Order) bool { return t.fits == 0 || t.fits&(1<<o) != 0 }

// Parts is the three numbers as written, for judging a whole column.
func (t Text) Parts() (first, middle, last int) {
	return int(t.parts[0]), int(t.parts[1]), int(t.parts[2])
}

// TwoDigitYear reports whether the text leaves the century open.
func (t Text) TwoDigitYear() bool { return t.flags&twoDigitYear != 0 }

// WholeMonth reports whether the text names no day (2024年8月); Day is then the first.
func (t Text) WholeMonth() bool { return t.flags&wholeMonth != 0 }

// Seconds is the time of day; 0 where the text has none.
func (t Text) Seconds() int32 { return t.seconds }

// Day is the day that the text means under the order, a two-digit year being the
// latest such not after as-of + 5 years.
// ok is false when the calendar has no such day under it, or when the text
// needs an order and o is Undecided.
func (t Text) Day(o Order, asOf Date) (d Date, ok bool) {
	if t.fits != 0 && o == Undecided {
		if t.NeedsOrder() {
			return 0, false
		}
		o = Order(bits.TrailingZeros8(t.fits))
	}
	if !t.Fits(o) {
		return 0, false
	}
	p := t.ordered(o)
	year := int(p[0])
	if t.TwoDigitYear() {
		year = pivot(year, asOf)
	}
	return newDay(year, int(p[1]), int(p[2]))
}

// ordered is year, month and day under the order.
func (t Text) ordered(o Order) [3]int16 {
	p := t.parts
	switch {
	case t.fits == 0:
		return p
	case o == DMY:
		return [3]int16{p[2], p[1], p[0]}
	case o == MDY:
		return [3]int16{p[2], p[0], p[1]}
	}
	return p
}

// fixed is a date whose parts are known.
func fixed(year, month, day int, yearWidth int) (Text, bool) {
	t := Text{parts: [3]int16{int16(year), int16(month), int16(day)}}
	if yearWidth == 2 {
		t.flags = twoDigitYear
	}
	return t, (yearWidth == 4 || yearWidth == 2) && exists(year, yearWidth, month, day)
}

// open is a date of three numbers: a year of four digits at either end fixes
// what it can, two-digit years leave up to three orders.
func open(n, width [3]int, sep byte) (Text, bool) {
	if width[0] == 4 {
		if width[1] > 2 || width[2] > 2 {
			return Text{}, false
		}
		return fixed(n[0], n[1], n[2], 4)
	}
	if width[0] > 2 || width[1] > 2 || width[2] != 2 && width[2] != 4 && width[0] != 2 || width[2] == 3 || width[2] > 4 {
		return Text{}, false
	}
	t := Text{parts: [3]int16{int16(n[0]), int16(n[1]), int16(n[2])}}
	if width[2] != 4 {
		t.flags = twoDigitYear
	}
	if width[2] >= 2 {
		t.fits |= fitBit(DMY, exists(n[2], width[2], n[1], n[0])) | fitBit(MDY, exists(n[2], width[2], n[0], n[1]))
	}
	// Years of two digits come first in Asia, written with - or . ; with / they come last wherever they can.
	if width[0] == 2 && width[2] <= 2 && (sep != '/' || t.fits == 0) {
		t.fits |= fitBit(YMD, exists(n[0], 2, n[1], n[2]))
	}
	return t, t.fits != 0
}

func fitBit(o Order, fits bool) uint8 {
	if fits {
		return 1 << o
	}
	return 0
}

// exists reports whether the calendar has the day. For a two-digit year the
// century does not matter: 1900 is the only one in which it would, and no date
// of ours lies there.
func exists(year, yearWidth, month, day int) bool {
	if yearWidth <= 2 {
		year += 2000
	}
	_, ok := newDay(year, month, day)
	return ok
}
