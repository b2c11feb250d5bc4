package classify

import (
	"slices"
	"strings"

	"crm/internal/cond"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/rules"
	"crm/internal/value"
)

// maxReasons bounds the compared values that one sentence names; crm why shows all.
const maxReasons = 5

// Sentence is why the customer has its class, in one line: the class and the
// compared values that made it so; for the rest class those that the class
// above it was missed by; for a person's word who says otherwise and until when;
// for a class held until the next review which one the rules give today.
func (r *Result) Sentence(classification, customer int) lang.Text {
	ruled := r.ruledSentence(classification, customer)
	class := r.Class(classification, customer)
	title := classTitle(&r.set.Classifications[classification].Classes[class])
	switch w := r.Word(classification, customer); {
	case w != nil:
		return lang.F("%s, set by a person%s; by the rule %s", "%s，人工指定%s；按规则为%s", title, grounds(w), beside(ruled))
	case class != r.Current(classification, customer):
		return lang.F("%s, kept until the review on %s; by the rule today %s", "%s，沿用至 %s 复核；按规则目前为%s",
			title, r.set.NextReview(r.asOf), beside(ruled))
	}
	return ruled
}

// Grounds is who gave the word, why and until when.
func (w *Word) Grounds() lang.Text {
	return lang.F("set by a person%s", "人工指定%s", grounds(w))
}

// grounds is a person's reason and the word's end, in brackets.
func grounds(w *Word) lang.Text {
	reason := lang.Same(diag.Excerpt(w.Reason))
	until := lang.F("until %s", "至 %s", w.Until)
	switch {
	case w.Reason == "" && w.Until == 0:
		return lang.Text{}
	case w.Until == 0:
		return lang.F(" (%s)", "（%s）", reason)
	case w.Reason == "":
		return lang.F(" (%s)", "（%s）", until)
	}
	return lang.F(" (%s, %s)", "（%s，%s）", reason, until)
}

func (r *Result) ruledSentence(classification, customer int) lang.Text {
	d := &r.classifications[classification]
	class := int(d.ruled[customer])
	title := classTitle(&d.rule.Classes[class])
	room := r.room()
	defer r.rooms.Put(room)
	t := room.trace(r, d, class, customer)
	if !t.Rest {
		reasons := r.reasons(&t)
		if reasons.Empty() { // a condition that asks nothing of the customer
			return title
		}
		return lang.F("%s: %s", "%s：%s", title, reasons)
	}
	if class == 0 {
		return title
	}
	missed := room.trace(r, d, class-1, customer)
	return lang.F("%s: not %s (%s)", "%s：不符合%s条件（%s）", title, amid(classTitle(&d.rule.Classes[class-1])), r.reasons(&missed))
}

// reasons is the compared values that decided a class, in the order of the rule.
func (r *Result) reasons(t *ClassTrace) lang.Text {
	var phrases []lang.Text
	for i := range t.Bands {
		if b := &t.Bands[i]; (b.Result == cond.True) == (t.Result == cond.True) {
			phrases = append(phrases, r.bandPhrase(b))
		}
	}
	for _, l := range telling(cond.Deciding(t.Lines)) {
		if l.Source != "true" && l.Source != "false" {
			phrases = append(phrases, r.phrases.of(l, r.phrase))
		}
	}
	return join(phrases)
}

// telling leaves out has(x) where another line shows x.
func telling(lines []*cond.Line) []*cond.Line {
	shown := map[string]bool{}
	for _, l := range lines {
		if l.Op != "has" {
			shown[l.Name] = true
		}
	}
	return slices.DeleteFunc(lines, func(l *cond.Line) bool { return l.Op == "has" && shown[l.Name] })
}

// join strings phrases together, each once and not too many.
func join(phrases []lang.Text) lang.Text {
	var en, zh []string
	seen := map[lang.Text]bool{}
	for _, p := range phrases {
		if seen[p] {
			continue
		}
		if len(en) == maxReasons {
			en, zh = append(en, "…"), append(zh, "…")
			break
		}
		seen[p] = true
		en, zh = append(en, p.In(lang.EN)), append(zh, p.In(lang.ZH))
	}
	return lang.T(strings.Join(en, ", "), strings.Join(zh, "，"))
}

// bandPhrase is a band with what it compared, in words.
func (r *Result) bandPhrase(b *BandLine) lang.Text {
	title := r.titleOf(b.Measure)
	if !b.Actual.Present() {
		return lang.F("%s absent", "%s缺失", title)
	}
	actual := r.words.Value(b.Actual)
	switch b.Kind {
	case rules.Top, rules.Bottom:
		return r.rankPhrase(b, title, actual)
	case rules.Cumulative:
		return r.cumulativePhrase(b, title, actual)
	}
	op := [...]string{rules.AtLeast: ">=", rules.Over: ">", rules.AtMost: "<=", rules.Under: "<"}[b.Kind]
	symbol := symbols[op].shown
	if b.Result != cond.True {
		symbol = symbols[op].opposite
	}
	return lang.F("%s %s %s %s", "%s %s %s %s", title, r.words.Apart(b.Actual, b.Limit), symbol, r.words.Apart(b.Limit, b.Actual))
}

func (r *Result) rankPhrase(b *BandLine, title, actual lang.Text) lang.Text {
	limit := r.words.Value(b.Limit)
	end := lang.F("top %s", "前 %s", limit)
	from := lang.Text{}
	if b.Kind == rules.Bottom {
		end, from = lang.F("bottom %s", "后 %s", limit), lang.T(" from the bottom", "倒数")
	}
	if b.Rank == 0 {
		return lang.F("%s %s is not ranked", "%s %s，不参与排名", title, actual)
	}
	if b.Result == cond.True {
		return lang.F("%s %s: rank %d of %d%s, in the %s", "%s %s，%[5]s第 %[3]d 名（共 %[4]d 名），在%[6]s 之内",
			title, actual, b.Rank, b.Of, from, end)
	}
	return lang.F("%s %s: rank %d of %d%s, not in the %s", "%s %s，%[5]s第 %[3]d 名（共 %[4]d 名），不在%[6]s 之内",
		title, actual, b.Rank, b.Of, from, end)
}

func (r *Result) cumulativePhrase(b *BandLine, title, actual lang.Text) lang.Text {
	switch {
	case !b.Before.Present():
		return lang.F("%s %s, not over 0", "%s %s，不大于 0", title, actual)
	case b.Before.Decimal().IsZero():
		return lang.F("%s %s is the largest", "%s %s，排在最前", title, actual)
	}
	symbol := "<"
	if b.Result != cond.True {
		symbol = "≥"
	}
	return lang.F("%s %s, larger customers bring %s %s %s", "%s %s，排在其前的客户合计占 %s %s %s",
		title, actual, r.words.Apart(b.Before, b.Limit), symbol, r.words.Apart(b.Limit, value.Value{}))
}
