package ooxml

import (
	"path"
	"strings"

	"crm/internal/lang"
)

// types is the content types of parts.
type types struct {
	part     *entry
	byKey    map[string]string // of the parts named one by one
	byExt    map[string]string // of the others, by their ending with its dot
	dropped  map[string]bool   // keys whose types go
	added    []override        // of parts that stay
	own      []override        // of those made anew in every run, which always come last
	relsType bool              // the type of relationships is to be added
}

type override struct{ part, kind string }

const relsContentType = "application/vnd.openxmlformats-package.relationships+xml"

func (p *Package) readTypes() error {
	e := p.parts[keyOf(typesPart)]
	if e == nil {
		return noBook()
	}
	b, err := e.read()
	if err != nil {
		return err
	}
	p.types = types{part: e, byKey: map[string]string{}, byExt: map[string]string{}, dropped: map[string]bool{}}
	root := rootOf(b)
	for _, n := range root.all(b, "Override") {
		p.types.byKey[keyOf(Attr(n.Text(b), "PartName"))] = Attr(n.Text(b), "ContentType")
	}
	for _, n := range root.all(b, "Default") {
		p.types.byExt["."+strings.ToLower(Attr(n.Text(b), "Extension"))] = Attr(n.Text(b), "ContentType")
	}
	return nil
}

func noBook() error {
	p := failure(codeNoBook, lang.T("a zip archive without a workbook", "不含工作簿的 zip 压缩包"))
	p.Expected = lang.T("an .xlsx or .xlsm workbook", ".xlsx 或 .xlsm 工作簿")
	return p
}

// typeOf is a part's content type, empty where the package gives none.
func (t *types) typeOf(part string) string {
	if kind, ok := t.byKey[keyOf(part)]; ok {
		return kind
	}
	return t.byExt[path.Ext(keyOf(part))]
}

func (t *types) drop(part string) {
	key := keyOf(part)
	t.dropped[key] = true
	delete(t.byKey, key)
	for _, list := range []*[]override{&t.added, &t.own} {
		kept := (*list)[:0]
		for _, o := range *list {
			if keyOf(o.part) != key {
				kept = append(kept, o)
			}
		}
		*list = kept
	}
}

func (t *types) add(list *[]override, part, kind string) {
	t.byKey[keyOf(part)] = kind
	*list = append(*list, override{part, kind})
}

// text is the part of content types with all changes: of the parts that stay
// first, then ours, so that the order is the same however often ours are made.
func (t *types) text() ([]byte, error) {
	b, err := t.part.read()
	if err != nil {
		return nil, err
	}
	root := rootOf(b)
	var edits []Edit
	for _, n := range root.all(b, "Override") {
		if t.dropped[keyOf(Attr(n.Text(b), "PartName"))] {
			edits = append(edits, n.remove())
		}
	}
	var xml strings.Builder
	if t.relsType {
		xml.WriteString(`<Default Extension="rels" ContentType="` + relsContentType + `"/>`)
	}
	for _, list := range [][]override{t.added, t.own} {
		for _, o := range list {
			xml.WriteString(`<Override PartName="/` + Escape(slashed(o.part)) + `" ContentType="` + Escape(o.kind) + `"/>`)
		}
	}
	if xml.Len() > 0 {
		edits = append(edits, root.appendTo(b, prefixed(xml.String(), root.Prefix())))
	}
	if len(edits) == 0 {
		return b, nil
	}
	return Apply(b, edits), nil
}
