package rules

import (
	"slices"
	"strings"

	"crm/internal/cond"
	"crm/internal/diag"
	"crm/internal/lang"
)

// unknownName is how cond's message about a name that was not found starts.
const unknownName = "there is no measure, column or earlier classification"

// explain says more than cond can: that a name is of the product but not built
// yet, or that a text is none of the regions. It returns the name in question
// where cond did not know it.
func (s *Set) explain(src string, p *cond.Problem) (unknown string) {
	if p.From < 0 || p.To > len(src) || p.From >= p.To {
		return ""
	}
	if strings.HasSuffix(p.Message.EN, " is no class of region") {
		p.Message = lang.F("%s is none of the regions", "%s 不在 regions 里", src[p.From:p.To])
		return ""
	}
	if !strings.HasPrefix(p.Message.EN, unknownName) {
		return ""
	}
	name := strings.Trim(src[p.From:p.To], `"'`)
	if slices.Contains(laterMeasures, name) {
		p.Message = lang.F("%s is not yet known to this version of crm", "当前版本的 crm 还不支持 %s", name)
		p.Hint = lang.T("remove it, or leave the rule out", "请删去它，或先不用这条规则")
	}
	if name == AutoTags {
		p.Message = lang.T("auto_tags is what the tags decide: classes and tags cannot ask for it", "auto_tags 是按规则打标签的结果，分级和标签的条件里不能引用")
		p.Hint = lang.T("write the tag's own condition here; alerts and --where may ask for auto_tags", "请直接写该标签的条件；预警和 --where 可以引用 auto_tags")
	}
	if name == CurrentClass {
		p.Message = lang.T("current_class is what the rules decide: their conditions cannot ask for it", "current_class 是规则分级的结果，规则条件里不能引用")
		p.Hint = lang.T(`ask for the main classification, as in tier == "A"`, `请引用主分级，如 tier == "A"`)
	}
	return name
}

// knows reports whether a condition may use the name.
func (s *Set) knows(name string) bool {
	_, isMeasure := s.measure(name)
	_, isField := field(name)
	return isMeasure || isField || s.classification(name) >= 0
}

// explainLater says that a name is a classification behind the condition's own.
func (b *builder) explainLater(src string, p *cond.Problem, later []string) {
	if name := b.set.explain(src, p); slices.Contains(later, name) {
		p.Message = lang.F("the classification %s comes later", "分级 %s 写在后面", name)
		p.Hint = lang.T("a classification may use those before it: move it up", "只能引用写在前面的分级：请把它移到前面")
	}
}

// explainWhere says of a name in orders.where that it is no column of an order.
func (b *builder) explainWhere(src string, p *cond.Problem) {
	if p.From >= p.To || p.To > len(src) || !strings.HasPrefix(p.Message.EN, unknownName) {
		return
	}
	name := src[p.From:p.To]
	p.Message = lang.F("an order has no column %s", "订单没有 %s 这一列", name)
	if b.set.knows(name) {
		p.Message = lang.F("%s is known of a customer, not of an order", "%s 是客户的指标，不是订单的列", name)
	}
	if !strings.HasPrefix(p.Hint.EN, "did you mean") {
		p.Hint = lang.T("where asks the order's own columns: amount, quantity, product, …",
			"where 只能用订单自己的列：amount、quantity、product 等")
	}
}

// explainer improves on what cond says is wrong with a source.
type explainer func(src string, p *cond.Problem)

// condition reads a condition of the file; explain may improve on what cond says
// is wrong. at is the place of a byte of it.
func (b *builder) condition(n node, v cond.Vocabulary, explain explainer) (c *cond.Cond, at func(offset int) diag.Pos) {
	if !n.scalar() || n.missing() {
		b.wrongShape(n, lang.T(`a condition: revenue > 1000 and stage == "quote"`, `条件：revenue > 1000 and stage == "quote"`))
		return nil, nil
	}
	if b.tagged(n) {
		return nil, nil
	}
	spot := b.spots(n)
	c, problems := cond.Parse(n.Value, v)
	for i := range problems {
		explain(n.Value, &problems[i])
		b.conditionProblem(n, &problems[i], spot)
	}
	return c, func(offset int) diag.Pos { return b.pos(spot(offset)) }
}

// spots is the place of each byte of a scalar's value, inside its quotes.
func (b *builder) spots(n node) func(offset int) place {
	places, exact := b.scalarPlaces(n.Node)
	return func(offset int) place {
		if n.alias == nil && exact && offset >= 0 && offset < len(places) {
			return places[offset]
		}
		return b.placeOf(n, 0)
	}
}

func (b *builder) conditionProblem(n node, wrong *cond.Problem, spot func(int) place) {
	p := diag.Problem{Code: "C20", Field: n.key, Message: wrong.Message, Hint: wrong.Hint}
	if wrong.Lint {
		p.Code, p.Severity = "C07", diag.Warning
	}
	from, last := spot(wrong.From), spot(max(wrong.To-1, wrong.From))
	p.Pos, p.Span = b.pos(from), 1
	switch {
	case last.line == from.line:
		p.Span = max(last.col-from.col+1, 1)
	case last.line > from.line:
		p.Span = len(b.decoded[from.line]) - from.col
	}
	if n.alias != nil {
		p.Also = []diag.Pos{b.posOf(node{Node: n.Node})}
	}
	b.report(p)
}
