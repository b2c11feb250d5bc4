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
