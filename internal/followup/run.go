package followup

import (
	"slices"
	"sync"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/holiday"
	"crm/internal/rules"
)

// Input is a run: the rules, what was read, and where its customers stand.
type Input struct {
	Rules *rules.Set
	Data  *crm.Data
	Day   civil.Date // the as-of date
	// Class is the place of a customer's effective class in the classification
	// that the rules' cadences go by; below 0 where it has none. It and Meant may be
	// asked for several customers at once.
	Class func(customer int) int
	// Meant reports whether the condition of a touchpoint is true for a customer;
	// it is asked only for touchpoints that have one.
	Meant func(touchpoint, customer int) bool
	// Kept is what an earlier run of the same rules over the same data found; nil
	// where there was none. With it nobody looks at the activities.
	Kept *Kept
}

// Kept is what a run finds of the customers, and a later one can take over.
type Kept struct {
	Ups  []crm.FollowUp
	Owed []Touch // per customer the touchpoint that is owed first; its place is -1 where none is
}

// Book is a run made ready: its terms, and each customer's case. It is not for
// concurrent use.
type Book struct {
	Terms Terms
	in    Input
	first []int32      // per customer the place of its first activity; one more for the end
	order []civil.Date // per customer the newest purchase; nil where no class counts orders
	// reached is how customers of a time zone, country and region are reached.
	reached map[[3]string]Reach
	mails   mailWords
	found   *Kept // nil until it was asked for
	last    Case  // room for the case that is looked at
}

// NewBook makes a run ready. There is a pool where the rules say so, or where
// the customers table tells of one.
func NewBook(in Input) *Book {
	b := &Book{in: in, reached: map[[3]string]Reach{}, Terms: Terms{
		Day:      in.Day,
		Pool:     in.Rules.Followup.Pool || in.Data.Has(crm.Customers, crm.FieldInPool) || in.Data.Has(crm.Customers, crm.FieldReleaseDate),
		Calendar: holiday.NewBook(),
	}}
	for _, r := range in.Rules.Freeze {
		b.Terms.Freezes = append(b.Terms.Freezes, Range{From: r.From, To: r.To})
	}
	b.Terms.Freezes = frozen(b.Terms.Freezes)
	b.first = firstActivities(in.Data)
	if slices.ContainsFunc(in.Rules.Followup.Cadences, countsOrders) {
		b.order = newestPurchases(in.Data, in.Day)
	}
	return b
}

func countsOrders(c rules.Cadence) bool { return slices.Contains(c.Counts, rules.CountOrder) }

// All is every customer's follow-up, in the order of Data.Customers. The caller
// must not change it.
func (b *Book) All() []crm.FollowUp { return b.Keep().Ups }

// Keep is what is found of every customer, found once. The caller must not change it.
func (b *Book) Keep() *Kept {
	n := len(b.in.Data.Customers)
	if k := b.in.Kept; b.found == nil && k != nil && len(k.Ups) == n && len(k.Owed) == n {
		b.found = k
	}
	if b.found == nil {
		b.found = &Kept{Ups: make([]crm.FollowUp, n), Owed: make([]Touch, n)}
		mine := n
		var half sync.WaitGroup
		if n > many {
			mine = n / 2
			other := b.twin()
			half.Go(func() { other.find(mine, n) })
		}
		b.find(0, mine)
		half.Wait()
	}
	return b.found
}

// many is how many customers are worth a second goroutine.
const many = 200

// twin is the book again, for a goroutine of its own: it shares what is found and
// what nobody changes.
func (b *Book) twin() *Book {
	twin := *b
	twin.Terms.Calendar, twin.mails, twin.last = holiday.NewBook(), nil, Case{}
	return &twin
}

// find finds what there is of some customers, to where from on.
func (b *Book) find(from, to int) {
	for i := from; i < to; i++ {
		b.fill(&b.last, i)
		f := b.Terms.begin(&b.last)
		b.found.Owed[i] = f.firstTouch()
		if b.found.Ups[i] = (crm.FollowUp{State: crm.InPool, Touchpoint: -1}); !b.last.InPool {
			b.found.Ups[i] = f.rest()
		}
	}
}

// Owed is the touchpoint that is owed to a customer first; ok is false where none is meant for it.
func (b *Book) Owed(customer int) (t Touch, ok bool) {
	t = b.Keep().Owed[customer]
	return t, t.Touchpoint >= 0
}

// Case is what one customer's follow-up is made of.
func (b *Book) Case(customer int) Case {
	var c Case
	b.fill(&c, customer)
	return c
}

// fill makes a case in place; its lists are used again.
func (b *Book) fill(c *Case, customer int) {
	of := &b.in.Data.Customers[customer]
	*c = Case{
		Country: of.Country, LastContact: of.LastContact, Assigned: of.Assigned, Created: of.Created,
		NextContact: of.NextContact, ReleaseDate: of.ReleaseDate, Protected: of.Protected, InPool: of.InPool,
		Contacts: c.Contacts[:0], Rhythms: c.Rhythms[:0],
	}
	if b.order != nil {
		c.LastOrder = b.order[customer]
	}
	b.cadence(c, customer)
	for i := range b.in.Rules.Followup.Touchpoints {
		p := &b.in.Rules.Followup.Touchpoints[i]
		if p.When == nil || b.in.Meant != nil && b.in.Meant(i, customer) {
			c.Rhythms = append(c.Rhythms, Rhythm{Touchpoint: i, Every: p.Every, Kind: p.Kind})
		}
	}
	activities := b.in.Data.Activities[b.first[customer]:b.first[customer+1]]
	c.Contacts = slices.Grow(c.Contacts, len(activities))
	for i := range activities {
		a := &activities[i]
		c.Contacts = append(c.Contacts, Contact{Date: a.Date, Next: a.Next, Kind: a.Kind, Mailing: b.mails.mailing(a)})
	}
}

// cadence takes the clock of the customer's class.
func (b *Book) cadence(c *Case, customer int) {
	if b.in.Rules.Followup.By < 0 || b.in.Class == nil {
		return
	}
	class, cadences := b.in.Class(customer), b.in.Rules.Followup.Cadences
	if class < 0 || class >= len(cadences) {
		return
	}
	k := &cadences[class]
	c.Release = k.Release
	c.Mailings, c.Orders = slices.Contains(k.Counts, rules.CountMailing), countsOrders(*k)
}

// firstActivities finds where each customer's activities begin: they are sorted
// by customer.
func firstActivities(d *crm.Data) []int32 {
	first := make([]int32, len(d.Customers)+1)
	for i := range d.Activities {
		first[d.Activities[i].Customer+1]++
	}
	for i := range d.Customers {
		first[i+1] += first[i]
	}
	return first
}

// newestPurchases is per customer the newest purchase up to a day; where no
// orders were read, the table's own last order, which is none yet after the day.
func newestPurchases(d *crm.Data, day civil.Date) []civil.Date {
	newest := make([]civil.Date, len(d.Customers))
	if d.OrdersFrom == crm.Customers {
		for i := range d.Customers {
			newest[i] = d.Customers[i].OwnLastOrder
		}
		return newest
	}
	for _, o := range d.AllOrders() {
		if o.Purchase() && o.Date <= day {
			newest[o.Customer] = max(newest[o.Customer], o.Date)
		}
	}
	return newest
}
