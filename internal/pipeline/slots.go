package pipeline

import (
	"sync"

	"crm/internal/rules"
	"crm/internal/value"
)

// measureSlots makes the measures that the rules ask for, several at once. What an
// earlier run left is only read where it is asked for.
func (r *Result) measureSlots() {
	if r.cached != nil {
		return
	}
	var names []string
	for _, s := range r.Rules.Slots {
		if s.Kind == rules.MeasureSlot || s.Kind == rules.FieldSlot {
			names = append(names, s.Name)
		}
	}
	ask := func(names []string) {
		for _, name := range names {
			r.Measures.Column(name)
		}
	}
	var half sync.WaitGroup
	half.Go(func() { ask(names[len(names)/2:]) })
	ask(names[:len(names)/2])
	half.Wait()
}

// Column is the values of a slot, one per customer; nil for what is not there.
func (r *Result) Column(s rules.Slot) []value.Value {
	switch s.Kind {
	case rules.MeasureSlot, rules.FieldSlot:
		return r.Measures.Column(s.Name)
	case rules.TagsSlot:
		return r.tagWords()
	case rules.HeaderSlot:
		for i, c := range r.Data.ExtraColumns {
			if c.Header == s.Name {
				return r.extra(i)
			}
		}
	}
	return nil
}

func (r *Result) extra(column int) []value.Value {
	values := make([]value.Value, len(r.Data.Customers))
	for i := range r.Data.Customers {
		if e := r.Data.Customers[i].Extra; column < len(e) {
			values[i] = e[column]
		}
	}
	return values
}
