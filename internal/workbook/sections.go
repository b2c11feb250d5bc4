package workbook

import (
	"strings"

	"crm/internal/diag"
	"crm/internal/lang"
)

// showSections plans a sheet of texts, tables and charts: the tables one below
// the other, the charts in a column beside them.
func (s *sheet) showSections(from *Sheet) {
	s.bare = true
	from = s.readable(from)
	tables := make([]*cells, len(from.Sections))
	for i := range from.Sections {
		if g := from.Sections[i].Grid; g != nil {
			tables[i] = newCells(g, s.lang, s.name)
		}
	}
	var plan *layout
	s.emit = func(w *rowWriter) error {
		s.writeLine(w, 1, title, from.Title.In(s.lang))
		for i := range from.Sections {
			s.writeSection(w, plan.starts[i], &from.Sections[i], tables[i])
		}
		return nil
	}
	s.measure = func(w *rowWriter) (err error) {
		for _, c := range tables {
			if c != nil {
				s.setWrapped(c, 0)
			}
		}
		// How much goes on a page depends on the columns' widths, which are known
		// once everything was seen.
		if plan, err = s.layOut(from, tables, maxRows); err != nil {
			return err
		}
		if err = s.emit(w); err != nil {
			return err
		}
		if plan, err = s.layOut(from, tables, s.pageRows(len(plan.charts) > 0)); err != nil {
			return err
		}
		s.charts, s.breaks, s.lastRow = plan.charts, plan.breaks, 0
		s.heats = plan.heats(from, tables)
		return s.emit(w)
	}
}

// heats is the cells to fill by their numbers.
func (l *layout) heats(from *Sheet, tables []*cells) []heated {
	var all []heated
	for i := range from.Sections {
		if tables[i] == nil {
			continue
		}
		if h, ok := tables[i].heat(from.Sections[i].Chart, l.starts[i]+from.Sections[i].above()); ok {
			all = append(all, h)
		}
	}
	return all
}

// lineWidth is how wide a line of text gets before it goes on in the next row: a
// wider one would make everything on the printed page smaller.
const lineWidth = 110

// readable is the sheet without sections that say nothing, its lines broken. A
// rules file keeps its lines: somebody may copy them.
func (s *sheet) readable(from *Sheet) *Sheet {
	to := *from
	to.Sections = nil
	for _, section := range from.Sections {
		if len(section.Lines) == 0 && section.Grid == nil {
			continue
		}
		if !section.Fixed {
			var lines []lang.Text
			for _, l := range section.Lines {
				for _, part := range broken(l.In(s.lang), lineWidth) {
					lines = append(lines, lang.Same(part))
				}
			}
			section.Lines = lines
		}
		to.Sections = append(to.Sections, section)
	}
	return &to
}

// broken is a text in lines of at most that width, broken at a space or between
// two Chinese characters; those after the first are indented.
func broken(text string, width int) []string {
	const indent = "    "
	var lines []string
	for diag.Width(text) > width {
		cut := cutAt(text, width)
		if cut <= len(indent) {
			break
		}
		lines = append(lines, strings.TrimRight(text[:cut], " "))
		text = indent + strings.TrimLeft(text[cut:], " ")
	}
	return append(lines, text)
}

// cutAt is where to break a text: the last place where one may that leaves no
// more than width before it, else the first one.
func cutAt(text string, width int) int {
	used, last, before := 0, 0, ' '
	for i, r := range text {
		if mayBreak(before, r) && strings.TrimSpace(text[:i]) != "" {
			switch {
			case used <= width:
				last = i
			case last > 0:
				return last
			default:
				return i
			}
		}
		used += diag.Width(string(r))
		before = r
	}
	return last
}

// mayBreak reports whether a line may end after one character and begin with the
// next: after a space, beside a Chinese character, but before no punctuation and
// after no opening bracket.
func mayBreak(before, after rune) bool {
	switch {
	case after == ' ' || strings.ContainsRune("，。；：、）》】”’！？,.;:)]}%", after):
		return false
	case before == ' ':
		return true
	case strings.ContainsRune("（《【“‘", before):
		return false
	}
	const firstWide = 0x2e80 // of the Chinese characters and their punctuation
	return before >= firstWide || after >= firstWide
}

// writeLine writes a line of text, if there is one, and returns the next row.
func (s *sheet) writeLine(w *rowWriter, row int, looks look, text string) int {
	if text == "" {
		return row
	}
	w.startRow(row)
	w.text(0, style{look: looks}, text, diag.Pos{File: s.name, Sheet: s.name, Row: row, Col: 1})
	return row + 1
}

// writeSection writes a section's texts and table from a row on.
func (s *sheet) writeSection(w *rowWriter, row int, from *Section, c *cells) {
	row = s.writeLine(w, row, heading, from.Title.In(s.lang))
	looks := note
	if from.Fixed {
		looks = fixed
	}
	for _, l := range from.Lines {
		s.writeLine(w, row, looks, l.In(s.lang))
		row++
	}
	if c == nil {
		return
	}
	w.startRow(row)
	c.writeHeader(w, 0, c.headers())
	for r := range from.Grid.Rows {
		row++
		w.startRow(row)
		c.writeRow(w, 0, r)
	}
	for _, n := range from.Grid.Notes {
		row++
		s.writeLine(w, row, note, n.In(s.lang))
	}
}
