package report

import (
	"strings"
	"unicode"

	"crm/internal/classify"
	"crm/internal/cond"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/table"
	"crm/internal/value"
)

// Why is how a customer got its class in one classification, for people: every
// class up to the one taken, each condition with its actual value and the
// rule's line, and what counts over the rule; below it what is missing for the
// next class up, and when the class becomes another if nothing happens.
func (r *Run) Why(customer int, turn *crm.Turn) *table.Grid {
	classification := turn.Classification
	c := &r.Rules.Classifications[classification]
	g := &table.Grid{
		Title: lang.F("%s: %s", "%s：%s", c.Title, r.sentence(classification, customer)),
		Columns: []table.Column{
			{ID: "condition", Title: lang.T("Condition", "条件"), Kind: value.Text},
			{ID: "actual", Title: lang.T("Actual", "实际"), Kind: value.Text},
			{ID: "result", Title: lang.T("Holds", "成立"), Kind: value.Text, Names: truthTitles},
			{ID: "rule", Title: lang.T("Rule", "规则位置"), Kind: value.Text, Priority: useful},
		},
	}
	for _, t := range r.Classes.Trace(classification, customer) {
		g.Rows = append(g.Rows, r.classRows(classification, &t)...)
	}
	if r.View != nil {
		g.Notes = r.viewNotes(g.Rows)
	}
	if o, ok := r.overruled(customer, classification); ok {
		g.Rows = append(g.Rows, []value.Value{
			value.Str(r.className(classification, r.Classes.Class(classification, customer))),
			value.Str(o.grounds.In(r.Lang)), value.Str(cond.True.String()), value.Str(o.pos.String()),
		})
	}
	if r.View == nil {
		g.Notes = append(r.missing(customer, classification), r.turnLine(turn)...)
	}
	return g
}

// truthTitles is the truth of a condition in words.
var truthTitles = map[string]lang.Text{
	"true": lang.T("yes", "是"), "false": lang.T("no", "否"), "unknown": lang.T("unknown", "未知"),
}

// className is a class by id and title.
func (r *Run) className(classification, place int) string {
	class := &r.Rules.Classifications[classification].Classes[place]
	if title := class.Title.In(r.Lang); title != class.ID {
		return class.ID + " " + title
	}
	return class.ID
}

func (r *Run) classRows(classification int, t *classify.ClassTrace) [][]value.Value {
	v := r.veilOf(classification, t)
	head := []value.Value{value.Str(r.className(classification, t.Class)), {}, v.of(t.Result), value.Str(t.Pos.String())}
	if t.Rest {
		head[1] = value.Str(lang.T("the rest", "其余").In(r.Lang))
	}
	rows := [][]value.Value{head}
	for i := range t.Lines {
		l := &t.Lines[i]
		if headless(t.Lines, i) {
			continue
		}
		if v.line(l) {
			rows = append(rows, []value.Value{value.Str(indent(l.Depth+1) + veiled().In(r.Lang)), {}, {}, {}})
			continue
		}
		row := []value.Value{
			value.Str(indent(l.Depth+1) + lineText(l).In(r.Lang)), value.Str(r.Classes.Actual(l).In(r.Lang)), value.Str(l.Result.String()), {},
		}
		if v.group(l, t.Lines) {
			row[2] = value.Value{}
		}
		rows = append(rows, row)
	}
	for i := range t.Bands {
		b := &t.Bands[i]
		if v.band(b) {
			rows = append(rows, []value.Value{value.Str(indent(1) + veiled().In(r.Lang)), {}, {}, {}})
			continue
		}
		rows = append(rows, []value.Value{
			value.Str(indent(1) + b.Measure + ": " + b.Kind.String() + " " + b.Text), value.Str(r.Classes.BandActual(b).In(r.Lang)),
			value.Str(b.Result.String()), {},
		})
	}
	return rows
}

// headless reports whether a line needs no row of its own: the and that most
// conditions are, and a leaf under a not, whose row already shows it.
func headless(lines []cond.Line, i int) bool {
	l := &lines[i]
	if l.Group() {
		return l.Depth == 0 && l.Op == "and"
	}
	return i > 0 && lines[i-1].Op == "not" && lines[i-1].Depth == l.Depth-1
}

// lineText is a leaf as the rule has it; a group by what joins it.
func lineText(l *cond.Line) lang.Text {
	switch l.Op {
	case "and":
		return lang.T("all of:", "全部满足：")
	case "or":
		return lang.T("any of:", "任一满足：")
	}
	return lang.Same(strings.Join(strings.Fields(l.Source), " "))
}

func indent(depth int) string { return strings.Repeat("  ", depth) }

// missing says what has to change for the next class up.
func (r *Run) missing(customer, classification int) []lang.Text {
	class, steps, ok := r.Classes.Missing(classification, customer)
	if !ok {
		return nil
	}
	title := r.Rules.Classifications[classification].Classes[class].Title
	lines := []lang.Text{lang.F("missing for %s:", "距离%s还差：", besideHan(title))}
	for _, s := range steps {
		lines = append(lines, lang.F("  - %s", "  - %s", s.Text))
	}
	return lines
}

// WhyFlat is the same for machines: one row a condition or band, of every
// classification asked for. What counts over the rule is its last row: of a
// person's word, manual_class, the reason and the end; of a class held, review,
// the last review and the next. Behind it stands the day on which the class becomes
// another if nothing happens, with that class.
func (r *Run) WhyFlat(customer int, turns []crm.Turn) *table.Grid {
	g := &table.Grid{}
	for _, id := range []string{"classification", "class", "taken", "condition", "actual", "wanted", "result", "rule"} {
		g.Columns = append(g.Columns, table.Column{ID: id, Title: lang.Same(id), Kind: value.Text})
	}
	for i := range turns {
		index := turns[i].Classification
		c := &r.Rules.Classifications[index]
		taken := r.Classes.Class(index, customer)
		for _, t := range r.Classes.Trace(index, customer) {
			lead := []value.Value{value.Str(c.ID), value.Str(c.Classes[t.Class].ID), value.Truth(t.Class == taken)}
			for _, row := range r.flatRows(index, &t) {
				g.Rows = append(g.Rows, append(append([]value.Value{}, lead...), row...))
			}
		}
		if o, ok := r.overruled(customer, index); ok {
			g.Rows = append(g.Rows, append([]value.Value{value.Str(c.ID), value.Str(c.Classes[taken].ID), value.Truth(true)}, o.flatRow()...))
		}
		if row := r.turnRow(&turns[i]); row != nil && r.View == nil {
			g.Rows = append(g.Rows, row)
		}
	}
	return g
}

func (r *Run) flatRows(classification int, t *classify.ClassTrace) [][]value.Value {
	var rows [][]value.Value
	v := r.veilOf(classification, t)
	for i := range t.Lines {
		switch l := &t.Lines[i]; {
		case l.Group():
		case v.line(l):
			rows = append(rows, v.flatRow(at(t, l.From)))
		default:
			rows = append(rows, []value.Value{value.Str(l.Source), l.Actual, l.Wanted,
				value.Str(l.Result.String()), value.Str(at(t, l.From).String())})
		}
	}
	for i := range t.Bands {
		b := &t.Bands[i]
		if v.band(b) {
			rows = append(rows, v.flatRow(b.Pos))
			continue
		}
		rows = append(rows, []value.Value{value.Str(b.Measure + " " + b.Kind.String() + " " + b.Text),
			b.Actual, b.Limit, value.Str(b.Result.String()), value.Str(b.Pos.String())})
	}
	if t.Rest {
		rows = append(rows, []value.Value{{}, {}, {}, v.of(t.Result), value.Str(t.Pos.String())})
	}
	return rows
}

func at(t *classify.ClassTrace, offset int) diag.Pos {
	if t.At == nil {
		return t.Pos
	}
	return t.At(offset)
}

// besideHan is a title with the blanks that Chinese puts between its characters
// and Latin letters or figures.
func besideHan(title lang.Text) lang.Text {
	runes := []rune(title.ZH)
	if len(runes) == 0 {
		return title
	}
	latin := func(r rune) bool { return r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) }
	zh := title.ZH
	if latin(runes[0]) {
		zh = " " + zh
	}
	if latin(runes[len(runes)-1]) {
		zh += " "
	}
	return lang.T(title.EN, zh)
}
