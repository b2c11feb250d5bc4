package report_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/measure"
	"crm/internal/money"
	"crm/internal/pipeline"
	"crm/internal/report"
	"crm/internal/rules"
	"crm/internal/sheet"
	"crm/internal/sheet/xlsx"
	"crm/internal/value"
)

const (
	customers = "customer_id,customer_name,country,email\nK1,Beta,DE,b@beta.example\nK2,Alpha,US,\nK3,Gamma,US,g@gamma.example\nK4,Delta,FR,\n"
	orders    = "order_no,order_date,customer_id,amount,currency\nO1,2026-03-01,K1,600,USD\nO2,2026-04-01,K2,300,USD\nO3,2026-05-01,K3,300,USD\nO4,2025-01-05,K1,50,USD\nO5,2026-06-01,K9,7,USD\n"
)

// reported runs the pipeline over the two small tables.
func reported(t *testing.T) *report.Run {
	t.Helper()
	folder := t.TempDir()
	var files []string
	for name, text := range map[string]string{"customers.csv": customers, "orders.csv": orders} {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, path)
	}
	asOf := civil.MustNew(2026, 9, 30)
	r, err := pipeline.Run(pipeline.Options{
		Files: files, Rules: rules.Default(measure.Declared()), AsOf: asOf, Today: asOf, Sheet: sheet.Options{Limits: xlsx.DefaultLimits()},
	})
	if err != nil || r.Problems.Failed() {
		t.Fatal(err, r.Problems)
	}
	t.Cleanup(r.Close)
	return &report.Run{
		AsOf: asOf, Data: r.Data, Rules: r.Rules, Declared: measure.Declared(),
		Measure: r.Measures.Column, Amounts: r.Measures.Amounts, Classes: r.Classes,
	}
}

func TestListOrder(t *testing.T) {
	run := reported(t)
	for _, c := range []struct {
		sort, want, why string
	}{
		{"", "Beta Alpha Gamma Delta", "largest revenue first, equals by name"},
		{"revenue", "Delta Alpha Gamma Beta", "smallest first"},
		{"last_order", "Beta Alpha Gamma Delta", "who never ordered comes last"},
		{"-last_order", "Gamma Alpha Beta Delta", "also where the latest comes first"},
		{"-customer_name", "Gamma Delta Beta Alpha", "texts too"},
	} {
		g, err := run.List(report.ListOptions{Columns: []string{"customer_name"}, Sort: c.sort})
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, row := range g.Rows {
			names = append(names, row[0].String())
		}
		if got := strings.Join(names, " "); got != c.want {
			t.Errorf("sorted by %q: %s, want %s: %s", c.sort, got, c.want, c.why)
		}
	}
}

func TestUnknownColumnNamesTheNearest(t *testing.T) {
	_, err := reported(t).List(report.ListOptions{Columns: []string{"revenu"}})
	var unknown *report.UnknownColumn
	if !errors.As(err, &unknown) || unknown.Nearest != "revenue" {
		t.Errorf("got %v, want revenue as the nearest", err)
	}
}

// TestSummaryAddsUp: the classes of every classification hold all customers and
// all revenue, and their shares are those of the sums.
func TestSummaryAddsUp(t *testing.T) {
	for _, g := range reported(t).Summary(true) {
		var count, revenue, share money.Decimal
		for _, row := range g.Rows {
			count, revenue, share = count.Add(row[1].Decimal()), revenue.Add(row[3].Decimal()), share.Add(row[4].Decimal())
		}
		if count.String() != "4" || revenue.String() != "1200" || share.Sub(money.FromInt(1)).Abs().Cmp(money.MustParse("0.00000000001")) > 0 {
			t.Errorf("%s: %s customers, %s revenue, shares %s; want 4, 1200, 1", g.Title.EN, count, revenue, share)
		}
	}
}

func TestParetoEndsAtAll(t *testing.T) {
	g := reported(t).Pareto()
	if len(g.Rows) != 3 {
		t.Fatalf("%d rows, want the 3 customers with revenue", len(g.Rows))
	}
	if last := g.Rows[2][3]; last.String() != "1" {
		t.Errorf("the last cumulative share is %s, want 1", last)
	}
}

func TestReconciliation(t *testing.T) {
	run := reported(t)
	var lines []string
	for _, l := range append(run.Reconciliation(true), run.ByClass()...) {
		line := l.In(lang.EN)
		if at := strings.Index(line, "orders.csv"); at >= 0 {
			line = line[at:]
		}
		lines = append(lines, line)
	}
	want := []string{
		"orders.csv: 5 rows = 4 used + 1 without customer",
		"  USD 1,257 = 1,250 used + 7 without customer",
		"  USD 1,200 used in the window = 0 Core + 0 Growth + 1,200 Basic",
		"  USD 50 used before it = 0 Core + 0 Growth + 50 Basic",
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Error(diff)
	}
}

// TestWhyFlatAgreesWithTheClass: the last class shown is the one taken, and holds.
func TestWhyFlatAgreesWithTheClass(t *testing.T) {
	run := reported(t)
	for customer := range run.Data.Customers {
		for i := range run.Rules.Classifications {
			g := run.WhyFlat(customer, []crm.Turn{{Classification: i}})
			last := g.Rows[len(g.Rows)-1]
			if want := run.Classes.IDs(i)[customer].Text(); last[1].Text() != want || !last[2].True() {
				t.Errorf("customer %d, %s: the trace ends with %v, want %s", customer, run.Rules.Classifications[i].ID, last, want)
			}
		}
	}
}

func TestEveryColumnCanBeShown(t *testing.T) {
	run := reported(t)
	names := []string{report.Why, "customer_id", "email", "tier"}
	for _, m := range measure.Declared() {
		names = append(names, m.Name)
	}
	g, err := run.List(report.ListOptions{Columns: names})
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range g.Columns {
		if c.Title.In(lang.EN) == "" || c.Title.In(lang.ZH) == "" {
			t.Errorf("column %s lacks a title", c.ID)
		}
		for _, row := range g.Rows {
			if v := row[i]; v.Present() && c.Kind.Numeric() != v.Kind().Numeric() && v.Kind() != value.Text {
				t.Errorf("column %s is of kind %d and holds %v", c.ID, c.Kind, v)
			}
		}
	}
}

// TestParetoIsTheList: its customers are the first of the list, in its order.
func TestParetoIsTheList(t *testing.T) {
	r := reported(t)
	g := r.Pareto()
	list, err := r.List(report.ListOptions{Columns: []string{g.Columns[0].ID, "revenue"}})
	if err != nil || len(g.Rows) < 2 {
		t.Fatalf("%d rows, %v", len(g.Rows), err)
	}
	for i, row := range g.Rows {
		if row[0] != list.Rows[i][0] || row[1] != list.Rows[i][1] {
			t.Errorf("number %d is %v, in the list %v", i+1, row[:2], list.Rows[i])
		}
	}
}
