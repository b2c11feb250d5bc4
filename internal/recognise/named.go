package recognise

import (
	"slices"
	"strings"

	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/nearest"
	"crm/internal/table"
)

// absent reports the sheets that were named outright and that their book does
// not have (F20): going on without them would be a guess.
func (r *run) absent(b table.Book) {
	var names []string
	for _, s := range b.Sheets() {
		names = append(names, s.Pos().Sheet)
	}
	var wanted []string
	for source := range r.options.Named {
		if name, ok := strings.CutPrefix(source, b.Path()+"#"); ok && !slices.Contains(names, name) {
			wanted = append(wanted, name)
		}
	}
	slices.Sort(wanted)
	for _, name := range wanted {
		p := diag.Problem{
			Code: "F20", Severity: diag.Error, Pos: diag.Pos{File: b.Path()}, Found: name,
			Message:  lang.T("the file has no sheet of that name", "文件里没有这个名称的工作表"),
			Expected: lang.F("one of: %s", "以下之一：%s", diag.Escape(strings.Join(names, ", "))),
			Effect:   lang.T("nothing is written", "不写入任何文件"),
		}
		switch near := nearest.Of(name, names); {
		case len(names) == 1 && names[0] == "":
			p.Expected = lang.T("the name of the file alone: it has no sheets", "只写文件名：该文件没有工作表")
		case near != "":
			p.Hint = lang.F("did you mean %s?", "是不是 %s？", diag.Escape(b.Path()+"#"+near))
		}
		r.problems.Add(p)
	}
}

// hidden warns of a table on a hidden sheet, unless the user named it (F21):
// who looks at the book in Excel does not see where the rows come from.
func (r *run) hidden(l *crm.Layout) {
	path, name := l.Book.Path(), l.Sheet.Pos().Sheet
	_, outright := r.options.Named[path+"#"+name]
	_, whole := r.options.Named[path]
	if l.Kind == crm.NoTable || l.Sheet.Visibility() == table.Visible || outright || whole {
		return
	}
	r.problems.Add(diag.Problem{
		Code: "F21", Severity: diag.Warning, Pos: l.Sheet.Pos(),
		Message: lang.F("the sheet is hidden in Excel; it is read as a table of %s", "该工作表在 Excel 中是隐藏的，已作为%s表读取", l.Kind.Title()),
	})
}
