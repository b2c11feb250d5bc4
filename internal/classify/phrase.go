package classify

import (
	"strconv"
	"strings"

	"crm/internal/cond"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/rules"
	"crm/internal/say"
	"crm/internal/value"
)

// phrase is one compared value in words: revenue share 34.1 % > 30 %. It states
// what is so, whether that is what the condition wanted or not.
func (r *Result) phrase(l *cond.Line) lang.Text {
	if l.Name == "" {
		return r.calculation(l)
	}
	title := r.title(l)
	if !l.Actual.Present() {
		return lang.F("%s absent", "%s缺失", title)
	}
	switch l.Op {
	case "has":
		return lang.F("%s %s", "%s为%s", title, beside(r.coded(l, l.Actual)))
	case "is":
		return r.yesNo(l, title)
	case "==", "!=":
		if k := l.Actual.Kind(); k == value.Text || k == value.Bool {
			return r.same(l, title)
		}
	case "in", "not in":
		return r.among(l, title)
	case "contains", "startsWith", "endsWith", "not contains", "not startsWith", "not endsWith":
		return r.textual(l, title)
	}
	return r.compared(l, title)
}

// calculation is the phrase of a leaf that no single name stands for.
func (r *Result) calculation(l *cond.Line) lang.Text {
	source := diag.Excerpt(l.Source)
	actual := r.words.Value(l.Actual)
	switch {
	case l.Result == cond.True:
		return lang.F("%s (%s)", "%s（实际 %s）", source, actual)
	case l.Result == cond.False:
		return lang.F("not %s (%s)", "不满足 %s（实际 %s）", source, actual)
	}
	return lang.F("%s cannot be told (%s)", "%s 无法判断（%s）", source, actual)
}

// symbols is the six comparisons as people write them, and what holds where they do not.
var symbols = map[string]struct{ shown, opposite string }{
	"==": {"=", "≠"}, "!=": {"≠", "="}, "<": {"<", "≥"}, "<=": {"≤", ">"}, ">": {">", "≤"}, ">=": {"≥", "<"},
}

// compared is a number or date beside its limit.
func (r *Result) compared(l *cond.Line, title lang.Text) lang.Text {
	if !l.Wanted.Present() {
		return lang.F("%s %s beside an absent %s", "%s %s，而 %s 缺失", title, r.words.Value(l.Actual), diag.Excerpt(l.WantedText))
	}
	symbol := symbols[l.Op].shown
	if l.Result == cond.False {
		symbol = symbols[l.Op].opposite
	}
	actual, wanted := r.sides(l, l.Op)
	if symbol == "=" && r.measures[l.WantedText] == nil { // 1 = 1 says no more than 1
		return lang.F("%s %s", "%s为%s", title, beside(actual))
	}
	wanted = r.named(l, wanted)
	return lang.F("%s %s %s %s", "%s %s %s %s", title, actual, symbol, wanted)
}

// sides is actual and wanted value in words that show which is larger. A plain
// number takes the kind of what it stands beside.
func (r *Result) sides(l *cond.Line, op string) (actual, wanted lang.Text) {
	limit := r.limit(l)
	if period, ok := writtenPeriod(l.WantedText); ok && limit.Kind() == value.Days {
		elapsed := r.words.Elapsed(l.Actual)
		strict := op == "<" || op == ">" || op == "!="
		if elapsed != period || !strict && value.Compare(l.Actual, limit) >= 0 {
			return elapsed, period
		}
	}
	return r.words.Apart(l.Actual, limit), r.words.Apart(limit, l.Actual)
}

// named is a wanted value with the name of the measure it is the value of, where it is one.
func (r *Result) named(l *cond.Line, wanted lang.Text) lang.Text {
	if r.measures[l.WantedText] == nil {
		return wanted
	}
	return lang.F("%s %s", "%s %s", r.titleOf(l.WantedText), wanted)
}

// writtenPeriod is years(2) or months(18) in words. Days need none.
func writtenPeriod(source string) (lang.Text, bool) {
	unit, count, ok := strings.Cut(strings.TrimSuffix(source, ")"), "(")
	n, err := strconv.Atoi(strings.TrimSpace(count))
	if !ok || err != nil {
		return lang.Text{}, false
	}
	switch strings.TrimSpace(unit) {
	case "years":
		return say.InMonths(12 * n), true
	case "months":
		return say.InMonths(n), true
	}
	return lang.Text{}, false
}

func (r *Result) yesNo(l *cond.Line, title lang.Text) lang.Text {
	if l.Actual.True() {
		return title
	}
	return lang.F("%s: no", "%s：否", title)
}

// same is == and != on texts: the value, and what it was to be or not to be.
func (r *Result) same(l *cond.Line, title lang.Text) lang.Text {
	actual, wanted := beside(r.coded(l, l.Actual)), beside(r.coded(l, l.Wanted))
	switch {
	case l.Result == cond.Unknown:
		return lang.F("%s %s beside an absent %s", "%s为%s，而 %s 缺失", title, actual, diag.Excerpt(l.WantedText))
	case l.Op == "!=", l.Result == cond.True:
		return lang.F("%s %s", "%s为%s", title, actual)
	}
	return lang.F("%s %s (not %s)", "%s为%s（非%s）", title, actual, wanted)
}

// among is in and not in over a list of constants, or a text in the customer's list.
func (r *Result) among(l *cond.Line, title lang.Text) lang.Text {
	in := (l.Op == "in") == (l.Result == cond.True)
	wanted := beside(r.coded(l, l.Wanted))
	if l.Actual.Kind() == value.List {
		if in {
			return lang.F("%s with %s", "%s含%s", title, wanted)
		}
		return lang.F("%s without %s", "%s不含%s", title, wanted)
	}
	actual := beside(r.coded(l, l.Actual))
	if in {
		return lang.F("%s %s", "%s为%s", title, actual)
	}
	return lang.F("%s %s (none of %s)", "%s为%s（不属于%s）", title, actual, wanted)
}

func (r *Result) textual(l *cond.Line, title lang.Text) lang.Text {
	verb, negated := strings.CutPrefix(l.Op, "not ")
	wanted := beside(r.words.Value(l.Wanted))
	holds := negated != (l.Result == cond.True)
	switch {
	case l.Result == cond.Unknown:
		return lang.F("%s cannot be told", "%s无法判断", title)
	case verb == "startsWith" && holds:
		return lang.F("%s begins with %s", "%s的开头是%s", title, wanted)
	case verb == "startsWith":
		return lang.F("%s does not begin with %s", "%s的开头不是%s", title, wanted)
	case verb == "endsWith" && holds:
		return lang.F("%s ends with %s", "%s的结尾是%s", title, wanted)
	case verb == "endsWith":
		return lang.F("%s does not end with %s", "%s的结尾不是%s", title, wanted)
	case holds:
		return lang.F("%s with %s", "%s含%s", title, wanted)
	}
	return lang.F("%s without %s", "%s不含%s", title, wanted)
}

// title is what people call the name of a line, inside a sentence.
func (r *Result) title(l *cond.Line) lang.Text {
	if l.Header {
		return lang.Same(diag.Excerpt(l.Name))
	}
	return r.titleOf(l.Name)
}

func (r *Result) titleOf(name string) lang.Text {
	if m := r.measures[name]; m != nil {
		return within(m.Title)
	}
	if c := r.classificationNamed(name); c != nil {
		return within(orID(c.rule.Title, name))
	}
	return lang.Same(diag.Excerpt(name))
}

func (r *Result) classificationNamed(id string) *decided {
	for i := range r.set.Classifications {
		if r.set.Classifications[i].ID == id && r.classifications[i].rule != nil {
			return &r.classifications[i]
		}
	}
	return nil
}

// coded is a value by its title where it is a code: a class, or a word that a measure declares.
func (r *Result) coded(l *cond.Line, v value.Value) lang.Text {
	if v.Kind() == value.List {
		var en, zh []string
		for _, item := range v.List() {
			t := r.code(l, item)
			en, zh = append(en, t.In(lang.EN)), append(zh, t.In(lang.ZH))
		}
		return lang.T(strings.Join(en, ", "), strings.Join(zh, "、"))
	}
	if v.Kind() != value.Text {
		return r.words.Value(v)
	}
	return r.code(l, v.Text())
}

func (r *Result) code(l *cond.Line, code string) lang.Text {
	if !l.Header {
		if m := r.measures[l.Name]; m != nil && !m.Names[code].Empty() {
			return m.Names[code]
		}
		if c := r.classificationNamed(l.Name); c != nil {
			for i := range c.rule.Classes {
				if c.rule.Classes[i].ID == code {
					return within(classTitle(&c.rule.Classes[i]))
				}
			}
		}
	}
	return lang.Same(diag.Excerpt(code))
}

func classTitle(c *rules.Class) lang.Text { return orID(c.Title, c.ID) }

func orID(title lang.Text, id string) lang.Text {
	if title.Empty() {
		return lang.Same(id)
	}
	return title
}
