package ooxml

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"crm/internal/diag"
	"crm/internal/lang"
)

// Sheet is one sheet as the workbook lists it.
type Sheet struct {
	Name  string
	Part  string // its part's name; empty where there is none
	Kind  string // worksheet, chartsheet, dialogsheet …; empty where there is no part
	State string // empty for visible, hidden, veryHidden
	ID    int
	RelID string
}

// Sheets is all sheets in the order of their tabs, also those that are no
// tables. Sheets to be added by Transplant are among them once it ran.
func (p *Package) Sheets() []Sheet { return slices.Clone(p.sheets) }

// SheetPart is the part of the sheet of that name; empty without one.
func (p *Package) SheetPart(name string) string {
	if i := p.sheetIndex(name); i >= 0 {
		return p.sheets[i].Part
	}
	return ""
}

// sheetIndex is the place of the sheet, -1 without one. Excel takes names that
// differ by case alone for the same.
func (p *Package) sheetIndex(name string) int {
	return slices.IndexFunc(p.sheets, func(s Sheet) bool { return strings.EqualFold(s.Name, name) })
}

// longestSheetName is in UTF-16 units, as Excel counts.
const longestSheetName = 31

// FreeSheetName is the name itself where no sheet has it, else the name with the
// first number from 2 that makes it free: "Summary (2)".
func (p *Package) FreeSheetName(name string) string {
	candidate := cutName(name, "")
	for n := 2; p.sheetIndex(candidate) >= 0; n++ {
		candidate = cutName(name, " ("+strconv.Itoa(n)+")")
	}
	return candidate
}

// cutName shortens a name so that it fits with what is put behind it.
func cutName(name, tail string) string {
	runes := []rune(name)
	for len(utf16.Encode(runes))+len(tail) > longestSheetName {
		runes = runes[:len(runes)-1]
	}
	return string(runes) + tail
}

// readRoot finds the workbook part.
func (p *Package) readRoot() error {
	if p.parts[keyOf(rootRels)] == nil {
		return noBook()
	}
	roots, err := p.Relations("")
	if err != nil {
		return err
	}
	main, ok := first(roots, kindBook)
	if !ok || strings.Contains(strings.ToLower(p.types.typeOf(main.Target)), "binary") {
		return noBook()
	}
	if p.book = p.parts[keyOf(main.Target)]; p.book == nil {
		return invalid(codeInvalid, lang.F("the workbook part %s is missing", "缺少工作簿部件%s", quoted(main.Target)))
	}
	b, err := p.book.read()
	if err != nil {
		return err
	}
	root := rootOf(b)
	if root.Local() != "workbook" || !boundTo(root.Prefix(), mainSpaces, root.Text(b)) {
		return noBook()
	}
	p.Strict = boundTo(root.Prefix(), mainSpaces[1:], root.Text(b))
	if pr, ok := root.child(b, "workbookPr"); ok {
		p.Date1904 = IsTrue(pr.Text(b), "date1904")
	}
	return nil
}

// readBook reads the list of sheets.
func (p *Package) readBook() error {
	b, err := p.book.read()
	if err != nil {
		return err
	}
	relations, err := p.Relations(p.book.name)
	if err != nil {
		return err
	}
	root := rootOf(b)
	list, ok := root.child(b, "sheets")
	if !ok || len(list.all(b, "sheet")) == 0 {
		return invalid(codeInvalid, lang.F("part %s lists no sheets", "部件%s中没有列出任何工作表", quoted(p.book.name)))
	}
	p.sheets = nil
	for _, n := range list.children(b) {
		if n.Local() != "sheet" {
			return invalid(codeInvalid, lang.F("part %s lists something among its sheets that is none: %s", "部件%s的工作表列表中有不是工作表的内容：%s", quoted(p.book.name), quoted(n.Name)))
		}
		s := sheetOf(b, n, root.Text(b), list.Text(b))
		for _, r := range relations {
			if r.ID == s.RelID && !r.External && p.Has(r.Target) {
				s.Part, s.Kind = r.Target, r.Kind
			}
		}
		if err := p.addSheet(s); err != nil {
			return err
		}
	}
	return nil
}

func sheetOf(b []byte, n node, outer ...[]byte) Sheet {
	tag := n.Text(b)
	s := Sheet{Name: Attr(tag, "name"), State: Attr(tag, "state"), ID: number(tag, "sheetId")}
	for a := range attributes(tag) {
		if Local(string(a.name)) == "id" && boundTo(Prefix(string(a.name)), relationSpaces, append([][]byte{tag}, outer...)...) {
			s.RelID = attrValue(tag[a.from:a.to])
		}
	}
	if s.State == "visible" {
		s.State = ""
	}
	return s
}

// addSheet refuses lists of sheets that cannot be added to safely.
func (p *Package) addSheet(s Sheet) error {
	for _, other := range p.sheets {
		problem := lang.Text{}
		switch {
		case strings.EqualFold(other.Name, s.Name):
			problem = lang.F("two sheets are named %s", "有两个工作表都叫%s", quoted(s.Name))
		case s.Part != "" && other.Part == s.Part:
			problem = lang.F("sheets %s and %s share one part", "工作表%s与%s指向同一个部件", quoted(other.Name), quoted(s.Name))
		default:
			continue
		}
		bad := invalid(codeInvalid, problem)
		bad.Pos = diag.Pos{Sheet: s.Name}
		return bad
	}
	p.sheets = append(p.sheets, s)
	return nil
}
