package normalize

import (
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/table"
)

// What find returns for a row without a customer.
const (
	matchBlank     int32 = -1 - iota // names none
	matchUnknown                     // names one that is not there
	matchAmbiguous                   // a name that two customers share
	matchRounded                     // an id that Excel has rounded
	matchChanged                     // an id that Excel has turned into something else
)

// book is the customers by id and by name.
type book struct {
	gathered  pile[crm.Customer] // while their tables are read
	customers []crm.Customer
	ids       *keyTable
	names     *keyTable // to matchAmbiguous for a name of two customers
	shared    map[string][2]int32
	plain     *keyTable // names of customers without an id: there the name is the identity
	mails     *keyTable // the first customer of an e-mail address
	hasIDs    bool      // some table of customers has a column of ids
}

func (r *run) newBook() *book {
	return &book{
		ids: newKeyTable(r.hash), names: newKeyTable(r.hash), shared: map[string][2]int32{},
		plain: newKeyTable(r.hash), mails: newKeyTable(r.hash),
	}
}

// gather ends the reading of the tables of customers.
func (b *book) gather() {
	b.customers = make([]crm.Customer, 0, b.gathered.len())
	for c := range b.gathered.all() {
		b.customers = append(b.customers, *c)
	}
	b.gathered = pile[crm.Customer]{}
}

// know makes a customer known under an id, a name or both; an empty key is none.
func (b *book) know(i int32, id, name []byte) {
	if len(id) > 0 {
		b.ids.put(id, i)
	}
	b.call(i, name)
}

// call makes a customer known under a name.
func (b *book) call(i int32, name []byte) {
	if len(name) == 0 {
		return
	}
	first, known := b.names.find(name)
	switch {
	case !known:
		b.names.put(name, i)
	case first >= 0 && first != i:
		b.shared[string(name)] = [2]int32{first, i}
		b.names.put(name, matchAmbiguous)
	}
}

// renumber brings the customers' numbers up to date after some were dropped.
func (b *book) renumber(to []int32) {
	for _, t := range []*keyTable{b.ids, b.names} {
		for i, v := range t.vals {
			if v >= 0 {
				t.vals[i] = to[v]
			}
		}
	}
}

// matcher finds the customers that the rows of one table are about.
type matcher struct {
	run      *run
	id, name int  // slots
	byID     bool // both tables have ids
	ids      []int32
	names    []int32 // by shared string: what find returned, moved by sharedOffset; 0 for none yet
	numbered []int32 // by the number that foresight gave an id: its customer plus 1; 0 for none yet
	short    shortIDs
	above    above // the id in the row above, and whose it is
	whose    int32
}

// sharedOffset moves what find returns so that 0 is free.
const sharedOffset = 1 - matchChanged

func (r *run) matcher(p *columnPlan) *matcher {
	m := &matcher{run: r}
	m.id, _ = p.slot(crm.FieldCustomerID)
	m.name, _ = p.slot(crm.FieldCustomerName)
	m.byID = m.id > 0 && (r.book.hasIDs || r.alone)
	count := p.layout.Sheet.SharedCount()
	if m.byID && count > 0 {
		m.ids = make([]int32, count)
	}
	if m.name > 0 && count > 0 {
		m.names = make([]int32, count)
	}
	return m
}

// find is the customer of a row, or why it has none.
func (m *matcher) find(cells []*table.Cell) int32 {
	if m.byID {
		if c := cells[m.id]; c != nil {
			if v := m.cached(m.ids, c, m.findID); v != matchBlank {
				return v
			}
		}
	}
	if c := cells[m.name]; c != nil {
		return m.cached(m.names, c, m.findName)
	}
	return matchBlank
}

// findRow is find for a row as it came; what the lookup found is remembered for
// the rows of the same id.
func (m *matcher) findRow(row *dataRow) int32 {
	if row.note.id == 0 || row.changed {
		return m.find(row.slots)
	}
	if v := m.noted(row.note); v >= 0 {
		return v
	}
	v := m.find(row.slots)
	if c := row.slots[m.id]; v >= 0 && c != nil && m.findID(c) == v {
		for len(m.numbered) < int(row.note.id) {
			m.numbered = append(m.numbered, 0)
		}
		m.numbered[row.note.id-1] = v + 1
	}
	return v
}

// noted is the customer of a row by the number of its id; below 0 for one not
// known yet.
func (m *matcher) noted(n *rowNote) int32 {
	if i := int(n.id) - 1; i >= 0 && i < len(m.numbered) {
		return m.numbered[i] - 1
	}
	if i := int(n.shared) - 1; i >= 0 && i < len(m.ids) {
		return m.ids[i] - sharedOffset
	}
	return -1
}

func (m *matcher) cached(cache []int32, c *table.Cell, find func(*table.Cell) int32) int32 {
	if c.Shared < 0 || int(c.Shared) >= len(cache) {
		return find(c)
	}
	if v := cache[c.Shared]; v != 0 {
		return v - sharedOffset
	}
	v := find(c)
	if v != matchUnknown || !m.run.alone { // alone, an unknown one becomes known
		cache[c.Shared] = v + sharedOffset
	}
	return v
}

func (m *matcher) findID(c *table.Cell) int32 {
	if c.Shared >= 0 {
		return m.lookUpID(c)
	}
	customer, at, known := m.short.of(c)
	switch {
	case known:
		return customer
	case at != nil:
		if at.val = m.lookUpID(c); at.val == matchUnknown && m.run.alone {
			at.length = 0 // an unknown one becomes known
			return matchUnknown
		}
		return at.val
	}
	if !m.above.again(c) {
		m.whose = m.lookUpID(c)
		if m.whose == matchUnknown && m.run.alone {
			m.above.forget() // an unknown one becomes known
		}
	}
	return m.whose
}

func (m *matcher) lookUpID(c *table.Cell) int32 {
	_, key, fault := m.run.customerKey.id(c)
	switch fault {
	case idBlank:
		return matchBlank
	case idRounded:
		return matchRounded
	case idChanged:
		return matchChanged
	}
	if v, ok := m.run.book.ids.find(key); ok {
		return v
	}
	return matchUnknown
}

func (m *matcher) findName(c *table.Cell) int32 {
	_, key, fault := m.run.customerKey.name(c)
	if fault != idGood {
		return matchBlank
	}
	if v, ok := m.run.book.names.find(key); ok {
		return v
	}
	return matchUnknown
}

// create makes the row's customer known, where orders stand alone.
func (m *matcher) create(cells []*table.Cell) int32 {
	b := m.run.book
	if m.byID && cells[m.id] != nil {
		if written, key, fault := m.run.customerKey.id(cells[m.id]); fault == idGood {
			i := m.run.profile.add(knownCustomer{id: string(written)})
			b.know(i, key, nil)
			return i
		}
	}
	written, key, _ := m.run.customerKey.name(cells[m.name])
	i := m.run.profile.add(knownCustomer{name: string(written)})
	b.know(i, nil, key)
	return i
}

// idless reports whether the row names its customer without an id although
// other rows have ids: which of them it means is known only after all were read.
func (m *matcher) idless(cells []*table.Cell) bool {
	if !m.byID {
		return true
	}
	c := cells[m.id]
	return c == nil || m.cached(m.ids, c, m.findID) == matchBlank
}

// slotUsed is the slot of the cell by which a row was matched.
func (m *matcher) slotUsed(cells []*table.Cell) int {
	if m.byID && cells[m.id] != nil && m.findID(cells[m.id]) != matchBlank {
		return m.id
	}
	return m.name
}

// matchProblem says why a row's customer could not be told.
func (m *matcher) matchProblem(v int32, cells []*table.Cell) (code string, p diag.Problem) {
	switch v {
	case matchRounded:
		return roundedProblem()
	case matchChanged:
		return changedProblem()
	}
	p = diag.Problem{
		Message: lang.T("several customers have this name", "有多个客户叫这个名字"),
		Hint:    lang.T("give the rows the customers' ids", "请在这些行里填上客户编号"),
	}
	_, key, _ := m.run.customerKey.name(cells[m.name])
	if two, ok := m.run.book.shared[string(key)]; ok && !m.run.alone {
		p.Also = []diag.Pos{m.run.book.customers[two[0]].Pos, m.run.book.customers[two[1]].Pos}
	}
	return "K14", p
}

func roundedProblem() (code string, p diag.Problem) {
	return "K01", diag.Problem{
		Message:  lang.T("Excel has rounded this number: its last digits are lost", "这个长数字被 Excel 舍入过，末尾几位已经找不回来"),
		Expected: lang.T("an id of more than 15 digits as text", "超过 15 位的编号要以文本保存"),
		Hint:     lang.T("export again with the column as text", "请把这一列设为文本格式后重新导出"),
	}
}

func changedProblem() (code string, p diag.Problem) {
	return "K03", diag.Problem{
		Message:  lang.T("this looks like an id that Excel has changed", "这个编号好像被 Excel 改成了别的"),
		Expected: lang.T("the id as text", "文本格式的编号"),
		Hint:     lang.T("export again with the column as text", "请把这一列设为文本格式后重新导出"),
	}
}
