package check

import (
	"slices"

	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
)

// mostAlike is how many problems of one code and column are listed one by one.
const mostAlike = 20

// told turns what reading found into findings: rows set aside, values that were
// warned of. Notes are no findings.
func (d *doctor) told() {
	groups := map[groupKey]*told{}
	var order []groupKey
	rows := d.rowsOfCustomers()
	for i := range d.Problems {
		p := &d.Problems[i]
		if p.Severity != diag.Aside && p.Severity != diag.Warning || d.knowsMore(p) || ofRules(p.Code) {
			continue
		}
		k := groupKey{p.Code, p.Pos.File, p.Pos.Sheet, p.Field, p.Severity}
		if groups[k] == nil {
			groups[k] = &told{}
			order = append(order, k)
		}
		groups[k].problems = append(groups[k].problems, p)
	}
	for _, k := range order {
		d.result.Findings = append(d.result.Findings, groups[k].findings(d, rows)...)
	}
}

// knowsMore reports whether the doctor lists one by one what reading only counts.
func (d *doctor) knowsMore(p *diag.Problem) bool {
	return p.Code == "K10" || p.Code == "D18" || p.Field == string(crm.FieldDueDate) || p.Field == string(crm.FieldPaidDate)
}

// groupKey is what alike problems share.
type groupKey struct {
	code, file, sheet, field string
	severity                 diag.Severity
}

// told is the problems of a group.
type told struct{ problems []*diag.Problem }

// ofRules reports whether a code is about rules.yaml, the age of the data as a
// whole, or a workbook of ours: nothing that is wrong in a customer's data.
func ofRules(code string) bool {
	return code[0] == 'C' || code[0] == 'W' || code[0] == 'P' || code == "D20"
}

// rowsOfCustomers finds the customer of a row of the customers tables.
func (d *doctor) rowsOfCustomers() map[diag.Pos]int {
	rows := make(map[diag.Pos]int, len(d.Data.Customers))
	for i := range d.Data.Customers {
		for _, p := range d.Data.Customers[i].Places() {
			p.Col = 0
			rows[p] = i
		}
	}
	return rows
}

// findings is a finding per problem, or one for all where they are many.
func (g *told) findings(d *doctor, rows map[diag.Pos]int) []Finding {
	var all []Finding
	if n := len(g.problems); n > mostAlike {
		f := d.finding(g.problems[0], rows)
		f.Message = lang.F("%d times: %s", "共 %d 处：%s", n, g.problems[0].Message)
		f.Customer, f.Found, f.Rows = none, "", n
		for _, p := range g.problems[1:min(n, 3)] {
			f.Also = append(f.Also, p.Pos)
		}
		return append(all, f)
	}
	for _, p := range g.problems {
		all = append(all, d.finding(p, rows))
	}
	return all
}

// plainReadings is the codes of readings that went well and are only said: a
// number stored as text, a finer amount than the currency has. They are hints.
var plainReadings = []string{
	"A04", "A11", "A12", "A15", "A17", "D03", "D12", "F18", "F19", "F21", "F22", "F24", "F26", "H02", "H03", "H07", "H10", "H14", "H15", "K04", "K11", "K12", "V01",
}

func (d *doctor) finding(p *diag.Problem, rows map[diag.Pos]int) Finding {
	f := Finding{
		Code: p.Code, Kind: Reading, Severity: Doubtful, Customer: none, Other: none, Pos: p.Pos, Also: p.Also,
		Field: p.Field, Found: p.Found, Message: p.Message, Expected: p.Expected, Do: p.Hint,
	}
	switch {
	case p.Severity == diag.Aside:
		f.Severity = Wrong
	case slices.Contains(plainReadings, p.Code):
		f.Severity = Hint
	}
	switch p.Code {
	case "K04", "K05", "K06", "K14":
		f.Kind = Duplicate
	case "D08", "D16":
		f.Kind = Future
	case "K01", "K03", "D02", "D04":
		f.Kind = Pattern
	case "K07", "A01", "D17":
		f.Kind = Missing
	}
	at := p.Pos
	at.Col = 0
	if i, ok := rows[at]; ok && at.Row > 0 && d.Data.Read(crm.Customers) {
		f.Customer = i
	}
	if !p.Effect.Empty() {
		f.Message = lang.F("%s (%s)", "%s（%s）", p.Message, p.Effect)
	}
	return f
}
