package xlsx

import (
	"fmt"

	"crm/internal/diag"
	"crm/internal/lang"
)

// The codes of bad-inputs.md that this reader reports.
const (
	codeNoBook     = "F07" // a zip, but no workbook
	codeIncomplete = "F09" // no end of the zip
	codeDamaged    = "F10" // a part's bytes are not what was packed
	codeIllFormed  = "F11" // a part is no well-formed XML
	codeTwice      = "F12" // two members of one name
	codePath       = "F13" // a member's name that leads elsewhere
	codeSize       = "F14" // a part is longer or shorter than its header says
	codeLimit      = "F15"
	codeDoctype    = "F16"
	codeNoCells    = "F21" // a chart or dialog sheet
	codeLinks      = "F22" // links to other workbooks
	codeReference  = "F23" // rows or cells out of order or outside the sheet
	codeFull       = "F24" // the sheet ends exactly at a format's limit
	codeControl    = "F29" // control characters in a cell
	codeInvalid    = "F34" // well-formed, but no valid workbook
	codeEpoch1904  = "D05"
	hintAgainEN    = "open it in Excel, save it again as .xlsx, and take that file"
	hintAgainZH    = "请用 Excel 打开，另存为 .xlsx 后再使用新文件"
	hintDownloadEN = "fetch or export the file again, or take a backup"
	hintDownloadZH = "请重新下载或重新导出该文件，或使用备份"
)

func failure(code string, pos diag.Pos, message lang.Text) *diag.Problem {
	return &diag.Problem{Code: code, Severity: diag.Error, Pos: pos, Message: message}
}

// damaged is a failure that only another copy of the file mends.
func damaged(code string, pos diag.Pos, message lang.Text) *diag.Problem {
	p := failure(code, pos, message)
	p.Hint = lang.T(hintDownloadEN, hintDownloadZH)
	return p
}

// invalid is a failure that Excel mends by saving the file again.
func invalid(code string, pos diag.Pos, message lang.Text) *diag.Problem {
	p := failure(code, pos, message)
	p.Hint = lang.T(hintAgainEN, hintAgainZH)
	return p
}

// overLimit names the limit that was passed and the flag that raises it.
func overLimit(pos diag.Pos, name string, limit int64, what lang.Text) *diag.Problem {
	p := failure(codeLimit, pos, lang.F("%s: over the limit of %d", "%s：超过上限 %d", what, limit))
	p.Hint = lang.F("if the file is meant to be so large: --limit %s=%d", "若文件确实这么大：--limit %s=%d", name, limit*2)
	return p
}

// quoted is a foreign name inside a message: escaped, in the quotes of the language.
func quoted(name string) lang.Text {
	safe := diag.Escape(name)
	return lang.T(fmt.Sprintf("%q", safe), "“"+safe+"”")
}
