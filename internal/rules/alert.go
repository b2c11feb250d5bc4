package rules

import (
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

// alerts reads the list of what goes wrong. An empty one is none.
func (b *builder) alerts(n node) {
	items, ok := b.list(n, lang.T("a list: - {id: late_payments, when: …}", "列表：- {id: late_payments, when: …}"))
	if !ok {
		return
	}
	seen := map[string]node{}
	for _, item := range items {
		if r, ok := b.alert(item, seen); b.fits(ok, r.Title) {
			b.set.Alerts = append(b.set.Alerts, r)
		}
	}
}

func (b *builder) alert(n node, seen map[string]node) (r AlertRule, ok bool) {
	before := b.problems.Count(diag.Error)
	f, ok := b.keys(n, lang.T("id, title, when, message, action, role, level", "id、title、when、message、action、role、level"),
		"id", "title", "when", "message", "action", "role", "level")
	if !ok {
		return r, false
	}
	r.ID, r.Title, r.Pos = b.named(n, f, seen, ruleIDs(), "late_payments")
	if e, ok := f.get("when"); ok {
		r.When, r.WhenAt = b.lateCondition(e.value, b.set.alertVocabulary())
	} else {
		b.required(n, f, "when", lang.T("when: late_payments_in_a_row >= 2", "when: late_payments_in_a_row >= 2"))
	}
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
	return r, b.problems.Count(diag.Error) == before
}

// fits hands on whether an alert or tag has no mistake; one of the embedded rules
// that has is noted as what does not fit the file.
func (b *builder) fits(ok bool, title lang.Text) bool {
	if !ok && b.inheriting {
		b.set.Unfit = append(b.set.Unfit, title)
	}
	return ok
}

func ruleIDs() idTexts {
	return idTexts{noun: lang.T("id", " id "), wrong: lang.T("not an id", "不是有效的 id"), like: "late_payments"}
}

// tags reads the list of tags by rule. An empty one is none.
func (b *builder) tags(n node) {
	items, ok := b.list(n, lang.T("a list: - {id: high_returns, when: return_rate > 10%}", "列表：- {id: high_returns, when: return_rate > 10%}"))
	if !ok {
		return
	}
	seen := map[string]node{}
	for _, item := range items {
		if t, ok := b.tag(item, seen); b.fits(ok, t.Title) {
			b.set.Tags = append(b.set.Tags, t)
		}
	}
}

func (b *builder) tag(n node, seen map[string]node) (t TagRule, ok bool) {
	before := b.problems.Count(diag.Error)
	f, ok := b.keys(n, lang.T("id, title, when", "id、title、when"), "id", "title", "when")
	if !ok {
		return t, false
	}
	t.ID, t.Title, t.Pos = b.named(n, f, seen, ruleIDs(), "high_returns")
	if e, ok := f.get("when"); ok {
		t.When, t.WhenAt = b.lateCondition(e.value, b.set.tagVocabulary())
	} else {
		b.required(n, f, "when", lang.T("when: return_rate > 10%", "when: return_rate > 10%"))
	}
	return t, b.problems.Count(diag.Error) == before
}
