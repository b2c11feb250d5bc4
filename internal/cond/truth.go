package cond

// Truth is a truth value of three-valued logic, as SQL has it.
type Truth int8

// The truths. Unknown is what a comparison with an absent value is.
const (
	Unknown Truth = iota
	False
	True
)

// String is unknown, false or true.
func (t Truth) String() string {
	switch t {
	case True:
		return "true"
	case False:
		return "false"
	}
	return "unknown"
}

// Not is the opposite; of Unknown it is Unknown.
func (t Truth) Not() Truth {
	switch t {
	case True:
		return False
	case False:
		return True
	}
	return Unknown
}

func truth(b bool) Truth {
	if b {
		return True
	}
	return False
}
