// Package htmltable reads the tables of web pages, as many systems export them
// under the name of Excel. Every table is a sheet; a cell is text, like one of a
// CSV file, unless the page itself gives its value and type (x:num, sdval). What a
// page leaves out is mended as browsers do it; what a page hides from some rows
// and shows in others is refused. The package runs no script, follows no link and
// opens no other file.
package htmltable

import (
	"errors"
	"fmt"
	"io"
	"os"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/sheet/charset"
	"crm/internal/sheet/held"
	"crm/internal/table"
)

// Limits bounds what a page may cost.
type Limits struct {
	FileBytes int64
	TagBytes  int64 // one tag
	Held      held.Limits
}

// ErrOption is wrapped by the error of Open for an encoding that does not exist.
var ErrOption = errors.New("wrong option")

// Open reads all tables of a page. It takes over f, also when it fails; encoding is
// how the page's text is read, empty where the page is to say. What is wrong with
// the content is a *diag.Problem.
func Open(path string, f *os.File, encoding string, l Limits) (table.Book, error) {
	b, err := openFile(path, f, encoding, l)
	if err != nil {
		_ = f.Close() // only read from; the first error is the one to tell
		return nil, err
	}
	return b, nil
}

func openFile(path string, f *os.File, encoding string, l Limits) (table.Book, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	return open(held.File{Path: path, Format: "html", Bytes: f, Size: info.Size(), Closer: f}, encoding, l)
}

func open(f held.File, encoding string, l Limits) (table.Book, error) {
	pos := diag.Pos{File: f.Path}
	if f.Size > l.FileBytes {
		return nil, &diag.Problem{Code: "F15", Severity: diag.Error, Pos: pos,
			Message: lang.F("the file has %d bytes: over the limit of %d", "文件大小 %d 字节：超过上限 %d", f.Size, l.FileBytes),
			Hint:    lang.F("if the file is meant to be so large: --limit file-bytes=%d", "若文件确实这么大：--limit file-bytes=%d", l.FileBytes*2)}
	}
	s, err := settle(f, encoding)
	if err != nil {
		return nil, err
	}
	f.Detail = s.charset.Title
	book := held.New(f, l.Held)
	if !s.warning.Message.Empty() {
		book.Note(s.warning)
	}
	text := io.NewSectionReader(f.Bytes, s.start, f.Size-s.start)
	p := newPage(book, pos, l, charset.Reader(text, s.charset, s.start))
	if err := p.read(); err != nil {
		var bad *charset.BadByteError
		if errors.As(err, &bad) {
			return nil, badByte(pos, bad, s.charset)
		}
		return nil, err
	}
	if len(book.Sheets()) == 0 {
		return nil, noTable(pos, p.tables > 0)
	}
	return book, nil
}

// noTable refuses a page without one: often what a system sends instead of a file.
func noTable(pos diag.Pos, empty bool) error {
	p := &diag.Problem{
		Code: "F05", Severity: diag.Error, Pos: pos,
		Message: lang.T("the content is a web page (HTML) without a table", "内容是网页（HTML），其中没有表格"),
		Hint: lang.T("perhaps a login or error page was saved instead of the export: open it in a browser, and export again",
			"可能保存下来的是登录页或报错页，而不是导出的数据：请用浏览器打开看看，再重新导出"),
		Effect: lang.T("nothing of this file is used", "整个文件未使用"),
	}
	if empty {
		p.Message = lang.T("the content is a web page (HTML) whose tables are empty", "内容是网页（HTML），其中的表格是空的")
	}
	return p
}

func badByte(pos diag.Pos, bad *charset.BadByteError, c charset.Charset) error {
	return &diag.Problem{
		Code: "F26", Severity: diag.Error, Pos: pos, Found: string(bad.Bytes),
		Message: lang.F("byte %d is not %s text", "第 %d 个字节不是 %s 文字", bad.Offset+1, c.Title),
		Hint: lang.T("name the page's encoding: --encoding gb18030 (utf-8, big5, windows-1251 …), or open it in Excel and save it as .xlsx",
			"请指明网页的编码：--encoding gb18030（utf-8、big5、windows-1251 等），或用 Excel 打开后另存为 .xlsx"),
		Effect: lang.T("nothing of this file is used", "整个文件未使用"),
	}
}

func unknownEncoding(asked string) error {
	return fmt.Errorf("%w: encoding %q is not known", ErrOption, asked)
}
