package rules

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"crm/internal/civil"
	"crm/internal/cond"
	"crm/internal/money"
	"crm/internal/value"
)

var embeddedSet = sync.OnceValue(func() *Set { return Default(declared()) })

// classOf is the class of a classification of the embedded rules for one
// customer with the given measures and earlier classes; what is not given is absent.
func classOf(t *testing.T, id string, known map[string]value.Value) string {
	t.Helper()
	set := embeddedSet()
	c := set.Classifications[set.classification(id)]
	columns := make(cond.Columns, len(set.Slots))
	for i, s := range set.Slots {
		if v, ok := known[s.Name]; ok {
			columns[i] = []value.Value{v}
		}
	}
	run := cond.NewRun(civil.MustNew(2026, 8, 31), columns)
	for _, class := range c.Classes {
		if class.When == nil || run.Bind(class.When).Eval(0) == cond.True {
			return class.ID
		}
	}
	t.Fatal("a classification without a rest")
	return ""
}

func num(n int) value.Value        { return value.Int(value.Number, n) }
func days(n int) value.Value       { return value.Int(value.Days, n) }
func share(s string) value.Value   { return value.Num(value.Share, money.MustParse(s)) }
func decimal(s string) value.Value { return value.Num(value.Number, money.MustParse(s)) }

func TestDefaultClasses(t *testing.T) {
	type known = map[string]value.Value
	steady, unsteady := decimal("0.75"), decimal("0.76")
	for _, c := range []struct {
		of, want string
		known    known
		why      string
	}{
		{"potential_level", "high", known{"revenue_growth": share("0.201")}, "growth over 20 %"},
		{"potential_level", "medium", known{"revenue_growth": share("0.2")}, "20 % is not over 20 %"},
		{"potential_level", "high", known{"stage": value.Str("sample"), "intent": value.Str("clear")}, "a sample with clear intent"},
		{"potential_level", "medium", known{"stage": value.Str("inquiry"), "intent": value.Str("clear")}, "an inquiry is early"},
		{"potential_level", "high", known{"market_potential": value.Str("high")}, "the market's potential"},
		{"potential_level", "low", known{}, "none of these is known"},
		{"relationship", "close", known{"tenure": days(365), "activities": num(4), "order_regularity": unsteady}, "a year and contacts"},
		{"relationship", "close", known{"tenure": days(365), "activities": num(0), "order_regularity": steady}, "a year and steady"},
		{"relationship", "close", known{"tenure": days(10), "activities": num(4)}, "fewer than 3 order days are steady"},
		{"relationship", "loose", known{"tenure": days(364), "activities": num(3), "order_regularity": steady}, "steady alone"},
		{"relationship", "loose", known{"tenure": days(400), "activities": num(3), "order_regularity": unsteady}, "a year alone"},
		{"lifecycle", "prospect", known{"lifetime_orders": num(0), "orders": num(0)}, "never bought"},
		{"lifecycle", "active", known{"lifetime_orders": num(1), "orders": num(1)}, "an order in the window"},
		{"lifecycle", "dormant", known{"lifetime_orders": num(1), "orders": num(0), "last_order": value.Day(civil.MustNew(2026, 8, 1))}, "the window decides where orders are known"},
		{"lifecycle", "active", known{"lifetime_orders": num(3), "last_order": value.Day(civil.MustNew(2026, 8, 1))}, "the table's own last order"},
		{"lifecycle", "dormant", known{"lifetime_orders": num(3), "last_order": value.Day(civil.MustNew(2025, 8, 31))}, "a year ago to the day"},
		{"tier", "A", known{"revenue_share": share("0.31"), "tenure": days(730), "market": value.Str("core")}, "over 30 % of our sales"},
		{"tier", "A", known{"budget_share": share("0.31"), "tenure": days(730)}, "over 30 % of their budget; no market is known"},
		{"tier", "A", known{"revenue_level": value.Str("high"), "tenure": days(730), "market": value.Str("core")}, "among the 80 %"},
		{"tier", "C", known{"revenue_level": value.Str("high"), "tenure": days(730), "market": value.Str("other")}, "not a core market"},
		{"tier", "C", known{"revenue_level": value.Str("high"), "tenure": days(729), "market": value.Str("core")}, "a day short of 2 years"},
		{"tier", "B", known{"revenue_growth": share("0.01"), "orders": num(2), "lifetime_orders": num(9), "order_regularity": steady}, "growing and steady"},
		{"tier", "B", known{"orders": num(2), "lifetime_orders": num(2)}, "new in the window: no growth is known"},
		{"tier", "C", known{"orders": num(1), "lifetime_orders": num(1)}, "one order"},
		{"tier", "C", known{"orders": num(2), "lifetime_orders": num(3)}, "neither growing nor new"},
		{"tier", "C", known{"revenue_growth": share("0.5"), "orders": num(5), "lifetime_orders": num(9), "order_regularity": unsteady}, "not steady"},
		{"segment", "vip", known{"lifetime_orders": num(2), "revenue_level": value.Str("high")}, "twice and large"},
		{"segment", "repeat", known{"lifetime_orders": num(2), "revenue_level": value.Str("low")}, "twice"},
		{"segment", "one_time", known{"lifetime_orders": num(1), "revenue_level": value.Str("high")}, "once"},
		{"segment", "high_potential", known{"lifetime_orders": num(0), "intent": value.Str("clear")}, "absent product fit is not no"},
		{"segment", "high_potential", known{"lifetime_orders": num(0), "stage": value.Str("inquiry"), "product_fit": value.Str("yes")}, "an inquiry"},
		{"segment", "other", known{"lifetime_orders": num(0), "stage": value.Str("inquiry"), "product_fit": value.Str("no"), "has_email": value.Truth(true)}, "no fit"},
		{"segment", "low_potential", known{"lifetime_orders": num(0), "has_email": value.Truth(true)}, "an address to mail to"},
		{"segment", "other", known{"lifetime_orders": num(0), "has_email": value.Truth(false)}, "nothing known"},
	} {
		if got := classOf(t, c.of, c.known); got != c.want {
			t.Errorf("%s of %v is %s, want %s: %s", c.of, c.known, got, c.want, c.why)
		}
	}
}

// TestValueLevel counts highs and lows over every combination of the four.
func TestValueLevel(t *testing.T) {
	three := []string{"", "high", "medium", "low"}
	for _, a := range three {
		for _, b := range three {
			for _, c := range three {
				for _, d := range []string{"", "close", "loose"} {
					levels := []string{a, b, c, strings.NewReplacer("close", "high", "loose", "low").Replace(d)}
					count := func(level string) int {
						return len(slices.DeleteFunc(slices.Clone(levels), func(l string) bool { return l != level }))
					}
					want := "medium"
					if count("high") >= 2 {
						want = "high"
					} else if count("low") >= 2 {
						want = "low"
					}
					got := classOf(t, "value_level", map[string]value.Value{
						"revenue_level": value.Str(a), "frequency_level": value.Str(b), "potential_level": value.Str(c), "relationship": value.Str(d),
					})
					if got != want {
						t.Errorf("value_level of %q is %s, want %s", levels, got, want)
					}
				}
			}
		}
	}
}

// exampleLine is a line of the example that stands ready behind a #.
var exampleLine = regexp.MustCompile(`^( *)#(\S.*|  +\S.*)$`)

// TestExamplesInExample uncomments every example of rules.example.yaml: each by
// itself in place of what it is an alternative to, and all sections at once.
func TestExamplesInExample(t *testing.T) {
	lines := strings.Split(string(embeddedText), "\n")
	var all []string
	examples := 0
	for i := 0; i < len(lines); i++ {
		if !starts(lines, i) {
			all = append(all, lines[i])
			continue
		}
		end := i
		var block []string
		for ; end < len(lines) && exampleLine.MatchString(lines[end]); end++ {
			m := exampleLine.FindStringSubmatch(lines[end])
			block = append(block, m[1]+m[2])
		}
		examples++
		before := replaced(lines[:i], block[0])
		check(t, slices.Concat(before, block, lines[end:]), block[0])
		if len(before) == i { // no alternative: it can stand beside everything
			all = append(all, block...)
		}
		i = end - 1
	}
	if examples < 10 {
		t.Errorf("found only %d examples", examples)
	}
	check(t, all, "everything")
}

// starts reports whether an example starts at a line: # directly before its first word.
func starts(lines []string, i int) bool {
	m := exampleLine.FindStringSubmatch(lines[i])
	return m != nil && m[2][0] != ' '
}

// replaced is the lines without the entry of the same key right above.
func replaced(before []string, first string) []string {
	key, _, _ := strings.Cut(first, ":")
	indent := len(key) - len(strings.TrimLeft(key, " "))
	for i := len(before) - 1; i >= 0; i-- {
		line := before[i]
		depth := len(line) - len(strings.TrimLeft(line, " "))
		if strings.HasPrefix(line, key+":") {
			return before[:i]
		}
		if strings.TrimSpace(line) != "" && depth < indent {
			break
		}
	}
	return before
}

func check(t *testing.T, lines []string, what string) {
	t.Helper()
	set, problems := Parse("example", []byte(strings.Join(lines, "\n")), declared())
	if set == nil || len(problems) > 0 {
		t.Errorf("%s uncommented:\n%s", strings.TrimSpace(what), answer(problems))
	}
}

func TestDefaultReadsOnlyKnownNames(t *testing.T) {
	set := Default(declared())
	for _, s := range set.Slots {
		switch s.Kind {
		case MeasureSlot:
			if _, ok := set.measure(s.Name); !ok {
				t.Errorf("the embedded rules read %s", s.Name)
			}
		case ClassSlot:
		default:
			t.Errorf("the embedded rules read %s, which not every table has", fmt.Sprint(s))
		}
	}
}
