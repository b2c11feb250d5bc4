package classify

import (
	"slices"

	"crm/internal/cond"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/rules"
	"crm/internal/value"
)

// Step is one thing that has to change for another class.
type Step struct {
	Text lang.Text // revenue: USD 12,300 more (USD 7,700 now, at least USD 20,000)
	// DependsOnAll: the step moves with the other customers too; Text says so of
	// an amount, which holds while they stay as they are.
	DependsOnAll bool
	Pos          diag.Pos // the rule that asks for it
}

// Missing is what has to change for the next class up: the nearest class above
// the rule's that any change can reach. ok is false where there is none. A step
// that rests on an earlier classification is told as what that one takes.
func (r *Result) Missing(classification, customer int) (class int, steps []Step, ok bool) {
	for class := r.Ruled(classification, customer) - 1; class >= 0; class-- {
		if steps, ok := r.reach(classification, class, customer); ok {
			return class, steps, true
		}
	}
	return 0, nil, false
}

// reach is what it takes for the rule to give the class: nothing before it
// holds, and it does.
func (r *Result) reach(classification, class, customer int) (steps []Step, ok bool) {
	d := &r.classifications[classification]
	for before := range class {
		if d.truth(before, customer) != cond.True {
			continue
		}
		more, ok := r.change(d, before, customer, false)
		if !ok {
			return nil, false
		}
		steps = append(steps, more...)
	}
	if class == len(d.rule.Classes)-1 {
		return steps, true
	}
	more, ok := r.change(d, class, customer, true)
	return append(steps, more...), ok
}

// change is what it takes for one class's own condition or bands to hold, or not to.
func (r *Result) change(d *decided, class, customer int, want bool) (steps []Step, ok bool) {
	rule := &d.rule.Classes[class]
	if d.ground().bound[class] == nil {
		return r.changeBands(d, rule, customer, want)
	}
	gap, ok := d.ground().bound[class].Gap(customer, want, func(s *cond.Step) bool {
		_, ok := r.steps(s, customer, diag.Pos{})
		return ok
	})
	if !ok {
		return nil, false
	}
	for i := range gap {
		pos := rule.Pos
		if rule.WhenAt != nil {
			pos = rule.WhenAt(gap[i].From)
		}
		more, ok := r.steps(&gap[i], customer, pos)
		if !ok {
			return nil, false
		}
		steps = append(steps, more...)
	}
	return steps, true
}

// steps is one leaf's change, told through the earlier classification where it asks for that.
func (r *Result) steps(s *cond.Step, customer int, pos diag.Pos) ([]Step, bool) {
	if r.classificationNamed(s.Name) != nil && len(s.Classes) > 0 {
		return r.throughClasses(s, customer)
	}
	if !r.possible(s) {
		return nil, false
	}
	if m := r.measure(&s.Line); m != nil {
		if step, ok := r.shareStep(s, m, customer); ok {
			step.Pos = pos
			return []Step{step}, true
		}
	}
	text := r.stepText(s)
	if s.DependsOnAll && s.Distance.Present() {
		text = whileOthersStay(text)
	}
	return []Step{{Text: text, DependsOnAll: s.DependsOnAll, Pos: pos}}, true
}

// possible reports whether a customer's value can become what a leaf needs: what
// only grows never falls, and a number is not made to equal another that moves with it.
func (r *Result) possible(s *cond.Step) bool {
	m := r.measure(&s.Line)
	switch {
	case m == nil:
		return true
	case s.Need == "==" && s.Distance.Present() && r.measures[s.WantedText] != nil:
		return false
	case m.Grows && (s.Need == "<" || s.Need == "<=" || s.Need == "==" && s.Distance.Decimal().Sign() < 0):
		return false
	}
	return true
}

// measure is the declaration of what a line names; nil where it is no declared measure.
func (r *Result) measure(l *cond.Line) *crm.Measure {
	if l.Header {
		return nil
	}
	return r.measures[l.Name]
}

func whileOthersStay(text lang.Text) lang.Text {
	return lang.F("%s, while the other customers stay as they are", "%s，前提是其他客户不变", text)
}

// throughClasses is what the nearest of the wanted classes of an earlier
// classification takes: the nearest above the customer's, else the nearest below.
func (r *Result) throughClasses(s *cond.Step, customer int) ([]Step, bool) {
	at := slices.IndexFunc(r.set.Classifications, func(c rules.Classification) bool { return c.ID == s.Name })
	if at < 0 || r.classifications[at].rule == nil {
		return nil, false
	}
	rule := r.classifications[at].rule
	if w := r.Word(at, customer); w != nil {
		text := lang.F("%s: a person set %s%s", "%s：人工指定为%s%s", r.titleOf(s.Name),
			beside(within(classTitle(&rule.Classes[w.Place]))), grounds(w))
		return []Step{{Text: text, Pos: w.Pos}}, true
	}
	if step, ok := r.waiting(at, customer, s.Classes); ok {
		return []Step{step}, true
	}
	for _, class := range nearestFirst(rule, s.Classes, r.Ruled(at, customer)) {
		steps, ok := r.reach(at, class, customer)
		if !ok {
			continue
		}
		aim := lang.F("%s %s", "%s达到%s", r.titleOf(s.Name), beside(within(classTitle(&rule.Classes[class]))))
		for i := range steps {
			steps[i].Text = lang.F("%s, for %s", "%s，使%s", steps[i].Text, aim)
		}
		return steps, true
	}
	return nil, false
}

// waiting is the step of a customer who has one of the wanted classes by the
// rules already, and gets it at the next review.
func (r *Result) waiting(at, customer int, wanted []string) (Step, bool) {
	class := &r.classifications[at].rule.Classes[r.Current(at, customer)]
	if !slices.Contains(wanted, class.ID) {
		return Step{}, false
	}
	text := lang.F("%s: %s by the rule already, from the review on %s", "%s按规则已为%s，自 %s 复核起生效",
		r.titleOf(r.classifications[at].rule.ID), beside(amid(within(classTitle(class)))), r.set.NextReview(r.asOf))
	return Step{Text: text, Pos: class.Pos}, true
}

// nearestFirst is the places of the wanted classes: those above own from the
// nearest up, then those below from the nearest down.
func nearestFirst(rule *rules.Classification, wanted []string, own int) []int {
	var places []int
	for class := own - 1; class >= 0; class-- {
		if slices.Contains(wanted, rule.Classes[class].ID) {
			places = append(places, class)
		}
	}
	for class := own + 1; class < len(rule.Classes); class++ {
		if slices.Contains(wanted, rule.Classes[class].ID) {
			places = append(places, class)
		}
	}
	return places
}

// stepText is a leaf's change in words.
func (r *Result) stepText(s *cond.Step) lang.Text {
	title := r.title(&s.Line)
	switch {
	case s.Name == "":
		return r.sourceStep(s)
	case s.Need == "has" && r.filledIn(&s.Line):
		return lang.F("%s: has to be filled in", "%s须补充", title)
	case s.Need == "has":
		return lang.F("%s: has to have a value (none now)", "%s须有值（目前没有）", title)
	case s.Need == "not has":
		return lang.F("%s: has to be absent (%s now)", "%s须为空（现为 %s）", title, r.coded(&s.Line, s.Actual))
	case s.Need == "is":
		return lang.F("%s: has to be yes", "%s：须为是", title)
	case s.Need == "not is":
		return lang.F("%s: has to be no", "%s：须为否", title)
	case !s.Wanted.Present():
		return r.sourceStep(s)
	}
	if wanted, ok := r.wanted(s); ok {
		return r.towards(title, &s.Line, wanted)
	}
	if limit := r.limit(&s.Line); limit.Kind().Numeric() {
		now, bound := r.sides(&s.Line, s.Need)
		return r.numberStep(title, s.Need, number{s.Actual, limit, now, r.named(&s.Line, bound)})
	}
	return r.sourceStep(s)
}

// filledIn reports whether a value comes from a cell that somebody fills in, not
// from what the customer did.
func (r *Result) filledIn(l *cond.Line) bool {
	m := r.measure(l)
	return m == nil || m.Group == "profile" || crm.Meanings(crm.Field(m.Name)) != nil
}

// sourceStep is a change for which only the rule's own text stands.
func (r *Result) sourceStep(s *cond.Step) lang.Text {
	source := diag.Excerpt(s.Source)
	if s.Negated {
		return lang.F("%s must no longer hold (%s now)", "须不再满足 %s（现为 %s）", source, r.words.Value(s.Actual))
	}
	return lang.F("%s has to hold (%s now)", "须满足 %s（现为 %s）", source, r.words.Value(s.Actual))
}

// towards is a wanted value, and what stands there now.
func (r *Result) towards(title lang.Text, l *cond.Line, wanted lang.Text) lang.Text {
	if !l.Actual.Present() {
		return lang.F("%s: %s (absent now)", "%s%s（现缺失）", title, wanted)
	}
	return lang.F("%s: %s (%s now)", "%s%s（现为%s）", title, wanted, beside(r.coded(l, l.Actual)))
}

// wanted is what a text, list or date has to be; ok is false for numbers.
func (r *Result) wanted(s *cond.Step) (lang.Text, bool) {
	w := beside(r.coded(&s.Line, s.Wanted))
	if s.Wanted.Kind() == value.Date {
		return dateWanted(s.Need, w)
	}
	if s.Wanted.Kind().Numeric() {
		return lang.Text{}, false
	}
	switch s.Need {
	case "==":
		return lang.F("%s", "须为%s", w), true
	case "!=":
		return lang.F("anything but %s", "不能为%s", w), true
	case "in":
		if s.Actual.Kind() == value.List {
			return lang.F("with %s", "须含%s", w), true
		}
		return lang.F("one of %s", "须为%s之一", w), true
	case "not in":
		if s.Actual.Kind() == value.List {
			return lang.F("without %s", "不能含%s", w), true
		}
		return lang.F("none of %s", "不能为%s", w), true
	case "contains":
		return lang.F("with %s", "须含%s", w), true
	case "not contains":
		return lang.F("without %s", "不能含%s", w), true
	}
	return lang.Text{}, false
}

func dateWanted(need string, day lang.Text) (lang.Text, bool) {
	switch need {
	case ">=":
		return lang.F("on or after %s", "须不早于%s", day), true
	case ">":
		return lang.F("after %s", "须晚于%s", day), true
	case "<=":
		return lang.F("on or before %s", "须不晚于%s", day), true
	case "<":
		return lang.F("before %s", "须早于%s", day), true
	case "==":
		return lang.F("%s", "须为%s", day), true
	}
	return lang.F("another day than %s", "不能为%s", day), true
}
