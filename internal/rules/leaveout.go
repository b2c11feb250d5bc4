package rules

import (
	"slices"

	"crm/internal/cond"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
)

// LeaveOut fits the embedded classifications to the data: one that no condition
// can hold in is dropped, and of the others the parts of conditions that ask for
// what is not there; of the follow-up and the playbook what speaks of them. It
// returns one line that names what was left out and what would bring it, or
// none. Rules of the user's own are never changed.
func (s *Set) LeaveOut(d *crm.Data) []lang.Text {
	l := &leaver{set: s, data: d, dropped: map[string]lang.Text{}}
	if s.Default {
		l.classifications()
	}
	if s.Followup.embedded {
		l.touchpoints()
	}
	s.leftOut = l.dropped
	return l.line(lang.T("left out of the default rules: %s", "默认规则中略去：%s"))
}

// classifications leaves out of all, and of what names them by their places.
func (l *leaver) classifications() {
	s := l.set
	mainID := ""
	if len(s.Classifications) > 0 {
		mainID = s.Classifications[s.Main].ID
	}
	old := s.Classifications
	var kept []Classification
	for i, c := range old {
		need, possible := l.fit(&c)
		last := i == len(old)-1 && len(kept) == 0
		if !possible && l.goesBy(&c) {
			l.lacksClock(need)
		}
		if possible || last { // something must be left to be main
			kept = append(kept, c)
			continue
		}
		l.dropped[c.ID] = need
		l.note(need, c.Title)
	}
	s.Classifications = kept
	s.keepOverrides(old)
	s.keepPlays(old)
	s.keepCadences(old)
	if s.Main = s.classification(mainID); s.Main < 0 {
		s.Main = s.mainDefault()
	}
}

// leaver finds what the data lacks for classifications in their order.
type leaver struct {
	set     *Set
	data    *crm.Data
	dropped map[string]lang.Text // classification to what would bring it
	groups  []group
}

// group is what one need would bring.
type group struct {
	need   lang.Text
	titles []lang.Text
}

// need is what would bring a name; empty where the data has it.
func (l *leaver) need(name string) lang.Text {
	if need, ok := l.dropped[name]; ok {
		return need
	}
	_, isMeasure := l.set.measure(name)
	if f, ok := field(name); ok && !isMeasure && l.set.classification(name) < 0 && !l.data.Has(crm.Customers, f) {
		return lang.F("a column %q in the customers table", "客户表的“%s”列", f)
	}
	return l.set.missing(name, l.data)
}

func (l *leaver) gone(name string) bool { return !l.need(name).Empty() }

// fit takes out of a classification what the data lacks. possible is false where
// nothing of it is left; need is then what would bring it.
func (l *leaver) fit(c *Classification) (need lang.Text, possible bool) {
	if i := l.restsOnNothing(c); i >= 0 {
		return l.first(c, i), false
	}
	c.Classes = slices.Clone(c.Classes)
	var lost []int
	for i := range c.Classes {
		class := &c.Classes[i]
		switch {
		case len(class.Bands) > 0 && !l.gone(c.By):
			possible = true
		case len(class.Bands) > 0:
			lost = append(lost, i)
		case class.When != nil && l.trim(class):
			possible = true
		case class.When != nil:
			lost = append(lost, i)
		}
	}
	if !possible && len(lost) > 0 {
		return l.first(c, lost[0]), false
	}
	for _, i := range lost {
		need := l.first(c, i)
		l.note(need, lang.F("%s: %s", "%s·%s", c.Title, c.Classes[i].Title))
		if f := &l.set.Followup; l.goesBy(c) && i < len(f.Cadences) && f.Cadences[i].Clocked() {
			l.lacksClock(need)
		}
	}
	return lang.Text{}, true
}

// goesBy reports whether clocks go by a classification.
func (l *leaver) goesBy(c *Classification) bool {
	by := l.set.Followup.By
	return by >= 0 && by < len(l.set.Classifications) && l.set.Classifications[by].ID == c.ID
}

// lacksClock takes note of what would bring a class with a clock.
func (l *leaver) lacksClock(need lang.Text) {
	if f := &l.set.Followup; !slices.Contains(f.Lacks, need) {
		f.Lacks = append(f.Lacks, need)
	}
}

// restsOnNothing is a class with a condition, where all that the
// classification's conditions and bands name is gone; -1 otherwise. What is left
// then says nothing of a customer.
func (l *leaver) restsOnNothing(c *Classification) int {
	asking := -1
	for i := len(c.Classes) - 1; i >= 0; i-- {
		class := &c.Classes[i]
		if len(class.Bands) > 0 {
			if !l.gone(c.By) {
				return -1
			}
			asking = i
		}
		if class.When == nil {
			continue
		}
		for _, use := range class.When.Names() {
			if !l.gone(use.Name) {
				return -1
			}
			asking = i
		}
	}
	return asking
}

// trim takes out of a class's condition what the data lacks; false where it can
// then never hold.
func (l *leaver) trim(class *Class) bool {
	source, possible := class.When.Without(l.gone)
	if !possible || source == class.When.Source() {
		return possible
	}
	if trimmed, _ := cond.Parse(source, l.set.vocabulary()); trimmed != nil {
		start := class.WhenAt(0)
		class.When, class.WhenAt = trimmed, func(int) diag.Pos { return start }
	}
	return true
}

// first is what would bring the first name that a class lacks.
func (l *leaver) first(c *Classification, class int) lang.Text {
	if c.Classes[class].When == nil {
		return l.need(c.By)
	}
	for _, use := range c.Classes[class].When.Names() {
		if need := l.need(use.Name); !need.Empty() {
			return need
		}
	}
	return lang.Text{}
}

func (l *leaver) note(need, title lang.Text) {
	for i := range l.groups {
		if l.groups[i].need == need {
			l.groups[i].titles = append(l.groups[i].titles, title)
			return
		}
	}
	l.groups = append(l.groups, group{need: need, titles: []lang.Text{title}})
}

// line is the one line for people, behind a head.
func (l *leaver) line(head lang.Text) []lang.Text {
	if len(l.groups) == 0 {
		return nil
	}
	var all lang.Text
	for i, g := range l.groups {
		var titles lang.Text
		for j, t := range g.titles {
			if j > 0 {
				titles = lang.F("%s, ", "%s、", titles)
			}
			titles = lang.F("%s%s", "%s%s", titles, t)
		}
		if i > 0 {
			all = lang.F("%s; ", "%s；", all)
		}
		all = lang.F("%s%s (needs %s)", "%s%s（需要%s）", all, titles, g.need)
	}
	return []lang.Text{lang.F(head.EN, head.ZH, all)}
}

// keepOverrides keeps the overrides of the classifications that are left, at
// their new places. The list is made anew: it may be shared.
func (s *Set) keepOverrides(old []Classification) {
	var kept []Override
	for _, o := range s.Overrides {
		if i := s.classification(old[o.Classification].ID); i >= 0 {
			o.Classification = i
			kept = append(kept, o)
		}
	}
	s.Overrides = kept
}
