package cond

import "crm/internal/value"

// Line is one line of a trace: a leaf with what it compared, or an and, or, not
// over the deeper lines that follow it.
type Line struct {
	Depth    int
	From, To int    // its bytes in the condition's source
	Source   string // as written
	// Op is the operator: == != < <= > >= in contains startsWith endsWith, with
	// "not " before the last four where it is written; has; is for a yes/no name;
	// and, or, not for a group. 10 < x is shown as x > 10.
	Op string
	// Actual is the customer's value, Wanted what it is compared with; of a list
	// of constants its items. Of "vip" in tags Actual is the list, Wanted the text.
	// Periods are counts of days. Absent for a group.
	Actual, Wanted value.Value
	WantedText     string // Wanted as written: 0.30, years(2), ["a", "b"]
	Result         Truth
	Name           string // the measure, column or classification that Actual is the value of; empty for a calculation
	Header         bool   // Name is a header of the customers table
	// Population: a side is a quantile, mean, median or rank, which tells of all
	// customers.
	Population bool
}

// Group reports whether the line is an and, or, not over others.
func (l *Line) Group() bool { return l.Op == "and" || l.Op == "or" || l.Op == "not" }

// Trace is every leaf and group of the condition for a customer, in reading order.
func (b *Bound) Trace(customer int) []Line { return b.TraceIn(nil, customer) }

// TraceIn is Trace in the room of lines that are not needed any more.
func (b *Bound) TraceIn(room []Line, customer int) []Line {
	if size := b.root.size(); cap(room) < size {
		room = make([]Line, 0, size)
	}
	return b.trace(room[:0], &b.root, 0, customer)
}

// size is how many branches there are, with those below.
func (b *branch) size() int {
	n := 1
	for i := range b.kids {
		n += b.kids[i].size()
	}
	return n
}

func (b *Bound) trace(lines []Line, n *branch, depth, customer int) []Line {
	line := b.line(n, customer)
	line.Depth = depth
	lines = append(lines, line)
	for i := range n.kids {
		lines = b.trace(lines, &n.kids[i], depth+1, customer)
	}
	return lines
}

func (b *Bound) line(n *branch, customer int) Line {
	c := n.clause
	line := Line{From: c.from, To: c.to, Source: b.cond.source[c.from:c.to], Op: n.op.symbol(), Result: n.eval(customer)}
	if !c.leaf() {
		return line
	}
	l := &n.leaf
	line.Op = l.op.symbol()
	if l.negated {
		line.Op = "not " + line.Op
	}
	line.Population = c.left.population() || c.right.population()
	actual, wanted := l.sides(c)
	line.Actual = l.left.at(customer)
	switch {
	case c.set != nil:
		line.Wanted, line.WantedText = l.items(), b.cond.source[c.list[0]:c.list[1]]
	case c.op == opIn:
		line.Actual, line.Wanted = l.right.at(customer), l.left.at(customer)
	case wanted != nil:
		line.Wanted = l.right.at(customer)
	}
	if wanted != nil {
		line.WantedText = b.cond.source[wanted.from:wanted.to]
	}
	if actual.kind == termName {
		line.Name, line.Header = actual.text, actual.header
	}
	return line
}

// sides is the term that the customer brings and the one it is compared with;
// in "vip" in tags it is the list that the customer brings.
func (l *leaf) sides(c *clause) (actual, wanted *term) {
	if l.mirrored || c.op == opIn && c.right != nil {
		return c.right, c.left
	}
	return c.left, c.right
}

func (l *leaf) items() value.Value {
	items := make([]string, len(l.set))
	for i := range l.set {
		items[i] = l.set[i].value.String()
	}
	return value.Items(items)
}
