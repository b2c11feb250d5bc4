package compare_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crm/internal/civil"
	"crm/internal/compare"
	"crm/internal/crm"
	"crm/internal/money"
	"crm/internal/value"
)

func day(month time.Month, d int) civil.Date { return civil.MustNew(2026, month, d) }

func usd(n int) value.Value { return value.Int(value.Money, n) }

func classes(ids ...string) []crm.ClassName {
	list := make([]crm.ClassName, len(ids))
	for i, id := range ids {
		list[i].ID = id
	}
	return list
}

// state is a state of the classification tier.
func state(asOf civil.Date, rules string, names []crm.ClassName, list ...crm.Assessment) *crm.State {
	return &crm.State{AsOf: asOf, Classification: "tier", Classes: names, RulesSHA256: rules, Currency: "USD", Assessments: list}
}

func customer(id, name, class string, revenue int) crm.Assessment {
	return crm.Assessment{ID: id, Name: name, Class: class, Current: class, Revenue: usd(revenue)}
}

// told is a move in short.
type told struct {
	Who, From, To string
	Cause         crm.Cause
	Review        civil.Date
	Current       string
}

func short(moves []crm.Move) []told {
	var list []told
	for _, m := range moves {
		list = append(list, told{m.Name, m.From, m.To, m.Cause, m.Review, m.Current})
	}
	return list
}

func TestMoves(t *testing.T) {
	abc := classes("A", "B", "C")
	asked := func(a crm.Assessment, reasons ...crm.Reason) crm.Assessment {
		a.Reasons = reasons
		return a
	}
	word := func(a crm.Assessment) crm.Assessment {
		a.Manual = true
		return a
	}
	waits := func(a crm.Assessment, current string) crm.Assessment {
		a.Current = current
		return a
	}
	reviewed := func(s *crm.State, on civil.Date) *crm.State {
		s.Reviewed = on
		return s
	}
	for _, test := range []struct {
		why      string
		old, now *crm.State
		want     []told
	}{
		{"most revenue first, new and gone among them; who stayed is not told",
			state(day(6, 1), "r", abc, customer("1", "Small", "A", 5), customer("2", "Gone", "B", 50), customer("3", "Same", "A", 999)),
			state(day(7, 1), "r", abc, customer("3", "Same", "A", 999), customer("1", "Small", "B", 10), customer("4", "New", "C", 100)),
			[]told{{Who: "New", To: "C"}, {Who: "Gone", From: "B"}, {Who: "Small", From: "A", To: "B"}}},
		{"ids are compared as everywhere: without case and width",
			state(day(6, 1), "r", abc, customer("ｃ-1", "X", "A", 1)), state(day(7, 1), "r", abc, customer("C-1", "X Ltd", "B", 1)),
			[]told{{Who: "X Ltd", From: "A", To: "B"}}},
		{"by name where one state knows no ids",
			state(day(6, 1), "r", abc, customer("", "Acme  GmbH", "A", 1)), state(day(7, 1), "r", abc, customer("7", "acme gmbh", "B", 1)),
			[]told{{Who: "acme gmbh", From: "A", To: "B"}}},
		{"two ids are two customers, though called alike",
			state(day(6, 1), "r", abc, customer("1", "Acme", "A", 1)), state(day(7, 1), "r", abc, customer("2", "Acme", "A", 1)),
			[]told{{Who: "Acme", From: "A"}, {Who: "Acme", To: "A"}}},
		{"a name that two share names neither",
			state(day(6, 1), "r", abc, customer("", "Acme", "A", 1)), state(day(7, 1), "r", abc, customer("1", "Acme", "B", 2), customer("2", "Acme", "B", 1)),
			[]told{{Who: "Acme", To: "B"}, {Who: "Acme", From: "A"}, {Who: "Acme", To: "B"}}},
		{"a class that is no longer there, one that is new",
			state(day(6, 1), "r", abc, customer("1", "X", "B", 1)), state(day(7, 1), "s", classes("A", "B2", "C"), customer("1", "X", "B2", 1)),
			[]told{{Who: "X", From: "B", To: "B2", Cause: crm.ClassNew | crm.ClassGone}}},
		{"the order of two classes was turned",
			state(day(6, 1), "r", abc, customer("1", "X", "A", 1)), state(day(7, 1), "s", classes("B", "A", "C"), customer("1", "X", "B", 1)),
			[]told{{Who: "X", From: "A", To: "B", Cause: crm.OrderTurned}}},
		{"the rules changed and no condition came out otherwise",
			state(day(6, 1), "r", abc, asked(customer("1", "X", "A", 1), reason("A", "x > 1", "2", crm.Yes))),
			state(day(7, 1), "s", abc, asked(customer("1", "X", "C", 1), reason("A", "x > 1", "2", crm.Yes))),
			[]told{{Who: "X", From: "A", To: "C", Cause: crm.RulesChanged}}},
		{"the rules changed, but not this condition",
			state(day(6, 1), "r", abc, asked(customer("1", "X", "A", 1), reason("A", "x > 1", "2", crm.Yes))),
			state(day(7, 1), "s", abc, asked(customer("1", "X", "C", 1), reason("A", "x > 1", "1", crm.No))),
			[]told{{Who: "X", From: "A", To: "C"}}},
		{"a person's word set, changed, ended",
			state(day(6, 1), "r", abc, customer("1", "Set", "A", 3), word(customer("2", "Changed", "A", 2)), word(customer("3", "Ended", "A", 1))),
			state(day(7, 1), "s", abc, word(customer("1", "Set", "B", 3)), word(customer("2", "Changed", "B", 2)), customer("3", "Ended", "B", 1)),
			[]told{{Who: "Set", From: "A", To: "B", Cause: crm.WordSet}, {Who: "Changed", From: "A", To: "B", Cause: crm.WordChanged},
				{Who: "Ended", From: "A", To: "B", Cause: crm.WordEnded}}},
		{"at a review: so before, and with a class that waits again",
			reviewed(state(day(6, 30), "r", abc, waits(customer("1", "Before", "A", 2), "B"), customer("2", "Now", "A", 1)), day(1, 1)),
			reviewed(state(day(7, 1), "r", abc, customer("1", "Before", "B", 2), waits(customer("2", "Now", "B", 1), "C")), day(7, 1)),
			[]told{{Who: "Before", From: "A", To: "B", Cause: crm.CaughtUp, Review: day(7, 1)}, {Who: "Now", From: "A", To: "B", Review: day(7, 1), Current: "C"}}},
		{"a word set does not wait for the review and is not told as one",
			reviewed(state(day(6, 30), "r", abc, customer("1", "X", "A", 2)), day(1, 1)),
			reviewed(state(day(7, 1), "r", abc, word(customer("1", "X", "B", 2))), day(7, 1)),
			[]told{{Who: "X", From: "A", To: "B", Cause: crm.WordSet}}},
		{"reviews were only just begun: the rules gave the class at once",
			state(day(3, 1), "r", abc, customer("1", "X", "A", 2)), reviewed(state(day(3, 15), "s", abc, customer("1", "X", "B", 2)), day(1, 1)),
			[]told{{Who: "X", From: "A", To: "B", Cause: crm.RulesChanged}}},
		{"the review was given up",
			reviewed(state(day(6, 30), "r", abc, waits(customer("1", "X", "A", 2), "B")), day(1, 1)),
			state(day(7, 1), "s", abc, customer("1", "X", "B", 2)),
			[]told{{Who: "X", From: "A", To: "B", Cause: crm.CaughtUp}}},
		{"another classification is another matter", &crm.State{Classification: "segment"}, state(day(7, 1), "s", abc, customer("1", "X", "B", 2)), nil},
		{"no state at all is none, not one without customers", &crm.State{}, state(day(7, 1), "s", abc, customer("1", "X", "B", 2)), nil},
	} {
		if diff := cmp.Diff(test.want, short(compare.Moves(test.old, test.now))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.why, diff)
		}
	}
}

func TestMoneyOfGoneCustomersKeepsItsCurrency(t *testing.T) {
	old := state(day(6, 1), "r", classes("A", "B"), customer("1", "Gone", "A", 7))
	old.Currency = "EUR"
	now := state(day(7, 1), "r", classes("A", "B"))
	d := compare.States(old, now)
	if d.Moves[0].Revenue.Present() || !d.Matrix.Mixed || d.Matrix.Cells[0][2].Revenue.Present() || d.Matrix.Cells[0][2].Customers != 1 {
		t.Errorf("7 EUR is told as %s USD", d.Moves[0].Revenue)
	}
}

func TestDirection(t *testing.T) {
	old := state(day(6, 1), "r", classes("A", "B", "X"))
	now := state(day(7, 1), "s", classes("B", "A", "N"))
	d := compare.States(old, now)
	for _, test := range []struct {
		from, to string
		want     compare.Direction
		why      string
	}{
		{"A", "B", compare.Up, "by the order of now"},
		{"B", "N", compare.Down, "both are there now"},
		{"X", "A", compare.Up, "X is gone: by the order it had"},
		{"X", "N", compare.Sideways, "no order has both"},
		{"", "A", compare.New, ""},
		{"A", "", compare.Gone, ""},
	} {
		if got := d.Direction(&crm.Move{From: test.from, To: test.to}); got != test.want {
			t.Errorf("%s to %s is %s, want %s: %s", test.from, test.to, got, test.want, test.why)
		}
	}
}

func TestMatrix(t *testing.T) {
	old := state(day(6, 1), "r", classes("A", "B"), customer("1", "a", "A", 1), customer("2", "b", "A", 2), customer("3", "c", "B", 4), customer("4", "d", "Z", 8))
	now := state(day(7, 1), "r", classes("A", "B"), customer("1", "a", "A", 10), customer("2", "b", "B", 20), customer("5", "e", "B", 40), customer("4", "d", "B", 80))
	m := compare.Migration(old, now)
	type cell struct {
		From, To string
		N        int
		Revenue  string
	}
	var got []cell
	for i := range m.Cells {
		for j, c := range m.Cells[i] {
			if c.Customers > 0 {
				got = append(got, cell{m.From[i].ID, m.To[j].ID, c.Customers, c.Revenue.String()})
			}
		}
	}
	want := []cell{{"A", "A", 1, "10"}, {"A", "B", 1, "20"}, {"B", "", 1, "4"}, {"Z", "B", 1, "80"}, {"", "B", 1, "40"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestHeldUntilTheNextReview(t *testing.T) {
	past := state(day(3, 1), "r", classes("A", "B"), customer("1", "Acme", "A", 1), customer("", "Nameless", "B", 1),
		crm.Assessment{ID: "3", Name: "Word", Class: "A", Current: "A", Manual: true})
	past.Reviewed = day(1, 1)
	for _, test := range []struct {
		id, name string
		due      civil.Date
		want     string
		why      string
	}{
		{"1", "Acme", day(1, 1), "A", "no review since"},
		{"１", "renamed", day(1, 1), "A", "the id is enough, in any width"},
		{"1", "Acme", day(7, 1), "", "the review is due"},
		{"1", "Acme", 0, "", "there are no reviews"},
		{"9", "nameless", day(1, 1), "B", "it was known by name alone"},
		{"9", "Acme", day(1, 1), "", "another id is another customer"},
		{"", "Acme", day(1, 1), "A", "by name where it has no id"},
		{"3", "Word", day(1, 1), "", "a person's word counts only while it is in force"},
		{"", "", day(1, 1), "", "nobody"},
	} {
		class, ok := compare.Held(past, test.due)(test.id, test.name)
		if !ok {
			class = ""
		}
		if class != test.want {
			t.Errorf("%q %q, due %s: held in %q, want %q: %s", test.id, test.name, test.due, class, test.want, test.why)
		}
	}
	if _, ok := compare.Held(nil, day(1, 1))("1", "Acme"); ok {
		t.Error("held in a class of no state")
	}
}

func TestSum(t *testing.T) {
	if got := compare.Sum(value.Value{}, value.Value{}); got.Present() {
		t.Error("nothing and nothing is something")
	}
	if got := compare.Sum(value.Num(value.Money, money.MustParse("0.1")), value.Num(value.Money, money.MustParse("0.2"))); got.String() != "0.3" {
		t.Errorf("0.1 + 0.2 is %s", got)
	}
}
