// Package civil holds days of the calendar: no time of day, no zone, no clock.
//
// Order dates, contacts and deadlines are days. Keeping them apart from
// time.Time keeps zones and daylight saving out of every comparison.
package civil

import (
	"fmt"
	"time"
)

// Date is a day of the proleptic Gregorian calendar, as days since 1970-01-01.
// The zero Date means "no date": exports write 1970-01-01 for an empty field,
// so that day is never a true one (product: dates start at 1970-01-02).
type Date int32

const secondsPerDay = 86400

// New is the given day. ok is false when the calendar has no such day.
func New(year int, month time.Month, day int) (d Date, ok bool) {
	if year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > DaysIn(year, month) {
		return 0, false
	}
	return daysTo(year, int(month), day), true
}

// daysTo counts the days to one of the years from 1 on. Years begin in March here,
// so that a leap day is the last of its year (E. G. Richards, Mapping Time, 1998).
func daysTo(year, month, day int) Date {
	const toEpoch, fourCenturies = 719468, 146097 // days from 0000-03-01 to 1970-01-01, and of 400 years
	if month <= 2 {
		year, month = year-1, month+12
	}
	inYear := (153*(month-3)+2)/5 + day - 1
	century := year / 100
	return Date(year/400*fourCenturies + (year%400)*365 + year%400/4 - century%4 + inYear - toEpoch)
}

// MustNew is New for constants; it panics on a day that does not exist.
func MustNew(year int, month time.Month, day int) Date {
	d, ok := New(year, month, day)
	if !ok {
		panic(fmt.Sprintf("civil: no day %04d-%02d-%02d", year, month, day))
	}
	return d
}

// Of is the day that t shows in its own location.
func Of(t time.Time) Date {
	y, m, d := t.Date()
	return fromTime(time.Date(y, m, d, 0, 0, 0, 0, time.UTC))
}

func fromTime(t time.Time) Date {
	s := t.Unix()
	if s < 0 {
		return Date((s - secondsPerDay + 1) / secondsPerDay)
	}
	return Date(s / secondsPerDay)
}

// ParseISO reads yyyy-mm-dd and nothing else.
func ParseISO[T string | []byte](s T) (Date, bool) {
	if len(s) != len("yyyy-mm-dd") || s[4] != '-' || s[7] != '-' {
		return 0, false
	}
	var digits [10]int
	for i := range len(s) {
		digits[i] = int(s[i]) - '0'
		if uint(digits[i]) > 9 && i != 4 && i != 7 {
			return 0, false
		}
	}
	year := digits[0]*1000 + digits[1]*100 + digits[2]*10 + digits[3]
	return New(year, time.Month(digits[5]*10+digits[6]), digits[8]*10+digits[9])
}

// DaysIn is the number of days in a month.
func DaysIn(year int, month time.Month) int {
	switch month {
	case time.April, time.June, time.September, time.November:
		return 30
	case time.February:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

func (d Date) time() time.Time { return time.Unix(int64(d)*secondsPerDay, 0).UTC() }

// YMD takes the day apart.
func (d Date) YMD() (year int, month time.Month, day int) { return d.time().Date() }

// String is yyyy-mm-dd, and empty for no date.
func (d Date) String() string {
	if d == 0 {
		return ""
	}
	y, m, day := d.YMD()
	if y < 0 || y > lastYear {
		return d.time().Format(time.DateOnly)
	}
	b := [len(time.DateOnly)]byte{4: '-', 7: '-'}
	for i, n := 3, y; i >= 0; i, n = i-1, n/10 {
		b[i] = '0' + byte(n%10)
	}
	b[5], b[6] = '0'+byte(m/10), '0'+byte(m%10)
	b[8], b[9] = '0'+byte(day/10), '0'+byte(day%10)
	return string(b[:])
}

// lastYear is the last one of four digits.
const lastYear = 9999

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.time().Weekday() }

// AddDays is n days later; n may be negative.
func (d Date) AddDays(n int) Date { return d + Date(n) }

// AddMonths is n months later (or earlier), on the last day of that month
// where it has no such day: 31 January + 1 month is 28 or 29 February.
func (d Date) AddMonths(n int) Date {
	y, m, day := d.YMD()
	months := y*12 + int(m) - 1 + n
	year := months / 12
	if months%12 < 0 { // before the year 0
		year--
	}
	month := time.Month(months - year*12 + 1)
	return fromTime(time.Date(year, month, min(day, DaysIn(year, month)), 0, 0, 0, 0, time.UTC))
}

// Since is the number of days from e to d.
func (d Date) Since(e Date) int { return int(d - e) }
