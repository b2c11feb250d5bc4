package ooxml

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"crm/internal/lang"
)

// StyleMap finds, for a cell style of the fresh book, one of the user's book that
// looks alike, and adds what is missing there. All styles must be asked for
// before the package is written.
type StyleMap struct {
	pack        *Package
	from, to    *sheetStyles
	known       map[int]int
	variants    map[[2]int]int
	differences map[int]int // by differential format
	sealed      bool
}

// mostFormats is how many cell formats Excel takes.
const mostFormats = 65490

var errTooLate = errors.New("a cell style was asked for after the styles were written")

// Of is the user's cell style for one of the fresh book. The default style of
// one is that of the other.
func (m *StyleMap) Of(fresh int) int {
	if id, known := m.known[fresh]; known {
		return id
	}
	x, ok := m.read(fresh)
	if !ok {
		return 0
	}
	id := 0
	if fresh > 0 {
		id = m.add(x.xml(), 0)
	}
	m.known[fresh] = id
	return id
}

// Variant is a user's cell style that has the fresh style's number format, fill
// and alignment to the sides, and the font, border, protection and height in the
// row of a style of the user's: for columns that are to look at home beside the
// user's own.
func (m *StyleMap) Variant(fresh, base int) int {
	key := [2]int{fresh, base}
	if id, known := m.variants[key]; known {
		return id
	}
	if base < 0 || base >= len(m.to.xfs.items) {
		return m.Of(fresh)
	}
	x, ok := m.read(fresh)
	if !ok {
		return base
	}
	home := parseXf(m.to.xfs.items[base])
	x.font, x.border, x.protection = home.font, home.border, home.protection
	x.alignment = standing(x.alignment, home.alignment)
	if home.parent >= 0 && home.parent < len(m.to.baseXfs.items) {
		x.parent = home.parent
	}
	id := m.add(x.xml(), base)
	m.variants[key] = id
	return id
}

// read is a cell format of the fresh book, in the user's terms.
func (m *StyleMap) read(fresh int) (xf, bool) {
	if fresh < 0 || fresh >= len(m.from.xfs.items) {
		m.pack.fail(fmt.Errorf("the fresh book has no cell style %d", fresh))
		return xf{}, false
	}
	x := parseXf(m.from.xfs.items[fresh])
	if code, custom := m.from.codes[x.format]; custom {
		x.format = m.to.format(code)
	}
	if x.font > 0 { // the first font is the book's default
		x.font = m.element(m.from.fonts, m.to.fonts, x.font)
	}
	if x.fill > 1 { // the first two fills are fixed
		x.fill = m.element(m.from.fills, m.to.fills, x.fill)
	}
	x.border = m.element(m.from.borders, m.to.borders, x.border)
	x.parent = 0
	if len(m.to.baseXfs.items) == 0 {
		x.parent = -1
	}
	return x, true
}

// element is the index, among the user's, of an element of the fresh book's.
func (m *StyleMap) element(from, to *pool, i int) int {
	if i >= len(from.items) {
		m.pack.fail(fmt.Errorf("the fresh book has no %s %d", from.item, i))
		return 0
	}
	return to.find(m.native(from.items[i]))
}

// native puts an element of the fresh book into the words of Strict books, where
// the sides of a border are its start and its end.
func (m *StyleMap) native(element string) string {
	if m.to.strict {
		return sides.Replace(element)
	}
	return element
}

var sides = strings.NewReplacer("<left", "<start", "</left", "</start", "<right", "<end", "</right", "</end")

// add is the index of a cell format; where there is no room for another one, or
// it comes too late, that is a failure of the package and the index is other.
func (m *StyleMap) add(xml string, other int) int {
	key := m.to.xfs.key(xml)
	if i, known := m.to.xfs.index[key]; known {
		return i
	}
	switch {
	case m.sealed:
		m.pack.fail(errTooLate)
	case len(m.to.xfs.items) >= mostFormats:
		p := failure(codeInvalid, lang.F("the workbook has %d cell formats, as many as Excel allows", "工作簿已有 %d 种单元格格式，达到 Excel 的上限", len(m.to.xfs.items)))
		p.Hint = lang.T("remove unused cell styles in Excel, or have a new workbook written", "请在 Excel 中清理不用的单元格样式，或改为输出新的工作簿")
		m.pack.fail(p)
	default:
		return m.to.xfs.add(xml)
	}
	return other
}

// difference is the user's differential format, as rules of conditional formats
// name them, for one of the fresh book.
func (m *StyleMap) difference(fresh int) int {
	if id, known := m.differences[fresh]; known {
		return id
	}
	id := m.element(m.from.dxfs, m.to.dxfs, fresh)
	m.differences[fresh] = id
	return id
}

// xf is a cell format.
type xf struct {
	format, font, fill, border int
	parent                     int    // the cell style it belongs to, -1 where the book has none
	flags                      string // quotePrefix, pivotButton
	alignment, protection      string // elements without prefix, empty for none
}

func parseXf(element string) xf {
	b := []byte(element)
	n := rootOf(b)
	tag := n.Text(b)
	x := xf{
		format: max(number(tag, "numFmtId"), 0), font: max(number(tag, "fontId"), 0), fill: max(number(tag, "fillId"), 0),
		border: max(number(tag, "borderId"), 0), parent: number(tag, "xfId"),
	}
	if IsTrue(tag, "quotePrefix") {
		x.flags = ` quotePrefix="1"`
	}
	for _, c := range n.children(b) {
		text := bare(b[c.Start:c.end])
		switch c.Local() {
		case "alignment":
			x.alignment = text
		case "protection":
			x.protection = text
		}
	}
	return x
}

// standing is an alignment that is as high in the row as another.
func standing(alignment, home string) string {
	tagOf := func(element string) (node, []byte) {
		n := rootOf([]byte(element))
		return n, n.Text([]byte(element))
	}
	vertical := ""
	if home != "" {
		_, tag := tagOf(home)
		vertical = Attr(tag, "vertical")
	}
	switch {
	case alignment == "" && vertical == "":
		return ""
	case alignment == "":
		alignment = "<alignment/>"
	}
	n, tag := tagOf(alignment)
	if vertical != "" {
		tag = SetAttr(tag, "vertical", vertical)
	} else if tag = DropAttr(tag, "vertical"); !bytes.ContainsRune(tag, '=') {
		return ""
	}
	return string(Apply([]byte(alignment), []Edit{n.retag(tag)}))
}

// bare is an element without its prefix.
func bare(element []byte) string {
	var edits []Edit
	for t := range Tags(element) {
		at := t.Start + 1
		if t.Close {
			at++
		}
		edits = append(edits, Edit{From: at, To: at + len(t.Prefix())})
	}
	return string(Apply(element, edits))
}

func (x *xf) xml() string {
	var b strings.Builder
	for _, a := range []struct {
		name string
		n    int
	}{{"<xf numFmtId", x.format}, {" fontId", x.font}, {" fillId", x.fill}, {" borderId", x.border}, {" xfId", x.parent}} {
		if a.n >= 0 {
			b.WriteString(a.name + `="` + strconv.Itoa(a.n) + `"`)
		}
	}
	b.WriteString(x.flags)
	for _, a := range []struct {
		name string
		on   bool
	}{
		{"NumberFormat", x.format > 0}, {"Font", x.font > 0}, {"Fill", x.fill > 0}, {"Border", x.border > 0},
		{"Alignment", x.alignment != ""}, {"Protection", x.protection != ""},
	} {
		if a.on {
			b.WriteString(" apply" + a.name + `="1"`)
		}
	}
	inner := x.alignment + x.protection
	if inner == "" {
		return b.String() + "/>"
	}
	return b.String() + ">" + inner + "</xf>"
}

// ensureStyles makes the user's styles part, where there is none, and fills up
// what the format takes for granted: a first font, two fixed fills, a border
// without lines, and a format for every cell that names one.
func (p *Package) ensureStyles() (*sheetStyles, error) {
	part, err := p.stylesPart()
	if err != nil {
		return nil, err
	}
	s, err := readStyles(part, p.Strict)
	if err != nil {
		return nil, err
	}
	if len(s.fonts.items) == 0 {
		s.fonts.add(`<font><sz val="11"/><name val="Calibri"/><family val="2"/></font>`)
	}
	for _, kind := range []string{"none", "gray125"}[min(len(s.fills.items), 2):] {
		s.fills.add(`<fill><patternFill patternType="` + kind + `"/></fill>`)
	}
	if len(s.borders.items) == 0 {
		s.borders.add(`<border><left/><right/><top/><bottom/><diagonal/></border>`)
	}
	if len(s.xfs.items) == 0 {
		highest, err := p.highestStyle()
		if err != nil {
			return nil, err
		}
		plain := xf{parent: min(len(s.baseXfs.items), 1) - 1}
		for range min(highest, mostFormats-1) + 1 {
			s.xfs.add(plain.xml())
		}
	}
	return s, nil
}

const (
	stylesName = "xl/styles.xml"
	stylesType = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
)

// stylesPart finds the styles part, or makes one.
func (p *Package) stylesPart() (*entry, error) {
	relations, err := p.Relations(p.book.name)
	if err != nil {
		return nil, err
	}
	if r, ok := first(relations, kindStyles); ok && p.Has(r.Target) {
		return p.parts[keyOf(r.Target)], nil
	}
	name, empty := stylesName, []byte(declared+`<styleSheet xmlns="`+p.space(mainSpaces)+`"></styleSheet>`)
	if !p.free(name) && !p.awaitsStyles(relations) {
		name = p.freePart("xl/styles", ".xml")
	}
	p.insert(&p.added, name, empty)
	if p.types.byKey[keyOf(name)] != stylesType {
		p.types.add(&p.types.added, name, stylesType)
	}
	if err := p.editRelations(p.book.name, func(r Relation, tag []byte) []byte {
		if r.Kind == kindStyles && !r.External {
			return nil // it leads nowhere
		}
		return tag
	}); err != nil {
		return nil, err
	}
	_, err = p.addRelation(p.book.name, kindStyles, name)
	return p.parts[keyOf(name)], err
}

// awaitsStyles reports whether the usual name of the styles is that of a part
// which is not there and could be nothing else. Some programs look there without
// asking the relationships.
func (p *Package) awaitsStyles(ofBook []Relation) bool {
	key := keyOf(stylesName)
	if kind, typed := p.types.byKey[key]; p.parts[key] != nil || p.parts[keyOf(relationsName(stylesName))] != nil || typed && kind != stylesType {
		return false
	}
	for _, owner := range p.owners[key] {
		if keyOf(owner) != keyOf(p.book.name) {
			return false
		}
	}
	return !slices.ContainsFunc(ofBook, func(r Relation) bool { return !r.External && keyOf(r.Target) == key && r.Kind != kindStyles })
}
