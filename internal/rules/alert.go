package rules

import (
	"strings"

	"crm/internal/cond"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/value"
)

// AlertRule is one entry of the section alerts: something that goes wrong with a
// customer while its condition holds.
type AlertRule struct {
	ID      string
	Title   lang.Text
	When    *cond.Cond                // over AlertSlots
	WhenAt  func(offset int) diag.Pos // the place of a byte of When
	Message Message                   // what is told of the customer; the title where the file says nothing
	Action  lang.Text                 // what to do; may be empty
	Role    lang.Text                 // who is to do it; empty: the owner
	Level   crm.Level
	Pos     diag.Pos
}

// Message is a text that names values of the customer in braces.
type Message struct{ EN, ZH []MessagePart }

// In is the message in a language, else in the other.
func (m *Message) In(l lang.Lang) []MessagePart {
	if l == lang.ZH && m.ZH != nil || m.EN == nil {
		return m.ZH
	}
	return m.EN
}

// MessagePart is a piece of a message: a text, or, with a Name, the customer's value.
type MessagePart struct {
	Text string
	Name string // the measure, column or classification
	Slot int    // of Name in AlertSlots
}

// TagRule is one entry of the section tags: a tag that customers have while its
// condition holds.
type TagRule struct {
	ID     string
	Title  lang.Text
	When   *cond.Cond                // over AlertSlots
	WhenAt func(offset int) diag.Pos // the place of a byte of When
	Pos    diag.Pos
}

// AutoTags is the name of the list of a customer's tags by rule, their ids and
// titles: what alerts and --where ask with auto_tags contains "high_returns". The
// measure tags is the table's own column.
const AutoTags = "auto_tags"

// KPI is what the section kpis says of one.
type KPI struct {
	ID     string      // retention_a, nps
	Target value.Value // absent: the file sets none
	Text   string      // the target as written
	Off    bool        // it is left out of reports
	Pos    diag.Pos
}

// KPI is what the rules say of a KPI; ok is false where they say nothing.
func (s *Set) KPI(id string) (k KPI, ok bool) {
	for _, k := range s.KPIs {
		if k.ID == id {
			return k, true
		}
	}
	return KPI{}, false
}

// ruleForm is what a list of entries that hold while a condition does looks like.
type ruleForm struct {
	list    lang.Text // the whole list, as an example
	keys    []string  // of an entry
	id      string    // an entry's, as an example
	when    string    // and its condition
	names   cond.Vocabulary
	further func(f fields, entry TagRule) (keep func()) // reads what else an entry has
}

// ruleList reads such a list. An empty one is none. An entry with a mistake is not
// kept; where that is one of the embedded rules, it is noted as what does not fit the
// file.
func (b *builder) ruleList(n node, form *ruleForm) {
	items, ok := b.list(n, form.list)
	if !ok {
		return
	}
	seen := map[string]node{}
	for _, item := range items {
		before := b.problems.Count(diag.Error)
		entry, keep := b.ruleEntry(item, form, seen)
		switch {
		case keep != nil && b.problems.Count(diag.Error) == before:
			keep()
		case b.inheriting:
			b.set.Unfit = append(b.set.Unfit, entry.Title)
		}
	}
}

// ruleEntry reads one entry; keep is nil where it is none.
func (b *builder) ruleEntry(n node, form *ruleForm, seen map[string]node) (entry TagRule, keep func()) {
	f, ok := b.keys(n, lang.T(strings.Join(form.keys, ", "), strings.Join(form.keys, "、")), form.keys...)
	if !ok {
		return entry, nil
	}
	ids := idTexts{noun: lang.T("id", " id "), wrong: lang.T("not an id", "不是有效的 id"), like: "late_payments"}
	entry.ID, entry.Title, entry.Pos = b.named(n, f, seen, ids, form.id)
	if e, ok := f.get("when"); ok {
		entry.When, entry.WhenAt = b.lateCondition(e.value, form.names)
	} else {
		b.required(n, f, "when", lang.Same("when: "+form.when))
	}
	return entry, form.further(f, entry)
}

// alerts reads the list of what goes wrong.
func (b *builder) alerts(n node) {
	b.ruleList(n, &ruleForm{
		list: lang.T("a list: - {id: late_payments, when: …}", "列表：- {id: late_payments, when: …}"),
		keys: []string{"id", "title", "when", "message", "action", "role", "level"},
		id:   "late_payments", when: "late_payments_in_a_row >= 2", names: b.set.alertVocabulary(),
		further: func(f fields, entry TagRule) func() {
			r := b.alert(f, entry)
			return func() { b.set.Alerts = append(b.set.Alerts, r) }
		},
	})
}

// alert is an entry with what only alerts have.
func (b *builder) alert(f fields, entry TagRule) AlertRule {
	r := AlertRule{ID: entry.ID, Title: entry.Title, When: entry.When, WhenAt: entry.WhenAt, Pos: entry.Pos}
	if e, ok := f.get("message"); ok {
		r.Message = b.message(e.value)
	} else {
		r.Message = Message{EN: []MessagePart{{Text: r.Title.In(lang.EN)}}, ZH: []MessagePart{{Text: r.Title.In(lang.ZH)}}}
	}
	if e, ok := f.get("action"); ok {
		r.Action = b.title(e.value)
	}
	if e, ok := f.get("role"); ok {
		r.Role = b.title(e.value)
	}
	if e, ok := f.get("level"); ok {
		if level, ok := b.oneOf(e.value, crm.Watch.String(), crm.Act.String()); ok {
			r.Level, _ = crm.ParseLevel(level)
		}
	}
	return r
}

// tags reads the list of tags by rule.
func (b *builder) tags(n node) {
	b.ruleList(n, &ruleForm{
		list: lang.T("a list: - {id: high_returns, when: return_rate > 10%}", "列表：- {id: high_returns, when: return_rate > 10%}"),
		keys: []string{"id", "title", "when"},
		id:   "high_returns", when: "return_rate > 10%", names: b.set.tagVocabulary(),
		further: func(_ fields, entry TagRule) func() {
			return func() { b.set.Tags = append(b.set.Tags, entry) }
		},
	})
}
