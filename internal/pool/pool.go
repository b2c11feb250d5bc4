// Package pool is the ledger of the public pool: who gave a customer up, took it
// or handed it over, and when. It reads and adds lines, says where a customer is
// by them, and whether it may go elsewhere. It is a pure step: it opens no file
// and asks no clock.
//
// What holds:
//
//   - Lines are only ever added. What is taken back is so by a line of its own,
//     which says of which run.
//   - The lines that one command adds are a run; they are taken back together.
//   - A customer is where its last line says, as long as the customers table is
//     older than that line. It is newer where it shows the customer somewhere that
//     no line of the customer knows, as assigned after the line, or as in the pool
//     since a day after it. A file's own time does not count: it is not content,
//     and copying changes it.
//   - A customer is in the pool or has at most one owner; what is in the pool
//     has none.
package pool

import (
	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/ledger"
	"crm/internal/words"
)

// Action is what a line of the ledger tells.
type Action uint8

// The actions.
const (
	Release  Action = iota + 1 // into the pool
	Claim                      // out of the pool
	HandOver                   // from one owner to another
	Undo                       // what a run did is taken back
)

// Actions is all actions.
func Actions() []Action { return []Action{Release, Claim, HandOver, Undo} }

// String is the action's name in machine formats.
func (a Action) String() string {
	switch a {
	case Release:
		return "release"
	case Claim:
		return "claim"
	case HandOver:
		return "hand_over"
	case Undo:
		return "undo"
	}
	return ""
}

// Title is the action's name for people, and in a ledger of their language.
func (a Action) Title() lang.Text {
	switch a {
	case Release:
		return lang.T("release", "释放")
	case Claim:
		return lang.T("claim", "领取")
	case HandOver:
		return lang.T("hand-over", "移交")
	case Undo:
		return lang.T("undo", "撤销")
	}
	return lang.Text{}
}

// Place is where a customer is: in the pool, with an owner, or, as the zero
// Place, with nobody.
type Place struct {
	Owner string // empty in the pool
	Pool  bool
}

// inPool is how a ledger names the pool where an owner may stand.
var inPool = lang.T("(public pool)", "（公海）")

// Text is the place for people: an owner's name is foreign text.
func (p Place) Text() lang.Text {
	if p.Pool {
		return inPool
	}
	return lang.Same(p.Owner)
}

// Is reports whether two places are the same; owners are compared as names are.
func (p Place) Is(q Place) bool {
	return p.Pool == q.Pool && (p.Pool || words.Key(p.Owner) == words.Key(q.Owner))
}

// namesPool reports whether a name is what the ledger calls the pool.
func namesPool(name string) bool {
	if name == inPool.EN || name == inPool.ZH { // as nearly every line has it
		return true
	}
	key := words.Key(name)
	return key == words.Key(inPool.EN) || key == words.Key(inPool.ZH)
}

// Line is one line of the ledger: one customer went from one place to another.
type Line struct {
	Run           int // the lines of one command have one; from 1, ascending
	Day           civil.Date
	Second        int // after midnight of Day
	Who           string
	Action        Action
	ID, Name      string // of the customer; one of them may be empty
	Before, After Place
	Facts
	Undoes int // of an Undo: the run that it takes back
}

// Facts is what a line says of why it was written.
type Facts struct {
	Rule         string    // segment=vip 30d; empty where no rule made it so
	Clock        crm.Clock // what the customer's time ran from
	ClockDate    civil.Date
	LastActivity civil.Date
	Reason       string
}

// Moment is when a line is written, and by whom.
type Moment = ledger.Moment

// PlaceOf is where the customers table has a customer.
func PlaceOf(c *crm.Customer) Place {
	if c.InPool {
		return Place{Pool: true}
	}
	return Place{Owner: c.Owner}
}
