package classify

import (
	"crm/internal/civil"
	"crm/internal/diag"
	"crm/internal/rules"
)

// Word is a person's word over the rules for one customer: an override of
// rules.yaml, or a manual class of the customers table.
type Word struct {
	Customer string     // who it is about, as the file has it
	Class    string     // as written: an id or a title
	Place    int        // of the class in Classes; Run fills it in
	Reason   string     // empty without
	Until    civil.Date // the last day on which it counts; 0: without end
	Pos      diag.Pos   // the rule's line or the table's cell
}

// over reports whether the word has ended before a day.
func (w *Word) over(asOf civil.Date) bool { return w.Until != 0 && w.Until < asOf }

// resolveWords finds what persons said that is in force at as-of, per
// classification and customer. Overrides win over the table's manual classes.
func (r *Result) resolveWords() diag.List {
	r.said = make([]map[int]*Word, len(r.set.Classifications))
	for i := range r.said {
		r.said[i] = map[int]*Word{}
	}
	problems := r.overrides()
	return append(problems, r.manual()...)
}

// overrides takes the words of rules.yaml: of several for one customer the
// first counts.
func (r *Result) overrides() diag.List {
	var problems diag.List
	for i := range r.set.Overrides {
		o := &r.set.Overrides[i]
		w := r.overrideWord(o)
		if w.over(r.asOf) {
			problems.Add(endedOverride(o))
			continue
		}
		customer, ok := r.options.Find(o.Customer.Value)
		if !ok {
			problems.Add(unknownCustomer(o))
			continue
		}
		said := r.said[o.Classification]
		if first := said[customer]; first != nil {
			problems.Add(secondOverride(o, first.Pos))
			continue
		}
		said[customer] = w
	}
	return problems
}

func (r *Result) overrideWord(o *rules.Override) *Word {
	return &Word{
		Customer: o.Customer.Value, Class: r.set.Classifications[o.Classification].Classes[o.Class].ID, Place: o.Class,
		Reason: o.Reason, Until: o.Until, Pos: o.Pos,
	}
}

// manual takes the words of the customers table about the main classification.
func (r *Result) manual() diag.List {
	if r.options.Manual == nil || len(r.said) == 0 {
		return nil
	}
	said := r.said[r.set.Main]
	var complaints wordComplaints
	for customer := range r.options.Customers {
		if w, ok := r.options.Manual(customer); ok {
			r.manualWord(said, customer, w, &complaints)
		}
	}
	return complaints.list(r.mainRule())
}

// manualWord takes one word of the customers table.
func (r *Result) manualWord(said map[int]*Word, customer int, w Word, complaints *wordComplaints) {
	place, known := r.set.ManualClass(w.Class)
	over := said[customer]
	switch {
	case w.over(r.asOf):
		complaints.ended(&w)
	case !known:
		complaints.unknown(&w)
	case over == nil:
		w.Place = place
		said[customer] = &w
	case over.Place != place:
		complaints.contradicted(&w, over)
	}
}

func (r *Result) mainRule() *rules.Classification { return &r.set.Classifications[r.set.Main] }

// Word is what a person said of the customer that is in force at as-of: an
// override or a manual class; nil where nobody did. The caller must not change it.
func (r *Result) Word(classification, customer int) *Word {
	return r.said[classification][customer]
}
