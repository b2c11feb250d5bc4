package rules

import (
	"slices"

	"crm/internal/cond"
	"crm/internal/diag"
	"crm/internal/lang"
)

func (b *builder) classes(n node, c *Classification, ctx classContext) {
	items, ok := b.list(n, lang.T("a list: - {id: A, when: …}", "列表：- {id: A, when: …}"))
	if !ok {
		return
	}
	if len(items) == 0 {
		b.fail("C21", n, lang.T("there is no class in the list", "列表里没有等级"),
			lang.T("at least the rest: - id: other", "至少要有其余一档：- id: other"))
		return
	}
	seen := map[string]node{}
	l := &lint{b: b, by: ctx.by}
	for i, item := range items {
		class, at, ok := b.class(item, ctx, i == len(items)-1, seen)
		if class.ID != "" {
			c.Classes = append(c.Classes, class)
		}
		if ok {
			l.class(class, at)
		}
	}
}

// class reads one class. at is its keys; ok is false where it has a mistake.
func (b *builder) class(n node, ctx classContext, last bool, seen map[string]node) (class Class, at fields, ok bool) {
	before := b.problems.Count(diag.Error)
	known := append([]string{"id", "title", "when"}, bandKeys...)
	f, ok := b.keys(n, lang.T("id, title and a condition or band", "id、title 以及条件或分档"), known...)
	if !ok {
		return Class{}, fields{}, false
	}
	class.ID, class.Title, class.Pos = b.named(n, f, seen, classIDs(), "A")
	if e, ok := f.get("when"); ok {
		if last {
			b.lastIsRest(e.key)
		}
		explain := func(src string, p *cond.Problem) { b.explainLater(src, p, ctx.later) }
		class.When, class.WhenAt = b.condition(e.value, b.set.vocabulary(), explain)
	}
	class.Bands = b.bands(f, ctx, last)
	if !last && !f.has("when") && !anyBand(f) && b.problems.Count(diag.Error) == before {
		b.noCondition(n, class, ctx)
	}
	return class, f, b.problems.Count(diag.Error) == before
}

func anyBand(f fields) bool {
	return slices.ContainsFunc(bandKeys, f.has)
}

func (b *builder) lastIsRest(key node) {
	b.fail("C23", key, lang.T("the last class is the rest: it takes everyone left and has no condition",
		"最后一个等级是“其余”：收纳剩下的客户，不写条件"),
		lang.T("add a class behind it: - id: other", "请在它后面再加一个等级：- id: other"))
}

func (b *builder) noCondition(n node, class Class, ctx classContext) {
	hint := lang.T("add when: …, or move it to the end", "请加上 when: …，或移到最后")
	if ctx.banded {
		hint = lang.T("add a band as at_least: 1000, or move it to the end", "请加上分档如 at_least: 1000，或移到最后")
	}
	p := diag.Problem{Code: "C23", Pos: class.Pos, Span: max(len([]rune(class.ID)), 1), Field: n.key, Found: class.ID,
		Message: lang.T("a class without a condition takes everyone, and those behind it nobody",
			"没有条件的等级会收走所有客户，后面的等级就没有客户了"), Hint: hint}
	b.report(p)
}

func classIDs() idTexts {
	return idTexts{noun: lang.T("class", "等级"), wrong: lang.T("not a class id", "不是有效的等级 id"), like: "high"}
}
