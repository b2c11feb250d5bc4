package rules

import (
	"gopkg.in/yaml.v3"

	"crm/internal/diag"
	"crm/internal/lang"
)

// maxExpanded bounds how many nodes are walked through aliases, so that a few
// lines of nested aliases cannot become a billion.
const maxExpanded = 10_000

// maxItems bounds a list or mapping, and maxProblems what is reported of a file:
// no team writes that much, and looking for the nearest names takes its time.
const maxItems, maxProblems = 2000, 500

// node is a value of the file, and the keys that lead to it. Its yaml.Node is
// never an alias; alias is where the alias stands that it was reached through.
type node struct {
	*yaml.Node
	key   string
	alias *yaml.Node
}

// missing reports whether nothing was written: key: or ~.
func (n node) missing() bool {
	return n.Kind == yaml.ScalarNode && n.Tag == "!!null" && n.Style == 0
}

// scalar reports whether the node is one value, not a list or a mapping.
func (n node) scalar() bool { return n.Kind == yaml.ScalarNode }

// resolve follows an alias. Too many of them are reported, and nothing after that.
func (d *document) resolve(n *yaml.Node, key string) node {
	if n.Kind != yaml.AliasNode {
		return node{Node: n, key: key}
	}
	d.expanded += size(n.Alias, maxExpanded)
	if d.expanded >= maxExpanded {
		d.fail("C06", node{Node: n, key: key}, lang.T("aliases (*) repeat too much", "别名（*）重复展开过多"),
			lang.T("write the values out", "请直接写出各个值"))
		d.closed = true
		return node{Node: &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null", Line: n.Line, Column: n.Column}, key: key}
	}
	return node{Node: n.Alias, key: key, alias: n}
}

// size counts a node with all below it, up to a limit; aliases count as one, so
// that the count ends.
func size(n *yaml.Node, limit int) int {
	total := 1
	for _, c := range n.Content {
		if total >= limit {
			break
		}
		total += size(c, limit-total)
	}
	return total
}

// posOf is where a node is seen: of an alias, the alias's own place.
func (d *document) posOf(n node) diag.Pos { return d.pos(d.placeOf(n, 0)) }

// placeOf is the place of a byte of a scalar's value; of 0, the place where the
// node starts: its opening quote, if it has one.
func (d *document) placeOf(n node, offset int) place {
	if n.alias != nil {
		return place{n.alias.Line - 1, n.alias.Column - 1}
	}
	line, col := d.start(n.Node)
	if offset > 0 && n.scalar() {
		if places, ok := d.scalarPlaces(n.Node); ok && offset < len(places) {
			return places[offset]
		}
	}
	return place{line, col}
}

// spanOf is how many characters of its first line a node takes.
func (d *document) spanOf(n node) int {
	switch {
	case n.alias != nil:
		return len([]rune(n.alias.Value)) + 1
	case !n.scalar() || n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return 1
	}
	places, ok := d.scalarPlaces(n.Node)
	if !ok {
		return 1
	}
	line, col := d.start(n.Node)
	end := places[len(places)-1]
	if n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0 {
		end.col++
		if len(n.Value) == 0 {
			return 2
		}
	}
	if end.line != line {
		return len(d.decoded[line]) - col
	}
	return end.col - col
}

// problem is an error about a node, with its value as what was found.
func (d *document) problem(code string, n node, message lang.Text) diag.Problem {
	p := diag.Problem{Code: code, Pos: d.posOf(n), Span: d.spanOf(n), Field: n.key, Message: message}
	if n.scalar() {
		p.Found = n.Value
	}
	if n.alias != nil {
		p.Also = []diag.Pos{d.posOf(node{Node: n.Node})}
	}
	return p
}

func (d *document) fail(code string, n node, message, hint lang.Text) {
	p := d.problem(code, n, message)
	p.Hint = hint
	d.report(p)
}

func (d *document) warn(code string, n node, message, hint lang.Text) {
	p := d.problem(code, n, message)
	p.Severity, p.Hint = diag.Warning, hint
	d.report(p)
}

// expect is an error about a node that is not what it should be.
func (d *document) expect(code string, n node, message, expected, hint lang.Text) {
	p := d.problem(code, n, message)
	p.Expected, p.Hint = expected, hint
	d.report(p)
}
