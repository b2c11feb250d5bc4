package crm

import (
	"crm/internal/civil"
	"crm/internal/lang"
)

// Clock is the kind of date that a customer's follow-up runs from.
type Clock uint8

// The clocks. Where several lie on the latest day, the one named first here
// after NoClock is the one that is told.
const (
	NoClock         Clock = iota // none of these dates
	FromActivity                 // the last activity that counts
	FromLastContact              // the customers table's own last contact; its channel is unknown, it counts everywhere
	FromOrder                    // the last order, where orders count
	FromAssigned                 // the day the owner got the customer
	FromCreated                  // the day the customer was entered
)

// String is the clock's name in machine formats: activity, last_contact, order,
// assigned, created; empty for none.
func (c Clock) String() string {
	switch c {
	case FromActivity:
		return "activity"
	case FromLastContact:
		return "last_contact"
	case FromOrder:
		return "order"
	case FromAssigned:
		return "assigned"
	case FromCreated:
		return "created"
	}
	return ""
}

// Title is what the clock runs from, for people; empty for none.
func (c Clock) Title() lang.Text {
	switch c {
	case FromActivity:
		return lang.T("activity", "跟进")
	case FromLastContact:
		return lang.T("last contact", "最近联系")
	case FromOrder:
		return lang.T("order", "下单")
	case FromAssigned:
		return lang.T("assigned", "分配")
	case FromCreated:
		return lang.T("created", "建档")
	}
	return lang.Text{}
}

// FollowState is where a customer's follow-up stands on a day: one each, the
// worst that holds.
type FollowState uint8

// The states, from the calmest to the worst of a customer that has an owner;
// then those that stand apart.
const (
	NoClockState FollowState = iota // nothing is due: no date to run from, or a class without a clock
	InTime
	DueSoon
	Overdue
	Released  // past the last day before release; with FollowUp.Warn a warning only
	Protected // past that day too, but protected: never released
	InPool    // in the public pool already; only crm pool shows it
)

// FollowStates is all states, the worst first, then those that stand apart.
func FollowStates() []FollowState {
	return []FollowState{Released, Overdue, DueSoon, InTime, NoClockState, Protected, InPool}
}

// String is the state's name in machine formats and flags.
func (s FollowState) String() string {
	switch s {
	case InTime:
		return "in_time"
	case DueSoon:
		return "due_soon"
	case Overdue:
		return "overdue"
	case Released:
		return "released"
	case Protected:
		return "protected"
	case InPool:
		return "in_pool"
	}
	return "no_clock"
}

// ParseFollowState reads the name of a state.
func ParseFollowState(name string) (FollowState, bool) {
	for _, s := range FollowStates() {
		if s.String() == name {
			return s, true
		}
	}
	return NoClockState, false
}

// What made a customer due: FollowUp.DueBy.
const (
	DueByTouchpoint  = "touchpoint"   // the shortest rhythm of its touchpoints, or one that is owed by its own
	DueByNextContact = "next_contact" // a day that a person set
	DueByRelease     = "release"      // the last day before release, where nothing is due earlier
)

// FollowUp is when a customer is to be contacted, and when it is lost, as of a day.
type FollowUp struct {
	State FollowState
	// Clock and Start are the date everything is counted from, also where the
	// customer's class has no clock; 0 without such a date.
	Clock Clock
	Start civil.Date
	// Due is the day by which the customer is to be contacted, moved off
	// weekends, the customer's holidays and freezes; 0 where nothing is due.
	// It is never after Release.
	Due   civil.Date
	DueBy string // DueByTouchpoint, DueByNextContact or DueByRelease; empty without Due
	// Touchpoint is the place in the rules' touchpoints of the one that is owed
	// next: by its own rhythm where it was done before and that is earlier, else by
	// the shortest rhythm; -1 without.
	Touchpoint int
	// Release is the last day before release: 0 days are left on it, the day
	// after it the customer is released. 0 where it is never released.
	Release       civil.Date
	SystemRelease bool // Release is the export's own date, not ours
	DaysOver      int  // days after Due; 0 up to Due and without one
	DaysLeft      int  // days until Release, below 0 after it; 0 without Release
	// Warn is set where passing Release only warns: there is no pool, or the
	// customer is protected.
	Warn bool
}
