package rules

import (
	"strings"

	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
)

// lint looks for classes that nobody can be in, while a classification's
// classes are read in order.
type lint struct {
	b          *builder
	by         crm.Measure
	spans      []span            // what earlier classes take, by value alone
	conditions map[string]string // condition to the class that has it
	ranks      map[BandKind]rank // the widest earlier limit per ranked band
}

type rank struct {
	limit money.Decimal
	text  string
	class string
}

// span is the values a class takes: from one edge up to another.
type span struct {
	from, to edge
	class    string
}

// maxSpans bounds the earlier classes that a class is held against.
const maxSpans = 200

// edge is a cut between values: before v, or after it; inf is -1 and 1 for the ends.
type edge struct {
	inf   int
	v     money.Decimal
	after bool
}

func (e edge) compare(o edge) int {
	if e.inf != 0 || o.inf != 0 {
		return e.inf - o.inf
	}
	if c := e.v.Cmp(o.v); c != 0 || e.after == o.after {
		return c
	}
	if e.after {
		return 1
	}
	return -1
}

// class looks at a class that has no mistake; f is its keys.
func (l *lint) class(c Class, f fields) {
	if c.When != nil {
		l.condition(c, f.entries["when"].value)
		return
	}
	if len(c.Bands) == 0 {
		return
	}
	taken, ranked := span{from: edge{inf: -1}, to: edge{inf: 1}, class: c.ID}, false
	for _, band := range c.Bands {
		ranked = ranked || band.Kind.ranked()
		taken.cut(band)
	}
	at := f.entries[c.Bands[0].Kind.String()].value
	switch {
	case len(c.Bands) == 1 && ranked:
		l.rank(c, at)
	case taken.from.compare(taken.to) >= 0:
		l.b.warn("C07", at, lang.T("no value can reach this class", "没有任何值能落入这个等级"),
			lang.F("nothing is %s", "没有值同时满足 %s", bandTexts(c.Bands)))
		return
	default:
		l.hidden(taken, at)
	}
	if !ranked && len(l.spans) < maxSpans {
		l.spans = append(l.spans, taken)
	}
}

// cut narrows the span to a band over the value.
func (s *span) cut(b Band) {
	from, to := s.from, s.to
	switch b.Kind {
	case AtLeast:
		from = edge{v: b.Limit}
	case Over:
		from = edge{v: b.Limit, after: true}
	case AtMost:
		to = edge{v: b.Limit, after: true}
	case Under:
		to = edge{v: b.Limit}
	}
	if from.compare(s.from) > 0 {
		s.from = from
	}
	if to.compare(s.to) < 0 {
		s.to = to
	}
}

func bandTexts(bands []Band) string {
	texts := make([]string, len(bands))
	for i, b := range bands {
		texts[i] = b.Kind.String() + " " + b.Text
	}
	return strings.Join(texts, ", ")
}

// hidden warns where earlier classes take every value of the span.
func (l *lint) hidden(s span, at node) {
	left := []span{s}
	for _, earlier := range l.spans {
		var rest []span
		for _, piece := range left {
			rest = append(rest, piece.without(earlier)...)
		}
		left = rest
	}
	if len(left) > 0 {
		return
	}
	example := s.example()
	for _, earlier := range l.spans {
		if earlier.holds(example) {
			l.b.warn("C07", at, lang.T("this class is hidden by those before it", "这个等级被前面的等级挡住了"),
				lang.F("%s = %s, for one, is in %s already", "例如 %s = %s 时已归入 %s", l.by.Name, example, earlier.class))
			return
		}
	}
}

// without is what is left of s beside o.
func (s span) without(o span) []span {
	if o.to.compare(s.from) <= 0 || s.to.compare(o.from) <= 0 {
		return []span{s}
	}
	var left []span
	if s.from.compare(o.from) < 0 {
		left = append(left, span{from: s.from, to: o.from, class: s.class})
	}
	if o.to.compare(s.to) < 0 {
		left = append(left, span{from: o.to, to: s.to, class: s.class})
	}
	return left
}

func (s span) holds(v money.Decimal) bool {
	return s.from.compare(edge{v: v}) <= 0 && s.to.compare(edge{v: v, after: true}) >= 0
}

// example is a value in the span, which is not empty.
func (s span) example() money.Decimal {
	one := money.FromInt(1)
	switch {
	case s.from.inf != 0 && s.to.inf != 0:
		return money.Decimal{}
	case s.from.inf == 0 && !s.from.after:
		return s.from.v
	case s.to.inf == 0 && s.to.after:
		return s.to.v
	case s.to.inf != 0:
		return s.from.v.Add(one)
	case s.from.inf != 0:
		return s.to.v.Sub(one)
	}
	return s.from.v.Add(s.to.v).Mul(money.New(5, 1))
}

// rank warns where a share of the ranks, or of the total, lies inside an earlier one.
func (l *lint) rank(c Class, at node) {
	if l.ranks == nil {
		l.ranks = map[BandKind]rank{}
	}
	band := c.Bands[0]
	earlier, seen := l.ranks[band.Kind]
	switch {
	case !seen || band.Limit.Cmp(earlier.limit) > 0:
		l.ranks[band.Kind] = rank{limit: band.Limit, text: band.Text, class: c.ID}
	case band.Kind == Cumulative:
		l.b.expect("C11", at, lang.T("cumulative limits rise from class to class", "cumulative 的界限须逐级递增"),
			lang.F("over %s, the limit of %s", "大于 %s（%s 的界限）", earlier.text, earlier.class), lang.Text{})
	default:
		l.b.warn("C07", at, lang.T("this class is hidden by those before it", "这个等级被前面的等级挡住了"),
			lang.F("%s %s is in %s already", "%s %s 已归入 %s", band.Kind, earlier.text, earlier.class))
	}
}

// condition warns where an earlier class has the same condition.
func (l *lint) condition(c Class, at node) {
	if l.conditions == nil {
		l.conditions = map[string]string{}
	}
	text := strings.Join(strings.Fields(c.When.Source()), " ")
	if earlier, twice := l.conditions[text]; twice {
		p := l.b.problem("C07", at, lang.F("this class is hidden: %s has the same condition", "这个等级被挡住了：%s 的条件相同", earlier))
		p.Severity, p.Found = diag.Warning, ""
		l.b.report(p)
		return
	}
	l.conditions[text] = c.ID
}
