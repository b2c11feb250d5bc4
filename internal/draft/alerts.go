package draft

import (
	"fmt"
	"strconv"
	"strings"

	"crm/internal/cond"
	"crm/internal/lang"
	"crm/internal/rules"
)

// tags writes the embedded tags; what the tables cannot carry as a comment.
func (w *writer) tags() {
	w.line("")
	w.say("", lang.T(`tags: a column of the workbook, asked with auto_tags contains "…"`, `tags：按规则打的标签，写入工作簿；条件里写 auto_tags contains "…"`))
	all := w.part()
	for i := range w.Defaults.Tags {
		t := &w.Defaults.Tags[i]
		source, comment := all.late(t.When)
		all.line("  %s- {id: %s, title: %s, when: %s}", comment, t.ID, title(t.Title), quoted(source))
	}
	w.list("", "tags", all)
}

// alerts writes the embedded alerts likewise.
func (w *writer) alerts() {
	w.line("")
	w.say("", lang.T("alerts: what goes wrong, listed by crm alerts; level act wants something done, watch is to be kept an eye on",
		"alerts：crm alerts 列出的问题；level 分 act（须处理）和 watch（关注）"))
	all := w.part()
	for i := range w.Defaults.Alerts {
		all.alert(&w.Defaults.Alerts[i])
	}
	w.list("", "alerts", all)
}

func (w *writer) alert(r *rules.AlertRule) {
	source, comment := w.late(r.When)
	write := func(format string, args ...any) { w.line("  %s%s", comment, fmt.Sprintf(format, args...)) }
	write("- id: %s", r.ID)
	write("  title: %s", title(r.Title))
	write("  when: %s", quoted(source))
	write("  message: {zh: %s, en: %s}", scalar(messageText(r.Message.In(lang.ZH))), scalar(messageText(r.Message.In(lang.EN))))
	if !r.Action.Empty() {
		write("  action: %s", text(r.Action))
	}
	if !r.Role.Empty() {
		write("  role: %s", text(r.Role))
	}
	write("  level: %s", r.Level)
}

// late is a condition behind all classifications as far as the tables carry it;
// where they do not, the line that names the column is written, and the whole
// condition is to be a comment.
func (w *writer) late(when *cond.Cond) (source, comment string) {
	source, possible := when.Without(func(name string) bool { return !w.missing(name).Empty() })
	if possible && !w.lostClassIn(when) {
		return source, ""
	}
	said := map[string]bool{}
	for _, use := range when.Names() {
		if m := w.missing(use.Name); !m.Empty() && !said[use.Name] {
			said[use.Name] = true
			w.say("  ", lang.F("%s: %s", "%s：%s", use.Name, m))
		}
	}
	return when.Source(), "# "
}

// lostClassIn reports whether a condition asks for a class that is not in the draft.
func (w *writer) lostClassIn(when *cond.Cond) bool {
	for _, use := range when.Names() {
		for class := range w.lost {
			if class.classification == use.Name && strings.Contains(when.Source(), strconv.Quote(class.class)) {
				return true
			}
		}
	}
	return false
}

// messageText is a message as rules.yaml has it.
func messageText(parts []rules.MessagePart) string {
	var b strings.Builder
	for _, p := range parts {
		b.WriteString(p.Text)
		if p.Name != "" {
			b.WriteString("{" + p.Name + "}")
		}
	}
	return b.String()
}

// kpis writes the embedded targets of the classes that the draft has.
func (w *writer) kpis() {
	w.line("")
	w.say("", lang.T("kpis: the targets of crm report; off: true leaves one out", "kpis：crm report 的目标值；off: true 表示不统计该项"))
	all := w.part()
	for _, k := range w.Defaults.KPIs {
		comment := ""
		if w.lostKPI(k.ID) {
			comment = "# "
		}
		all.line("  %s%s: {target: %s}", comment, k.ID, k.Text)
	}
	w.list("", "kpis", all)
}

// lostKPI reports whether a KPI is of a class that is not in the draft.
func (w *writer) lostKPI(id string) bool {
	main := &w.Defaults.Classifications[w.Defaults.Main]
	for i := range main.Classes {
		class := main.Classes[i].ID
		if !strings.HasSuffix(id, "_"+strings.ToLower(class)) {
			continue
		}
		if _, gone := w.dropped[main.ID]; gone || w.lost[lostClass{main.ID, class}] {
			return true
		}
	}
	return false
}
