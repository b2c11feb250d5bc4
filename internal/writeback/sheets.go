package writeback

import (
	"crypto/sha256"
	"errors"
	"regexp"
	"strings"

	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/report"
	"crm/internal/table"
	"crm/internal/workbook"
)

// The sheets of ours, in the order in which they are added. The last two are
// what the book remembers, and nobody sees them.
var sheetNames = []lang.Text{
	summarySheet:   lang.T("Summary", "汇总"),
	changesSheet:   lang.T("Changes", "等级变化"),
	historySheet:   lang.T("Class history", "变化历史"), // Excel keeps the bare name History for itself
	asideSheet:     lang.T("Set aside", "搁置的行"),
	rulesSheet:     lang.T("Rules used", "所用规则"),
	stateSheet:     lang.Same("_crm"),
	pastMovesSheet: lang.Same("_crm_history"),
}

const (
	summarySheet = iota
	changesSheet
	historySheet
	asideSheet
	rulesSheet
	stateSheet
	pastMovesSheet
)

// numbered is what a sheet's name ends with where its plain name was taken.
var numbered = regexp.MustCompile(` \(\d+\)$`)

// kindOf is which of our sheets has that name, in whichever language it was written.
func kindOf(name string) (kind int, ok bool) {
	name = numbered.ReplaceAllString(name, "")
	for kind, names := range sheetNames {
		if strings.EqualFold(name, names.EN) || strings.EqualFold(name, names.ZH) {
			return kind, true
		}
	}
	return 0, false
}

// ownSheets is our sheets under the names they are to have.
func (p *Plan) ownSheets(names []string) ([]workbook.Sheet, error) {
	next := *p.run.Next
	next.Sheets = names
	var state, moves *table.Grid
	remembered := beside(func() error {
		state, moves = next.Grids()
		return nil
	})
	rulesUsed, err := p.rulesUsed()
	sheets := make([]workbook.Sheet, len(sheetNames))
	sheets[summarySheet] = p.summary()
	sheets[changesSheet] = workbook.Sheet{Grid: report.ForPeople(report.Changes(p.run.Since)), Frozen: 2}
	sheets[historySheet] = workbook.Sheet{Grid: report.ForPeople(report.History(p.run.Next.History, &p.run.Next.Now, p.run.Next.Former)), Frozen: 2}
	sheets[asideSheet] = workbook.Sheet{Grid: report.SetAside(p.lasting(), p.run.Lang)}
	sheets[rulesSheet] = workbook.Sheet{Sections: rulesUsed}
	if err := errors.Join(err, remembered()); err != nil {
		return nil, err
	}
	if p.target.Last {
		p.run.forget()
	}
	sheets[stateSheet] = workbook.Sheet{Grid: state, VeryHidden: true, Later: p.source != nil}
	sheets[pastMovesSheet] = workbook.Sheet{Grid: moves, VeryHidden: true, Later: p.source != nil}
	for i := range sheets {
		sheets[i].Name = names[i]
	}
	return sheets, nil
}

func (p *Plan) summary() workbook.Sheet {
	rep := p.run.Report
	sections := []workbook.Section{{Lines: []lang.Text{rep.Headline()}}}
	for i, g := range rep.Summary(true) {
		s := workbook.Section{Title: g.Title, Grid: g}
		if i > 0 {
			sections = append(sections, s)
			continue
		}
		s.Chart = &workbook.Chart{Kind: workbook.Bars, Title: lang.F("Customers by %s", "各%s的客户数", g.Title), Names: g.Columns[0].ID, Values: "customers"}
		sections = append(append(sections, s), p.moved()...)
	}
	if pareto := rep.Pareto(); len(pareto.Rows) > 0 {
		sections = append(sections, workbook.Section{Title: pareto.Title, Grid: pareto, Chart: &workbook.Chart{
			Kind: workbook.Pareto, Title: lang.T("Who brings the revenue", "收入集中在谁"), Names: pareto.Columns[0].ID, Values: "revenue", Line: "cumulative_share"}})
	}
	sections = append(sections,
		workbook.Section{Title: lang.T("No row was lost", "没有丢行"), Lines: append(rep.Reconciliation(true), rep.ByClass()...)},
		workbook.Section{Title: lang.T("How it was read", "读取说明"), Lines: p.run.Readings()})
	return workbook.Sheet{Title: lang.T("Summary", "客户分级汇总"), Sections: sections}
}

// moved is the part of the summary on what changed since the run before.
func (p *Plan) moved() []workbook.Section {
	since := p.run.Since
	if since.Matrix == nil {
		return nil
	}
	summary := report.MovesSummary(since)
	section := workbook.Section{
		Title: movesTitle(since.Old),
		Lines: []lang.Text{report.MovesHeadline(since)},
	}
	if len(since.Moves) == 0 {
		return []workbook.Section{section}
	}
	section.Grid = summary
	section.Chart = &workbook.Chart{Kind: workbook.Moves, Title: lang.T("Who came and who left", "各等级的转入与转出"),
		Names: summary.Columns[0].ID, Values: "came", Second: "left"}
	matrix := report.Matrix(since)
	return []workbook.Section{section, {Title: matrix.Title, Grid: matrix}}
}

func movesTitle(old *crm.State) lang.Text {
	if old.AsOf == 0 {
		return lang.T("Moves against the table's own classes", "与客户表原有等级相比的变动")
	}
	return lang.F("Moves since %s", "自 %s 以来的等级变动", old.AsOf)
}

// rulesUsed is what the result rests on: version, day, inputs with their
// digests, the rules' text. A book that is written in place has no digest of
// itself.
func (p *Plan) rulesUsed() ([]workbook.Section, error) {
	set := p.run.Rules
	from := lang.T("embedded rules", "内置规则")
	if set.File != "" {
		from = lang.Same(diag.Escape(set.File))
	}
	about := []lang.Text{
		lang.F("crm %s", "crm %s", p.run.Version),
		lang.F("as of %s, window %s", "截至 %s，统计期 %s", p.run.AsOf, set.Window),
		lang.F("rules: %s, SHA-256 %x", "规则：%s，SHA-256 %x", from, sha256.Sum256(set.Source)),
	}
	for _, b := range p.run.Books {
		if b == p.target.Book && p.target.Itself {
			about = append(about, lang.F("input: %s, this workbook", "输入：%s（本工作簿）", diag.Escape(b.Path())))
			continue
		}
		digest, err := b.SHA256()
		if err != nil {
			return nil, err
		}
		about = append(about, lang.F("input: %s, SHA-256 %x", "输入：%s，SHA-256 %x", diag.Escape(b.Path()), digest))
	}
	var text []lang.Text
	for line := range strings.Lines(string(set.Source)) {
		text = append(text, lang.Same(strings.TrimRight(line, "\r\n")))
	}
	return []workbook.Section{
		{Title: lang.T("What this rests on", "结果的依据"), Lines: about},
		{Title: lang.T("The rules", "规则全文"), Lines: text, Fixed: true},
	}, nil
}
