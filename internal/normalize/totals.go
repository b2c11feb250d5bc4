package normalize

import (
	"strings"

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
	cells := t.rows.row.slots
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
	label := t.rows.totalsLabel()
	if label == nil {
		return false
	}
	for _, slot := range []int{t.numberAt, t.match.id, t.match.name, t.product} {
		if c := t.rows.row.slots[slot]; c != nil && c != label {
			return false
		}
	}
	t.account.totals++
	t.checkTotal()
	return true
}

// totalsLabel is the first cell of the row at hand if that labels a totals row;
// else nil.
func (s *sheetRows) totalsLabel() *table.Cell {
	if first := s.row.firstText(); first != nil && !words.Total(string(trimmed(first))) {
		return nil
	}
	row := s.whole()
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

// control is a totals row: what it says, and what the rows above it sum up to.
type control struct {
	at          diag.Pos
	says, above money.Decimal
	agrees      bool // with all rows above it, or with those since the totals row before
}

// checkTotal compares a totals row with all rows above it, and with those since
// the totals row before.
func (t *orderTable) checkTotal() {
	a := &t.amounts.amount
	says, _, fault := a.read(t.rows.row.slots[a.slot])
	if fault != amountGood {
		return
	}
	above := t.account.total()
	t.controls = append(t.controls, control{
		at: t.pos(a.slot), says: says, above: above, agrees: says.Equal(above) || says.Equal(above.Sub(t.subtotal)),
	})
	t.subtotal = above
}

// finishTotals says which totals rows hold, and warns of those that do not. Where
// order totals are repeated on their lines, a sum of them taken once holds too.
func (t *orderTable) finishTotals() {
	var agreeing []control
	for _, c := range t.controls {
		if c.agrees || t.reading.total && c.says.Equal(t.account.total().Sub(t.repeated())) {
			agreeing = append(agreeing, c)
			continue
		}
		t.run.problems.add(diag.Problem{
			Code: "H08", Severity: diag.Warning, Pos: c.at, Field: string(crm.FieldAmount), Found: t.sumShown(c.says),
			Message:  lang.T("a totals row that is not the sum of the rows above it", "合计行与上面各行之和不符"),
			Expected: lang.F("%s, the sum of the rows above", "上面各行之和 %s", t.sumShown(c.above)),
			Hint:     lang.T("rows may be missing or filtered out", "可能少了几行，或有行被筛选掉了"),
			Effect:   lang.T("the totals row is not used", "合计行不采用"),
		})
	}
	t.noteAgreeing(agreeing)
	if blank := t.account.totals - len(t.controls); blank > 0 {
		t.note(lang.N(blank, "%d totals row without a readable amount is left out",
			"%d totals rows without a readable amount are left out", "有 %d 行合计读不出金额，不采用"))
	}
}

// noteAgreeing says in one line that totals rows hold; of several the last, which
// mostly is that of the whole table, stands for all.
func (t *orderTable) noteAgreeing(controls []control) {
	if len(controls) == 0 {
		return
	}
	last := controls[len(controls)-1]
	place := lang.F("%s", "（%s）", last.at.Cell())
	if last.at.Sheet == "" {
		place = lang.F("in line %d", "（第 %d 行）", last.at.Row)
	}
	if len(controls) == 1 {
		t.note(lang.F("the totals row %s agrees with the rows above it: %s", "合计行%s与上面各行之和一致：%s", place, t.sumShown(last.says)))
		return
	}
	t.note(lang.F("%d totals rows agree with the rows above them; the last one, %s: %s", "%d 个合计行都与上面各行之和一致；最后一个%s：%s", len(controls), place, t.sumShown(last.says)))
}

// sumShown is a sum as people write one: grouped, with at least the digits of the
// table's currency where it has a fraction.
func (t *orderTable) sumShown(d money.Decimal) string {
	digits := 2
	for i := range t.account.all {
		digits = max(digits, int(t.run.currencies.all[i].Digits()))
	}
	text := d.String()
	if _, fraction, pointed := strings.Cut(text, "."); pointed && len(fraction) < digits {
		text += strings.Repeat("0", digits-len(fraction))
	}
	return money.Group(text)
}

// repeated is the sum of the order totals that were repeated.
func (t *orderTable) repeated() money.Decimal {
	var sum money.Decimal
	for _, d := range t.account.sums[crm.LeftOutRepeat] {
		sum = sum.Add(d)
	}
	return sum
}
