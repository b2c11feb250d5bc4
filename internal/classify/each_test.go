package classify_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/value"
)

// TestEachCustomer: asked for several customers at once, a result says what it
// says one by one.
func TestEachCustomer(t *testing.T) {
	for _, customers := range []int{0, 1, 2, 3, 100} {
		values := make([]value.Value, customers)
		for i := range values {
			values[i] = value.Int(value.Money, i*i%97)
		}
		r := run(t, abc, columns{"revenue": values}, customers)
		sentences, reasons := make([]lang.Text, customers), make([][]crm.Reason, customers)
		r.EachCustomer(func(i int) { sentences[i], reasons[i] = r.Sentence(0, i), r.Reasons(i) })
		again := run(t, abc, columns{"revenue": values}, customers)
		for i := range values {
			if diff := cmp.Diff(again.Sentence(0, i), sentences[i]) + cmp.Diff(again.Reasons(i), reasons[i]); diff != "" {
				t.Fatalf("customer %d of %d: %s", i, customers, diff)
			}
		}
	}
}
