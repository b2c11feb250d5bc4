package workbook

import (
	"strconv"
	"strings"
)

// showBlock plans a sheet whose cells will stand beside a user's own.
func (s *sheet) showBlock(from *Sheet, marker *Marker) {
	g := from.Grid
	s.plain, s.beside = true, true
	c := newCells(g, s.lang, s.name)
	c.beside, c.alone = true, true
	theirs := map[string]bool{}
	for _, t := range from.Taken {
		theirs[folded(t)] = true
	}
	titles := freeTitles(c.headers(), theirs)
	for i := range g.Columns {
		marker.addColumn(g.Columns[i].ID, titles[i])
	}
	s.emit = func(w *rowWriter) error {
		w.startRow(1)
		c.writeHeader(w, 0, titles)
		for r := range g.Rows {
			w.startRow(r + 2)
			c.writeRow(w, 0, r)
		}
		return nil
	}
	s.measure = func(w *rowWriter) error {
		s.setWrapped(c, 0)
		clear(c.wrap) // wrapped texts would make the user's rows higher
		return s.emit(w)
	}
}

// freeTitles is our titles; where the user has a column of that title ours says
// whose it is. What is taken grows by them.
func freeTitles(titles []string, taken map[string]bool) []string {
	for i, t := range titles {
		free := t
		for n := 1; taken[folded(free)]; n++ {
			free = t + " (crm)"
			if n > 1 {
				free = t + " (crm " + strconv.Itoa(n) + ")"
			}
		}
		titles[i] = free
		taken[folded(free)] = true
	}
	return titles
}

// folded is a header as it is compared with others: a table takes none twice
// that differ only in case.
func folded(title string) string { return strings.ToLower(strings.TrimSpace(title)) }
