package nearest

import "testing"

func TestOf(t *testing.T) {
	names := []string{"revenue", "revenue_share", "orders", "订单金额", "tenure", "init", "list"}
	for _, c := range []struct{ word, want, why string }{
		{"revenu", "revenue", "a letter short"},
		{"Oders", "orders", "case does not count"},
		{"订单全额", "订单金额", "characters count, not bytes"},
		{"lsit", "list", "of equals the one that begins alike"},
		{"zebra", "", "nothing is near"},
		{"x", "", "one letter is no hint"},
		{"", "", "nothing was written"},
	} {
		if got := Of(c.word, names); got != c.want {
			t.Errorf("Of(%q) = %q, want %q: %s", c.word, got, c.want, c.why)
		}
	}
}

func TestWithin(t *testing.T) {
	if got := Within("销售时间", 1, []string{"销售单价"}); got != "" {
		t.Errorf("Within one change of 销售时间 is %q: two characters differ", got)
	}
	if got := Of("x", []string{"A", "B"}); got != "" {
		t.Errorf("Of x is %q: another letter altogether", got)
	}
	if got := Of("a", []string{"B", "A"}); got != "A" {
		t.Errorf("Of a is %q, want A", got)
	}
	if got := Within("amout", 1, []string{"account", "amount"}); got != "amount" {
		t.Errorf("Within one change of amout is %q, want amount", got)
	}
}
