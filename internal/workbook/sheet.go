package workbook

import (
	"errors"
	"io"
	"slices"
	"strconv"
	"time"

	"github.com/xuri/excelize/v2"

	"crm/internal/diag"
	"crm/internal/lang"
)

// errUnknownStyle is a fault of this package: measuring and writing differ.
var errUnknownStyle = errors.New("a cell asks for a style that was not measured")

// sheet is one sheet on its way: how it is measured and written, and what was
// learned on the way.
type sheet struct {
	pack    *pack
	name    string
	part    string
	measure func(*rowWriter) error // sees every cell once, for styles and widths
	emit    func(*rowWriter) error // writes the rows
	lang    lang.Lang

	header, filterLast int             // the row that is frozen, filtered and repeated in print, and the last that is filtered; 0 for none
	firstCol, lastCol  int             // of the filtered table
	frozen             int             // columns that stay in view
	widths             map[int]int     // of the texts seen, by column
	fixedWidths        map[int]float64 // decided elsewhere
	charts             []placed
	heats              []heated
	breaks             []int // the first rows of printed pages
	bytes              int   // about what the rows take, once measured
	lastRow, edge      int   // the last row, and the column after the last, of all cells
	headerEdge         int   // the column after the last of the header of a copied table
	bare               bool  // without grid lines
	own                bool  // a sheet of ours altogether
	beside             bool  // only its measures count: its cells will stand beside a user's own
	plain              bool  // nobody looks at it as it is: no view, no filter, no print
	hidden             bool  // nor sees its columns: they have no widths of their own
	later              bool  // its rows are no matter of the package's own
	used               []int // the styles of its cells, some of them several times
}

// The widths of columns, in characters.
const (
	narrowest  = 8
	widest     = 40
	wrapped    = 60 // of a column of long texts, which wrap
	margin     = 2
	headerRoom = 3 // the filter's button
	headerLine = 14

	bareHeaderLine   = 20 // of a table that has no filter
	besideHeaderLine = 24 // in a user's header row, whose height is not ours
)

// see notes a cell.
func (s *sheet) see(col int, key style, width int) {
	s.edge = max(s.edge, col+1)
	switch key.look {
	case title, note, fixed, heading:
		return // such texts run over the columns beside them
	case header, ownHeader:
		switch {
		case s.bare:
			width = min(width, bareHeaderLine)
		case s.beside:
			width = min(width, besideHeaderLine) + headerRoom
		default:
			width = min(width, headerLine) + headerRoom
		}
	}
	s.widths[col] = max(s.widths[col], width)
}

// widens reports whether a text of so many bytes can make a column wider than it
// is: no character is wider than its bytes are many.
func (s *sheet) widens(col int, key style, bytes int) bool {
	return !s.hidden && (key.look != body || s.fixedWidths[col] == 0 && s.widths[col] < min(bytes, widest-margin))
}

// width is a column's width in characters.
func (s *sheet) width(col int) float64 {
	if w, decided := s.fixedWidths[col]; decided {
		return w
	}
	return float64(min(max(s.widths[col]+margin, narrowest), widest))
}

// newPackage plans all sheets and measures them.
func newPackage(b *Book) (*pack, error) {
	p := &pack{book: b, file: excelize.NewFile(), written: map[string]string{}}
	var err error
	if p.styles, err = newStyles(p.file, b.Lang); err != nil {
		return nil, err
	}
	marker := b.Marker
	marker.Columns, marker.Headers, marker.Sheets = nil, nil, nil
	for i := range b.Blocks {
		block, err := p.planBlock(&b.Blocks[i], &marker)
		if err != nil {
			return nil, err
		}
		p.blocks = append(p.blocks, block)
	}
	names := uniqueNames(b.Sheets)
	for i := range b.Sheets {
		s, err := p.plan(i, names[i], &marker)
		if err != nil {
			return nil, err
		}
		p.sheets = append(p.sheets, s)
	}
	if err := p.show(); err != nil {
		return nil, err
	}
	if b.Bare {
		marker = Marker{Version: marker.Version, AsOf: marker.AsOf, Kind: View}
	}
	p.marker = marker
	if err := p.properties(&marker); err != nil {
		return nil, err
	}
	p.styles.sealed = true
	return p, p.styles.err
}

// plan makes a sheet and everything of it but its rows.
func (p *pack) plan(i int, name string, marker *Marker) (*sheet, error) {
	from := &p.book.Sheets[i]
	s := p.newSheet(name)
	s.part, s.frozen = "xl/worksheets/sheet"+strconv.Itoa(i+1)+".xml", max(from.Frozen, 1)
	var err error
	if i == 0 {
		err = p.file.SetSheetName("Sheet1", name)
	} else {
		_, err = p.file.NewSheet(name)
	}
	if err != nil {
		return nil, err
	}
	switch {
	case from.Source != nil:
		s.copySource(from.Source, marker)
	case from.Grid != nil:
		s.own, s.plain, s.hidden = true, from.VeryHidden, from.VeryHidden
		s.showGrid(from.Grid)
	default:
		s.own = true
		s.showSections(from)
	}
	if s.own {
		marker.Sheets = append(marker.Sheets, name)
	}
	w := &rowWriter{styles: p.styles, sheet: s}
	if err := s.measure(w); err != nil {
		return nil, err
	}
	if err := w.measured(); err != nil {
		return nil, err
	}
	return s, s.arrange()
}

func (p *pack) newSheet(name string) *sheet {
	return &sheet{pack: p, name: name, lang: p.book.Lang, widths: map[int]int{}, fixedWidths: map[int]float64{}}
}

// measured is the error of a sheet that was measured.
func (w *rowWriter) measured() error {
	if w.err == nil && w.sheet.edge > maxCols {
		return w.sheet.tooLarge(lang.F("more than %d columns", "超过 %d 列", maxCols))
	}
	return w.err
}

func (s *sheet) tooLarge(what lang.Text) error {
	return &diag.Problem{
		Code: "F31", Severity: diag.Error, Pos: diag.Pos{File: s.name, Sheet: s.name},
		Message: lang.F("the sheet would have %s", "工作表会%s", what),
		Hint:    lang.T("write a CSV file instead: -o NAME.csv", "请改为输出 CSV：-o 文件名.csv"),
		Effect:  lang.T("nothing was written", "没有写入任何文件"),
	}
}

// arrange sets what surrounds the rows: widths, panes, filter, print, charts.
func (s *sheet) arrange() error {
	f := s.pack.file
	for col := range s.edge {
		name := diag.ColumnName(col)
		if _, seen := s.widths[col]; !seen && s.fixedWidths[col] == 0 {
			continue
		}
		if err := f.SetColWidth(s.name, name, name, s.width(col)); err != nil {
			return err
		}
	}
	if s.lastRow > 0 && s.edge > 0 {
		whole := "A1:" + ref(s.edge-1, s.lastRow)
		if err := errors.Join(f.SetSheetDimension(s.name, whole),
			f.AddIgnoredErrors(s.name, whole, excelize.IgnoredErrorsNumberStoredAsText)); err != nil {
			return err
		}
	}
	if err := errors.Join(s.setView(), s.setPrint()); err != nil {
		return err
	}
	return errors.Join(s.breakPages(), s.addCharts(), s.fillHeat())
}

// errAllHidden is a fault of the caller: no program opens a book without a sheet to show.
var errAllHidden = errors.New("a workbook needs a sheet that is not hidden")

// show hides the sheets that nobody shall see and opens the book at the first
// that one may.
func (p *pack) show() error {
	first := slices.IndexFunc(p.book.Sheets, func(s Sheet) bool { return !s.VeryHidden })
	if first < 0 {
		return errAllHidden
	}
	p.file.SetActiveSheet(first)
	for i, s := range p.sheets {
		if !p.book.Sheets[i].VeryHidden {
			continue
		}
		if err := p.file.SetSheetVisible(s.name, false, true); err != nil {
			return err
		}
	}
	return nil
}

// properties sets what the book says of itself; its dates are the as-of date,
// never the clock's.
func (p *pack) properties(m *Marker) error {
	made := m.AsOf + "T00:00:00Z"
	if _, err := time.Parse(time.RFC3339, made); err != nil {
		made = "2000-01-01T00:00:00Z"
	}
	open, old := false, p.book.Date1904
	if p.book.Unmarked {
		m = nil
	}
	return errors.Join(
		p.file.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &old, FilterPrivacy: &open}),
		p.file.SetDocProps(&excelize.DocProperties{Creator: "crm", LastModifiedBy: "crm", Created: made, Modified: made}),
		p.file.SetAppProps(&excelize.AppProperties{Application: "crm"}),
		m.set(p.file),
	)
}

// endOfRows reports the end of a source, and passes other errors on.
func endOfRows(err error) (done bool, failed error) {
	if errors.Is(err, io.EOF) {
		return true, nil
	}
	return err != nil, err
}
