package ooxml

import (
	"errors"
	"fmt"

	"crm/internal/diag"
	"crm/internal/lang"
)

// The codes of bad-inputs.md that this room reports; the reader of workbooks
// reports the same ones.
const (
	codeNoBook    = "F07" // a zip, but no workbook
	codeDamaged   = "F10" // a part's bytes are not what was packed
	codeIllFormed = "F11" // a part is no well-formed XML
	codeTwice     = "F12" // two entries of one name
	codePath      = "F13" // an entry's name that leads elsewhere
	codeLimit     = "F15"
	codeDoctype   = "F16"
	codeInvalid   = "F34" // well-formed, but no valid workbook
)

func failure(code string, message lang.Text) *diag.Problem {
	return &diag.Problem{Code: code, Severity: diag.Error, Message: message}
}

// invalid is a failure that Excel mends by saving the file again.
func invalid(code string, message lang.Text) *diag.Problem {
	p := failure(code, message)
	p.Hint = lang.T("open it in Excel, save it again as .xlsx, and take that file", "请用 Excel 打开，另存为 .xlsx 后再使用新文件")
	return p
}

// damaged is a failure that only another copy of the file mends.
func damaged(code string, message lang.Text) *diag.Problem {
	p := failure(code, message)
	p.Hint = lang.T("fetch or export the file again, or take a backup", "请重新下载或重新导出该文件，或使用备份")
	return p
}

// illFormed says why checkXML refused a part.
func illFormed(name string, err error) *diag.Problem {
	switch {
	case errors.Is(err, errDoctype):
		return invalid(codeDoctype, lang.F("part %s has a document type declaration, which no workbook needs", "部件%s中含有文档类型声明（DOCTYPE），正常的工作簿不会有", quoted(name)))
	case errors.Is(err, errEncoding):
		return invalid(codeIllFormed, lang.F("part %s is in an encoding other than UTF-8", "部件%s的编码不是 UTF-8", quoted(name)))
	}
	p := invalid(codeIllFormed, lang.F("part %s is no well-formed XML", "部件%s不是格式正确的 XML", quoted(name)))
	p.Found = err.Error()
	return p
}

// quoted is a foreign name inside a message: escaped, in the quotes of the language.
func quoted(name string) lang.Text {
	safe := diag.Escape(name)
	return lang.T(fmt.Sprintf("%q", safe), "“"+safe+"”")
}
