package cli

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSplitColumns(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
		why  string
	}{
		{"customer_name,tier", []string{"customer_name", "tier"}, "plain names"},
		{" customer_name , tier", []string{"customer_name", "tier"}, "spaces around a comma mean nothing"},
		{`tier,column("付款方式")`, []string{"tier", `column("付款方式")`}, "a column of the team's own, as the rules write it"},
		{`column('City, state'),tier`, []string{`column('City, state')`, "tier"}, "a comma in a header"},
		{`column("O'Neil, x"),tier`, []string{`column("O'Neil, x")`, "tier"}, "the other quote inside quotes"},
		{`"column(""City, state"")",tier`, []string{`column("City, state")`, "tier"}, "quoted as CSV does"},
		{"", nil, "nothing asked for"},
		{"tier,", []string{"tier", ""}, "a name forgotten is told, not passed over"},
		{`column("x,tier`, []string{`column("x,tier`}, "an open quote is one wrong name"},
	} {
		if diff := cmp.Diff(c.want, splitColumns(c.text)); diff != "" {
			t.Errorf("%s: %q -want +got:\n%s", c.why, c.text, diff)
		}
	}
}
