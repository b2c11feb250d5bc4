package money

import "strings"

// Group puts a comma between the thousands of a plain decimal: -1234567.50 is
// -1,234,567.50. A negative zero, what rounding leaves of a small amount, loses its sign.
func Group(number string) string {
	number, negative := strings.CutPrefix(number, "-")
	whole, fraction, pointed := strings.Cut(number, ".")
	var b strings.Builder
	if negative && strings.Trim(number, "0.") != "" {
		b.WriteByte('-')
	}
	for i := range len(whole) {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteByte(whole[i])
	}
	if pointed {
		b.WriteString("." + fraction)
	}
	return b.String()
}
