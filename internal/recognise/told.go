package recognise

import (
	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/table"
	"crm/internal/words"
)

// nearlyTold notices a sheet of complaints or of feedback that is not sure to be
// one: its rows tell what a list of customers does not, each with a date. That its
// customers come once each proves nothing: few complain twice.
func (s *sample) nearlyTold() bool {
	kind, header, marks := s.told()
	if marks == 0 || !s.dated() {
		return false
	}
	a, profile := &s.found[crm.Customers], s.profile(kind)
	if a.has(crm.FieldPreviousClass) { // a defect is graded too
		profile--
	}
	reached := a.has(crm.FieldEmail) || a.has(crm.FieldPhone) || a.has(crm.FieldContactPerson)
	if again := s.repeats(s.customerColumn()); !again && (profile >= 2 || marks < 2 && (profile == 1 || reached)) {
		return false // customers with a remark
	}
	s.rejected = rejection{reason: lang.F(
		`"%s" is what a table of %s has, not one of customers; say which it is: --%[3]s FILE, or --customers FILE`, `“%s”像%s表的列，不像客户表；请用 --%[3]s 文件 或 --customers 文件 指明`,
		diag.Escape(header), kind.Title(), kind.String())}
	return true
}

// ratherTold reports whether what could be a log of contacts tells of complaints
// alone: nothing says how or by whom anybody was contacted.
func (s *sample) ratherTold() bool {
	a := &s.found[crm.Activities]
	for _, f := range []crm.Field{crm.FieldChannel, crm.FieldKind, crm.FieldOutcome, crm.FieldNextDate, crm.FieldBy} {
		if a.has(f) {
			return false
		}
	}
	_, _, marks := s.told()
	return marks > 0
}

// told is which table tells what the headers say, the first such header, and how
// many there are.
func (s *sample) told() (kind crm.TableKind, header string, marks int) {
	for i := range s.head {
		name := builtIn().told[s.head[i].key]
		if name == "" {
			continue
		}
		if marks++; marks == 1 {
			kind, _ = crm.ParseTableKind(name)
			header = s.layout.Columns[i].Header
		}
	}
	return kind, header, marks
}

// dated reports whether a column holds dates: at least half of what stands in it.
func (s *sample) dated() bool {
	type count struct{ cells, dates int }
	counts := map[int]*count{}
	for i := range s.body {
		for j := range s.body[i].cells {
			c := &s.body[i].cells[j]
			if words.Null(c.text) {
				continue
			}
			n := counts[c.col]
			if n == nil {
				n = &count{}
				counts[c.col] = n
			}
			n.cells++
			if c.kind == table.Date || c.kind == table.Text && isDate(c.text) {
				n.dates++
			}
		}
	}
	for _, n := range counts {
		if n.dates*2 >= n.cells {
			return true
		}
	}
	return false
}

func isDate(text string) bool {
	if len(text) > longestNumber || !hasDigit([]byte(text)) {
		return false
	}
	_, ok := civil.ParseText(text)
	return ok
}
