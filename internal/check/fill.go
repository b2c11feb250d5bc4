package check

// Fill is how many of the fields that matter are filled, as Run counts them, and
// nothing else: Fields and Filled of the result.
func Fill(in Input) *Result {
	d := newDoctor(in)
	d.missing()
	return &Result{Fields: d.result.Fields, Filled: d.result.Filled}
}
