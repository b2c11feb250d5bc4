package classify

import (
	"slices"

	"crm/internal/cond"
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/rules"
	"crm/internal/value"
)

// limit is the number a leaf compares with, in the kind of what it stands beside.
func (r *Result) limit(l *cond.Line) value.Value {
	kind := l.Actual.Kind()
	if m := r.measure(l); m != nil {
		kind = m.Kind
	}
	if l.Wanted.Kind() == value.Number && kind.Numeric() {
		return value.Num(kind, l.Wanted.Decimal())
	}
	return l.Wanted
}

// number is a value beside its limit, and both in words.
type number struct {
	actual, limit value.Value
	now, bound    lang.Text
}

// numberStep is how far a number is from its limit: the distance where it is a
// quantity that can be brought, the limit alone where it has to fall or is a share.
func (r *Result) numberStep(title lang.Text, need string, n number) lang.Text {
	bound := boundText(need, n.bound)
	short := n.limit.Decimal().Sub(n.actual.Decimal())
	switch {
	case !n.actual.Present():
		return lang.F("%s: %s (absent now)", "%s%s（现缺失）", title, bound)
	case short.IsZero():
		return lang.F("%s: %s (exactly that now)", "%s%s（现恰为该值）", title, bound)
	case need != ">" && need != ">=" && need != "==", short.Sign() < 0, n.actual.Kind() == value.Share:
		return lang.F("%s: %s (%s now)", "%s%s（现为 %s）", title, bound, n.now)
	}
	more := r.words.RoundedUp(value.Num(n.actual.Kind(), short))
	if need == ">" {
		return lang.F("%s: over %s more (%s now, %s)", "%s还差 %s 以上（现为 %[3]s，%[4]s）", title, more, n.now, bound)
	}
	return lang.F("%s: %s more (%s now, %s)", "%s还差 %s（现为 %s，%s）", title, more, n.now, bound)
}

// boundText is a limit with what it limits.
func boundText(need string, limit lang.Text) lang.Text {
	switch need {
	case ">=":
		return lang.F("at least %s", "须不少于 %s", limit)
	case ">":
		return lang.F("over %s", "须大于 %s", limit)
	case "<=":
		return lang.F("at most %s", "须不超过 %s", limit)
	case "<":
		return lang.F("under %s", "须小于 %s", limit)
	case "==":
		return lang.F("exactly %s", "须恰为 %s", limit)
	}
	return lang.F("anything but %s", "不能为 %s", limit)
}

// shareStep is a share of everybody's total told as the amount that brings it.
// What the customer brings more moves the total too: with own o of total T, a
// share p takes x ≥ (pT − o) / (1 − p) more.
func (r *Result) shareStep(s *cond.Step, m *crm.Measure, customer int) (Step, bool) {
	p, one := s.Wanted.Decimal(), money.FromInt(1)
	if m.ShareOf == "" || !s.Actual.Present() || s.Need != ">" && s.Need != ">=" || p.Sign() <= 0 || p.Cmp(one) >= 0 {
		return Step{}, false
	}
	column := r.column(rules.Slot{Kind: rules.MeasureSlot, Name: m.ShareOf})
	var total money.Decimal
	for _, v := range column {
		total = total.Add(v.Decimal())
	}
	own := column[customer]
	lacking := p.Mul(total).Sub(own.Decimal())
	if !own.Present() || lacking.Sign() < 0 {
		return Step{}, false
	}
	more := r.words.RoundedUp(value.Num(own.Kind(), lacking.Div(one.Sub(p), shareDigits)))
	limit := value.Num(value.Share, p)
	bound := boundText(s.Need, r.words.Apart(limit, s.Actual))
	pattern := lang.T("%s: %s more (%s %s now, %s)", "%s还差 %s（%s现为 %s，%s）")
	if s.Need == ">" {
		pattern = lang.T("%s: over %s more (%s %s now, %s)", "%s还差 %s 以上（%[3]s现为 %[4]s，%[5]s）")
	}
	text := lang.F(pattern.EN, pattern.ZH, r.titleOf(m.ShareOf), more, within(m.Title), r.words.Apart(s.Actual, limit), bound)
	return Step{Text: whileOthersStay(text), DependsOnAll: true}, true
}

// changeBands is what it takes to be in all of a class's bands, or out of one.
func (r *Result) changeBands(d *decided, rule *rules.Class, customer int, want bool) (steps []Step, ok bool) {
	for i := range rule.Bands {
		b := &rule.Bands[i]
		if (d.bandTruth(b, customer) == cond.True) == want {
			continue
		}
		s, ok := r.bandStep(d, b, customer, want)
		if !ok {
			return nil, false
		}
		s.Pos = b.Pos
		steps = append(steps, s)
		if !want {
			break // out of one is out of all
		}
	}
	return steps, want || len(steps) > 0
}

func (r *Result) bandStep(d *decided, b *rules.Band, customer int, want bool) (Step, bool) {
	line := d.bandLine(b, customer)
	title := r.titleOf(d.rule.By)
	switch b.Kind {
	case rules.AtLeast, rules.Over, rules.AtMost, rules.Under:
		need := needOf(b.Kind, want)
		if m := r.measures[d.rule.By]; m != nil && m.Grows && (need == "<" || need == "<=") {
			return Step{}, false
		}
		return Step{Text: r.numberStep(title, need, r.number(line.Actual, line.Limit))}, true
	}
	share := r.words.Value(line.Limit)
	if !want {
		text := lang.F("%s: out of the %s of %s", "%s须退出%[3]s的 %[2]s", title, share, bandName(b.Kind))
		return Step{Text: text, DependsOnAll: true}, true
	}
	limit, need, ok := d.ground().ranking.entry(b, customer)
	if !ok {
		return Step{}, false
	}
	kind := line.Actual.Kind()
	if kind == value.Absent {
		kind = r.kindOf(d)
	}
	text := r.numberStep(title, need, r.number(line.Actual, value.Num(kind, limit)))
	return Step{Text: whileOthersStay(text), DependsOnAll: true}, true
}

func (r *Result) number(actual, limit value.Value) number {
	return number{actual, limit, r.words.Apart(actual, limit), r.words.Apart(limit, actual)}
}

func needOf(k rules.BandKind, want bool) string {
	if want {
		return [...]string{rules.AtLeast: ">=", rules.Over: ">", rules.AtMost: "<=", rules.Under: "<"}[k]
	}
	return [...]string{rules.AtLeast: "<", rules.Over: "<=", rules.AtMost: ">", rules.Under: ">="}[k]
}

func bandName(k rules.BandKind) lang.Text {
	return map[rules.BandKind]lang.Text{
		rules.Top: lang.T("the largest", "最大者"), rules.Bottom: lang.T("the smallest", "最小者"),
		rules.Cumulative: lang.T("the sum", "累计"),
	}[k]
}

// kindOf is the kind of the measure of bands, of a customer who has none.
func (r *Result) kindOf(d *decided) value.Kind {
	if m := r.measures[d.rule.By]; m != nil {
		return m.Kind
	}
	return value.Number
}

// entry is the value that brings a customer into a relative band while the
// others keep theirs, and how it is compared with.
func (r *ranking) entry(b *rules.Band, customer int) (limit money.Decimal, need string, ok bool) {
	others := make([]money.Decimal, 0, len(r.order))
	for _, i := range r.order {
		if int(i) != customer {
			others = append(others, r.values[i].Decimal())
		}
	}
	switch b.Kind {
	case rules.Top:
		return nth(others, r.placesAmong(others, b.Limit), ">")
	case rules.Bottom:
		slices.Reverse(others)
		return nth(others, r.placesAmong(others, b.Limit), "<")
	}
	return cumulativeEntry(others, b.Limit)
}

// placesAmong is how many places the band has once the customer is ranked with the others.
func (r *ranking) placesAmong(others []money.Decimal, share money.Decimal) int {
	all := ranking{order: make([]int32, len(others)+1)}
	return int(all.places(share))
}

// nth is the value that has to be beaten for the last of n places: at equality
// the limit would cut the group of equals, which then is out.
func nth(others []money.Decimal, n int, need string) (money.Decimal, string, bool) {
	switch {
	case n == 0:
		return money.Decimal{}, "", false
	case n > len(others): // every place is free: any value will do
		return money.Decimal{}, "!=", true
	}
	return others[n-1], need, true
}

// cumulativeEntry is the least value x that is in a cumulative band: with the
// others' sum T and S of them the sum of those larger than x, S < p (T + x).
// From the smallest up it tries each stretch between two of the others, in
// which S does not change.
func cumulativeEntry(others []money.Decimal, share money.Decimal) (limit money.Decimal, need string, ok bool) {
	if share.Sign() <= 0 {
		return money.Decimal{}, "", false
	}
	others = slices.DeleteFunc(others, func(d money.Decimal) bool { return d.Sign() <= 0 })
	var total money.Decimal
	for _, d := range others {
		total = total.Add(d)
	}
	larger := total
	for j := len(others); ; j-- { // x with exactly the first j of the others larger
		var floor money.Decimal
		if j < len(others) {
			floor = others[j]
			larger = larger.Sub(floor)
		}
		crossing := larger.Div(share, shareDigits).Sub(total)
		if j > 0 && crossing.Cmp(others[j-1]) >= 0 || j > 0 && floor.Cmp(others[j-1]) >= 0 {
			continue
		}
		if j < len(others) && floor.Cmp(crossing) > 0 {
			return floor, ">=", true
		}
		if crossing.Sign() < 0 {
			crossing = money.Decimal{}
		}
		return crossing, ">", true
	}
}
