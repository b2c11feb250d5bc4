package normalize

import (
	"slices"
	"strings"

	"crm/internal/civil"
	"crm/internal/country"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/table"
	"crm/internal/value"
	"crm/internal/words"
)

// customerField reads one column of a customers table into its field.
type customerField struct {
	field  crm.Field
	place  func(*crm.Customer) any // of the field
	column *crm.Column
	slot   int
	coded  *codedColumn
	date   *dateReader
	amount *amountReader
	cache  wordCache // of texts that many customers share
	texts  []string
}

// planFields asks for every column that a field or column("…") needs.
func (t *customerTable) planFields(p *columnPlan) {
	taken := map[crm.Field]bool{crm.FieldCustomerID: true, crm.FieldCustomerName: true, crm.FieldCurrency: true}
	for i := range t.layout.Columns {
		column := &t.layout.Columns[i]
		switch {
		case taken[column.Field]:
		case places[column.Field] != nil:
			taken[column.Field] = true
			t.fields = append(t.fields, t.field(p, column))
		case column.Header != "" && !t.run.leaves(column):
			t.extras = append(t.extras, t.run.extraColumn(p, column))
		}
	}
}

func (t *customerTable) field(p *columnPlan, column *crm.Column) customerField {
	f := customerField{field: column.Field, place: places[column.Field], column: column, slot: p.of(column.Index), cache: newWordCache(t.run.hash)}
	switch kind := column.Field.Kind(); {
	case crm.Meanings(column.Field) != nil:
		f.coded = t.run.codedColumn(p, column.Field, column.Field)
	case kind == value.Date:
		d := t.run.dateReader(t.layout, f.slot, column)
		f.date = &d
	case kind.Numeric():
		a := newAmountReader(t.layout, f.slot, column)
		f.amount = &a
	}
	return f
}

// read fills a customer's fields from a row.
func (t *customerTable) read(c *crm.Customer, cells []*table.Cell) error {
	for i := range t.fields {
		f := &t.fields[i]
		if cells[f.slot] == nil {
			continue
		}
		if err := t.set(c, f, cells); err != nil {
			return err
		}
	}
	t.laterContact(c)
	t.readExtras(c, cells)
	return nil
}

// laterContact makes a last contact that has not happened yet the next one. Where
// the table names a next one too both stay: which of them is due depends on
// what was kept meanwhile.
func (t *customerTable) laterContact(c *crm.Customer) {
	o := t.run.o
	switch {
	case c.LastContact <= o.AsOf:
	case c.LastContact <= o.Today: // nobody knew of it as of that day
		c.LastContact = 0
	case c.NextContact == 0:
		c.NextContact, c.LastContact = c.LastContact, 0
	}
	if c.OwnLastOrder > o.AsOf {
		c.OwnLastOrder = 0
	}
}

func (t *customerTable) set(c *crm.Customer, f *customerField, cells []*table.Cell) error {
	cell := cells[f.slot]
	switch p := f.place(c).(type) {
	case *string:
		if f.coded != nil {
			*p = f.coded.value(cells)
		} else {
			*p = f.text(cell)
		}
	case *civil.Date:
		d, fault := f.date.read(cell)
		if fault == dateOpen && !t.layout.Surveyed {
			return &Unsettled{Layout: t.layout}
		}
		if fault == dateGood {
			*p = d
		} else if fault != dateBlank && fault != dateNever {
			t.warnDate(f, fault, cell)
		}
	case *bool:
		*p = f.coded.meaning(cells) == "yes"
	case *[]string:
		*p = splitTags(f.text(cell))
	case *value.Value:
		return t.setValue(c, p, f, cells)
	case *money.Decimal:
		return t.setOwn(c, nil, f, cells)
	}
	return nil
}

// setValue reads a number, or a word where the field may have one.
func (t *customerTable) setValue(c *crm.Customer, p *value.Value, f *customerField, cells []*table.Cell) error {
	if f.field == crm.FieldPurchasingBudget {
		return t.setOwn(c, p, f, cells)
	}
	if f.field == crm.FieldStar {
		*p = star(cellText(cells[f.slot]))
		return nil
	}
	if f.coded != nil {
		if w := f.coded.value(cells); w != "" {
			*p = potential(w)
		}
		return nil
	}
	d, _, fault := f.amount.read(cells[f.slot])
	switch {
	case fault == amountOpen && !t.layout.Surveyed:
		return &Unsettled{Layout: t.layout}
	case fault == amountGood:
		*p = value.Num(value.Number, d)
	case f.field == crm.FieldOwnOrders && fault != amountBlank:
		t.warnAmount(f, fault, cells[f.slot])
	case fault == amountText || fault == amountBand || fault == amountMark || fault == amountShare:
		*p = value.Str(f.text(cells[f.slot])) // 60-149人, 10万～30万美元
	}
	return nil
}

// potential is a market potential: a word, or a number where the column has one.
func potential(word string) value.Value {
	if d, ok := plainNumber(word); ok {
		return value.Num(value.Number, d)
	}
	return value.Str(word)
}

// ownAmount is an amount in the customers table, until the base currency is known.
type ownAmount struct {
	customer int32
	budget   bool // else the export's own total
	amount   money.Decimal
	currency money.Currency
	at       diag.Pos
}

// setOwn reads an amount of money into p, or the customer's own total where p is nil.
func (t *customerTable) setOwn(c *crm.Customer, p *value.Value, f *customerField, cells []*table.Cell) error {
	d, sign, fault := f.amount.read(cells[f.slot])
	if fault == amountOpen && !t.layout.Surveyed {
		return &Unsettled{Layout: t.layout}
	}
	if fault != amountGood {
		if fault != amountBlank {
			t.warnAmount(f, fault, cells[f.slot])
		}
		return nil
	}
	sign, agree := money.Agree(sign, f.column.Currency)
	named, wrong := t.currency.read(cells, sign)
	if !agree || wrong != currencyGood {
		t.warnAmount(f, amountCoined, cells[f.slot])
		return nil
	}
	if p != nil {
		*p = value.Num(value.Money, d)
	} else {
		c.OwnAmount, c.HasOwnAmount = d, true
	}
	t.run.amounts = append(t.run.amounts, ownAmount{
		customer: int32(t.run.book.gathered.len()), budget: p != nil, amount: d, currency: t.run.currencies.all[named],
		at: t.rows.pos(t.rows.row.Number, f.column.Index),
	})
	return nil
}

// text is a cell's text, a known country as its code.
func (f *customerField) text(cell *table.Cell) string {
	if i, ok := f.cache.find(cell); ok {
		return f.texts[i]
	}
	text := cellText(cell)
	if cell.Kind == table.Error || words.NullIn(f.field, text) {
		text = ""
	}
	switch f.field {
	case crm.FieldCountry:
		if iso, ok := country.Parse(text); ok {
			text = iso
		}
	case crm.FieldGroup:
		text = groupLevels(text)
	}
	if len(f.texts) < maxWords {
		f.cache.put(cell, int32(len(f.texts)))
		f.texts = append(f.texts, text)
	}
	return text
}

// groupLevels writes a group's levels as a/b/c.
func groupLevels(s string) string {
	levels := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(`/\>＞／→`, r) })
	for i := range levels {
		levels[i] = strings.TrimSpace(levels[i])
	}
	return strings.Join(nonEmpty(levels), "/")
}

// splitTags takes a list of tags apart.
func splitTags(s string) []string {
	tags := strings.FieldsFunc(s, func(r rune) bool {
		switch r {
		case ',', ';', '，', '；', '、', '|', '\n':
			return true
		}
		return false
	})
	for i := range tags {
		tags[i] = strings.TrimSpace(tags[i])
	}
	return slices.Compact(nonEmpty(tags))
}

// star reads 4, 4.0, 4星, 4 stars and ★★★★.
func star(s string) value.Value {
	if n := strings.Count(s, "★") + strings.Count(s, "⭐"); n > 0 {
		return value.Int(value.Number, n)
	}
	number, _, _ := strings.Cut(strings.TrimSpace(strings.TrimRight(strings.ToLower(s), "star星级 ")), " ")
	if d, ok := plainNumber(number); ok && d.Sign() >= 0 && d.Cmp(money.FromInt(5)) <= 0 {
		return value.Num(value.Number, d)
	}
	return value.Value{}
}

func (t *customerTable) warnDate(f *customerField, fault dateFault, cell *table.Cell) {
	if fault == dateOpen {
		f.date.open.add(t.rows.pos(t.rows.row.Number, f.column.Index), cell.Raw)
		return
	}
	code, p := dateProblem(fault)
	t.run.problems.tally(code, t.rows.pos(t.rows.row.Number, f.column.Index), cellText(cell), warn(string(f.field), func(n int) lang.Text {
		return leftOut(n, p.Message)
	}))
}

func (t *customerTable) warnAmount(f *customerField, fault amountFault, cell *table.Cell) {
	code, p := amountProblem(fault)
	if fault == amountOpen {
		code, p = "A06", diag.Problem{Message: lang.T("decimal or thousands mark", "分不清是小数点还是千分位")}
	}
	t.run.problems.tally(code, t.rows.pos(t.rows.row.Number, f.column.Index), cellText(cell), warn(string(f.field), func(n int) lang.Text {
		return leftOut(n, p.Message)
	}))
}

// leftOut says how many cells of a customers table are not used, and why.
func leftOut(n int, why lang.Text) lang.Text {
	return lang.N(n, "%d cell left out: %s", "%d cells left out: %s", "有 %d 个单元格未采用：%s", why)
}

// finish says how a column of dates was read where that is not plain, and warns
// of one that nothing settles.
func (f *customerField) finish(r *run, l *crm.Layout) {
	if f.date == nil {
		return
	}
	r.noteDates(l, f.date)
	r.openOptionalDates(f.date, l.Kind, openCellsLeftOut())
}
