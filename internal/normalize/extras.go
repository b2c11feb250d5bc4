package normalize

import (
	"slices"
	"strings"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/rules"
	"crm/internal/table"
	"crm/internal/value"
	"crm/internal/words"
)

// extraColumn is a column of a customers table that no field took.
type extraColumn struct {
	slot int
	at   int  // in Data.ExtraColumns
	ours bool // crm wrote it
}

func (r *run) extraColumn(p *columnPlan, column *crm.Column) extraColumn {
	at := slices.IndexFunc(r.data.ExtraColumns, func(e crm.ExtraColumn) bool { return e.Header == column.Header })
	if at < 0 {
		at = len(r.data.ExtraColumns)
		r.data.ExtraColumns = append(r.data.ExtraColumns, crm.ExtraColumn{Header: column.Header})
	}
	return extraColumn{slot: p.of(column.Index), at: at, ours: column.Ours}
}

// leaves reports whether a column is one of ours that nobody asks for.
func (r *run) leaves(column *crm.Column) bool {
	if !r.o.LeaveOurs || !column.Ours {
		return false
	}
	header := func(s rules.Slot) bool { return s.Kind == rules.HeaderSlot && s.Name == column.Header }
	shown := func(c rules.String) bool {
		name, ok := rules.HeaderOf(c.Value)
		return ok && name == column.Header
	}
	set := r.o.Rules
	return !slices.ContainsFunc(set.Slots, header) && !slices.ContainsFunc(set.AlertSlots, header) && !slices.ContainsFunc(set.OutputColumns, shown)
}

func (t *customerTable) readExtras(c *crm.Customer, cells []*table.Cell) {
	if len(t.extras) == 0 {
		return
	}
	c.Extra = make([]value.Value, len(t.run.data.ExtraColumns))
	for _, e := range t.extras {
		if cell := cells[e.slot]; cell != nil {
			c.Extra[e.at] = ownValue(cell, false)
		}
	}
}

// finishExtras gives every extra column one kind: that of all its values, else text.
func (r *run) finishExtras() {
	for at := range r.data.ExtraColumns {
		kind := r.extraKind(at)
		r.data.ExtraColumns[at].Kind = kind
		for i := range r.book.customers {
			if e := r.book.customers[i].Extra; at < len(e) && e[at].Present() && e[at].Kind() != kind {
				e[at] = ofKind(e[at], kind)
			}
		}
	}
}

func (r *run) extraKind(at int) value.Kind {
	numbers, dates, any := true, true, false
	for i := range r.book.customers {
		e := r.book.customers[i].Extra
		if at >= len(e) || !e[at].Present() {
			continue
		}
		any = true
		switch v := e[at]; v.Kind() {
		case value.Number:
			dates = false
		case value.Date:
			numbers = false
		default:
			_, number := plainNumber(v.Text())
			_, date := plainDate(v.Text())
			numbers, dates = numbers && number, dates && date
		}
	}
	switch {
	case any && numbers:
		return value.Number
	case any && dates:
		return value.Date
	}
	return value.Text
}

// ofKind is a value as one of its column's kind; ofKind trusts extraKind.
func ofKind(v value.Value, kind value.Kind) value.Value {
	switch kind {
	case value.Number:
		d, _ := plainNumber(v.Text())
		return value.Num(value.Number, d)
	case value.Date:
		d, _ := plainDate(v.Text())
		return value.Day(d)
	}
	return value.Str(v.String())
}

// differences is the headers of the columns in which two rows of one customer
// differ: those of the contact, and the others. What the first row's table does
// not have, the customer takes from the other table.
func (t *customerTable) differences(first, c *crm.Customer, sameSheet bool) (contacts, others []string) {
	if c.Name != "" && first.Name == "" && !sameSheet {
		first.Name = c.Name
	} else if words.Key(c.Name) != words.Key(first.Name) && (c.Name != "" || sameSheet) {
		others = append(others, t.layout.Column(crm.FieldCustomerName).Header)
	}
	for i := range t.fields {
		f := &t.fields[i]
		if !agreeOn(places[f.field](first), places[f.field](c), !sameSheet) {
			if isContact(f.field) {
				contacts = append(contacts, f.column.Header)
			} else {
				others = append(others, f.column.Header)
			}
		}
	}
	for _, e := range t.extras {
		for len(first.Extra) <= e.at {
			first.Extra = append(first.Extra, value.Value{})
		}
		if !e.ours && !agreeOn(&first.Extra[e.at], &c.Extra[e.at], !sameSheet) {
			others = append(others, t.run.data.ExtraColumns[e.at].Header)
		}
	}
	return contacts, others
}

// agreeOn reports whether two values of a field agree; with take, an absent first
// one becomes the second.
func agreeOn(first, second any, take bool) bool {
	switch p := first.(type) {
	case *string:
		return agreeOnOne(p, second.(*string), take)
	case *civil.Date:
		return agreeOnOne(p, second.(*civil.Date), take)
	case *bool:
		return agreeOnOne(p, second.(*bool), take)
	case *value.Value:
		return agreeOnOne(p, second.(*value.Value), take)
	case *money.Decimal:
		return p.Equal(*second.(*money.Decimal))
	case *[]string:
		q := second.(*[]string)
		if take && len(*p) == 0 {
			*p = *q
		}
		return slices.Equal(*p, *q) || take && len(*q) == 0
	}
	return true
}

func agreeOnOne[T comparable](first, second *T, take bool) bool {
	var absent T
	if take && *first == absent {
		*first = *second
	}
	return *first == *second || take && *second == absent
}

// ownCurrency is the one currency of the customers' own amounts; empty where
// they name none or several.
func (r *run) ownCurrency() (one money.Currency) {
	for i, a := range r.amounts {
		if i > 0 && a.currency != one {
			return ""
		}
		one = a.currency
	}
	return one
}

// convertCustomers brings the customers' own amounts to the base currency. One
// that cannot be brought there is left out.
func (r *run) convertCustomers() {
	c := &r.data.Conversion
	rates := r.o.Rules.Money.Rates
	left := 0
	var first ownAmount
	for _, a := range r.amounts {
		if a.currency == c.Base || a.currency == "" || int(a.customer) >= len(r.book.customers) {
			continue
		}
		customer := &r.book.customers[a.customer]
		converted, ok := money.Decimal{}, false
		if rate, has := rates[a.currency]; has {
			converted, ok = rate.Convert(a.amount), true
		}
		switch {
		case ok && a.budget:
			customer.PurchasingBudget = value.Num(value.Money, converted)
		case ok:
			customer.OwnAmount = converted
		case a.budget:
			customer.PurchasingBudget = value.Value{}
		default:
			customer.OwnAmount, customer.HasOwnAmount = money.Decimal{}, false
		}
		if !ok {
			if left == 0 {
				first = a
			}
			left++
		}
	}
	if left > 0 {
		r.problems.add(diag.Problem{
			Code: "A20", Severity: diag.Warning, Pos: first.at, Found: strings.TrimSpace(string(first.currency) + " " + first.amount.String()),
			Message: lang.N(left, "%d amount in the customers table cannot be brought to %s: no rate", "%d amounts in the customers table cannot be brought to %s: no rate",
				"客户表中有 %d 个金额缺少汇率，无法折算成 %s", unit(c.Base)),
			Effect: lang.T("left out", "未采用"),
		})
	}
}
