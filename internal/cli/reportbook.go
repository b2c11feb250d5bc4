package cli

import (
	"context"
	"io"
	"slices"

	"crm/internal/lang"
	"crm/internal/report"
	"crm/internal/table"
	"crm/internal/workbook"
)

// reportBook is the kind of a workbook of figures: it is no input of any run.
const reportBook workbook.Kind = "report"

// writeReportBook writes the report as a workbook, a sheet a theme; narrow leaves
// only what is about the indicators themselves.
func (a *app) writeReportBook(ctx context.Context, m *report.Manager, narrow bool, out *output) error {
	book := &workbook.Book{Lang: a.lang, Marker: workbook.Marker{Version: version(), AsOf: m.AsOf.String(), Kind: reportBook}}
	for _, p := range m.Themes() {
		if narrow && !slices.Contains(report.KPIThemes(), p.ID) {
			continue
		}
		book.Sheets = append(book.Sheets, themeSheet(p, a.lang))
	}
	write := func(w io.Writer) error { return workbook.Write(w, book) }
	if out.path == "" {
		return write(a.env.Out)
	}
	if a.env.ErrTerminal {
		a.printLines(a.env.Err, []lang.Text{m.Verdicts()})
	}
	return a.save(ctx, out.path, write)
}

// themeSheet is a theme as a sheet: a page of tables and charts, or, where it is
// nothing but a table, the table alone, which is then filtered and scrolled.
func themeSheet(p *table.Page, l lang.Lang) workbook.Sheet {
	s := workbook.Sheet{Name: p.Title.In(l)}
	if len(p.Parts) == 1 && len(p.Lines) == 0 && p.Parts[0].Chart == nil && p.Parts[0].Grid != nil {
		s.Grid, s.Frozen = p.Parts[0].Grid, 2
		return s
	}
	s.Title, s.Spaced = p.Title, true
	if len(p.Lines) > 0 {
		s.Sections = append(s.Sections, workbook.Section{Lines: p.Lines})
	}
	for i := range p.Parts {
		part := &p.Parts[i]
		section := workbook.Section{Title: part.Title, Lines: part.Lines, Grid: part.Grid, Chart: part.Chart}
		for k := range part.Items {
			section.Lines = append(section.Lines, lang.F("• %s", "• %s", part.Items[k].Text))
			for _, more := range part.Items[k].More {
				section.Lines = append(section.Lines, lang.F("   %s", "   %s", more))
			}
		}
		s.Sections = append(s.Sections, section)
	}
	return s
}
