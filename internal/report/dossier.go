package report

import (
	"time"

	"crm/internal/country"
	"crm/internal/crm"
	"crm/internal/followup"
	"crm/internal/lang"
	"crm/internal/table"
	"crm/internal/value"
)

// DossierOptions is what a dossier shows.
type DossierOptions struct {
	All bool      // every classification, not only those of the summary
	Now time.Time // for the customer's clock; zero: a look back, which has no now
	// Origin is where the classes come from, where a workbook of ours tells them.
	Origin []lang.Text
	// Alerts is what goes wrong; those of other customers are left aside.
	Alerts []crm.Alert
}

// mostRecent is how many orders and activities a dossier has.
const mostRecent = 5

// dossier is the page of one customer while it is made.
type dossier struct {
	*Run
	o        DossierOptions
	customer int
	c        *crm.Customer
	follow   followup.Case
	up       crm.FollowUp
	reach    followup.Reach
}

// Dossier is everything there is to know of a customer before a call: on one
// screen for people, and as its flat table for machines.
func (r *Run) Dossier(customer int, o DossierOptions) *table.Card {
	d := &dossier{Run: r, o: o, customer: customer, c: &r.Data.Customers[customer]}
	d.follow = r.Follow.Case(customer)
	d.up = r.Follow.Terms.Follow(&d.follow)
	d.reach = r.reachOf(customer, d.measured("region").Text())
	if r.View != nil {
		return d.limited()
	}
	return &table.Card{Title: d.title(), Sections: []table.Section{
		d.profile(), d.classes(), d.alerts(), d.clocks(), d.touchpoints(), d.measures(), d.opportunities(), d.service(), d.orders(), d.activities(), d.playbook(),
	}}
}

// title is who it is, and the day that everything is true for.
func (d *dossier) title() lang.Text {
	who := d.FullLabel(d.customer)
	if d.c.Country != "" && d.sees("country") {
		who = lang.F("%s · %s", "%s · %s", who, countryName(d.c.Country))
	}
	if d.c.Archived && d.View == nil {
		who = lang.F("%s · archived", "%s · 已归档", who)
	}
	return lang.F("%s · as of %s", "%s · 截至 %s", who, d.AsOf)
}

// measured is a measure of the customer.
func (d *dossier) measured(name string) value.Value { return of(d.Measure(name), d.customer) }

// fact is a column of the customers as a fact.
func (d *dossier) fact(id string) table.Fact {
	c, ok := d.column(id)
	if !ok {
		return table.Fact{Column: table.Column{ID: id}, Hidden: true}
	}
	return table.Fact{Column: c.Column, Value: of(c.values, d.customer)}
}

// hidden is a fact for machines.
func hidden(id string, v value.Value) table.Fact {
	return table.Fact{Column: table.Column{ID: id, Kind: v.Kind()}, Value: v, Hidden: true}
}

func (d *dossier) profile() table.Section {
	s := table.Section{ID: "profile", Title: lang.T("Profile", "资料")}
	for _, id := range []string{"customer_id", "customer_name", "country"} { // the title has them
		f := d.fact(id)
		f.Hidden = true
		s.Facts = append(s.Facts, f)
	}
	for _, id := range []string{
		"owner", "contact_person", "phone", "stage", "intent", "star", "status", "group", "industry", "email", "tags", "preferences",
	} {
		s.Facts = append(s.Facts, d.fact(id))
	}
	return s
}

// classes is the class in the main classification with its why, and those in the
// others.
func (d *dossier) classes() table.Section {
	s := table.Section{ID: "classes", Title: lang.T("Classes", "分级")}
	main := d.classFact(d.Rules.Main)
	main.Wide = true
	if d.Classes != nil {
		main.Text = d.Classes.Sentence(d.Rules.Main, d.customer)
	}
	s.Facts = append(s.Facts, main, hidden(Why, value.Str(main.Text.In(d.Lang))))
	s.Facts = append(s.Facts, d.current()...)
	shown := map[int]bool{}
	for _, i := range d.shown(d.o.All) {
		shown[i] = true
	}
	for i := range d.Rules.Classifications {
		if i == d.Rules.Main {
			continue
		}
		f := d.classFact(i)
		f.Hidden = !shown[i]
		s.Facts = append(s.Facts, f)
	}
	s.Notes = d.o.Origin
	return s
}

// classFact is the customer's class that counts.
func (d *dossier) classFact(classification int) table.Fact {
	c := &d.Rules.Classifications[classification]
	f := table.Fact{Column: table.Column{ID: c.ID, Title: c.Title, Kind: value.Text, Names: classNames(c)}}
	if class := d.Class(classification, d.customer); class >= 0 {
		f.Value = value.Str(c.Classes[class].ID)
	}
	return f
}

// current is the main class of this very day where it is not the one that
// counts, and a person's word; the why tells people of both.
func (d *dossier) current() []table.Fact {
	if d.Classes == nil {
		return nil
	}
	main := d.Rules.Main
	facts := []table.Fact{d.fact("current_class")}
	facts[0].Hidden = d.Classes.Current(main, d.customer) == d.Classes.Class(main, d.customer)
	if w := d.Classes.Word(main, d.customer); w != nil {
		id := d.Rules.Classifications[main].Classes[w.Place].ID
		return append(facts, hidden("manual_class", value.Str(id)), hidden("manual_reason", value.Str(w.Reason)), hidden("manual_until", value.Day(w.Until)))
	}
	return append(facts, hidden("manual_class", value.Value{}), hidden("manual_reason", value.Value{}), hidden("manual_until", value.Value{}))
}

func (d *dossier) measures() table.Section {
	s := table.Section{ID: "measures", Title: lang.T("Figures", "指标")}
	for _, id := range []string{
		"revenue", "revenue_share", "revenue_growth", "lifetime_revenue", "orders", "lifetime_orders", "average_order_value",
	} {
		s.Facts = append(s.Facts, d.fact(id))
	}
	last, cycle := d.fact("last_order"), d.fact("repurchase_cycle")
	if last.Value.Present() {
		last.Text = lang.F("%s (%s)", "%s（%s）", last.Value.Date(), ago(d.AsOf.Since(last.Value.Date())))
	}
	if cycle.Value.Present() {
		cycle.Text = lang.F("%s days", "%s 天", cycle.Value.Decimal().Fixed(0))
	}
	if d.isZero("lifetime_orders") && d.isZero("lifetime_revenue") {
		for i := range s.Facts {
			s.Facts[i].Hidden = true // nothing but zeros
		}
		s.Notes = append(s.Notes, lang.T("no order yet", "还没有下过单"))
	}
	since := d.fact("days_since_order")
	since.Hidden = true
	s.Facts = append(s.Facts, last, cycle, d.silence(), since, hidden("currency", value.Str(string(d.currency()))))
	s.Facts = append(s.Facts, d.habits()...)
	return s
}

// isZero reports whether a measure is there and 0.
func (d *dossier) isZero(measure string) bool {
	v := d.measured(measure)
	return v.Present() && v.Decimal().Sign() == 0
}

// silence is how long the customer has not ordered, in repurchase cycles.
func (d *dossier) silence() table.Fact {
	f := d.fact("silence")
	f.Column.Title = lang.T("Silence", "静默")
	if f.Value.Present() {
		f.Text = lang.F("%s of its cycles", "%s 个复购周期", f.Value.Decimal().Fixed(1))
	}
	return f
}

// ago is how many days lie behind.
func ago(days int) lang.Text {
	if days == 0 {
		return lang.T("today", "当天")
	}
	return lang.N(days, "%d day ago", "%d days ago", "%d 天前")
}

// countryName is a country in both languages, or the text as written.
func countryName(iso string) lang.Text {
	return lang.T(country.Name(iso, lang.EN), country.Name(iso, lang.ZH))
}
