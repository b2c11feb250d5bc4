package recognise

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/table"
	"crm/internal/value"
)

func dateKind(k value.Kind) bool { return k == value.Date }

// Survey reads the whole sheet and settles how its text dates and amounts are
// read; it fills Merged and sets Surveyed. A required column that nothing
// settles is an Error with three cells and the line to paste (bad-inputs D01,
// A06); another one is left out with a Warning.
func Survey(l *crm.Layout, o Options) diag.List {
	l.Surveyed = true
	v := &survey{layout: l, options: &o, lexicon: newLexicon(o.Rules), tallies: make([]tally, len(l.Columns))}
	if err := v.read(); err != nil {
		r := run{}
		r.unreadable(l, err)
		return r.problems
	}
	for i := range l.Columns {
		o.apply(&l.Columns[i], &v.tallies[i], v.lexicon, l.Kind)
	}
	for i := range l.Columns {
		v.question(i)
	}
	return v.problems
}

// survey is one call of Survey.
type survey struct {
	layout   *crm.Layout
	options  *Options
	lexicon  *lexicon
	tallies  []tally
	problems diag.List
}

func (v *survey) read() error {
	rows, err := v.layout.Sheet.Rows()
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // only read from
	at := columnAt(v.layout)
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			v.layout.Merged = v.merged(rows.Merges())
			return nil
		}
		if err != nil {
			return err
		}
		if row.Number > v.layout.Header {
			v.add(row, at)
		}
	}
}

func (v *survey) add(row *table.Row, at []int) {
	for i := range row.Cells {
		c := &row.Cells[i]
		if c.Kind != table.Text || int(c.Col) >= len(at) || at[c.Col] < 0 || len(c.Raw) == 0 {
			continue
		}
		v.tallies[at[c.Col]].add(bytes.TrimSpace(c.Raw), row.Number)
	}
}

// merged keeps the ranges below the header that hold a key for several rows.
func (v *survey) merged(all []table.Range) []table.Range {
	var kept []table.Range
	for _, m := range all {
		if m.LastRow > m.FirstRow && m.FirstRow >= v.layout.Header && v.key(m) {
			kept = append(kept, m)
		}
	}
	return kept
}

// key reports whether a range covers a column of the customer, the order number or a date.
func (v *survey) key(m table.Range) bool {
	return slices.ContainsFunc(v.layout.Columns, func(c crm.Column) bool {
		if c.Index < m.FirstCol || c.Index > m.LastCol {
			return false
		}
		switch c.Field {
		case crm.FieldCustomerID, crm.FieldCustomerName, crm.FieldOrderNo:
			return true
		}
		return dateKind(c.Field.Kind())
	})
}

// question asks for what a column leaves open.
func (v *survey) question(i int) {
	c, t := &v.layout.Columns[i], &v.tallies[i]
	kind := c.Field.Kind()
	switch {
	case c.Field == "":
	case dateKind(kind) && c.Order == civil.Undecided && t.open > 0:
		v.ask(i, diag.Problem{
			Code:     "D01",
			Found:    v.cells(c, t.openAt),
			Message:  lang.T("nothing in this column tells day from month", "这一列分不清哪个是日、哪个是月"),
			Expected: lang.T("a date order: dmy (day first) or mdy (month first)", "日期顺序：dmy（日在前）或 mdy（月在前）"),
			Hint: lang.F("say which in rules.yaml: columns: {%s: {%s: {headers: [%s], order: dmy}}} (or mdy); for one run: --date-order dmy",
				"请在 rules.yaml 中写：columns: {%s: {%s: {headers: [%s], order: dmy}}}（或 mdy）；只用一次：--date-order dmy",
				v.layout.Kind, c.Field, quoted(c.Header)),
		}, t.openAt)
	case kind.Numeric() && c.Mark == money.NoMark && t.unclear > 0:
		v.ask(i, diag.Problem{
			Code:     "A06",
			Found:    v.cells(c, t.markAt),
			Message:  lang.T("nothing in this column tells the decimal mark from grouping", "这一列分不清哪个是小数点、哪个是千分位"),
			Expected: lang.T(`a decimal mark: "." or ","`, `小数点："." 或 ","`),
			Hint: lang.F(`say which in rules.yaml: columns: {%s: {%s: {headers: [%s], decimal: "."}}} (or ","); for one run: --decimal .`,
				`请在 rules.yaml 中写：columns: {%s: {%s: {headers: [%s], decimal: "."}}}（或 ","）；只用一次：--decimal .`,
				v.layout.Kind, c.Field, quoted(c.Header)),
		}, t.markAt)
	}
}

// cells is the values in question with their places.
func (v *survey) cells(c *crm.Column, open []where) string {
	var all []string
	for _, w := range open {
		pos := v.place(c, w)
		cell := pos.Cell()
		if pos.Sheet == "" {
			cell = pos.String()
		}
		all = append(all, w.text+" ("+cell+")")
	}
	return strings.Join(all, ", ")
}

func (v *survey) place(c *crm.Column, w where) diag.Pos {
	p := v.layout.Sheet.Pos()
	p.Row, p.Col = w.row, c.Index+1
	return p
}

// ask reports an open column: an error where the table needs it, else the column is left out.
func (v *survey) ask(i int, p diag.Problem, open []where) {
	c := &v.layout.Columns[i]
	p.Pos, p.Field = v.place(c, open[0]), string(c.Field)
	for _, w := range open[1:] {
		p.Also = append(p.Also, v.place(c, w))
	}
	if v.required(c.Field) {
		p.Severity, p.Effect = diag.Error, lang.T("nothing is written", "不写入任何文件")
		v.problems.Add(p)
		return
	}
	p.Severity, p.Effect = diag.Warning, lang.T("the column is left out", "没有读取该列")
	v.problems.Add(p)
	if c.Field == crm.FieldAmountConverted {
		v.layout.Converted = -1
	}
	c.Field = ""
}

func (v *survey) required(f crm.Field) bool {
	a := assignment{have: map[crm.Field]int{}}
	for i := range v.layout.Columns {
		a.have[v.layout.Columns[i].Field] = i
	}
	return required(v.layout.Kind, f, &a)
}
