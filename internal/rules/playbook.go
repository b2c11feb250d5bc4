package rules

import (
	"strings"

	"gopkg.in/yaml.v3"

	"crm/internal/lang"
)

// playbook reads classification → class → steps.
func (b *builder) playbook(n node) {
	entries, ok := b.mapping(n, lang.T("steps per classification and class: {tier: {A: [ … ]}}", "各分级各等级的做法：{tier: {A: [ … ]}}"))
	if !ok {
		return
	}
	for _, e := range entries {
		i := b.set.classification(e.key.Value)
		if i < 0 {
			if !b.brokenFlow(e, entries) && !b.faulty && !b.wideKey(e.key) {
				b.fail("C10", e.key, lang.T("there is no such classification", "没有这个分级"), didYouMean(e.key.Value, b.set.classificationIDs()))
			}
			continue
		}
		classes, ok := b.mapping(e.value, lang.T("steps per class: {A: [ … ]}", "各等级的做法：{A: [ … ]}"))
		if !ok {
			continue
		}
		for _, class := range classes {
			place := b.classKey(class, classes, &b.set.Classifications[i])
			if class.value.missing() {
				b.noValue(class.key)
				continue
			}
			steps := b.steps(class.value)
			if place >= 0 && len(steps) > 0 {
				b.set.Playbook = append(b.set.Playbook, Play{Classification: i, Class: place, Steps: steps, Pos: b.posOf(class.key)})
			}
		}
	}
}

// steps is a list of texts, each perhaps in two languages; a single one may
// stand without the brackets.
func (b *builder) steps(n node) []lang.Text {
	items := []node{n}
	if n.Kind == yaml.SequenceNode {
		items, _ = b.list(n, lang.Text{})
		if len(items) == 0 && len(n.Content) == 0 {
			b.fail("C05", n, lang.T("this list is empty", "这个列表是空的"), lang.T("write something in it, or remove the line", "请写上内容，或删去这一行"))
		}
	}
	flow := n.Kind == yaml.SequenceNode && n.Style&yaml.FlowStyle != 0
	var steps []lang.Text
	for _, item := range items {
		if i := strings.IndexAny(item.Value, "，、；"); flow && item.scalar() && item.Style == 0 && i >= 0 {
			b.listComma(item, i)
			continue
		}
		if step := b.title(item); !step.Empty() {
			steps = append(steps, step)
		}
	}
	return steps
}
