// Package alert finds what goes wrong with customers as of a day: the alerts and
// the tags of the rules, each with the conditions that made it so. It is a pure
// step over measured and classified customers: it reads no file, knows no clock
// and measures nothing. What people acknowledged it takes from a ledger, which it
// reads and adds lines to as texts.
package alert

import (
	"cmp"
	"slices"
	"strings"

	"crm/internal/civil"
	"crm/internal/cond"
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/rules"
	"crm/internal/say"
	"crm/internal/value"
	"crm/internal/words"
)

// Input is measured and classified customers as of a day.
type Input struct {
	Rules     *rules.Set
	AsOf      civil.Date
	Customers []crm.Customer
	// Column is the values of a slot, one per customer: measures, columns, and of
	// classifications the ids of the classes that count. Nil for what is not there.
	Column   func(rules.Slot) []value.Value
	Measures []crm.Measure // titles of coded values; names stand for what is not declared
	// Changed is the last day up to as-of on which a count of days came to be counted
	// from what it is counted from now, as when an older deal was closed: before it the
	// count does not tell what it was. 0 where it always did; nil: everywhere.
	Changed  func(measure string, customer int) civil.Date
	Currency money.Currency
	Ledger   *Ledger // what was acknowledged; nil without
}

// finder is an input with its conditions ready.
type finder struct {
	Input
	columns  cond.Columns
	run      *cond.Run
	say      say.Words
	measures map[string]*crm.Measure
	tagged   *Tagged // nil where no alert asks for tags
}

func newFinder(in Input) *finder {
	f := &finder{
		Input: in, columns: make(cond.Columns, len(in.Rules.AlertSlots)), measures: map[string]*crm.Measure{},
		say: say.Words{AsOf: in.AsOf, Currency: in.Currency},
	}
	for i := range in.Measures {
		f.measures[in.Measures[i].Name] = &in.Measures[i]
	}
	tags := -1
	for i, slot := range in.Rules.AlertSlots {
		if slot.Kind == rules.TagsSlot {
			tags = i
			continue
		}
		if f.columns[i] = in.Column(slot); f.columns[i] == nil {
			f.columns[i] = make([]value.Value, len(in.Customers))
		}
	}
	f.run = cond.NewRun(in.AsOf, f.columns)
	if tags >= 0 {
		f.tagged = f.tags()
		f.columns[tags] = f.tagged.Words()
	}
	return f
}

// Run is every alert of the rules that holds, the worst first: what wants doing
// before what is to be watched, and among these the most valuable customers, as in
// the list of follow-ups. Customers in the public pool and archived ones have none.
func Run(in Input) []crm.Alert {
	f := newFinder(in)
	var all []crm.Alert
	for i := range in.Rules.Alerts {
		rule := &in.Rules.Alerts[i]
		bound := f.run.Bind(rule.When)
		for customer := range in.Customers {
			if c := &in.Customers[customer]; c.InPool || c.Archived || bound.Eval(customer) != cond.True {
				continue
			}
			all = append(all, f.alert(rule, bound, customer))
		}
	}
	f.sort(all)
	return all
}

func (f *finder) alert(rule *rules.AlertRule, bound *cond.Bound, customer int) crm.Alert {
	lines := bound.Trace(customer)
	a := crm.Alert{
		ID: rule.ID, Customer: customer, Level: rule.Level, Title: rule.Title, Action: rule.Action, Role: rule.Role,
		Message: lang.T(f.message(rule, customer, lang.EN), f.message(rule, customer, lang.ZH)),
		Reasons: f.reasons(rule.ID, lines, customer), Since: f.since(lines, customer),
	}
	if line, ok := f.Ledger.Standing(&f.Customers[customer], rule.ID, f.AsOf); ok {
		a.Hushed, a.Word = line.Until, line.Reason
	}
	return a
}

// message is the rule's message with the customer's values.
func (f *finder) message(rule *rules.AlertRule, customer int, l lang.Lang) string {
	var b strings.Builder
	for _, part := range rule.Message.In(l) {
		b.WriteString(part.Text)
		if part.Name != "" {
			b.WriteString(f.value(part, customer).In(l))
		}
	}
	return b.String()
}

// value is what stands in a message for a name: a count of days as its number, for
// the message says what it is, everything else as people read it. It is not escaped.
func (f *finder) value(part rules.MessagePart, customer int) lang.Text {
	if f.Rules.AlertSlots[part.Slot].Kind == rules.TagsSlot {
		return lang.T(strings.Join(f.tagged.called(customer, lang.EN), ", "), strings.Join(f.tagged.called(customer, lang.ZH), "、"))
	}
	v := f.columns[part.Slot][customer]
	switch v.Kind() {
	case value.Absent:
		return lang.T("unknown", "未知")
	case value.Days:
		return lang.Same(money.Group(v.Decimal().String()))
	case value.Text:
		return f.title(part.Name, v.Text())
	case value.List:
		return lang.T(strings.Join(v.List(), ", "), strings.Join(v.List(), "、"))
	}
	return f.say.Value(v)
}

// title is what people call a coded text: a class, a stage.
func (f *finder) title(name, code string) lang.Text {
	if m := f.measures[name]; m != nil {
		if t, ok := m.Names[code]; ok {
			return t
		}
		return lang.Same(code)
	}
	for i := range f.Rules.Classifications {
		if c := &f.Rules.Classifications[i]; c.ID == name {
			if place, ok := c.ClassNamed(code); ok {
				return c.Classes[place].Title
			}
		}
	}
	return lang.Same(code)
}

// reasons is the conditions that were asked, as the trace of a class has them.
func (f *finder) reasons(id string, lines []cond.Line, customer int) []crm.Reason {
	deciding := cond.Deciding(lines)
	var all []crm.Reason
	for i := range lines {
		l := &lines[i]
		if l.Group() {
			continue
		}
		limit := l.Wanted
		if limit.Kind() == value.Number && l.Actual.Kind().Numeric() {
			limit = value.Num(l.Actual.Kind(), limit.Decimal())
		}
		actual := f.say.Plain(l.Actual, limit)
		if l.Name == rules.AutoTags {
			actual = f.tagged.id(customer).String()
		}
		all = append(all, crm.Reason{
			Class: id, Text: cond.OneLine(l.Source), Actual: actual, Holds: held[l.Result], Decisive: slices.Contains(deciding, l),
		})
	}
	return all
}

// held is the truths of a trace as reasons have them.
var held = map[cond.Truth]crm.Holds{cond.Unknown: crm.Unknown, cond.False: crm.No, cond.True: crm.Yes}

// sort puts what wants doing first, then the most valuable customers: by revenue
// in the window, else by that of all time, else by the main class.
func (f *finder) sort(alerts []crm.Alert) {
	order := make(map[string]int, len(f.Rules.Alerts))
	for i := range f.Rules.Alerts {
		order[f.Rules.Alerts[i].ID] = i
	}
	places := f.places(alerts)
	sorted := make([]int, len(alerts))
	for i := range sorted {
		sorted[i] = i
	}
	slices.SortFunc(sorted, func(i, j int) int {
		a, b := &alerts[i], &alerts[j]
		if a.Level != b.Level || a.Customer != b.Customer {
			return cmp.Or(cmp.Compare(b.Level, a.Level), cmp.Compare(places[a.Customer], places[b.Customer]))
		}
		return cmp.Or(cmp.Compare(order[a.ID], order[b.ID]), cmp.Compare(i, j))
	})
	before := slices.Clone(alerts)
	for i, from := range sorted {
		alerts[i] = before[from]
	}
}

// places is where each customer stands among those who have alerts.
func (f *finder) places(alerts []crm.Alert) []int {
	revenue := f.Column(rules.Slot{Kind: rules.MeasureSlot, Name: "revenue"})
	lifetime := f.Column(rules.Slot{Kind: rules.MeasureSlot, Name: "lifetime_revenue"})
	rank := f.mainRanks()
	places, customers := make([]int, len(f.Customers)), make([]int, 0, len(alerts))
	for i := range alerts {
		customers = append(customers, alerts[i].Customer)
	}
	slices.Sort(customers)
	customers = slices.Compact(customers)
	slices.SortFunc(customers, func(a, b int) int {
		if c := cmp.Or(largestFirst(revenue, a, b), largestFirst(lifetime, a, b), cmp.Compare(rank(a), rank(b))); c != 0 {
			return c
		}
		return f.byName(a, b)
	})
	for place, customer := range customers {
		places[customer] = place
	}
	return places
}

// largestFirst compares two customers by a measure: those without a value last.
func largestFirst(column []value.Value, a, b int) int {
	if column == nil {
		return 0
	}
	return value.Order(column[a], column[b], true)
}

// mainRanks is the place of a customer's class in the main classification; behind
// all where it is not known.
func (f *finder) mainRanks() func(customer int) int {
	if f.Rules.Main >= len(f.Rules.Classifications) {
		return func(int) int { return 0 }
	}
	c := &f.Rules.Classifications[f.Rules.Main]
	ids, places := f.Column(rules.Slot{Kind: rules.ClassSlot, Name: c.ID}), map[string]int{}
	for i := range c.Classes {
		places[c.Classes[i].ID] = i
	}
	return func(customer int) int {
		if ids == nil {
			return len(places)
		}
		if place, ok := places[ids[customer].Text()]; ok {
			return place
		}
		return len(places)
	}
}

func (f *finder) byName(a, b int) int {
	x, y := &f.Customers[a], &f.Customers[b]
	return cmp.Or(cmp.Compare(words.Key(x.Label()), words.Key(y.Label())), cmp.Compare(x.ID, y.ID), cmp.Compare(a, b))
}
