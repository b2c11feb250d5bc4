package lang_test

import (
	"testing"

	"crm/internal/lang"
)

func TestN(t *testing.T) {
	say := func(n int, what any) lang.Text {
		return lang.N(n, "%d row of %s is blank", "%d rows of %s are blank", "%[2]s有 %[1]d 行为空", what)
	}
	orders := lang.T("orders", "订单表")
	for _, c := range []struct {
		n        int
		what     any
		want, zh string
		why      string
	}{
		{0, "x", "0 rows of x are blank", "x有 0 行为空", "none is many"},
		{1, "x", "1 row of x is blank", "x有 1 行为空", "one has its own wording"},
		{2, "x", "2 rows of x are blank", "x有 2 行为空", "several"},
		{-1, "x", "-1 rows of x are blank", "x有 -1 行为空", "only one is one"},
		{1, orders, "1 row of orders is blank", "订单表有 1 行为空", "a text among the arguments speaks its language"},
	} {
		if got := say(c.n, c.what); got.EN != c.want || got.ZH != c.zh {
			t.Errorf("N(%d) = %+v: %s", c.n, got, c.why)
		}
	}
}

// TestF: the quick way for texts alone says what the other does.
func TestF(t *testing.T) {
	orders := lang.T("orders", "订单")
	for _, c := range []struct {
		en, zh, want, wantZH string
		args                 []any
	}{
		{"%s of %s", "%s的%s", "orders of A", "订单的A", []any{orders, "A"}},
		{"no verb", "没有", "no verb", "没有", nil},
		{"%[2]s of %[1]s", "%s的%s", "A of orders", "订单的A", []any{orders, "A"}},
		{"%d%% of %s", "%d%%的%s", "5% of orders", "5%的订单", []any{5, orders}},
		{"%s%%", "%q", "A%", `"A"`, []any{"A"}},
		{"%s, %s", "%s", "A, %!s(MISSING)", "A", []any{"A"}},
		{"%s", "%s%s", "A%!(EXTRA string=B)", "AB", []any{"A", "B"}},
		{"a %", "%s", "a %!(NOVERB)%!(EXTRA string=A)", "A", []any{"A"}},
	} {
		if got := lang.F(c.en, c.zh, c.args...); got.EN != c.want || got.ZH != c.wantZH {
			t.Errorf("F(%q, %q): %+v, want %q and %q", c.en, c.zh, got, c.want, c.wantZH)
		}
	}
}
