package normalize_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/money"
	"crm/internal/normalize"
	"crm/internal/rules"
	"crm/internal/table"
)

// fakeSheet is a sheet in memory.
type fakeSheet struct {
	pos     diag.Pos
	rows    []table.Row
	shared  int
	formats []string
	merges  []table.Range
}

func (s *fakeSheet) Pos() diag.Pos                { return s.pos }
func (s *fakeSheet) Visibility() table.Visibility { return table.Visible }
func (s *fakeSheet) Rows() (table.Rows, error) {
	if s.pos.Sheet == "" {
		return &fakeLines{fakeRows{sheet: s}}, nil
	}
	return &fakeRows{sheet: s}, nil
}
func (s *fakeSheet) SharedCount() int        { return s.shared }
func (s *fakeSheet) ColumnWidths() []float64 { return nil }
func (s *fakeSheet) NumberFormat(style int32) string {
	if style >= 0 && int(style) < len(s.formats) {
		return s.formats[style]
	}
	return "General"
}

// fakeRows hands out copies whose bytes it spoils afterwards, as a reader may.
type fakeRows struct {
	sheet *fakeSheet
	at    int
	row   table.Row
	buf   []byte
}

func (r *fakeRows) Next() (*table.Row, error) {
	for i := range r.buf {
		r.buf[i] = '#'
	}
	if r.at == len(r.sheet.rows) {
		return nil, io.EOF
	}
	from := &r.sheet.rows[r.at]
	r.at++
	cells := r.row.Cells[:0]
	r.row = *from
	size := 0
	for i := range from.Cells {
		size += len(from.Cells[i].Raw)
	}
	r.buf = make([]byte, 0, size)
	for _, c := range from.Cells {
		if c.Shared < 0 {
			start := len(r.buf)
			r.buf = append(r.buf, c.Raw...)
			c.Raw = r.buf[start:]
		}
		cells = append(cells, c)
	}
	r.row.Cells = cells
	return &r.row, nil
}
func (r *fakeRows) Merges() []table.Range { return r.sheet.merges }
func (r *fakeRows) Problems() diag.List   { return nil }
func (r *fakeRows) Close() error          { return nil }

// fakeLines is the rows of a text file, which come a few at a time; what was
// handed out before the last time it spoils.
type fakeLines struct{ fakeRows }

func (r *fakeLines) NextLines(l *table.TextLines) error {
	for i := range l.Text {
		l.Text[i] = '#'
	}
	l.Text, l.Ends, l.List = l.Text[:0], l.Ends[:0], l.List[:0]
	width := 0
	for i := range r.sheet.rows {
		for _, c := range r.sheet.rows[i].Cells {
			width = max(width, int(c.Col)+1)
		}
	}
	for range 1 + r.at%4 {
		row, err := r.Next()
		if err != nil {
			return err
		}
		fields := width
		if row.Ragged {
			fields = row.Fields
		}
		line := table.TextLine{Number: row.Number, From: int32(len(l.Text)), First: int32(len(l.Ends)), Fields: int32(fields), Ragged: row.Ragged}
		for col := range fields {
			if c := row.Cell(col); c != nil {
				line.Joined = line.Joined || strings.Contains(string(c.Raw), "|")
				l.Text = append(l.Text, c.Raw...)
			}
			l.Ends = append(l.Ends, int32(len(l.Text)))
			l.Text = append(l.Text, '|')
		}
		l.List = append(l.List, line)
	}
	return nil
}

// grid is a table as a test writes it: the first line is the header, cells are
// apart by bars, the fields are named outright.
//
// A header is field, field(USD) with a currency, field* for an order total,
// "title" in quotes for a column of no field. In a workbook plain numbers are
// number cells, ISO dates date cells; 'x is the text x, #x the number x, ^x
// the truth x, !x the error x, %x the number x shown as a percentage, €x as euros; = is a formula without a result.
func grid(kind crm.TableKind, file string, text string) *crm.Layout {
	lines := strings.Split(strings.Trim(text, "\n"), "\n")
	workbook := strings.HasSuffix(file, ".xlsx")
	s := &fakeSheet{pos: diag.Pos{File: file}, formats: []string{"General", "0.00%", `[$€-407] #,##0.00`}}
	if workbook {
		s.pos.Sheet = "Sheet1"
	}
	l := &crm.Layout{Sheet: s, Kind: kind, Header: 1, Converted: -1}
	shared := map[string]int32{}
	for n, line := range lines {
		row := table.Row{Number: n + 1}
		parts := strings.Split(line, "|")
		for col, part := range parts {
			part = strings.TrimSpace(part)
			if n == 0 {
				l.Columns = append(l.Columns, headerColumn(col, part))
			}
			if part == "" {
				continue
			}
			row.Cells = append(row.Cells, fakeCell(col, part, workbook && n > 0, shared))
		}
		if !workbook && len(parts) != len(l.Columns) {
			row.Ragged, row.Fields = true, len(parts)
		}
		s.rows = append(s.rows, row)
	}
	s.shared = len(shared)
	return l
}

func headerColumn(col int, text string) crm.Column {
	c := crm.Column{Index: col, Header: text}
	if title, quoted := strings.CutPrefix(text, `"`); quoted {
		c.Header = strings.TrimSuffix(title, `"`)
		return c
	}
	name, total := strings.CutSuffix(text, "*")
	c.Total = total
	if field, rest, found := strings.Cut(name, "("); found {
		name, c.Currency = field, money.Currency(strings.TrimSuffix(rest, ")"))
	}
	c.Field = crm.Field(name)
	return c
}

func fakeCell(col int, text string, typed bool, shared map[string]int32) table.Cell {
	c := table.Cell{Col: int32(col), Raw: []byte(text), Style: -1, Shared: -1}
	if !typed {
		return c
	}
	rest := text[1:]
	switch text[0] {
	case '\'':
		c.Raw = []byte(rest)
	case '#':
		c.Kind, c.Raw = table.Number, []byte(rest)
		return c
	case '^':
		c.Kind, c.Raw = table.Bool, []byte(rest)
		return c
	case '!':
		c.Kind, c.Raw = table.Error, []byte(rest)
		return c
	case '%':
		c.Kind, c.Raw, c.Style = table.Number, []byte(rest), 1
		return c
	default:
		if euros, shown := strings.CutPrefix(text, "€"); shown {
			c.Kind, c.Raw, c.Style = table.Number, []byte(euros), 2
			return c
		}
		if _, ok := money.Parse(text); ok {
			c.Kind = table.Number
			return c
		}
		if d, ok := civil.ParseISO(text); ok {
			c.Kind, c.Day, c.Raw = table.Date, d, nil
			return c
		}
	case '=':
		c.Raw, c.Flag = nil, table.Formula|table.NoResult
		return c
	}
	n, known := shared[string(c.Raw)]
	if !known {
		n = int32(len(shared))
		shared[string(c.Raw)] = n
	}
	c.Shared = n
	return c
}

func day(s string) civil.Date {
	d, ok := civil.ParseISO(s)
	if !ok {
		panic("not a date: " + s)
	}
	return d
}

func options() normalize.Options {
	return normalize.Options{AsOf: day("2026-06-30"), Today: day("2026-07-10"), Rules: &rules.Set{}}
}

// read reads layouts that are settled as they are.
func read(t testing.TB, o normalize.Options, layouts ...*crm.Layout) *crm.Data {
	t.Helper()
	for {
		d, err := normalize.Read(layouts, o)
		var open *normalize.Unsettled
		if errors.As(err, &open) {
			open.Layout.Surveyed = true
			open.Layout.Merged = open.Layout.Sheet.(*fakeSheet).merges
			continue
		}
		if err != nil {
			t.Fatalf("Read: %v", err)
		}
		return d
	}
}

// show writes what the tests compare: orders, customers, problems.
func show(d *crm.Data) string {
	var b strings.Builder
	for i, o := range d.AllOrders() {
		c := &d.Customers[o.Customer]
		b.WriteString(strings.Join([]string{
			"order", d.Orders.Number(i), nameOf(c), o.Date.String(), o.Net.String() + string(o.Currency),
		}, " ") + "\n")
	}
	return b.String()
}

func nameOf(c *crm.Customer) string {
	if c.ID != "" {
		return c.ID
	}
	return c.Name
}

// fates writes a table's account: Used 3, SetAside 1.
func fates(a *crm.TableAccount) string {
	var parts []string
	for f := range crm.Fate(crm.Fates) {
		if n := a.Rows[f]; n > 0 {
			sum := ""
			for _, c := range a.Amounts {
				if !c.Sums[f].IsZero() {
					sum += " " + c.Sums[f].String() + string(c.Currency)
				}
			}
			name := [...]string{
				"used", "without customer", "without order", "after as-of", "left out by where", "left out by status",
				"repeated", "left out", "set aside",
			}[f]
			parts = append(parts, strings.TrimSpace(name+" "+itoa(n)+sum))
		}
	}
	return strings.Join(parts, "; ")
}

func itoa(n int) string { return money.FromInt(n).String() }

// codes is the codes of the problems, sorted as the list is.
func codes(d *crm.Data) string {
	var all []string
	for _, p := range d.Problems {
		all = append(all, p.Code)
	}
	return strings.Join(all, " ")
}
