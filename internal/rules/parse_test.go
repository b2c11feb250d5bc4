package rules

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"crm/internal/diag"
	"crm/internal/lang"
)

var update = flag.Bool("update", false, "write what the bad files answer into their .out files")

const fixtures = "../../testdata/rules"

func TestExampleIsEmbedded(t *testing.T) {
	shipped, err := os.ReadFile("../../rules.example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(shipped, embeddedText) {
		t.Error("rules.example.yaml and internal/rules/default.yaml differ: copy one over the other")
	}
}

func TestOK(t *testing.T) {
	for _, path := range glob(t, "ok/*.yaml", 10) {
		set, problems := Parse(filepath.Base(path), read(t, path), declared())
		if set == nil || len(problems) > 0 {
			t.Errorf("%s:\n%s", path, answer(problems))
		}
	}
}

func TestBad(t *testing.T) {
	for _, path := range glob(t, "bad/*.yaml", 60) {
		text := read(t, path)
		set, problems := Parse(filepath.Base(path), text, declared())
		if (set == nil) != problems.Failed() {
			t.Errorf("%s: a set with errors, or none without", path)
		}
		got, out := answer(problems), strings.TrimSuffix(path, ".yaml")+".out"
		if *update {
			if err := os.WriteFile(out, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if want := string(read(t, out)); got != want || got == "" {
			t.Errorf("%s answers\n%swant\n%s", path, got, want)
		}
		wellFormed(t, path, string(text), problems)
	}
}

func glob(t *testing.T, pattern string, least int) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(fixtures, pattern))
	if err != nil || len(paths) < least {
		t.Fatalf("%s: %d files, want at least %d (%v)", pattern, len(paths), least, err)
	}
	return paths
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// answer is one line per problem: severity, code, line:column, message "found";
// expected …; hint.
func answer(problems diag.List) string {
	var b strings.Builder
	for i := range problems {
		p := &problems[i]
		fmt.Fprintf(&b, "%s CRM-%s", p.Severity, p.Code)
		if p.Pos.Row > 0 {
			fmt.Fprintf(&b, " %d:%d", p.Pos.Row, p.Pos.Col)
		}
		b.WriteString(" " + p.Message.EN)
		if p.Found != "" {
			fmt.Fprintf(&b, " \"%s\"", diag.Escape(p.Found))
		}
		if !p.Expected.Empty() {
			b.WriteString("; expected " + p.Expected.EN)
		}
		if !p.Hint.Empty() {
			b.WriteString("; " + p.Hint.EN)
		}
		for _, also := range p.Also {
			fmt.Fprintf(&b, "; see %d:%d", also.Row, also.Col)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// wellFormed holds problems to what everybody who shows them relies on.
func wellFormed(t *testing.T, path, text string, problems diag.List) {
	t.Helper()
	lines := splitLines(strings.TrimPrefix(text, "\ufeff"))
	for i := range problems {
		p := &problems[i]
		for _, m := range []lang.Text{p.Message, p.Hint, p.Expected} {
			if (m.EN == "") != (m.ZH == "") {
				t.Errorf("%s: %q lacks a language", path, m)
			}
		}
		if p.Message.Empty() || p.Pos.File == "" {
			t.Errorf("%s: a problem without message or file: %+v", path, p)
		}
		if p.Pos.Row == 0 || !utf8.ValidString(text) {
			continue
		}
		line := lines[p.Pos.Row-1]
		if string(line) != p.Line || p.Span < 1 || p.Pos.Col < 1 || p.Pos.Col+p.Span-1 > max(len(line), p.Pos.Col) {
			t.Errorf("%s: %v marks %d characters of %q", path, p.Pos, p.Span, p.Line)
			continue
		}
		marked := string(line[p.Pos.Col-1 : min(p.Pos.Col-1+p.Span, len(line))])
		found, _, _ := strings.Cut(p.Found, ", ") // of several names the first is marked
		if p.Found != "" && !strings.HasPrefix(marked, "*") && !slices.Contains([]string{strings.TrimSpace(p.Found), found}, strings.Trim(marked, `"'`)) && !strings.ContainsAny(marked, `\|>`) {
			t.Errorf("%s: %v marks %q, but found is %q", path, p.Pos, marked, p.Found)
		}
	}
}

func TestDefault(t *testing.T) {
	set, problems := Parse("x", embeddedText, declared())
	if len(problems) > 0 {
		t.Fatalf("the embedded rules:\n%s", answer(problems))
	}
	var ids []string
	for _, c := range set.Classifications {
		ids = append(ids, c.ID)
		for _, k := range c.Classes {
			if k.Title.ZH == "" || k.Title.EN == "" || k.Title.ZH == k.Title.EN {
				t.Errorf("%s of %s has the titles %q", k.ID, c.ID, k.Title)
			}
		}
	}
	want := "revenue_level frequency_level potential_level relationship market lifecycle value_level tier segment"
	if got := strings.Join(ids, " "); got != want {
		t.Errorf("the embedded classifications are %s, want %s", got, want)
	}
	if set := Default(declared()); !set.Default || set.File != "" || set.Classifications[set.Main].ID != "tier" {
		t.Errorf("Default: %v %q main %d", set.Default, set.File, set.Main)
	}
}
