package normalize_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/table"
)

const oneOrder = `
order_no | customer_id | order_date | amount(USD)
1        | C1          | 2026-01-05 | 100`

// Records without an id that stand alike in two tables both count, and that is said.
func TestRecordsAlike(t *testing.T) {
	for kind, texts := range map[crm.TableKind][2]string{
		crm.Opportunities: {"customer_id | opened | stage\nC1 | 2026-02-01 | quote\nC1 | 2026-02-01 | quote", ""},
		crm.Complaints: {"customer_id | opened | resolved | kind\nC1 | 2026-02-01 |  | delay\nC1 | 2026-02-01 |  | delay",
			"customer_id | opened | resolved | kind\nC1 | 2026-02-01 | 2026-02-03 | delay\nC1 | 2026-02-01 | 2026-02-04 | delay"},
	} {
		a, b := texts[0], texts[1]
		if b == "" {
			b = a
		}
		d := read(t, options(), grid(crm.Customers, "c.csv", someCustomers), grid(crm.Orders, "o.csv", oneOrder), grid(kind, "a.csv", a))
		if codes(d) != "" {
			t.Errorf("%v in one table: %v", kind, d.Problems)
		}
		d = read(t, options(), grid(crm.Customers, "c.csv", someCustomers), grid(crm.Orders, "o.csv", oneOrder), grid(kind, "a.csv", a), grid(kind, "b.csv", b))
		if n := len(d.Opportunities) + len(d.Complaints); n != 4 || codes(d) != "K18" || d.Problems[0].Message.EN != "2 rows stand alike in another table" {
			t.Errorf("%v in two tables: %d records, %v", kind, n, d.Problems)
		}
	}
}

// A complaint or an answer that overlapping exports both hold counts once; what stands
// twice in one of them counts twice.
func TestRecordTwins(t *testing.T) {
	const delay, broken, again = "\nC1 | 2026-02-01 | delay", "\nC1 | 2026-02-02 | broken", "\nC2 | 2026-02-01 | delay"
	for _, c := range []struct {
		why    string
		tables []string
		want   int
		fates  string // of the last table
	}{
		{"the same export twice", []string{delay + broken, delay + broken}, 2, "repeated 2"},
		{"overlapping ones", []string{delay + broken, broken + again}, 3, "used 1; repeated 1"},
		{"twice in one table", []string{delay + delay}, 2, "used 2"},
		{"twice in both", []string{delay + delay, delay + delay}, 2, "repeated 2"},
		{"once, then twice", []string{delay, delay + delay}, 2, "used 1; repeated 1"},
		{"three of them", []string{delay + delay, delay, delay + delay + delay}, 3, "used 1; repeated 2"},
		{"of another customer", []string{delay, again}, 2, "used 1"},
		{"a word in other letters", []string{delay, "\nC1 | 2026-02-01 | Delay"}, 1, "repeated 1"},
	} {
		for kind, header := range map[crm.TableKind]string{crm.Complaints: "customer_id | opened | kind", crm.Feedback: "customer_id | feedback_date | comment | score"} {
			layouts := []*crm.Layout{grid(crm.Customers, "c.csv", someCustomers), grid(crm.Orders, "o.csv", oneOrder)}
			for i, text := range c.tables {
				if kind == crm.Feedback {
					text = strings.ReplaceAll(text, "\n", " | 9\n")[len(" | 9"):] + " | 9"
				}
				layouts = append(layouts, grid(kind, string(rune('a'+i))+".csv", header+text))
			}
			d := read(t, options(), layouts...)
			// What stands there once more than in the other table looks alike still.
			more := kind == crm.Complaints && strings.HasPrefix(c.fates, "used 1; repeated") && c.why != "overlapping ones"
			if n := len(d.Complaints) + len(d.Scores); n != c.want || (codes(d) == "K18") != more {
				t.Errorf("%s, %v: %d records, want %d; %v", c.why, kind, n, c.want, d.Problems)
			}
			if got := fates(&d.Account.Tables[len(d.Account.Tables)-1]); got != c.fates {
				t.Errorf("%s, %v: account %q, want %q", c.why, kind, got, c.fates)
			}
		}
	}
}

func TestComplaints(t *testing.T) {
	d := read(t, options(), grid(crm.Customers, "c.xlsx", someCustomers), grid(crm.Complaints, "k.xlsx", `
customer_name | opened            | proposed          | resolved   | kind
Bolt          | '2026-03-05 14:30 | '2026-03-07 02:45 | 2026-03-10 | delay
Acme          | 2026-03-06        | '2026-03-06 09:00 |            | delay
Acme          | #46086.604166667  | #46086.5          | 2026-07-01 | 质量
Acme          | 2026-07-01        |                   |            |
Nobody        | 2026-03-01        |                   |            |
Acme          |                   | 2026-03-01        |            |
Acme          | 2026-03-02        | 'soon             | 2026-03-01 |`))
	var got []string
	for _, c := range d.Complaints {
		got = append(got, fmt.Sprintf("%s %s %s %s %s %d", d.Customers[c.Customer].ID, clock(c.Opened), clock(c.Proposed), clock(c.Resolved), c.Kind, c.Row))
	}
	want := []string{
		"C1 2026-03-06 2026-03-06 09:00:00 - delay 3", "C1 2026-03-05 14:30:00 2026-03-05 12:00:00 - 质量 4", "C1 2026-03-02 - 2026-03-01  8",
		"C2 2026-03-05 14:30:00 2026-03-07 02:45:00 2026-03-10 delay 2",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if got := fates(&d.Account.Tables[0]); got != "used 4; without customer 1; after as-of 1; set aside 1" {
		t.Errorf("account %q", got)
	}
	if codes(d) != "D17 D03 D12 D12 D18 K08 D02 D18" {
		t.Errorf("codes %q: %v", codes(d), d.Problems)
	}
}

func clock(m crm.Moment) string {
	switch {
	case m.Day == 0:
		return "-"
	case !m.Timed:
		return m.Day.String()
	}
	return fmt.Sprintf("%s %02d:%02d:%02d", m.Day, m.Second/3600, m.Second/60%60, m.Second%60)
}

func TestFeedback(t *testing.T) {
	d := read(t, options(), grid(crm.Customers, "c.csv", someCustomers), grid(crm.Feedback, "f.csv", `
customer_id | feedback_date | score | comment
C2          | 2026-03-05    | 0     | never
C1          | 2026-03-05    | 10    | 很好
C1          | 2026-03-06    | 8.5   |
C1          | 2026-03-06    | 10.01 |
C1          | 2026-03-06    | -1    |
C1          | 2026-03-06    | good  |
C1          | 2026-03-06    | $9    |
C1          | 2026-03-06    |       | none
C1          | 2026-07-01    | 9     |
C1          | 31.02.2026    | 9     |`))
	var got []string
	for _, s := range d.Scores {
		got = append(got, fmt.Sprintf("%s %v %v %s", d.Customers[s.Customer].ID, s.Day, s.Score, s.Comment))
	}
	if diff := cmp.Diff([]string{"C1 2026-03-05 10 很好", "C1 2026-03-06 8.5 ", "C2 2026-03-05 0 never"}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if got := fates(&d.Account.Tables[0]); got != "used 3; after as-of 1; set aside 6" || codes(d) != "V03 V03 V03 V03 V03 D02" {
		t.Errorf("account %q, codes %q", got, codes(d))
	}
}

// What people write behind a score of ten does not count; of another scale it is none.
func TestScoreOfTen(t *testing.T) {
	for text, want := range map[string]string{
		"9/10": "9", "9 / 10": "9", "９／10": "9", "10/10": "10", "0/10": "0", "8分": "8", "8.5 分": "8.5", "8分/10分": "8", "10分": "10", "10.0": "10", "10": "10", "0": "0",
		"4/5": "", "9/100": "", "11/10": "", "-1/10": "", "95分": "", "十分": "", "分": "", "/10": "", "10/": "", "9/9/10": "", "$9/10": "", "95%": "",
	} {
		d := read(t, options(), grid(crm.Customers, "c.csv", someCustomers), grid(crm.Feedback, "f.csv", "customer_id | feedback_date | score\nC1 | 2026-03-05 | "+text))
		got := ""
		for _, s := range d.Scores {
			got = s.Score.String()
		}
		if got != want || (want == "") != (codes(d) == "V03") {
			t.Errorf("%q: score %q, want %q; codes %q", text, got, want, codes(d))
		}
	}
}

// Ten scores and none over 5 may be stars; nine, or one of 6, say nothing.
func TestStars(t *testing.T) {
	for _, c := range []struct {
		n     int
		last  string
		codes string
	}{{10, "5", "V04"}, {9, "5", ""}, {10, "5.5", ""}, {10, "6", ""}} {
		rows := strings.Repeat("C1 | 2026-03-05 | 5\n", c.n-1)
		d := read(t, options(), grid(crm.Customers, "c.csv", someCustomers), grid(crm.Feedback, "f.csv", "customer_id | feedback_date | score\n"+rows+"C1 | 2026-03-06 | "+c.last))
		if codes(d) != c.codes {
			t.Errorf("%d scores, the last %s: codes %q, want %q", c.n, c.last, codes(d), c.codes)
		}
	}
}

// FuzzMoment reads any text as the moment of a complaint: its day is the one the
// date reader finds, and its time is one of the day or none.
func FuzzMoment(f *testing.F) {
	for _, s := range []string{
		"2026-03-05 14:30", "2026-03-05T14:30:05Z", "2026/3/5 下午2:30", "5 Mar 2026 2:30 PM", "46086.604166667", "46086.999999999", "2026-03-05 24:00",
		"2026-03-05 00:00:00", "20260305143000", "2026-03-05 14:30:59.999", "1E5", "-1", "0.5",
	} {
		f.Add(s, true)
		f.Add(s, false)
	}
	f.Fuzz(func(t *testing.T, s string, number bool) {
		l := grid(crm.Complaints, "k.xlsx", "customer_id | opened\nC1 | 2026-01-01")
		cell := &l.Sheet.(*fakeSheet).rows[1].Cells[1]
		*cell = table.Cell{Col: 1, Raw: []byte(s), Style: -1, Shared: -1}
		if number {
			cell.Kind = table.Number
		}
		d := read(t, options(), grid(crm.Customers, "c.csv", someCustomers), l)
		for _, c := range d.Complaints {
			m := c.Opened
			if m.Day <= 0 || m.Day > day("2026-06-30") || m.Second < 0 || m.Second >= 86400 || m.Timed != (m.Second > 0) {
				t.Errorf("%q is %+v", s, m)
			}
			if parsed, ok := civil.ParseText(s); ok && !number && parsed.Seconds() != m.Second {
				t.Errorf("%q: %d seconds, written %d", s, m.Second, parsed.Seconds())
			}
		}
	})
}
