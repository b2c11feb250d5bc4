package pipeline_test

import (
	"encoding/csv"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"crm/internal/civil"
	"crm/internal/measure"
	"crm/internal/pipeline"
	"crm/internal/rules"
	"crm/internal/sheet"
	"crm/internal/sheet/xlsx"
)

// followed is a follow-up as the recount tells it: the state, the due day, and
// what the clock runs from.
type followed struct{ State, Due, Clock string }

// bySheet is the follow-up of a customer of a class of 45 days in a country
// that nobody knows, by the product page alone and with the days of package time.
func bySheet(asOf time.Time, starts map[string]time.Time) followed {
	var start time.Time
	clock := ""
	for _, kind := range []string{"activity", "order", "created"} { // on one day the first counts
		if d, ok := starts[kind]; ok && !d.After(asOf) && d.After(start) {
			start, clock = d, kind
		}
	}
	if clock == "" {
		return followed{State: "no_clock"}
	}
	release := start.AddDate(0, 0, 45)
	due := release
	for due.Weekday() == time.Saturday || due.Weekday() == time.Sunday {
		due = due.AddDate(0, 0, -1)
	}
	state := "in_time"
	switch {
	case asOf.After(release):
		state = "released"
	case asOf.After(due):
		state = "overdue"
	case asOf.AddDate(0, 0, 3).After(due) || asOf.AddDate(0, 0, 3).Equal(due):
		state = "due_soon"
	}
	return followed{State: state, Due: due.Format(time.DateOnly), Clock: clock}
}

// followsOf runs files under rules and tells every customer's follow-up by name.
func followsOf(t *testing.T, source, asOf string, files ...string) map[string]followed {
	t.Helper()
	set, problems := rules.Parse("rules.yaml", []byte(source), measure.Declared())
	if problems.Failed() {
		t.Fatal(problems)
	}
	day, _ := civil.ParseISO(asOf)
	for i := range files {
		files[i] = filepath.Join("..", "..", "..", "shared", "data", files[i])
		if _, err := os.Stat(files[i]); err != nil {
			t.Skip("the shared data is not here:", err)
		}
	}
	r, err := pipeline.Run(pipeline.Options{Files: files, Rules: set, AsOf: day, Today: day, Sheet: sheet.Options{Limits: xlsx.DefaultLimits()}, TakeClasses: true})
	if err != nil || r.Problems.Failed() {
		t.Fatal(err, r.Problems)
	}
	defer r.Close()
	got := map[string]followed{}
	for i, up := range r.Followup().All() {
		f := followed{State: up.State.String(), Clock: up.Clock.String()}
		if up.Due != 0 {
			f.Due = up.Due.String()
		}
		got[r.Data.Customers[i].Name] = f
	}
	return got
}

// states counts customers by state and clock.
func states(of map[string]followed) map[string]int {
	counts := map[string]int{}
	for f := range maps.Values(of) {
		counts[f.State+" "+f.Clock]++
	}
	return counts
}

// TestFollowUpOfNotes: 12 notes say who was ever contacted; everybody else runs
// from the day the loan was paid out, which the rules take for created.
func TestFollowUpOfNotes(t *testing.T) {
	const book = "crm-notes-xlsm/CRM Finance Loan Tracking Excel File.xlsm"
	const source = `version: 1
columns: {customers: {created: [Disbursed Date]}}
classifications: [{id: book, classes: [{id: all}]}]
followup: {by: book, pool: true, classes: {all: {release: 45d}}}
`
	for _, asOf := range []string{"2025-03-01", "2025-04-29", "2025-06-30"} {
		got := followsOf(t, source, asOf, book)
		f, err := excelize.OpenFile(filepath.Join("..", "..", "..", "shared", "data", book), excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		starts := map[string]map[string]time.Time{}
		names := map[string]string{}
		for i, row := range rowsOf(t, f, "CLIENT LIST") {
			if key := fold(cellAt(row, 1)); i > 0 && key != "" && starts[key] == nil {
				starts[key], names[key] = map[string]time.Time{}, strings.TrimSpace(cellAt(row, 1))
				if d, ok := serial(cellAt(row, 8)); ok {
					starts[key]["created"] = d
				}
			}
		}
		day, _ := time.Parse(time.DateOnly, asOf)
		for i, row := range rowsOf(t, f, "LogSheet") {
			s := starts[fold(cellAt(row, 1))]
			if d, ok := serial(cellAt(row, 0)); i > 0 && s != nil && ok && !d.After(day) && d.After(s["activity"]) {
				s["activity"] = d
			}
		}
		want := map[string]followed{}
		for key, s := range starts {
			want[names[key]] = bySheet(day, s)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("as of %s: %s", asOf, d)
		}
		t.Log(asOf, states(got))
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestFollowUpOfDeals: accounts without any date; where orders count, the won
// deals' close dates are contacts, and the deals still engaging are none.
func TestFollowUpOfDeals(t *testing.T) {
	// The country is read as a region: the recount knows no public holidays.
	const source = `version: 1
columns: {customers: {region: [office_location]}}
classifications: [{id: book, classes: [{id: all}]}]
followup: {by: book, pool: true, classes: {all: {release: 45d, counts: [order]}}}
`
	accounts, deals := "crm-opportunities/original/accounts.csv", "crm-opportunities/original/sales_pipeline.csv"
	for _, asOf := range []string{"2017-03-20", "2018-01-20", "2018-02-11", "2018-02-14"} {
		got := followsOf(t, source, asOf, accounts, deals)
		day, _ := time.Parse(time.DateOnly, asOf)
		starts := map[string]map[string]time.Time{}
		for _, row := range csvRows(t, accounts) {
			starts[row[0]] = map[string]time.Time{}
		}
		engaging := 0
		for _, row := range csvRows(t, deals) {
			account, stage, closed := row[3], row[4], row[6]
			if stage == "Engaging" && closed == "" {
				engaging++
			}
			if d, err := time.Parse(time.DateOnly, closed); err == nil && stage == "Won" && starts[account] != nil && !d.After(day) && row[7] != "0" {
				if d.After(starts[account]["order"]) {
					starts[account]["order"] = d
				}
			}
		}
		if engaging == 0 {
			t.Error("no deal is engaging without a close date: nothing is shown")
		}
		want := map[string]followed{}
		for name, s := range starts {
			want[name] = bySheet(day, s)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("as of %s: %s", asOf, d)
		}
		t.Log(asOf, states(got), engaging, "engaging")
	}
}

func csvRows(t *testing.T, file string) [][]string {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "..", "..", "shared", "data", file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

func rowsOf(t *testing.T, f *excelize.File, sheet string) [][]string {
	t.Helper()
	rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func cellAt(row []string, i int) string {
	if i < len(row) {
		return row[i]
	}
	return ""
}

func fold(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), " ")) }

// serial is the day of a serial number of Excel.
func serial(text string) (time.Time, bool) {
	whole, _, _ := strings.Cut(text, ".")
	n := 0
	for _, r := range whole {
		if r < '0' || r > '9' {
			return time.Time{}, false
		}
		n = n*10 + int(r-'0')
	}
	if whole == "" || n < 61 {
		return time.Time{}, false
	}
	return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n), true
}
