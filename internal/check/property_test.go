package check

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crm/internal/civil"
	"crm/internal/rules"
)

// drawn is a world of customers with slips of every kind.
func drawn(t *rapid.T) *world {
	w := sound(rapid.IntRange(1, 30).Draw(t, "customers"))
	some := func(list ...string) string { return rapid.SampledFrom(list).Draw(t, "text") }
	day := func() civil.Date { return asOf.AddDays(rapid.IntRange(-400, 40).Draw(t, "day")) }
	for i := range w.customers {
		c := &w.customers[i]
		if rapid.Bool().Draw(t, "sound") {
			continue
		}
		c.Name = some("Acme Ltd", "ACME Limited", "Acme France SAS", "Brio GmbH", "Brío", "华强电子有限公司", "深圳华强电子", "", c.Name)
		c.Country = some("", "FR", "GB", "CN", "Atlantis")
		c.Owner, c.Stage = some("", "Li", "Wang"), some("", "inquiry", "order", "talking")
		c.Email, c.Phone = some("", "a@acme.com", "b@acme.com", "x@", "x"), some("", "1", "+33 1 22334455", "+44 20 99887766", "8.6E+12")
		c.Created, c.Assigned, c.LastContact, c.OwnLastOrder = day(), day(), min(day(), asOf), min(day(), asOf)
		c.Archived, c.InPool = some("", "x") != "", some("", "x") != ""
		for range rapid.IntRange(0, 6).Draw(t, "orders") {
			w.buys(i, min(day(), asOf), some("1", "100", "250000", "-5"))
		}
	}
	return w
}

// told is the findings without the places of their rows, which change with these.
func toldOf(r *Result, w *world) []string {
	name := func(i int) string {
		if i < 0 {
			return "-"
		}
		return w.customers[i].ID
	}
	var all []string
	for _, f := range r.Findings {
		all = append(all, fmt.Sprint(f.Code, f.Severity, name(f.Customer), name(f.Other), f.Field, f.Found, f.Score, f.Rows, f.Message.EN))
	}
	return all
}

// TestRowsDoNotMatter: the same customers and orders in another order of rows give
// the same findings in the same order, under the same keys.
func TestRowsDoNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawn(t)
		other := &world{fields: w.fields, customers: slices.Clone(w.customers), orders: slices.Clone(w.orders)}
		order := rapid.Permutation(seq(len(w.customers))).Draw(t, "rows")
		at := make([]int32, len(order))
		for to, from := range order {
			other.customers[to] = w.customers[from]
			other.customers[to].Pos.Row = to + 2
			at[from] = int32(to)
		}
		for i := range other.orders {
			other.orders[i].Customer = at[other.orders[i].Customer]
		}
		slices.Reverse(other.orders)
		a, b := w.check(), other.check()
		if diff := cmp.Diff(toldOf(a, w), toldOf(b, other)); diff != "" {
			t.Fatalf("another order of rows, other findings:\n%s", diff)
		}
		for i := range a.Findings {
			if x, y := a.Findings[i].Key(w.data()), b.Findings[i].Key(other.data()); x != y {
				t.Fatalf("the key of %v moved with its row", a.Findings[i].Message.EN)
			}
		}
	})
}

func seq(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

// TestNothingChanges: a check leaves the data as they are, says the same twice,
// and every finding has a code, a place and both languages.
func TestNothingChanges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawn(t)
		before := fmt.Sprintf("%+v %+v", w.customers, w.orders)
		a, b := w.check(), w.check()
		if after := fmt.Sprintf("%+v %+v", w.customers, w.orders); after != before {
			t.Fatal("the check changed the data")
		}
		if diff := cmp.Diff(a.Findings, b.Findings); diff != "" {
			t.Fatalf("the same data, other findings:\n%s", diff)
		}
		for _, f := range a.Findings {
			if f.Code == "" || f.Pos.File == "" || f.Message.EN == "" || f.Message.ZH == "" || strings.Contains(f.Message.EN+f.Message.ZH+f.Do.ZH+f.Do.EN, "%!") {
				t.Fatalf("a finding lacks code, place or wording: %+v", f)
			}
		}
		for i, f := range a.Filled {
			if f.Has&^f.Asked != 0 {
				t.Fatalf("customer %d has filled what is not asked of it", i)
			}
		}
	})
}

// TestDecisions: every finding is in exactly one of the two lists, and one with a
// reason in that of those left out.
func TestDecisions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawn(t)
		r, d := w.check(), w.data()
		made := Decisions{}
		for i := range r.Findings {
			if rapid.Bool().Draw(t, "decided") {
				made[r.Findings[i].Key(d)] = rapid.SampledFrom([]Decision{
					{Verdict: Ignore, Text: "ignore", Reason: "known"}, {Verdict: Ignore, Text: "ignore"}, {Verdict: Fixed, Text: "fixed"},
					{Verdict: Later, Text: "x", Until: asOf, Reason: "later"}, {Verdict: Later, Text: "x", Until: asOf.AddDays(1), Reason: "later"}, {Text: "hm"},
				}).Draw(t, "decision")
			}
		}
		s := r.Sort(d, made, asOf)
		if len(s.Open)+len(s.LeftOut) != len(r.Findings) {
			t.Fatalf("%d open and %d left out of %d", len(s.Open), len(s.LeftOut), len(r.Findings))
		}
		for _, f := range s.LeftOut {
			if f.Reason == "" || f.Verdict != Ignore && (f.Verdict != Later || f.Until <= asOf) {
				t.Fatalf("left out for %+v", f.Decision)
			}
		}
	})
}

// TestScoreIsTheSameBothWays: which of two customers comes first does not matter.
func TestScoreIsTheSameBothWays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawn(t)
		d := newDoctor(Input{Data: w.data(), Rules: &rules.Set{}})
		all := d.profiles()
		for i := range all {
			for j := range i {
				x, _ := score(&all[i], &all[j])
				y, _ := score(&all[j], &all[i])
				if x != y || x < 0 || x > 100 {
					t.Fatalf("%q and %q: %d one way, %d the other", all[i].named, all[j].named, x, y)
				}
			}
		}
	})
}

// FuzzCompany: a name of any bytes is taken apart without a panic, the same each
// time, into valid text; case, width and spaces around do not count.
func FuzzCompany(f *testing.F) {
	for _, name := range []string{
		"ACME GmbH & Co. KG", "S.A. de C.V.", "深圳市华强电子有限公司", "㈱ヒカリ商会", "(주)한빛조명", "ООО «Светлый Дом»", "Công ty TNHH Ánh Sáng Việt", "شركة النور",
		"Co., Ltd.", "", " ", "İIıi", "\xff\xfe", "e\u0301", "12", "&", "''", "市", "深圳市", "a b c d e",
		strings.Repeat("o", 2*longestName), "Ünal " + strings.Repeat("电", longestName), strings.Repeat("\x80", 2*longestName),
	} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		c := parseCompany(name)
		if diff := cmp.Diff(c, parseCompany(name), cmp.AllowUnexported(company{})); diff != "" {
			t.Fatalf("the same name, other parts:\n%s", diff)
		}
		for _, w := range slices.Concat(c.words, c.generic) {
			if w == "" || utf8.ValidString(name) && !utf8.ValidString(w) {
				t.Fatalf("%q has the word %q", name, w)
			}
		}
		if ascii(name) {
			if a, b := parseCompany(strings.ToUpper(name)), parseCompany("  "+strings.ToLower(name)+" "); a.joined != b.joined || a.legal != b.legal {
				t.Fatalf("%q: case counts: %q, %q", name, a.joined, b.joined)
			}
		}
	})
}
