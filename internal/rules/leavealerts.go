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
	l.set.Alerts = keptOf(l.set.Alerts, func(r *AlertRule) bool { return l.late(&r.When, &r.WhenAt, r.Title, v) })
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
		for _, use := range (*when).Names() {
			if need := l.need(use.Name); !need.Empty() {
				l.note(need, title)
				break
			}
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
