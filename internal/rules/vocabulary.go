package rules

import (
	"slices"
	"strings"
	"unicode/utf8"

	"crm/internal/cond"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/value"
)

// laterMeasures are measures of the product that this version does not compute;
// one that is declared counts as known.
var laterMeasures = []string{
	"pipeline", "unpaid", "silence", "return_rate", "top_products", "price_preference", "late_payments_in_a_row", "average_days_late",
	"days_in_stage", "inquiries", "days_since_inquiry", "samples", "sample_pass_rate", "open_complaints", "complaint_hours", "nps",
	"p_alive", "expected_orders", "expected_revenue", "expected_lifetime_value",
}

// unreadFields are columns of the customers table that stand for something else
// in conditions: the export's own totals behind lifetime_orders, lifetime_revenue
// and last_order, and what only serves reading.
var unreadFields = []crm.Field{
	crm.FieldShortName, crm.FieldCurrency, crm.FieldOwnOrders, crm.FieldOwnAmount, crm.FieldOwnLastOrder,
}

// reserved are the words of the condition language.
var reserved = []string{
	"and", "or", "not", "in", "has", "true", "false", "as_of", "column", "days", "months", "years", "quantile", "mean", "median", "rank",
	"contains", "nil", "null", "why",
}

func (s *Set) measure(name string) (crm.Measure, bool) {
	i := slices.IndexFunc(s.measures, func(m crm.Measure) bool { return m.Name == name })
	if i < 0 {
		return crm.Measure{}, false
	}
	return s.measures[i], true
}

// field is a column of the customers table that conditions read though it is no measure.
func field(name string) (crm.Field, bool) {
	f, ok := crm.ParseField(crm.Customers, name)
	return f, ok && !slices.Contains(unreadFields, f)
}

// slot is the place in Slots of what a condition reads, appended where it is new.
func (s *Set) slot(kind SlotKind, name string) int {
	return slotIn(&s.Slots, kind, name)
}

func slotIn(slots *[]Slot, kind SlotKind, name string) int {
	if i := slices.Index(*slots, Slot{kind, name}); i >= 0 {
		return i
	}
	*slots = append(*slots, Slot{kind, name})
	return len(*slots) - 1
}

// vocabulary is the names that a condition behind the given classifications may use.
func (s *Set) vocabulary() cond.Vocabulary {
	missed := map[string]bool{}
	return cond.Vocabulary{
		Lookup: func(name string) (cond.Name, bool) {
			n, ok := s.lookup(name)
			missed[name] = !ok
			return n, ok
		},
		Column: columns(&s.Slots, missed),
		Names:  s.names,
	}
}

// columns finds a column by any header: what the table has is known only once it
// is read. A name that was looked up in vain is not taken for a header, unless
// it is in a script that only headers use.
func columns(slots *[]Slot, missed map[string]bool) func(string) (cond.Name, bool) {
	return func(header string) (cond.Name, bool) {
		if missed[header] && len(header) == utf8.RuneCountInString(header) {
			return cond.Name{}, false
		}
		return cond.Name{Slot: slotIn(slots, HeaderSlot, header)}, true
	}
}

func (s *Set) lookup(name string) (cond.Name, bool) {
	if m, ok := s.measure(name); ok {
		n := cond.Name{Kind: m.Kind, Slot: s.slot(MeasureSlot, name), OfAll: name == "revenue_share"}
		if name == "region" {
			for _, r := range s.Regions {
				n.Values = append(n.Values, r.ID)
				n.OfAll = n.OfAll || r.Cumulative.Present()
			}
		}
		return n, true
	}
	for i := range s.Classifications {
		if c := &s.Classifications[i]; c.ID == name {
			return cond.Name{Kind: value.Text, Slot: c.Slot, Values: c.classIDs()}, true
		}
	}
	if f, ok := field(name); ok {
		return cond.Name{Kind: f.Kind(), Slot: s.slot(FieldSlot, name)}, true
	}
	return cond.Name{}, false
}

func (c *Classification) classIDs() []string {
	ids := make([]string, len(c.Classes))
	for i := range c.Classes {
		ids[i] = c.Classes[i].ID
	}
	return ids
}

// names is every name that a condition may use now.
func (s *Set) names() []string {
	var all []string
	for _, m := range s.measures {
		all = append(all, m.Name)
	}
	for i := range s.Classifications {
		all = append(all, s.Classifications[i].ID)
	}
	for _, f := range crm.Fields(crm.Customers) {
		if _, ok := field(string(f)); ok && !slices.Contains(all, string(f)) {
			all = append(all, string(f))
		}
	}
	return all
}

// orderVocabulary is the names that orders.where may use: the order's own columns.
func (s *Set) orderVocabulary() cond.Vocabulary {
	missed := map[string]bool{}
	return cond.Vocabulary{
		Lookup: func(name string) (cond.Name, bool) {
			f, ok := crm.ParseField(crm.Orders, name)
			missed[name] = !ok
			if !ok {
				return cond.Name{}, false
			}
			return cond.Name{Kind: f.Kind(), Slot: slotIn(&s.WhereColumns, FieldSlot, name)}, true
		},
		Column: columns(&s.WhereColumns, missed),
		Names: func() []string {
			var all []string
			for _, f := range crm.Fields(crm.Orders) {
				all = append(all, string(f))
			}
			return all
		},
	}
}

// Compile reads a condition from outside the file (--where) over the same names
// as the classifications' conditions. What it reads is appended to Slots.
func (s *Set) Compile(src string) (*cond.Cond, []cond.Problem) {
	c, problems := cond.Parse(src, s.vocabulary())
	for i := range problems {
		s.explain(src, &problems[i])
	}
	return c, problems
}

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
	name := strings.Trim(src[p.From:p.To], `"'`)
	if s.knows(name) {
		return ""
	}
	if slices.Contains(laterMeasures, name) {
		p.Message = lang.F("%s is not yet known to this version of crm", "当前版本的 crm 还不支持 %s", name)
		p.Hint = lang.T("remove it, or leave the rule out", "请删去它，或先不用这条规则")
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
	if p.From >= p.To || p.To > len(src) || !strings.HasPrefix(p.Message.EN, "there is no measure") {
		return
	}
	name := src[p.From:p.To]
	p.Message = lang.F("an order has no column %s", "订单没有 %s 这一列", name)
	if b.set.knows(name) {
		p.Message = lang.F("%s is known of a customer, not of an order", "%s 是客户的指标，不是订单的列", name)
	}
	if !strings.HasPrefix(p.Hint.EN, "did you mean") {
		p.Hint = lang.T("where asks the order's own columns: amount, quantity, product, …", "where 只能用订单自己的列：amount、quantity、product 等")
	}
}

// condition reads a condition of the file; explain may improve on what cond says
// is wrong. at is the place of a byte of it.
func (b *builder) condition(n node, v cond.Vocabulary, explain func(src string, p *cond.Problem)) (c *cond.Cond, at func(offset int) diag.Pos) {
	if !n.scalar() || n.missing() {
		b.wrongShape(n, lang.T(`a condition: revenue > 1000 and stage == "quote"`, `条件：revenue > 1000 and stage == "quote"`))
		return nil, nil
	}
	if b.tagged(n) {
		return nil, nil
	}
	places, exact := b.scalarPlaces(n.Node)
	spot := func(offset int) place {
		if n.alias == nil && exact && offset >= 0 && offset < len(places) {
			return places[offset]
		}
		return b.placeOf(n, 0)
	}
	c, problems := cond.Parse(n.Value, v)
	for i := range problems {
		explain(n.Value, &problems[i])
		b.conditionProblem(n, &problems[i], spot)
	}
	return c, func(offset int) diag.Pos { return b.pos(spot(offset)) }
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
