package memory_test

import (
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crm/internal/civil"
	"crm/internal/compare"
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/memory"
)

// standing is a state in which customers 1, 2, … have the classes that the
// letters of a text name.
func standing(asOf civil.Date, classification, letters string) *crm.State {
	s := &crm.State{AsOf: asOf, Classification: classification, Classes: []crm.ClassName{{ID: "A", Title: lang.Same("Core")}, {ID: "B"}, {ID: "C"}}}
	for i, class := range letters {
		s.Assessments = append(s.Assessments, crm.Assessment{ID: strconv.Itoa(i + 1), Class: string(class), Current: string(class)})
	}
	return s
}

// run is what a run does with a memory.
func run(m *memory.Memory, now *crm.State) *memory.Memory {
	return m.Advance(now, compare.Moves(m.Past(now.AsOf, now.Classification), now))
}

// lines is the history in short: day, customer, from, to.
func lines(m *memory.Memory) []string {
	var list []string
	for _, h := range m.History {
		list = append(list, h.On.String()[5:]+" "+h.ID+" "+h.From+">"+h.To)
	}
	return list
}

func TestRunAfterRun(t *testing.T) {
	for _, test := range []struct {
		why         string
		runs        []*crm.State
		want        []string
		now, before civil.Date
	}{
		{"the first run has nothing to tell", []*crm.State{standing(day(6, 1), "tier", "AB")}, nil, day(6, 1), 0},
		{"the same day again is the same run made anew",
			[]*crm.State{standing(day(6, 1), "tier", "AB"), standing(day(6, 1), "tier", "BB")}, nil, day(6, 1), 0},
		{"a later day", []*crm.State{standing(day(6, 1), "tier", "AB"), standing(day(7, 1), "tier", "BB")}, []string{"07-01 1 A>B"}, day(7, 1), day(6, 1)},
		{"a later day, then again with other results: that day's lines are replaced",
			[]*crm.State{standing(day(6, 1), "tier", "AB"), standing(day(7, 1), "tier", "BB"), standing(day(7, 1), "tier", "AC")},
			[]string{"07-01 2 B>C"}, day(7, 1), day(6, 1)},
		{"history grows",
			[]*crm.State{standing(day(6, 1), "tier", "A"), standing(day(7, 1), "tier", "B"), standing(day(8, 1), "tier", "CA")},
			[]string{"07-01 1 A>B", "08-01 1 B>C", "08-01 2 >A"}, day(8, 1), day(7, 1)},
		{"a look back changes nothing, and what comes then goes on from the latest",
			[]*crm.State{standing(day(6, 1), "tier", "A"), standing(day(7, 1), "tier", "B"), standing(day(5, 1), "tier", "C"), standing(day(8, 1), "tier", "B")},
			[]string{"07-01 1 A>B"}, day(8, 1), day(7, 1)},
		{"another main classification begins anew; the old lines stay, those of the same day too",
			[]*crm.State{standing(day(6, 1), "tier", "A"), standing(day(7, 1), "tier", "B"), standing(day(7, 1), "segment", "C"), standing(day(8, 1), "segment", "A")},
			[]string{"07-01 1 A>B", "08-01 1 C>A"}, day(8, 1), day(7, 1)},
	} {
		var m *memory.Memory
		for _, s := range test.runs {
			m = run(m, s)
		}
		if diff := cmp.Diff(test.want, lines(m)); diff != "" || m.Now.AsOf != test.now || m.Before.AsOf != test.before {
			t.Errorf("%s: as of %s after %s: %s", test.why, m.Now.AsOf, m.Before.AsOf, diff)
		}
	}
}

func TestFormerClassesKeepTheirTitles(t *testing.T) {
	m := run(nil, standing(day(6, 1), "tier", "A"))
	m = run(m, standing(day(7, 1), "tier", "B"))
	later := standing(day(8, 1), "tier", "B")
	later.Classes = later.Classes[1:] // A is given up
	want := []crm.FormerClass{{Classification: "tier", ID: "A", Title: lang.Same("Core")}}
	for month := range 3 { // long after its last state
		later.AsOf = day(8, 1).AddMonths(month)
		m = run(m, later)
		if diff := cmp.Diff(want, m.Former); diff != "" {
			t.Fatalf("%d months later: %s", month, diff)
		}
	}
	if m = run(m, standing(day(12, 1), "tier", "B")); m.Former != nil {
		t.Errorf("A is there again, and former too: %v", m.Former)
	}
}

func TestAdvanceTwiceIsAdvanceOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var m *memory.Memory
		for range rapid.IntRange(1, 5).Draw(t, "runs") {
			s := standing(day(1, rapid.IntRange(1, 9).Draw(t, "day")), rapid.SampledFrom([]string{"tier", "tier", "segment"}).Draw(t, "main"),
				rapid.StringMatching(`[ABC]{0,4}`).Draw(t, "classes"))
			m = run(m, s)
			again := run(m, s)
			if diff := cmp.Diff(m, again, alike); diff != "" {
				t.Fatalf("advanced again it differs: %s", diff)
			}
			reread, err := memory.Read(inMemory(m))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(m, run(reread, s), alike); diff != "" {
				t.Fatalf("advanced again from the book it differs: %s", diff)
			}
		}
	})
}

// TestSpared: what a run spares of a memory makes no difference to it.
func TestSpared(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var m, spared *memory.Memory
		for range rapid.IntRange(1, 6).Draw(t, "runs") {
			s := standing(day(1, rapid.IntRange(1, 4).Draw(t, "day")), rapid.SampledFrom([]string{"tier", "tier", "segment"}).Draw(t, "main"),
				rapid.StringMatching(`[ABC]{0,4}`).Draw(t, "classes"))
			spared.Spare(s.AsOf)
			m, spared = run(m, s), run(spared, s)
			if diff := cmp.Diff(m, spared, alike); diff != "" {
				t.Fatalf("as of %s: %s", s.AsOf, diff)
			}
		}
	})
}

func TestAdvanceLeavesTheOldMemoryAlone(t *testing.T) {
	m := run(run(nil, standing(day(6, 1), "tier", "AB")), standing(day(7, 1), "tier", "BA"))
	before := lines(m)
	next := run(m, standing(day(8, 1), "tier", "CC"))
	next.History[0].ID = "changed"
	if diff := cmp.Diff(before, lines(m)); diff != "" {
		t.Error(diff)
	}
}
