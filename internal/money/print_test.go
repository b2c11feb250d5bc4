package money

import "testing"

func TestGroup(t *testing.T) {
	for _, c := range []struct{ number, want, why string }{
		{"0", "0", "nothing to group"},
		{"999", "999", "under a thousand"},
		{"1000", "1,000", "one comma"},
		{"-1234567.50", "-1,234,567.50", "sign and fraction stay"},
		{"-0.00", "0.00", "what rounding left of a small negative amount"},
		{"-0.001", "-0.001", "a small negative number"},
	} {
		if got := Group(c.number); got != c.want {
			t.Errorf("Group(%q) = %q, want %q: %s", c.number, got, c.want, c.why)
		}
	}
}
