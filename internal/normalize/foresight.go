package normalize

import (
	"hash/maphash"

	"crm/internal/table"
)

// foresight looks at rows before their turn comes: it numbers the texts of
// customers' ids, so that a customer is looked up once, and hashes order numbers,
// so that all places of the index where a batch will look can be fetched from
// memory at once. One after the other each would be waited for.
type foresight struct {
	id, number int // columns
	seed       maphash.Seed
	keyer      *keyer
	ids        *keyTable                    // as written, to their numbers from 1 on
	short      *[1 << shortIDBits]shortWord // of these the short ones met lately
}

// foresight is nil where the table has no such columns, or does not need them.
func (t *orderTable) foresight(p *columnPlan) *foresight {
	if !t.match.byID || t.numberAt == 0 || len(p.watched) == 0 {
		return nil
	}
	seed := t.run.hash
	return &foresight{
		id: p.columns[t.match.id], number: p.columns[t.numberAt], seed: seed, keyer: newKeyer(seed),
		ids: newKeyTable(seed), short: new([1 << shortIDBits]shortWord),
	}
}

// note fills in what a line's note has for the turn to come.
func (f *foresight) note(n *rowNote, id, number []byte) {
	if len(id) == 0 {
		return
	}
	n.hash = maphash.Bytes(f.seed, f.keyer.canonical(trimmed(number)))
	n.id = f.numberOf(id)
}

// numberOf is the number of an id; 0 where there are too many.
func (f *foresight) numberOf(id []byte) int32 {
	w := packShort(id)
	lately := &f.short[w.place(shortIDBits)]
	if !w.none() && lately.is(&w) {
		return lately.val
	}
	number, known := f.ids.find(id)
	if !known && f.ids.len() < maxMemo {
		number = int32(f.ids.len() + 1)
		f.ids.put(id, number)
	}
	if !w.none() {
		*lately = w
		lately.val = number
	}
	return number
}

// noteRow is note for a row of cells. A shared string has a number already.
func (f *foresight) noteRow(n *rowNote, row *table.Row) {
	id, number := row.Cell(f.id), row.Cell(f.number)
	switch {
	case id == nil || id.Kind != table.Text || number == nil:
	case id.Shared < 0:
		f.note(n, id.Raw, number.Raw)
	default:
		n.hash = maphash.Bytes(f.seed, f.keyer.canonical(trimmed(number.Raw)))
		n.shared = id.Shared + 1
	}
}

// foresee fetches from memory where the rows to come will look for their orders.
func (t *orderTable) foresee(notes []rowNote) {
	for i := range notes {
		if customer := t.match.noted(&notes[i]); customer >= 0 {
			t.fetched += t.run.store.byTag.fetch(tag(notes[i].hash, customer))
		}
	}
}
