// Package xml2003 reads the XML that Excel 2003 wrote (SpreadsheetML 2003), which
// many systems still export: strict XML in any encoding it declares, typed cells,
// rows and columns where the file says they stand. A document type is refused. The
// package interprets nothing and writes no file.
package xml2003

import (
	"bytes"
	"errors"
	"io"
	"os"
	"regexp"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/sheet/charset"
	"crm/internal/sheet/held"
	"crm/internal/sheet/markup"
	"crm/internal/sheet/xlsx"
	"crm/internal/table"
)

// Limits bounds what a file may cost.
type Limits struct {
	XML  xlsx.Limits // its file, depth, attributes and tags
	Held held.Limits
}

// Open reads all sheets. It takes over f, also when it fails; path is for messages.
// What is wrong with the content is a *diag.Problem.
func Open(path string, f *os.File, l Limits) (table.Book, error) {
	b, err := openFile(path, f, l)
	if err != nil {
		_ = f.Close() // only read from; the first error is the one to tell
		return nil, err
	}
	return b, nil
}

func openFile(path string, f *os.File, l Limits) (table.Book, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	return open(held.File{Path: path, Format: "xml", Bytes: f, Size: info.Size(), Closer: f}, l)
}

func open(f held.File, l Limits) (table.Book, error) {
	r := &reader{pos: diag.Pos{File: f.Path}, styles: map[string]cellStyle{}}
	if f.Size > l.XML.FileBytes {
		return nil, &diag.Problem{Code: "F15", Severity: diag.Error, Pos: r.pos,
			Message: lang.F("the file has %d bytes: over the limit of %d", "文件大小 %d 字节：超过上限 %d", f.Size, l.XML.FileBytes),
			Hint:    lang.F("if the file is meant to be so large: --limit file-bytes=%d", "若文件确实这么大：--limit file-bytes=%d", l.XML.FileBytes*2)}
	}
	c, start, err := encoding(f)
	if err != nil {
		return nil, err
	}
	if c.Name != "utf-8" {
		f.Detail = c.Title
	}
	r.book = held.New(f, l.Held)
	text := io.NewSectionReader(f.Bytes, start, f.Size-start)
	r.Scanner = markup.New(charset.Reader(text, c, start), markup.Place{Pos: r.pos, Part: lang.T("the file", "文件")},
		markup.Limits{Depth: l.XML.Depth, Attributes: l.XML.Attributes, TagBytes: l.XML.TagBytes}, spaces())
	err = r.read()
	var bad *charset.BadByteError
	if errors.As(err, &bad) {
		return nil, badByte(r.pos, bad, c)
	}
	if err != nil {
		return nil, err
	}
	return r.book, nil
}

// declared finds the encoding in an XML declaration.
const declared = `^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9_.:-]+)["']`

// encoding is how the file's text is read: by its byte order mark, by the zero
// bytes of UTF-16, else as it declares. XML without a word on it is UTF-8.
func encoding(f held.File) (c charset.Charset, start int64, err error) {
	const headBytes = 1 << 10
	head := make([]byte, min(f.Size, headBytes))
	if _, err := f.Bytes.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return c, 0, err
	}
	name, length := charset.Mark(head)
	switch {
	case name != "":
	case bytes.HasPrefix(head, []byte("<\x00")):
		name = "utf-16le"
	case bytes.HasPrefix(head, []byte("\x00<")):
		name = "utf-16be"
	default:
		name = "utf-8"
		if m := regexp.MustCompile(declared).FindSubmatch(head); m != nil {
			name = string(m[1])
		}
	}
	c, ok := charset.ByLabel(name)
	if !ok {
		return c, 0, &diag.Problem{
			Code: "F26", Severity: diag.Error, Pos: diag.Pos{File: f.Path},
			Message: lang.F("the file declares an unknown encoding: %s", "文件声明的编码无法识别：%s", diag.Escape(name)),
			Hint:    lang.T("open it in Excel or WPS and save it as .xlsx", "请用 Excel 或 WPS 打开，另存为 .xlsx"),
			Effect:  lang.T("nothing of this file is used", "整个文件未使用"),
		}
	}
	return c, int64(length), nil
}

func badByte(pos diag.Pos, bad *charset.BadByteError, c charset.Charset) error {
	return &diag.Problem{
		Code: "F26", Severity: diag.Error, Pos: pos, Found: string(bad.Bytes),
		Message: lang.F("byte %d is not %s text, which the file declares", "第 %d 个字节不是文件所声明的 %s 文字", bad.Offset+1, c.Title),
		Hint:    lang.T("export it again, or open it in Excel and save it as .xlsx", "请重新导出，或用 Excel 打开后另存为 .xlsx"),
		Effect:  lang.T("nothing of this file is used", "整个文件未使用"),
	}
}

// reader fills a book.
type reader struct {
	*markup.Scanner
	pos    diag.Pos
	book   *held.Book
	styles map[string]cellStyle
	codes  map[string]int32 // numbers of styles in the book by format code
	from04 bool
	sheets int
}

// The name spaces that matter. The spreadsheet's own is nearly always both the
// default and ss.
const (
	main markup.Space = iota + 1
	excel
)

func spaces() map[string]markup.Space {
	return map[string]markup.Space{
		"urn:schemas-microsoft-com:office:spreadsheet": main,
		"urn:schemas-microsoft-com:office:excel":       excel,
	}
}

// read goes through the document.
func (r *reader) read() error {
	r.codes = map[string]int32{}
	for {
		kind, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if kind != markup.Open {
			continue
		}
		if err := r.top(); err != nil {
			return err
		}
	}
	if r.sheets == 0 {
		return &diag.Problem{
			Code: "F34", Severity: diag.Error, Pos: r.pos,
			Message: lang.T("the file lists no sheets", "文件中没有列出任何工作表"),
			Hint:    lang.T("open it in Excel or WPS and save it as .xlsx", "请用 Excel 或 WPS 打开，另存为 .xlsx"),
			Effect:  lang.T("nothing of this file is used", "整个文件未使用"),
		}
	}
	return nil
}

// top reads an element at or just below the root.
func (r *reader) top() error {
	name := string(r.Local)
	switch {
	case r.Depth() == 1 && (r.Space != main || name != "Workbook"):
		return &diag.Problem{
			Code: "F07", Severity: diag.Error, Pos: r.pos,
			Message: lang.T("the content is XML, but no workbook", "内容是 XML 数据，但不是工作簿"),
			Hint:    lang.T("export the table as .xlsx or CSV", "请把表格导出为 .xlsx 或 CSV"),
			Effect:  lang.T("nothing of this file is used", "整个文件未使用"),
		}
	case r.Depth() == 1:
		return nil
	case r.Space == main && name == "Styles":
		return r.readStyles()
	case r.Space == excel && name == "ExcelWorkbook":
		return r.children(func() error {
			if string(r.Local) == "Date1904" {
				if err := r.count1904(); err != nil {
					return err
				}
			}
			return r.Skip()
		})
	case r.Space == main && name == "Worksheet":
		r.sheets++
		return r.worksheet()
	}
	return r.Skip()
}

// count1904 makes days count from 1904, for numbers under a date format. Dates
// themselves are written out.
func (r *reader) count1904() error {
	if r.sheets > 0 {
		return &diag.Problem{
			Code: "F34", Severity: diag.Error, Pos: r.pos,
			Message: lang.T("the file says only behind its cells that days count from 1904", "文件在单元格之后才说明采用 1904 日期系统"),
			Hint:    lang.T("open it in Excel or WPS and save it as .xlsx", "请用 Excel 或 WPS 打开，另存为 .xlsx"),
		}
	}
	r.from04 = true
	r.book.SetStyles(held.Styles{From1904: true})
	clear(r.codes)
	r.book.Note(diag.Problem{Code: "D05", Severity: diag.Note, Pos: r.pos,
		Message: lang.T("the dates of this workbook count from 1904; read so", "此工作簿采用 1904 日期系统，已按此读取")})
	return nil
}

// children calls visit for every element directly inside the one just opened,
// through its end; visit reads through the end of what it is given.
func (r *reader) children(visit func() error) error {
	for depth := r.Depth(); ; {
		kind, err := r.Next()
		switch {
		case err != nil:
			return err
		case kind == markup.Open:
			if err := visit(); err != nil {
				return err
			}
		case kind == markup.Close && r.Depth() < depth:
			return nil
		}
	}
}

// attr is an attribute of the spreadsheet's name space; without a prefix, as some
// programs write it, it counts too.
func (r *reader) attr(local string) (string, bool) {
	value, ok := r.Attr(main, local)
	if !ok {
		value, ok = r.Attr(0, local)
	}
	return string(value), ok
}
