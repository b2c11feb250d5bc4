package cond

// op is what a node of a condition does.
type op uint8

const (
	opBad op = iota // what a mistake left behind: its problem is reported, nothing more is said about it
	opOr
	opAnd
	opNot
	opEqual
	opUnequal
	opLess
	opAtMost
	opMore
	opAtLeast
	opIn
	opContains
	opStarts
	opEnds
	opHas
	opIs // a yes/no name standing alone
	opAdd
	opSub
	opMul
	opDiv
	opNeg
	opNumber
	opText
	opBool
	opName
	opAsOf
	opCall
	opList
)

// symbol is how the operator is written; empty for what is no operator.
func (o op) symbol() string {
	return [...]string{
		opOr: "or", opAnd: "and", opNot: "not",
		opEqual: "==", opUnequal: "!=", opLess: "<", opAtMost: "<=", opMore: ">", opAtLeast: ">=",
		opIn: "in", opContains: "contains", opStarts: "startsWith", opEnds: "endsWith",
		opHas: "has", opIs: "is",
		opAdd: "+", opSub: "-", opMul: "*", opDiv: "/", opNeg: "-",
		opList: "",
	}[o]
}

// relation is the comparison that a symbol writes.
func relation(symbol string) (op, bool) {
	switch symbol {
	case "==":
		return opEqual, true
	case "!=", "<>":
		return opUnequal, true
	case "<":
		return opLess, true
	case "<=":
		return opAtMost, true
	case ">":
		return opMore, true
	case ">=":
		return opAtLeast, true
	}
	return opBad, false
}

// textTest is the test of a text that a word writes.
func textTest(word string) (op, bool) {
	switch word {
	case "contains":
		return opContains, true
	case "startsWith":
		return opStarts, true
	case "endsWith":
		return opEnds, true
	}
	return opBad, false
}

// compares reports whether o is one of the six comparisons.
func (o op) compares() bool { return o >= opEqual && o <= opAtLeast }

// orders reports whether o asks which of two values is larger.
func (o op) orders() bool { return o >= opLess && o <= opAtLeast }

// mirrored is the comparison with its sides exchanged: 10 < x is x > 10.
func (o op) mirrored() op {
	switch o {
	case opLess:
		return opMore
	case opAtMost:
		return opAtLeast
	case opMore:
		return opLess
	case opAtLeast:
		return opAtMost
	}
	return o
}

// inverse is the comparison that holds where o does not.
func (o op) inverse() op {
	switch o {
	case opEqual:
		return opUnequal
	case opUnequal:
		return opEqual
	case opLess:
		return opAtLeast
	case opAtMost:
		return opMore
	case opMore:
		return opAtMost
	case opAtLeast:
		return opLess
	}
	return o
}

// holds reports whether the comparison is true of two values that compare as c.
func (o op) holds(c int) bool {
	switch o {
	case opEqual:
		return c == 0
	case opUnequal:
		return c != 0
	case opLess:
		return c < 0
	case opAtMost:
		return c <= 0
	case opMore:
		return c > 0
	}
	return c >= 0
}
