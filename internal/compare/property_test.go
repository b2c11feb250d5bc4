package compare_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crm/internal/compare"
	"crm/internal/crm"
	"crm/internal/value"
)

// The properties run over states that a small classifier of its own makes: rules
// are trees of and, or, not over facts that are true, false or unknown, and it
// says which leaves decided by the definition: those by whose values alone the
// class comes out as it does.

type tree struct {
	op   string // "", and, or, not
	fact int
	kids []*tree
}

func drawTree(t *rapid.T, depth int) *tree {
	if depth == 0 || rapid.IntRange(0, 2).Draw(t, "leaf") == 0 {
		return &tree{fact: rapid.IntRange(0, facts-1).Draw(t, "fact")}
	}
	n := &tree{op: rapid.SampledFrom([]string{"and", "or", "not"}).Draw(t, "op")}
	kids := 2
	if n.op == "not" {
		kids = 1
	}
	for range kids {
		n.kids = append(n.kids, drawTree(t, depth-1))
	}
	return n
}

const facts = 5

func (n *tree) eval(f []crm.Holds) crm.Holds {
	switch n.op {
	case "":
		return f[n.fact]
	case "not":
		return []crm.Holds{crm.Unknown, crm.Yes, crm.No}[n.kids[0].eval(f)]
	}
	a, b := n.kids[0].eval(f), n.kids[1].eval(f)
	ends, goes := crm.No, crm.Yes
	if n.op == "or" {
		ends, goes = crm.Yes, crm.No
	}
	switch {
	case a == ends || b == ends:
		return ends
	case a == goes && b == goes:
		return goes
	}
	return crm.Unknown
}

// leaves appends the facts in reading order, each once.
func (n *tree) leaves(list []int) []int {
	if n.op == "" && !slices.Contains(list, n.fact) {
		return append(list, n.fact)
	}
	for _, k := range n.kids {
		list = k.leaves(list)
	}
	return list
}

// deciding is the facts by which a tree does not hold: a set of them which, left
// as they are, keeps it from holding whatever the others are.
func (n *tree) deciding(f []crm.Holds) map[int]bool {
	list := n.leaves(nil)
	best := list
	for set := range 1 << len(list) {
		var kept []int
		for i, fact := range list {
			if set&(1<<i) != 0 {
				kept = append(kept, fact)
			}
		}
		if len(kept) < len(best) && n.failsBy(f, kept, list) {
			best = kept
		}
	}
	chosen := map[int]bool{}
	for _, fact := range best {
		chosen[fact] = true
	}
	return chosen
}

// failsBy tries every value of the facts not kept.
func (n *tree) failsBy(f []crm.Holds, kept, list []int) bool {
	free := slices.DeleteFunc(slices.Clone(list), func(fact int) bool { return slices.Contains(kept, fact) })
	combinations := 1
	for range free {
		combinations *= 3
	}
	for c := range combinations {
		g := slices.Clone(f)
		for _, fact := range free {
			g[fact] = crm.Holds(c % 3)
			c /= 3
		}
		if n.eval(g) == crm.Yes {
			return false
		}
	}
	return true
}

func classify(rules []*tree, f []crm.Holds, known bool) (class string, reasons []crm.Reason) {
	for i, rule := range rules {
		id := string(rune('A' + i))
		held := rule.eval(f) == crm.Yes
		var decided map[int]bool
		if known && !held {
			decided = rule.deciding(f)
		}
		for _, fact := range rule.leaves(nil) {
			reasons = append(reasons, crm.Reason{
				Class: id, Text: fmt.Sprintf("f%d > 0", fact), Actual: fmt.Sprint(f[fact]), Holds: f[fact], Decisive: decided[fact],
			})
		}
		if held {
			return id, reasons
		}
	}
	return "R", reasons
}

func drawRules(t *rapid.T) []*tree {
	rules := make([]*tree, rapid.IntRange(1, 3).Draw(t, "classes"))
	for i := range rules {
		rules[i] = drawTree(t, 2)
	}
	return rules
}

func drawState(t *rapid.T, rules []*tree, known bool, asOf int) *crm.State {
	s := state(day(1, asOf), "r", nil)
	for i := range rules {
		s.Classes = append(s.Classes, crm.ClassName{ID: string(rune('A' + i))})
	}
	s.Classes = append(s.Classes, crm.ClassName{ID: "R"})
	seen := map[string]bool{} // no table has two customers of one id, or of one name without ids
	for range rapid.IntRange(0, 6).Draw(t, "customers") {
		id := rapid.SampledFrom([]string{"", "1", "2", "3", "4"}).Draw(t, "id")
		c := crm.Assessment{ID: id, Name: rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "name")}
		key := c.ID
		if key == "" {
			key = c.Name
		}
		if seen[key] {
			continue
		}
		seen[key] = true
		if rapid.Bool().Draw(t, "revenue known") {
			c.Revenue = usd(rapid.IntRange(-3, 9).Draw(t, "revenue"))
		}
		f := make([]crm.Holds, facts)
		for i := range f {
			f[i] = crm.Holds(rapid.IntRange(0, 2).Draw(t, "holds"))
		}
		c.Class, c.Reasons = classify(rules, f, known)
		c.Current = c.Class
		s.Assessments = append(s.Assessments, c)
	}
	return s
}

func TestNothingMovesFromAStateToItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawState(t, drawRules(t), true, 1)
		if moves := compare.Moves(s, s); moves != nil {
			t.Fatalf("%+v", moves)
		}
	})
}

func TestMovesMirror(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		known := rapid.Bool().Draw(t, "decisive known")
		a, b := drawState(t, drawRules(t), known, 1), drawState(t, drawRules(t), known, 2)
		there, back := compare.Moves(a, b), compare.Moves(b, a)
		turned := make([]crm.Move, len(back))
		for i, m := range back {
			turned[i] = crm.Move{ID: m.ID, Name: m.Name, From: m.To, To: m.From, Flips: mirrored(m.Flips)}
		}
		plain := make([]crm.Move, len(there))
		for i, m := range there {
			plain[i] = crm.Move{ID: m.ID, Name: m.Name, From: m.From, To: m.To, Flips: sorted(m.Flips)}
		}
		// Names are the later state's: what tells moves apart here is what is in both.
		key := func(m crm.Move) string { return fmt.Sprintf("%s>%s %+v", m.From, m.To, m.Flips) }
		for _, list := range [][]crm.Move{plain, turned} {
			slices.SortFunc(list, func(x, y crm.Move) int { return cmpStrings(key(x), key(y)) })
		}
		for i := range max(len(plain), len(turned)) {
			if i >= len(plain) || i >= len(turned) || key(plain[i]) != key(turned[i]) {
				t.Fatalf("there and back differ:\n%+v\n%+v", plain, turned)
			}
		}
	})
}

func cmpStrings(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func mirrored(flips []crm.Flip) []crm.Flip {
	list := make([]crm.Flip, len(flips))
	for i, f := range flips {
		f.Was, f.Is, f.From, f.To = f.Is, f.Was, f.To, f.From
		if f.Earlier != "" {
			f.Text, f.Earlier = f.Earlier, f.Text
		}
		f.Asked = [...]crm.Asked{crm.AskedTwice, crm.AskedThen, crm.AskedNow}[f.Asked]
		list[i] = f
	}
	return sorted(list)
}

func sorted(flips []crm.Flip) []crm.Flip {
	list := slices.Clone(flips)
	slices.SortFunc(list, func(a, b crm.Flip) int { return cmpStrings(fmt.Sprint(a), fmt.Sprint(b)) })
	return list
}

// TestFlipsTellWhatMoved: under the same rules every move has a flip; each is a
// condition of the class left or reached, as the two states have it; and were the
// flipped conditions as before, the class that fails would not fail by them.
func TestFlipsTellWhatMoved(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rules, known := drawRules(t), rapid.Bool().Draw(t, "decisive known")
		a, b := drawState(t, rules, known, 1), drawState(t, rules, known, 2)
		if len(a.Assessments) == 0 || len(b.Assessments) == 0 {
			return
		}
		old, now := &a.Assessments[0], &b.Assessments[0]
		flips := compare.Flips(old, now)
		if (len(flips) > 0) != (old.Class != now.Class) {
			t.Fatalf("from %s to %s with %d flips", old.Class, now.Class, len(flips))
		}
		for _, f := range flips {
			was, is := find(old, f), find(now, f)
			switch {
			case f.Class != min(old.Class, now.Class):
				t.Fatalf("%+v does not decide between %s and %s", f, old.Class, now.Class)
			case was == nil || is == nil || was.Holds != f.Was || is.Holds != f.Is || was.Actual != f.From || is.Actual != f.To || f.Was == f.Is:
				t.Fatalf("%+v is not what the states say: %+v, %+v", f, was, is)
			case known && !was.Decisive && !is.Decisive:
				t.Fatalf("%+v did not decide", f)
			}
		}
	})
}

func find(a *crm.Assessment, f crm.Flip) *crm.Reason {
	for i := range a.Reasons {
		if r := &a.Reasons[i]; r.Class == f.Class && r.Text == f.Text {
			return r
		}
	}
	return nil
}

func TestMatrixCountsEveryCustomerOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawState(t, drawRules(t), false, 1), drawState(t, drawRules(t), false, 2)
		m, moves := compare.Migration(a, b), compare.Moves(a, b)
		was, is := map[string]int{}, map[string]int{}
		moved, revenue := 0, value.Value{}
		for i := range m.Cells {
			for j, c := range m.Cells[i] {
				was[m.From[i].ID] += c.Customers
				is[m.To[j].ID] += c.Customers
				if m.From[i].ID != m.To[j].ID {
					moved += c.Customers
					revenue = compare.Sum(revenue, c.Revenue)
				}
			}
		}
		for _, side := range []struct {
			s     *crm.State
			count map[string]int
		}{{a, was}, {b, is}} {
			want := map[string]int{}
			for _, c := range side.s.Assessments {
				want[c.Class]++
			}
			delete(side.count, "")
			for id, n := range side.count {
				if n == 0 {
					delete(side.count, id)
				}
			}
			if diff := cmp.Diff(want, side.count); diff != "" {
				t.Fatal(diff)
			}
		}
		sum := value.Value{}
		for _, m := range moves {
			sum = compare.Sum(sum, m.Revenue)
		}
		if moved != len(moves) || sum.String() != revenue.String() {
			t.Fatalf("%d moves of %s, the matrix has %d of %s", len(moves), sum, moved, revenue)
		}
	})
}
