package rules

import (
	_ "embed" // the default rules

	"crm/internal/crm"
	"crm/internal/lang"
)

// embeddedFile is the file that positions in the embedded rules name. It stands
// at the top of the repository with the same bytes.
const embeddedFile = "rules.example.yaml"

//go:embed default.yaml
var embeddedText []byte

// Default is the embedded rules. It panics where measures lack one that these
// rules use: then the program contradicts itself.
func Default(measures []crm.Measure) *Set {
	s, problems := Parse(embeddedFile, embeddedText, measures)
	if s == nil {
		panic("rules: the embedded rules: " + problems[0].Error() + ": " + problems[0].Found)
	}
	s.File, s.Default, s.Followup.embedded = "", true, true
	s.embeddedAlerts, s.embeddedTags = true, true
	return s
}

// embedded gives a file without classifications those of the embedded rules, and
// the region they ask for.
func (b *builder) embedded() {
	e := b.ofEmbedded()
	if e.root == nil {
		b.problems = append(b.problems, e.problems...)
		return
	}
	f, _ := e.keys(node{Node: e.root}, lang.Text{}, sections...)
	b.set.Default = true
	if !b.set.hasRegion(coreRegion) {
		e.regions(f.entries["regions"].value)
	}
	e.classifications(f.entries["classifications"].value)
	b.problems = append(b.problems, e.problems...)
}

// ofEmbedded is a builder of the same Set that reads the embedded rules. Its
// problems are its own.
func (b *builder) ofEmbedded() *builder {
	if b.defaults == nil {
		b.defaults = load(embeddedFile, embeddedText)
	}
	d := *b.defaults
	return &builder{document: &d, set: b.set}
}

func (s *Set) hasRegion(id string) bool {
	for _, r := range s.Regions {
		if r.ID == id {
			return true
		}
	}
	return false
}
