package draft

import (
	"fmt"
	"strings"

	"crm/internal/lang"
	"crm/internal/rules"
)

// classifications writes the embedded ones. A condition keeps what the tables
// carry; what they cannot is commented out with the column that would bring it.
func (w *writer) classifications() {
	w.line("")
	w.say("", lang.T("classifications: a customer gets the first class whose condition holds; the last is the rest",
		"classifications：客户归入第一个满足条件的等级，最后一个是其余"))
	below := w.part()
	for i := range w.Defaults.Classifications {
		below.classification(&w.Defaults.Classifications[i])
	}
	w.list("", "classifications", below)
}

// classification writes one; where nothing it asks can hold, all of it as a comment.
func (w *writer) classification(c *rules.Classification) {
	body := w.part()
	possible := 0
	for i := range c.Classes {
		if body.class(c, &c.Classes[i]) {
			possible++
		}
	}
	need := lang.Text{}
	if c.By != "" {
		need = w.missing(c.By)
	}
	prefix := "  "
	if possible == 0 || !need.Empty() {
		if need.Empty() {
			need = lang.T("rests on what is not there", "依赖的内容都不存在")
		}
		w.dropped[c.ID] = need
		w.say(prefix, lang.F("%s: %s", "%s：%s", c.ID, need))
		prefix = "  # "
	}
	w.line("%s- id: %s", prefix, c.ID)
	w.line("%s  title: %s", prefix, title(c.Title))
	if c.By != "" {
		w.line("%s  by: %s", prefix, c.By)
	}
	w.line("%s  classes:", prefix)
	for _, line := range strings.Split(strings.TrimSuffix(body.b.String(), "\n"), "\n") {
		w.line("%s    %s", prefix, line)
	}
}

// region is the measure that the section regions makes.
const region = "region"

// always is what Without leaves of a condition that no longer depends on the customer.
const always = "true"

// class writes one class and reports whether it asks something that can hold,
// and can fail.
func (w *writer) class(of *rules.Classification, c *rules.Class) bool {
	if c.When == nil {
		w.line("- {id: %s, title: %s%s}", c.ID, title(c.Title), bands(c))
		return len(c.Bands) > 0
	}
	source, possible := c.When.Without(func(name string) bool { return !w.missing(name).Empty() })
	if !possible || source == always {
		w.lost[lostClass{of.ID, c.ID}] = true
		w.because("", c)
		w.line("# - id: %s\n#   title: %s\n#   when: %s", c.ID, title(c.Title), quoted(c.When.Source()))
		return false
	}
	w.line("- id: %s", c.ID)
	w.line("  title: %s", title(c.Title))
	if source != c.When.Source() {
		w.because("  ", c)
		w.line("  # when: %s", quoted(c.When.Source()))
	}
	w.line("  when: %s", quoted(source))
	return true
}

// because names what the tables lack, in the order the condition names it.
func (w *writer) because(indent string, c *rules.Class) {
	said := map[string]bool{}
	for _, use := range c.When.Names() {
		if m := w.missing(use.Name); !m.Empty() && !said[use.Name] {
			said[use.Name] = true
			w.say(indent, lang.F("%s: %s", "%s：%s", use.Name, m))
		}
	}
}

// missing says what would bring a measure or classification that is not there.
func (w *writer) missing(name string) lang.Text {
	if name == region && len(w.Core) == 0 { // core is then what brings most revenue
		if m := w.missing("revenue"); !m.Empty() {
			return m
		}
	}
	for i := range w.Declared {
		if w.Declared[i].Name == name {
			return w.Declared[i].Missing(w.Data)
		}
	}
	return w.dropped[name]
}

func title(t lang.Text) string {
	return fmt.Sprintf("{zh: %s, en: %s}", scalar(t.ZH), scalar(t.EN))
}

func bands(c *rules.Class) string {
	keys := [...]string{"at_least", "over", "at_most", "under", "top", "bottom", "cumulative"}
	var b strings.Builder
	for _, band := range c.Bands {
		fmt.Fprintf(&b, ", %s: %s", keys[band.Kind], band.Text)
	}
	return b.String()
}

// quoted is a condition as a YAML scalar on one line.
func quoted(source string) string {
	source = strings.Join(strings.Fields(source), " ")
	return "'" + strings.ReplaceAll(source, "'", "''") + "'"
}
