package xlsx

import (
	"path"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/table"
)

// listed is a sheet as workbook.xml lists it.
type listed struct {
	name, id   string
	visibility table.Visibility
}

// readWorkbook reads the workbook part and what it leads to.
func (b *Book) readWorkbook(m *member) error {
	relations, err := b.box.relations(m.key)
	if err != nil {
		return err
	}
	var list []listed
	isBook := false
	err = b.box.each(m, func(s *scanner, depth int) error {
		if s.space != mainSpace {
			return nil
		}
		switch name := string(s.local); {
		case depth == 1:
			isBook = name == "workbook"
		case depth == 2 && name == "workbookPr":
			if s.attrTrue("date1904") {
				b.epoch = epoch1904
			}
		case depth == 3 && name == "sheet":
			list = append(list, listed{
				name:       s.attrText("name"),
				id:         plainAttr(s.attrIn(relSpace, "id")),
				visibility: visibility(string(s.attr("state"))),
			})
		}
		return nil
	})
	if err != nil {
		return err
	}
	if !isBook || len(list) == 0 {
		return invalid(codeInvalid, b.box.pos, lang.F("part %s lists no sheets", "部件%s中没有列出任何工作表", quoted(m.name)))
	}
	if err := b.readStyles(relations); err != nil {
		return err
	}
	if err := b.readShared(relations); err != nil {
		return err
	}
	b.noteBook(relations)
	return b.addSheets(list, relations)
}

func visibility(state string) table.Visibility {
	switch state {
	case "hidden":
		return table.Hidden
	case "veryHidden":
		return table.VeryHidden
	}
	return table.Visible
}

// noteBook says what is true of the whole book and worth knowing.
func (b *Book) noteBook(relations map[string]relation) {
	if b.epoch == epoch1904 {
		b.problems.Add(diag.Problem{Code: codeEpoch1904, Severity: diag.Note, Pos: b.box.pos,
			Message: lang.T("the dates of this workbook count from 1904; read so", "此工作簿采用 1904 日期系统，已按此读取")})
	}
	links := 0
	for _, r := range relations {
		if r.kind == "externalLink" {
			links++
		}
	}
	if links > 0 {
		b.problems.Add(diag.Problem{Code: codeLinks, Severity: diag.Warning, Pos: b.box.pos,
			Message: lang.N(links, "cells link to %d other workbook; their values are as of the last saving", "cells link to %d other workbooks; their values are as of the last saving", "有单元格引用了 %d 个外部工作簿，其数值以上次保存时为准")})
	}
}

// addSheets finds the parts of the sheets. Those that hold no cells are left out.
func (b *Book) addSheets(list []listed, relations map[string]relation) error {
	carried := map[string]string{}
	for _, l := range list {
		pos := diag.Pos{File: b.path, Sheet: l.name}
		r, ok := relations[l.id]
		if l.id == "" {
			r = relation{kind: moduleSheet}
		} else if !ok || r.external {
			return invalid(codeInvalid, pos, lang.F("the part of sheet %s is not known", "找不到工作表%s对应的部件", quoted(l.name)))
		}
		if kind := withoutCells(r.kind); !kind.Empty() {
			b.problems.Add(diag.Problem{Code: codeNoCells, Severity: diag.Note, Pos: pos,
				Message: lang.F("sheet %s is %s and is left out", "工作表%s是%s，已略过", quoted(l.name), kind)})
			continue
		}
		m := b.box.members[r.target]
		if m == nil || r.kind != "worksheet" {
			return invalid(codeInvalid, pos, lang.F("part %s of sheet %s is missing", "缺少部件%s（工作表%s）", quoted(path.Base(r.target)), quoted(l.name)))
		}
		if other, twice := carried[m.key]; twice {
			return invalid(codeInvalid, pos, lang.F("sheets %s and %s share one part", "工作表%s与%s指向同一个部件", quoted(other), quoted(l.name)))
		}
		carried[m.key] = l.name
		b.sheets = append(b.sheets, &sheet{book: b, part: b.box.part(m, l.name), visibility: l.visibility})
	}
	return nil
}

// moduleSheet is what Excel 5 kept its macros in: listed to this day, by a sheet without a part.
const moduleSheet = "module"

// withoutCells names the kinds of sheets that are no tables.
func withoutCells(kind string) lang.Text {
	switch kind {
	case "chartsheet":
		return lang.T("a chart", "图表")
	case "dialogsheet":
		return lang.T("a dialog", "对话框")
	case "xlMacrosheet", "xlIntlMacrosheet":
		return lang.T("a macro sheet", "宏表")
	case moduleSheet:
		return lang.T("a macro module", "宏模块")
	}
	return lang.Text{}
}

// partOf is the part that a kind of relationship leads to. A relationship that
// leads nowhere is no small matter: without its styles a book's dates are numbers.
func (b *Book) partOf(relations map[string]relation, kind string) (*member, error) {
	r, ok := only(relations, kind)
	if !ok {
		return nil, nil
	}
	m := b.box.members[r.target]
	if m == nil {
		return nil, invalid(codeInvalid, b.box.pos, lang.F("part %s is missing", "缺少部件%s", quoted(r.target)))
	}
	return m, nil
}
