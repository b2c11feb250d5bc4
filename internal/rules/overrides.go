package rules

import (
	"slices"

	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
)

// defaultMain is the classification that main means where the file does not say.
const defaultMain = "tier"

// mainOf settles the main classification.
func (b *builder) mainOf(e entry) {
	s := b.set
	if e.value.Node != nil {
		if id, ok := b.text(e.value); ok {
			b.mainNamed(e.value, id)
		}
		return
	}
	s.Main = s.mainDefault()
}

func (s *Set) mainDefault() int {
	if i := s.classification(defaultMain); i >= 0 {
		return i
	}
	return max(len(s.Classifications)-1, 0)
}

func (b *builder) mainNamed(n node, id string) {
	i := b.set.classification(id)
	switch {
	case i >= 0:
		b.set.Main = i
	case b.faulty: // it may be the one that could not be read
	case n.Style == 0 && b.wide(n):
	default:
		b.fail("C10", n, lang.T("there is no such classification", "没有这个分级"), didYouMean(id, b.set.classificationIDs()))
	}
}

// classification is the index of a classification; -1 without.
func (s *Set) classification(id string) int {
	return slices.IndexFunc(s.Classifications, func(c Classification) bool { return c.ID == id })
}

func (s *Set) classificationIDs() []string {
	ids := make([]string, len(s.Classifications))
	for i := range s.Classifications {
		ids[i] = s.Classifications[i].ID
	}
	return ids
}

// overrides reads the list of a person's words over the rules.
func (b *builder) overrides(n node) {
	items, ok := b.list(n, lang.T("a list: - {customer: ACME, class: A, reason: …}", "列表：- {customer: ACME, class: A, reason: …}"))
	if !ok {
		return
	}
	type subject struct {
		customer       string
		classification int
	}
	seen := map[subject]node{}
	for _, item := range items {
		f, ok := b.keys(item, lang.T("customer, class, reason, until", "customer、class、reason、until"), "customer",
			"classification", "class", "reason", "until")
		if !ok {
			continue
		}
		o, ok := b.override(item, f)
		if !ok {
			continue
		}
		who := f.entries["customer"].value
		key := subject{foldName(o.Customer.Value), o.Classification}
		if earlier, twice := seen[key]; twice {
			p := b.problem("C22", who, lang.F("this customer was overridden in line %d already",
				"这个客户在第 %d 行已经指定过", b.posOf(earlier).Row))
			p.Also, p.Hint = []diag.Pos{b.posOf(earlier)}, lang.T("keep one of them", "请只保留一个")
			b.report(p)
			continue
		}
		seen[key] = who
		b.set.Overrides = append(b.set.Overrides, o)
	}
}

func (b *builder) override(n node, f fields) (o Override, ok bool) {
	before := b.problems.Count(diag.Error)
	o.Classification, o.Pos = b.set.Main, b.posOf(n)
	if e, ok := f.get("customer"); ok {
		name, _ := b.text(e.value)
		o.Pos = b.posOf(e.value)
		o.Customer = String{Value: name, Pos: o.Pos}
	} else {
		b.required(n, f, "customer", lang.T("an id or name", "客户编号或名称"))
	}
	if e, ok := f.get("classification"); ok {
		if id, ok := b.text(e.value); ok {
			o.Classification = b.overridden(e.value, id)
		}
	}
	if e, ok := f.get("class"); ok {
		o.Class = b.overrideClass(e.value, o.Classification)
	} else {
		b.required(n, f, "class", lang.T("a class id", "等级 id"))
	}
	if e, ok := f.get("reason"); ok {
		o.Reason, _ = b.text(e.value)
	}
	if e, ok := f.get("until"); ok {
		o.Until, _ = b.date(e.value)
	}
	return o, b.problems.Count(diag.Error) == before
}

// overridden is the index of the classification an override names; -1 where it is not known.
func (b *builder) overridden(n node, id string) int {
	i := b.set.classification(id)
	if i < 0 && !b.faulty && (n.Style != 0 || !b.wide(n)) {
		b.fail("C10", n, lang.T("there is no such classification", "没有这个分级"), didYouMean(id, b.set.classificationIDs()))
	}
	return i
}

func (b *builder) overrideClass(n node, classification int) int {
	id, ok := b.text(n)
	if !ok || classification < 0 || classification >= len(b.set.Classifications) {
		return 0
	}
	c := &b.set.Classifications[classification]
	i := slices.Index(c.classIDs(), id)
	if i < 0 && !b.faulty && (n.Style != 0 || !b.wide(n)) {
		b.fail("C10", n, lang.F("%s has no such class", "%s 没有这个等级", c.ID), didYouMean(id, c.classIDs()))
	}
	return max(i, 0)
}

// writtenColumns are the columns that crm writes beside classes and measures.
var writtenColumns = []string{"why", CurrentClass, AutoTags}

// output reads what is written.
func (b *builder) output(n node) {
	f, ok := b.keys(n, lang.T("columns", "columns"), "columns")
	if !ok {
		return
	}
	e, ok := f.get("columns")
	if !ok {
		return
	}
	names, at := b.texts(e.value)
	b.set.OutputColumns = []String{}
	seen := map[string]bool{}
	for i, name := range names {
		switch {
		case seen[name.Value]:
			b.fail("C22", at[i], lang.T("this column is given twice", "这一列写了两次"), lang.T("keep it once", "请只保留一处"))
		case b.outputColumn(at[i], name.Value):
			b.set.OutputColumns = append(b.set.OutputColumns, name)
		}
		seen[name.Value] = true
	}
}

func (b *builder) outputColumn(n node, name string) bool {
	_, isMeasure := b.set.measure(name)
	_, isField := crm.ParseField(crm.Customers, name)
	switch {
	case isMeasure, isField, b.set.classification(name) >= 0, slices.Contains(writtenColumns, name):
		return true
	case slices.Contains(laterMeasures, name):
		b.notYet(n)
	case b.faulty:
	case n.Style == 0 && b.wide(n):
	default:
		b.fail("C10", n, lang.T("unknown column", "未知的列"), nearestColumn(name, slices.Concat(b.set.names(), writtenColumns)))
	}
	return false
}

// nearestColumn is the nearest name, else where to find them: there are too many to list.
func nearestColumn(name string, known []string) lang.Text {
	if near := nearOnly(name, known); !near.Empty() {
		return near
	}
	return lang.T("a measure (crm measures), a classification, or why", "可写指标（crm measures）、分级或 why")
}
