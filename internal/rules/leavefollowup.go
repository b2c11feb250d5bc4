package rules

import (
	"crm/internal/cond"
	"crm/internal/diag"
	"crm/internal/lang"
)

// touchpoints fits those of the embedded follow-up to the data, as the
// conditions of classes. One whose classification was dropped is not named
// again: that says it all.
func (l *leaver) touchpoints() {
	var kept []Touchpoint
	for _, t := range l.set.Followup.Touchpoints {
		if t.When == nil {
			kept = append(kept, t)
			continue
		}
		source, possible := t.When.Without(l.gone)
		if !possible {
			if need := l.firstNeed(t.When); !need.Empty() {
				l.note(need, t.Kind)
			}
			continue
		}
		if source != t.When.Source() {
			if trimmed, _ := cond.Parse(source, l.set.vocabulary()); trimmed != nil {
				start := t.WhenAt(0)
				t.When, t.WhenAt = trimmed, func(int) diag.Pos { return start }
			}
		}
		kept = append(kept, t)
	}
	l.set.Followup.Touchpoints = kept
}

// firstNeed is what would bring the first measure that a condition lacks.
func (l *leaver) firstNeed(c *cond.Cond) lang.Text {
	for _, use := range c.Names() {
		if need := l.set.missing(use.Name, l.data); !need.Empty() {
			return need
		}
	}
	return lang.Text{}
}

// keepPlays keeps the playbook of the classifications that are left, at their
// new places. The list is made anew: it may be shared.
func (s *Set) keepPlays(old []Classification) {
	var kept []Play
	for _, p := range s.Playbook {
		if i := s.classification(old[p.Classification].ID); i >= 0 {
			p.Classification = i
			kept = append(kept, p)
		}
	}
	s.Playbook = kept
}

// keepCadences moves the clocks with their classification; without it there are none.
func (s *Set) keepCadences(old []Classification) {
	f := &s.Followup
	if f.By < 0 {
		return
	}
	if f.By = s.classification(old[f.By].ID); f.By < 0 {
		f.Cadences = nil
	}
}
