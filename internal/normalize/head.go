package normalize

import (
	"bytes"

	"crm/internal/crm"
	"crm/internal/table"
)

// head is the row above, as far as rows that continue its order need it: in a
// table with product or quantity, rows whose order number, customer and date
// are all blank belong to the order above them.
type head struct {
	slots []int // the cells that hold for the rows that continue it; the first keys of them are blank there
	keys  int
	cells []table.Cell
	raws  [][]byte
	has   []bool
	valid bool
	given bool // its amount stands in the amount column
}

func newHead(t *orderTable) head {
	var h head
	if t.layout.Kind == crm.Opportunities || t.product == 0 && t.amounts.quantity.slot == 0 {
		return h
	}
	h.add(t.numberAt, t.match.id, t.match.name, t.date.slot)
	h.keys = len(h.slots)
	h.add(t.currency.slot)
	if t.status != nil {
		h.add(t.status.slot)
	}
	h.add(profileSlots(t.profile)...)
	h.cells, h.raws = make([]table.Cell, len(h.slots)), make([][]byte, len(h.slots))
	h.has = make([]bool, len(h.slots))
	return h
}

func (h *head) add(slots ...int) {
	for _, s := range slots {
		if s > 0 {
			h.slots = append(h.slots, s)
		}
	}
}

// keep remembers the cells of a row that others may continue.
func (h *head) keep(cells []*table.Cell, given bool) {
	for i, slot := range h.slots {
		c := cells[slot]
		if h.has[i] = c != nil; c == nil {
			continue
		}
		if h.holds(i, c) {
			continue
		}
		h.cells[i] = *c
		if c.Shared < 0 { // a shared string stays where it is
			h.raws[i] = append(h.raws[i][:0], c.Raw...)
			h.cells[i].Raw = h.raws[i]
		}
	}
	h.valid, h.given = h.keys > 0, given
}

// holds reports whether a slot's cell says already what c says.
func (h *head) holds(i int, c *table.Cell) bool {
	held := &h.cells[i]
	return c.Shared < 0 && held.Shared < 0 && c.Kind == held.Kind && c.Kind != table.Date && c.Flag == held.Flag &&
		c.Style == held.Style && bytes.Equal(held.Raw, c.Raw)
}

// continueOn fills the blank cells of a row that continues the order above; false where it does not.
func (h *head) continueOn(t *orderTable, cells []*table.Cell) bool {
	if !h.valid || cells[t.product] == nil && cells[t.amounts.quantity.slot] == nil {
		return false
	}
	for _, slot := range h.slots[:h.keys] {
		if cells[slot] != nil {
			return false
		}
	}
	for i, slot := range h.slots {
		if h.has[i] && cells[slot] == nil {
			cells[slot] = &h.cells[i]
		}
	}
	return true
}
