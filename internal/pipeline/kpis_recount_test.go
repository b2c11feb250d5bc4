package pipeline_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crm/internal/country"
	"crm/internal/kpi"
)

// abc is rules whose classes testdata/oracle/kpis.py finds by itself.
const abc = `main: abc
classifications:
  - id: abc
    by: revenue
    classes: [{id: A, cumulative: 80%}, {id: B, cumulative: 95%}, {id: C}]
`

// TestRecountKPIs holds the indicators and the tables behind them against what
// testdata/oracle/kpis.py took of the same files, to the last digit.
func TestRecountKPIs(t *testing.T) {
	for _, test := range []struct {
		oracle, asOf string
		files        []string
	}{
		{"kpis-online-retail-2011-12-09.tsv", "2011-12-09", []string{"online-retail.xlsx"}},
		{"kpis-classicmodels-2005-06-01.tsv", "2005-06-01", []string{"classicmodels/sales_data_sample.csv"}},
		{"kpis-crm-opportunities-2017-12-31.tsv", "2017-12-31", []string{"crm-opportunities/accounts.csv", "crm-opportunities/sales_pipeline.csv"}},
		{"kpis-crm-opportunities-2017-09-30.tsv", "2017-09-30", []string{"crm-opportunities/accounts.csv", "crm-opportunities/sales_pipeline.csv"}},
	} {
		t.Run(test.oracle, func(t *testing.T) {
			r := run(t, abc, test.asOf, realFiles(t, test.files...)...)
			defer r.Close()
			want, got := takenAgain(t, test.oracle), figures(r.KPIs())
			if len(want) < 100 {
				t.Fatalf("only %d facts were taken again", len(want))
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("facts (-want +got):\n%s", diff)
			}
		})
	}
}

// takenAgain is the lines of a file of testdata/oracle, with countries by code, sorted.
func takenAgain(t *testing.T, name string) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "testdata", "oracle", name))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	for i, line := range lines {
		fields := strings.Split(line, "\t")
		if fields[0] != "country" {
			continue
		}
		if iso, ok := country.Parse(fields[1]); ok {
			fields[1] = iso
		}
		lines[i] = strings.Join(fields, "\t")
	}
	slices.Sort(lines)
	return lines
}

// figures is the result as testdata/oracle/kpis.py prints it, sorted: what it does not
// take is left out.
func figures(k *kpi.Result) []string {
	var lines []string
	tell := func(fields ...any) {
		texts := make([]string, len(fields))
		for i, f := range fields {
			texts[i] = fmt.Sprint(f)
		}
		lines = append(lines, strings.Join(texts, "\t"))
	}
	for _, i := range k.Indicators {
		switch i.ID {
		case "repurchase_cycle", "repurchase_cycle_a", "repurchase_cycle_b", "repurchase_cycle_c":
			continue // its quartiles are told
		case "funnel_conversion":
			if len(k.Funnel.Steps) == 0 {
				continue
			}
		default:
			if !slices.Contains([]string{"customers", "retention", "market", "concentration"}, i.Theme) {
				continue
			}
		}
		tell("indicator", i.ID, i.Value, i.Before)
		for _, p := range i.Series {
			if i.ID != "revenue" {
				tell("series", i.ID, p.On, p.Value)
			}
		}
	}
	tellOrders(k, tell)
	tellShares(k, tell)
	slices.Sort(lines)
	return lines
}

func tellOrders(k *kpi.Result, tell func(...any)) {
	for _, m := range k.Months {
		tell("month", m.From, m.To, m.New, m.Returning, m.Recovered, m.Lost, m.Active, m.Orders, m.Revenue)
	}
	for _, d := range k.ClassDays {
		for i, c := range d.Classes {
			tell("day", d.On, k.Classes[i].ID, c.Customers, c.Revenue)
		}
	}
	for _, c := range k.Cohorts.Rows {
		row := []any{"cohort", c.From, c.To, c.Customers}
		for _, n := range c.Bought {
			row = append(row, n)
		}
		tell(row...)
	}
	for _, b := range k.Cycles.Bins {
		tell("bin", b.Over, b.UpTo, b.Customers)
	}
	tellCycle(tell, "all", k.Cycles.All, k.Cycles.AllBefore)
	for i, now := range k.Cycles.Classes {
		var before kpi.Quartiles
		if i < len(k.Cycles.Before) {
			before = k.Cycles.Before[i]
		}
		tellCycle(tell, k.Classes[i].ID, now, before)
	}
}

func tellCycle(tell func(...any), class string, now, before kpi.Quartiles) {
	tell("cycle", class, now.Customers, now.Low, now.Median, now.High, "|", before.Customers, before.Low, before.Median, before.High)
}

func tellShares(k *kpi.Result, tell func(...any)) {
	for _, a := range k.Countries {
		tell("country", a.ID, a.Customers, a.Buyers, a.Revenue, a.Before, a.Share, a.ShareBefore, a.Change)
	}
	for _, p := range k.Concentration.Points {
		tell("pareto", p.Customers, p.Revenue, p.CustomerShare, p.RevenueShare)
	}
	f := &k.Funnel
	for _, s := range f.Steps {
		tell("step", s.Step, s.Reached, s.Next, s.Days.Customers, s.Days.Low, s.Days.Median, s.Days.High,
			s.Here, s.Waiting.Customers, s.Waiting.Low, s.Waiting.Median, s.Waiting.High, s.Longest)
	}
	if len(f.Steps) > 0 {
		tell("funnel", f.Opened, f.Won, f.Lost, f.Open, f.Undated)
	}
}
