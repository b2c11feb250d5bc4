package nearest

import "testing"

func TestOf(t *testing.T) {
	names := []string{"revenue", "revenue_share", "orders", "订单金额", "tenure"}
	for _, c := range []struct{ word, want, why string }{
		{"revenu", "revenue", "a letter short"},
		{"Oders", "orders", "case does not count"},
		{"订单全额", "订单金额", "characters count, not bytes"},
		{"zebra", "", "nothing is near"},
		{"x", "", "one letter is no hint"},
		{"", "", "nothing was written"},
	} {
		if got := Of(c.word, names); got != c.want {
			t.Errorf("Of(%q) = %q, want %q: %s", c.word, got, c.want, c.why)
		}
	}
}
