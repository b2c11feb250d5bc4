package sheet

import (
	"path/filepath"
	"strings"

	"crm/internal/diag"
	"crm/internal/lang"
)

func refusal(code, path string, message, hint lang.Text) *diag.Problem {
	return &diag.Problem{
		Code: code, Severity: diag.Error, Pos: diag.Pos{File: path}, Message: message, Hint: hint,
		Effect: lang.T("nothing of this file is used", "整个文件未使用"),
	}
}

func empty(path string) *diag.Problem {
	return refusal("F02", path, lang.T("the file is empty (0 bytes)", "文件是空的（0 字节）"),
		lang.T("left by an unfinished download or sync, or by a full disk? export or fetch it again", "可能是下载、同步未完成或磁盘已满所致：请重新导出或下载"))
}

func saveAs() lang.Text {
	return lang.T("open it in Excel or WPS and save it as .xlsx", "请用 Excel 或 WPS 打开，另存为 .xlsx")
}

// refuse names what a file is and says what to do instead.
func refuse(path string, k kind) *diag.Problem {
	export := lang.T("export the table as .xlsx or CSV", "请把表格导出为 .xlsx 或 CSV")
	say := func(code, en, zh string, hint lang.Text) *diag.Problem {
		return refusal(code, path, lang.T("the content is "+en, "内容是"+zh), hint)
	}
	if p := refuseExchange(path, k); p != nil {
		return p
	}
	switch k {
	case mhtml:
		return say("F05", "a web page archive (MHTML)", "网页归档（MHTML）", saveAs())
	case googleStub:
		return say("F07", "only a link to a Google sheet, without its data", "指向 Google 表格的链接，不含数据",
			lang.T("in Google Sheets: File, Download, Microsoft Excel (.xlsx)", "请在 Google 表格里选择：文件 → 下载 → Microsoft Excel（.xlsx）"))
	case archive:
		return say("F07", "a compressed archive", "压缩包",
			lang.T("unpack it and give the file inside", "请先解压，再使用里面的文件"))
	}
	what := map[kind]lang.Text{
		pdf: lang.T("a PDF document", " PDF 文档"), image: lang.T("a picture", "图片"), rtf: lang.T("a text document (RTF)", "文字文档（RTF）"),
		json: lang.T("JSON", " JSON 数据"), xmlText: lang.T("XML", " XML 数据"), database: lang.T("an SQLite database", " SQLite 数据库"),
	}[k]
	return refusal("F07", path, lang.F("the content is %s, not a spreadsheet", "内容是%s，不是表格", what), export)
}

// lockFile refuses the small file that Excel keeps beside an open workbook.
func lockFile(path string) *diag.Problem {
	return refusal("F18", path, lang.T("this is the lock file that Excel keeps beside an open workbook", "这是 Excel 打开工作簿时生成的锁定文件"),
		lang.F("give %s itself", "请使用 %s 本身", diag.Escape(strings.TrimPrefix(filepath.Base(path), "~$"))))
}
