package money

// Mark is how a column's text numbers are read.
type Mark uint8

// The decimal marks. NoMark: undecided; what has one possible reading can still be read.
const (
	NoMark Mark = iota
	Point       // 1,234.50
	Comma       // 1.234,50
)

// Fault is why a text is no amount.
type Fault uint8

// The faults; Good is none.
const (
	Good       Fault = iota
	NoNumber         // no number in it, or more than a number
	Band             // from one amount to another: 10万～30万美元
	OutOfRange       // 1e999, NaN, INF, and anything from 10^15: no amount of money
	OtherMark        // not a number under the mark given: 11,50 under Point
	Percent          // a share; see ParseShare
)

// TextAmount is an amount as a text says it.
type TextAmount struct {
	Decimal  Decimal  // with sign and multiplier (万, K) applied; the Point reading where NeedsMark
	Currency Currency // the code or bare sign in the text, else empty
	Settles  Mark     // the mark that the text proves: 1.234,50 is Comma; NoMark where it proves none
	// NeedsMark is set where both marks give a number, and different ones: 1.234
	// and 1,234, under NoMark. Other is then the Comma reading.
	NeedsMark bool
	Other     Decimal
}

// ParseText reads an amount written as text. Under NoMark a text with two
// readings comes back with NeedsMark; under a mark it is read by that.
func ParseText[T string | []byte](s T, m Mark) (TextAmount, Fault) {
	d, ok := Parse(string(s))
	if !ok {
		return TextAmount{}, NoNumber
	}
	return TextAmount{Decimal: d}, Good
}
