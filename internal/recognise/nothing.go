package recognise

import (
	"slices"

	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/table"
)

// nothing warns of what gives a run nothing though somebody named it (H16): a
// file none of whose sheets is a table, and customers or orders without a row,
// as a failed export leaves them. Where no file has a table at all, others say so.
func (r *run) nothing(books []table.Book) {
	isTable := func(s *sample) bool { return s.layout.Kind != crm.NoTable }
	if !slices.ContainsFunc(r.samples, isTable) {
		return
	}
	for _, b := range books {
		ofBook := func(s *sample) bool { return s.layout.Book == b }
		told := slices.ContainsFunc(r.problems, func(p diag.Problem) bool { return p.Pos.File == b.Path() })
		if !told && !slices.ContainsFunc(r.samples, func(s *sample) bool { return ofBook(s) && (isTable(s) || s.layout.Ours) }) {
			r.problems.Add(r.noTable(b))
		}
	}
	for _, s := range r.samples {
		switch s.layout.Kind {
		case crm.Customers, crm.Orders, crm.OrderLines:
			if len(s.body) == 0 {
				r.problems.Add(diag.Problem{
					Code: "H16", Severity: diag.Warning, Pos: r.at(s, -1),
					Message: lang.F("a table of %s with a header and no row", "%s表只有表头，没有数据行", s.layout.Kind.Title()),
					Hint:    lang.T("if the export failed, export it again", "如果是导出失败，请重新导出"),
				})
			}
		}
	}
}

func (r *run) noTable(b table.Book) diag.Problem {
	p := diag.Problem{
		Code: "H16", Severity: diag.Warning, Pos: diag.Pos{File: b.Path()},
		Message:  lang.T("no table was found in this file", "在这个文件里没有找到表格"),
		Expected: lang.T("a header row such as customer id, order date, amount", "表头行，如 客户编号、下单日期、金额"),
		Hint:     lang.T("what was seen of it: crm inspect FILES", "查看识别情况：crm inspect 文件"),
		Effect:   lang.T("nothing of this file is used", "整个文件未使用"),
	}
	if i := slices.IndexFunc(r.samples, func(s *sample) bool { return s.layout.Book == b }); i >= 0 && len(b.Sheets()) == 1 {
		if reason := r.samples[i].rejected.reason; !reason.Empty() {
			p.Message = lang.F("no table was found in this file: %s", "在这个文件里没有找到表格：%s", reason)
		}
	}
	return p
}
