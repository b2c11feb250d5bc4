// Package xlsb reads binary workbooks (.xlsb): the parts of a workbook as records
// instead of XML. Values and types come as they are stored; formulas are not
// looked at, only what they gave. Every part that is read is read to its last
// byte. The package interprets nothing and writes no file.
package xlsb

import (
	"errors"
	"io"
	"os"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/sheet/held"
	"crm/internal/sheet/xlsx"
	"crm/internal/table"
)

// Limits bounds what a file may cost beside its zip's own limits.
type Limits struct{ Held held.Limits }

// Open reads all sheets of a workbook whose main part is part. It takes over f,
// also when it fails; path is for messages. What is wrong with the content is a
// *diag.Problem.
func Open(path string, f *os.File, a *xlsx.Archive, part string, l Limits) (table.Book, error) {
	info, err := f.Stat()
	if err == nil {
		r := &reader{pos: diag.Pos{File: path}, archive: a,
			book: held.New(held.File{Path: path, Format: "xlsb", Bytes: f, Size: info.Size(), Closer: f}, l.Held)}
		if err = r.read(part); err == nil {
			return r.book, nil
		}
	}
	_ = f.Close() // only read from; the first error is the one to tell
	return nil, err
}

// reader fills a book.
type reader struct {
	pos     diag.Pos
	archive *xlsx.Archive
	book    *held.Book
	from04  bool
	sheets  []listed
	shared  int // how many shared strings there are
	styles  int // how many styles cells may have
}

// listed is a sheet as the workbook lists it.
type listed struct {
	name, id   string
	visibility table.Visibility
}

func (r *reader) read(part string) error {
	if err := r.workbook(part); err != nil {
		return err
	}
	related, err := r.archive.Related(part)
	if err != nil {
		return err
	}
	targets := map[string]xlsx.Relation{}
	for _, one := range related {
		targets[one.ID] = one
		switch one.Kind {
		case "styles":
			err = r.readStyles(one.Target)
		case "sharedStrings":
			err = r.readShared(one.Target)
		}
		if err != nil {
			return err
		}
	}
	for _, l := range r.sheets {
		if err := r.sheet(l, targets[l.id]); err != nil {
			return err
		}
	}
	return nil
}

// each reads a part to its end and calls visit for every record; the record named
// end must be among them.
func (r *reader) each(part string, pos diag.Pos, end int, visit func(in *records, kind int) error) error {
	if !r.archive.Has(part) {
		return r.invalid(pos, lang.F("part %s is missing", "缺少部件 %s", diag.Escape(part)))
	}
	raw, err := r.archive.Open(part)
	if err != nil {
		return err
	}
	in := newRecords(raw, pos, part)
	ended := false
	for {
		kind, err := in.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		ended = ended || kind == end
		if err := visit(in, kind); err != nil {
			return err
		}
	}
	if !ended {
		return in.damaged(lang.T("it ends in the middle", "内容在中途结束"))
	}
	return nil
}

func (r *reader) invalid(pos diag.Pos, what lang.Text) error {
	return &diag.Problem{
		Code: "F34", Severity: diag.Error, Pos: pos, Message: what,
		Hint:   lang.T("open it in Excel, save it again as .xlsx, and take that file", "请用 Excel 打开，另存为 .xlsx 后再使用新文件"),
		Effect: lang.T("nothing of this file is used", "整个文件未使用"),
	}
}

// workbook reads the list of sheets.
func (r *reader) workbook(part string) error {
	err := r.each(part, r.pos, endBook, func(in *records, kind int) error {
		f := fields{b: in.body}
		switch kind {
		case bookProps:
			r.from04 = f.uint32()&1 != 0
		case bundleSheet:
			state := f.uint32()
			f.uint32() // its number, which only formulas use
			id, ok1 := f.text()
			name, ok2 := f.text()
			if f.short || !ok1 || !ok2 {
				return in.damaged(lang.T("a sheet's entry is unreadable", "工作表条目无法识别"))
			}
			v := table.Visible
			switch state & 3 {
			case 1:
				v = table.Hidden
			case 2:
				v = table.VeryHidden
			}
			r.sheets = append(r.sheets, listed{name: string(name), id: string(id), visibility: v})
			return r.book.Spend(len(name) + len(id))
		}
		return nil
	})
	if err == nil && len(r.sheets) == 0 {
		return r.invalid(r.pos, lang.T("the workbook lists no sheets", "工作簿中没有列出任何工作表"))
	}
	return err
}

// readStyles reads the number format of each style.
func (r *reader) readStyles(part string) error {
	custom := map[int]string{}
	var ids []int
	inCells := false
	err := r.each(part, r.pos, endStyles, func(in *records, kind int) error {
		f := fields{b: in.body}
		switch {
		case kind == numberFormat:
			id := int(f.uint16())
			code, ok := f.text()
			if f.short || !ok {
				return in.damaged(lang.T("a number format is unreadable", "数字格式无法识别"))
			}
			custom[id] = string(code)
		case kind == beginCellXfs:
			inCells = true
		case kind == endCellXfs:
			inCells = false
		case kind == cellFormat && inCells:
			f.uint16() // the style it inherits; its own format is written out
			ids = append(ids, int(f.uint16()))
			if f.short {
				return in.damaged(lang.T("a style is unreadable", "样式无法识别"))
			}
			return r.book.Spend(8)
		}
		return nil
	})
	if err != nil {
		return err
	}
	s := held.Styles{From1904: r.from04, Formats: make([]string, len(ids))}
	for i, id := range ids {
		code, ok := custom[id]
		if !ok {
			code = xlsx.BuiltinFormat(id)
		}
		s.Formats[i] = code
	}
	r.styles = len(ids)
	r.book.SetStyles(s)
	if r.from04 {
		r.book.Note(diag.Problem{Code: "D05", Severity: diag.Note, Pos: r.pos,
			Message: lang.T("the dates of this workbook count from 1904; read so", "此工作簿采用 1904 日期系统，已按此读取")})
	}
	return nil
}

// readShared reads the shared strings.
func (r *reader) readShared(part string) error {
	return r.each(part, r.pos, endShared, func(in *records, kind int) error {
		if kind != sharedItem {
			return nil
		}
		f := fields{b: in.body}
		f.byte() // whether marks of its letters follow
		text, ok := f.text()
		if f.short || !ok {
			return in.damaged(lang.T("a text is unreadable", "文本无法识别"))
		}
		r.shared++
		if err := r.book.Spend(16); err != nil {
			return err
		}
		_, err := r.book.Share(text)
		return err
	})
}
