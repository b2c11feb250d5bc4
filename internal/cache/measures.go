package cache

import (
	"encoding/binary"
	"math"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/value"
)

// Measures is what a run measured and decided of its customers.
type Measures struct {
	Oldest, Newest civil.Date // of the orders measured
	Names          []string   // of the columns
	// Column is the values of a column, one per customer; of an entry nil for a
	// name that it does not have.
	Column func(name string) []value.Value
	Decisions
}

// Decisions is what a run decided of its customers.
type Decisions struct {
	// Ruled is per classification the class that the rule alone gives each
	// customer; empty where that is to be found anew.
	Ruled [][]int16
	// FollowUps is every customer's follow-up, and Owed the touchpoint that it is
	// owed first; nil where that is to be found anew.
	FollowUps []crm.FollowUp
	Owed      []Owed
}

// Owed is a touchpoint that is owed to a customer.
type Owed struct {
	Place     int // in the rules; -1 where none is
	Last, Due civil.Date
}

func (c *coder) decisions(m *Decisions) {
	list(c, &m.Ruled, 1, c.classes)
	list(c, &m.FollowUps, followUpLeast, c.followUp)
	list(c, &m.Owed, owedLeast, func(o *Owed) {
		whole(c, &o.Place)
		c.date(&o.Last)
		c.date(&o.Due)
	})
	if len(m.Owed) != len(m.FollowUps) {
		c.fail()
	}
}

func (c *coder) followUp(f *crm.FollowUp) {
	code(c, &f.State, int(crm.InPool))
	code(c, &f.Clock, int(crm.FromCreated))
	c.date(&f.Start)
	c.date(&f.Due)
	c.date(&f.Release)
	text(c, &f.DueBy)
	whole(c, &f.Touchpoint)
	whole(c, &f.DaysOver)
	whole(c, &f.DaysLeft)
	c.flag(&f.SystemRelease)
	c.flag(&f.Warn)
}

// How many bytes these take at least.
const (
	followUpLeast = 11
	owedLeast     = 3
)

// columns is the columns of the measures, which share the coder's texts.
func (c *coder) columns(m *Measures) (columns [][]byte) {
	for _, name := range m.Names {
		values := m.Column(name)
		one := &coder{writing: true, words: c.words, out: make([]byte, 0, len(values)*usualValue)}
		for i := range values {
			one.value(&values[i])
		}
		columns = append(columns, one.out)
	}
	return columns
}

// usualValue is how many bytes most values have.
const usualValue = 4

// measured writes what there is besides the columns: their names and sizes, and
// what is short.
func (c *coder) measured(m *Measures, columns [][]byte) {
	c.date(&m.Oldest)
	c.date(&m.Newest)
	c.decisions(&m.Decisions)
	list(c, &m.Names, 2, func(name *string) { text(c, name) })
	for _, column := range columns {
		c.number(uint64(len(column)))
	}
}

func (c *coder) classes(ruled *[]int16) {
	if c.writing {
		c.number(uint64(len(*ruled)))
		for _, class := range *ruled {
			c.out = binary.AppendUvarint(c.out, uint64(uint16(class)))
		}
		return
	}
	list(c, ruled, 1, func(class *int16) {
		n := uint16(0)
		code(c, &n, math.MaxInt16)
		*class = int16(n)
	})
}

// measures reads what columns and measured wrote. A column is read when it is asked for.
func (c *coder) measures(customers int) *Measures {
	m := &Measures{}
	c.date(&m.Oldest)
	c.date(&m.Newest)
	c.decisions(&m.Decisions)
	list(c, &m.Names, 2, func(name *string) { text(c, name) })
	sizes := make([]uint64, len(m.Names))
	for i := range sizes {
		sizes[i] = c.number(0)
	}
	lies := make(map[string]string, len(m.Names))
	rest := c.in[c.at:]
	for i, name := range m.Names {
		if sizes[i] > uint64(len(rest)) {
			c.fail()
			return m
		}
		lies[name], rest = rest[:sizes[i]], rest[sizes[i]:]
	}
	if rest != "" {
		c.fail()
	}
	m.Column = func(name string) []value.Value {
		in, ok := lies[name]
		if !ok || len(in) < customers {
			return nil
		}
		one := &coder{in: in, texts: c.texts}
		column := make([]value.Value, customers)
		for i := range column {
			one.value(&column[i])
		}
		if one.bad || one.at != len(in) {
			return nil
		}
		return column
	}
	return m
}
