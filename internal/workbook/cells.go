package workbook

import (
	"slices"
	"strconv"
	"strings"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/table"
	"crm/internal/value"
)

// cells writes the columns of a grid of ours.
type cells struct {
	grid   *table.Grid
	lang   lang.Lang
	wrap   []bool // columns of long texts
	pos    diag.Pos
	beside bool // the table stands beside another one
	alone  bool // a class colours its own cell, not the row

	formats [][value.Period]string // numberFormat of each column, by kind
	spans   []span                 // of the numbers measured, by column
}

// span is the least and the largest of some numbers.
type span struct{ least, most value.Value }

func newCells(g *table.Grid, l lang.Lang, sheet string) *cells {
	c := &cells{grid: g, lang: l, wrap: make([]bool, len(g.Columns)), pos: diag.Pos{File: sheet, Sheet: sheet}}
	c.formats, c.spans = make([][value.Period]string, len(g.Columns)), make([]span, len(g.Columns))
	for i := range g.Columns {
		for k := range c.formats[i] {
			c.formats[i][k] = numberFormat(value.Kind(k), g.Columns[i].Digits, g.Columns[i].Currency)
		}
		if k := g.Columns[i].Kind; k == value.Text || k == value.List {
			c.wrap[i] = c.wraps(i)
		}
	}
	return c
}

// wraps reports whether a column has long texts.
func (c *cells) wraps(i int) bool {
	titles := 0 // the most bytes of one
	for _, t := range c.grid.Columns[i].Names {
		titles = max(titles, len(t.In(c.lang)))
	}
	for r := range c.grid.Rows {
		// No character is wider than its bytes are many.
		if v := c.at(i, r); v.Kind() == value.Text && max(titles, len(v.Text())) <= widest {
			continue
		}
		if text := c.textOf(i, r); len(text) > widest && textWidth(text) > widest {
			return true
		}
	}
	return false
}

// at is the value of a row's column; a short row is absent there.
func (c *cells) at(i, r int) value.Value {
	if row := c.grid.Rows[r]; i < len(row) {
		return row[i]
	}
	return value.Value{}
}

// textOf is a text or list as people read it: a class by its title, and the
// items of a list that needs several lines each on its own.
func (c *cells) textOf(i, r int) string {
	v := c.at(i, r)
	switch v.Kind() {
	case value.Text:
		return c.named(i, v.Text())
	case value.List:
		items := v.List()
		for n := range items {
			items[n] = c.named(i, items[n])
		}
		if text := strings.Join(items, "; "); !c.wrap[i] || c.beside || textWidth(text) <= wrapped-margin {
			return text
		}
		return strings.Join(items, "\n")
	}
	return v.String()
}

func (c *cells) named(i int, code string) string { return c.grid.Columns[i].Called(code).In(c.lang) }

// header is a column's title with its currency.
func (c *cells) header(i int) string { return c.grid.Columns[i].Header(c.lang) }

// writeHeader writes the header's cells from column first on, under the given titles.
func (c *cells) writeHeader(w *rowWriter, first int, titles []string) {
	for i, text := range titles {
		w.text(first+i, c.headerStyle(i), text, c.place(w, first+i))
	}
}

func (c *cells) headerStyle(i int) style {
	k := c.grid.Columns[i].Kind
	key := style{look: ownHeader, table: true, right: k.Numeric() || k == value.Date}
	key.indent = !key.right && c.indented(i)
	return key
}

// writeRow writes a row's cells from column first on; absent ones keep the row's colour.
func (c *cells) writeRow(w *rowWriter, first, r int) {
	for i := range c.grid.Columns {
		c.writeCell(w, first+i, i, r)
	}
}

func (c *cells) writeCell(w *rowWriter, col, i, r int) {
	v := c.at(i, r)
	fill := c.cellFill(i, r)
	key := c.style(i, v.Kind(), fill)
	if column := &c.grid.Columns[i]; r < len(column.Each) && v.Kind().Numeric() {
		key.format = numberFormat(v.Kind(), column.Each[r], column.Currency)
	}
	switch v.Kind() {
	case value.Absent:
		w.blank(col, key)
	case value.Number, value.Share, value.Money, value.Days:
		if w.measures() {
			w.number(col, key, "", c.numberWidth(i, v))
			return
		}
		w.number(col, key, v.Decimal().String(), 0)
	case value.Date:
		if n, ok := serial(v.Date(), w.sheet.pack.book.Date1904); ok {
			w.number(col, key, strconv.Itoa(n), len(dateFormat))
			return
		}
		w.text(col, c.style(i, value.Absent, fill), v.String(), c.place(w, col))
	case value.Bool:
		w.coded(col, key, truthType, truth(v.True()))
	default:
		w.text(col, key, c.textOf(i, r), c.place(w, col))
	}
}

// style is the looks of a cell of a column that holds a value of a kind.
func (c *cells) style(i int, k value.Kind, fill int8) style {
	if k == value.Absent {
		return style{table: true, fill: fill}
	}
	key := style{table: true, fill: fill, format: c.formats[i][k], wrap: c.wrap[i]}
	key.indent = k != value.Date && k != value.Bool && !k.Numeric() && c.indented(i)
	return key
}

func (c *cells) place(w *rowWriter, col int) diag.Pos {
	pos := c.pos
	pos.Row, pos.Col = w.row, col+1
	return pos
}

// indented reports whether a column's texts keep off what is to their left:
// another table, or figures that end where the texts begin.
func (c *cells) indented(i int) bool {
	if i == 0 {
		return c.beside
	}
	left := c.grid.Columns[i-1].Kind
	return c.beside || left.Numeric() || left == value.Date
}

// cellFill is the colour of a cell: its row's, or its own where rows have none.
func (c *cells) cellFill(i, r int) int8 {
	if !c.alone && len(c.grid.Classes) > 0 {
		return c.fill(r)
	}
	if fill := c.toneFill(i, r); fill > 0 {
		return fill
	}
	order, v := c.grid.Columns[i].Order, c.at(i, r)
	if v.Kind() != value.Text {
		return 0
	}
	return tint(slices.Index(order, v.Text()), len(order))
}

// toneFill is the colour of a cell that carries the tone of its row beside the
// words that say it; 0 for none.
func (c *cells) toneFill(i, r int) int8 {
	if !c.grid.Columns[i].Toned || r >= len(c.grid.Tones) {
		return 0
	}
	switch c.grid.Tones[r] {
	case table.Late:
		return lateTint
	case table.Soon:
		return soonTint
	}
	return 0
}

// fill is the colour of a row's class.
func (c *cells) fill(r int) int8 {
	if r >= len(c.grid.Classes) {
		return 0
	}
	return tint(c.grid.Classes[r], c.grid.Ranks)
}

func truth(b bool) string {
	if b {
		return "1"
	}
	return "0"
}

const dateFormat = "yyyy-mm-dd"

// numberFormat is the format of a kind of value with so many digits after the
// point, and of an amount with its currency's sign.
func numberFormat(k value.Kind, digits uint8, c money.Currency) string {
	switch k {
	case value.Money:
		return sign(c) + "#,##0" + fraction(digits)
	case value.Share:
		return "0" + fraction(max(digits, 1)) + "%"
	case value.Number, value.Days:
		return "0" + fraction(digits)
	case value.Date:
		return dateFormat
	}
	return ""
}

// sign is what an amount's format begins with. The signs that name one currency
// together with their country are what Excel, WPS and LibreOffice offer as such;
// a currency without one is named by the header alone.
func sign(c money.Currency) string {
	switch c {
	case "CNY":
		return "[$¥-804]"
	case "USD":
		return "[$$-409]"
	case "EUR":
		return "[$€-2] "
	case "GBP":
		return "[$£-809]"
	case "JPY":
		return "[$¥-411]"
	case "HKD":
		return "[$HK$-C04]"
	case "TWD":
		return "[$NT$-404]"
	case "KRW":
		return "[$₩-412]"
	case "¥", "$":
		return `"` + string(c) + `"`
	}
	return ""
}

func fraction(digits uint8) string {
	if digits == 0 {
		return ""
	}
	return "." + strings.Repeat("0", int(digits))
}

// numberWidth is formattedWidth, or 0 for a number between others that were
// measured before, which is no wider than they are.
func (c *cells) numberWidth(i int, v value.Value) int {
	s, d := &c.spans[i], v.Decimal()
	if v.Kind() == s.least.Kind() {
		below, above := d.Cmp(s.least.Decimal()) < 0, d.Cmp(s.most.Decimal()) > 0
		switch {
		case below:
			s.least = v
		case above:
			s.most = v
		default:
			return 0
		}
	} else {
		*s = span{v, v}
	}
	return formattedWidth(v, &c.grid.Columns[i])
}

// formattedWidth is about how wide a number is under its format.
func formattedWidth(v value.Value, c *table.Column) int {
	const signWidth = 3
	text := v.Decimal().Fixed(c.Digits)
	width := len(text) + len(text)/4 + 1
	if v.Kind() == value.Money && c.Currency != "" {
		width += signWidth
	}
	return width
}

// showGrid plans a sheet that is one table.
func (s *sheet) showGrid(g *table.Grid) {
	c := newCells(g, s.lang, s.name)
	s.header, s.filterLast, s.lastCol = 1, len(g.Rows)+1, len(g.Columns)-1
	s.emit = func(w *rowWriter) error {
		w.startRow(1)
		c.writeHeader(w, 0, c.headers())
		for r := range g.Rows {
			w.startRow(r + 2)
			c.writeRow(w, 0, r)
		}
		s.writeNotes(w, g.Notes, len(g.Rows)+3)
		return nil
	}
	s.measure = func(w *rowWriter) error {
		if s.hidden {
			clear(c.wrap)
		}
		s.setWrapped(c, 0)
		return s.emit(w)
	}
}

// headers is all titles.
func (c *cells) headers() []string {
	titles := make([]string, len(c.grid.Columns))
	for i := range titles {
		titles[i] = c.header(i)
	}
	return titles
}

// setWrapped widens the columns whose texts wrap.
func (s *sheet) setWrapped(c *cells, first int) {
	for i, wrap := range c.wrap {
		if wrap {
			s.fixedWidths[first+i] = wrapped
		}
	}
}

func (s *sheet) writeNotes(w *rowWriter, notes []lang.Text, row int) {
	for i, n := range notes {
		w.startRow(row + i)
		w.text(0, style{look: note}, n.In(s.lang), diag.Pos{File: s.name, Sheet: s.name, Row: row + i, Col: 1})
	}
}
