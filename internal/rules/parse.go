package rules

import (
	"slices"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
)

// schemaVersion is the version of rules.yaml that this package reads.
const schemaVersion = 1

// defaultWindow is the window of a file that names none.
var defaultWindow = civil.Period{N: 12, Unit: civil.Months}

// sections are the keys of a rules file.
var sections = []string{
	"version", "language", "time_zone", "window", "main", "money", "sources", "columns", "values", "orders",
	"regions", "classifications", "followup", "playbook", "freeze", "review", "overrides", "tags", "alerts", "kpis", "output", "views",
}

// Parse reads a rules file. The list holds every mistake of the file, sorted by
// place; the Set is nil where one of them is an error. Warnings are also in the Set.
func Parse(file string, text []byte, measures []crm.Measure) (*Set, diag.List) {
	b := &builder{document: load(file, text), set: newSet(file, text, measures)}
	if b.root != nil {
		b.sections(node{Node: b.root})
	}
	b.problems.Sort()
	if b.problems.Failed() {
		return nil, b.problems
	}
	b.set.Warnings = b.problems
	return b.set, b.problems
}

// builder fills a Set from a document, section by section.
type builder struct {
	*document
	set       *Set
	faulty    bool      // a classification could not be read: what rests on it is not judged
	ownClocks bool      // the section followup says by, classes or touchpoints
	defaults  *document // the embedded rules, once they were asked for
	// inheriting: what is read is of the embedded rules, for a file with other classifications.
	inheriting bool
}

func newSet(file string, text []byte, measures []crm.Measure) *Set {
	return &Set{
		File: file, Source: slices.Clone(text), Window: defaultWindow, measures: slices.Clone(measures), Followup: Followup{By: -1},
	}
}

// sections walks the file in the order in which its parts rest on one another.
func (b *builder) sections(root node) {
	f := b.sectionKeys(root)
	if f.entries == nil {
		return
	}
	walk := func(key string, read func(node)) {
		if e, ok := f.get(key); ok {
			read(e.value)
		}
	}
	walk("version", b.version)
	walk("language", b.language)
	walk("time_zone", b.timeZone)
	walk("window", b.window)
	walk("money", b.money)
	walk("sources", b.sources)
	walk("columns", b.columns)
	walk("orders", b.orders)
	walk("regions", b.regions)
	if e, ok := f.get("classifications"); ok {
		b.classifications(e.value)
	} else {
		b.embedded()
	}
	b.mainOf(f.entries["main"])
	walk("followup", b.followup)
	walk("playbook", b.playbook)
	walk("freeze", b.freeze)
	b.inherit(f)
	walk("tags", b.tags)
	b.inheritTags(f)
	walk("alerts", b.alerts)
	b.inheritAlerts(f)
	walk("kpis", b.kpis)
	walk("values", b.values)
	walk("review", b.review)
	if e, ok := f.get("review"); ok {
		b.set.ReviewPos = b.posOf(e.key)
	}
	walk("overrides", b.overrides)
	walk("output", b.output)
	walk("views", b.views)
}

// sectionKeys is the file's sections.
func (b *builder) sectionKeys(root node) fields {
	entries, ok := b.mapping(root, lang.T("sections: version: 1, money: …", "各节，如 version: 1、money: …"))
	if !ok {
		return fields{}
	}
	f := fields{entries: map[string]entry{}}
	for _, e := range entries {
		key := e.key.Value
		switch {
		case !slices.Contains(sections, key):
			b.unknownSection(e)
		case e.value.missing():
			b.fail("C21", e.key, lang.T("this section is empty", "这一节是空的"),
				lang.T("fill it, or remove the line", "请写上内容，或删去这一行"))
		default:
			f.entries[key] = e
		}
	}
	return f
}

// notYet reports a name of the product that this version cannot carry out.
func (b *builder) notYet(n node) {
	b.fail("C19", n, lang.T("not yet known to this version of crm", "当前版本的 crm 还不支持"),
		lang.T("remove it or comment it out", "请删去或注释掉"))
}

// homes is the section of keys that are easily written at the top.
var homes = map[string]string{
	"base": "money", "default": "money", "currency": "money", "rates": "money", "symbols": "money",
	"touchpoints": "followup", "channels": "followup", "pool": "followup",
	"ignore_status": "orders", "where": "orders", "classes": "classifications", "customers": "sources", "activities": "sources",
}

func (b *builder) unknownSection(e entry) {
	if home, ok := homes[e.key.Value]; ok {
		b.fail("C01", e.key, lang.T("unknown section", "未知的节"), lang.F("it belongs under %s:", "它应写在 %s: 之下", home))
		return
	}
	b.unknownKey(e, sections)
}
