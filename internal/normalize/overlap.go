package normalize

import (
	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
)

// likeness is what makes two orders without a number look like one.
type likeness struct {
	customer int32
	date     civil.Date
	net      int64
	scale    uint8
	currency uint8
}

// finishOverlaps counts the orders without a number that stand in two tables
// with the same customer, day and amount. With numbers overlapping exports are
// told apart; without, both count, and that must not happen in silence.
func (r *run) finishOverlaps() {
	numberless := 0
	for _, t := range r.tables {
		if t.notes.numberless > 0 {
			numberless++
		}
	}
	if numberless < 2 {
		return
	}
	first := map[likeness]uint16{} // the table it stood in first
	for i := range r.store.n {
		e := r.store.at(i)
		if e.number != 0 || !e.used() || e.scale == wideScale || i >= r.store.lines {
			continue
		}
		k := likeness{e.customer, e.date, e.net, e.scale, e.currency}
		table, seen := first[k]
		if !seen {
			first[k] = e.table()
			continue
		}
		if table != e.table() {
			t := r.tables[e.table()]
			r.problems.tally("K18", t.rows.pos(int(e.row), -1), r.store.net(i).String(), overlapping)
		}
	}
}

func overlapping() count {
	return count{
		severity: diag.Warning, field: string(crm.FieldOrderNo),
		say: func(n int) lang.Text {
			return lang.N(n, "%d order without a number stands alike in another table: the same customer, day and amount",
				"%d orders without a number stand alike in another table: the same customer, day and amount",
				"有 %d 张没有订单号的订单在另一张表里也有：客户、日期和金额都相同")
		},
		hint:   lang.T("if the exports overlap, read only one of them, or export the order numbers too", "如果两份导出有重叠，请只读其中一份，或把订单号一起导出"),
		effect: lang.T("both count", "两边都计入"),
	}
}
