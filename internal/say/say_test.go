package say

import (
	"testing"

	"crm/internal/civil"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/value"
)

func TestWords(t *testing.T) {
	w := Words{AsOf: civil.MustNew(2026, 10, 1), Currency: "USD"}
	num := func(k value.Kind, s string) value.Value { return value.Num(k, money.MustParse(s)) }
	for _, c := range []struct {
		v, other value.Value
		en, zh   string
		plain    string
		why      string
	}{
		{num(value.Share, "0.3002"), num(value.Share, "0.3"), "30.02 %", "30.02%", "30.02%", "as many digits as tell it from its limit"},
		{num(value.Share, "0.3002"), value.Value{}, "30 %", "30%", "30%", "else one, none that is 0"},
		{num(value.Money, "1234.5"), value.Value{}, "USD 1,234.50", "USD 1,234.50", "1234.5", "all digits of the minor unit"},
		{num(value.Money, "1234"), value.Value{}, "USD 1,234", "USD 1,234", "1234", "none of a whole amount"},
		{num(value.Number, "2.049"), num(value.Number, "2.05"), "2.049", "2.049", "2.049", "told from its limit"},
		{num(value.Number, "48.0003"), value.Value{}, "48", "48", "48", "two digits at most"},
		{value.Int(value.Days, 1), value.Value{}, "1 day", "1 天", "1", "one"},
		{value.Int(value.Days, 1200), value.Value{}, "1,200 days", "1,200 天", "1200", "many"},
		{value.Truth(true), value.Value{}, "yes", "是", "true", ""},
		{value.Items([]string{"a", "\x1b[31m"}), value.Value{}, `a, \x1b[31m`, `a、\x1b[31m`, "a;\x1b[31m", "nothing foreign commands a terminal"},
		{value.Value{}, num(value.Number, "2"), "absent", "缺失", "", "nothing is nothing"},
	} {
		if got := w.Apart(c.v, c.other); got.In(lang.EN) != c.en || got.In(lang.ZH) != c.zh {
			t.Errorf("%v is %q / %q, want %q / %q: %s", c.v, got.In(lang.EN), got.In(lang.ZH), c.en, c.zh, c.why)
		}
		if got := w.Plain(c.v, c.other); got != c.plain {
			t.Errorf("%v is plainly %q, want %q: %s", c.v, got, c.plain, c.why)
		}
	}
}
