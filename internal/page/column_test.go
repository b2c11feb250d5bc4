package page

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crm/internal/civil"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/table"
	"crm/internal/value"
)

func TestColumns(t *testing.T) {
	number := func(k value.Kind, s string) value.Value { return value.Num(k, money.MustParse(s)) }
	absent := value.Value{}
	for _, c := range []struct {
		name   string
		column table.Column
		values []value.Value
		kind   string
		want   string
		wide   bool
		dict   []any
		why    string
	}{
		{"money", table.Column{Kind: value.Money, Digits: 2}, []value.Value{number(value.Money, "1234.5"), absent, number(value.Money, "-0.004"), number(value.Money, "-0.005")}, "money", `[123450,null,0,-1]`, false, nil, "rounded to what is shown, half away from 0, as everywhere"},
		{"share", table.Column{Kind: value.Share}, []value.Value{number(value.Share, "0.3"), number(value.Share, "-1.0506")}, "share", `[300,-1051]`, false, nil, "hundredths with one digit"},
		{"wide", table.Column{Kind: value.Number}, []value.Value{number(value.Number, "12345678901234567"), number(value.Number, "1"), absent}, "number", `["12345678901234567","1",null]`, true, nil, "longer than a number of JSON may be"},
		{"date", table.Column{Kind: value.Date}, []value.Value{value.Day(civil.MustNew(1970, 1, 3)), absent}, "date", `[2,null]`, false, nil, "days since 1970-01-01"},
		{"truth", table.Column{Kind: value.Bool}, []value.Value{value.Truth(true), value.Truth(false), absent}, "bool", `[1,0,null]`, false, nil, "absent is not no"},
		{"classes", table.Column{Kind: value.Text, Order: []string{"A", "B"}, Names: map[string]lang.Text{"A": lang.T("Core", "核心")}}, []value.Value{value.Str("B"), value.Str("A"), value.Str("?")}, "text", `[1,0,2]`, false, []any{[2]string{"Core", "核心"}, "B", "?"}, "in the order of the classes, by title"},
		{"list", table.Column{Kind: value.List}, []value.Value{value.Items([]string{"x", "y"}), absent}, "text", `[0,null]`, false, []any{[2]string{"x, y", "x、y"}}, "joined as each language does"},
		{"mixed", table.Column{Kind: value.Number}, []value.Value{number(value.Number, "7"), value.Str("51-200")}, "text", `[0,1]`, false, []any{"7", "51-200"}, "one text among numbers makes all texts"},
		{"foreign", table.Column{Kind: value.Text}, []value.Value{value.Str("a\u202eb\n")}, "text", `[0]`, false, []any{`a\u202eb\n`}, "what acts on the eye is shown"},
	} {
		got := columnOf(&c.column, c.values)
		if got.Kind != c.kind || string(got.Values) != c.want || got.Wide != c.wide || !cmp.Equal(got.Dict, c.dict) {
			t.Errorf("%s: %s %s wide %v %v; want %s %s wide %v %v: %s", c.name, got.Kind, got.Values, got.Wide, got.Dict, c.kind, c.want, c.wide, c.dict, c.why)
		}
	}
}

// What the scripts put together from a scaled number is what every other output shows.
func TestScaledIsWhatIsShown(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		digits := uint8(rapid.IntRange(0, 3).Draw(t, "digits"))
		v := value.Num(value.Number, money.New(rapid.Int64Range(-1e14, 1e14).Draw(t, "coefficient"), uint8(rapid.IntRange(0, 6).Draw(t, "scale"))))
		scaledText := scaled(v, false, digits)
		if _, err := strconv.ParseInt(scaledText, 10, 64); err != nil || scaledText == "-0" || len(scaledText) > 1 && scaledText[0] == '0' {
			t.Fatalf("%q is no number of JSON", scaledText)
		}
		text, negative := strings.CutPrefix(scaledText, "-")
		for len(text) <= int(digits) {
			text = "0" + text
		}
		whole := text[:len(text)-int(digits)]
		if digits > 0 {
			whole += "." + text[len(text)-int(digits):]
		}
		if negative {
			whole = "-" + whole
		}
		if want := money.Group(v.Decimal().Fixed(digits)); money.Group(whole) != want {
			t.Fatalf("%s scaled to %s reads %s, want %s", v, scaledText, money.Group(whole), want)
		}
	})
}

// A text that went into the pool comes out as it was, whatever numbers are in it.
func TestPoolGivesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		piece := rapid.SampledFrom([]string{"revenue ", "1,234.50", "7", ".", ",", "|", "/", " % ≤ ", "收入", "-", "0.0", "\u202e", "..3", "4,"})
		draw := func(name string) string { return strings.Join(rapid.SliceOfN(piece, 1, 8).Draw(t, name), "") }
		p, texts := &pool{}, &sentences{}
		in := lang.T(draw("en"), draw("zh"))
		texts.add(p, lang.T("first 1", "第 1 个"))
		texts.add(p, in)
		for l, want := range map[lang.Lang]string{lang.EN: in.EN, lang.ZH: in.ZH} {
			if got := fill(p, texts, 1, l); got != diagEscaped(want) {
				t.Fatalf("%s came out as %q, want %q", l, got, want)
			}
		}
	})
}

func diagEscaped(s string) string { return foreign(s) }

// fill does what sentence in text.js does.
func fill(p *pool, texts *sentences, i int, l lang.Lang) string {
	b, _ := json.Marshal(p.patterns[texts.Patterns[i]])
	pattern := ""
	if json.Unmarshal(b, &pattern) != nil {
		var both [2]string
		_ = json.Unmarshal(b, &both)
		pattern = both[l]
	}
	numbers := strings.Split(texts.Numbers[i], "/")
	own := strings.Split(numbers[min(int(l), len(numbers)-1)], "|")
	next := 0
	for strings.Contains(pattern, gap) {
		pattern = strings.Replace(pattern, gap, own[next], 1)
		next++
	}
	return pattern
}

// Every word that the template and the scripts use is there, and none in vain.
func TestWords(t *testing.T) {
	source, err := app()
	if err != nil {
		t.Fatal(err)
	}
	markup, err := read("page.html")
	if err != nil {
		t.Fatal(err)
	}
	var used []string
	for _, piece := range append(strings.Split(source, `"`), strings.Split(markup, `"`)...) {
		if _, known := words[piece]; known {
			used = append(used, piece)
		}
	}
	for _, call := range strings.Split(source, `word("`)[1:] {
		key, _, _ := strings.Cut(call, `"`)
		if _, known := words[key]; !known && key != "theme" {
			t.Errorf("the scripts use the word %q, which is not there", key)
		}
	}
	for key, text := range words {
		if text.EN == "" || text.ZH == "" {
			t.Errorf("the word %q is not in both languages", key)
		}
		if !slices.Contains(used, key) && key != "met" && !strings.HasPrefix(key, "theme") { // these the scripts put together
			t.Errorf("nothing uses the word %q", key)
		}
	}
}
