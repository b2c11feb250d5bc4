package rules

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"crm/internal/cond"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
)

// Check holds the rules against the data once it is read: what a rule asks for
// must be there, else it is an error at the rule's place. Of the embedded
// classifications nothing is asked; LeaveOut drops what they cannot have.
func (s *Set) Check(d *crm.Data) diag.List {
	c := &checker{set: s, data: d, lines: splitLines(string(s.Source))}
	if s.Where != nil {
		c.where()
	}
	if !s.Default {
		for i := range s.Classifications {
			c.classification(&s.Classifications[i])
		}
	}
	if !s.Followup.embedded {
		c.touchpoints()
	}
	for _, o := range s.OutputColumns {
		c.measure(o.Value, o.Pos, utf8.RuneCountInString(o.Value))
	}
	return c.problems()
}

// checker gathers what the rules ask for and the data lacks: each thing lacking
// once, however many rules ask for it.
type checker struct {
	set   *Set
	data  *crm.Data
	lines [][]rune
	lacks []*lack
}

// lack is one thing that the data lacks: a table, or a column.
type lack struct {
	key     string
	names   []string     // what the rules ask for and cannot have without it
	problem diag.Problem // at the first place that asks
}

// lacking reports a name at a place. What is told of several names is told once
// for all with the same key, at the first place; the others stand beside it.
func (c *checker) lacking(key, name string, at diag.Pos, span int, build func() diag.Problem) {
	i := slices.IndexFunc(c.lacks, func(l *lack) bool { return l.key == key })
	if i < 0 {
		p := build()
		p.Code, p.Pos, p.Span = "C10", at, span
		c.lacks = append(c.lacks, &lack{key: key, names: []string{name}, problem: p})
		return
	}
	l := c.lacks[i]
	if !slices.Contains(l.names, name) {
		l.names = append(l.names, name)
	}
	if p := &l.problem; at != p.Pos && !slices.Contains(p.Also, at) {
		p.Also = append(p.Also, at)
	}
}

// problems is everything gathered, sorted, with its source lines.
func (c *checker) problems() diag.List {
	var list diag.List
	for _, l := range c.lacks {
		p := l.problem
		p.Found = strings.Join(l.names, ", ")
		if len(l.names) > 1 {
			p.Message = lang.T("the data does not give these measures", "现有数据算不出这些指标")
		}
		if row := p.Pos.Row; row > 0 && row <= len(c.lines) && p.Pos.File == c.set.File {
			p.Line = strings.TrimPrefix(string(c.lines[row-1]), "\ufeff")
		}
		list.Add(p)
	}
	list.Sort()
	return list
}

func (c *checker) classification(k *Classification) {
	if k.By != "" {
		c.measure(k.By, k.ByPos, len(k.By))
	}
	for i := range k.Classes {
		class := &k.Classes[i]
		if class.When == nil {
			continue
		}
		for _, use := range class.When.Names() {
			c.use(class.When, use, class.WhenAt(use.From))
		}
	}
}

// touchpoints reports what the conditions of the file's own touchpoints lack.
func (c *checker) touchpoints() {
	for i := range c.set.Followup.Touchpoints {
		t := &c.set.Followup.Touchpoints[i]
		if t.When == nil {
			continue
		}
		for _, use := range t.When.Names() {
			c.use(t.When, use, t.WhenAt(use.From))
		}
	}
}

func (c *checker) use(k *cond.Cond, use cond.Use, at diag.Pos) {
	span := utf8.RuneCountInString(k.Source()[use.From:use.To])
	if use.Header {
		c.header(use.Name, at, span)
		return
	}
	if _, ok := c.set.measure(use.Name); ok {
		c.measure(use.Name, at, span)
		return
	}
	if f, ok := field(use.Name); ok && c.set.classification(use.Name) < 0 && !c.data.Has(crm.Customers, f) {
		c.lacking("field "+use.Name, use.Name, at, span, func() diag.Problem {
			return diag.Problem{Message: c.noColumn(), Hint: lang.F("if it has another header: columns: {customers: {%s: […]}}",
				"如果表头是别的写法，请写 columns: {customers: {%s: […]}}", f)}
		})
	}
}

// noColumn says that the customers table does not have a column.
func (c *checker) noColumn() lang.Text {
	if !c.data.Read(crm.Customers) {
		return lang.T("no customers table was read that could have this column", "没有读到客户表，所以没有这一列")
	}
	return lang.T("the customers table has no such column", "客户表里没有这一列")
}

// measure reports a measure that the data cannot give.
func (c *checker) measure(name string, at diag.Pos, span int) {
	missing := c.set.missing(name, c.data)
	if missing.Empty() {
		return
	}
	c.lacking("needs "+missing.EN, name, at, span, func() diag.Problem {
		return diag.Problem{Message: lang.T("the data does not give this measure", "现有数据算不出这个指标"), Expected: missing,
			Hint: lang.T("add it, or leave the rule out; crm inspect shows what was recognised",
				"请补上这些数据，或先去掉相关规则；用 crm inspect 可以看识别结果")}
	})
}

// where reports columns of orders.where that no order table has.
func (c *checker) where() {
	for _, use := range c.set.Where.Names() {
		var known []string
		there := false
		for _, l := range c.data.Tables {
			if l.Kind != crm.Orders && l.Kind != crm.OrderLines && l.Kind != c.data.OrdersFrom {
				continue
			}
			for _, col := range l.Columns {
				if use.Header {
					known = append(known, col.Header)
					there = there || foldName(col.Header) == foldName(use.Name)
				} else if col.Field != "" {
					known = append(known, string(col.Field))
					there = there || string(col.Field) == use.Name
				}
			}
		}
		if there {
			continue
		}
		slices.Sort(known)
		span := utf8.RuneCountInString(c.set.Where.Source()[use.From:use.To])
		c.lacking("where "+use.Name, use.Name, c.set.whereAt(use.From), span, func() diag.Problem {
			return diag.Problem{Message: lang.T("no order table has this column", "订单表里没有这一列"), Hint: didYouMean(use.Name, slices.Compact(known))}
		})
	}
}

// missing says what would bring a measure; empty where the data has it.
func (s *Set) missing(name string, d *crm.Data) lang.Text {
	m, ok := s.measure(name)
	if !ok || m.Missing == nil {
		return lang.Text{}
	}
	if name != "region" || len(s.Regions) == 0 {
		return m.Missing(d)
	}
	// With a section regions the region is looked up by country, and the
	// countries of a cumulative one by revenue.
	missing := lang.Text{}
	if country, ok := s.measure("country"); ok && country.Missing != nil {
		missing = country.Missing(d)
	}
	cumulative := !slices.ContainsFunc(s.Regions, func(r Region) bool { return !r.Cumulative.Present() })
	if revenue, ok := s.measure("revenue"); ok && revenue.Missing != nil && missing.Empty() && cumulative {
		missing = revenue.Missing(d)
	}
	return missing
}

// foldName is the form in which ids, names and headers are compared.
func foldName(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(norm.NFKC.String(s)), " "))
}
