package rules

import (
	"strings"
	"testing"
)

// TestLimits holds what no team writes to an answer in good time.
func TestLimits(t *testing.T) {
	for _, c := range []struct{ text, want, why string }{
		{"version: 1\n#" + strings.Repeat("x", MaxFileSize), "error CRM-C06 the file is too large for a rules file; expected at most 1048576 bytes\n", "size"},
		{"orders:\n  ignore_status: [" + strings.Repeat("x, ", maxItems+1) + "]\n", "error CRM-C06 2:18 2001 items; expected at most 2000\n", "items of a list"},
		{"a: " + strings.Repeat("[", 20_000), "error CRM-C03 1:1 this line cannot be read as YAML; put texts with signs in quotes; indent with spaces\n", "depth"},
	} {
		set, problems := Parse("x", []byte(c.text), declared())
		if got := answer(problems); set != nil || got != c.want {
			t.Errorf("%s: %s", c.why, got)
		}
	}
	warned := "regions: {core: [" + strings.Repeat("US, ", maxProblems+50) + "]}\nmain: teir\n"
	if set, problems := Parse("x", []byte(warned), declared()); set != nil || len(problems) != maxProblems+1 {
		t.Errorf("an error behind many warnings: %d problems", len(problems))
	}
	many := "regions:\n" + strings.Repeat("  core: [Atlantis]\n", maxProblems+50)
	if _, problems := Parse("x", []byte(many), declared()); len(problems) != maxProblems {
		t.Errorf("%d problems, want %d", len(problems), maxProblems)
	}
}
