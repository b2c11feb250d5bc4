package cli

import (
	"slices"
	"strings"

	"crm/internal/annotate"
	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/pool"
	"crm/internal/rules"
	"crm/internal/table"
	"crm/internal/words"
)

// poolFields is the fields of the customers that the ledger of the pool decides.
var poolFields = []crm.Field{crm.FieldOwner, crm.FieldInPool, crm.FieldAssigned, crm.FieldReleaseDate}

// poolSheet is a sheet of customers while it is asked what the ledger knows better.
type poolSheet struct {
	layout  *crm.Layout
	values  []rules.ValueRule
	lang    lang.Lang
	columns map[crm.Field]*crm.Column // of poolFields, those that there are
	cells   map[int][]shownCell       // by row, in the order of poolFields
	spelt   map[string]map[string]int // of the column in_pool: how often yes and no are written which way
	lacked  map[crm.Field]bool        // columns that would have been written
}

// shownCell is what a cell says, and whether it is a truth.
type shownCell struct {
	text  string
	truth bool
}

func newPoolSheet(l *crm.Layout, values []rules.ValueRule, in lang.Lang) *poolSheet {
	s := &poolSheet{
		layout: l, values: values, lang: in, columns: map[crm.Field]*crm.Column{}, cells: map[int][]shownCell{},
		spelt: map[string]map[string]int{"yes": {}, "no": {}}, lacked: map[crm.Field]bool{},
	}
	for _, f := range poolFields {
		if c := l.Column(f); c != nil && !c.Ours {
			s.columns[f] = c
		}
	}
	return s
}

// truths is how a cell that can only be true or false is written down here.
var truths = map[bool]string{true: "TRUE", false: "FALSE"}

// read reads what the sheet's cells of these columns say.
func (s *poolSheet) read() error {
	return table.EachRow(s.layout.Sheet, func(row *table.Row) {
		if row.Number > s.layout.Header {
			s.readRow(row)
		}
	})
}

func (s *poolSheet) readRow(row *table.Row) {
	shown := make([]shownCell, len(poolFields))
	for i, f := range poolFields {
		column := s.columns[f]
		if column == nil {
			continue
		}
		if c := row.Cell(column.Index); c != nil {
			shown[i] = shows(c)
		}
		if f == crm.FieldInPool {
			if meaning := s.meaning(shown[i].text); meaning != "" {
				s.spelt[meaning][shown[i].key()]++
			}
		}
	}
	s.cells[row.Number] = shown
}

// shows is what a cell says, for people.
func shows(c *table.Cell) shownCell {
	switch c.Kind {
	case table.Date:
		return shownCell{text: c.Day.String()}
	case table.Bool:
		return shownCell{text: truths[string(c.Raw) == "1"], truth: true}
	}
	return shownCell{text: strings.TrimSpace(string(c.Raw))}
}

// key tells a truth from a text that says the same.
func (c shownCell) key() string {
	if c.truth {
		return "\x00" + c.text
	}
	return c.text
}

// meaning is yes, no, or empty for a word that is neither.
func (s *poolSheet) meaning(word string) string {
	if word == "" {
		return ""
	}
	meaning, _ := words.Meaning(crm.FieldInPool, word, s.values)
	return meaning
}

// cellsOf is the cells of a customer that change in this sheet.
func (s *poolSheet) cellsOf(c *crm.Customer, u pool.Update) []poolCell {
	var all []poolCell
	at := s.layout.Sheet.Pos()
	for _, place := range c.Places() {
		if place.File != at.File || place.Sheet != at.Sheet {
			continue
		}
		for i, f := range poolFields {
			set, wanted := s.wanted(f, u)
			if !wanted {
				continue
			}
			column := s.columns[f]
			if column == nil {
				s.lacked[f] = s.lacked[f] || f != crm.FieldReleaseDate
				continue
			}
			var shown shownCell
			if cells := s.cells[place.Row]; cells != nil {
				shown = cells[i]
			}
			if s.says(f, shown, &set) {
				continue
			}
			set.Row, set.Col = place.Row, column.Index
			pos := place
			pos.Col = column.Index + 1
			all = append(all, poolCell{pos: pos, id: c.ID, name: c.Name, header: column.Header, before: shown.text, after: said(&set), set: set})
		}
	}
	return all
}

// wanted is what a field's cell is to say; ok is false where it stays.
func (s *poolSheet) wanted(f crm.Field, u pool.Update) (set annotate.SetCell, ok bool) {
	switch f {
	case crm.FieldOwner:
		return annotate.SetCell{Text: u.Place.Owner}, u.Moved
	case crm.FieldInPool:
		return s.poolCell(u.Place.Pool), u.Moved
	case crm.FieldAssigned:
		return annotate.SetCell{Day: u.Assigned}, u.Assigned != 0
	}
	return annotate.SetCell{}, u.DropRelease
}

// says reports whether a cell says already what it is to say.
func (s *poolSheet) says(f crm.Field, shown shownCell, set *annotate.SetCell) bool {
	switch {
	case f == crm.FieldInPool:
		is := s.meaning(shown.text)
		return is == s.meaning(said(set)) || is == "no" && said(set) == ""
	case set.Day != 0:
		day, ok := civil.ParseISO(shown.text)
		return ok && day == set.Day
	}
	return words.Key(shown.text) == words.Key(set.Text)
}

// said is what a cell will say, for people.
func said(set *annotate.SetCell) string {
	switch {
	case set.Truth != annotate.NoTruth:
		return truths[set.Truth == annotate.True]
	case set.Day != 0:
		return set.Day.String()
	}
	return set.Text
}

// poolCell is yes or no as the column mostly has it; a no that it never has is
// blank, where it has any yes.
func (s *poolSheet) poolCell(in bool) annotate.SetCell {
	if spelt := mostly(s.spelt[map[bool]string{true: "yes", false: "no"}[in]]); spelt != "" {
		return spelling(spelt)
	}
	other := mostly(s.spelt[map[bool]string{true: "no", false: "yes"}[in]])
	if other != "" && !in {
		return annotate.SetCell{}
	}
	for _, pair := range [][2]string{{"\x00TRUE", "\x00FALSE"}, {"1", "0"}, {"Y", "N"}, {"y", "n"}, {"yes", "no"}, {"Yes", "No"}, {"true", "false"}, {"是", "否"}} {
		if in && pair[1] == other {
			return spelling(pair[0])
		}
	}
	if in {
		return annotate.SetCell{Text: lang.T("yes", "是").In(s.lang)}
	}
	return annotate.SetCell{Text: lang.T("no", "否").In(s.lang)}
}

// spelling is a cell that says what key told of another.
func spelling(key string) annotate.SetCell {
	word, truth := strings.CutPrefix(key, "\x00")
	switch {
	case truth && word == truths[true]:
		return annotate.SetCell{Truth: annotate.True}
	case truth:
		return annotate.SetCell{Truth: annotate.False}
	}
	return annotate.SetCell{Text: word}
}

// mostly is the spelling that occurs most, of several the first by its bytes;
// empty without any.
func mostly(spelt map[string]int) string {
	best := ""
	for word, n := range spelt {
		if best == "" || n > spelt[best] || n == spelt[best] && word < best {
			best = word
		}
	}
	return best
}

// lacks names the columns that the sheet does not have and that would have been written.
func (s *poolSheet) lacks() []lang.Text {
	var names []string
	for _, f := range poolFields {
		if s.lacked[f] {
			names = append(names, poolTitles[f].In(s.lang))
		}
	}
	if len(names) == 0 {
		return nil
	}
	at := s.layout.Sheet.Pos()
	slices.Sort(names)
	return []lang.Text{lang.F("not written, for %s has no such column: %s", "%s 没有这些列，未写入：%s",
		diag.Escape(shortPath(at.File)+"#"+at.Sheet), strings.Join(names, lang.T(", ", "、").In(s.lang)))}
}

// poolTitles is what people call these columns.
var poolTitles = map[crm.Field]lang.Text{
	crm.FieldOwner: lang.T("owner", "负责人"), crm.FieldInPool: lang.T("pool status", "公海状态"), crm.FieldAssigned: lang.T("assigned", "分配日期"),
}
