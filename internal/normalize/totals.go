package normalize

import (
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/table"
	"crm/internal/words"
)

// unusual reports whether the row may be a totals row, or continue the order
// above it: a cell that every whole row has is blank.
func (t *orderTable) unusual() bool {
	cells := t.rows.cells
	if t.layout.Kind != crm.OrderLines {
		return cells[t.date.slot] == nil
	}
	return cells[t.numberAt] == nil || t.product > 0 && cells[t.product] == nil ||
		t.amounts.quantity.slot > 0 && cells[t.amounts.quantity.slot] == nil
}

// totalsRow reports whether the row is one: its first cell is the label of one,
// and nothing in it names an order or a customer. Its sum is checked against
// the rows above it.
func (t *orderTable) totalsRow() bool {
	label := totalsLabel(t.rows.row)
	if label == nil {
		return false
	}
	for _, slot := range []int{t.numberAt, t.match.id, t.match.name, t.product} {
		if c := t.rows.cells[slot]; c != nil && c != label {
			return false
		}
	}
	t.account.totals++
	t.checkTotal()
	return true
}

// totalsLabel is the row's first cell if that labels a totals row; else nil.
func totalsLabel(row *table.Row) *table.Cell {
	for i := range row.Cells {
		c := &row.Cells[i]
		if blankCell(c) {
			continue
		}
		if c.Kind == table.Text && words.Total(string(trimmed(c.Raw))) {
			return c
		}
		return nil
	}
	return nil
}

// control is a totals row whose sum is not that of the rows above it.
type control struct {
	at          diag.Pos
	says, above money.Decimal
}

// checkTotal compares a totals row with all rows above it, and with those since
// the totals row before.
func (t *orderTable) checkTotal() {
	a := &t.amounts.amount
	says, _, fault := a.read(t.rows.cells[a.slot])
	if fault != amountGood {
		return
	}
	above := t.account.total()
	if !says.Equal(above) && !says.Equal(above.Sub(t.subtotal)) {
		t.controls = append(t.controls, control{at: t.pos(a.slot), says: says, above: above})
	}
	t.subtotal = above
}

// finishTotals warns of the totals rows that do not hold. Where order totals
// are repeated on their lines, a sum of them taken once holds too.
func (t *orderTable) finishTotals() {
	for _, c := range t.controls {
		if t.reading.total && c.says.Equal(t.account.total().Sub(t.repeated())) {
			continue
		}
		t.run.problems.add(diag.Problem{
			Code: "H08", Severity: diag.Warning, Pos: c.at, Field: string(crm.FieldAmount), Found: c.says.String(),
			Message:  lang.T("a totals row that is not the sum of the rows above it", "合计行与其上各行之和不符"),
			Expected: lang.F("%s, the sum of the rows above", "其上各行之和 %s", c.above.String()),
			Hint:     lang.T("rows may be missing or filtered out", "可能缺少行，或有行被筛选掉"),
		})
	}
}

// repeated is the sum of the order totals that were repeated.
func (t *orderTable) repeated() money.Decimal {
	var sum money.Decimal
	for _, d := range t.account.sums[crm.LeftOutRepeat] {
		sum = sum.Add(d)
	}
	return sum
}
