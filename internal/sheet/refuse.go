package sheet

import (
	"bytes"
	"errors"
	"io"
	"os"
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
	switch k {
	case oldExcel:
		return oldFormat(path)
	case html:
		return say("F05", "a web page (HTML), as some systems export under the name of Excel", "网页（HTML），有些系统会以 Excel 的名义导出这种文件", saveAs())
	case mhtml:
		return say("F05", "a web page archive (MHTML)", "网页归档（MHTML）", saveAs())
	case spreadsheetXML:
		return say("F07", "XML of Excel 2003 (SpreadsheetML)", "Excel 2003 的 XML 表格（SpreadsheetML）", saveAs())
	case googleStub:
		return say("F07", "only a link to a Google sheet, without its data", "指向 Google 表格的链接，不含数据",
			lang.T("in Google Sheets: File, Download, Microsoft Excel (.xlsx)", "请在 Google 表格里选择：文件 → 下载 → Microsoft Excel（.xlsx）"))
	case archive:
		return say("F07", "a compressed archive", "压缩包",
			lang.T("unpack it and give the file inside", "请先解压，再使用里面的文件"))
	}
	what := map[kind]lang.Text{
		pdf: lang.T("a PDF document", "PDF 文档"), image: lang.T("a picture", "图片"), rtf: lang.T("a text document (RTF)", "文字文档（RTF）"),
		json: lang.T("JSON", "JSON 数据"), xmlText: lang.T("XML", "XML 数据"), database: lang.T("an SQLite database", "SQLite 数据库"),
	}[k]
	return refusal("F07", path, lang.F("the content is %s, not a spreadsheet", "内容是%s，不是表格", what), export)
}

func oldFormat(path string) *diag.Problem {
	return refusal("F03", path, lang.T("the content is an old Excel workbook (.xls, Excel 97-2003)", "内容是旧版 Excel 工作簿（.xls，Excel 97-2003）"), saveAs())
}

// refuseCompound tells what an OLE2 file holds by the names of its streams.
func refuseCompound(path string, f *os.File) error {
	found, err := streamNames(f, "EncryptedPackage", "Workbook", "Book", "WordDocument", "PowerPoint Document")
	switch {
	case err != nil:
		return unreadable(path, err)
	case found["EncryptedPackage"]:
		return refusal("F04", path, lang.T("the workbook is protected by a password", "工作簿有密码保护"),
			lang.T("open it in Excel or WPS, remove the password (File, Info, Protect Workbook), and save it", "请用 Excel 或 WPS 打开，取消密码（文件 → 信息 → 保护工作簿）后保存"))
	case found["Workbook"], found["Book"]:
		return oldFormat(path)
	}
	return refusal("F07", path, lang.T("the content is an old Office document, not a workbook", "内容是旧版 Office 文档，不是工作簿"),
		lang.T("export the table as .xlsx or CSV", "请把表格导出为 .xlsx 或 CSV"))
}

// lockFile refuses the small file that Excel keeps beside an open workbook.
func lockFile(path string) *diag.Problem {
	return refusal("F18", path, lang.T("this is the lock file that Excel keeps beside an open workbook", "这是 Excel 打开工作簿时生成的锁定文件"),
		lang.F("give %s itself", "请使用 %s 本身", diag.Escape(strings.TrimPrefix(filepath.Base(path), "~$"))))
}

// streamNames says which of the names stand in an OLE2 file's directory: in
// UTF-16, ended by a zero.
func streamNames(f *os.File, names ...string) (map[string]bool, error) {
	found := map[string]bool{}
	const chunk, overlap = 1 << 20, 128
	buf := make([]byte, chunk)
	kept := 0
	for offset := int64(0); ; {
		n, err := f.ReadAt(buf[kept:], offset)
		offset += int64(n)
		part := buf[:kept+n]
		for _, name := range names {
			found[name] = found[name] || bytes.Contains(part, wide(name))
		}
		if errors.Is(err, io.EOF) {
			return found, nil
		}
		if err != nil {
			return nil, err
		}
		kept = copy(buf, part[max(0, len(part)-overlap):])
	}
}

// wide is a name in UTF-16, with zeros before and after: a whole name only.
func wide(name string) []byte {
	b := []byte{0, 0}
	for _, c := range []byte(name) {
		b = append(b, c, 0)
	}
	return append(b, 0, 0)
}
