package rules

import (
	"crm/internal/crm"
	"crm/internal/lang"
)

func (b *builder) sources(n node) {
	entries, ok := b.mapping(n, lang.T("files per table: {customers: a.xlsx, orders: [b.xlsx]}",
		"各表的文件：{customers: a.xlsx, orders: [b.xlsx]}"))
	if !ok {
		return
	}
	for _, e := range entries {
		kind, ok := b.tableKind(e, entries)
		if !ok {
			continue
		}
		paths, _ := b.texts(e.value)
		for _, p := range paths {
			b.set.Sources.Tables = append(b.set.Sources.Tables, Source{Kind: kind, Path: p})
		}
	}
}

// tableKind is the table that a key names.
func (b *builder) tableKind(e entry, all []entry) (crm.TableKind, bool) {
	kind, ok := crm.ParseTableKind(e.key.Value)
	switch {
	case !ok:
		var known []string
		for k := crm.Customers; k <= crm.Feedback; k++ {
			known = append(known, k.String())
		}
		b.unknownTable(e, all, known)
		return kind, false
	case e.value.missing():
		b.fail("C21", e.key, lang.T("this key has no value", "这个键没有值"),
			lang.T("write one, or remove the line", "请写上值，或删去这一行"))
		return kind, false
	}
	return kind, true
}

func (b *builder) unknownTable(e entry, all []entry, known []string) {
	if b.brokenFlow(e, all) || b.wideKey(e.key) {
		return
	}
	b.fail("C10", e.key, lang.T("unknown table", "未知的表"), didYouMean(e.key.Value, known))
}
