package rules

import (
	"os"
	"path/filepath"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"crm/internal/diag"
)

// FuzzParse holds any file to what Parse promises: no panic, a set or an error,
// every place inside the file, the same answer twice.
func FuzzParse(f *testing.F) {
	for _, pattern := range []string{"ok/*.yaml", "bad/*.yaml"} {
		paths, err := filepath.Glob(filepath.Join(fixtures, pattern))
		if err != nil {
			f.Fatal(err)
		}
		for _, p := range paths {
			text, err := os.ReadFile(p)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(text)
		}
	}
	f.Add(embeddedText)
	f.Fuzz(func(t *testing.T, text []byte) {
		set, problems := Parse("x", text, declared())
		if (set == nil) != problems.Failed() {
			t.Fatalf("a set with errors, or none without:\n%s", answer(problems))
		}
		d := load("x", text)
		for _, p := range problems {
			if p.Pos.File == "" || p.Message.Empty() {
				t.Fatalf("a problem without file or message: %+v", p)
			}
			if p.Pos.File != "x" || p.Pos.Row == 0 {
				continue
			}
			if p.Pos.Row > len(d.lines) || p.Pos.Col < 1 || p.Pos.Col > len(d.lines[p.Pos.Row-1])+1 || p.Span < 1 {
				t.Fatalf("%v (span %d) is outside of the file: %s", p.Pos, p.Span, p.Message.EN)
			}
			if p.Severity > diag.Warning || !utf8.ValidString(p.Message.EN+p.Message.ZH+p.Hint.ZH) {
				t.Fatalf("%+v", p)
			}
		}
		if _, again := Parse("x", text, declared()); cmp.Diff(problems, again) != "" {
			t.Fatal(cmp.Diff(problems, again))
		}
	})
}
