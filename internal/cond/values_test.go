package cond

import (
	"strings"
	"testing"

	"crm/internal/value"
)

// TestValues asks each condition of testdata/values.txt about the customers above it.
func TestValues(t *testing.T) {
	asked := 0
	for _, block := range blocks(t, "values.txt") {
		head, body, ok := strings.Cut(block, "\n---\n")
		if !ok {
			continue
		}
		var customers []string
		for _, line := range strings.Split(head, "\n") {
			if !strings.HasPrefix(line, "#") {
				customers = append(customers, line)
			}
		}
		run := NewRun(asOf, columnsOf(t, customers...))
		for _, line := range strings.Split(body, "\n") {
			fields := strings.SplitN(line, " ", len(customers)+1)
			src := fields[len(customers)]
			want := strings.Join(fields[:len(customers)], " ")
			if got := truths(run.Bind(mustParse(t, src)), len(customers)); got != want {
				t.Errorf("%s\n got %s\nwant %s of\n%s", src, got, want, strings.Join(customers, "\n"))
			}
			asked++
		}
	}
	if asked < 100 {
		t.Errorf("only %d conditions were read from values.txt", asked)
	}
}

// TestWideConstant: a mean with no end is compared by few digits, but exactly:
// also with numbers of more digits than those that were there at Bind.
func TestWideConstant(t *testing.T) {
	columns := columnsOf(t, "revenue=0.33", "revenue=0.34", "revenue=0.33")
	slot := mustParse(t, "revenue > 0").Slots()[0]
	run := NewRun(asOf, columns)
	above, below := run.Bind(mustParse(t, `revenue > mean("revenue")`)), run.Bind(mustParse(t, `revenue < mean("revenue")`))
	for _, c := range []struct{ text, above, below string }{
		{"0.3333333333333333333333333333", "false", "false"}, // the mean itself, at 28 digits
		{"0.3333333333333333333333333334", "true", "false"},
		{"0.3333333333333333333333333332", "false", "true"},
		{"0.333333333333333333", "false", "true"},
		{"0.333333333333333334", "true", "false"},
		{"-1", "false", "true"},
	} {
		columns[slot][0] = valueOf(t, value.Money, c.text)
		if a, b := above.Eval(0).String(), below.Eval(0).String(); a != c.above || b != c.below {
			t.Errorf("%s is above the mean: %s, below: %s", c.text, a, b)
		}
	}
}

// TestLongConstant: a product of constants may have more digits than any cell.
func TestLongConstant(t *testing.T) {
	src := "orders > 2" + strings.Repeat(" * 1000000000000000000000000000000000000000", 20)
	if got := NewRun(asOf, columnsOf(t, "orders=3")).Bind(mustParse(t, src)).Eval(0); got != False {
		t.Errorf("3 > 2 × 10^780 is %s", got)
	}
}

func truths(b *Bound, customers int) string {
	letters := make([]string, customers)
	for i := range letters {
		letters[i] = map[Truth]string{True: "T", False: "F", Unknown: "?"}[b.Eval(i)]
	}
	return strings.Join(letters, " ")
}
