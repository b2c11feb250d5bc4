package xls

// What binary workbooks of both kinds, .xls and .xlsb, write alike.

// AppendNumber writes a number as the shortest decimal that gives it back.
func AppendNumber(b []byte, f float64) []byte { return appendNumber(b, f) }

// CompactNumber is the number in the four bytes of an RK value.
func CompactNumber(rk uint32) float64 { return rkNumber(rk) }

// ErrorWord is Excel's word for an error value; false where there is none.
func ErrorWord(code byte) (string, bool) { return errorWord(code) }
