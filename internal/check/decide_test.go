package check

import (
	"testing"
	"time"

	"crm/internal/civil"
)

// TestVerdict: what people write into the column Decision.
func TestVerdict(t *testing.T) {
	lastDay := civil.MustNew(2026, time.December, 31)
	for _, c := range []struct {
		text  string
		want  Verdict
		until civil.Date
		why   string
	}{
		{"ignore", Ignore, 0, "as the workbook says"},
		{" IGNORE ", Ignore, 0, "case and blanks"},
		{"忽略", Ignore, 0, "Chinese"},
		{"fixed", Fixed, 0, "as the workbook says"},
		{"已修正", Fixed, 0, "Chinese"},
		{"已改正", Fixed, 0, "another word for it"},
		{"已修復", Fixed, 0, "in traditional characters"},
		{"2026-12-31", Later, lastDay, "a day"},
		{"2026年12月31日", Later, lastDay, "a day in Chinese"},
		{"31.12.2026", Later, lastDay, "only one order has such a day"},
		{"12/31/2026", Later, lastDay, "only one order has such a day"},
		{"03/04/2026", Undecided, 0, "a day of either order"},
		{"31.12.26", Undecided, 0, "a year of two digits"},
		{"2026-02-30", Undecided, 0, "no day of the calendar"},
		{"maybe", Undecided, 0, "no decision"},
	} {
		if got, until := verdict(c.text); got != c.want || until != c.until {
			t.Errorf("%q (%s): %d until %v, want %d until %v", c.text, c.why, got, until, c.want, c.until)
		}
	}
}
