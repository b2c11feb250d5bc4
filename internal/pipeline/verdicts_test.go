package pipeline_test

import (
	"testing"

	"crm/internal/civil"
	"crm/internal/crm"
)

// TestVerdicts: who only asks for verdicts, as the digest does, hears what the
// whole report says, of the run's day and of an earlier one.
func TestVerdicts(t *testing.T) {
	r := run(t, "", "2026-09-30", exampleFiles(t)...)
	defer r.Close()
	day := civil.MustNew(2026, 6, 30)
	then := run(t, "", day.String(), exampleFiles(t)...)
	defer then.Close()
	same := func(name string, whole, quick []crm.Indicator) {
		known := 0
		for i := range whole {
			a, b := &whole[i], &quick[i]
			if a.ID == "completeness" { // told of today alone
				continue
			}
			if a.ID != b.ID || a.Value != b.Value || a.Before != b.Before || a.Verdict != b.Verdict {
				t.Errorf("%s: %s is %v before %v, verdict %d; %s is %v before %v, verdict %d", name, a.ID, a.Value, a.Before, a.Verdict, b.ID, b.Value, b.Before, b.Verdict)
			}
			if a.Verdict != crm.NoVerdict {
				known++
			}
		}
		if known == 0 {
			t.Errorf("%s: nothing is judged", name)
		}
	}
	same("the run's day", r.KPIs().Indicators, r.Verdicts())
	same("an earlier day", then.KPIs().Indicators, r.As(day).Verdicts())
}
