package normalize

import (
	"slices"
	"strings"

	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
)

// note adds a line about how the run reads its tables.
func (r *run) note(t lang.Text) {
	if !slices.Contains(r.data.Notes, t) {
		r.data.Notes = append(r.data.Notes, t)
	}
}

// note adds a line about how the table was read.
func (t *orderTable) note(text lang.Text) { t.run.noteTable(t.layout, text) }

// noteTable is note, behind the name of the table it is about.
func (r *run) noteTable(l *crm.Layout, text lang.Text) {
	r.note(lang.F("%s: %s", "%s：%s", tableName(l), text))
}

// name is what people call the table.
func (t *orderTable) name() string { return tableName(t.layout) }

func tableName(l *crm.Layout) string {
	p := l.Sheet.Pos()
	if p.Sheet == "" {
		return diag.Escape(p.File)
	}
	return diag.Escape(p.File) + "#" + diag.Escape(p.Sheet)
}

// finishReading settles what only the whole table tells.
func (t *orderTable) finishReading() {
	t.reading.decide(t)
	t.sales.finish(t)
	t.dropMixed()
	t.dropTwins()
	t.finishRepeats()
	t.finishTotals()
	t.finishMissing()
	t.finishDiscounts()
	t.finishOpportunities()
	t.finishOpen()
	t.finishColumns()
	t.finishNotes()
	t.letGo()
}

// letGo gives up what only reading the table needed.
func (t *orderTable) letGo() {
	t.match.ids, t.match.names = nil, nil
	t.head = head{}
	t.rows.rows, t.rows.ahead, t.rows.row = nil, nil, nil
	t.profile = nil
}

func (t *orderTable) finishRepeats() {
	if n := t.repeats.count(t.run.hash); n > 0 {
		t.note(lang.N(n, "%d row repeats another row exactly and is kept: a line may be bought twice",
			"%d rows repeat another row exactly and are kept: a line may be bought twice",
			"有 %d 行与其他行完全相同，全部保留（同一产品可能买了两次）"))
	}
}

// finishNotes says once what happened in many rows.
func (t *orderTable) finishNotes() {
	n := &t.notes
	if n.continued > 0 {
		t.note(lang.N(n.continued, "%d row with blank order number, customer and date continues the order above it",
			"%d rows with blank order number, customer and date continue the order above them",
			"有 %d 行的订单号、客户和日期都是空的，算作上一张订单的明细"))
	}
	if t.layout.Kind == crm.Orders && n.numberless > 0 {
		t.note(lang.N(n.numberless, "%d row has no order number and is an order of its own", "%d rows have no order number; each is one order",
			"有 %d 行没有订单号，每行算一张订单"))
	}
	if t.amounts.amount.slot > 0 && n.computed > 0 {
		t.note(lang.N(n.computed, "%d row without an amount takes quantity × unit price", "%d rows without an amount take quantity × unit price",
			"有 %d 行没有金额，按数量 × 单价计算"))
	}
	if n.returned > 0 {
		t.note(lang.N(n.returned, "in %d row what was returned is taken off the amount", "in %d rows what was returned is taken off the amount",
			"有 %d 行的金额已减去退货金额"))
	}
	if n.hidden > 0 {
		t.run.problems.add(diag.Problem{
			Code: "H10", Severity: diag.Warning, Pos: t.layout.Sheet.Pos(),
			Message: lang.N(n.hidden, "%d hidden or filtered row, %s in all, is read like the others", "%d hidden or filtered rows, %s in all, are read like the others",
				"有 %d 行被隐藏或筛选掉（合计 %s），照常读取", money.Group(n.hiddenSum.String())),
		})
	}
	if after := t.account.rows[crm.AfterAsOf]; after > 0 {
		t.note(lang.N(after, "%d row is dated after %s and left out", "%d rows are dated after %s and left out",
			"有 %d 行的日期晚于截止日 %s，未计入", t.run.o.AsOf.String()))
	}
}

// finishOpen stops the run where a column that it needs has texts of two readings.
func (t *orderTable) finishOpen() {
	t.run.openDates(&t.date, t.layout.Kind)
	a := &t.amounts
	for _, column := range []*amountReader{&a.amount, &a.quantity, &a.price, &a.discount, &a.returned} {
		t.run.openAmounts(column, t.layout.Kind)
	}
}

func (r *run) openDates(d *dateReader, k crm.TableKind) {
	if d.open.n == 0 {
		return
	}
	line := columnLine(k, d.column, "order: dmy")
	r.problems.add(diag.Problem{
		Code: "D01", Severity: diag.Error, Pos: d.open.places[0], Also: d.open.places[1:], Field: string(d.column.Field),
		Found:    strings.Join(d.open.found, ", "),
		Message:  openDatesText(d.open.n),
		Expected: lang.T("one date in the column that settles it, such as 25/04/2026", "该列至少有一个能看出顺序的日期，如 25/04/2026"),
		Hint: lang.F("say which in rules.yaml: %s (or mdy); for one run: --date-order dmy",
			"请在 rules.yaml 中写明：%s（或 mdy）；只用一次：--date-order dmy", line),
	})
}

// openOptionalDates warns of a column of dates that a table need not have and
// that nothing settles; effect is what of it is left out.
func (r *run) openOptionalDates(d *dateReader, k crm.TableKind, effect lang.Text) {
	if d.open.n == 0 {
		return
	}
	r.problems.add(diag.Problem{
		Code: "D01", Severity: diag.Warning, Pos: d.open.places[0], Also: d.open.places[1:], Field: string(d.column.Field),
		Found:   strings.Join(d.open.found, ", "),
		Message: openDatesText(d.open.n),
		Hint:    lang.F("say which in rules.yaml: %s (or mdy)", "请在 rules.yaml 中写明：%s（或 mdy）", columnLine(k, d.column, "order: dmy")),
		Effect:  effect,
	})
}

func openCellsLeftOut() lang.Text {
	return lang.T("these cells are left out", "这些单元格未采用")
}

func openDatesText(n int) lang.Text {
	return lang.N(n, "%d date can be day/month or month/day", "%d dates can be day/month or month/day", "有 %d 个日期分不清哪个是日、哪个是月")
}

func (r *run) openAmounts(a *amountReader, k crm.TableKind) {
	if a.open.n == 0 {
		return
	}
	line := columnLine(k, a.column, `decimal: ","`)
	r.problems.add(diag.Problem{
		Code: "A06", Severity: diag.Error, Pos: a.open.places[0], Also: a.open.places[1:], Field: string(a.column.Field),
		Found: strings.Join(a.open.found, ", "),
		Message: lang.N(a.open.n, "in %d amount the mark can be a decimal or a thousands mark", "in %d amounts the mark can be a decimal or a thousands mark",
			"有 %d 个金额分不清其中的符号是小数点还是千分位"),
		Expected: lang.T("one amount in the column that settles it, such as 1,234.50", "该列至少有一个能看出写法的金额，如 1,234.50"),
		Hint: lang.F("say which in rules.yaml: %s (or \".\"); for one run: --decimal ,",
			"请在 rules.yaml 中写明：%s（或 \".\"）；只用一次：--decimal ,", line),
	})
}

// unnamedCurrencies sets aside the orders that name no currency in a table
// whose other rows do.
func (r *run) unnamedCurrencies() {
	named := false
	for i := range r.store.n {
		e := r.store.at(i)
		if named = e.used() && e.currency != 0; named {
			break
		}
	}
	if !named {
		return
	}
	for _, t := range r.tables {
		if t.currency.slot == 0 {
			continue
		}
		for i := t.from; i < min(t.to, r.store.n); i++ {
			if e := r.store.at(i); e.used() && e.currency == 0 && e.from&(markJoined|markNoAmount) == 0 {
				t.unnamed(i, e)
			}
		}
	}
}

func (t *orderTable) unnamed(i int32, e *entry) {
	rows := t.reading.rows(e)
	t.drop(i, crm.SetAside)
	t.run.problems.aside("A09", func() diag.Problem {
		return diag.Problem{
			Pos: t.rows.pos(int(e.row), t.rows.columnOf(t.currency.slot)), Field: string(crm.FieldCurrency), Subject: string(t.run.store.number(i)),
			Message:  lang.T("no currency, where other orders name one", "没有写币种，而其他订单写了"),
			Expected: lang.T("an ISO code such as USD", "货币代码，如 USD"),
			Hint:     lang.T("money: {default: USD} in rules.yaml, if that holds for all of them", "如果没写币种的都是同一种货币，可在 rules.yaml 中写 money: {default: USD}"),
			Effect:   lang.N(rows, "%d row set aside", "%d rows set aside", "已搁置 %d 行"),
		}
	})
}

// useOrders accounts for the orders that are used; those without any amount are
// set aside.
func (r *run) useOrders() {
	s := r.store
	for _, t := range r.tables {
		for i := t.from; i < min(t.to, s.n); i++ {
			e := s.at(i)
			switch {
			case !e.used() || e.from&markJoined != 0:
			case e.from&markNoAmount != 0:
				t.amountless(i, e)
			default:
				t.account.rows[crm.Used] += t.reading.rows(e)
				add(&t.account.sums[crm.Used], e.currency, s.net(i))
			}
		}
	}
}

func (t *orderTable) amountless(i int32, e *entry) {
	t.drop(i, crm.SetAside)
	t.run.problems.aside("A01", func() diag.Problem {
		return diag.Problem{
			Pos: t.rows.pos(int(e.row), t.rows.columnOf(t.amounts.amount.slot)), Field: string(crm.FieldAmount), Subject: string(t.run.store.number(i)),
			Message: lang.T("an order without an amount, and no line of it was read", "订单没有金额，也没有读到它的明细"),
			Effect:  lang.T("order set aside", "该订单已搁置"),
		}
	})
}
