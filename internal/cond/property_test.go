package cond

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// populationOf draws a few customers and their run.
func populationOf(t *rapid.T) (*Run, int) {
	customers := rapid.SliceOfN(rapid.Custom(customerOf), 1, 6).Draw(t, "customers")
	return NewRun(asOf, columnsOf(t, customers...)), len(customers)
}

func bind(t *rapid.T, r *Run, src string) *Bound { return r.Bind(mustParse(t, src)) }

func TestLogic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		run, customers := populationOf(t)
		a, b := conditionOf(t, 2), conditionOf(t, 2)
		eval := func(src string, customer int) Truth { return bind(t, run, src).Eval(customer) }
		for i := range customers {
			p, q := eval(a, i), eval(b, i)
			for _, law := range []struct {
				src  string
				want Truth
				why  string
			}{
				{"not (" + a + ")", p.Not(), "not turns around"},
				{"not (not (" + a + "))", p, "twice is once"},
				{"not ((" + a + ") and (" + b + "))", eval("not ("+a+") or not ("+b+")", i), "De Morgan"},
				{"not ((" + a + ") or (" + b + "))", eval("not ("+a+") and not ("+b+")", i), "De Morgan"},
				{"(" + a + ") and (" + b + ")", min3(p, q), "and is the least of false, unknown, true"},
				{"(" + a + ") or (" + b + ")", min3(p.Not(), q.Not()).Not(), "or is the most"},
			} {
				if got := eval(law.src, i); got != law.want {
					t.Fatalf("%s = %s, want %s: %s", law.src, got, law.want, law.why)
				}
			}
		}
	})
}

// min3 is and by its definition: false < unknown < true.
func min3(p, q Truth) Truth {
	rank := map[Truth]int{False: 0, Unknown: 1, True: 2}
	if rank[p] < rank[q] {
		return p
	}
	return q
}

// TestTraceAgrees: the trace says what Eval says, and each group's line follows
// from those below it.
func TestTraceAgrees(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		run, customers := populationOf(t)
		src := conditionOf(t, 3)
		b := bind(t, run, src)
		for i := range customers {
			lines := b.Trace(i)
			if lines[0].Result != b.Eval(i) {
				t.Fatalf("%s: trace %s, eval %s", src, lines[0].Result, b.Eval(i))
			}
			for at, line := range lines {
				if line.Source != src[line.From:line.To] {
					t.Fatalf("%s: %q is not at %d-%d", src, line.Source, line.From, line.To)
				}
				if line.Group() && line.Result != fromKids(lines[at:]) {
					t.Fatalf("%s: %q does not follow from its parts", src, line.Source)
				}
			}
		}
	})
}

// fromKids is the result that the first line's parts make.
func fromKids(lines []Line) Truth {
	group := lines[0]
	result := True
	for _, line := range lines[1:] {
		if line.Depth <= group.Depth {
			break
		}
		if line.Depth > group.Depth+1 {
			continue
		}
		switch group.Op {
		case "not":
			return line.Result.Not()
		case "and":
			result = min3(result, line.Result)
		default:
			result = min3(result, line.Result.Not())
		}
	}
	if group.Op == "or" {
		return result.Not()
	}
	return result
}

// TestGapCloses: a customer who makes the steps gets there.
func TestGapCloses(t *testing.T) {
	names := []string{"revenue", "orders", "tenure", "revenue_growth", "silence", "days_since_order"}
	world, _ := world()
	rapid.Check(t, func(t *rapid.T) {
		src := limitOf(t, names[:rapid.IntRange(1, len(names)).Draw(t, "names")])
		want := rapid.Bool().Draw(t, "want")
		var pairs []string
		for _, name := range names {
			if v := pick(t, "", "0", "10", "2.5", "-3", "11", "99999999999999999999.5"); v != "" {
				pairs = append(pairs, name+"="+v)
			}
		}
		columns := columnsOf(t, strings.Join(pairs, ";"))
		b := bind(t, NewRun(asOf, columns), src)
		before := b.Eval(0)
		steps, ok := b.Gap(0, want, nil)
		if !ok {
			t.Fatalf("%s: nothing can be done", src)
		}
		if (len(steps) == 0) != (before == truth(want)) {
			t.Fatalf("%s is %s, wanted %v: %d steps", src, before, want, len(steps))
		}
		for _, s := range steps {
			if s.Distance.Present() && !s.Actual.Decimal().Add(s.Distance.Decimal()).Equal(s.Wanted.Decimal()) {
				t.Fatalf("%s: %s + %s is not %s", s.Source, s.Actual, s.Distance, s.Wanted)
			}
			n := world[s.Name]
			columns[n.Slot][0] = met(s, n.Kind)
		}
		if got := b.Eval(0); got != truth(want) {
			t.Fatalf("%s is %s after %d steps, wanted %v", src, got, len(steps), want)
		}
	})
}

// TestPrinted: a tree written with the brackets that it needs reads as that tree.
func TestPrinted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tree := treeOf(t, 5)
		src := written(tree)
		got, problems := parse(src)
		if len(problems) > 0 {
			t.Fatalf("%s: %s", src, showProblems(src, problems))
		}
		if shape(got) != shape(tree) {
			t.Fatalf("%s\n reads %s\nwanted %s", src, shape(got), shape(tree))
		}
		if again := written(got); again != src {
			t.Fatalf("%s is written %s", src, again)
		}
	})
}

func treeOf(t *rapid.T, depth int) *node {
	if depth == 0 || rapid.IntRange(0, 4).Draw(t, "stop") == 0 {
		return &node{op: opName, text: pick(t, "revenue", "收入", "a_1", "notes", "order")}
	}
	kid := func() *node { return treeOf(t, depth-1) }
	o := rapid.SampledFrom([]op{opOr, opAnd, opNot, opEqual, opLess, opAtLeast, opIn, opContains, opAdd, opSub, opMul, opDiv, opNeg, opNumber, opText, opCall}).Draw(t, "op")
	switch o {
	case opOr, opAnd:
		return &node{op: o, kids: []*node{kid(), kid(), kid()}}
	case opNot, opNeg:
		return &node{op: o, kids: []*node{kid()}}
	case opNumber:
		return &node{op: o, text: pick(t, "1", "2.50", "1000000"), percent: rapid.Bool().Draw(t, "percent")}
	case opText:
		return &node{op: o, text: rapid.StringOf(rapid.SampledFrom([]rune(`ab"'\国”`+"\n"))).Draw(t, "text")}
	case opCall:
		return &node{op: o, text: "mean", kids: []*node{kid(), kid()}}
	case opIn:
		n := &node{op: o, negated: rapid.Bool().Draw(t, "negated")}
		n.kids = []*node{kid(), {op: opList, kids: []*node{kid(), kid()}}}
		return n
	case opContains:
		return &node{op: o, negated: rapid.Bool().Draw(t, "negated"), kids: []*node{kid(), kid()}}
	}
	return &node{op: o, kids: []*node{kid(), kid()}}
}

// binding is how tightly a node holds its parts together.
func binding(o op) int {
	switch {
	case o == opOr:
		return 1
	case o == opAnd:
		return 2
	case o == opNot:
		return 3
	case o < opAdd:
		return 4
	case o == opAdd || o == opSub:
		return 5
	case o == opMul || o == opDiv:
		return 6
	case o == opNeg:
		return 7
	}
	return 8
}

func written(n *node) string {
	in := func(kid *node, least int) string {
		if binding(kid.op) < least {
			return "(" + written(kid) + ")"
		}
		return written(kid)
	}
	list := func(kids []*node) string {
		parts := make([]string, len(kids))
		for i, k := range kids {
			parts[i] = written(k)
		}
		return strings.Join(parts, ", ")
	}
	b := binding(n.op)
	switch n.op {
	case opName:
		return n.text
	case opNumber:
		if n.percent {
			return n.text + "%"
		}
		return n.text
	case opText:
		return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(n.text) + `"`
	case opCall:
		return n.text + "(" + list(n.kids) + ")"
	case opList:
		return "[" + list(n.kids) + "]"
	case opNot:
		return "not " + in(n.kids[0], b)
	case opNeg:
		return "-" + in(n.kids[0], b)
	case opOr, opAnd:
		parts := make([]string, len(n.kids))
		for i, k := range n.kids {
			parts[i] = in(k, b+1)
		}
		return strings.Join(parts, " "+n.op.symbol()+" ")
	}
	symbol := n.op.symbol()
	if n.negated {
		symbol = "not " + symbol
	}
	left := b
	if b == 4 { // comparisons do not stand in a row
		left = b + 1
	}
	return in(n.kids[0], left) + " " + symbol + " " + in(n.kids[1], b+1)
}

func shape(n *node) string {
	s := string(rune('A' + n.op))
	if n.op != opList {
		s += n.text
	}
	if n.percent {
		s += "%"
	}
	if n.negated {
		s += "!"
	}
	for _, k := range n.kids {
		s += "(" + shape(k) + ")"
	}
	return s
}
