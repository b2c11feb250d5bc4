package recognise

import (
	"crm/internal/crm"
	"crm/internal/money"
	"crm/internal/table"
)

// headerRow is a row that may be the header: its cells, and how well they fit.
type headerRow struct {
	number int // of the sheet
	index  int // in the sample
	cells  []sampleCell
	heads  []heading // one a cell
	fields int       // the most different fields that one kind of table finds in it
	known  int       // headers that the list knows, fields or not
	double bool
}

// findHeader finds the header among the first rows; ok is false where no row
// looks like one. second is another row that looks like the header of another
// table (bad-inputs H09).
func (l *lexicon) findHeader(rows []sampleRow, only crm.TableKind) (best headerRow, second *headerRow, ok bool) {
	var all []headerRow
	for i := range rows {
		if rows[i].number > headerRows {
			break
		}
		h := headerRow{number: rows[i].number, index: i, cells: rows[i].cells}
		l.rate(&h, only)
		all = append(all, h)
	}
	at := -1
	for i := range all {
		if all[i].fields > 0 && (at < 0 || all[i].better(&all[at])) {
			at = i
		}
	}
	if at < 0 || wordList(all, at) {
		return headerRow{}, nil, false
	}
	best = l.compose(all, at, only)
	for i := range all {
		if i != at && i != at-1 && i != at+1 && all[i].fields >= 3 && l.otherTable(&all[i], &all[at]) {
			return best, &all[i], true
		}
	}
	return best, nil, true
}

func (h *headerRow) better(than *headerRow) bool {
	if h.fields != than.fields {
		return h.fields > than.fields
	}
	return h.known > than.known
}

// rate counts what a row's cells would be as headers. Numbers and dates are none:
// a row with many of them is data.
func (l *lexicon) rate(h *headerRow, only crm.TableKind) {
	numbers := 0
	h.heads = make([]heading, len(h.cells))
	for i := range h.cells {
		if isNumber(&h.cells[i]) {
			numbers++
		}
	}
	if numbers*3 > len(h.cells) {
		return
	}
	for i := range h.cells {
		h.heads[i] = parseHeading(h.cells[i].text)
	}
	for k := 1; k < kinds; k++ {
		if only != crm.NoTable && only != crm.TableKind(k) {
			continue
		}
		seen := map[crm.Field]bool{}
		known := 0
		for i := range h.cells {
			m, ok := l.find(crm.TableKind(k), &h.heads[i])
			if !ok {
				continue
			}
			known++
			if m.field != "" {
				seen[m.field] = true
			}
		}
		h.fields, h.known = max(h.fields, len(seen)), max(h.known, known)
	}
}

func isNumber(c *sampleCell) bool {
	if c.kind != table.Text {
		return true
	}
	_, ok := money.Parse(c.text)
	return ok
}

// wordList reports whether the rows under the would-be header look like headers
// as much as it does: a data dictionary, not a table.
func wordList(all []headerRow, at int) bool {
	below := 0
	for i := at + 1; i < len(all); i++ {
		if all[i].fields > 0 {
			below++
		}
	}
	return all[at].fields <= 3 && below >= 3
}

// compose joins a header of two rows: where the row above the fields, or below
// the groups, says what the other leaves blank.
func (l *lexicon) compose(all []headerRow, at int, only crm.TableKind) headerRow {
	best := all[at]
	for _, pair := range [...][2]int{{at - 1, at}, {at, at + 1}} {
		if pair[0] < 0 || pair[1] >= len(all) || all[pair[1]].number != all[pair[0]].number+1 {
			continue
		}
		joined := headerRow{number: all[pair[1]].number, index: pair[1], double: true}
		joined.cells = overlay(all[pair[0]].cells, all[pair[1]].cells)
		l.rate(&joined, only)
		lower := &all[pair[1]]
		if lower.fields > 0 && all[pair[0]].fields > 0 && joined.fields > best.fields {
			best = joined
		}
	}
	return best
}

// overlay is the lower row's cells, and the upper's where the lower has none.
func overlay(upper, lower []sampleCell) []sampleCell {
	var all []sampleCell
	for u, w := 0, 0; u < len(upper) || w < len(lower); {
		switch {
		case w == len(lower) || u < len(upper) && upper[u].col < lower[w].col:
			all = append(all, upper[u])
			u++
		case u < len(upper) && upper[u].col == lower[w].col:
			u++
		default:
			all = append(all, lower[w])
			w++
		}
	}
	return all
}

// otherTable reports whether a row names mostly other columns than the header:
// a header repeated on every printed page does not.
func (l *lexicon) otherTable(row, header *headerRow) bool {
	have := map[string]bool{}
	for i := range header.heads {
		have[header.heads[i].key] = true
	}
	same := 0
	for i := range row.heads {
		if have[row.heads[i].key] {
			same++
		}
	}
	return same*2 < len(row.heads)
}
