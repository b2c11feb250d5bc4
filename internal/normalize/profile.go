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

// profileText is the place of a profile field in a customer.
func profileText(c *crm.Customer, f crm.Field) *string {
	switch f {
	case crm.FieldCountry:
		return &c.Country
	case crm.FieldOwner:
		return &c.Owner
	case crm.FieldRegion:
		return &c.Region
	case crm.FieldIndustry:
		return &c.Industry
	case crm.FieldContactPerson:
		return &c.ContactPerson
	case crm.FieldEmail:
		return &c.Email
	case crm.FieldPhone:
		return &c.Phone
	case crm.FieldGroup:
		return &c.Group
	case crm.FieldChannel:
		return &c.Channel
	case crm.FieldTimeZone:
		return &c.TimeZone
	}
	return &c.Name
}

// profileColumn is a column of an orders table that says something about the customer.
type profileColumn struct {
	field crm.Field
	at    int // in profileFields
	slot  int
	cache wordCache
	texts []string
}

// profile is of which day what is known of customers from their orders.
type profile struct {
	fields int
	days   []civil.Date // by customer and field: of the newest row that says it
	newest []newestRow  // by customer
}

type newestRow struct {
	day   civil.Date
	row   int32
	table uint16
}

func (t *orderTable) planProfile(p *columnPlan) {
	if !t.run.alone {
		return
	}
	if t.run.profile == nil {
		t.run.profile = &profile{fields: len(profileFields())}
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
	for int(customer) >= len(p.newest) {
		p.newest = append(p.newest, newestRow{})
		for range p.fields {
			p.days = append(p.days, 0)
		}
	}
	if n := &p.newest[customer]; ln.date > n.day {
		*n = newestRow{day: ln.date, row: int32(t.rows.row.Number), table: t.at}
	}
	for i := range t.profile {
		c := &t.profile[i]
		known := &p.days[int(customer)*p.fields+c.at]
		if ln.date < *known || ln.cells[c.slot] == nil {
			continue
		}
		text := c.text(ln.cells[c.slot])
		if text == "" {
			continue
		}
		if place := profileText(&t.run.book.customers[customer], c.field); ln.date > *known || text < *place {
			*place = text
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

// place gives the customers the position of their newest row.
func (r *run) placeCustomers() {
	if r.profile == nil {
		return
	}
	for i := range r.book.customers {
		if i >= len(r.profile.newest) || r.profile.newest[i].row == 0 {
			continue
		}
		n := r.profile.newest[i]
		r.book.customers[i].Pos = r.tables[n.table].rows.pos(int(n.row), -1)
	}
}
