package rules

import (
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
)

var (
	snakeCase = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	classID   = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{N}_+-]*$`)
)

func (b *builder) classifications(n node) {
	items, ok := b.list(n, lang.T("a list: - id: tier", "列表：- id: tier"))
	if !ok {
		b.faulty = true
		return
	}
	if len(items) == 0 {
		b.faulty = true
		b.fail("C21", n, lang.T("there is no classification in the list", "列表里没有分级"),
			lang.T("remove the section to use the built-in ones", "删去这一节就会使用内置分级"))
		return
	}
	var ids []string
	for _, item := range items {
		ids = append(ids, writtenID(item))
	}
	for i, item := range items {
		b.classification(item, ids[i+1:])
	}
}

// writtenID is the id of a mapping as it stands, for what must know of it before
// it is read.
func writtenID(n node) string {
	for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == "id" {
			return n.Content[i+1].Value
		}
	}
	return ""
}

// classification reads one classification; later are the ids of those behind it.
func (b *builder) classification(n node, later []string) {
	f, ok := b.keys(n, lang.T("id, title, by, classes", "id、title、by、classes"), "id", "title", "by", "classes")
	if !ok {
		b.faulty = true
		return
	}
	c := Classification{Pos: b.posOf(n), BySlot: -1}
	id, named := f.get("id")
	if named {
		c.ID, named = b.classificationID(id.value)
		c.Pos = b.posOf(id.value)
	} else {
		b.required(n, f, "id", lang.T("id: tier", "id: tier"))
	}
	c.Title = lang.Same(c.ID)
	if e, ok := f.get("title"); ok {
		c.Title = b.title(e.value)
	}
	var by crm.Measure
	if e, ok := f.get("by"); ok {
		by = b.by(e.value, &c)
	}
	classes, ok := f.get("classes")
	if !ok {
		b.required(n, f, "classes", lang.T("classes: [ … ], the last one the rest", "classes: [ … ]，最后一个为其余"))
	} else {
		b.classes(classes.value, &c, classContext{by: by, banded: f.has("by"), later: later})
	}
	if !named {
		b.faulty = true
		return
	}
	c.Slot = b.set.slot(ClassSlot, c.ID)
	b.set.Classifications = append(b.set.Classifications, c)
}

// required reports a key that a mapping must have.
func (b *builder) required(n node, f fields, key string, example lang.Text) {
	if f.meant[key] {
		return
	}
	p := diag.Problem{Code: "C21", Pos: b.posOf(n), Span: 1, Field: joinKey(n.key, key),
		Message: lang.F("%s is missing", "缺少 %s", key), Expected: example}
	b.report(p)
}

// classificationID is a new name in the one name space of the rules.
func (b *builder) classificationID(n node) (string, bool) {
	id, ok := b.text(n)
	if !ok {
		return "", false
	}
	taken := lang.Text{}
	_, isField := field(id)
	switch {
	case !snakeCase.MatchString(id):
		if n.Style == 0 && b.wide(n) {
			return "", false
		}
		hint := lang.Text{}
		if s := strings.ToLower(strings.NewReplacer(" ", "_", "-", "_").Replace(id)); snakeCase.MatchString(s) {
			hint = lang.F("write %s", "请写 %s", s)
		}
		b.expect("C22", n, lang.T("not a name", "不是有效的名称"),
			lang.T("small letters, digits and _: revenue_level", "小写字母、数字和下划线：revenue_level"), hint)
		return "", false
	case slices.ContainsFunc(b.set.Classifications, func(c Classification) bool { return c.ID == id }):
		taken = lang.T("another classification", "另一个分级")
	case slices.ContainsFunc(b.set.measures, func(m crm.Measure) bool { return m.Name == id }), slices.Contains(laterMeasures, id):
		taken = lang.T("a measure", "指标")
	case slices.Contains(reserved, id):
		taken = lang.T("a word of the condition language", "条件语言的保留词")
	case isField || isColumn(id) || id == CurrentClass || id == AutoTags:
		taken = lang.T("a column", "列")
	default:
		return id, true
	}
	b.fail("C22", n, lang.F("this id is taken by %s", "这个 id 已被%s占用", taken),
		lang.F("choose another: %s_level", "请换一个，如 %s_level", id))
	return id, false
}

// isColumn reports whether some table has a canonical column of the name.
func isColumn(name string) bool {
	for k := crm.Customers; k <= crm.Feedback; k++ {
		if _, ok := crm.ParseField(k, name); ok {
			return true
		}
	}
	return false
}

// by reads the measure of bands.
func (b *builder) by(n node, c *Classification) crm.Measure {
	name, ok := b.text(n)
	if !ok {
		return crm.Measure{}
	}
	m, known := b.set.measure(name)
	switch {
	case slices.Contains(laterMeasures, name) && !known:
		b.notYet(n)
	case !known:
		if n.Style == 0 && b.wide(n) {
			break
		}
		var numeric []string
		for _, m := range b.set.measures {
			if m.Kind.Numeric() {
				numeric = append(numeric, m.Name)
			}
		}
		hint := didYouMean(name, numeric)
		if slices.ContainsFunc(b.set.Classifications, func(c Classification) bool { return c.ID == name }) {
			hint = lang.F(`a classification is asked with when: %s == "…"`, `引用分级请写 when: %s == "…"`, name)
		}
		b.fail("C10", n, lang.T("unknown measure", "未知的指标"), hint)
	case !m.Kind.Numeric():
		b.expect("C10", n, lang.T("bands need numbers", "分档需要数值"),
			lang.T("a measure as revenue or orders", "revenue、orders 这样的指标"),
			lang.F("ask it with when: %s == …", "请改用 when: %s == …", name))
	default:
		c.By, c.ByPos, c.BySlot = name, b.posOf(n), b.set.slot(MeasureSlot, name)
		return m
	}
	return crm.Measure{}
}

// classContext is what the classes of a classification are read with.
type classContext struct {
	by     crm.Measure // unnamed where by is missing or wrong
	banded bool        // by was given, right or wrong
	later  []string
}
