package cond

import (
	"strings"
	"testing"
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

func truths(b *Bound, customers int) string {
	letters := make([]string, customers)
	for i := range letters {
		letters[i] = map[Truth]string{True: "T", False: "F", Unknown: "?"}[b.Eval(i)]
	}
	return strings.Join(letters, " ")
}
