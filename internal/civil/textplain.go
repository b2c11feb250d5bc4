package civil

import "time"

// The years that eight digits in a row may stand for; anything else is a number.
const firstLongYear, lastLongYear = 1900, 2199

func newDay(year, month, day int) (Date, bool) { return New(year, time.Month(month), day) }

// parsePlain reads the forms made of ASCII digits and - / . : T Z + alone, which
// are nearly all there are, without allocating. plain is false where s has anything else.
func parsePlain[T string | []byte](s T) (t Text, ok, plain bool) {
	i, end := 0, len(s)
	for i < end && s[i] == ' ' {
		i++
	}
	for end > i && s[end-1] == ' ' {
		end--
	}
	var n, width [3]int
	var sep byte
	for p := range 3 {
		for ; i < end && s[i] >= '0' && s[i] <= '9'; i++ {
			if width[p]++; width[p] > 14 {
				return t, false, true
			}
			n[p] = n[p]*10 + int(s[i]-'0')
		}
		switch {
		case width[p] == 0:
			return t, false, false
		case p == 0 && width[0] >= 8:
			return digitsOnly(s, i, end, n[0], width[0])
		case p == 2:
			continue
		case i == end || s[i] != '-' && s[i] != '/' && s[i] != '.' || sep != 0 && s[i] != sep:
			return t, false, false
		}
		sep = s[i]
		i++
	}
	if i < end && s[i] >= 0x80 {
		return t, false, false // 年月日 or a full-width form
	}
	if t, ok = open(n, width, sep); !ok {
		return t, false, true
	}
	return withTime(t, s, i, end)
}

// digitsOnly reads 20240131 and 20240131235959.
func digitsOnly[T string | []byte](s T, i, end, n, width int) (t Text, ok, plain bool) {
	clock := 0
	switch width {
	case 8:
	case 14:
		clock, n = n%1000000, n/1000000
	default:
		return t, false, true
	}
	year := n / 10000
	if year < firstLongYear || year > lastLongYear {
		return t, false, true
	}
	if t, ok = fixed(year, n/100%100, n%100, 4); !ok {
		return t, false, true
	}
	t, ok, plain = withTime(t, s, i, end)
	if width == 14 {
		h, m, sec := clock/10000, clock/100%100, clock%100
		t.seconds = int32(h*3600 + m*60 + sec)
		ok = ok && i == end && h < 24 && m < 60 && sec < 60
	}
	return t, ok, plain
}

// withTime reads what stands behind a date: nothing, or a time of day.
func withTime[T string | []byte](t Text, s T, i, end int) (Text, bool, bool) {
	if i == end {
		return t, true, true
	}
	if s[i] != ' ' && s[i] != 'T' && s[i] != 't' {
		return t, false, s[i] < 0x80 && s[i] != ','
	}
	for i++; i < end && s[i] == ' '; i++ {
	}
	var c clock
	i, ok := readClock(s, i, end, &c)
	if !ok {
		return t, false, false
	}
	if i, ok = skipZone(s, i, end); !ok {
		return t, false, false
	}
	t.seconds = c.seconds
	return t, i == end, true
}

// clock is a time of day read from a text.
type clock struct {
	seconds int32
	hour    int
}

// readClock reads 9:05, 09:05:30, 09:05:30.123 and, after a T, 090530.
func readClock[T string | []byte](s T, i, end int, c *clock) (int, bool) {
	var n [3]int
	p := 0
	for ; p < 3; p++ {
		start := i
		for ; i < end && s[i] >= '0' && s[i] <= '9'; i++ {
			n[p] = n[p]*10 + int(s[i]-'0')
			if i-start > 5 {
				return i, false
			}
		}
		if w := i - start; p == 0 && w == 6 {
			n = [3]int{n[0] / 10000, n[0] / 100 % 100, n[0] % 100}
			p = 3
			break
		} else if w == 0 || w > 2 || p > 0 && w != 2 {
			return i, false
		}
		if i == end || s[i] != ':' || p == 2 {
			p++
			break
		}
		i++
	}
	if p < 2 || n[0] > 23 || n[1] > 59 || n[2] > 59 {
		return i, false
	}
	c.hour = n[0]
	c.seconds = int32(n[0]*3600 + n[1]*60 + n[2])
	return skipFraction(s, i, end), true
}

// skipFraction reads over .123 behind the seconds: dates are days, times whole seconds.
func skipFraction[T string | []byte](s T, i, end int) int {
	if i+1 >= end || s[i] != '.' && s[i] != ',' || s[i+1] < '0' || s[i+1] > '9' {
		return i
	}
	for i++; i < end && s[i] >= '0' && s[i] <= '9'; i++ {
	}
	return i
}

// skipZone reads over Z, +08:00, -0500 and +08.
func skipZone[T string | []byte](s T, i, end int) (int, bool) {
	for i < end && s[i] == ' ' {
		i++
	}
	if i == end {
		return i, true
	}
	if s[i] == 'Z' || s[i] == 'z' {
		return i + 1, true
	}
	if s[i] != '+' && s[i] != '-' {
		return i, false
	}
	digits := 0
	for i++; i < end && (s[i] >= '0' && s[i] <= '9' || s[i] == ':' && digits == 2); i++ {
		if s[i] != ':' {
			digits++
		}
	}
	return i, digits == 2 || digits == 4
}
