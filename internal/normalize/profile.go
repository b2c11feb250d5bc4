package normalize

import (
	"crm/internal/civil"
	"crm/internal/country"
	"crm/internal/crm"
	"crm/internal/table"
	"crm/internal/words"
)

// profileFields is what order rows may say about their customers, where no
// table of customers does.
func profileFields() []crm.Field {
	return []crm.Field{
		crm.FieldCustomerName, crm.FieldCountry, crm.FieldOwner, crm.FieldRegion, crm.FieldIndustry,
		crm.FieldContactPerson, crm.FieldEmail, crm.FieldPhone, crm.FieldGroup, crm.FieldChannel, crm.FieldTimeZone,
	}
}

// profileColumn is a column of an orders table that says something about the customer.
type profileColumn struct {
	field crm.Field
	at    int // in profileFields
	slot  int
	cache wordCache
	texts []string
}

// profile is the customers known from orders alone: what they are called, and
// what their rows say of them, by field, with the day of the row that says it.
type profile struct {
	known  []knownCustomer
	newest []newestRow
	texts  [][]string // by place in profileFields; nil for a field that no table has
	days   [][]civil.Date
}

type knownCustomer struct{ id, name string }

type newestRow struct {
	day   civil.Date
	row   int32
	table uint16
}

func newProfile() *profile {
	n := len(profileFields())
	return &profile{texts: make([][]string, n), days: make([][]civil.Date, n)}
}

func (p *profile) add(c knownCustomer) int32 {
	p.known = append(p.known, c)
	p.newest = append(p.newest, newestRow{})
	return int32(len(p.known) - 1)
}

func (t *orderTable) planProfile(p *columnPlan) {
	if !t.run.alone {
		return
	}
	for at, f := range profileFields() {
		slot, column := p.slot(f)
		if column == nil || f == crm.FieldCustomerName && !t.match.byID {
			continue
		}
		t.profile = append(t.profile, profileColumn{field: f, at: at, slot: slot, cache: newWordCache(t.run.hash)})
	}
}

func profileSlots(columns []profileColumn) (slots []int) {
	for i := range columns {
		slots = append(slots, columns[i].slot)
	}
	return slots
}

// noteProfile takes from a row what is newer than what is known. Of two rows of
// the same day the smaller text counts, so that the order of rows does not.
func (t *orderTable) noteProfile(customer int32, ln *line) {
	p := t.run.profile
	if p == nil {
		return
	}
	if n := &p.newest[customer]; ln.date > n.day {
		*n = newestRow{day: ln.date, row: int32(t.rows.row.Number), table: t.at}
	}
	for i := range t.profile {
		c := &t.profile[i]
		for int(customer) >= len(p.days[c.at]) {
			p.days[c.at] = append(p.days[c.at], 0)
			p.texts[c.at] = append(p.texts[c.at], "")
		}
		known := &p.days[c.at][customer]
		if ln.date < *known || ln.cells[c.slot] == nil {
			continue
		}
		text := c.text(ln.cells[c.slot])
		if text == "" {
			continue
		}
		if ln.date > *known || text < p.texts[c.at][customer] {
			p.texts[c.at][customer] = text
		}
		*known = ln.date
	}
}

// text is what a cell says, each distinct text once.
func (c *profileColumn) text(cell *table.Cell) string {
	if i, ok := c.cache.find(cell); ok {
		return c.texts[i]
	}
	text := cellText(cell)
	if words.NullIn(c.field, text) {
		text = ""
	}
	if c.field == crm.FieldCountry {
		if iso, ok := country.Parse(text); ok {
			text = iso
		}
	}
	if len(c.texts) < maxWords {
		c.cache.put(cell, int32(len(c.texts)))
		c.texts = append(c.texts, text)
	}
	return text
}

// describe fills c with what is known of customer i.
func (p *profile) describe(r *run, i int32, c *crm.Customer) {
	c.ID, c.Name = p.known[i].id, p.known[i].name
	for at, f := range profileFields() {
		if int(i) >= len(p.texts[at]) || p.texts[at][i] == "" {
			continue
		}
		if f == crm.FieldCustomerName {
			c.Name = p.texts[at][i]
		} else if text, ok := places[f](c).(*string); ok {
			*text = p.texts[at][i]
		}
	}
	if n := p.newest[i]; n.row > 0 {
		c.Pos = r.tables[n.table].rows.pos(int(n.row), -1)
	}
}

// build makes the customers of those who have an order that counts: the rows of
// others were set aside at the end, or read twice.
func (p *profile) build(r *run) {
	s := r.store
	to := make([]int32, len(p.known))
	count := int32(0)
	for i := range s.n {
		to[s.at(i).customer] = 1
	}
	for i, has := range to {
		if to[i] = matchUnknown; has > 0 {
			to[i] = count
			count++
		}
	}
	r.book.customers = make([]crm.Customer, count)
	for i := range to {
		if to[i] >= 0 {
			p.describe(r, int32(i), &r.book.customers[to[i]])
		}
	}
	if int(count) < len(to) {
		for i := range s.n {
			e := s.at(i)
			e.customer = to[e.customer]
		}
		for i := range r.data.Payments {
			p := &r.data.Payments[i]
			p.Customer = to[p.Customer]
		}
		r.book.renumber(to)
	}
	r.callByName()
}

// callByName makes the customers that orders know by an id known by their names
// too: a log may have nothing but these.
func (r *run) callByName() {
	for i := range r.book.customers {
		if c := &r.book.customers[i]; c.ID != "" {
			r.book.call(int32(i), r.customerKey.canonical([]byte(c.Name)))
		}
	}
}
