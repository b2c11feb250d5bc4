package pipeline_test

import (
	"math/big"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// accountFunnel is what the pipeline's file says of an account at a day.
type accountFunnel struct {
	pipeline     *big.Rat
	inquiries    int64
	last, oldest string
}

// TestOpportunitiesRecount holds the measures of the 8 800 opportunities of
// crm-opportunities against a second reading of the file with encoding/csv: on
// its last day, and on one in the middle of it, when what was closed later was open.
func TestOpportunitiesRecount(t *testing.T) {
	folder := filepath.Join("..", "..", "..", "shared", "data", "crm-opportunities")
	if _, err := os.Stat(folder); err != nil {
		t.Skip("no", folder)
	}
	rows := records(t, filepath.Join(folder, "original", "sales_pipeline.csv"), false)
	for _, asOf := range []string{"2017-12-31", "2017-06-30"} {
		want := map[string]*accountFunnel{}
		from := calendar(time.DateOnly, asOf).AddDate(-1, 0, 0).Format(time.DateOnly)
		for _, row := range rows {
			opened, closed := row["engage_date"], row["close_date"]
			if row["account"] == "" || opened > asOf {
				continue
			}
			a := want[row["account"]]
			if a == nil {
				a = &accountFunnel{pipeline: new(big.Rat)}
				want[row["account"]] = a
			}
			if opened > from {
				a.inquiries++
			}
			a.last = max(a.last, opened)
			over := row["deal_stage"] == "Won" || row["deal_stage"] == "Lost"
			if over && closed <= asOf {
				continue
			}
			if row["close_value"] != "" {
				a.pipeline.Add(a.pipeline, exact(row["close_value"]))
			}
			if opened != "" && (a.oldest == "" || opened < a.oldest) {
				a.oldest = opened
			}
		}
		r := run(t, "", asOf, filepath.Join(folder, "accounts.csv"), filepath.Join(folder, "sales_pipeline.csv"))
		seen := 0
		for i := range r.Data.Customers {
			name := r.Data.Customers[i].Name
			a := want[name]
			if a == nil {
				continue
			}
			seen++
			days := func(day string) string {
				if day == "" {
					return ""
				}
				return big.NewRat(int64(calendar(time.DateOnly, asOf).Sub(calendar(time.DateOnly, day))/(24*time.Hour)), 1).RatString()
			}
			for measure, text := range map[string]string{
				"pipeline": a.pipeline.RatString(), "inquiries": big.NewRat(a.inquiries, 1).RatString(), "days_since_inquiry": days(a.last), "days_in_funnel": days(a.oldest),
			} {
				if got := r.Measures.Column(measure)[i].String(); got != text && !(measure == "days_in_funnel" && text == "") {
					t.Errorf("%s: %s of %s = %s, want %s", asOf, measure, name, got, text)
				}
			}
		}
		r.Close()
		if seen != len(want) || seen < 80 {
			t.Errorf("%s: %d accounts of %d", asOf, seen, len(want))
		}
	}
}
