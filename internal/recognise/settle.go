package recognise

import (
	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
)

// where is a value that a column does not settle, and its place.
type where struct {
	text string
	row  int
}

// shownCells is how many cells a question shows.
const shownCells = 3

// tally gathers what a column's texts prove about how they are read.
type tally struct {
	orders  [4]int // how many dates prove each order
	dates   int    // texts that are dates
	open    int    // of these, that need an order
	notMDY  int    // two-digit years that only MDY does not fit
	first   map[int]bool
	last    map[int]bool
	short   bool     // two-digit years occur
	proof   [4]where // per order, the first date that proves it
	marks   [3]int   // how many amounts prove each mark
	numbers int
	unclear int      // of these, that need a mark
	marked  [3]where // per mark, the first amount that proves it
	openAt  []where
	markAt  []where
}

// mostParts bounds the different first and last parts that a tally keeps.
const mostParts = 100

// longestNumber is the most bytes of a text that may be a date or an amount.
const longestNumber = 80

// add takes a text cell into account.
func (t *tally) add(text []byte, row int) {
	if len(text) > longestNumber || !hasDigit(text) {
		return
	}
	if d, ok := civil.ParseText(text); ok {
		t.addDate(d, text, row)
	}
	if a, fault := money.ParseText(text, money.NoMark); fault == money.Good {
		t.numbers++
		switch {
		case a.Settles != money.NoMark:
			if t.marks[a.Settles]++; t.marks[a.Settles] == 1 {
				t.marked[a.Settles] = where{string(text), row}
			}
		case a.NeedsMark:
			t.unclear++
			t.markAt = remember(t.markAt, text, row)
		}
	}
}

// hasDigit reports whether a text has a digit, full-width ones among them.
func hasDigit(text []byte) bool {
	for i, c := range text {
		if c >= '0' && c <= '9' || c >= 0x90 && c <= 0x99 && i > 1 && text[i-1] == 0xBC && text[i-2] == 0xEF {
			return true
		}
	}
	return false
}

func (t *tally) addDate(d civil.Text, text []byte, row int) {
	t.dates++
	t.short = t.short || d.TwoDigitYear()
	if o := d.Settles(); o != civil.Undecided {
		if t.orders[o]++; t.orders[o] == 1 {
			t.proof[o] = where{string(text), row}
		}
	}
	if d.NeedsOrder() {
		t.open++
		t.openAt = remember(t.openAt, text, row)
		if d.TwoDigitYear() && d.Fits(civil.YMD) && d.Fits(civil.DMY) && !d.Fits(civil.MDY) {
			t.notMDY++
		}
	}
	if d.TwoDigitYear() {
		if t.first == nil {
			t.first, t.last = map[int]bool{}, map[int]bool{}
		}
		first, _, last := d.Parts()
		if len(t.first) < mostParts {
			t.first[first] = true
		}
		if len(t.last) < mostParts {
			t.last[last] = true
		}
	}
}

func remember(list []where, text []byte, row int) []where {
	if len(list) < shownCells {
		return append(list, where{string(text), row})
	}
	return list
}

// yearPartRatio is how many times more different values the day's end of a date
// with two-digit years must have than the year's, to tell one from the other.
const yearPartRatio = 3

// order is the one that the dates prove: more often than any other. Two-digit
// years may stand at either end; they repeat where days do not.
func (t *tally) order() civil.Order {
	best, second := civil.Undecided, civil.Undecided
	for o := civil.YMD; o <= civil.MDY; o++ {
		switch {
		case best == civil.Undecided || t.orders[o] > t.orders[best]:
			best, second = o, best
		case second == civil.Undecided || t.orders[o] > t.orders[second]:
			second = o
		}
	}
	if t.orders[best] > t.orders[second] {
		return best
	}
	if t.orders[best] > 0 || !t.short {
		return civil.Undecided
	}
	switch first, last := len(t.first), len(t.last); {
	case first >= yearPartRatio*last && t.notMDY > 0:
		return civil.DMY
	case last >= yearPartRatio*first && t.notMDY > 0:
		return civil.YMD
	}
	return civil.Undecided
}

// mark is the decimal mark that the amounts prove more often than the other.
func (t *tally) mark() money.Mark {
	switch {
	case t.marks[money.Point] > t.marks[money.Comma]:
		return money.Point
	case t.marks[money.Comma] > t.marks[money.Point]:
		return money.Comma
	}
	return money.NoMark
}

// apply writes what a tally settles into its column: what rules.yaml says stands,
// then what the values prove, then the flags.
func (o *Options) apply(c *crm.Column, t *tally, l *lexicon, kind crm.TableKind) {
	rule := l.rule(kind, c.Field)
	if c.Field == "" || rule == nil || rule.Order == civil.Undecided {
		if c.Order = t.order(); c.Order == civil.Undecided {
			c.Order = o.Order
		}
	}
	if c.Field == "" || rule == nil || rule.Mark == money.NoMark {
		if c.Mark = t.mark(); c.Mark == money.NoMark {
			c.Mark = o.Mark
		}
	}
}

// settle is the quick survey: what the first rows of a table prove about each column.
func (r *run) settle(s *sample) {
	if s.layout.Kind == crm.NoTable {
		return
	}
	tallies := make([]tally, len(s.layout.Columns))
	at := columnAt(s.layout)
	for i := range s.layout.Columns {
		if c := &s.layout.Columns[i]; r.options.Unseen && c.Field != "" && !dateKind(c.Field.Kind()) && !c.Field.Kind().Numeric() {
			at[c.Index] = -1
		}
	}
	for i := range s.body {
		for j := range s.body[i].cells {
			c := &s.body[i].cells[j]
			if c.kind == 0 && c.col < len(at) && at[c.col] >= 0 {
				tallies[at[c.col]].add([]byte(c.text), s.body[i].number)
			}
		}
	}
	for i := range s.layout.Columns {
		r.options.apply(&s.layout.Columns[i], &tallies[i], r.lexicon, s.layout.Kind)
	}
	s.layout.Notes = append(s.layout.Notes, readings(s.layout, tallies)...)
}

// columnAt is the index in Columns by the sheet's column; -1 where there is none.
func columnAt(l *crm.Layout) []int {
	last := 0
	for i := range l.Columns {
		last = max(last, l.Columns[i].Index)
	}
	at := make([]int, last+1)
	for i := range at {
		at[i] = -1
	}
	for i := range l.Columns {
		at[l.Columns[i].Index] = i
	}
	return at
}

var orderTitles = [...]lang.Text{
	civil.YMD: lang.T("year/month/day", "年/月/日"), civil.DMY: lang.T("day/month/year", "日/月/年"), civil.MDY: lang.T("month/day/year", "月/日/年"),
}

// readings says in one line each how the columns of fields were read where that was a decision.
func readings(l *crm.Layout, tallies []tally) []lang.Text {
	var notes []lang.Text
	for i := range l.Columns {
		c, t := &l.Columns[i], &tallies[i]
		kind := c.Field.Kind()
		switch {
		case c.Field == "":
		case dateKind(kind) && c.Order != civil.Undecided && t.orders[c.Order] > 0 && t.open > 0:
			notes = append(notes, lang.F("\"%s\" is read as %s: %s settles it", "“%s”按%s读取：从 %s 可以看出",
				diag.Escape(c.Header), orderTitles[c.Order], diag.Excerpt(t.proof[c.Order].text)))
		case dateKind(kind) && c.Order != civil.Undecided && t.open > 0:
			notes = append(notes, lang.F("\"%s\" is read as %s", "“%s”按%s读取", diag.Escape(c.Header), orderTitles[c.Order]))
		case kind.Numeric() && c.Mark == money.Comma && t.marks[money.Comma] > 0:
			notes = append(notes, lang.F("\"%s\" has the decimal comma: %s", "“%s”以逗号为小数点：%s", diag.Escape(c.Header), diag.Excerpt(t.marked[money.Comma].text)))
		}
	}
	return notes
}
