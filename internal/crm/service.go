package crm

import (
	"crm/internal/civil"
	"crm/internal/money"
)

// Moment is a day and, where the data has it, the time of the day.
type Moment struct {
	Day    civil.Date // 0: not known
	Second int32      // since midnight; only where Timed
	Timed  bool
}

// Complaint is one row of a table of complaints.
type Complaint struct {
	Customer int32 // index in Data.Customers
	Table    int32 // index in Data.Tables
	Row      int32
	Opened   Moment
	Proposed Moment // when a solution was proposed; not known while there is none
	Resolved Moment
	Kind     string
}

// Score is one row of a table of feedback: an answer to how likely the customer
// recommends us, from 0 to 10.
type Score struct {
	Customer int32 // index in Data.Customers
	Table    int32 // index in Data.Tables
	Row      int32
	Day      civil.Date
	Score    money.Decimal
	Comment  string
}
