package rules

import (
	"crm/internal/cond"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
)

// LeaveOutAlerts fits the embedded alerts and tags to the data, once LeaveOut has
// fitted the classifications: of conditions it takes out the parts that ask for
// what is not there, and what can then never hold is dropped. It returns a line
// that names what was left out and what would bring it, or none. Rules of the
// user's own are never changed. Called again it finds nothing more.
func (s *Set) LeaveOutAlerts(d *crm.Data) []lang.Text {
	l := &leaver{set: s, data: d, dropped: s.leftOut}
	if s.embeddedTags {
		l.tags()
	}
	if s.embeddedAlerts {
		l.alerts()
	}
	return l.line(lang.T("left out of the default alerts and tags: %s", "默认预警和标签中略去：%s"))
}

func (l *leaver) tags() {
	var kept []TagRule
	for _, t := range l.set.Tags {
		if l.late(&t.When, &t.WhenAt, t.Title, l.set.tagVocabulary()) {
			kept = append(kept, t)
		}
	}
	l.set.Tags = kept
}

func (l *leaver) alerts() {
	var kept []AlertRule
	for _, r := range l.set.Alerts {
		if l.late(&r.When, &r.WhenAt, r.Title, l.set.alertVocabulary()) {
			kept = append(kept, r)
		}
	}
	l.set.Alerts = kept
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

// CheckAlerts holds the file's own alerts and tags against the data, as Check does
// its classes: only who asks for alerts and tags has to have what they need.
func (s *Set) CheckAlerts(d *crm.Data) diag.List {
	c := &checker{set: s, data: d, lines: splitLines(string(s.Source))}
	if !s.embeddedTags {
		for i := range s.Tags {
			c.uses(s.Tags[i].When, s.Tags[i].WhenAt)
		}
	}
	if !s.embeddedAlerts {
		for i := range s.Alerts {
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
