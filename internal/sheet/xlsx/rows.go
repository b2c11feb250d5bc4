package xlsx

import (
	"errors"
	"io"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/table"
)

// rows reads a sheet from its first row to the last byte of its part.
type rows struct {
	sheet   *sheet
	strings *sharedStrings
	s       *scanner
	err     error // io.EOF, or why no more rows come

	inData    bool // between <sheetData> and its end
	dataDepth int
	cell      content                // being read
	digits    stamp                  // of number
	shapes    []shape                // of cells, met so far
	oldShape  int                    // the one to give up next for a new one
	guesses   [usualColumns][2]uint8 // the shapes that a column had last
	tail      []byte                 // of the last quick row's tag, behind its number
	tailTag   rowTag                 // what that says
	row       table.Row
	number    int // of the last row met, with cells or without
	good      int // of the last row read whole
	filled    int // how many rows had cells
	cells     int64
	refs      int64 // bytes of shared strings referred to
	merges    []table.Range
	control   int // cells with control characters
	first     diag.Pos
	list      diag.List
}

// Rows implements table.Sheet.
func (sh *sheet) Rows() (table.Rows, error) {
	strings, err := sh.book.texts.get()
	if err != nil {
		return nil, err
	}
	s, err := sh.part.scan()
	if err != nil {
		return nil, err
	}
	r := &rows{sheet: sh, strings: strings, s: s, digits: stampOf("0"), shapes: []shape{noShape}}
	if err := r.root(); err != nil {
		s.close()
		return nil, r.located(err)
	}
	return r, nil
}

// root reads the root element.
func (r *rows) root() error {
	switch r.s.element() {
	case failed:
		return r.s.err
	case opened:
		if r.s.space == mainSpace && string(r.s.local) == "worksheet" {
			r.s.tags = quickTagsOf(r.s.prefix())
			return nil
		}
	}
	return invalid(codeInvalid, r.s.problemAt(), lang.F("%s is no worksheet", "%s不是工作表", r.s.src.part.name()))
}

// Merges implements table.Rows.
func (r *rows) Merges() []table.Range { return r.merges }

// Problems implements table.Rows.
func (r *rows) Problems() diag.List { return r.list }

// Close implements table.Rows.
func (r *rows) Close() error {
	if r.s != nil {
		r.s.close()
		r.s, r.strings, r.row = nil, nil, table.Row{}
	}
	if r.err == nil {
		r.err = errClosed
	}
	return nil
}

var errClosed = errors.New("rows of a sheet used after Close")

// Next implements table.Rows. Rows without any content are left out.
func (r *rows) Next() (*table.Row, error) {
	if r.err != nil {
		return nil, r.err
	}
	for {
		r.s.release()
		found, err := r.step()
		if err != nil {
			r.err = r.located(err)
			return nil, r.err
		}
		if found {
			return &r.row, nil
		}
	}
}

// located adds to a problem which row was the last good one.
func (r *rows) located(err error) error {
	var p *diag.Problem
	if err == io.EOF || !errors.As(err, &p) || p.Code != codeIllFormed {
		return err
	}
	located := *p
	located.Message = lang.F("%s; the last good row is %d", "%s；最后一个完好的行是第 %d 行", p.Message, r.good)
	return &located
}

// step reads up to and including the next row, or the next element outside of
// the rows. found says that the row has content.
func (r *rows) step() (found bool, err error) {
	if r.inData && len(r.s.open) == r.dataDepth {
		r.s.passBlank()
		if tag, ok := r.usualRow(); ok {
			return r.readCells(tag)
		}
		if tag, ok := r.quickRow(); ok {
			return r.readRow(tag)
		}
	}
	switch ev := r.s.element(); {
	case ev == failed:
		return false, r.s.err
	case ev == ended:
		r.finish()
		return false, io.EOF
	case r.s.stray && r.inData:
		return false, r.invalid(lang.T("text between cells, where none belongs", "单元格之间出现了不应有的文本"))
	case ev == closed:
		r.inData = r.inData && len(r.s.open) >= r.dataDepth
		return false, nil
	case r.inData && r.s.space == mainSpace && string(r.s.local) == "row":
		return r.readRow(rowTag{ref: r.s.attr("r"), hidden: r.s.attrTrue("hidden")})
	case r.inData:
		return false, r.passed()
	}
	return false, r.outside()
}

// compatLevels is how many levels deeper each mc:AlternateContent puts an element.
const compatLevels = 2

// outside reads an element beside the rows.
func (r *rows) outside() error {
	if r.s.space != mainSpace {
		return nil
	}
	depth := len(r.s.open) - compatLevels*len(r.s.alts)
	switch name := string(r.s.local); {
	case depth == 2 && name == "sheetData":
		r.inData, r.dataDepth = true, len(r.s.open)
		r.tail = r.tail[:0] // its attributes may have meant something else
	case depth == 3 && name == "mergeCell":
		return r.addMerge()
	}
	return nil
}

func (r *rows) passed() error {
	if !r.s.skip() {
		return r.s.err
	}
	return nil
}

func (r *rows) addMerge() error {
	ref := r.s.attr("ref")
	m, ok := parseRange(ref)
	if !ok {
		p := r.invalid(lang.T("a merged range is none", "合并区域的引用无效"))
		p.Code, p.Found = codeReference, string(ref)
		return p
	}
	if int64(len(r.merges)) >= r.s.limits.Merges {
		return overLimit(r.s.problemAt(), limitMerges, r.s.limits.Merges, lang.T("the sheet has too many merged ranges", "合并区域过多"))
	}
	r.merges = append(r.merges, m)
	return nil
}

// invalid is a problem with what the sheet says, in the row being read.
func (r *rows) invalid(what lang.Text) *diag.Problem {
	pos := r.s.problemAt()
	pos.Row = r.number
	return invalid(codeInvalid, pos, what)
}

// finish says at the end what is worth knowing of the sheet.
func (r *rows) finish() {
	at := r.s.problemAt()
	if limit := r.good; (limit == oldRows || limit == maxRows) && r.filled > limit/2 {
		r.list.Add(diag.Problem{Code: codeFull, Severity: diag.Warning, Pos: at,
			Message: lang.F("the sheet ends exactly at row %d, the limit of a format; rows may be cut off", "工作表恰好在第 %d 行结束，正是文件格式的行数上限，数据可能被截断", limit)})
	}
	if r.control > 0 {
		r.list.Add(diag.Problem{Code: codeControl, Severity: diag.Warning, Pos: r.first,
			Message: lang.N(r.control, "%d cell holds control characters", "%d cells hold control characters", "%d 个单元格含有控制字符")})
	}
}
