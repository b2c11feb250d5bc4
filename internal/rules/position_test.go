package rules

import (
	"fmt"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
	"pgregory.net/rapid"
)

// TestPlacesOfScalars looks for a word in conditions of every style of scalar.
func TestPlacesOfScalars(t *testing.T) {
	const file = `a: revenue > 0.30 and bad1 >= 2
b: {when: 国家 == "US" and bad1 >= 2, id: 甲}
c: "region == \"a\" and \u56fd\t== bad1"
d: 'region == ''a'' and bad1 > 2'
e: |
  revenue > 1
    and bad1 > 2
f: >-
  revenue > 1
  and 国家 == "x"
  and bad1 > 2
g: >
  revenue > 1

    and x
  and bad1 > 2
h: revenue > 1
  and bad1 > 2
  and y
i: "revenue > 1
  and \
  bad1 > 2"
j: &anchor revenue > bad1
k: !!str revenue > bad1
l: |2
    revenue > 1 and bad1
m:   # a comment

  revenue > bad1
n: >2-

    revenue
   > bad1
o: 'revenue

  > bad1'
p: |+

  bad1

`
	for name, text := range map[string]string{"LF": file, "CRLF": strings.ReplaceAll(file, "\n", "\r\n"), "BOM": "\ufeff" + file} {
		d := load(name, []byte(text))
		if d.root == nil {
			t.Fatalf("%s: %v", name, d.problems)
		}
		for _, n := range scalars(d.root) {
			offset := strings.Index(n.Value, "bad1")
			if offset < 0 {
				continue
			}
			places, ok := d.scalarPlaces(n)
			if !ok {
				t.Errorf("%s: no places for %q", name, n.Value)
				continue
			}
			at := places[offset]
			line := string(d.lines[at.line][at.col:])
			if !strings.HasPrefix(line, "bad1") {
				t.Errorf("%s: bad1 of %q is said to be at %d:%d, where %q stands", name, n.Value, at.line+1, at.col+1, line)
			}
		}
	}
}

func scalars(n *yaml.Node) []*yaml.Node {
	if n.Kind == yaml.ScalarNode {
		return []*yaml.Node{n}
	}
	var all []*yaml.Node
	for _, c := range n.Content {
		all = append(all, scalars(c)...)
	}
	return all
}

// TestPlacesOfAnyScalar writes random texts in random styles and holds every
// character of the value against the character at its place.
func TestPlacesOfAnyScalar(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.SampledFrom([]rune("ab 中＞'\"\\\n>#")), 1, 40, -1).Draw(t, "text")
		style := rapid.SampledFrom([]yaml.Style{0, yaml.SingleQuotedStyle, yaml.DoubleQuotedStyle, yaml.LiteralStyle, yaml.FoldedStyle}).Draw(t, "style")
		value := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Style: style, Value: text}
		key := &yaml.Node{Kind: yaml.ScalarNode, Value: "k"}
		file, err := yaml.Marshal(&yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{key, value}})
		if err != nil {
			t.Skip("the library cannot write it")
		}
		d := load("x", file)
		if d.root == nil || d.root.Kind != yaml.MappingNode {
			t.Skip("the library cannot read what it wrote")
		}
		n := d.root.Content[1]
		places, ok := d.scalarPlaces(n)
		if !ok {
			t.Fatalf("no places for %q in\n%s", n.Value, file)
		}
		for i, r := range n.Value {
			at := places[i]
			if r == '\n' || r == ' ' { // a fold or an end of line
				continue
			}
			if at.line >= len(d.lines) || at.col >= len(d.lines[at.line]) {
				t.Fatalf("%q of %q is at %d:%d, outside of\n%s", r, n.Value, at.line+1, at.col+1, file)
			}
			if there := d.lines[at.line][at.col]; there != r && there != '\\' {
				t.Fatalf("%q of %q is at %d:%d, where %q stands in\n%s", r, n.Value, at.line+1, at.col+1, there, file)
			}
		}
	})
}

// TestConditionProblemMarksItsText holds the place of a mistake in a condition
// against the text it marks.
func TestConditionProblemMarksItsText(t *testing.T) {
	for _, when := range []string{
		`revenue > 1 and zzz1 > 2`, `'country == ''德国'' and zzz1 > 2'`, `"country == \"\u5fb7\u56fd\" and zzz1 > 2"`,
		"|\n          revenue > 1\n            or zzz1 > 2", ">-\n          revenue > 1\n\n          or zzz1 > 2", "revenue > 1\n          or zzz1 > 2",
	} {
		text := fmt.Sprintf("classifications:\n  - id: tier\n    classes:\n      - id: A\n        when: %s\n      - {id: B}\n", when)
		_, problems := Parse("x", []byte(text), declared())
		if len(problems) != 1 {
			t.Fatalf("%s: %v", when, problems)
		}
		p := problems[0]
		line := []rune(p.Line)
		if got := string(line[p.Pos.Col-1 : p.Pos.Col-1+p.Span]); got != "zzz1" {
			t.Errorf("%s: %v marks %q, want zzz1", when, p.Pos, got)
		}
	}
}
