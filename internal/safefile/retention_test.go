package safefile

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestRetention(t *testing.T) {
	rec := func(path, content string, day int) record {
		return record{Path: path, Before: content, Time: stamp(time.Date(2026, 1, day, 0, 0, 0, 0, time.UTC))}
	}
	now := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	const daysOf = 24 * time.Hour
	for _, test := range []struct {
		name    string
		keep    Retention
		now     time.Time
		records []record
		want    string
		why     string
	}{
		{"by count", Retention{2, daysOf}, now, []record{rec("a", "1", 1), rec("a", "2", 2), rec("a", "3", 3)}, "2 3", "the newest two"},
		{"by age", Retention{1, 58 * daysOf}, now, []record{rec("a", "1", 1), rec("a", "2", 2), rec("a", "3", 3)}, "2 3", "58 days old is not too old"},
		{"per file", Retention{1, daysOf}, now, []record{rec("a", "1", 1), rec("b", "2", 2), rec("a", "3", 3)}, "2 3", "each file has its own newest"},
		{"one content twice", Retention{2, daysOf}, now, []record{rec("a", "1", 1), rec("a", "2", 2), rec("a", "1", 3), rec("a", "1", 4)}, "1 2", "a content counts once, where it was newest"},
		{"shared", Retention{1, daysOf}, now, []record{rec("a", "1", 1), rec("b", "1", 2), rec("a", "3", 3)}, "1 3", "wanted by another file"},
		{"the clock went back", Retention{1, daysOf}, now, []record{rec("a", "1", 40), rec("a", "2", 90), rec("a", "3", 1)}, "2 3", "order counts, not the clock; the future is young"},
		{"no clock", Retention{1, daysOf}, time.Time{}, []record{rec("a", "1", 1), rec("a", "2", 2)}, "1 2", "nothing is old"},
		{"no time", Retention{1, daysOf}, now, []record{{Path: "a", Before: "1"}, rec("a", "2", 2)}, "1 2", "of unknown age"},
		{"usual", Retention{}, now, []record{rec("a", "1", 1)}, "1", "zero means the usual, not nothing"},
		{"unreadable lines", Retention{1, daysOf}, now, []record{{}, rec("a", "1", 1)}, "1", "they want nothing"},
	} {
		wanted := test.keep.orUsual().wanted(test.records, test.now)
		if got := strings.Join(slices.Sorted(maps.Keys(wanted)), " "); got != test.want {
			t.Errorf("%s: keeps %q, want %q: %s", test.name, got, test.want, test.why)
		}
	}
}

// TestPrune: what goes goes with its record, what is not in the ledger stays.
func TestPrune(t *testing.T) {
	m := withBook(t)
	backups := modelOptions(1).Backups
	o := modelOptions(1)
	o.Keep = Retention{Count: 3, Age: 48 * time.Hour}
	for day := 1; day <= 10; day++ {
		o.Now = time.Date(2026, 1, 5*day, 0, 0, 0, 0, time.UTC)
		if _, err := saveAs(fmt.Sprint("content ", day), o)(m); err != nil {
			t.Fatal(err)
		}
		if day == 1 {
			m.put(backups+"/somebody's.xlsx", "x")
		}
	}
	_, versions, err := history(m, backups, book())
	var got []string
	for _, v := range versions {
		var b strings.Builder
		if err := copyFrom(m, v.Path, &b, v.SHA256); err != nil {
			t.Error(err)
		}
		got = append(got, b.String())
	}
	if want := "content 9, content 8, content 7"; err != nil || strings.Join(got, ", ") != want {
		t.Errorf("kept: %v, %v, want %s", got, err, want)
	}
	names, _ := m.names(backups)
	if len(names) != 5 || !slices.Contains(names, "somebody's.xlsx") {
		t.Errorf("in the folder: %v", names)
	}
	s := &store{disk: m, folder: backups}
	if all, _ := s.records(); len(all) != 3 {
		t.Errorf("%d records, want 3", len(all))
	}
	if _, _, err := undo(context.Background(), m, book(), o); err != nil || contentOf(m) != "content 9" {
		t.Errorf("undo gives %q, %v", contentOf(m), err)
	}
}
