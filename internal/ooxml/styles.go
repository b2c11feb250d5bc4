package ooxml

import (
	"strconv"
	"strings"
)

// pool is one collection of a styles part, such as its fonts: the elements there
// are, and those to be added behind them.
type pool struct {
	name, item string
	items      []string       // as they stand in their part; the added ones without a prefix
	index      map[string]int // the first element that says the same, by canonical
	had        int            // how many of items are in the part
}

// The collections of a styles part in the order of the schema.
var collections = []string{"numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors", "extLst"}

// sheetStyles is a styles part.
type sheetStyles struct {
	part    *entry
	root    node
	formats map[string]int // ids of number formats by code, the lowest where several
	codes   map[int]string
	highest int // the highest id of a number format
	// newFormats is what is to be added to the number formats.
	newFormats                                []string
	fonts, fills, borders, baseXfs, xfs, dxfs *pool
	strict                                    bool
}

// readStyles reads a styles part. What a book without cell formats would have is
// not made up here.
func readStyles(part *entry, strict bool) (*sheetStyles, error) {
	b, err := part.read()
	if err != nil {
		return nil, err
	}
	s := &sheetStyles{part: part, root: rootOf(b), formats: map[string]int{}, codes: map[int]string{}, highest: lastBuiltIn, strict: strict}
	if list, ok := s.root.child(b, "numFmts"); ok {
		for _, n := range list.all(b, "numFmt") {
			s.readFormat(n.Text(b))
		}
	}
	for _, p := range []struct {
		to         **pool
		name, item string
	}{
		{&s.fonts, "fonts", "font"}, {&s.fills, "fills", "fill"}, {&s.borders, "borders", "border"},
		{&s.baseXfs, "cellStyleXfs", "xf"}, {&s.xfs, "cellXfs", "xf"}, {&s.dxfs, "dxfs", "dxf"},
	} {
		*p.to = readPool(b, s.root, p.name, p.item)
	}
	return s, nil
}

// lastBuiltIn is the highest id of a number format that programs know unsaid.
const lastBuiltIn = 163

func (s *sheetStyles) readFormat(tag []byte) {
	id, code := number(tag, "numFmtId"), Attr(tag, "formatCode")
	if id < 0 {
		return
	}
	s.codes[id] = code
	s.highest = max(s.highest, id)
	if old, known := s.formats[code]; !known || id < old {
		s.formats[code] = id
	}
}

func readPool(b []byte, root node, name, item string) *pool {
	p := &pool{name: name, item: item, index: map[string]int{}}
	if list, ok := root.child(b, name); ok {
		for _, n := range list.all(b, item) {
			p.add(string(b[n.Start:n.end]))
		}
	}
	p.had = len(p.items)
	return p
}

// add puts an element behind the others and returns its index.
func (p *pool) add(element string) int {
	key := p.key(element)
	if _, known := p.index[key]; !known {
		p.index[key] = len(p.items)
	}
	p.items = append(p.items, element)
	return len(p.items) - 1
}

// find is the index of an element that says the same; it is added where there is none.
func (p *pool) find(element string) int {
	if i, known := p.index[p.key(element)]; known {
		return i
	}
	return p.add(element)
}

// key is the canonical form in which a border's sides without a line are left
// out: some programs write them and others do not.
func (p *pool) key(element string) string {
	if p.name != "borders" {
		return canonical([]byte(element))
	}
	b := []byte(element)
	var edits []Edit
	for _, side := range rootOf(b).children(b) {
		if len(side.children(b)) == 0 && len(sortedAttributes(side.Text(b))) == 0 {
			edits = append(edits, side.remove())
		}
	}
	return canonical(Apply(b, edits))
}

// format is the id of a number format of that code, added where there is none.
func (s *sheetStyles) format(code string) int {
	if id, known := s.formats[code]; known {
		return id
	}
	s.highest++
	s.formats[code], s.codes[s.highest] = s.highest, code
	s.newFormats = append(s.newFormats, formatXML(s.highest, code))
	return s.highest
}

func formatXML(id int, code string) string {
	return `<numFmt numFmtId="` + strconv.Itoa(id) + `" formatCode="` + Escape(code) + `"/>`
}

// text is the styles part with what was added.
func (s *sheetStyles) text() ([]byte, error) {
	b, err := s.part.read()
	if err != nil {
		return nil, err
	}
	had := 0
	if list, ok := s.root.child(b, "numFmts"); ok {
		had = len(list.all(b, "numFmt"))
	}
	grown := []growth{{"numFmts", had, s.newFormats}}
	for _, p := range []*pool{s.fonts, s.fills, s.borders, s.xfs, s.dxfs} {
		grown = append(grown, growth{p.name, p.had, p.items[p.had:]})
	}
	for _, g := range grown {
		if len(g.added) > 0 {
			b = g.apply(b)
		}
	}
	return b, nil
}

// growth is what is added to a collection of so many elements.
type growth struct {
	name  string
	had   int
	added []string
}

// apply adds to the collection, which is made in its place where there is none,
// and makes its count the true one.
func (g *growth) apply(b []byte) []byte {
	root := rootOf(b)
	prefix := root.Prefix()
	count := strconv.Itoa(g.had + len(g.added))
	xml := prefixed(strings.Join(g.added, ""), prefix)
	list, ok := root.child(b, g.name)
	if !ok {
		name := prefix + g.name
		xml = "<" + name + ` count="` + count + `">` + xml + "</" + name + ">"
		return Apply(b, []Edit{root.insertBefore(b, xml, laterThan(g.name))})
	}
	tag := SetAttr(list.Text(b), "count", count)
	if list.Empty {
		return Apply(b, []Edit{{From: list.Start, To: list.End, Text: opened(tag) + xml + "</" + list.Name + ">"}})
	}
	return Apply(b, []Edit{list.retag(tag), list.appendTo(b, xml)})
}

func laterThan(name string) []string {
	for i, c := range collections {
		if c == name {
			return collections[i+1:]
		}
	}
	return nil
}
