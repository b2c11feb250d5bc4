package cli

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/render"
	"crm/internal/report"
	"crm/internal/safefile"
	"crm/internal/table"
	"crm/internal/workbook"
)

// What crm classify --view writes is a new file, made of the cells of one list:
// nothing of the user's workbook is copied, nothing is remembered in it, and its
// summary is counted from those cells.

// checkView refuses flags that a view makes no sense with.
func (o *classifyFlags) checkView() error {
	switch {
	case o.view == "":
		return nil
	case o.place:
		return usage(lang.T("--in-place writes into the workbook that holds everything, and --view shows a part of it: one of the two", "--in-place 写入含全部内容的原工作簿，--view 只给出一部分，二者只能选一个"))
	case o.edited != editedKeep:
		return usage(lang.T("--edited is about the workbook that holds everything; a view is made anew each time", "--edited 针对含全部内容的工作簿；视图每次都重新生成"))
	case o.dryRun:
		return nil
	case o.output == "":
		return usage(lang.T("--view makes a file for others: say which with -o", "--view 会生成给别人看的文件：请用 -o 指定文件名"), lang.F("-o customers.%s.xlsx", "-o 客户.%s.xlsx", diag.Escape(o.view)))
	}
	switch ending := strings.ToLower(filepath.Ext(o.output)); ending {
	case ".xlsx", ".csv":
		return nil
	}
	return usage(lang.F("-o %q: a view is an .xlsx or .csv file", "-o %q：视图只能写成 .xlsx 或 .csv 文件", diag.Excerpt(o.output)))
}

func (a *app) runClassifyView(ctx context.Context, args []string, o *classifyFlags, format render.Format) error {
	r, err := a.run(ctx, args, &o.sourceFlags)
	if err != nil {
		return err
	}
	defer r.Close()
	list, err := a.viewList(r)
	if err != nil {
		return err
	}
	if !o.dryRun {
		if err := a.writeView(ctx, r, o, list); err != nil {
			return err
		}
	}
	if err := a.printViewSummary(r, list, format); err != nil {
		return err
	}
	a.mention(r)
	a.nextInit(r, args)
	return nil
}

// viewList is the view's customers with its columns.
func (a *app) viewList(r *run) (*table.Grid, error) {
	list, err := r.report(a.lang).List(report.ListOptions{})
	return list, columnError(err)
}

// writeView writes the file of a view. A workbook of the whole is not replaced by
// a part of it: it remembers what was.
func (a *app) writeView(ctx context.Context, r *run, o *classifyFlags, list *table.Grid) error {
	for _, refused := range []error{notProtected(r, o.force), a.notOverInput(r, o.output), notTheirs(o.output, o.force)} {
		if refused != nil {
			return refused
		}
	}
	if kind, ours, err := workbook.KindOf(o.output); err == nil && ours && kind != workbook.View && !o.force {
		return usage(lang.F("%s is a whole workbook of crm's, and a view would replace it by a part; nothing was written", "%s 是 crm 写的完整工作簿，视图只会留下其中一部分；没有写任何文件", diag.Escape(o.output)),
			lang.T("choose another name with -o; --force replaces it and keeps the old one as a backup", "请用 -o 换一个文件名；--force 会替换它并把旧文件留作备份"))
	}
	if err := safefile.MakeFolder(filepath.Dir(o.output)); err != nil {
		return err
	}
	write := func(w io.Writer) error { return workbook.Write(w, a.viewBook(r, list)) }
	if strings.EqualFold(filepath.Ext(o.output), ".csv") {
		write = func(w io.Writer) error {
			return render.Grid(w, list, render.CSV, render.Options{Lang: a.lang, BOM: true})
		}
	}
	if a.env.Writing != nil {
		a.env.Writing()
	}
	saved, err := safefile.Write(ctx, o.output, a.saving(o.output, &o.savingFlags, "classify"), write)
	if err != nil {
		return err
	}
	if a.env.ErrTerminal || a.flags.verbose {
		a.tellWritten(&target{path: saved.Path, saved: saved, notes: saved.Notes})
	}
	return nil
}

// viewBook is the workbook of a view: its list, and the summary of it where it
// shows a classification.
func (a *app) viewBook(r *run, list *table.Grid) *workbook.Book {
	rep := r.report(a.lang)
	book := &workbook.Book{Lang: a.lang, Bare: true, Marker: workbook.Marker{Version: version(), AsOf: r.AsOf.String()},
		Sheets: []workbook.Sheet{{Name: list.Title.In(a.lang), Grid: list}}}
	sections := []workbook.Section{{Lines: []lang.Text{rep.ViewHeadline(list)}}}
	for i, g := range rep.ViewSummary(list) {
		s := workbook.Section{Title: g.Title, Grid: g}
		if i == 0 {
			s.Chart = &workbook.Chart{Kind: workbook.Bars, Title: lang.F("Customers by %s", "各%s的客户数", g.Title), Names: g.Columns[0].ID, Values: "customers"}
		}
		sections = append(sections, s)
	}
	if len(sections) > 1 {
		title := lang.T("Summary", "汇总")
		book.Sheets = append(book.Sheets, workbook.Sheet{Name: title.In(a.lang), Title: title, Sections: sections})
	}
	return book
}

func (a *app) printViewSummary(r *run, list *table.Grid, format render.Format) error {
	if format == "" {
		return nil
	}
	rep := r.report(a.lang)
	opts := render.Options{Lang: a.lang, Color: a.color(), Width: a.env.Width}
	if format != render.Table && format != render.Markdown {
		return render.Grid(a.env.Out, rep.ViewFlat(list), format, opts)
	}
	fmt.Fprintln(a.env.Out, rep.ViewHeadline(list).In(a.lang))
	for _, g := range rep.ViewSummary(list) {
		fmt.Fprintln(a.env.Out)
		if err := render.Grid(a.env.Out, g, format, opts); err != nil {
			return err
		}
	}
	return nil
}
