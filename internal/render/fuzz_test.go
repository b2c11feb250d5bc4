package render

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/table"
	"crm/internal/value"
)

// actsOnTerminal is what no format may bring to a screen: control characters but
// line feed and tab, direction, line separators.
var actsOnTerminal = regexp.MustCompile(`[^\P{Cc}\n\t]|[\x{202a}-\x{202e}\x{2066}-\x{2069}\x{2028}\x{2029}]`)

// hidden is also what cannot be seen at all.
var hidden = regexp.MustCompile(`[^\P{Cc}\n\t]|\p{Cf}|\p{Zl}|\p{Zp}`)

// FuzzGrid writes foreign text in every format: it stays in its field, starts no
// formula, moves no cursor; the number beside it stays a number.
func FuzzGrid(f *testing.F) {
	for _, seed := range []string{
		"", "Acme", "=cmd|' /C calc'!A0", "-2+3", "＝1", " \u3000+1", "\ufeff@SUM(A1)", "a,b\"c\nd", "\x1b[31mred\x1b]0;t\x07", "a\u202eb\u200b", "\r\n=1", "\t=1", "'=1",
		"\xff\xfe", "|a|", "<b>&amp;</b>", "`x`", `\`, `\.`, "\x00=1", "a\u2028b", "\u200f=1",
	} {
		f.Add(seed)
	}
	minus, _ := money.Parse("-12.50")
	f.Fuzz(func(t *testing.T, text string) {
		g := &table.Grid{
			Columns: []table.Column{{ID: text, Title: lang.Same(text), Kind: value.Text}, {ID: "n", Title: lang.Same("n"), Kind: value.Number}},
			Rows:    [][]value.Value{{value.Str(text), value.Num(value.Number, minus)}},
		}
		out := map[Format]string{}
		for _, format := range []Format{Table, Markdown, HTML, CSV, TSV, JSON, JSONL} {
			var b bytes.Buffer
			if err := Grid(&b, g, format, Options{}); err != nil {
				t.Fatal(err)
			}
			out[format] = b.String()
		}
		checkCSV(t, text, out[CSV])
		checkTSV(t, out[TSV])
		for _, format := range []Format{Table, Markdown, CSV, TSV} {
			if bad := actsOnTerminal.FindString(out[format]); bad != "" {
				t.Errorf("%v holds %q: %q", format, bad, out[format])
			}
		}
		for _, format := range []Format{Table, TSV} {
			if bad := hidden.FindString(out[format]); bad != "" {
				t.Errorf("%v holds %q: %q", format, bad, out[format])
			}
		}
		var rows []map[string]any
		if err := json.Unmarshal([]byte(out[JSON]), &rows); err != nil || len(rows) != 1 {
			t.Errorf("no JSON: %v %q", err, out[JSON])
		}
		if strings.Count(out[JSONL], "\n") != 1 || !json.Valid([]byte(out[JSONL])) {
			t.Errorf("no JSON line: %q", out[JSONL])
		}
		if got := strings.Count(out[HTML], "<b>"); got > 0 && strings.Contains(text, "<b>") {
			t.Errorf("markup of the data in HTML: %q", out[HTML])
		}
	})
}

func checkCSV(t *testing.T, text, out string) {
	t.Helper()
	records, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	if err != nil || len(records) != 2 || len(records[1]) != 2 {
		t.Fatalf("%v: %q", err, out)
	}
	field := records[1][0]
	if table.Unguard(field) == field && table.Guard(field) != field {
		t.Errorf("%q starts a formula", field)
	}
	if records[1][1] != "-12.5" {
		t.Errorf("the number became %q", records[1][1])
	}
	if plain := !actsOnTerminal.MatchString(text) && !strings.Contains(text, "\r") && strings.ToValidUTF8(text, "") == text; plain && table.Unguard(field) != text {
		t.Errorf("%q came back as %q", text, table.Unguard(field))
	}
}

func checkTSV(t *testing.T, out string) {
	t.Helper()
	if strings.Count(out, "\n") != 2 || strings.Count(out, "\t") != 2 {
		t.Errorf("more than two lines of two fields: %q", out)
	}
	if !strings.HasSuffix(out, "\t-12.5\n") {
		t.Errorf("the number is not as it was: %q", out)
	}
}

// TestRawCSV: --raw leaves out the guard against formulas; what acts on a screen is
// shown all the same.
func TestRawCSV(t *testing.T) {
	g := &table.Grid{Columns: []table.Column{{ID: "name", Kind: value.Text}}, Rows: [][]value.Value{{value.Str("=1\x1b[0m\u202e")}}}
	for _, test := range []struct {
		raw  bool
		want string
	}{{true, `=1\x1b[0m\u202e`}, {false, `'=1\x1b[0m\u202e`}} {
		var b bytes.Buffer
		if err := Grid(&b, g, CSV, Options{Raw: test.raw}); err != nil {
			t.Fatal(err)
		}
		if got := strings.TrimSuffix(strings.TrimPrefix(b.String(), "name\n"), "\n"); got != test.want {
			t.Errorf("raw %t: %q, want %q", test.raw, got, test.want)
		}
	}
}
