package normalize

import (
	"slices"
	"strings"

	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/table"
	"crm/internal/words"
)

// customerTable is one table of customers while it is read.
type customerTable struct {
	run      *run
	layout   *crm.Layout
	rows     *sheetRows
	id, name int // slots
	fields   []customerField
	extras   []extraColumn
	currency currencyReader
	byID     bool
	next     crm.Customer // of the row at hand, until it is known whether it is a new one
	totals   int          // rows of totals
}

// readCustomers reads one table of customers.
func (r *run) readCustomers(l *crm.Layout) error {
	plan := planColumns(l)
	t := &customerTable{run: r, layout: l}
	t.id, _ = plan.key(crm.FieldCustomerID)
	t.name, _ = plan.key(crm.FieldCustomerName)
	t.byID = t.id > 0
	r.book.hasIDs = r.book.hasIDs || t.byID
	t.planFields(plan)
	slot, _ := plan.slot(crm.FieldCurrency)
	t.currency = r.currencyReader(l, slot, nil)
	var err error
	if t.rows, err = r.open(plan); err != nil {
		return err
	}
	if err := t.rows.eachRow(t.row); err != nil {
		return err
	}
	for i := range t.fields {
		t.fields[i].finish(r, l)
	}
	if t.totals > 0 {
		r.noteTable(l, lang.N(t.totals, "%d totals row is no customer", "%d totals rows are no customers", "有 %d 行合计，不算客户"))
	}
	return nil
}

func (t *customerTable) row() error {
	row, cells := t.rows.row, t.rows.row.slots
	if row.Ragged {
		t.run.ragged(t.rows)
		return nil
	}
	if t.totalsRow() {
		t.totals++
		return nil
	}
	id, idKey, ok := t.key(cells)
	if !ok {
		return nil
	}
	name, nameKey, _ := t.run.customerKey.name(cells[t.name])
	if len(id) == 0 && len(name) == 0 {
		t.aside("K07", diag.Problem{
			Message: lang.T("a row without customer id and name", "该行没有客户编号和名称"), Expected: lang.T("an id or a name", "客户编号或名称"),
		}, max(t.id, t.name))
		return nil
	}
	nameKey = slices.Clone(nameKey) // reading the fields may need the keyer
	c := &t.next
	*c = crm.Customer{ID: string(id), Name: string(name), Pos: t.rows.pos(row.Number, -1), Rows: []int32{int32(row.Number)}}
	if err := t.read(c, cells); err != nil {
		return err
	}
	t.take(c, idKey, nameKey)
	return nil
}

// key is the row's id and its matching form; ok is false where the row was set
// aside for it.
func (t *customerTable) key(cells []*table.Cell) (id, key []byte, ok bool) {
	if t.id == 0 {
		return nil, nil, true
	}
	id, key, fault := t.run.customerKey.id(cells[t.id])
	switch fault {
	case idRounded:
		code, p := roundedProblem()
		t.aside(code, p, t.id)
		return nil, nil, false
	case idChanged:
		code, p := changedProblem()
		t.aside(code, p, t.id)
		return nil, nil, false
	}
	return id, slices.Clone(key), true
}

// totalsRow reports whether the row is one: a label, and no other text.
func (t *customerTable) totalsRow() bool {
	label := t.rows.totalsLabel()
	if label == nil {
		return false
	}
	row := t.rows.whole()
	for i := range row.Cells {
		if c := &row.Cells[i]; c != label && !blankCell(c) && c.Kind == table.Text && !numeric(c) {
			return false
		}
	}
	return true
}

// numeric reports whether a text holds a number, as all cells of a CSV file are texts.
func numeric(c *table.Cell) bool {
	return strings.Trim(string(c.Raw), "0123456789.,-¥$€ ") == ""
}

// take adds a customer, or brings a row together with the customer it already is.
func (t *customerTable) take(c *crm.Customer, id, name []byte) {
	b := t.run.book
	first := int32(-1)
	if len(id) > 0 {
		if i, known := b.ids.find(id); known {
			first = i
		}
	} else if i, known := b.plain.find(name); known {
		first = i
	}
	if first >= 0 {
		t.again(first, c)
		return
	}
	i := int32(b.gathered.len())
	*b.gathered.add() = *c
	b.know(i, id, name)
	if len(id) == 0 {
		b.plain.put(name, i)
	}
	t.warnName(c)
	t.warnMail(i)
}

// again is a row of a customer who is known: the first row counts.
func (t *customerTable) again(i int32, c *crm.Customer) {
	first := t.run.book.gathered.at(int(i))
	sameSheet := first.Pos.File == c.Pos.File && first.Pos.Sheet == c.Pos.Sheet
	if sameSheet {
		first.Rows = append(first.Rows, c.Rows...)
	} else {
		first.Others = append(first.Others, c.Places()...)
	}
	contacts, others := t.differences(first, c, sameSheet)
	key := t.id
	if key == 0 {
		key = t.name
	}
	if len(contacts)+len(others) == 0 && !sameSheet {
		t.copied(first, c, key)
		return
	}
	p := diag.Problem{
		Severity: diag.Warning, Pos: t.rows.pos(int(c.Rows[0]), t.rows.columnOf(key)), Also: []diag.Pos{first.Pos},
		Field: string(t.rows.field(key)), Subject: first.Label(), Found: idOrName(c),
	}
	p.Also[0].Col = p.Pos.Col
	if len(others) == 0 {
		p.Code = "K04"
		p.Message = lang.T("the same customer again; both rows are one customer", "同一客户重复出现，两行合为一个客户")
		if len(contacts) > 0 {
			p.Message = lang.F("the same customer again with another %s; both rows are one customer", "同一客户重复出现，仅 %s 不同，两行合为一个客户", strings.Join(contacts, ", "))
		}
	} else {
		p.Code = "K05"
		p.Message = lang.F("the same customer again with another %s", "同一客户重复出现，%s 不同", strings.Join(append(others, contacts...), ", "))
		p.Effect = lang.T("the first row counts", "以先出现的一行为准")
	}
	t.run.problems.add(p)
}

// copied counts a row that stands in another sheet just so: sheets are copied
// whole, and a line for each of their rows would hide all others.
func (t *customerTable) copied(first, c *crm.Customer, key int) {
	where := diag.Pos{File: first.Pos.File, Sheet: first.Pos.Sheet}.String()
	t.run.problems.tally("K04", t.rows.pos(int(c.Rows[0]), t.rows.columnOf(key)), idOrName(c), warn(string(t.rows.field(key)), func(n int) lang.Text {
		return lang.N(n, "%d customer stands here just as in %s; both rows are one customer", "%d customers stand here just as in %s; the two rows of each are one customer",
			"有 %d 个客户与 %s 中的内容完全相同，每个客户的两行合为一个", where)
	}))
}

// idOrName is what names the customer of a row: the id, else the name.
func idOrName(c *crm.Customer) string {
	if c.ID != "" {
		return c.ID
	}
	return c.Name
}

// warnName counts names that a spreadsheet or a terminal may take for something else.
func (t *customerTable) warnName(c *crm.Customer) {
	if c.Name == "" {
		return
	}
	at := t.rows.pos(int(c.Rows[0]), t.rows.columnOf(t.name))
	if strings.ContainsRune("=+-@", rune(c.Name[0])) {
		t.run.problems.tally("K11", at, c.Name, warn(string(crm.FieldCustomerName), func(n int) lang.Text {
			return lang.N(n, "%d name begins with a sign that starts a formula; it stays text", "%d names begin with a sign that starts a formula; they stay text",
				"有 %d 个名称以 =、+、-、@ 开头，Excel 可能当作公式；按文本保留")
		}))
	}
	if diag.Escape(c.Name) != c.Name {
		t.run.problems.tally("K12", at, c.Name, warn(string(crm.FieldCustomerName), func(n int) lang.Text {
			return lang.N(n, "%d name holds invisible or control characters; they are shown escaped", "%d names hold invisible or control characters; they are shown escaped",
				"有 %d 个名称含有看不见的字符，显示时以代码标出")
		}))
	}
}

// warnMail counts customers that share an e-mail address: they may be one.
func (t *customerTable) warnMail(i int32) {
	b := t.run.book
	c := b.gathered.at(int(i))
	if !strings.Contains(c.Email, "@") {
		return
	}
	key := []byte(words.Key(c.Email))
	first, known := b.mails.find(key)
	if !known {
		b.mails.put(key, i)
		return
	}
	at := t.rows.pos(int(c.Rows[0]), t.rows.columnOf(t.slotOf(crm.FieldEmail)))
	other := b.gathered.at(int(first)).Label()
	t.run.problems.tally("K10", at, c.Label()+", "+other, func() count {
		return count{
			severity: diag.Warning, field: string(crm.FieldEmail), effect: lang.T("not merged", "没有合并"),
			say: func(n int) lang.Text {
				return lang.N(n, "%d customer has the e-mail address of another one and may be the same", "%d customers have the e-mail address of another one and may be the same",
					"有 %d 个客户与其他客户的邮箱相同，可能是同一个客户")
			},
		}
	})
}

func (t *customerTable) slotOf(f crm.Field) int {
	for i := range t.fields {
		if t.fields[i].field == f {
			return t.fields[i].slot
		}
	}
	return 0
}

func (t *customerTable) aside(code string, p diag.Problem, slot int) {
	t.run.problems.aside(code, func() diag.Problem {
		p.Pos = t.rows.pos(t.rows.row.Number, t.rows.columnOf(slot))
		p.Field = string(t.rows.field(slot))
		if c := t.rows.row.slots[slot]; c != nil {
			p.Found = cellText(c)
		}
		if c := t.rows.row.slots[t.name]; c != nil {
			p.Subject = cellText(c)
		}
		p.Effect = lang.T("row set aside", "该行已搁置")
		return p
	})
}
