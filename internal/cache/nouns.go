package cache

import (
	"math/bits"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/money"
	"crm/internal/table"
	"crm/internal/value"
)

func (c *coder) pos(p *diag.Pos) {
	text(c, &p.File)
	text(c, &p.Sheet)
	whole(c, &p.Row)
	whole(c, &p.Col)
}

const posLeast = 4

func (c *coder) problem(p *diag.Problem) {
	text(c, &p.Code)
	code(c, &p.Severity, int(diag.Note))
	c.pos(&p.Pos)
	text(c, &p.Field)
	text(c, &p.Subject)
	c.message(&p.Message)
	text(c, &p.Found)
	c.message(&p.Expected)
	c.message(&p.Hint)
	c.message(&p.Effect)
	list(c, &p.Also, posLeast, c.pos)
	text(c, &p.Line)
	whole(c, &p.Span)
}

const problemLeast = 20

func (c *coder) customer(x *crm.Customer) {
	text(c, &x.ID)
	text(c, &x.Name)
	c.pos(&x.Pos)
	c.rows(&x.Rows)
	list(c, &x.Others, posLeast, c.pos)
	c.customerTexts(x)
	list(c, &x.Tags, 1, func(s *string) { text(c, s) })
	c.customerValues(x)
	c.customerDates(x)
	for _, b := range [...]*bool{&x.Protected, &x.InPool, &x.Archived, &x.HasOwnAmount} {
		c.flag(b)
	}
	if x.HasOwnAmount {
		c.decimal(&x.OwnAmount)
	}
	list(c, &x.Extra, 1, c.value)
}

// customerLeast is how many bytes a customer takes at least: what bounds the
// room that a claimed number of them gets.
const customerLeast = 17

// Most customers have few of the fields that there are. Of each kind of field
// the customer's are written, behind a number whose bits say which.

func (c *coder) customerTexts(x *crm.Customer) {
	all := [...]*string{
		&x.Country, &x.Region, &x.Industry, &x.Owner, &x.Stage, &x.Intent, &x.ProductFit, &x.Status, &x.Group, &x.Channel, &x.TimeZone,
		&x.Email, &x.Phone, &x.ContactPerson, &x.Preferences, &x.PreviousClass, &x.ManualClass, &x.ManualReason,
	}
	there := c.there(len(all), func(i int) bool { return *all[i] != "" })
	for ; there != 0; there &= there - 1 {
		text(c, all[bits.TrailingZeros32(there)])
	}
}

func (c *coder) customerValues(x *crm.Customer) {
	all := [...]*value.Value{&x.Employees, &x.AnnualTurnover, &x.Star, &x.MarketPotential, &x.PurchasingBudget, &x.OwnOrders}
	there := c.there(len(all), func(i int) bool { return all[i].Present() })
	for ; there != 0; there &= there - 1 {
		c.value(all[bits.TrailingZeros32(there)])
	}
}

func (c *coder) customerDates(x *crm.Customer) {
	all := [...]*civil.Date{&x.Created, &x.Assigned, &x.LastContact, &x.NextContact, &x.ReleaseDate, &x.OwnLastOrder, &x.ManualUntil}
	there := c.there(len(all), func(i int) bool { return *all[i] != 0 })
	for ; there != 0; there &= there - 1 {
		c.date(all[bits.TrailingZeros32(there)])
	}
}

// there is which of n fields have something.
func (c *coder) there(n int, has func(i int) bool) uint32 {
	var there uint64
	for i := 0; c.writing && i < n; i++ {
		if has(i) {
			there |= 1 << i
		}
	}
	if there = c.number(there); there>>n != 0 {
		c.fail()
		return 0
	}
	return uint32(there)
}

// roomOfRows is for how many rows of customers there is made room at a time.
const roomOfRows = 1 << 10

// rows is the rows of a customer: nearly all have one.
func (c *coder) rows(rows *[]int32) {
	if !c.writing && c.at < len(c.in) && c.in[c.at] == 1 {
		c.at++
		if len(c.room) == 0 {
			c.room = make([]int32, min(roomOfRows, len(c.in)-c.at+1))
		}
		*rows, c.room = c.room[:1:1], c.room[1:]
		whole(c, &(*rows)[0])
		return
	}
	list(c, rows, 1, func(row *int32) { whole(c, row) })
}

func (c *coder) column(x *crm.Column) {
	whole(c, &x.Index)
	text(c, &x.Header)
	text(c, &x.Field)
	text(c, &x.Nearest)
	text(c, &x.Currency)
	c.decimal(&x.Factor)
	code(c, &x.Order, int(civil.MDY))
	code(c, &x.Mark, int(money.Comma))
	c.flag(&x.Ours)
	c.flag(&x.Total)
}

const columnLeast = 11

func (c *coder) layout(l *crm.Layout, books []table.Book) {
	at := 0
	if c.writing {
		at = bookOf(l, books)
	}
	code(c, &at, len(books)-1)
	pos, shown := diag.Pos{}, table.Visible
	if c.writing {
		pos, shown = l.Sheet.Pos(), l.Sheet.Visibility()
	}
	c.pos(&pos)
	code(c, &shown, int(table.VeryHidden))
	if !c.writing && !c.bad {
		p := &page{pos: pos, visibility: shown}
		b := books[at].(*book)
		b.sheets = append(b.sheets, p)
		l.Sheet, l.Book = p, b
	}
	code(c, &l.Kind, int(crm.Feedback))
	whole(c, &l.Header)
	list(c, &l.Columns, columnLeast, c.column)
	list(c, &l.Merged, 4, c.merged)
	converted := l.Converted + 1 // 0 is none
	if code(c, &converted, len(l.Columns)); !c.writing {
		l.Converted = converted - 1
	}
	c.flag(&l.Surveyed)
	c.flag(&l.Ours)
	list(c, &l.Notes, 2, c.message)
}

const layoutLeast = 14

// bookOf is the place of a layout's book among the books.
func bookOf(l *crm.Layout, books []table.Book) int {
	for i, b := range books {
		if b == l.Book || b.Path() == l.Sheet.Pos().File {
			return i
		}
	}
	return len(books)
}

func (c *coder) merged(r *table.Range) {
	whole(c, &r.FirstRow)
	whole(c, &r.FirstCol)
	whole(c, &r.LastRow)
	whole(c, &r.LastCol)
}

func (c *coder) account(t *crm.TableAccount, layouts []*crm.Layout) {
	c.layoutAmong(&t.Table, layouts)
	for _, n := range [...]*int{&t.Read, &t.Header, &t.Blank, &t.Totals} {
		whole(c, n)
	}
	for i := range t.Rows {
		whole(c, &t.Rows[i])
	}
	list(c, &t.Amounts, 2, func(a *crm.CurrencyAccount) {
		text(c, &a.Currency)
		c.decimal(&a.Read)
		for i := range a.Sums {
			c.decimal(&a.Sums[i])
		}
	})
}

// layoutAmong is one of the layouts.
func (c *coder) layoutAmong(l **crm.Layout, layouts []*crm.Layout) {
	at := 0
	for i := range layouts {
		if c.writing && layouts[i] == *l {
			at = i
		}
	}
	if code(c, &at, len(layouts)-1); !c.bad && !c.writing {
		*l = layouts[at]
	}
}

func (c *coder) word(w *crm.Word) {
	text(c, &w.Field)
	text(c, &w.Text)
	text(c, &w.Meaning)
	whole(c, &w.Rows)
}

func (c *coder) extraColumn(x *crm.ExtraColumn) {
	text(c, &x.Header)
	code(c, &x.Kind, int(value.Period))
}
