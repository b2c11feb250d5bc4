package annotate

import (
	"crm/internal/diag"
	"crm/internal/lang"
)

// The codes of what this package refuses.
const (
	codeIllFormed = "F11"
	codeProtected = "F25"
	codeSheet     = "F40" // the sheet is not there, or has no cells to stand beside
	codeNoRoom    = "F41" // no columns are left
	codeWide      = "F42" // a sheet in UTF-16
	codeShared    = "F43" // a formula that goes gives its result to cells that stay
	codeSigned    = "F44"
)

// refusal is a problem that keeps the book from being written.
func refusal(code string, pos diag.Pos, message, hint lang.Text) *diag.Problem {
	return &diag.Problem{Code: code, Severity: diag.Error, Pos: pos, Message: message, Hint: hint,
		Effect: lang.T("nothing was written", "没有写入任何文件")}
}

func illFormed(what lang.Text) *diag.Problem {
	return refusal(codeIllFormed, diag.Pos{}, lang.F("the sheet is no well-formed XML: %s", "工作表不是合格的 XML：%s", what), saveAgain())
}

func saveAgain() lang.Text {
	return lang.T("open it in Excel, save it again as .xlsx, and take that file", "请用 Excel 打开，另存为 .xlsx 后再使用新文件")
}

func sharedFormula(pos diag.Pos) *diag.Problem {
	return refusal(codeShared, pos,
		lang.T("a formula in a column of ours also fills cells beside it", "我们的列中有公式同时填充了其他单元格"),
		lang.T("keep it: --edited keep; or clear the formula in Excel first", "保留它：--edited keep；或先在 Excel 中清除该公式"))
}

func noRoom(pos diag.Pos, columns int) *diag.Problem {
	return refusal(codeNoRoom, pos,
		lang.F("the sheet has no room for %d more columns: it is used up to column XFD", "工作表已用到最后一列 XFD，放不下另外 %d 列", columns),
		lang.T("delete the empty columns at the right end in Excel and save, or write a CSV file: -o NAME.csv",
			"请在 Excel 中删除右侧多余的空列并保存，或改为输出 CSV：-o 文件名.csv"))
}

func wideSheet() *diag.Problem {
	return refusal(codeWide, diag.Pos{}, lang.T("the sheet is written in UTF-16", "工作表采用 UTF-16 编码"), saveAgain())
}

func protectedSheet(pos diag.Pos) *diag.Problem {
	return refusal(codeProtected, pos, lang.T("the sheet is protected", "工作表已受保护"),
		lang.T("take the protection off in Excel (Review, Unprotect Sheet), or write all the same: --force",
			"请在 Excel 中撤销工作表保护（审阅 → 撤销工作表保护），或强制写入：--force"))
}

func noSheet() *diag.Problem {
	return refusal(codeSheet, diag.Pos{}, lang.T("the workbook has no such sheet of cells", "工作簿中没有这个含单元格的工作表"), lang.Text{})
}

func signedBook() *diag.Problem {
	return refusal(codeSigned, diag.Pos{},
		lang.T("the workbook is signed, and any change makes its signature invalid", "工作簿带有数字签名，任何改动都会使签名失效"),
		lang.T("write all the same: --force", "强制写入：--force"))
}
