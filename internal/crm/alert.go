package crm

import (
	"crm/internal/civil"
	"crm/internal/lang"
)

// Alert is one thing that goes wrong with one customer.
type Alert struct {
	ID       string // of the rule: late_payments
	Customer int    // index in Data.Customers
	Level    Level
	Title    lang.Text  // Two late payments in a row
	Message  lang.Text  // with the customer's own values
	Action   lang.Text  // what to do
	Role     lang.Text  // who is to do it; empty: the owner
	Reasons  []Reason   // the conditions that held, with their values
	Since    civil.Date // the first day it holds, where that can be told; else 0
	Hushed   civil.Date // acknowledged until this day, included; 0: not acknowledged
	Word     string     // the reason given with the acknowledgement
}

// Level is how bad an alert is.
type Level uint8

// The levels, the worst last.
const (
	Watch Level = iota
	Act
)

// Levels is all levels, the worst first.
func Levels() []Level { return []Level{Act, Watch} }

// String is the level's name in rules, flags and machine formats.
func (l Level) String() string {
	if l == Act {
		return "act"
	}
	return "watch"
}

// Title is the level's name for people.
func (l Level) Title() lang.Text {
	if l == Act {
		return lang.T("act", "须处理")
	}
	return lang.T("watch", "关注")
}

// ParseLevel reads the name of a level.
func ParseLevel(name string) (Level, bool) {
	for _, l := range Levels() {
		if l.String() == name {
			return l, true
		}
	}
	return Watch, false
}
