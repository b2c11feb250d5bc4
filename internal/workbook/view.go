package workbook

import (
	"errors"
	"fmt"

	"github.com/xuri/excelize/v2"
)

// The most that a frozen pane may take of a small screen.
const (
	mostFrozenRows  = 10
	mostFrozenWidth = 60
)

// setView freezes header and first columns, filters below the header, and hides
// the grid lines of a page that is no table.
func (s *sheet) setView() error {
	f := s.pack.file
	if s.plain {
		return nil
	}
	if s.bare {
		lines := false
		if err := f.SetSheetView(s.name, 0, &excelize.ViewOptions{ShowGridLines: &lines}); err != nil {
			return err
		}
	}
	if s.header == 0 {
		return nil
	}
	cols, room := 0, float64(mostFrozenWidth)
	for ; cols < s.frozen && cols < s.edge-1; cols++ {
		if room -= s.width(cols); room < 0 {
			break
		}
	}
	rows := s.header
	if rows > mostFrozenRows {
		rows = 0
	}
	if err := f.SetPanes(s.name, panes(rows, cols)); err != nil {
		return err
	}
	if s.lastCol < s.firstCol {
		return nil
	}
	return f.AutoFilter(s.name, ref(s.firstCol, s.header)+":"+ref(s.lastCol, max(s.filterLast, s.header)), nil)
}

func panes(rows, cols int) *excelize.Panes {
	p := &excelize.Panes{Freeze: true, XSplit: cols, YSplit: rows, TopLeftCell: ref(cols, rows+1), ActivePane: "bottomRight"}
	switch {
	case rows == 0 && cols == 0:
		return &excelize.Panes{}
	case rows == 0:
		p.ActivePane = "topRight"
	case cols == 0:
		p.ActivePane = "bottomLeft"
	}
	p.Selection = []excelize.Selection{{SQRef: p.TopLeftCell, ActiveCell: p.TopLeftCell, Pane: p.ActivePane}}
	return p
}

// The footers in print: the sheet's name, and the page. That of a sheet of ours
// names crm, by which a later run knows that the sheet is still the one we made.
const (
	footer    = "&L&A&R&P / &N"
	ownFooter = "&Lcrm · &A&R&P / &N"
)

// setPrint fits the sheet to the width of a landscape page and repeats its header.
func (s *sheet) setPrint() error {
	f := s.pack.file
	const a4 = 9
	landscape, paper, one, any, fit := "landscape", a4, 1, 0, true
	edge, side := 0.6, 0.4 // inches
	foot := footer
	switch {
	case s.own && s.plain:
		return f.SetHeaderFooter(s.name, &excelize.HeaderFooterOptions{OddFooter: ownFooter})
	case s.own:
		foot = ownFooter
	case s.plain:
		return nil
	}
	err := errors.Join(
		f.SetPageLayout(s.name, &excelize.PageLayoutOptions{Orientation: &landscape, Size: &paper, FitToWidth: &one, FitToHeight: &any}),
		f.SetSheetProps(s.name, &excelize.SheetPropsOptions{FitToPage: &fit}),
		f.SetPageMargins(s.name, &excelize.PageLayoutMarginsOptions{Top: &edge, Bottom: &edge, Left: &side, Right: &side}),
		f.SetHeaderFooter(s.name, &excelize.HeaderFooterOptions{OddFooter: foot}),
	)
	if err != nil || s.header == 0 {
		return err
	}
	return f.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("%s!$%d:$%d", quoted(s.name), s.header, s.header), Scope: s.name,
	})
}
