package crm_test

import (
	"regexp"
	"testing"

	"crm/internal/crm"
)

func TestFields(t *testing.T) {
	name := regexp.MustCompile(`^[a-z]+(_[a-z]+)*$`)
	for k := crm.Customers; k <= crm.Feedback; k++ {
		seen := map[crm.Field]bool{}
		for _, f := range crm.Fields(k) {
			if seen[f] || !name.MatchString(string(f)) {
				t.Errorf("%v: field %q is there twice or is no snake_case name", k, f)
			}
			seen[f] = true
			if got, ok := crm.ParseField(k, string(f)); !ok || got != f {
				t.Errorf("ParseField(%v, %q) = %q, %v", k, f, got, ok)
			}
		}
		if len(seen) == 0 {
			t.Errorf("%v has no fields", k)
		}
	}
	for _, c := range []struct {
		kind crm.TableKind
		name string
		why  string
	}{
		{crm.Orders, "stage", "a field of customers and opportunities only"},
		{crm.NoTable, "amount", "a sheet that is no table has no fields"},
		{crm.TableKind(99), "amount", "out of range is no panic"},
	} {
		if f, ok := crm.ParseField(c.kind, c.name); ok {
			t.Errorf("ParseField(%d, %q) = %q: %s", c.kind, c.name, f, c.why)
		}
	}
}
