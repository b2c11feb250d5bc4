package cond

// Cond is a checked condition.
type Cond struct{}
