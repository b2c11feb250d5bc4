package xlsx

// ShowsDate reports whether numbers under a number format show as days or times
// of day, and so are read as dates.
func ShowsDate(code string) bool { return dateFormat(code) }
