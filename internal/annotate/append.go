package annotate

import (
	"fmt"
	"io"
	"maps"
	"slices"

	"crm/internal/civil"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/ooxml"
	"crm/internal/sheet/xlsx"
)

// Row is one row that is to stand behind the last used one of a sheet.
type Row struct {
	Sheet  string
	Header int    // the number of the header row of the table that gets it
	Cells  []Cell // by ascending column, at most one a column
	Limits xlsx.Limits
}

// Cell is a cell of such a row: a day, else a text.
type Cell struct {
	Col  int // counted from 0
	Text string
	Day  civil.Date
}

// Added is what Append did; VerifyAppend needs it.
type Added struct {
	Number int    // of the new row
	Table  string // the table (ListObject) that was extended over it; empty without
	Notes  []lang.Text

	plan *addition
}

// addition is all that the patch of a sheet, and its proof, need.
type addition struct {
	sheet, part string
	number      int
	index       int       // of the sheet in the book
	cells       []newCell // by ascending column
	reach       rowReach
	formulas    bool   // some cell has one
	bookPart    string // the workbook's, where it changes
	dimension   area   // as it will be; the zero range where the sheet has none
	home        *tableFile
	grows       bool // home does
	dates       func(style int) bool
	limits      xlsx.Limits
	notes       []lang.Text
}

// newCell is a cell of the new row.
type newCell struct {
	col, style int
	kind       blockKind // blank, number, text or truth
	day        civil.Date
	text       string // of a number its digits, of a truth 1 or 0
	formula    string // as XML, without a value; then nothing else counts but the style
}

// Append writes a copy of the book in which a sheet has one row more, right
// behind the last one used of the table under that header. The row looks like the
// one above; days are numbers where the column shows days, texts are inline. A
// table of the user's (ListObject) that holds the rows reaches over the new one.
// All else is as it was. It may be called again with the same outcome; what it
// wrote is proven by VerifyAppend.
//
// A book that is signed, a sheet that is protected and a table that has no place
// behind its last row are refused.
func (b *Book) Append(w io.Writer, row *Row) (*Added, error) {
	p, err := b.open()
	if err != nil {
		return nil, b.in(err, "")
	}
	if p.Signed() {
		return nil, b.in(signedLog(), "")
	}
	plan, err := b.planRow(p, row)
	if err != nil {
		return nil, b.in(err, row.Sheet)
	}
	if err := plan.change(p); err != nil {
		return nil, b.in(err, row.Sheet)
	}
	if _, err := p.WriteTo(w); err != nil {
		return nil, b.in(err, row.Sheet)
	}
	added := &Added{Number: plan.number, Notes: plan.notes, plan: plan}
	if plan.grows {
		added.Table = plan.home.name
	}
	return added, nil
}

// planRow surveys the sheet and decides where the row goes and what it looks like.
func (b *Book) planRow(p *ooxml.Package, row *Row) (*addition, error) {
	i := slices.IndexFunc(p.Sheets(), func(s ooxml.Sheet) bool { return s.Name == row.Sheet })
	if i < 0 || p.Sheets()[i].Kind != kindSheet {
		return nil, noSheet()
	}
	plan := &addition{sheet: row.Sheet, index: i, part: p.Sheets()[i].Part, limits: row.Limits}
	if plan.limits == (xlsx.Limits{}) {
		plan.limits = xlsx.DefaultLimits()
	}
	tables, err := sheetTables(p, plan.part)
	if err != nil {
		return nil, err
	}
	s := newEnding(row, tables)
	r, err := p.OpenPart(plan.part)
	if err != nil {
		return nil, err
	}
	defer r.Close() //nolint:errcheck // only read from
	if err := s.read(r); err != nil {
		return nil, err
	}
	if plan.dates, err = b.dateStyles(plan); err != nil {
		return nil, err
	}
	return plan, plan.settle(s, row, b.from1904)
}

// sheetTables reads all tables (ListObjects) of a sheet.
func sheetTables(p *ooxml.Package, part string) ([]*tableFile, error) {
	relations, err := p.Relations(part)
	if err != nil {
		return nil, err
	}
	var files []*tableFile
	for _, r := range relations {
		if r.Kind != kindTable || r.External || !p.Has(r.Target) {
			continue
		}
		xml, err := p.Read(r.Target)
		if err != nil {
			return nil, err
		}
		files = append(files, readTable(r.Target, xml))
	}
	return files, nil
}

const kindTable = "table"

// dateStyles is which styles of the book show numbers as days.
func (b *Book) dateStyles(plan *addition) (func(style int) bool, error) {
	book, err := openBook(b.path, plan.limits)
	if err != nil {
		return nil, err
	}
	defer book.Close() //nolint:errcheck // only read from
	s := sheetOf(book, plan.sheet)
	if s == nil {
		return nil, noSheet()
	}
	known := map[int]bool{}
	return func(style int) bool {
		date, asked := known[style]
		if !asked {
			date = xlsx.ShowsDate(s.NumberFormat(int32(style)))
			known[style] = date
		}
		return date
	}, nil
}

// settle decides the row's place and cells.
func (a *addition) settle(s *ending, row *Row, from04 bool) error {
	if s.protected {
		return protectedLog()
	}
	var err error
	if a.number, err = s.place(); err != nil {
		return err
	}
	a.home = s.home
	a.grows = a.home != nil && a.number > a.home.whole.lastRow
	a.cells = a.dress(s, row, from04)
	a.calculate(s)
	a.reach = rowReach{header: s.header, number: a.number, firstCol: maxCols, lastCol: -1}
	if a.home != nil {
		a.reach.firstCol, a.reach.lastCol = a.home.whole.firstCol, a.home.whole.lastCol
	} else if len(a.cells) > 0 {
		a.reach.firstCol, a.reach.lastCol = a.cells[0].col, a.cells[len(a.cells)-1].col
	}
	if s.dimension.lastRow > 0 && len(a.cells) > 0 {
		a.dimension = s.dimension.with(area{a.cells[0].col, a.number, a.cells[len(a.cells)-1].col, a.number})
	}
	return nil
}

// change makes the changes of the package.
func (a *addition) change(p *ooxml.Package) error {
	if err := p.Patch(a.part, a.patch); err != nil {
		return err
	}
	if err := a.changeBook(p); err != nil || !a.grows {
		return err
	}
	return p.Replace(a.home.part, a.home.longer(a.number))
}

// calculate gives the new row the formulas of the table's calculated columns.
func (a *addition) calculate(s *ending) {
	if a.home == nil {
		return
	}
	formulas, notes := calculated(a.home)
	a.notes = append(a.notes, notes...)
	for _, col := range slices.Sorted(maps.Keys(formulas)) {
		if s.want.has(col) {
			continue
		}
		a.cells = slices.DeleteFunc(a.cells, func(c newCell) bool { return c.col == col })
		a.cells = append(a.cells, newCell{col: col, style: s.style(col), kind: number, formula: formulas[col]})
		a.formulas = true
	}
	slices.SortFunc(a.cells, func(x, y newCell) int { return x.col - y.col })
}

// longer is the table's part with its rows ending at another.
func (f *tableFile) longer(lastRow int) []byte {
	var edits []ooxml.Edit
	for t := range ooxml.Tags(f.xml) {
		if t.Close || t.Depth > 1 || t.Depth == 1 && t.Local() != "autoFilter" {
			continue
		}
		tag := t.Text(f.xml)
		if ref, ok := parseArea(attr(tag, "ref")); ok && ref.lastRow == f.whole.lastRow {
			ref.lastRow = lastRow
			edits = append(edits, ooxml.Edit{From: t.Start, To: t.End, Text: string(ooxml.SetAttr(tag, "ref", ref.String()))})
		}
	}
	return ooxml.Apply(f.xml, edits)
}

// noPlace says why there is no place behind a table's last row.
func noPlace(pos diag.Pos, why, hint lang.Text) *diag.Problem {
	return refusal(codeNoPlace, pos, lang.F("no row can be added behind the last one: %s", "无法在最后一行之后添加：%s", why), hint)
}

const codeNoPlace = "F46" // there is no place behind the last row

// signedLog and protectedLog refuse without naming a flag to do it all the same:
// one row can be typed by hand.
func signedLog() *diag.Problem {
	return refusal(codeSigned, diag.Pos{},
		lang.T("the workbook is signed, and any change makes its signature invalid", "工作簿带有数字签名，任何改动都会使签名失效"),
		lang.T("keep the log in a file of its own, such as a CSV file", "请把记录放在单独的文件里，例如 CSV 文件"))
}

func protectedLog() *diag.Problem {
	return refusal(codeProtected, diag.Pos{}, lang.T("the sheet is protected", "工作表已受保护"),
		lang.T("take the protection off in Excel (Review, Unprotect Sheet)", "请在 Excel 中撤销工作表保护（审阅 → 撤销工作表保护）"))
}

// unpatched is an error of this program: a sheet that the survey read has no
// place for the row when it is written.
func (a *addition) unpatched() error {
	return fmt.Errorf("row %d found no place in the sheet", a.number)
}
