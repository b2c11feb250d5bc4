package cond

import (
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"crm/internal/civil"
	"crm/internal/money"
	"crm/internal/value"
)

var update = flag.Bool("update", false, "write the wanted results of testdata anew; read the difference before you keep it")

var asOf = civil.MustNew(2026, 8, 31)

// world is the vocabulary of the tests: names by kind, some headers, two
// earlier classifications.
func world() (names, headers map[string]Name) {
	names, headers = map[string]Name{}, map[string]Name{}
	slot := 0
	add := func(to map[string]Name, k value.Kind, each ...string) {
		for _, name := range each {
			to[name] = Name{Kind: k, Slot: slot}
			slot++
		}
	}
	add(names, value.Money, "revenue", "lifetime_revenue", "average_order_value")
	add(names, value.Share, "revenue_share", "revenue_growth")
	add(names, value.Number, "orders", "silence")
	add(names, value.Days, "tenure", "days_since_order", "repurchase_cycle")
	add(names, value.Text, "region", "country", "stage", "tier", "revenue_level", "客户来源")
	add(names, value.List, "tags", "top_products")
	add(names, value.Bool, "has_email")
	add(names, value.Date, "first_order", "last_order")
	add(headers, value.Absent, "付款方式", "Payment terms", "评分", "签约日")
	classes := func(name string, ids ...string) {
		n := names[name]
		n.Values = ids
		names[name] = n
	}
	classes("tier", "A", "B", "C")
	classes("revenue_level", "high", "medium", "low")
	add(names, value.List, "auto_tags")
	auto := names["auto_tags"]
	auto.Values, auto.Known = []string{"high_returns", "高退货率"}, true
	names["auto_tags"] = auto
	share := names["revenue_share"]
	share.OfAll = true
	names["revenue_share"] = share
	return names, headers
}

func vocabulary() Vocabulary {
	names, headers := world()
	find := func(in map[string]Name) func(string) (Name, bool) {
		return func(s string) (Name, bool) { n, ok := in[s]; return n, ok }
	}
	all := func(in map[string]Name) func() []string {
		return func() []string { return slices.Sorted(maps.Keys(in)) }
	}
	return Vocabulary{Lookup: find(names), Column: find(headers), Names: all(names), Headers: all(headers)}
}

// reporter is a test or a property's draw.
type reporter interface {
	Helper()
	Fatalf(format string, args ...any)
}

func mustParse(t reporter, src string) *Cond {
	t.Helper()
	c, problems := Parse(src, vocabulary())
	if c == nil {
		t.Fatalf("%s: %s", src, showProblems(src, problems))
	}
	return c
}

// columnsOf lays out customers given as "name=value; name=value".
func columnsOf(t reporter, customers ...string) Columns {
	t.Helper()
	names, headers := world()
	columns := make(Columns, len(names)+len(headers))
	for slot := range columns {
		columns[slot] = make([]value.Value, len(customers))
	}
	for i, customer := range customers {
		for _, pair := range strings.Split(customer, ";") {
			name, text, ok := strings.Cut(strings.TrimSpace(pair), "=")
			if !ok {
				continue
			}
			n, known := names[name]
			if !known {
				n, known = headers[name]
			}
			if !known {
				t.Fatalf("no name %q in %q", name, customer)
			}
			columns[n.Slot][i] = valueOf(t, n.Kind, text)
		}
	}
	return columns
}

// valueOf reads a value of a kind; of an unknown kind n:3, d:2026-01-31 or a text.
func valueOf(t reporter, k value.Kind, text string) value.Value {
	t.Helper()
	if k == value.Absent {
		if rest, ok := strings.CutPrefix(text, "n:"); ok {
			return valueOf(t, value.Number, rest)
		}
		if rest, ok := strings.CutPrefix(text, "d:"); ok {
			return valueOf(t, value.Date, rest)
		}
		return value.Str(text)
	}
	switch {
	case k.Numeric():
		return value.Num(k, money.MustParse(text))
	case k == value.Date:
		d, ok := civil.ParseISO(text)
		if !ok {
			t.Fatalf("no date %q", text)
		}
		return value.Day(d)
	case k == value.Bool:
		return value.Truth(text == "true")
	case k == value.List:
		return value.Items(strings.Split(text, ","))
	}
	return value.Str(text)
}

// blocks is the paragraphs of a file of testdata; lines that start with # are
// for the reader.
func blocks(t testing.TB, file string) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimRight(string(text), "\n"), "\n\n")
}

// golden compares each block's result with what stands under its "---" line,
// or writes it there.
func golden(t *testing.T, file string, result func(input string) string) {
	t.Helper()
	var anew []string
	for _, block := range blocks(t, file) {
		head, want, _ := strings.Cut(block, "\n---\n")
		var input []string
		for _, line := range strings.Split(head, "\n") {
			if !strings.HasPrefix(line, "#") {
				input = append(input, line)
			}
		}
		if len(input) == 0 {
			anew = append(anew, block)
			continue
		}
		got := strings.TrimRight(result(strings.Join(input, "\n")), "\n")
		anew = append(anew, head+"\n---\n"+got)
		if got != want && !*update {
			t.Errorf("%s\n got:\n%s\n want:\n%s", head, got, want)
		}
	}
	if *update {
		if err := os.WriteFile(filepath.Join("testdata", file), []byte(strings.Join(anew, "\n\n")+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
