// Package draft writes a first rules.yaml from what a run recognised: sources,
// columns, words, currency and core markets filled in; the embedded
// classifications, follow-up and playbook with what the tables cannot carry
// commented out. It only makes text; whether and where that is written is for
// the caller.
package draft

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/rules"
)

// Options is what a draft is made from.
type Options struct {
	Lang     lang.Lang
	Folder   string // of the rules file: sources are written relative to it
	Data     *crm.Data
	Layouts  []*crm.Layout
	Defaults *rules.Set // the embedded rules
	Declared []crm.Measure
	Core     []string // ISO codes of the countries that bring 80 % of revenue; may be empty
}

// writer gathers the lines of the draft.
type writer struct {
	Options
	dropped map[string]lang.Text // classifications commented out, and what would bring them
	lost    map[lostClass]bool   // classes commented out of classifications that are not
	b       strings.Builder
}

// lostClass is a class that the draft does not have.
type lostClass struct{ classification, class string }

// Rules is the text of the file.
func Rules(o Options) []byte {
	body := &writer{Options: o, dropped: map[string]lang.Text{}, lost: map[lostClass]bool{}}
	body.classifications()
	body.followup()
	body.playbook()
	body.tags()
	body.alerts()
	body.kpis()
	w := body.part()
	w.head()
	w.money()
	w.sources()
	w.columns()
	w.values()
	w.regions()
	w.b.WriteString(body.b.String())
	return []byte(w.b.String())
}

func (w *writer) line(format string, args ...any) { fmt.Fprintf(&w.b, format+"\n", args...) }

// say writes a comment in the draft's language.
func (w *writer) say(indent string, t lang.Text) { w.line("%s# %s", indent, t.In(w.Lang)) }

func (w *writer) head() {
	w.say("", lang.T("rules.yaml, drafted by crm init. Change what you like, then: crm rules check",
		"rules.yaml，由 crm init 起草。按需修改，改完运行：crm rules check"))
	w.line("version: 1")
	w.line("language: %s", w.Lang)
	w.say("", lang.T("time_zone: Asia/Shanghai   (whose today it is)", "time_zone: Asia/Shanghai   （按哪个时区算“今天”）"))
	w.line("window: %s", w.Defaults.Window)
	w.line("main: %s", w.main())
}

// main is the embedded main classification; where it is dropped, the last one that is not.
func (w *writer) main() string {
	id := w.Defaults.Classifications[w.Defaults.Main].ID
	if w.dropped[id].Empty() {
		return id
	}
	for i := range w.Defaults.Classifications {
		if other := w.Defaults.Classifications[i].ID; w.dropped[other].Empty() {
			id = other
		}
	}
	return id
}

func (w *writer) money() {
	base := string(w.Data.Conversion.Base)
	if base == "" || w.Data.Conversion.Base.Sign() {
		w.line("\n# money:")
		w.say("  ", lang.T("base: USD      everything is converted to this currency", "base: USD      统一折算成的币种"))
		w.say("  ", lang.T("default: USD   of amounts that name no currency", "default: USD   没有写币种的金额按此币种"))
	} else {
		w.line("\nmoney:\n  base: %s\n  default: %s", base, base)
	}
	var missing []string
	for _, c := range w.Data.Currencies() {
		if c == "" || c.Sign() || string(c) == base {
			continue
		}
		if r, ok := w.Data.Conversion.Rates[c]; ok {
			missing = append(missing, fmt.Sprintf("%s: %s", c, r))
		} else {
			missing = append(missing, fmt.Sprintf("%s: ?", c))
		}
	}
	switch list := strings.Join(missing, ", "); {
	case list == "":
		w.say("  ", lang.T("rates: {CNY: 1/7.2, EUR: 1.08}   price of one unit in the base currency", "rates: {CNY: 1/7.2, EUR: 1.08}   一单位该币种折合多少本位币"))
	case !strings.Contains(list, "?"):
		w.line("  rates: {%s}", list)
	case w.Data.Conversion.Own:
		w.say("  ", lang.F("rates: {%s}   not needed: the export's own converted column is used", "rates: {%s}   不填也行：目前用导出文件自带的折算列", list))
	default:
		w.say("  ", lang.F("fill in the rates and take the # away: price of one unit in %s; CNY: 1/7.2 is allowed", "填上汇率并去掉 #：一单位折合多少 %s，可写成 CNY: 1/7.2", cmp.Or(base, "base")))
		w.line("  # rates: {%s}", list)
	}
}

// used is the layouts that are tables, by kind.
func (w *writer) used(k crm.TableKind) []*crm.Layout {
	var found []*crm.Layout
	for _, l := range w.Layouts {
		if l.Kind == k {
			found = append(found, l)
		}
	}
	return found
}

func (w *writer) sources() {
	w.line("\nsources:")
	for k := crm.Customers; k <= crm.Feedback; k++ {
		var paths []string
		for _, l := range w.used(k) {
			paths = append(paths, scalar(w.source(l)))
		}
		switch len(paths) {
		case 0:
		case 1:
			w.line("  %s: %s", k, paths[0])
		default:
			w.line("  %s: [%s]", k, strings.Join(paths, ", "))
		}
	}
}

// source is a sheet as sources name it: the sheet's name only where the book has several.
func (w *writer) source(l *crm.Layout) string {
	path := l.Book.Path()
	if abs, err := filepath.Abs(path); err == nil {
		if rel, err := filepath.Rel(w.Folder, abs); err == nil {
			path = rel
		}
	}
	path = filepath.ToSlash(path)
	if name := l.Sheet.Pos().Sheet; name != "" && len(l.Book.Sheets()) > 1 {
		path += "#" + name
	}
	return path
}

func (w *writer) columns() {
	w.line("")
	w.say("", lang.T("columns: which header is which column; as recognised", "columns：哪个表头是哪一列（以下为识别结果）"))
	w.line("columns:")
	for k := crm.Customers; k <= crm.Feedback; k++ {
		headers := map[crm.Field][]string{}
		for _, l := range w.used(k) {
			for i := range l.Columns {
				c := &l.Columns[i]
				if c.Field != "" && c.Header != "" && !slices.Contains(headers[c.Field], c.Header) {
					headers[c.Field] = append(headers[c.Field], c.Header)
				}
			}
		}
		if len(headers) == 0 {
			continue
		}
		w.line("  %s:", k)
		for _, f := range crm.Fields(k) {
			if len(headers[f]) > 0 {
				w.line("    %s: [%s]", f, scalars(headers[f]))
			}
		}
	}
}

func (w *writer) values() {
	w.line("")
	w.say("", lang.T("values: what your words mean; words not known yet are commented", "values：你们用的词是什么意思；还不认识的词已注释"))
	body := 0
	words := w.Data.Words
	for i := 0; i < len(words); {
		n := i
		for n < len(words) && words[n].Field == words[i].Field {
			n++
		}
		body += w.fieldValues(words[i:n], body == 0)
		i = n
	}
}

// fieldValues writes the known words of one field by meaning, the unknown ones as a comment.
func (w *writer) fieldValues(words []crm.Word, first bool) (written int) {
	var meanings, unknown []string
	by := map[string][]string{}
	for _, word := range words {
		if word.Meaning == "" {
			unknown = append(unknown, word.Text)
			continue
		}
		if by[word.Meaning] == nil {
			meanings = append(meanings, word.Meaning)
		}
		by[word.Meaning] = append(by[word.Meaning], word.Text)
	}
	if len(meanings) > 0 {
		if first {
			w.line("values:")
		}
		w.line("  %s:", words[0].Field)
		for _, m := range meanings {
			w.line("    %s: [%s]", m, scalars(by[m]))
		}
		written = 1
	}
	if len(unknown) > 0 {
		w.say("  ", lang.F("%s: {meaning: [%s]}", "%s: {含义: [%s]}", words[0].Field, scalars(unknown)))
	}
	return written
}

func (w *writer) regions() {
	w.line("")
	w.say("", lang.T("regions: the first list that holds the country", "regions：第一个包含该国家的列表"))
	if m := w.missing(region); !m.Empty() {
		w.say("", m)
		w.line("# regions:\n#   core: [US, DE]")
		return
	}
	w.line("regions:")
	if len(w.Core) == 0 {
		w.line("  core: {cumulative: 80%%}")
		return
	}
	w.line("  core: [%s]", scalars(w.Core))
}

func scalars(texts []string) string {
	quoted := make([]string, len(texts))
	for i, t := range texts {
		quoted[i] = scalar(t)
	}
	return strings.Join(quoted, ", ")
}

// scalar writes a text as a YAML scalar that reads back as that text, plain
// where that is safe inside [ ] and { }.
func scalar(s string) string {
	plain := s != "" && !strings.ContainsAny(s, ",:[]{}#&*!|>'\"%@`?\\\t\r\n") && strings.TrimSpace(s) == s && s[0] != '-'
	if plain && !looksTyped(s) {
		return s
	}
	if !strings.ContainsAny(s, "\\\"\t\r\n") {
		return `"` + s + `"`
	}
	return "'" + strings.ReplaceAll(strings.NewReplacer("\r", " ", "\n", " ", "\t", " ").Replace(s), "'", "''") + "'"
}

// looksTyped reports whether YAML would take a plain text for something else.
func looksTyped(s string) bool {
	switch strings.ToLower(s) {
	case "true", "false", "yes", "no", "on", "off", "null", "~", "y", "n":
		return true
	}
	return s[0] >= '0' && s[0] <= '9' || s[0] == '.' || s[0] == '+'
}
