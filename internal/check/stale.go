package check

import (
	"slices"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/value"
	"crm/internal/words"
)

// A dossier is stale when nobody touched it for so many months.
const (
	quarter  = 3
	halfYear = 6
)

// mostStale is the share in per cent of stale customers above which that is how
// the table is kept: then the completeness per owner says more than a list.
const mostStale = 20

// stale looks for dossiers that nobody touched for a quarter or half a year: no
// contact, no change, no order, not even a new owner.
func (d *doctor) stale() {
	if !d.contactsKnown() {
		return
	}
	touched, newest := d.touched()
	if newest <= d.AsOf.AddMonths(-quarter) {
		d.note(lang.F("the newest date in these tables is %s: who was left alone cannot be told as of %s (--as-of %s judges it as of then)",
			"这些表中最新的日期是 %s，无法判断截至 %s 哪些客户久未跟进（可用 --as-of %s 按当时判断）", newest, d.AsOf, newest))
		return
	}
	d.result.Stale = make([]bool, len(touched))
	half, three := batch{most: mostStale}, batch{most: mostStale}
	for i, day := range touched {
		c := &d.Data.Customers[i]
		if gone(c) || c.InPool || day == 0 {
			continue
		}
		half.asked++
		switch {
		case day <= d.AsOf.AddMonths(-halfYear):
			d.result.Stale[i] = true
			half.found = append(half.found, d.untouched(i, day, halfYear))
		case day <= d.AsOf.AddMonths(-quarter):
			three.found = append(three.found, d.untouched(i, day, quarter))
		}
	}
	three.asked = half.asked
	half.whole, three.whole = half.untouched(halfYear, Doubtful), three.untouched(quarter, Hint)
	d.add(half)
	d.add(three)
}

// untouched is what is said of a batch of stale customers that is too large to
// list them.
func (b *batch) untouched(months int, severity Severity) Finding {
	return Finding{
		Message: lang.F("%d of %d customers were not touched for %d months and more", "%[2]d 个客户中有 %[1]d 个已有 %[3]d 个月以上没有动过", len(b.found), b.asked, months),
		Do:      lang.T("the completeness per owner says whose they are", "各负责人各有多少见完整度表"), Severity: severity,
	}
}

func (d *doctor) untouched(customer int, day civil.Date, months int) Finding {
	f := Finding{
		Code: "Q03", Kind: Stale, Severity: Hint, Customer: customer, Other: none, Pos: d.at(customer, crm.FieldLastContact),
		Field: string(crm.FieldLastContact), Found: day.String(),
		Message:  lang.F("not touched since %s: a quarter and more", "%s 之后没有动过，已超过一个季度", day),
		Expected: lang.T("a contact, a change or an order every quarter", "每季度至少有一次联系、更新或订单"),
		Do:       lang.T("contact the customer, or archive it", "联系客户，或归档"),
	}
	if months == halfYear {
		f.Code, f.Severity = "Q04", Doubtful
		f.Message = lang.F("not touched since %s: half a year and more", "%s 之后没有动过，已超过半年", day)
		f.Expected = lang.T("a contact, a change or an order every half year", "每半年至少有一次联系、更新或订单")
	}
	return f
}

// contactsKnown reports whether the tables say when anybody touched a customer.
func (d *doctor) contactsKnown() bool {
	return d.Data.Read(crm.Activities) || d.has(crm.FieldLastContact) || d.updatedColumn() >= 0
}

// touched is per customer the last day up to as-of on which anybody did anything
// about it, 0 where nothing says so; and the newest of them.
func (d *doctor) touched() (touched []civil.Date, newest civil.Date) {
	customers, updated := d.Data.Customers, d.updatedColumn()
	touched = make([]civil.Date, len(customers))
	see := func(customer int, day civil.Date) {
		if day <= d.AsOf {
			touched[customer] = max(touched[customer], day)
		}
	}
	for i := range customers {
		c := &customers[i]
		for _, day := range []civil.Date{c.LastContact, c.Assigned, c.Created, c.OwnLastOrder} {
			see(i, day)
		}
		if updated >= 0 {
			see(i, d.extra(i, updated).Date())
		}
		if d.orders != nil {
			see(i, d.orders[i].last)
		}
	}
	for i := range d.Data.Activities {
		see(int(d.Data.Activities[i].Customer), d.Data.Activities[i].Date)
	}
	return touched, slices.Max(append(touched, 0))
}

// updatedColumn is the place of the table's own column of the last change among
// the extra columns; -1 without.
func (d *doctor) updatedColumn() int {
	return slices.IndexFunc(d.Data.ExtraColumns, func(c crm.ExtraColumn) bool {
		return c.Kind == value.Date && words.Changed(c.Header)
	})
}

func (d *doctor) note(line lang.Text) { d.result.Notes = append(d.result.Notes, line) }
