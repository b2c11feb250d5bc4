package normalize

import (
	"slices"
	"strings"

	"crm/internal/cond"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/rules"
	"crm/internal/table"
	"crm/internal/value"
	"crm/internal/words"
)

// where is rules.yaml's orders.where, asked of one row at a time. Nil: every row is kept.
type where struct {
	bound   *cond.Bound
	columns cond.Columns
	sources []whereSource
}

// whereSource is where a slot of the condition gets its value from.
type whereSource struct {
	field  crm.Field
	slot   int
	number *amountReader
	date   *dateReader
	cache  wordCache
	texts  []value.Value
}

// planWhere binds the condition to the table's columns; false where the table
// cannot answer it. Order lines are asked only what their own table can tell.
func (t *orderTable) planWhere(p *columnPlan) bool {
	set := t.run.o.Rules
	if set.Where == nil || t.layout.Kind == crm.Opportunities {
		return true
	}
	w := &where{columns: make(cond.Columns, len(set.WhereColumns))}
	var lacking []string
	for i, s := range set.WhereColumns {
		w.columns[i] = make([]value.Value, 1)
		column := columnOf(t.layout, s)
		if column == nil {
			lacking = append(lacking, s.Name)
			continue
		}
		w.sources = append(w.sources, t.whereSource(p, column))
	}
	switch {
	case len(lacking) == 0:
		w.bound = cond.NewRun(t.run.o.AsOf, w.columns).Bind(set.Where)
		t.where = w
		t.run.asked = true
	case t.layout.Kind == crm.Orders && t.run.withLines && t.run.linesAnswer():
	case t.layout.Kind == crm.OrderLines && t.run.asked:
	case !t.run.known(lacking): // no table has it: the rules say so, with their line
	default:
		t.cannotAnswer(lacking)
		return false
	}
	return true
}

func (t *orderTable) cannotAnswer(lacking []string) {
	t.run.problems.add(diag.Problem{
		Code: "C10", Severity: diag.Error, Pos: t.layout.Sheet.Pos(), Field: "orders.where",
		Found:    strings.Join(lacking, ", "),
		Message:  lang.T("orders.where asks for a column that this table does not have", "orders.where 用到了该表没有的列"),
		Expected: lang.T("columns of the orders table", "订单表中的列"),
	})
}

// known reports whether some table of orders has one of the columns.
func (r *run) known(names []string) bool {
	for _, l := range r.layouts {
		if l.Kind != crm.Orders && l.Kind != crm.OrderLines {
			continue
		}
		for _, s := range r.o.Rules.WhereColumns {
			if slices.Contains(names, s.Name) && columnOf(l, s) != nil {
				return true
			}
		}
	}
	return false
}

// linesAnswer reports whether a table of order lines has every column of the condition.
func (r *run) linesAnswer() bool {
	for _, l := range r.layouts {
		if l.Kind != crm.OrderLines {
			continue
		}
		all := true
		for _, s := range r.o.Rules.WhereColumns {
			all = all && columnOf(l, s) != nil
		}
		if all {
			return true
		}
	}
	return false
}

func columnOf(l *crm.Layout, s rules.Slot) *crm.Column {
	if s.Kind == rules.FieldSlot {
		return l.Column(crm.Field(s.Name))
	}
	want := words.Key(s.Name)
	for i := range l.Columns {
		if words.Key(l.Columns[i].Header) == want {
			return &l.Columns[i]
		}
	}
	return nil
}

func (t *orderTable) whereSource(p *columnPlan, column *crm.Column) whereSource {
	s := whereSource{field: column.Field, slot: p.of(column.Index), cache: newWordCache(t.run.hash)}
	switch column.Field.Kind() {
	case value.Number, value.Money:
		a := newAmountReader(t.layout, s.slot, column)
		s.number = &a
	case value.Date:
		d := t.run.dateReader(t.layout, s.slot, column)
		s.date = &d
	}
	return s
}

// keeps reports whether the row is one to keep; unknown where the condition
// cannot be told of it, which does not keep it either.
func (w *where) keeps(ln *line) (keep, unknown bool) {
	if w == nil {
		return true, false
	}
	for i := range w.sources {
		w.columns[i][0] = w.sources[i].value(ln)
	}
	truth := w.bound.Eval(0)
	return truth == cond.True, truth == cond.Unknown
}

func (s *whereSource) value(ln *line) value.Value {
	c := ln.cells[s.slot]
	if s.field == crm.FieldAmount && ln.fault == amountGood && !ln.silent {
		return value.Num(value.Money, ln.amount)
	}
	if c == nil {
		return value.Value{}
	}
	switch {
	case s.number != nil:
		d, _, fault := s.number.read(c)
		if fault != amountGood {
			return value.Value{}
		}
		return value.Num(s.field.Kind(), d)
	case s.date != nil:
		d, fault := s.date.read(c)
		if fault != dateGood {
			return value.Value{}
		}
		return value.Day(d)
	}
	return s.text(c)
}

// text is the value of a cell of a column that is no number and no date to us: the
// text of one whose field is a text, whatever its cells are; else what the cell
// itself is.
func (s *whereSource) text(c *table.Cell) value.Value {
	if c.Kind == table.Date && s.field == "" {
		return value.Day(c.Day)
	}
	if i, ok := s.cache.find(c); ok {
		return s.texts[i]
	}
	v := ownValue(c, true)
	if s.field != "" {
		v = textValue(c)
	}
	if len(s.texts) < maxWords {
		s.cache.put(c, int32(len(s.texts)))
		s.texts = append(s.texts, v)
	}
	return v
}
