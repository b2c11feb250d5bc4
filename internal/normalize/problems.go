package normalize

import (
	"cmp"
	"maps"
	"slices"

	"crm/internal/diag"
	"crm/internal/lang"
)

// keptPerCode bounds how many rows set aside are kept one by one for each code;
// the rest is counted.
const keptPerCode = 20_000

// placesNamed is how many places a counted warning names.
const placesNamed = 3

// collector gathers the problems of a run.
type collector struct {
	list    diag.List
	asides  map[string]int
	counted map[countKey]*count
}

// countKey is what warnings that occur often are counted by.
type countKey struct {
	code, file, sheet string
	col               int
}

// count is a warning that occurs often: how often, and where first.
type count struct {
	n        int
	places   []diag.Pos
	found    string
	severity diag.Severity
	field    string
	say      func(n int) lang.Text
	hint     lang.Text
	effect   lang.Text
}

func newCollector() *collector {
	return &collector{asides: map[string]int{}, counted: map[countKey]*count{}}
}

func (c *collector) add(p diag.Problem) { c.list.Add(p) }

// once adds a problem that is said of the first place only.
func (c *collector) once(p diag.Problem) {
	if !slices.ContainsFunc(c.list, func(q diag.Problem) bool { return q.Code == p.Code }) {
		c.add(p)
	}
}

// aside adds a row set aside; what says more about it is built only while it is kept.
func (c *collector) aside(code string, build func() diag.Problem) {
	c.asides[code]++
	if c.asides[code] > keptPerCode {
		return
	}
	p := build()
	p.Code, p.Severity = code, diag.Aside
	c.list.Add(p)
}

// tally counts one occurrence of a warning at a place. What it says is taken
// from the first one.
func (c *collector) tally(code string, at diag.Pos, found string, first func() count) {
	k := countKey{code, at.File, at.Sheet, at.Col}
	n := c.counted[k]
	if n == nil {
		fresh := first()
		n = &fresh
		n.found = found
		c.counted[k] = n
	}
	n.n++
	if len(n.places) < placesNamed {
		n.places = append(n.places, at)
	}
}

// warn is a first function of tally for a warning that only says something.
func warn(field string, say func(n int) lang.Text) func() count {
	return func() count { return count{severity: diag.Warning, field: field, say: say} }
}

// finish is everything gathered, counted warnings included.
func (c *collector) finish() diag.List {
	keys := make([]countKey, 0, len(c.counted))
	for k := range c.counted {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b countKey) int {
		return cmp.Or(cmp.Compare(a.code, b.code), cmp.Compare(a.file, b.file),
			cmp.Compare(a.sheet, b.sheet), cmp.Compare(a.col, b.col))
	})
	for _, k := range keys {
		n := c.counted[k]
		c.list.Add(diag.Problem{
			Code: k.code, Severity: n.severity, Pos: n.places[0], Also: n.places[1:], Field: n.field,
			Found: n.found, Message: n.say(n.n), Hint: n.hint, Effect: n.effect,
		})
	}
	for _, code := range sortedKeys(c.asides) {
		if more := c.asides[code] - keptPerCode; more > 0 {
			c.list.Add(diag.Problem{
				Code: code, Severity: diag.Aside, Pos: c.lastOf(code),
				Message: lang.N(more, "and %d more row like it, not listed", "and %d more rows like it, not listed", "另有 %d 行同类问题，没有逐一列出"),
			})
		}
	}
	c.list.Sort()
	return c.list
}

func (c *collector) lastOf(code string) (at diag.Pos) {
	for i := range c.list {
		if c.list[i].Code == code {
			at = c.list[i].Pos
		}
	}
	return at
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
