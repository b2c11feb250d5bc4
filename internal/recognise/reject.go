package recognise

import (
	"slices"
	"strings"

	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
)

// reject notes why a sheet is no table, and reports one that nearly is: as an
// error where a header nearly names the missing column, where the user said what
// the sheet is, and where it is all that its file has.
func (r *run) reject(s *sample) {
	l := s.layout
	if !s.rejected.reason.Empty() {
		l.Notes = append(l.Notes, s.rejected.reason)
	}
	if s.rejected.headers[0] > 0 && (s.outright || r.alone(s)) {
		r.twoTables(s)
		return
	}
	near := s.rejected.near
	if near == crm.NoTable {
		return
	}
	guess := r.guess(s, near)
	severity := diag.Warning
	if s.outright || guess >= 0 || r.alone(s) {
		severity = diag.Error
	}
	for _, p := range r.problems {
		if p.Code == "H01" && p.Pos == r.at(s, -1) {
			return
		}
	}
	r.missing(s, near, severity)
}

// alone reports whether no other sheet of the book is a table.
func (r *run) alone(s *sample) bool {
	return !slices.ContainsFunc(r.samples, func(o *sample) bool { return o.layout.Book == s.layout.Book && o.layout.Kind != crm.NoTable })
}

// guess sets the nearest fields of a rejected sheet's columns and is the column
// that is nearest to a missing one; -1 without.
func (r *run) guess(s *sample, near crm.TableKind) int {
	found := -1
	for i := range s.layout.Columns {
		if s.found[near].known[i] {
			continue
		}
		f := r.lexicon.nearest(near, &s.head[i])
		s.layout.Columns[i].Nearest = f
		if found < 0 && f != "" && (slices.Contains(s.rejected.missing, f) || f == crm.FieldCustomerID && slices.Contains(s.rejected.missing, crm.FieldCustomerName)) {
			found = i
		}
	}
	return found
}

// missing reports the columns that a sheet lacks to be a table of the kind (H01).
func (r *run) missing(s *sample, kind crm.TableKind, severity diag.Severity) {
	fields := s.rejected.missing
	if fields == nil {
		fields = s.lacks(kind)
	}
	if len(fields) == 0 {
		return
	}
	p := diag.Problem{
		Code: "H01", Severity: severity, Pos: r.at(s, -1), Field: string(fields[0]),
		Message:  lang.F("a table of %s lacks a column", "%s表缺少必需的列", kind.Title()),
		Found:    r.headers(s),
		Expected: fieldNames(fields),
		Effect:   lang.T("the sheet is left out", "没有读取该工作表"),
	}
	column := r.guess(s, kind)
	header := lang.T("your header", "你的表头")
	if column >= 0 {
		name := quoted(s.layout.Columns[column].Header)
		header = lang.Same(name)
	}
	p.Hint = lang.F("if a column is it, name it in rules.yaml: columns: {%s: {%s: [%s]}}", "如果其中某一列就是，请在 rules.yaml 中写：columns: {%s: {%s: [%s]}}", kind, fields[0], header)
	if kind == crm.Orders && fields[0] == crm.FieldAmount && s.found[kind].has(crm.FieldOrderNo) {
		p.Hint = lang.F("%s; or give the file of the order lines too", "%s；或者把订单明细文件也一起给出", p.Hint)
	}
	if severity == diag.Error {
		p.Effect = lang.T("nothing is written", "不写入任何文件")
	}
	r.problems.Add(p)
}

// headers is the headers of a sheet in one line.
func (r *run) headers(s *sample) string {
	var all []string
	for i := range s.layout.Columns {
		all = append(all, s.layout.Columns[i].Header)
	}
	return strings.Join(all, " | ")
}

// twoTables reports a sheet with two headers (H09): one that was named as one
// table, or is all that its file has.
func (r *run) twoTables(s *sample) {
	p := diag.Problem{
		Code: "H09", Severity: diag.Error, Pos: s.layout.Sheet.Pos(),
		Message:  lang.T("two tables on one sheet", "一个工作表里有两张表"),
		Found:    r.headers(s),
		Expected: lang.T("one header above the rows of one table", "一个工作表只放一张表、一行表头"),
		Hint:     lang.T("put the tables on sheets of their own", "请把两张表分到不同的工作表"),
		Effect:   lang.T("nothing is written", "不写入任何文件"),
	}
	also := p.Pos
	p.Pos.Row, also.Row = s.rejected.headers[0], s.rejected.headers[1]
	p.Also = []diag.Pos{also}
	r.problems.Add(p)
}

// quoted is a header as rules.yaml takes it, in quotes where it has signs of YAML.
func quoted(header string) string {
	header = diag.Escape(header)
	if strings.ContainsAny(header, ":{}[],&*#?|-<>=!%@\\\"'`") || strings.TrimSpace(header) != header {
		return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(header) + `"`
	}
	return header
}
