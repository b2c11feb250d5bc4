package xls

import (
	"errors"
	"fmt"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/sheet/ole"
)

// The codes of bad-inputs.md that this reader reports.
const (
	codeOld        = "F03" // older than Excel 5
	codeNoBook     = "F07"
	codeIncomplete = "F09" // the file was cut off
	codeDamaged    = "F11" // records that do not fit
	codeNoCells    = "F21" // a chart, dialog or macro sheet
	codeLinks      = "F22" // links to other workbooks
	codeReference  = "F23" // cells outside of the sheet
	codeEncoding   = "F26" // bytes that are no text of the code page
	codeInvalid    = "F34" // records that fit, but make no valid workbook
	codeEpoch1904  = "D05"
)

func hintAgain() lang.Text {
	return lang.T("open it in Excel or WPS, save it again as .xlsx, and take that file", "请用 Excel 或 WPS 打开，另存为 .xlsx 后再使用新文件")
}

func failure(code string, pos diag.Pos, message, hint lang.Text) *diag.Problem {
	return &diag.Problem{Code: code, Severity: diag.Error, Pos: pos, Message: message, Hint: hint,
		Effect: lang.T("nothing of this file is used", "整个文件未使用")}
}

// damaged is records that do not fit, at a byte of the workbook's stream.
func damaged(pos diag.Pos, at int64, what lang.Text) *diag.Problem {
	return failure(codeDamaged, pos, lang.F("%s (byte %d of the workbook's stream)", "%s（工作簿数据流第 %d 字节）", what, at),
		lang.T("fetch or export the file again, or take a backup", "请重新下载或重新导出该文件，或使用备份"))
}

func invalid(pos diag.Pos, what lang.Text) *diag.Problem {
	return failure(codeInvalid, pos, what, hintAgain())
}

// boxProblem tells what is wrong with the compound file; an error of the disk stays one.
func boxProblem(pos diag.Pos, err error) error {
	var broken *ole.Error
	if !errors.As(err, &broken) {
		return err
	}
	code := codeDamaged
	if broken.Short {
		code = codeIncomplete
	}
	return failure(code, pos, lang.F("%s (byte %d)", "%s（第 %d 字节）", broken.What, broken.At),
		lang.T("fetch or export the file again, or take a backup", "请重新下载或重新导出该文件，或使用备份"))
}

// quoted is a foreign name inside a message: escaped, in the quotes of the language.
func quoted(name string) lang.Text {
	safe := diag.Escape(name)
	return lang.T(fmt.Sprintf("%q", safe), "“"+safe+"”")
}
