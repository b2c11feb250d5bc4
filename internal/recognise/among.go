package recognise

import (
	"slices"

	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/words"
)

// ordersWithLines makes orders of the sheets that have no amount, where another
// sheet has the lines of such orders.
func (r *run) ordersWithLines() {
	for _, s := range r.samples {
		a := &s.found[crm.Orders]
		if s.layout.Kind != crm.NoTable || s.rejected.near != crm.Orders || !a.has(crm.FieldOrderNo) || !a.has(crm.FieldOrderDate) || !a.customer() {
			continue
		}
		i := slices.IndexFunc(r.samples, func(lines *sample) bool { return lines.layout.Kind == crm.OrderLines && s.sameOrders(lines) })
		if i < 0 {
			continue
		}
		s.layout.Kind, s.rejected = crm.Orders, rejection{}
		s.layout.Notes = append(s.layout.Notes, lang.F("the orders' amounts are in their lines: %s", "订单金额取自订单明细：%s",
			diag.Escape(place(r.samples[i].layout))))
	}
}

// sameOrders reports whether a sheet of lines belongs to a sheet of orders: they
// name the order number alike, or most of the orders have a line.
func (s *sample) sameOrders(lines *sample) bool {
	i, j := s.found[crm.Orders].have[crm.FieldOrderNo], lines.found[crm.OrderLines].have[crm.FieldOrderNo]
	if s.head[i].key == lines.head[j].key {
		return true
	}
	numbers, found := map[string]bool{}, map[string]bool{}
	for n := range s.body {
		numbers[words.Key(s.body[n].text(s.layout.Columns[i].Index))] = true
	}
	delete(numbers, "")
	for n := range lines.body {
		if no := words.Key(lines.body[n].text(lines.layout.Columns[j].Index)); numbers[no] {
			found[no] = true
		}
	}
	return len(found)*2 > len(numbers)
}

// place is a sheet for people.
func place(l *crm.Layout) string {
	if name := l.Sheet.Pos().Sheet; name != "" {
		return l.Book.Path() + " · " + name
	}
	return l.Book.Path()
}

// leaveOutComputed leaves out a sheet of formulas over another sheet of its book
// that is of the same kind: its rows would count twice.
func (r *run) leaveOutComputed() {
	for _, s := range r.samples {
		kind := s.layout.Kind
		if kind == crm.NoTable || !s.computed(kind) {
			continue
		}
		for _, o := range r.samples {
			if o != s && o.layout.Book == s.layout.Book && o.layout.Kind == kind && !o.computed(kind) {
				s.drop(lang.F("formulas over other sheets: its rows are those of %s", "内容是用公式从其他工作表引用来的，与 %s 重复", diag.Escape(place(o.layout))))
				break
			}
		}
	}
}

// computed reports whether customer, date and order number of a sheet are all
// formulas: a view. A name looked up beside a typed date is still a row of its own.
func (s *sample) computed(kind crm.TableKind) bool {
	a, keys := &s.found[kind], 0
	for f, i := range a.have {
		switch f {
		case crm.FieldCustomerID, crm.FieldCustomerName, crm.FieldOrderNo, crm.FieldOrderDate, crm.FieldActivityDate, crm.FieldOpened:
			if !s.formulas(s.layout.Columns[i].Index) {
				return false
			}
			keys++
		}
	}
	return keys > 0
}

func (s *sample) drop(reason lang.Text) {
	s.layout.Kind = crm.NoTable
	s.rejected = rejection{reason: reason}
}

// preferCustomers leaves out sheets that are customers only for want of
// anything better, where another sheet surely is: contact persons, and lists
// known by nothing but the name of a company.
func (r *run) preferCustomers() {
	var sure *sample
	for _, s := range r.samples {
		if s.layout.Kind == crm.Customers && (sure == nil || s.customerStrength() > sure.customerStrength()) {
			sure = s
		}
	}
	if sure == nil {
		return
	}
	for _, s := range r.samples {
		if s == sure || s.layout.Kind != crm.Customers || s.outrightCustomers(&r.options) || s.likeHeaders(sure) {
			continue
		}
		contacts := s.otherTable() == "contacts"
		if contacts || s.genericName() && sure.customerStrength() > s.customerStrength()+1 {
			s.drop(lang.F("not read as customers: %s is the table of customers", "没有当作客户表读取：客户表是 %s", diag.Escape(place(sure.layout))))
		}
	}
}

// customerStrength is how surely a sheet lists customers.
func (s *sample) customerStrength() int {
	n := s.profile(crm.Orders)
	if s.found[crm.Customers].has(crm.FieldCustomerID) {
		n += 2
	}
	if !s.genericName() {
		n++
	}
	if s.otherTable() == "contacts" {
		n -= 3
	}
	return n
}

func (s *sample) outrightCustomers(o *Options) bool {
	l := s.layout
	return o.Named[l.Book.Path()+"#"+l.Sheet.Pos().Sheet] == crm.Customers || o.Named[l.Book.Path()] == crm.Customers
}

// likeHeaders reports whether two sheets have the same headers: one per
// salesperson, or per month.
func (s *sample) likeHeaders(o *sample) bool {
	if len(s.layout.Columns) != len(o.layout.Columns) {
		return false
	}
	for i := range s.layout.Columns {
		if words.Key(s.layout.Columns[i].Header) != words.Key(o.layout.Columns[i].Header) {
			return false
		}
	}
	return true
}
