package rules

import (
	"slices"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"crm/internal/cond"
	"crm/internal/lang"
	"crm/internal/value"
)

// tagVocabulary is the names that conditions of tags may use: all of those of
// classes. Their slots are apart, so that who asks for classes alone reads no more.
func (s *Set) tagVocabulary() cond.Vocabulary { return s.vocabularyIn(&s.AlertSlots) }

// alertVocabulary is those of alerts: the tags too.
func (s *Set) alertVocabulary() cond.Vocabulary { return s.withTags(s.tagVocabulary(), &s.AlertSlots) }

// withTags adds auto_tags to the names of a vocabulary.
func (s *Set) withTags(v cond.Vocabulary, slots *[]Slot) cond.Vocabulary {
	lookup, names := v.Lookup, v.Names
	v.Lookup = func(name string) (cond.Name, bool) {
		if name == AutoTags {
			return cond.Name{Kind: value.List, Slot: slotIn(slots, TagsSlot, name), Values: s.tagWords(), Known: true}, true
		}
		return lookup(name)
	}
	v.Names = func() []string { return append(names(), AutoTags) }
	return v
}

// tagWords is every word by which a condition may ask for a tag.
func (s *Set) tagWords() []string {
	var all []string
	for i := range s.Tags {
		all = append(all, s.Tags[i].Words()...)
	}
	return all
}

// Words is the words by which a condition may ask for the tag: its id, and its
// title in both languages.
func (t *TagRule) Words() []string {
	all := []string{t.ID}
	for _, title := range []string{t.Title.In(lang.ZH), t.Title.In(lang.EN)} {
		if title != "" && !slices.Contains(all, title) {
			all = append(all, title)
		}
	}
	return all
}

// message reads a text with names in braces, in one language or both.
func (b *builder) message(n node) Message {
	if n.scalar() {
		parts := b.messageParts(n)
		return Message{EN: parts, ZH: parts}
	}
	var m Message
	if n.Kind == yaml.MappingNode && !slices.ContainsFunc(n.Content, func(k *yaml.Node) bool { return k.Value == "zh" || k.Value == "en" }) {
		b.fail("C21", n, lang.T("a text that begins with a brace needs quotes", "以花括号开头的文字要加引号"),
			lang.T(`write message: "{days_since_order} days without an order"`, `请写 message: "{days_since_order} 天未下单"`))
		return m
	}
	f, ok := b.keys(n, lang.T(`a text: "{days_since_order} days without an order", or {zh: …, en: …}`, `一段文字，如 "{days_since_order} 天未下单"，或 {zh: …, en: …}`), "zh", "en")
	if !ok {
		return m
	}
	if e, ok := f.get("zh"); ok {
		m.ZH = b.messageParts(e.value)
	}
	if e, ok := f.get("en"); ok {
		m.EN = b.messageParts(e.value)
	}
	return m
}

// messageParts cuts a text at its braces.
func (b *builder) messageParts(n node) []MessagePart {
	if _, ok := b.text(n); !ok {
		return nil
	}
	var parts []MessagePart
	text, v := n.Value, b.set.alertVocabulary()
	for at := 0; at < len(text); {
		open := strings.IndexAny(text[at:], "{}")
		if open < 0 {
			return append(parts, MessagePart{Text: text[at:]})
		}
		if open > 0 {
			parts = append(parts, MessagePart{Text: text[at : at+open]})
		}
		at += open
		end := strings.IndexByte(text[at:], '}')
		if text[at] == '}' || end < 0 {
			b.badBrace(n, at)
			return parts
		}
		name := strings.TrimSpace(text[at+1 : at+end])
		found, ok := v.Lookup(name)
		if ok {
			parts = append(parts, MessagePart{Name: name, Slot: found.Slot})
		} else {
			b.unknownInMessage(n, at+1, text[at+1:at+end], v.Names())
		}
		at += end + 1
	}
	return parts
}

// badBrace reports a brace without its other half.
func (b *builder) badBrace(n node, at int) {
	p := b.problem("C21", n, lang.T("a brace without its other half", "花括号不成对"))
	p.Pos, p.Span, p.Found = b.pos(b.spots(n)(at)), 1, n.Value[at:at+1]
	p.Hint = lang.T("a value of the customer is written {days_since_order}", "引用客户的值请写成 {days_since_order}")
	b.report(p)
}

// unknownInMessage reports a name in braces that nothing has.
func (b *builder) unknownInMessage(n node, at int, name string, known []string) {
	if b.faulty {
		return
	}
	p := b.problem("C10", n, lang.T("no measure, column or classification has this name", "没有叫这个名称的指标、列或分级"))
	p.Pos, p.Span, p.Found = b.pos(b.spots(n)(at)), max(utf8.RuneCountInString(name), 1), name
	if p.Hint = didYouMean(strings.TrimSpace(name), known); !strings.HasPrefix(p.Hint.EN, "did you mean") {
		p.Hint = lang.T("crm measures lists what can stand in braces", "可引用的名称见 crm measures")
	}
	if slices.Contains(laterMeasures, name) {
		p.Message = lang.T("not yet known to this version of crm", "当前版本的 crm 还不支持")
	}
	b.report(p)
}

// AlertIDs is the ids of the alerts, in their order.
func (s *Set) AlertIDs() []string {
	ids := make([]string, len(s.Alerts))
	for i := range s.Alerts {
		ids[i] = s.Alerts[i].ID
	}
	return ids
}

// AlertNamed is the place of the alert that a person means by its id or title,
// case and width folded; ok is false where there is none.
func (s *Set) AlertNamed(text string) (place int, ok bool) { return alertNamed(s.Alerts, text) }

func alertNamed(alerts []AlertRule, text string) (place int, ok bool) {
	want := foldName(text)
	for _, of := range []func(*AlertRule) []string{
		func(r *AlertRule) []string { return []string{r.ID} },
		func(r *AlertRule) []string { return []string{r.Title.In(lang.EN), r.Title.In(lang.ZH)} },
	} {
		for i := range alerts {
			if slices.ContainsFunc(of(&alerts[i]), func(name string) bool { return foldName(name) == want }) {
				return i, true
			}
		}
	}
	return 0, false
}
