package xlsx

import (
	"time"

	"crm/internal/civil"
)

// epoch is the day system of a book.
type epoch uint8

const (
	epoch1900 epoch = iota
	epoch1904
)

const (
	firstSerial  = 1
	lastSerial   = 2958465 // 9999-12-31 in the 1900 system
	noDay        = 60      // 1900-02-29, which Excel inherited and no calendar has
	secondsDay   = 86400
	millisDay    = secondsDay * 1000
	serialDigits = 15 // Excel's own precision
	maxExponent  = 30 // no serial in range needs more, however it is written

	base1900 civil.Date = -25569  // 1899-12-30, from 1970-01-01 on
	base1904 civil.Date = -24107  // 1904-01-01
	lastDay  civil.Date = 2932896 // 9999-12-31
)

// day is the civil day of a serial number; ok is false where the system has none.
func (e epoch) day(serial int64) (civil.Date, bool) {
	base := base1900
	switch {
	case serial < firstSerial || serial > lastSerial:
		return 0, false
	case e == epoch1904:
		base = base1904
	case serial == noDay:
		return 0, false
	case serial < noDay:
		base++
	}
	d := base.AddDays(int(serial))
	return d, d <= lastDay
}

// splitSerial takes a number as written apart into days and seconds of the day.
// Excel's numbers have 15 digits: those beyond are rounded, so that
// 45531.999999999996 is the next day's midnight. What then remains of a day counts
// in whole seconds begun, a value within half a millisecond of the next one as it.
func splitSerial(raw []byte) (days int64, seconds int32, ok bool) {
	m, exponent, ok := mantissa(raw)
	if !ok {
		return 0, 0, false
	}
	for ; exponent > 0; exponent-- {
		if m *= 10; m > lastSerial+1 {
			return 0, 0, false
		}
	}
	unit := int64(1)
	for ; exponent < 0 && unit < 1e15; exponent++ {
		unit *= 10
	}
	if exponent < 0 {
		return 0, 0, true // less than any time of day
	}
	days = m / unit
	rest := m % unit
	for unit > 1e10 { // keeps rest * millisDay inside 63 bits
		unit, rest = unit/10, (rest+5)/10
	}
	millis := (rest*millisDay + unit/2) / unit
	return days, int32(min(millis/1000, secondsDay-1)), true
}

// mantissa reads an unsigned decimal, with or without an exponent, as m × 10^exponent.
func mantissa(raw []byte) (m int64, exponent int, ok bool) {
	i, digits, point := 0, 0, false
	roundUp := false
	seen := false
scan:
	for ; i < len(raw); i++ {
		c := raw[i]
		switch {
		case c == '.' && !point:
			point = true
			continue
		case c < '0' || c > '9':
			break scan
		}
		seen = true
		switch {
		case digits < serialDigits:
			m = m*10 + int64(c-'0')
			if m > 0 {
				digits++
			}
			if point {
				exponent--
			}
		case digits == serialDigits:
			roundUp = c >= '5'
			digits++
			fallthrough
		default:
			if !point {
				exponent++
			}
		}
	}
	if roundUp {
		m++
	}
	if !seen {
		return 0, 0, false
	}
	if i == len(raw) {
		return m, exponent, true
	}
	e, ok := exponentPart(raw[i:])
	return m, exponent + e, ok
}

// exponentPart reads E+12.
func exponentPart(raw []byte) (e int, ok bool) {
	if raw[0] != 'e' && raw[0] != 'E' {
		return 0, false
	}
	raw = raw[1:]
	negative := len(raw) > 0 && raw[0] == '-'
	if negative || len(raw) > 0 && raw[0] == '+' {
		raw = raw[1:]
	}
	if len(raw) == 0 {
		return 0, false
	}
	for _, c := range raw {
		if c < '0' || c > '9' {
			return 0, false
		}
		if e = e*10 + int(c-'0'); e > maxExponent {
			e = maxExponent
		}
	}
	if negative {
		e = -e
	}
	return e, true
}

// isoDate reads the date of a cell of type d: yyyy-mm-dd, alone or before a time
// of day. A zone is passed over: the day is the one that is written.
func isoDate(raw []byte) (d civil.Date, seconds int32, ok bool) {
	const dateLength, clockLength = len("2006-01-02"), len("15:04:05")
	if len(raw) < dateLength {
		return 0, 0, false
	}
	if d, ok = civil.ParseISO(string(raw[:dateLength])); !ok || len(raw) == dateLength {
		return d, 0, ok
	}
	clock := raw[dateLength+1:]
	if c := raw[dateLength]; c != 'T' && c != ' ' || len(clock) < clockLength {
		return 0, 0, false
	}
	t, err := time.Parse(time.TimeOnly, string(clock[:clockLength]))
	if err != nil || !clockTail(clock[clockLength:]) {
		return 0, 0, false
	}
	return d, int32(t.Hour()*3600 + t.Minute()*60 + t.Second()), true
}

// clockTail reports whether what follows hh:mm:ss is a fraction, a zone, or nothing.
func clockTail(b []byte) bool {
	if len(b) > 1 && b[0] == '.' {
		for b = b[1:]; len(b) > 0 && b[0] >= '0' && b[0] <= '9'; b = b[1:] {
			continue
		}
	}
	if len(b) == 0 || len(b) == 1 && b[0] == 'Z' {
		return true
	}
	_, err := time.Parse("-07:00", string(b))
	return err == nil
}
