package rules_test

import (
	"testing"

	"crm/internal/measure"
	"crm/internal/rules"
)

// TestDefaultWithRealMeasures holds the embedded rules against the measures that
// crm really has.
func TestDefaultWithRealMeasures(t *testing.T) {
	set := rules.Default(measure.Declared())
	if len(set.Warnings) > 0 || len(set.Classifications) != 9 {
		t.Errorf("%d classifications, warnings %v", len(set.Classifications), set.Warnings)
	}
}
