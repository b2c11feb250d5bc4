package normalize

import (
	"hash/maphash"
	"slices"

	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
)

// prints is a fingerprint of the lines of every entry that does not depend on
// their order: overlapping exports are told from contradicting ones by it. It is
// kept only where several tables may hold the same order.
type prints struct {
	chunks []*[chunkEntries]uint64
}

func (p *prints) at(i int32) *uint64 {
	for int(i>>chunkShift) >= len(p.chunks) {
		p.chunks = append(p.chunks, new([chunkEntries]uint64))
	}
	return &p.chunks[i>>chunkShift][i&chunkMask]
}

// severalTables reports whether more than one table of a kind is read.
func (r *run) severalTables(k crm.TableKind) bool {
	n := 0
	for _, l := range r.layouts {
		if l.Kind == k {
			n++
		}
	}
	return n > 1
}

// print adds a row to the fingerprint of its entry: its day, amount, currency,
// product and quantity, as values, so that a CSV file and a workbook agree.
func (t *orderTable) print(i int32, ln *line) {
	if t.run.prints == nil {
		return
	}
	h := mix(uint64(ln.date), uint64(ln.currency))
	if ln.has {
		h = mix(h, maphash.String(t.run.hash, ln.amount.String()))
	}
	for _, slot := range []int{t.product, t.amounts.quantity.slot} {
		if c := ln.cells[slot]; c != nil {
			written, _, _ := t.run.customerKey.name(c)
			h = mix(h, maphash.Bytes(t.run.hash, written))
		}
	}
	*t.run.prints.at(i) += h
}

// dropTwins leaves out the orders that an earlier table holds with the same
// lines, and sets aside those that it holds with others.
func (t *orderTable) dropTwins() {
	s, repeated := t.run.store, 0
	for i := t.from; i < t.to; i++ {
		e := s.at(i)
		if e.from&markTwin == 0 || !e.used() {
			continue
		}
		first := s.earlier(t.run.orderKey, i)
		if first < 0 {
			continue
		}
		if s.at(first).lines == e.lines && *t.run.prints.at(first) == *t.run.prints.at(i) {
			t.drop(i, crm.LeftOutRepeat)
			repeated++
			continue
		}
		t.conflict(i, first)
	}
	if repeated > 0 {
		t.note(lang.N(repeated, "%d order was already read from another table and counts once", "%d orders were already read from another table and count once",
			"有 %d 张订单在另一张表里已经读过，只计一次"))
	}
}

// dropMixed sets aside what was used of orders whose other lines name another
// currency: which of the two is right cannot be told, and must not depend on
// which line comes first.
func (t *orderTable) dropMixed() {
	slices.Sort(t.mixed)
	for _, i := range slices.Compact(t.mixed) {
		s := t.run.store
		rows := t.reading.rows(s.at(i))
		t.drop(i, crm.SetAside)
		t.run.problems.aside("A22", func() diag.Problem {
			return diag.Problem{
				Pos: t.rows.pos(int(s.at(i).row), -1), Field: string(numberField(t.layout.Kind)), Subject: string(s.number(i)),
				Found:   string(t.run.currencies.all[s.at(i).currency]),
				Message: lang.T("the order's lines name different currencies", "同一订单的明细币种不一致"),
				Effect: lang.N(rows, "%d row set aside: none of the order counts", "%d rows set aside: none of the order counts",
					"已搁置 %d 行，整张订单不计"),
			}
		})
	}
}

// drop gives all rows of an entry another fate than used.
func (t *orderTable) drop(i int32, f crm.Fate) {
	e := t.run.store.at(i)
	t.account.rows[f] += t.reading.rows(e)
	if e.from&markNoAmount == 0 {
		add(&t.account.sums[f], e.currency, t.run.store.net(i))
	}
	e.from |= markDropped
}

func (t *orderTable) conflict(i, first int32) {
	s := t.run.store
	rows := t.reading.rows(s.at(i))
	t.drop(i, crm.SetAside)
	t.run.problems.aside("K16", func() diag.Problem {
		earlier := t.run.tables[s.at(first).table()]
		return diag.Problem{
			Pos: t.rows.pos(int(s.at(i).row), t.rows.columnOf(t.numberAt)), Also: []diag.Pos{earlier.rows.pos(int(s.at(first).row), earlier.rows.columnOf(earlier.numberAt))},
			Field: string(numberField(t.layout.Kind)), Found: string(s.number(i)), Subject: string(s.number(i)),
			Message: lang.T("the same order stands in another table with other lines", "另一张表里也有这张订单，但明细不同"),
			Hint:    lang.T("leave one of the two tables out", "请只读取其中一张表"),
			Effect: lang.N(rows, "%d row set aside; the first table's order counts", "%d rows set aside; the first table's order counts",
				"已搁置 %d 行，以先读的那张表为准"),
		}
	})
}
