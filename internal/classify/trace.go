package classify

import (
	"crm/internal/cond"
	"crm/internal/diag"
	"crm/internal/rules"
	"crm/internal/value"
)

// ClassTrace is how a class was decided for a customer.
type ClassTrace struct {
	Class  int        // its place in Classes
	Result cond.Truth // of the class by itself; the first True one is taken
	Rest   bool       // the last class, which asks nothing
	Lines  []cond.Line
	Bands  []BandLine
	Pos    diag.Pos                  // of the rule
	At     func(offset int) diag.Pos // the place of a byte of the condition; nil for bands and the rest
}

// BandLine is a band with what it compared.
type BandLine struct {
	Kind    rules.BandKind
	Measure string
	Text    string      // the limit as written: 20%
	Limit   value.Value // in the kind of the measure; a share for top, bottom and cumulative
	Actual  value.Value
	// Rank counts from 1 at the largest (for Bottom at the smallest), equals
	// sharing the best; Of is how many are ranked, Places how many of them the
	// band takes. 0 for the other bands, and for a value that is not ranked.
	Rank, Of, Places int
	// Before is, for Cumulative, the share of the positive sum that larger values
	// bring; absent for a value of 0 or less.
	Before value.Value
	Result cond.Truth
	Pos    diag.Pos
}

// Trace is every class from the first to the one the rule takes. An override
// does not change it.
func (r *Result) Trace(classification, customer int) []ClassTrace {
	d := &r.classifications[classification]
	traces := make([]ClassTrace, 0, int(d.ruled[customer])+1)
	for class := range int(d.ruled[customer]) + 1 {
		traces = append(traces, r.traceClass(d, class, customer))
	}
	return traces
}

func (r *Result) traceClass(d *decided, class, customer int) ClassTrace {
	return r.traceIn(nil, d, class, customer)
}

// traceIn is traceClass in the room of lines that are not needed any more.
func (r *Result) traceIn(room []cond.Line, d *decided, class, customer int) ClassTrace {
	rule := &d.rule.Classes[class]
	t := ClassTrace{Class: class, Result: d.truth(class, customer), Pos: rule.Pos, At: rule.WhenAt}
	if b := d.ground().bound[class]; b != nil {
		t.Lines = b.TraceIn(room, customer)
	}
	for i := range rule.Bands {
		t.Bands = append(t.Bands, d.bandLine(&rule.Bands[i], customer))
	}
	t.Rest = t.Lines == nil && t.Bands == nil
	return t
}

func (d *decided) bandLine(b *rules.Band, customer int) BandLine {
	l := BandLine{
		Kind: b.Kind, Measure: d.rule.By, Text: b.Text, Actual: d.ground().ranking.values[customer],
		Result: d.bandTruth(b, customer), Pos: b.Pos,
	}
	switch b.Kind {
	case rules.Top, rules.Bottom, rules.Cumulative:
		l.Limit = value.Num(value.Share, b.Limit)
	default:
		kind := value.Number
		if l.Actual.Present() {
			kind = l.Actual.Kind()
		}
		l.Limit = value.Num(kind, b.Limit)
	}
	d.ground().ranking.place(b, customer, &l)
	return l
}

// place fills in where the customer stands among all.
func (r *ranking) place(b *rules.Band, customer int, l *BandLine) {
	ranked := !l.Actual.Decimal().IsZero()
	switch {
	case b.Kind == rules.Cumulative:
		l.Before = r.reached(customer)
	case b.Kind == rules.Top && ranked:
		l.Of, l.Places = len(r.order), int(r.places(b.Limit))
		l.Rank = len(r.order) - int(r.atMost[customer]) + 1
	case b.Kind == rules.Bottom && ranked:
		l.Of, l.Places = len(r.order), int(r.places(b.Limit))
		l.Rank = len(r.order) - int(r.atLeast[customer]) + 1
	}
}
