package contactlog_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crm/internal/civil"
	"crm/internal/contactlog"
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/sheet/csvfile"
)

var (
	today = civil.MustNew(2026, 11, 21)
	later = civil.MustNew(2026, 12, 1)
)

func entry() *contactlog.Entry {
	return &contactlog.Entry{CustomerID: "C1", Customer: "Acme, Inc.", Date: today, Channel: "phone", Summary: "=HYPERLINK(1)", Next: later}
}

func layout(fields ...crm.Field) *crm.Layout {
	l := &crm.Layout{Kind: crm.Activities, Header: 1}
	for i, f := range fields {
		l.Columns = append(l.Columns, crm.Column{Index: i, Field: f, Header: "h" + string(rune('a'+i))})
	}
	return l
}

func TestRow(t *testing.T) {
	for _, test := range []struct {
		layout   *crm.Layout
		want     []contactlog.Cell
		unplaced []crm.Field
		why      string
	}{
		{layout(crm.FieldActivityDate, crm.FieldCustomerID, "", crm.FieldSummary, crm.FieldChannel, crm.FieldNextDate),
			[]contactlog.Cell{{Col: 0, Day: today}, {Col: 1, Text: "C1"}, {Col: 3, Text: "=HYPERLINK(1)"}, {Col: 4, Text: "phone"}, {Col: 5, Day: later}}, nil,
			"under the table's own headers, the columns it has besides left empty"},
		{layout(crm.FieldCustomerName, crm.FieldActivityDate, crm.FieldCustomerName),
			[]contactlog.Cell{{Col: 0, Text: "Acme, Inc."}, {Col: 1, Day: today}},
			[]crm.Field{crm.FieldChannel, crm.FieldSummary, crm.FieldNextDate},
			"what has no column is told; the name is enough to know the customer by, and is written once"},
		{layout(crm.FieldActivityDate, crm.FieldChannel),
			[]contactlog.Cell{{Col: 0, Day: today}, {Col: 1, Text: "phone"}},
			[]crm.Field{crm.FieldCustomerID, crm.FieldCustomerName, crm.FieldSummary, crm.FieldNextDate},
			"nothing would say whose contact it is"},
	} {
		got, unplaced := contactlog.Row(test.layout, entry())
		if !slices.Equal(got, test.want) || !slices.Equal(unplaced, test.unplaced) {
			t.Errorf("%v %v, want %v %v: %s", got, unplaced, test.want, test.unplaced, test.why)
		}
	}
}

func TestRowLeavesOursAlone(t *testing.T) {
	l := layout(crm.FieldActivityDate, crm.FieldChannel, crm.FieldChannel)
	l.Columns[1].Ours = true
	got, _ := contactlog.Row(l, entry())
	if want := []contactlog.Cell{{Col: 0, Day: today}, {Col: 2, Text: "phone"}}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v: a column that crm wrote is not read", got, want)
	}
}

// A new log is written as it is for people to go on with, in either language.
func TestNew(t *testing.T) {
	for l, want := range map[lang.Lang]string{
		lang.EN: "\ufeffDate,Customer ID,Customer name,Channel,Kind,Summary,Outcome,Next contact,By\r\n",
		lang.ZH: "\ufeff跟进日期,客户编号,客户名称,跟进方式,跟进类型,跟进内容,跟进结果,下次跟进日期,跟进人\r\n",
	} {
		var out bytes.Buffer
		if err := contactlog.New(&out, l); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, out.String()); d != "" {
			t.Errorf("%v:\n%s", l, d)
		}
		if !slices.Contains(contactlog.FileNames(), contactlog.FileName(l)) {
			t.Errorf("%s is not among the names of new logs", contactlog.FileName(l))
		}
	}
}

// appended is the log with the cells behind it, and what the proof says of it.
func appended(t rapid.TB, path, log string, l *crm.Layout, cells []contactlog.Cell) (string, error) {
	t.Helper()
	if err := os.WriteFile(path, []byte(log), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := contactlog.Append(&out, path, csvfile.Options{}, cells); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := contactlog.CheckCSV(path, csvfile.Options{}, l, cells)
	return out.String(), err
}

func TestAppend(t *testing.T) {
	for _, test := range []struct {
		log   string
		cells []contactlog.Cell
		want  string
		wrong string
		why   string
	}{
		{"ha,hb,hc\n2026-01-05,Acme,called\n", []contactlog.Cell{{Col: 0, Day: today}, {Col: 1, Text: "-x"}}, "2026-11-21,'-x,\n", "",
			"as many fields as the header has; no text a spreadsheet would run"},
		{"ha,hb,hc,,\n2026-01-05,Acme,called,,\n", []contactlog.Cell{{Col: 1, Text: "Acme"}}, ",Acme,,,\n", "", "columns without a header too"},
		{"ha,hb,hc\n", []contactlog.Cell{{Col: 2, Text: "a;b;c;d"}}, ",,a;b;c;d\n", "", "other delimiters in a text"},
		{"ha;hb;hc\n", []contactlog.Cell{{Col: 2, Text: "x"}}, ";;x\n", "", "the first row of a new log"},
	} {
		got, err := appended(t, filepath.Join(t.TempDir(), "log.csv"), test.log, layout(crm.FieldActivityDate, crm.FieldCustomerID, crm.FieldSummary), test.cells)
		if got != test.log+test.want {
			t.Errorf("%q, want %q: %s", got, test.log+test.want, test.why)
		}
		if (err == nil) != (test.wrong == "") || err != nil && !strings.Contains(err.Error(), test.wrong) {
			t.Errorf("proof says %v, want %q: %s", err, test.wrong, test.why)
		}
	}
}

// The proof finds a row that is not the one that was meant.
func TestCheckCSV(t *testing.T) {
	l := layout(crm.FieldActivityDate, crm.FieldCustomerID, crm.FieldSummary)
	cells := []contactlog.Cell{{Col: 0, Day: today}, {Col: 1, Text: "C1"}}
	for content, wrong := range map[string]string{
		"ha,hb,hc\n2026-11-21,C1,\n":      "",
		"ha,hb,hc\n2026-11-21,C1,more\n":  "other fields",
		"ha,hb,hc\n2026-11-21,C1\n":       "other fields",
		"ha,hb,hc\n2026-11-21,C2,\n":      "column 2",
		"ha,hb,other\n2026-11-21,C1,\n":   "header",
		"ha,hb,hc\n2026-11-21,C1,\nx,y,z": "column 1",
	} {
		path := filepath.Join(t.TempDir(), "log.csv")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		lines, err := contactlog.CheckCSV(path, csvfile.Options{}, l, cells)
		if err == nil && !slices.Equal(lines, []int{2}) {
			t.Errorf("%q: lines %d", content, lines)
		}
		if (err == nil) != (wrong == "") || err != nil && !strings.Contains(err.Error(), wrong) {
			t.Errorf("%q: %v, want %q", content, err, wrong)
		}
	}
}

// Several rows are proven one by one, in their order.
func TestSeveralRows(t *testing.T) {
	l := layout(crm.FieldActivityDate, crm.FieldCustomerID, crm.FieldSummary)
	row := func(id, text string) []contactlog.Cell {
		return []contactlog.Cell{{Col: 0, Day: today}, {Col: 1, Text: id}, {Col: 2, Text: text}}
	}
	path := filepath.Join(t.TempDir(), "log.csv")
	if err := os.WriteFile(path, []byte("ha,hb,hc\n2026-01-05,C9,called"), 0o600); err != nil {
		t.Fatal(err)
	}
	rows := [][]contactlog.Cell{row("C1", "two\nlines"), row("C2", ""), row("C3", "x")}
	var out bytes.Buffer
	if err := contactlog.Append(&out, path, csvfile.Options{}, rows...); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	lines, err := contactlog.CheckCSV(path, csvfile.Options{}, l, rows...)
	if err != nil || !slices.Equal(lines, []int{3, 5, 6}) {
		t.Errorf("lines %d, %v\n%s", lines, err, out.String())
	}
	rows[0], rows[1] = rows[1], rows[0]
	if _, err := contactlog.CheckCSV(path, csvfile.Options{}, l, rows...); err == nil {
		t.Error("rows in another order are proven")
	}
	if _, err := contactlog.CheckCSV(path, csvfile.Options{}, l, row("C1", "x"), row("C1", "x"), row("C1", "x"), row("C1", "x"), row("C1", "x"), row("C1", "x")); err == nil {
		t.Error("more rows are proven than there are")
	}
}

// Whatever is written down reads back, or the proof says that it does not.
func TestAppendReadsBack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.csv")
	l := layout(crm.FieldActivityDate, crm.FieldCustomerID, crm.FieldSummary)
	rapid.Check(t, func(r *rapid.T) {
		text := rapid.StringMatching(`[a-z ,;\t"'\n客户é=+@-]{0,12}`)
		cells := []contactlog.Cell{{Col: 0, Day: today}, {Col: 1, Text: "C1"}, {Col: 2, Text: text.Draw(r, "text")}}
		log := "ha,hb,hc\r\n2026-01-05,Acme,called" + rapid.SampledFrom([]string{"", "\r\n"}).Draw(r, "end")
		got, err := appended(r, path, log, l, cells)
		if err != nil {
			r.Fatalf("%q: %v", got, err)
		}
		if !strings.HasPrefix(got, log) {
			r.Fatalf("%q does not begin as the log did", got)
		}
	})
}
