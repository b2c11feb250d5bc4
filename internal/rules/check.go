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
	for _, o := range s.OutputColumns {
		c.measure(o.Value, o.Pos, utf8.RuneCountInString(o.Value))
	}
	c.problems.Sort()
	return c.problems
}

type checker struct {
	set      *Set
	data     *crm.Data
	lines    [][]rune
	problems diag.List
}

func (c *checker) report(p diag.Problem) {
	if row := p.Pos.Row; row > 0 && row <= len(c.lines) && p.Pos.File == c.set.File {
		p.Line = strings.TrimPrefix(string(c.lines[row-1]), "\ufeff")
	}
	c.problems.Add(p)
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
		c.report(diag.Problem{Code: "C10", Pos: at, Span: span, Found: use.Name,
			Message: lang.T("the customers table has no such column", "客户表没有这一列"),
			Hint: lang.F("if it has another header: columns: {customers: {%s: […]}}",
				"若表头不同，请写 columns: {customers: {%s: […]}}", f)})
	}
}

// measure reports a measure that the data cannot give.
func (c *checker) measure(name string, at diag.Pos, span int) {
	missing := c.set.missing(name, c.data)
	if missing.Empty() {
		return
	}
	c.report(diag.Problem{Code: "C10", Pos: at, Span: span, Found: name,
		Message: lang.T("the data does not give this", "现有数据得不出这个值"), Expected: missing,
		Hint: lang.T("add it, or leave the rule out; crm inspect shows what was recognised",
			"请补上，或先不用这条规则；crm inspect 可查看识别结果")})
}

// header reports a column("…") that the customers table does not have.
func (c *checker) header(name string, at diag.Pos, span int) {
	var headers []string
	for _, e := range c.data.ExtraColumns {
		if e.Header == name {
			return
		}
		headers = append(headers, e.Header)
	}
	hint := didYouMean(name, headers)
	for _, l := range c.data.Tables {
		for _, col := range l.Columns {
			if l.Kind != crm.Customers || col.Field == "" || foldName(col.Header) != foldName(name) {
				continue
			}
			hint = lang.F("this column is %s: write that name", "这一列就是 %s：请直接写这个名称", col.Field)
		}
	}
	c.report(diag.Problem{Code: "C10", Pos: at, Span: span, Found: name,
		Message: lang.T("the customers table has no such column", "客户表没有这一列"), Hint: hint})
}

// where reports columns of orders.where that no order table has.
func (c *checker) where() {
	for _, use := range c.set.Where.Names() {
		var known []string
		there := false
		for _, l := range c.data.Tables {
			if l.Kind != crm.Orders && l.Kind != crm.OrderLines && l.Kind != crm.Opportunities {
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
		c.report(diag.Problem{Code: "C10", Pos: c.set.whereAt(use.From), Span: span, Found: use.Name,
			Message: lang.T("no order table has this column", "订单表没有这一列"), Hint: didYouMean(use.Name, slices.Compact(known))})
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
