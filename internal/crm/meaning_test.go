package crm_test

import (
	"testing"

	"crm/internal/crm"
	"crm/internal/value"
)

func TestFieldKind(t *testing.T) {
	for _, c := range []struct {
		field crm.Field
		want  value.Kind
		why   string
	}{
		{crm.FieldOrderDate, value.Date, "a day"},
		{crm.FieldAmount, value.Money, "an amount has a currency"},
		{crm.FieldQuantity, value.Number, "a count has none"},
		{crm.FieldProtected, value.Bool, "yes or no"},
		{crm.FieldOrderNo, value.Text, "a number of an order is text: 007 is not 7"},
	} {
		if got := c.field.Kind(); got != c.want {
			t.Errorf("%s is of kind %d, want %d: %s", c.field, got, c.want, c.why)
		}
	}
}

func TestMeanings(t *testing.T) {
	if got := crm.Meanings(crm.FieldStage); len(got) != 4 || got[0] != "inquiry" || got[3] != "order" {
		t.Errorf("stages are %v: the funnel's order counts", got)
	}
	if got := crm.Meanings(crm.FieldCountry); got != nil {
		t.Errorf("a country means itself, not one of %v", got)
	}
}
