package diag

import (
	"cmp"
	"slices"
	"strings"

	"crm/internal/lang"
)

// Severity is what a problem does to the run.
type Severity uint8

// The severities, worst first.
const (
	Error   Severity = iota // nothing is written; exit 3
	Aside                   // the row is set aside, counted and listed
	Warning                 // counted; the row counts
	Note                    // worth a line; not counted, also not by --strict
)

// String is the severity's name in machine formats.
func (s Severity) String() string {
	return [...]string{"error", "set_aside", "warning", "note"}[s]
}

// Problem is one thing wrong in a user's file, with all that is needed to mend it.
type Problem struct {
	Code     string // of the catalogue: "A05" is printed CRM-A05
	Severity Severity
	Pos      Pos
	Field    string    // the canonical column (amount), or the rule's key
	Subject  string    // whose row: an order number, a customer's name; foreign text
	Message  lang.Text // what is wrong: lower case, no full stop
	Found    string    // the value found; foreign text, printed escaped and cut
	Expected lang.Text
	Hint     lang.Text // what to type or do
	Effect   lang.Text // what became of the row or the run
	Also     []Pos     // the other place of a contradiction
	Line     string    // of a text file: the line of Pos, for the excerpt
	Span     int       // how many characters from Pos.Col the excerpt marks
}

// Error makes a Problem usable where Go wants an error: its place, where it has
// one, and its message in English.
func (p *Problem) Error() string {
	return strings.Join(nonEmpty(p.Pos.String(), p.Message.In(lang.EN)), ": ")
}

// List is the problems of a step or a run.
type List []Problem

// Add appends a problem.
func (l *List) Add(p Problem) { *l = append(*l, p) }

// Count is how many problems have the severity.
func (l List) Count(s Severity) int {
	n := 0
	for i := range l {
		if l[i].Severity == s {
			n++
		}
	}
	return n
}

// Has reports whether there is a problem of the code among them.
func (l List) Has(code string) bool {
	return slices.ContainsFunc(l, func(p Problem) bool { return p.Code == code })
}

// Failed reports whether there is an Error among them.
func (l List) Failed() bool { return l.Count(Error) > 0 }

// Sort orders by severity, place, code and message, and drops repeats.
func (l *List) Sort() {
	slices.SortStableFunc(*l, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Severity, b.Severity), a.Pos.Compare(b.Pos),
			strings.Compare(a.Code, b.Code), strings.Compare(a.Message.EN, b.Message.EN),
			strings.Compare(a.Found, b.Found))
	})
	*l = slices.CompactFunc(*l, func(a, b Problem) bool {
		return a.Severity == b.Severity && a.Pos == b.Pos && a.Code == b.Code &&
			a.Message == b.Message && a.Found == b.Found
	})
}
