package cli

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"path/filepath"
	"strings"

	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/pipeline"
	"crm/internal/report"
	"crm/internal/safefile"
	"crm/internal/sheet"
	"crm/internal/sheet/xlsx"
	"crm/internal/table"
	"crm/internal/value"
	"crm/internal/workbook"
)

// writeClassified writes the workbooks (or the CSV file) of a run.
func (a *app) writeClassified(ctx context.Context, r *run, o *classifyFlags) ([]target, error) {
	targets, err := a.targets(r, o)
	if err != nil {
		return nil, err
	}
	for i := range targets {
		t := &targets[i]
		write := a.workbookWriter(r, t)
		if !t.listsAside() {
			write = a.csvWriter(r, t)
		}
		folder := filepath.Dir(t.path)
		if err := safefile.MakeFolder(folder); err != nil {
			return nil, err
		}
		saved, err := safefile.Write(ctx, t.path, safefile.Options{
			Backups: a.backups(folder), Replace: true, Verify: verify,
		}, write)
		if err != nil {
			return nil, err
		}
		t.path, t.backup = saved.Path, saved.Backup
	}
	return targets, nil
}

// verify reads a finished file strictly, to its last row, before it gets its name.
func verify(path string) error {
	book, err := sheet.Open(path, sheet.Options{Limits: xlsx.DefaultLimits()})
	if err != nil {
		return err
	}
	defer book.Close()
	for _, s := range book.Sheets() {
		if err := readThrough(s); err != nil {
			return err
		}
	}
	return nil
}

func readThrough(s table.Sheet) error {
	rows, err := s.Rows()
	if err != nil {
		return err
	}
	defer rows.Close()
	for {
		if _, err := rows.Next(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}

func (a *app) workbookWriter(r *run, t *target) func(io.Writer) error {
	return func(w io.Writer) error {
		book, err := a.workbook(r, t)
		if err != nil {
			return err
		}
		return workbook.Write(w, book)
	}
}

// workbook is the classified workbook: the customers with our columns, then our sheets.
func (a *app) workbook(r *run, t *target) (*workbook.Book, error) {
	rep := r.report(a.lang)
	sheets, err := a.customerSheets(r, t, rep)
	if err != nil {
		return nil, err
	}
	rulesUsed, err := a.rulesUsed(r)
	if err != nil {
		return nil, err
	}
	digest := sha256.Sum256(r.Rules.Source)
	return &workbook.Book{
		Lang: a.lang,
		Sheets: append(sheets,
			a.summarySheet(r, rep),
			workbook.Sheet{Name: a.t("Set aside", "搁置的行"), Grid: report.SetAside(r.Problems, a.lang)},
			workbook.Sheet{Name: a.t("Rules used", "所用规则"), Sections: rulesUsed},
		),
		Marker: workbook.Marker{Version: version(), AsOf: r.AsOf.String(), RulesSHA256: hex.EncodeToString(digest[:])},
	}, nil
}

func (a *app) customerSheets(r *run, t *target, rep *report.Run) ([]workbook.Sheet, error) {
	if !r.Data.Read(crm.Customers) {
		alone, err := rep.Alone()
		return []workbook.Sheet{{Name: a.t("Customers", "客户"), Grid: alone}}, err
	}
	added, err := rep.Added()
	if err != nil {
		return nil, err
	}
	var sheets []workbook.Sheet
	for _, l := range r.Data.Tables {
		if l.Kind != crm.Customers || l.Book != t.book {
			continue
		}
		name := l.Sheet.Pos().Sheet
		if name == "" {
			name = pipeline.Name(l.Book.Path())
		}
		sheets = append(sheets, workbook.Sheet{Name: name, Source: &workbook.Source{
			Sheet: l.Sheet, Header: l.Header, Typed: typed(l, r.Data), AsOf: r.AsOf, Row: rowsOf(l, r.Data), Columns: added, Drop: ours(l),
		}})
	}
	return sheets, nil
}

// typed says which columns of a customers table without types hold numbers or dates.
func typed(l *crm.Layout, d *crm.Data) map[int]workbook.Reading {
	readings := map[int]workbook.Reading{}
	for i := range l.Columns {
		c := &l.Columns[i]
		kind := value.Text
		if c.Field != "" {
			kind = c.Field.Kind()
		} else {
			for _, e := range d.ExtraColumns {
				if e.Header == c.Header {
					kind = e.Kind
				}
			}
		}
		if kind == value.Date || kind.Numeric() {
			readings[c.Index] = workbook.Reading{Kind: kind, Order: c.Order, Mark: c.Mark}
		}
	}
	return readings
}

// rowsOf finds the customer of a row of the sheet.
func rowsOf(l *crm.Layout, d *crm.Data) func(number int) (int, bool) {
	at := l.Sheet.Pos()
	customers := map[int]int{}
	for i := range d.Customers {
		for _, p := range d.Customers[i].Places() {
			if p.File == at.File && p.Sheet == at.Sheet {
				customers[p.Row] = i
			}
		}
	}
	return func(number int) (int, bool) {
		i, ok := customers[number]
		return i, ok
	}
}

// ours is the columns that an earlier run of crm added to the sheet.
func ours(l *crm.Layout) map[int]bool {
	marker, ok := workbook.ReadMarker(l.Book.Properties())
	if !ok {
		return nil
	}
	drop := map[int]bool{}
	for i := range l.Columns {
		for _, h := range marker.Headers {
			if l.Columns[i].Header == h {
				drop[l.Columns[i].Index] = true
			}
		}
	}
	return drop
}

func (a *app) summarySheet(r *run, rep *report.Run) workbook.Sheet {
	sections := []workbook.Section{{Lines: []lang.Text{rep.Headline()}}}
	for i, g := range rep.Summary(true) {
		s := workbook.Section{Title: g.Title, Grid: g}
		if i == 0 {
			s.Chart = &workbook.Chart{Kind: workbook.Bars, Title: lang.F("Customers by %s", "各%s的客户数", g.Title), Names: g.Columns[0].ID, Values: "customers"}
		}
		sections = append(sections, s)
	}
	if pareto := rep.Pareto(); len(pareto.Rows) > 0 {
		sections = append(sections, workbook.Section{Title: pareto.Title, Grid: pareto, Chart: &workbook.Chart{
			Kind: workbook.Pareto, Title: lang.T("Who brings the revenue", "收入集中在谁"), Names: pareto.Columns[0].ID, Values: "revenue", Line: "cumulative_share"}})
	}
	sections = append(sections,
		workbook.Section{Title: lang.T("No row was lost", "没有丢行"), Lines: append(rep.Reconciliation(true), rep.ByClass()...)},
		workbook.Section{Title: lang.T("How it was read", "读取说明"), Lines: r.Readings()})
	return workbook.Sheet{Name: a.t("Summary", "汇总"), Title: lang.T("Summary", "客户分级汇总"), Sections: sections}
}

// rulesUsed is what the result rests on: version, day, inputs with their digests, the rules' text.
func (a *app) rulesUsed(r *run) ([]workbook.Section, error) {
	from := lang.T("embedded rules", "内置规则")
	if r.Rules.File != "" {
		from = lang.Same(diag.Escape(r.Rules.File))
	}
	about := []lang.Text{
		lang.F("crm %s", "crm %s", version()),
		lang.F("as of %s, window %s", "截至 %s，统计区间 %s", r.AsOf, r.Rules.Window),
		lang.F("rules: %s, SHA-256 %x", "规则：%s，SHA-256 %x", from, sha256.Sum256(r.Rules.Source)),
	}
	for _, b := range r.Books {
		digest, err := b.SHA256()
		if err != nil {
			return nil, err
		}
		about = append(about, lang.F("input: %s, SHA-256 %x", "输入：%s，SHA-256 %x", diag.Escape(b.Path()), digest))
	}
	var text []lang.Text
	for _, line := range strings.Split(strings.TrimRight(string(r.Rules.Source), "\n"), "\n") {
		text = append(text, lang.Same(strings.TrimRight(line, "\r")))
	}
	return []workbook.Section{
		{Title: lang.T("What this rests on", "结果的依据"), Lines: about},
		{Title: lang.T("The rules", "规则全文"), Lines: text, Fixed: true},
	}, nil
}
