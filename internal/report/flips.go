package report

import (
	"slices"
	"strings"

	"crm/internal/crm"
	"crm/internal/lang"
)

// part is a piece of a reason: a word for machines, the same in every language,
// and one for people.
type part struct {
	code string
	text lang.Text
}

// mostParts bounds what one line tells people; machines get all of it.
const mostParts = 6

// moveLine is why a customer moved, in one line.
func moveLine(m *crm.Move, names map[string]lang.Text) (code string, text lang.Text) {
	var codes, en, zh []string
	for i, p := range moveParts(m, names) {
		codes = append(codes, p.code)
		switch {
		case i < mostParts:
			en, zh = append(en, p.text.In(lang.EN)), append(zh, p.text.In(lang.ZH))
		case i == mostParts:
			en, zh = append(en, "…"), append(zh, "…")
		}
	}
	return strings.Join(codes, "; "), lang.T(strings.Join(en, "; "), strings.Join(zh, "；"))
}

func moveParts(m *crm.Move, names map[string]lang.Text) []part {
	from, to := titleOf(names, m.From), titleOf(names, m.To)
	switch {
	case m.From == "":
		return waitingPart(m, names, []part{{"new", lang.T("new customer", "新客户")}})
	case m.To == "":
		return []part{{"gone", lang.T("no longer among the customers", "已不在客户名单中")}}
	case m.Cause.Has(crm.WordSet):
		return []part{{"word set", lang.T("set by a person", "人工指定")}}
	case m.Cause.Has(crm.WordChanged):
		return []part{{"word changed", lang.T("set otherwise by a person", "人工改定")}}
	}
	var parts []part
	add := func(c crm.Cause, code string, text lang.Text) {
		if m.Cause.Has(c) {
			parts = append(parts, part{code, text})
		}
	}
	add(crm.WordEnded, "word ended", lang.T("a person's word has ended, the rules apply again", "人工指定已结束，恢复按规则定级"))
	add(crm.TableSaid, "by the rules", lang.T("by the rules, not as the table had it", "改由规则判定，不再沿用表中原有等级"))
	add(crm.ClassGone, "class gone: "+m.From, lang.F("the class %s no longer exists", "等级“%s”已取消", from))
	add(crm.ClassNew, "class new: "+m.To, lang.F("the class %s is new", "新设等级“%s”", to))
	add(crm.OrderTurned, "order of classes turned", turned(m, from, to))
	add(crm.RulesChanged, "rules changed", lang.T("the rules were changed", "规则已修改"))
	parts = append(parts, reviewPart(m)...)
	for _, f := range shownFlips(m) {
		parts = append(parts, flipPart(f, m.Cause))
	}
	if len(parts) == 0 {
		parts = []part{{"not known", lang.T("not known: no conditions were kept", "原因不详：没有留下判断条件")}}
	}
	return waitingPart(m, names, parts)
}

// turned says which of two classes is asked for first by now, where the flips
// tell: what made the class come first is then a condition asked only now.
func turned(m *crm.Move, from, to lang.Text) lang.Text {
	if slices.ContainsFunc(m.Flips, func(f crm.Flip) bool { return f.Asked == crm.AskedNow && f.Class == m.To }) {
		return lang.F("%s is now asked for before %s", "现在先判断“%s”，再判断“%s”", to, from)
	}
	return lang.F("%s and %s are now asked for in another order", "“%s”与“%s”的判断顺序已调整", from, to)
}

// shownFlips leaves out what would not explain or only repeat: the conditions of
// a class that no longer exists or now comes later, and has(x) beside a condition
// about x.
func shownFlips(m *crm.Move) []*crm.Flip {
	var list []*crm.Flip
	for i := range m.Flips {
		f := &m.Flips[i]
		if f.Asked == crm.AskedThen && m.Cause&(crm.ClassGone|crm.OrderTurned) != 0 {
			continue
		}
		if name, asks := strings.CutPrefix(f.Text, "has("); asks && about(m.Flips, strings.TrimSuffix(name, ")")) {
			continue
		}
		list = append(list, f)
	}
	return list
}

// about reports whether a condition begins with a name.
func about(flips []crm.Flip, name string) bool {
	return slices.ContainsFunc(flips, func(f crm.Flip) bool { return strings.HasPrefix(f.Text, name+" ") })
}

// reviewPart says when a class came to count that the rules gave before.
func reviewPart(m *crm.Move) []part {
	switch early := m.Cause.Has(crm.CaughtUp); {
	case early && m.Review != 0:
		return []part{{"at the review of " + m.Review.String() + ", so before", lang.F("counts since the review of %s, the rules said so before", "自 %s 复核起生效，规则此前已如此判定", m.Review)}}
	case early:
		return []part{{"no longer held, so before", lang.T("the rules said so before and now count at once", "规则此前已如此判定，现不再等待复核")}}
	case m.Review != 0:
		return []part{{"at the review of " + m.Review.String(), lang.F("at the review of %s", "%s 复核", m.Review)}}
	}
	return nil
}

// waitingPart adds the class that the next review will give, where it is another.
func waitingPart(m *crm.Move, names map[string]lang.Text, parts []part) []part {
	if m.Current == "" {
		return parts
	}
	return append(parts, part{"waits: " + m.Current, lang.F("by now the rules say %s, from the next review on", "按现状规则应为“%s”，下次复核时生效", titleOf(names, m.Current))})
}

// flipPart is a condition that came out otherwise: revenue_share > 30%: 28.1% → 31.4%.
// cause is the move's: where it says already that a class as a whole was not asked
// for before, or came out so before, the conditions need not say it again.
func flipPart(f *crm.Flip, cause crm.Cause) part {
	name := part{f.Text, lang.Same(f.Text)}
	if f.Earlier != "" {
		name = part{f.Text + " (was " + f.Earlier + ")", lang.F("%s (was: %s)", "%s（原为：%s）", f.Text, f.Earlier)}
	}
	from, to := actual(f.From), actual(f.To)
	one := func(v part, code string, text lang.Text) part {
		return part{name.code + ": " + v.code + " (" + code + ")", lang.F("%s: %s (%s)", "%s：%s（%s）", name.text, v.text, text)}
	}
	switch {
	case f.Asked == crm.AskedNow && cause&(crm.ClassNew|crm.OrderTurned|crm.TableSaid) != 0:
		return part{name.code + ": " + to.code, lang.F("%s: %s", "%s：%s", name.text, to.text)}
	case f.Asked == crm.AskedTwice && f.Was == f.Is && cause.Has(crm.CaughtUp):
		return part{name.code + ": " + to.code, lang.F("%s: %s", "%s：%s", name.text, to.text)}
	case f.Asked == crm.AskedNow:
		return one(to, "asked now", lang.T("new condition", "新增条件"))
	case f.Asked == crm.AskedThen:
		return one(from, "asked then", lang.T("condition dropped", "条件已取消"))
	case f.Was == f.Is:
		return one(to, "as before", lang.T("as before", "此前已如此"))
	case f.From == f.To:
		return one(to, outcomes[f.Is].code, outcomes[f.Is].text)
	}
	return part{name.code + ": " + from.code + " -> " + to.code, lang.F("%s: %s → %s", "%s：%s → %s", name.text, from.text, to.text)}
}

// outcomes is how a condition comes out now, by crm.Holds.
var outcomes = [...]part{
	crm.Unknown: {"unknown now", lang.T("now unknown", "现无法判断")},
	crm.No:      {"does not hold now", lang.T("no longer holds", "现不成立")},
	crm.Yes:     {"holds now", lang.T("now holds", "现成立")},
}

// actual is a value of a condition.
func actual(s string) part {
	switch s {
	case "":
		return part{"absent", lang.T("absent", "缺失")}
	case "true":
		return part{s, lang.T("yes", "是")}
	case "false":
		return part{s, lang.T("no", "否")}
	}
	return part{s, lang.Same(s)}
}
