package draft

import (
	"fmt"
	"strings"

	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/rules"
)

// followup writes the embedded clocks, touchpoints and channels, as far as the
// classes they speak of are there.
func (w *writer) followup() {
	w.line("")
	w.say("", lang.T("followup: how often customers are contacted at least; touchpoints are contacts owed again and again",
		"followup：各等级客户至少多久联系一次；touchpoints 是定期要做的跟进"))
	body := w.part()
	body.cadences()
	body.touchpoints()
	body.channels()
	if !body.live() {
		w.line("# followup:")
	} else {
		w.line("followup:")
	}
	w.b.WriteString(body.b.String())
	w.line("")
	w.say("", lang.T("freeze: [2026-02-14..2026-02-23]   days on which the clocks stand still", "freeze: [2026-02-14..2026-02-23]   时钟暂停的日子，首尾两天都算"))
}

// part is a writer of a piece of the draft.
func (w *writer) part() *writer {
	return &writer{Options: w.Options, dropped: w.dropped, lost: w.lost}
}

// live reports whether anything but comments was written.
func (w *writer) live() bool {
	for line := range strings.Lines(w.b.String()) {
		if !strings.HasPrefix(strings.TrimSpace(line), "#") {
			return true
		}
	}
	return false
}

// list writes a key with the lines below it; where those are all comments, the key too.
func (w *writer) list(indent, key string, below *writer) {
	if !below.live() {
		indent += "# "
	}
	w.line("%s%s:", indent, key)
	w.b.WriteString(below.b.String())
}

func (w *writer) cadences() {
	f := &w.Defaults.Followup
	if f.By < 0 {
		return
	}
	c, comment := &w.Defaults.Classifications[f.By], ""
	if need := w.dropped[c.ID]; !need.Empty() {
		w.say("  ", lang.F("%s: %s", "%s：%s", c.ID, need))
		comment = "# "
	}
	w.line("  %sby: %s", comment, c.ID)
	w.say("  ", lang.T("pool: true   released customers go to the public pool; without it release only warns",
		"pool: true   到期释放的客户掉入公海；不写则只提醒"))
	below := w.part()
	for i, cadence := range f.Cadences {
		if !cadence.Clocked() {
			continue
		}
		counts := ""
		if len(cadence.Counts) > 0 {
			counts = fmt.Sprintf(", counts: [%s]", scalars(cadence.Counts))
		}
		below.line("    %s%s: {release: %s%s}", w.mark(c.ID, c.Classes[i].ID), c.Classes[i].ID, cadence.Release, counts)
	}
	w.list("  ", "classes", below)
}

// mark comments out what speaks of a class that is not in the draft.
func (w *writer) mark(classification, class string) string {
	if !w.dropped[classification].Empty() || w.lost[lostClass{classification, class}] {
		return "# "
	}
	return ""
}

func (w *writer) touchpoints() {
	below := w.part()
	for i := range w.Defaults.Followup.Touchpoints {
		below.touchpoint(&w.Defaults.Followup.Touchpoints[i])
	}
	w.list("  ", "touchpoints", below)
}

func (w *writer) touchpoint(t *rules.Touchpoint) {
	when, comment := "", ""
	if t.When != nil {
		source, possible := t.When.Without(func(name string) bool { return !w.missing(name).Empty() })
		if !possible || w.lostClassIn(t.When) {
			source, comment = t.When.Source(), "# "
		}
		when = fmt.Sprintf("when: %s, ", quoted(source))
	}
	var more string
	if !t.Role.Empty() {
		more += ", role: " + text(t.Role)
	}
	if !t.Channel.Empty() {
		more += ", channel: " + text(t.Channel)
	}
	w.line("    %s- {%severy: %s, kind: %s%s}", comment, when, t.Every, text(t.Kind), more)
}

// countriesPerLine keeps a market's list on the page.
const countriesPerLine = 20

func (w *writer) channels() {
	w.say("  ", lang.T("channels: how a market is reached, and when by the customers' clock", "channels：各市场用什么渠道、什么时间联系（客户当地时间）"))
	comment := ""
	if need := w.missing(string(crm.FieldCountry)); !need.Empty() {
		w.say("  ", lang.F("%s: %s", "%s：%s", crm.FieldCountry, need))
		comment = "# "
	}
	below := w.part()
	for i := range w.Defaults.Followup.Channels {
		c := &w.Defaults.Followup.Channels[i]
		below.line("    %s- countries: [%s]", comment, strings.Join(rows(c.Countries), ",\n    "+comment+"    "))
		if !c.Channel.Empty() {
			below.line("    %s  channel: %s", comment, text(c.Channel))
		}
		if c.Hours.Given() {
			below.line("    %s  hours: %s", comment, c.Hours)
		}
	}
	w.list("  ", "channels", below)
}

// rows is codes, so many to a line.
func rows(codes []string) []string {
	var lines []string
	for len(codes) > countriesPerLine {
		lines = append(lines, scalars(codes[:countriesPerLine]))
		codes = codes[countriesPerLine:]
	}
	return append(lines, scalars(codes))
}

// playbook writes what the customers of a class get.
func (w *writer) playbook() {
	w.line("")
	w.say("", lang.T("playbook: what the customers of a class get", "playbook：各等级客户的维护做法"))
	all, last := w.part(), -1
	for i := range w.Defaults.Playbook {
		p := &w.Defaults.Playbook[i]
		c := &w.Defaults.Classifications[p.Classification]
		if p.Classification != last {
			last = p.Classification
			comment := ""
			if !w.hasPlays(last) {
				comment = "# "
			}
			all.line("  %s%s:", comment, c.ID)
		}
		comment := w.mark(c.ID, c.Classes[p.Class].ID)
		all.line("    %s%s:", comment, c.Classes[p.Class].ID)
		for _, step := range p.Steps {
			all.line("    %s  - %s", comment, text(step))
		}
	}
	w.list("", "playbook", all)
}

// hasPlays reports whether a class of the playbook's classification is in the draft.
func (w *writer) hasPlays(classification int) bool {
	c := &w.Defaults.Classifications[classification]
	for _, p := range w.Defaults.Playbook {
		if p.Classification == classification && w.mark(c.ID, c.Classes[p.Class].ID) == "" {
			return true
		}
	}
	return false
}

// text is a text as YAML, in both languages where they differ.
func text(t lang.Text) string {
	if t.ZH == t.EN {
		return scalar(t.EN)
	}
	return title(t)
}
