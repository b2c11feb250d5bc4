// Package memory is what a workbook of ours remembers of the runs that wrote it:
// where every customer stood, who moved since, and what our cells showed. It is
// kept in two very hidden sheets of the book, as texts that Excel, WPS and
// LibreOffice hand on as they are. The package compares no states and decides no
// class; it opens no file and writes none.
package memory

import (
	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/words"
)

// Names of the sheets that hold a memory.
const (
	StateSheet   = "_crm"
	HistorySheet = "_crm_history"
)

// maxHistory is how many lines of history a sheet has room for, headers and all
// else left aside. Beyond it the oldest are forgotten.
const maxHistory = 1_000_000

// Memory is what a workbook remembers.
type Memory struct {
	// Now is the latest state, Before the one that it was compared with: the
	// latest of an earlier day. Before is zero after the first run.
	Now, Before crm.State
	// History is every move from one run to the next, the oldest day first.
	History []crm.Move
	// Former is the titles of classes that History names and Now has no more.
	Former []crm.FormerClass
	// Columns is the canonical names of our columns as last written; Written is,
	// by Key of the customer, what their cells showed, in that order.
	Columns []string
	Written map[string]Shown
	// Headers is the titles of Columns as shown, nil where they were not noted, and
	// Sheets the names of the sheets that are crm's: a program that saves the book
	// without its custom properties loses what else tells.
	Headers, Sheets []string
}

// Key names a customer inside a memory: by its id, without one by its name, in
// the form in which ids and names are compared.
func Key(id, name string) string {
	if key := words.Key(id); key != "" {
		return "#" + key
	}
	return "=" + words.Key(name)
}

// Past is the state that a run as of a day is compared with and takes held
// classes from: for the day of the latest run the one before it, for that run is
// made anew; for a later day the latest. Nil where there is none: on the first
// run, for an earlier day, and where another classification was the main one.
func (m *Memory) Past(asOf civil.Date, classification string) *crm.State {
	if m == nil || asOf < m.Now.AsOf {
		return nil
	}
	past := &m.Now
	if asOf == m.Now.AsOf {
		past = &m.Before
	}
	if past.Classification != classification || classification == "" {
		return nil
	}
	return past
}

// Spare gives up what a run as of a day has no use for: for a later day the state
// before the latest, for the same day the customers of the latest, which are made
// anew. m may be nil.
func (m *Memory) Spare(asOf civil.Date) {
	switch {
	case m == nil || asOf < m.Now.AsOf:
	case asOf > m.Now.AsOf:
		m.Before.Assessments = nil
	default:
		m.Now.Assessments = nil
	}
}

// Advance is the memory after a run: its state now, and its moves against Past.
// What the history has of that day and
// classification is replaced, all else kept. A run as of an
// earlier day than the latest is a look back: states and history stay as they
// are, and the moves are not taken. Advancing again with the same changes
// nothing. m may be nil, and is not changed; what the cells show is for Show.
func (m *Memory) Advance(now *crm.State, moves []crm.Move) *Memory {
	if m == nil {
		m = &Memory{}
	}
	next := *m
	switch {
	case now.AsOf < m.Now.AsOf:
		return &next
	case now.AsOf > m.Now.AsOf:
		next.Before = m.Now
	}
	next.Now = *now
	next.History = nil
	for i := range m.History {
		if h := &m.History[i]; h.On != now.AsOf || h.Classification != now.Classification {
			next.History = append(next.History, m.History[i])
		}
	}
	next.History = append(next.History, moves...)
	if extra := len(next.History) - maxHistory; extra > 0 {
		next.History = next.History[extra:]
	}
	next.Former = next.former(m)
	return &next
}

// former is the classes that the history names and the latest state does not.
func (m *Memory) former(before *Memory) []crm.FormerClass {
	type key struct{ classification, id string }
	wanted := map[key]bool{}
	for i := range m.History {
		h := &m.History[i]
		wanted[key{h.Classification, h.From}], wanted[key{h.Classification, h.To}] = true, true
		for j := range h.Flips {
			wanted[key{h.Classification, h.Flips[j].Class}] = true
		}
	}
	for _, c := range m.Now.Classes {
		delete(wanted, key{m.Now.Classification, c.ID})
	}
	var list []crm.FormerClass
	add := func(f crm.FormerClass) {
		if k := (key{f.Classification, f.ID}); wanted[k] {
			delete(wanted, k)
			list = append(list, f)
		}
	}
	for _, s := range []*crm.State{&before.Now, &m.Before} {
		for _, c := range s.Classes {
			add(crm.FormerClass{Classification: s.Classification, ID: c.ID, Title: c.Title})
		}
	}
	for _, f := range before.Former {
		add(f)
	}
	return list
}
