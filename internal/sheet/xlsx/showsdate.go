package xlsx

import "crm/internal/civil"

// ShowsDate reports whether numbers under a number format show as days or times
// of day, and so are read as dates.
func ShowsDate(code string) bool { return dateFormat(code) }

// BuiltinFormat is the code of a number format that files name by number only:
// "General" for a number that has none.
func BuiltinFormat(id int) string { return builtinFormat(id) }

// SerialDate is the day and the seconds of the day that a number under a date
// format shows; ok is false where it is no day of that system.
func SerialDate(raw []byte, from1904 bool) (day civil.Date, seconds int32, ok bool) {
	days, seconds, ok := splitSerial(raw)
	if !ok {
		return 0, 0, false
	}
	e := epoch1900
	if from1904 {
		e = epoch1904
	}
	day, ok = e.day(days)
	return day, seconds, ok
}
