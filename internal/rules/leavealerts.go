package rules

import (
	"crm/internal/cond"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
)

// LeaveOutTags fits the embedded tags to the data, once LeaveOut has fitted the
// classifications: of conditions it takes out the parts that ask for what is not
// there, and a tag whose condition can then never hold is dropped. It returns a
// line that names what was left out and what would bring it, or none. Tags of the
// user's own are never changed. Called again it finds nothing more.
func (s *Set) LeaveOutTags(d *crm.Data) []lang.Text {
	l := &leaver{set: s, data: d, dropped: s.leftOut}
	if s.embeddedTags {
		l.tags()
	}
	return l.line(lang.T("left out of the default tags: %s", "默认标签中略去：%s"))
}

// LeaveOutAlerts is LeaveOutTags for alerts.
func (s *Set) LeaveOutAlerts(d *crm.Data) []lang.Text {
	l := &leaver{set: s, data: d, dropped: s.leftOut}
	if s.embeddedAlerts {
		l.alerts()
	}
	return l.line(lang.T("left out of the default alerts: %s", "默认预警中略去：%s"))
}

func (l *leaver) tags() {
	v := l.set.tagVocabulary()
	l.set.Tags = keptOf(l.set.Tags, func(t *TagRule) bool { return l.late(&t.When, &t.WhenAt, t.Title, v) })
}

func (l *leaver) alerts() {
	v := l.set.alertVocabulary()
	l.set.Alerts = keptOf(l.set.Alerts, func(r *AlertRule) bool {
		need := l.lack(r.When)
		kept := l.late(&r.When, &r.WhenAt, r.Title, v)
		if !kept {
			l.set.goneAlerts = append(l.set.goneAlerts, goneAlert{*r, need})
		}
		return kept
	})
}

// goneAlert is an embedded alert that the data cannot carry.
type goneAlert struct {
	rule AlertRule
	need lang.Text // what would bring it
}

// AlertNeeds is what an embedded alert that LeaveOutAlerts dropped lacks, for who
// asks for it by its id or title; ok is false where none of that name was dropped.
func (s *Set) AlertNeeds(text string) (needs lang.Text, ok bool) {
	rules := make([]AlertRule, len(s.goneAlerts))
	for i := range s.goneAlerts {
		rules[i] = s.goneAlerts[i].rule
	}
	place, ok := alertNamed(rules, text)
	if !ok {
		return lang.Text{}, false
	}
	return s.goneAlerts[place].need, true
}

// keptOf is a list of what fit keeps and may change; the list itself stays.
func keptOf[T any](all []T, fit func(*T) bool) []T {
	var kept []T
	for _, item := range all {
		if fit(&item) {
			kept = append(kept, item)
		}
	}
	return kept
}

// late takes out of a condition behind all classifications what the data lacks;
// false where it can then never hold.
func (l *leaver) late(when **cond.Cond, at *func(int) diag.Pos, title lang.Text, v cond.Vocabulary) bool {
	source, possible := (*when).Without(l.gone)
	if !possible {
		if need := l.lack(*when); !need.Empty() {
			l.note(need, title)
		}
		return false
	}
	if source == (*when).Source() {
		return true
	}
	if trimmed, _ := cond.Parse(source, v); trimmed != nil {
		start := (*at)(0)
		*when, *at = trimmed, func(int) diag.Pos { return start }
	}
	return true
}

// lack is the first thing a condition asks for that is not there, by what would
// bring it; empty where nothing is lacking.
func (l *leaver) lack(when *cond.Cond) lang.Text {
	for _, use := range when.Names() {
		if need := l.need(use.Name); !need.Empty() {
			return need
		}
	}
	return lang.Text{}
}

// CheckTags holds the file's own tags against the data, as Check does its classes:
// only who asks for tags has to have what they need.
func (s *Set) CheckTags(d *crm.Data) diag.List {
	c := &checker{set: s, data: d, lines: splitLines(string(s.Source))}
	for i := range s.Tags {
		if !s.embeddedTags {
			c.uses(s.Tags[i].When, s.Tags[i].WhenAt)
		}
	}
	return c.problems()
}

// CheckAlerts is CheckTags for alerts.
func (s *Set) CheckAlerts(d *crm.Data) diag.List {
	c := &checker{set: s, data: d, lines: splitLines(string(s.Source))}
	for i := range s.Alerts {
		if !s.embeddedAlerts {
			c.uses(s.Alerts[i].When, s.Alerts[i].WhenAt)
		}
	}
	return c.problems()
}

func (c *checker) uses(k *cond.Cond, at func(int) diag.Pos) {
	for _, use := range k.Names() {
		c.use(k, use, at(use.From))
	}
}
