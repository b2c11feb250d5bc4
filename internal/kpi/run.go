// Package kpi turns many customers into a few figures: the indicators of the
// manager's view against their targets, and the tables that charts of them are
// drawn from. Every indicator is declared once, in Declared.
//
// It reads no file and no clock, measures and classifies nothing itself, draws
// nothing, and changes nothing that it is given. Counts and money are exact; what
// has no end as a decimal is rounded once, at the end. What cannot be known is
// absent and says what would bring it; it is never 0.
package kpi

import (
	"slices"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/rules"
	"crm/internal/value"
)

// State is the customers as of one day: what was measured and decided of them.
type State struct {
	On civil.Date
	// Measure is the values of a measure, one per customer of Input.Data; nil for
	// one that is not there.
	Measure func(name string) []value.Value
	// Class is the place of a customer's class in a classification: the one that
	// counts on that day; below 0 for a customer not known yet. Nil without classes.
	Class func(classification, customer int) int
}

// Input is what indicators are taken of. Everything is read, nothing is changed.
type Input struct {
	Now    State // On is the as-of date
	Window civil.Period
	Data   *crm.Data
	Rules  *rules.Set // the main classification, and the targets that the team sets
	// Earlier is the same customers as of earlier days, oldest first: Days says
	// which are of use, Asked what of them. Without the one a window before as-of,
	// retention by class and what compares with the window before are not known.
	Earlier []State
	// FollowUps is where every customer's follow-up stands; nil: discipline is not told.
	FollowUps []crm.FollowUp
	// Filled is how many of the fields asked of a customer are filled, as the data
	// doctor counts them; nil: completeness is not told.
	Filled func(customer int) (has, asked int)
}

// Result is the indicators, in the order of Declared, and the tables behind them.
type Result struct {
	AsOf     civil.Date
	From     civil.Date     // the window is the days after From, up to and including AsOf
	Before   civil.Date     // the window before it: the days after Before, up to and including From
	Oldest   civil.Date     // the first order's day; 0 without orders
	Currency money.Currency // of all money; empty where the data names none

	Classification lang.Text       // the main one
	Classes        []crm.ClassName // its classes, from the first to the rest; nil where nothing was classified

	Indicators []crm.Indicator

	Months        []Month    // oldest first; nil without orders
	ClassDays     []ClassDay // oldest first, the last one is as-of; nil without classes
	Regions       []Area     // largest revenue first; nil where no region is known
	Countries     []Area     // the same by country
	RegionDays    []AreaDay  // oldest first, the last one is as-of; nil without Regions
	CountryDays   []AreaDay  // the same by country
	Cohorts       Cohorts
	Funnel        Funnel
	Cycles        Cycles
	Concentration Concentration
	Service       Service
	Complete      Complete
	Discipline    []Owner // by name; nil without follow-up

	Notes []lang.Text // what is to be known of the figures, a line each
}

// taker takes the figures, one subject after the other.
type taker struct {
	Input
	result              *Result
	history             *history
	turns               turns
	retained            []retained // on the days that can be told; nil without orders
	retainedBefore      retained
	serviceBefore       Service
	prospects           []crm.Opportunity // customers on their way through the funnel, where no opportunities were read
	concentrationBefore Concentration
}

// Run takes every figure.
func Run(in Input) *Result {
	r := &Result{AsOf: in.Now.On, From: in.Window.Before(in.Now.On), Currency: in.Data.Conversion.Base}
	r.Before = in.Window.Before(r.From)
	t := &taker{Input: in, result: r, history: newHistory(in.Data, r.AsOf, in.Window)}
	r.Oldest = t.history.oldest
	r.Classes = t.mainClasses()
	walked := walk(t.history, r.AsOf)
	t.turns = walked.turns
	r.Months, r.Cohorts = walked.table(&in.Data.Conversion), walked.cohorts.done()
	r.ClassDays = t.classDays()
	r.Regions, r.Countries = t.areas("region", t.regionTitle), t.areas("country", countryTitle)
	r.RegionDays, r.CountryDays = t.areaDays("region", r.Regions), t.areaDays("country", r.Countries)
	r.Cycles = t.cycles()
	r.Concentration = t.concentration("revenue")
	if t.compares() {
		t.concentrationBefore = t.concentration("revenue_previous")
	}
	r.Funnel = t.takeFunnel()
	r.Service, t.serviceBefore = t.serviceOf(r.From, r.AsOf), t.serviceOf(r.Before, r.From)
	r.Complete, r.Discipline = t.complete(), t.discipline()
	t.retain()
	t.indicators()
	r.Notes = t.notes()
	return r
}

// indicators takes those that are declared.
func (t *taker) indicators() {
	ids := classIDs(t.result.Classes)
	for _, d := range declarations() {
		if !d.ByClass {
			t.indicator(d.Declaration, d.take(t))
			continue
		}
		stem, title, target := d.ID, d.Title, d.Target
		for i, class := range t.result.Classes {
			d.ID = stem + "_" + ids[i]
			d.Title = titleOf(class, title)
			if d.Target = target; i >= d.Targeted || len(t.result.Classes) == 1 {
				d.Target = value.Value{}
			}
			t.indicator(d.Declaration, d.takeOf(t, i))
		}
	}
}

// indicator judges a figure.
func (t *taker) indicator(d Declaration, f figure) {
	k := crm.Indicator{
		ID: d.ID, Theme: d.Theme, Title: d.Title, Formula: d.Formula, Advice: d.Advice, Source: d.Source, Kind: d.Kind, Unit: d.Unit, Digits: d.Digits, Better: d.Better,
		Target: d.Target, Value: f.value, Before: f.before, Counted: f.counted, Missing: f.missing, Series: f.series, Parts: f.parts,
	}
	if t.Rules != nil {
		if own, ok := t.Rules.KPI(d.ID); ok {
			if own.Off {
				return
			}
			if own.Target.Present() {
				k.Target = own.Target
			}
		}
	}
	k.Verdict = verdict(&k)
	t.result.Indicators = append(t.result.Indicators, k)
}

// verdict is whether a value reaches its target: exactly at it, it does. What is
// neither better higher nor lower is not judged.
func verdict(k *crm.Indicator) crm.Verdict {
	if !k.Target.Present() || !k.Value.Present() || k.Better == crm.Neither {
		return crm.NoVerdict
	}
	c := value.Compare(k.Value, k.Target)
	if c == 0 || (c > 0) == (k.Better == crm.Higher) {
		return crm.Met
	}
	return crm.Missed
}

// Indicator is the indicator of an id; nil without such a one.
func (r *Result) Indicator(id string) *crm.Indicator {
	i := slices.IndexFunc(r.Indicators, func(k crm.Indicator) bool { return k.ID == id })
	if i < 0 {
		return nil
	}
	return &r.Indicators[i]
}

// Missed reports whether an indicator misses its target.
func (r *Result) Missed() bool {
	return slices.ContainsFunc(r.Indicators, func(k crm.Indicator) bool { return k.Verdict == crm.Missed })
}

// ordersRead reports whether there are orders to count.
func (t *taker) ordersRead() bool {
	return t.Data.OrdersFrom == crm.Orders || t.Data.OrdersFrom == crm.Opportunities
}

func ordersTable() lang.Text {
	return lang.T("an orders table with customer, order date and amount", "含客户、下单日期、金额的订单表")
}

// titleOf is what an indicator of a class is called: by the class's id where that is
// a letter or two, as A, else by its title.
func titleOf(class crm.ClassName, title lang.Text) lang.Text {
	if len(class.ID) <= 2 {
		return lang.F("%[2]s of %[1]s", "%s 类%s", class.ID, title)
	}
	return lang.F("%[2]s: %[1]s", "%s·%s", class.Title, title)
}
