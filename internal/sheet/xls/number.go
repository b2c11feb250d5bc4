package xls

import (
	"encoding/binary"
	"math"
	"strconv"
)

// plainDigits is how large or small a power of ten is still written out.
const (
	plainAbove = -7
	plainBelow = 21
)

// appendNumber writes a number as the shortest decimal that gives it back.
func appendNumber(b []byte, f float64) []byte {
	if f == 0 {
		return append(b, '0') // also what is -0
	}
	if e := math.Log10(math.Abs(f)); e < plainAbove || e >= plainBelow {
		return strconv.AppendFloat(b, f, 'E', -1, 64)
	}
	return strconv.AppendFloat(b, f, 'f', -1, 64)
}

func double(b []byte) float64 { return math.Float64frombits(binary.LittleEndian.Uint64(b)) }

// rkNumber is the number in an RK value: the front of a floating point number or a
// whole number of 30 bits, either in hundredths.
func rkNumber(rk uint32) float64 {
	const hundredths, whole, flags = 1, 2, 2
	f := math.Float64frombits(uint64(rk&^3) << 32)
	if rk&whole != 0 {
		f = float64(int32(rk) >> flags)
	}
	if rk&hundredths != 0 {
		f /= 100
	}
	return f
}

// errorWord is Excel's word for an error value.
func errorWord(code byte) (string, bool) {
	words := map[byte]string{
		0x00: "#NULL!", 0x07: "#DIV/0!", 0x0f: "#VALUE!", 0x17: "#REF!",
		0x1d: "#NAME?", 0x24: "#NUM!", 0x2a: "#N/A", 0x2b: "#GETTING_DATA",
	}
	w, ok := words[code]
	return w, ok
}
