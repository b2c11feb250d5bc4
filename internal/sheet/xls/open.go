package xls

import (
	"cmp"
	"encoding/binary"
	"errors"
	"io"
	"slices"

	"golang.org/x/text/encoding"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/sheet/crypt"
	"crm/internal/sheet/held"
	"crm/internal/sheet/ole"
	"crm/internal/table"
)

// Options says how a workbook is read.
type Options struct {
	Limits held.Limits
	// Passwords is those to try on a protected workbook, asked for only then; may be nil.
	Passwords func() ([]crypt.Password, error)
}

// The versions of the format.
const (
	bare  = 0      // what scripts write that know cells and nothing else; read as Excel 5
	biff5 = 0x0500 // Excel 5 and 95
	biff8 = 0x0600 // Excel 97 to 2003
)

// reader reads one workbook.
type reader struct {
	pos     diag.Pos
	o       Options
	r       *records
	version int
	page    encoding.Encoding // of texts before BIFF8; nil: not said, or not known
	pageNo  int               // as the file says; 0: it does not
	book    *held.Book
	shared  int // strings
	formats map[int]string
	styles  []int // number formats by style
	days    held.Styles
	bound   []bound
	linked  bool
	lastID  uint16 // of the globals' record before
	text    text
	digits  []byte
}

// bound is a sheet as the workbook lists it.
type bound struct {
	name       string
	at         int64
	kind       byte
	visibility table.Visibility
}

// Open reads a whole workbook. f.Bytes is a compound file, or the bare stream that
// some programs write. What is wrong with it is a *diag.Problem; any other error is the disk's.
func Open(f held.File, o Options) (table.Book, error) {
	pos := diag.Pos{File: f.Path}
	src, err := workbookStream(f)
	if err != nil {
		return nil, boxProblem(pos, err)
	}
	f.Format = "xls"
	r := &reader{pos: pos, o: o, r: newRecords(src.r, src.size), book: held.New(f, o.Limits), formats: map[int]string{}}
	if err := r.read(); err != nil {
		return nil, r.located(err)
	}
	return r.book, nil
}

type source struct {
	r    io.ReaderAt
	size int64
}

// workbookStream finds the stream that holds the records. A book saved for Excel
// 95 and 97 at once has both; the newer one is the whole.
func workbookStream(f held.File) (source, error) {
	magic := make([]byte, len(ole.Magic))
	if _, err := f.Bytes.ReadAt(magic, 0); err != nil && !errors.Is(err, io.EOF) {
		return source{}, err
	}
	if string(magic) != ole.Magic {
		return source{f.Bytes, f.Size}, nil
	}
	box, err := ole.Open(f.Bytes, f.Size)
	if err != nil {
		return source{}, err
	}
	for _, name := range []string{"Workbook", "Book"} {
		if box.Has(name) {
			s, err := box.Stream(name)
			if err != nil {
				return source{}, err
			}
			return source{s, s.Size()}, nil
		}
	}
	return source{}, failure(codeNoBook, diag.Pos{File: f.Path}, lang.T("the file holds no workbook", "文件中没有工作簿"), hintAgain())
}

// located turns what went wrong while reading into a problem with its place.
func (r *reader) located(err error) error {
	var cut errCut
	var bad *textError
	switch {
	case errors.As(err, &cut):
		return damaged(r.pos, cut.at, cutText())
	case errors.As(err, &bad):
		return damaged(r.pos, bad.at, bad.what)
	}
	return err
}

func (r *reader) read() error {
	kind, err := r.begin()
	if err != nil {
		return err
	}
	if kind == kindSheet {
		return r.alone()
	}
	if err := r.globals(); err != nil {
		return err
	}
	if err := r.useStyles(); err != nil {
		return err
	}
	return r.sheets(r.r.at)
}

// alone reads a file that is one sheet and no workbook: some web exports are.
func (r *reader) alone() error {
	const name = "Sheet1"
	r.pos.Sheet = name
	r.r.seek(0)
	return r.sheet(r.book.Add(name, table.Visible))
}

// begin reads the first record, which says what kind of workbook this is: whole, or
// only a sheet.
func (r *reader) begin() (kind int, err error) {
	rec, err := r.r.next()
	if err != nil {
		return 0, err
	}
	old := func(name string) (int, error) {
		return 0, failure(codeOld, r.pos, lang.F("the content is a workbook of %s, which is not read", "内容是 %s 的工作簿，无法读取", name),
			lang.T("open it in Excel or WPS and save it as .xlsx", "请用 Excel 或 WPS 打开，另存为 .xlsx"))
	}
	switch rec.id {
	case 0x0009:
		return old("Excel 2")
	case 0x0209:
		return old("Excel 3")
	case 0x0409:
		return old("Excel 4")
	case idBOF:
	default:
		return 0, damaged(r.pos, rec.at, lang.T("the workbook does not begin as one", "工作簿开头不正确"))
	}
	if kind, err = r.bof(rec); err != nil {
		return 0, err
	}
	if kind != kindGlobals && kind != kindSheet {
		return 0, invalid(r.pos, lang.T("the file begins with a part that is neither workbook nor sheet", "文件开头既不是工作簿也不是工作表"))
	}
	return kind, nil
}

// The kinds of parts that a BOF record begins.
const (
	kindGlobals = 0x0005
	kindSheet   = 0x0010
)

// bof reads the record that begins a part of the stream.
func (r *reader) bof(rec record) (kind int, err error) {
	if len(rec.data) < 4 {
		return 0, damaged(r.pos, rec.at, lang.T("a record is too short", "记录过短"))
	}
	version := int(binary.LittleEndian.Uint16(rec.data))
	kind = int(binary.LittleEndian.Uint16(rec.data[2:]))
	if version != biff5 && version != biff8 && (version != bare || rec.at != 0 || kind != kindSheet) {
		return 0, damaged(r.pos, rec.at, lang.F("a version of the format that does not exist (%#04x)", "格式版本不存在（%#04x）", version))
	}
	if r.version == 0 {
		r.version = version // later Excel saving for Excel 95 puts its own version before the sheets
	}
	return kind, nil
}

// sheets reads the sheets in the order in which they lie in the stream, and lists
// them in the order of the workbook. end is where its globals end.
func (r *reader) sheets(end int64) error {
	type filled struct {
		bound
		sheet *held.Sheet
	}
	var list []filled
	for _, b := range r.bound {
		f := filled{bound: b}
		if kind := withoutCells(b.kind); !kind.Empty() {
			r.leaveOut(b.name, kind)
		} else {
			f.sheet = r.book.Add(b.name, b.visibility)
		}
		list = append(list, f)
	}
	slices.SortStableFunc(list, func(a, b filled) int { return cmp.Compare(a.at, b.at) })
	for _, f := range list {
		r.pos.Sheet = f.name
		if f.at < end || f.at >= r.r.size {
			return invalid(r.pos, lang.F("sheet %s does not lie where the workbook says", "工作表%s不在工作簿所标明的位置", quoted(f.name)))
		}
		if err := r.unlisted(end, f.at); err != nil {
			return err
		}
		r.r.seek(f.at)
		if err := r.sheet(f.sheet); err != nil {
			return err
		}
		end = r.r.at
	}
	r.pos.Sheet = ""
	return r.unlisted(end, r.r.size)
}

// unlisted refuses a sheet between others that the workbook does not list: the
// line of the list is lost.
func (r *reader) unlisted(from, to int64) error {
	for at := from; at < to; at = r.r.at {
		r.r.seek(at)
		if r.r.peek() != idBOF {
			return nil // what fills the stream up
		}
		rec, err := r.r.next()
		if err != nil {
			return err
		}
		kind, err := r.bof(rec)
		if err != nil || kind == kindSheet {
			return damaged(diag.Pos{File: r.pos.File}, at, lang.T("there is a sheet that the workbook does not list", "存在工作簿未列出的工作表"))
		}
		if err := r.toEnd(); err != nil {
			return err
		}
	}
	return nil
}

// toEnd passes over what is left of a part, with the parts inside.
func (r *reader) toEnd() error {
	for depth := 1; depth > 0; {
		rec, err := r.r.next()
		if err != nil {
			return err
		}
		switch rec.id {
		case idBOF:
			depth++
		case idEOF:
			depth--
		}
	}
	return nil
}

func (r *reader) leaveOut(name string, kind lang.Text) {
	r.book.Note(diag.Problem{Code: codeNoCells, Severity: diag.Note, Pos: diag.Pos{File: r.pos.File, Sheet: name},
		Message: lang.F("sheet %s is %s and is left out", "工作表%s是%s，已略过", quoted(name), kind)})
}

// withoutCells names the kinds of sheets that are no tables.
func withoutCells(kind byte) lang.Text {
	switch kind {
	case 1:
		return lang.T("a macro sheet", "宏表")
	case 2:
		return lang.T("a chart", "图表")
	case 6:
		return lang.T("a macro module", "宏模块")
	}
	return lang.Text{}
}
