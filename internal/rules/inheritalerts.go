package rules

import "crm/internal/lang"

// inheritTags gives a file without the section the embedded tags, as far as its
// classifications have the classes that they speak of.
func (b *builder) inheritTags(f fields) {
	if f.has("tags") {
		return
	}
	b.set.embeddedTags = true
	b.ofSection("tags", (*builder).tags)
}

// inheritAlerts is inheritTags for alerts.
func (b *builder) inheritAlerts(f fields) {
	if f.has("alerts") {
		return
	}
	b.set.embeddedAlerts = true
	b.ofSection("alerts", (*builder).alerts)
}

// ofSection reads a section of the embedded rules. What does not fit the file's
// classifications is reported to that reader, and so to nobody: it is left out,
// and Set.Unfit names it.
func (b *builder) ofSection(key string, read func(*builder, node)) {
	if b.faulty {
		return
	}
	e := b.ofEmbedded()
	e.inheriting = true
	f, _ := e.keys(node{Node: e.root}, lang.Text{}, sections...)
	if section, ok := f.get(key); ok {
		read(e, section.value)
	}
}
