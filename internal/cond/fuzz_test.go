package cond

import (
	"strings"
	"testing"
)

// FuzzParse: no source panics, every mistake has its place, and what is
// accepted can be asked and explained.
func FuzzParse(f *testing.F) {
	for _, block := range blocks(f, "problems.txt") {
		src, _, _ := strings.Cut(block, "\n---\n")
		f.Add(src)
	}
	v := vocabulary()
	columns := columnsOf(f,
		"revenue=82000.10; orders=3; tenure=729; region=core; tags=vip,eu; has_email=true; last_order=2026-02-28; 评分=n:3; 签约日=d:2026-01-31",
		"revenue=99999999999999999999.5; orders=0; revenue_share=-0.00000000000000000001; tier=A; 评分=3; 付款方式=LC",
		"")
	f.Fuzz(func(t *testing.T, src string) {
		c, problems := Parse(src, v)
		checkProblems(t, src, c, problems)
		if c == nil {
			return
		}
		for _, use := range c.Names() {
			if name := src[use.From:use.To]; name == "" {
				t.Fatalf("%q: no name at %d-%d", src, use.From, use.To)
			}
		}
		b := NewRun(asOf, columns).Bind(c)
		for customer := range 4 {
			lines := b.Trace(customer)
			if lines[0].Result != b.Eval(customer) {
				t.Fatalf("%q: trace and eval differ", src)
			}
			for _, want := range []bool{true, false} {
				steps, ok := b.Gap(customer, want, nil)
				if met := b.Eval(customer) == truth(want); ok && met != (len(steps) == 0) {
					t.Fatalf("%q is %s, wanted %v: %d steps", src, b.Eval(customer), want, len(steps))
				}
			}
		}
	})
}
