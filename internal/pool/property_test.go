package pool_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/pool"
)

// world is customers, a ledger, and where everybody must be.
type world struct {
	table []crm.Customer
	at    []pool.Place
	lines []pool.Line
	day   civil.Date
	// where everybody was before each run that stands
	before []snapshot
}

type snapshot struct {
	run int
	at  []pool.Place
}

var owners = []string{"Li", "Wang", "Zhao"}

func newWorld(t *rapid.T) *world {
	w := &world{day: date("2026-01-01")}
	for i := range rapid.IntRange(1, 4).Draw(t, "customers") {
		c := crm.Customer{ID: fmt.Sprint("C", i), Name: "客户" + fmt.Sprint(i), Owner: rapid.SampledFrom(append([]string{""}, owners...)).Draw(t, "owner")}
		c.InPool = rapid.Bool().Draw(t, "in pool")
		w.table = append(w.table, c)
		w.at = append(w.at, pool.PlaceOf(&c))
	}
	return w
}

func (w *world) subjects(keep func(i int) bool) []pool.Subject {
	var all []pool.Subject
	for i := range w.table {
		if keep(i) {
			all = append(all, pool.Subject{Customer: &w.table[i]})
		}
	}
	return all
}

// step does something, on the ledger and in the model.
func (w *world) step(t *rapid.T) {
	l := pool.NewLedger(w.lines)
	w.day += civil.Date(rapid.IntRange(0, 20).Draw(t, "days"))
	now := pool.Moment{Day: w.day, Second: rapid.IntRange(0, 86399).Draw(t, "second"), Who: "x"}
	some := w.subjects(func(i int) bool { return rapid.Bool().Draw(t, "chosen") })
	who, other := rapid.SampledFrom(owners).Draw(t, "who"), rapid.SampledFrom(owners).Draw(t, "other")
	before := slices.Clone(w.at)
	var lines []pool.Line
	var refused []pool.Refusal
	switch rapid.IntRange(0, 3).Draw(t, "action") {
	case 0:
		lines, refused = l.Release(some, now)
	case 1:
		lines, refused = l.Claim(some, who, civil.Period{N: 10, Unit: civil.Days}, now)
	case 2:
		lines, refused = l.HandOver(w.subjects(func(int) bool { return true }), who, other, now)
	case 3:
		lines, refused = l.Undo(0, "", now)
		if len(lines) > 0 {
			last := w.before[len(w.before)-1]
			w.before = w.before[:len(w.before)-1]
			if lines[0].Undoes != last.run {
				t.Fatalf("run %d is taken back, want %d", lines[0].Undoes, last.run)
			}
			w.at = last.at
			w.lines = append(w.lines, lines...)
			return
		}
	}
	if len(refused) > 0 && len(lines) > 0 {
		t.Fatal("refused, and done all the same")
	}
	if len(lines) == 0 {
		return
	}
	w.before = append(w.before, snapshot{lines[0].Run, before})
	for _, line := range lines {
		i := slices.IndexFunc(w.table, func(c crm.Customer) bool { return c.ID == line.ID })
		if !line.Before.Is(w.at[i]) {
			t.Fatalf("the line says %v, the customer was at %v", line.Before, w.at[i])
		}
		w.at[i] = line.After
	}
	w.lines = append(w.lines, lines...)
}

// check holds the ledger to the model: also read back from its file, and applied
// in any number of steps.
func (w *world) check(t *rapid.T) {
	l := pool.NewLedger(w.lines)
	text, err := (*pool.Ledger)(nil).Append(w.lines, rapid.SampledFrom([]lang.Lang{lang.EN, lang.ZH}).Draw(t, "lang"))
	if err != nil {
		t.Fatal(err)
	}
	read, problems := pool.Parse("pool.csv", text)
	if problems.Failed() {
		t.Fatal(problems)
	}
	steps := slices.Clone(w.table)
	for range rapid.IntRange(0, 3).Draw(t, "steps") {
		pool.NewLedger(w.lines[:rapid.IntRange(0, len(w.lines)).Draw(t, "upto")]).Apply(steps)
	}
	l.Apply(steps)
	for i := range w.table {
		for name, got := range map[string]pool.Place{
			"ledger": l.Stand(&w.table[i]).Place, "read back": read.Stand(&w.table[i]).Place, "applied": pool.PlaceOf(&steps[i]),
		} {
			if !got.Is(w.at[i]) {
				t.Fatalf("%s: %s is at %v, want %v\n%s", name, w.table[i].ID, got, w.at[i], text)
			}
			if got.Pool && got.Owner != "" {
				t.Fatalf("%s is in the pool and %s's", w.table[i].ID, got.Owner)
			}
		}
	}
}

// TestReplay: whatever was done, every customer is where it must be; what was
// taken back is as if it had not been; nobody has two owners.
func TestReplay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t)
		for range rapid.IntRange(1, 8).Draw(t, "actions") {
			w.step(t)
			w.check(t)
		}
	})
}
