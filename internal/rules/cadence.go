package rules

import (
	"slices"
	"strings"

	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
)

// followup reads the section.
func (b *builder) followup(n node) {
	f, ok := b.keys(n, lang.T("by, pool, classes, touchpoints, channels", "by、pool、classes、touchpoints、channels"),
		"by", "pool", "classes", "touchpoints", "channels")
	if !ok {
		return
	}
	follow := &b.set.Followup
	follow.Pos = b.posOf(n)
	b.ownClocks = f.has("by") || f.has("classes") || f.has("touchpoints")
	if e, ok := f.get("by"); ok {
		follow.By, follow.ByPos = b.followedBy(e.value), b.posOf(e.value)
	} else if f.has("classes") {
		b.required(n, f, "by", lang.T("the classification of these classes: by: segment", "这些等级所属的分级，如 by: segment"))
	}
	if e, ok := f.get("pool"); ok {
		follow.Pool, _ = b.truth(e.value)
	}
	if e, ok := f.get("classes"); ok {
		b.cadences(e.value)
	} else if f.has("by") {
		b.required(n, f, "classes", lang.T("classes: {vip: {release: 30d}}", "classes: {vip: {release: 30d}}"))
	}
	if e, ok := f.get("touchpoints"); ok {
		b.touchpoints(e.value)
	}
	if e, ok := f.get("channels"); ok {
		b.channels(e.value)
	}
}

// followedBy is the classification whose classes have clocks; -1 where there is none.
func (b *builder) followedBy(n node) int {
	id, ok := b.text(n)
	if !ok {
		return -1
	}
	i := b.set.classification(id)
	if i >= 0 || b.faulty || n.Style == 0 && b.wide(n) {
		return i
	}
	hint := didYouMean(id, b.set.classificationIDs())
	if _, isMeasure := b.set.measure(id); isMeasure {
		hint = lang.T("clocks run by class: name a classification", "时钟按等级设定：请写分级的 id")
	}
	b.fail("C10", n, lang.T("there is no such classification", "没有这个分级"), hint)
	return -1
}

// truth is true or false.
func (d *document) truth(n node) (value, ok bool) {
	s, ok := d.text(n)
	if !ok {
		return false, false
	}
	hint := lang.Text{}
	switch strings.ToLower(s) {
	case "true":
		return true, true
	case "false":
		return false, true
	case "yes", "y", "on", "1", "是", "开", "启用":
		hint = lang.T("write true", "请写 true")
	case "no", "n", "off", "0", "否", "关", "不启用":
		hint = lang.T("write false", "请写 false")
	default:
		if n.Style == 0 && d.wide(n) {
			return false, false
		}
	}
	d.expect("C05", n, lang.T("neither true nor false", "既不是 true 也不是 false"), lang.Same("true | false"), hint)
	return false, false
}

// cadences reads class → {release, counts}.
func (b *builder) cadences(n node) {
	entries, ok := b.mapping(n, lang.T("clocks per class: {vip: {release: 30d}}", "各等级的时钟：{vip: {release: 30d}}"))
	if !ok || b.set.Followup.By < 0 {
		return
	}
	c := &b.set.Classifications[b.set.Followup.By]
	b.set.Followup.Cadences = make([]Cadence, len(c.Classes))
	for _, e := range entries {
		i := b.classKey(e, entries, c)
		cadence, ok := b.cadence(e)
		if ok && i >= 0 {
			b.set.Followup.Cadences[i] = cadence
		}
	}
}

// classKey is the place of the class that a key names; -1 where there is none.
func (b *builder) classKey(e entry, all []entry, c *Classification) int {
	ids := c.classIDs()
	i := slices.Index(ids, e.key.Value)
	if i < 0 && !b.brokenFlow(e, all) && !b.faulty && !b.wideKey(e.key) {
		b.fail("C10", e.key, lang.F("%s has no such class", "%s 没有这个等级", c.ID), didYouMean(e.key.Value, ids))
	}
	return i
}

func (b *builder) cadence(e entry) (c Cadence, ok bool) {
	before := b.problems.Count(diag.Error)
	c.Pos = b.posOf(e.key)
	example := lang.Same("{release: 30d}")
	if e.value.missing() {
		b.noValue(e.key)
		return c, false
	}
	if e.value.scalar() {
		p := loosely(e.value.Value)
		if p == "" {
			p = "30d"
		}
		b.expect("C21", e.value, lang.T("a single value stands here", "这里写的是单个值"), example, lang.F("write {release: %s}", "请写 {release: %s}", p))
		return c, false
	}
	f, ok := b.keys(e.value, example, "release", "counts")
	if !ok {
		return c, false
	}
	if r, ok := f.get("release"); ok {
		c.Release = b.period(r.value)
	} else {
		b.required(e.value, f, "release", lang.T("release: 30d; a class without a clock is left out", "release: 30d；不设时钟的等级不用写"))
	}
	if r, ok := f.get("counts"); ok {
		c.Counts = b.counts(r.value)
	}
	return c, b.problems.Count(diag.Error) == before
}

// countWords is what people write for what counts as a contact.
var countWords = map[string]string{
	"mailings": CountMailing, "edm": CountMailing, "newsletter": CountMailing, "群发": CountMailing, "邮件群发": CountMailing, "群发邮件": CountMailing, "邮件营销": CountMailing,
	"orders": CountOrder, "订单": CountOrder, "下单": CountOrder, string(crm.FieldOrderDate): CountOrder,
}

// counts reads what counts as a contact besides the usual.
func (b *builder) counts(n node) []string {
	names, at := b.texts(n)
	var counts []string
	for i, name := range names {
		known := []string{CountMailing, CountOrder}
		switch {
		case slices.Contains(counts, name.Value):
			b.fail("C22", at[i], lang.T("this is given twice", "这一项写了两次"), lang.T("keep it once", "请只保留一处"))
		case slices.Contains(known, name.Value):
			counts = append(counts, name.Value)
		case at[i].Style == 0 && b.wide(at[i]):
		default:
			hint := nearOnly(name.Value, known)
			if word, ok := countWords[foldName(name.Value)]; ok {
				hint = lang.F("write %s", "请写 %s", word)
			}
			b.expect("C05", at[i], lang.T("not one of the words known here", "这里不认识这个词"),
				lang.T("mailing | order; calls, emails, visits always count", "mailing | order；电话、邮件、拜访总是计入"), hint)
		}
	}
	return counts
}
