package rules

import (
	"strings"

	"crm/internal/cond"
	"crm/internal/diag"
	"crm/internal/lang"
)

// touchpoints reads the list of contacts that are owed again and again.
func (b *builder) touchpoints(n node) {
	items, ok := b.list(n, lang.T(`a list: - {when: tier == "A", every: 1mo, kind: …}`, `列表：- {when: tier == "A", every: 1mo, kind: …}`))
	if !ok {
		return
	}
	for _, item := range items {
		if t, ok := b.touchpoint(item); ok {
			b.set.Followup.Touchpoints = append(b.set.Followup.Touchpoints, t)
		}
	}
}

func (b *builder) touchpoint(n node) (t Touchpoint, ok bool) {
	before := b.problems.Count(diag.Error)
	f, ok := b.keys(n, lang.T("when, every, kind, role, channel", "when、every、kind、role、channel"), "when", "every", "kind", "role", "channel")
	if !ok {
		return t, false
	}
	t.Pos = b.posOf(n)
	if e, ok := f.get("when"); ok {
		t.When, t.WhenAt = b.touchpointWhen(e.value)
	}
	if e, ok := f.get("every"); ok {
		t.Every = b.period(e.value)
	} else {
		b.required(n, f, "every", lang.T("every: 1mo", "every: 1mo"))
	}
	if e, ok := f.get("kind"); ok {
		t.Kind = b.title(e.value)
	} else {
		b.required(n, f, "kind", lang.T("what it is: kind: {zh: 战略沟通, en: Strategic talk}", "做什么，如 kind: {zh: 战略沟通, en: Strategic talk}"))
	}
	if e, ok := f.get("role"); ok {
		t.Role = b.title(e.value)
	}
	if e, ok := f.get("channel"); ok {
		t.Channel = b.title(e.value)
	}
	return t, b.problems.Count(diag.Error) == before
}

// touchpointWhen reads the condition of a touchpoint.
func (b *builder) touchpointWhen(n node) (*cond.Cond, func(int) diag.Pos) {
	return b.lateCondition(n, b.set.vocabulary())
}

// lateCondition reads a condition behind all classifications. Where one of those
// could not be read, a name that is not there may be its.
func (b *builder) lateCondition(n node, v cond.Vocabulary) (*cond.Cond, func(int) diag.Pos) {
	reported := len(b.problems)
	c, at := b.condition(n, v, func(src string, p *cond.Problem) { b.set.explain(src, p) })
	if !b.faulty {
		return c, at
	}
	kept := b.problems[:reported]
	for _, p := range b.problems[reported:] {
		if !strings.HasPrefix(p.Message.EN, unknownName) {
			kept = append(kept, p)
		}
	}
	b.problems = kept
	return c, at
}
