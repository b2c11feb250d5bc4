package xlsx

import (
	"io"
	"strings"

	"crm/internal/diag"
	"crm/internal/inflate"
	"crm/internal/lang"
)

// main finds the workbook part of the package, and the book's format.
func (c *container) main() (m *member, format string, err error) {
	typesPart := c.members["[content_types].xml"]
	if typesPart == nil {
		return nil, "", c.notAWorkbook()
	}
	types, err := c.contentTypes(typesPart)
	if err != nil {
		return nil, "", err
	}
	roots, err := c.relations("")
	if err != nil {
		return nil, "", err
	}
	root, ok := only(roots, "officeDocument")
	if !ok {
		return nil, "", c.notAWorkbook()
	}
	kind := typeOf(types, root.target)
	if other := otherOffice(kind); !other.Empty() {
		return nil, "", c.refuse(other)
	}
	if m = c.members[root.target]; m == nil {
		return nil, "", invalid(codeInvalid, c.pos, lang.F("the workbook part %s is missing", "缺少工作簿部件%s", quoted(root.target)))
	}
	if strings.Contains(kind, "macroenabled") {
		return m, "xlsm", nil
	}
	return m, "xlsx", nil
}

// otherOffice names the formats of the same package kind that are no workbook in XML.
func otherOffice(contentType string) lang.Text {
	switch {
	case strings.Contains(contentType, "sheet.binary"):
		return lang.T("a binary workbook (.xlsb)", "二进制工作簿（.xlsb）")
	case strings.Contains(contentType, "wordprocessingml") || strings.Contains(contentType, "ms-word"):
		return lang.T("a Word document (.docx)", " Word 文档（.docx）")
	case strings.Contains(contentType, "presentationml") || strings.Contains(contentType, "ms-powerpoint"):
		return lang.T("a presentation (.pptx)", " PowerPoint 演示文稿（.pptx）")
	case strings.Contains(contentType, "visio"):
		return lang.T("a Visio drawing", " Visio 绘图")
	}
	return lang.Text{}
}

// notAWorkbook says what a zip without a workbook is, as far as it tells.
func (c *container) notAWorkbook() error {
	has := func(key string) bool { return c.members[key] != nil }
	kind := c.mimetype()
	switch {
	case strings.Contains(kind, "opendocument.spreadsheet"):
		return c.refuse(lang.T("an OpenDocument spreadsheet (.ods)", " OpenDocument 表格（.ods）"))
	case strings.Contains(kind, "opendocument"):
		return c.refuse(lang.T("an OpenDocument file that is no spreadsheet", "非表格类的 OpenDocument 文件"))
	case strings.Contains(kind, "epub"):
		return c.refuse(lang.T("an e-book (.epub)", "电子书（.epub）"))
	case has("index/document.iwa") || has("index.zip"):
		return c.refuse(lang.T("a file of Apple Numbers (or Pages, Keynote)", " Apple Numbers（或 Pages、Keynote）文件"))
	}
	for key := range c.members {
		if strings.HasSuffix(key, ".xlsx") || strings.HasSuffix(key, ".xlsm") || strings.HasSuffix(key, ".csv") {
			p := failure(codeNoBook, c.pos, lang.T("a plain zip archive, no workbook; there are tables inside", "这是普通的 zip 压缩包，不是工作簿；其中含有表格文件"))
			p.Hint = lang.T("unpack it and take the files inside", "请先解压，再使用其中的文件")
			return p
		}
	}
	p := c.refuse(lang.T("a zip archive without a workbook", "不含工作簿的 zip 压缩包"))
	p.Hint = lang.T("if it comes from a program, export the table there as .xlsx; if it was a workbook, fetch it again or take a backup", "若它由某个软件生成，请在该软件中把表格导出为 .xlsx；若它原是工作簿，请重新获取或使用备份")
	return p
}

func (c *container) refuse(what lang.Text) *diag.Problem {
	p := failure(codeNoBook, c.pos, lang.F("this is %s, which cannot be read", "无法读取：这是%s", what))
	p.Expected = lang.T("an .xlsx or .xlsm workbook, or CSV", ".xlsx、.xlsm 工作簿或 CSV 文件")
	p.Hint = lang.T("open it and save it as .xlsx", "请打开后另存为 .xlsx")
	return p
}

// mimetype is the text of the member by which OpenDocument names its formats.
func (c *container) mimetype() string {
	const longest = 200
	m := c.members["mimetype"]
	if m == nil {
		return ""
	}
	p := c.small(m)
	packed, err := p.packed()
	if err != nil {
		return ""
	}
	text, err := io.ReadAll(io.LimitReader(inflate.ReaderOf(p.unpacker(packed)), longest))
	if err != nil {
		return ""
	}
	return string(text)
}
