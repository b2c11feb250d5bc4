package cli

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"crm/internal/annotate"
	"crm/internal/contactlog"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/pipeline"
	"crm/internal/safefile"
	"crm/internal/sheet/csvfile"
	"crm/internal/table"
	"crm/internal/words"
	"crm/internal/writeback"
)

// contactTable is where contacts are written down.
type contactTable struct {
	path, sheet string
	fresh       bool // it is still to be made
	unlisted    bool // no run would read it: rules.yaml does not name it
}

// source is the table as a flag or rules.yaml names it.
func (t *contactTable) source() string {
	if t.sheet == "" {
		return t.path
	}
	return t.path + "#" + t.sheet
}

// logOf is the team's own log: of the tables of activities that were read the
// last; else the one that rules.yaml names, where flags named other files; else
// one in the workspace, which may be new.
func (a *app) logOf(r *run) (*contactTable, error) {
	for _, l := range slices.Backward(r.Layouts) {
		if l.Kind == crm.Activities && !l.Ours {
			at := l.Sheet.Pos()
			return &contactTable{path: at.File, sheet: at.Sheet}, nil
		}
	}
	for _, s := range slices.Backward(r.Rules.Sources.Tables) {
		if s.Kind != crm.Activities {
			continue
		}
		t := &contactTable{}
		t.path, t.sheet = splitSheet(sourcePath(r.Rules.File, s.Path.Value))
		if t.fresh = !isFile(t.path); t.fresh && (t.sheet != "" || !slices.Contains([]string{".csv", ".txt"}, strings.ToLower(filepath.Ext(t.path)))) {
			return nil, failed(nil, lang.F("%s, the log that rules.yaml names, is not there", "rules.yaml 里写的跟进记录 %s 不存在", diag.Escape(t.path)),
				lang.T("crm makes a new log as a CSV file; name one under sources, activities", "crm 只能新建 CSV 格式的记录；请在 sources 的 activities 里写一个 .csv 文件"))
		}
		return t, nil
	}
	folder := a.workspaceOf(r)
	t := &contactTable{path: filepath.Join(folder, contactlog.FileName(a.lang)), unlisted: true}
	for _, name := range contactlog.FileNames() {
		if path := filepath.Join(folder, name); isFile(path) {
			t.path = path
			return t, nil
		}
	}
	t.fresh = true
	return t, nil
}

// workspaceOf is the folder of the rules.yaml in use, else that of the customers.
func (a *app) workspaceOf(r *run) string {
	if path, err := a.rulesPath(); err == nil && path != "" {
		return filepath.Dir(path)
	}
	for _, l := range r.Layouts {
		if l.Kind == crm.Customers {
			return filepath.Dir(l.Sheet.Pos().File)
		}
	}
	return filepath.Dir(r.in.files[0])
}

// logWriter writes entries into a log: all of them, or none.
type logWriter struct {
	app       *app
	run       *run
	to        *contactTable
	customers []int
	entries   []*contactlog.Entry // one a customer
	flags     *logFlags

	layout   *crm.Layout // how the log is understood, as it is when it is written
	cells    [][]contactlog.Cell
	unplaced []crm.Field // of any entry
	rows     []int
	chain    *rowChain // of a workbook
	saved    safefile.Saved
}

// save writes the entry down. The log is read under the lock under which it is
// replaced: whoever else writes a contact down at this moment comes before or after.
func (w *logWriter) save(ctx context.Context) (err error) {
	how := w.app.saving(w.to.path, &w.flags.savingFlags, "log "+w.whose())
	if w.to.fresh {
		once := how
		once.Replace = false
		_, err := safefile.Write(ctx, w.to.path, once, func(out io.Writer) error { return contactlog.New(out, w.app.lang) })
		// Another run may have been quicker. A disk that did not confirm a log without
		// rows has to confirm that with the first one, and is told of then.
		if err != nil && !errors.Is(err, safefile.ErrExists) && !errors.Is(err, safefile.ErrUnconfirmed) {
			return err
		}
	}
	how.Verify = w.verify
	defer func() { w.chain.forget() }()
	w.saved, err = safefile.Write(ctx, w.to.path, how, w.write)
	return err
}

// whose is the customers in the record of what was written: Acme +11.
func (w *logWriter) whose() string {
	label := w.run.Data.Customers[w.customers[0]].Label()
	if more := len(w.customers) - 1; more > 0 {
		label += " +" + strconv.Itoa(more)
	}
	return label
}

// write writes a copy of the log with the entries.
func (w *logWriter) write(out io.Writer) error {
	r, err := w.reopen()
	if err != nil {
		return err
	}
	defer r.Close()
	if b := w.layout.Book; workbookFormat(w.layout) && !writeback.Writable(b) {
		return w.refuse(lang.F("crm cannot write into %s: %s", "crm 不能写入 %s：%s", diag.Escape(w.to.path), unwritable(b)),
			lang.T("save it as .xlsx without a password, or as CSV", "请另存为不带密码的 .xlsx，或 CSV"))
	}
	w.cells, w.unplaced = nil, nil
	for _, e := range w.entries {
		cells, unplaced := contactlog.Row(w.layout, e)
		if err := w.mayWrite(e, unplaced); err != nil {
			return err
		}
		w.cells = append(w.cells, cells)
		for _, f := range unplaced {
			if !slices.Contains(w.unplaced, f) {
				w.unplaced = append(w.unplaced, f)
			}
		}
	}
	if !workbookFormat(w.layout) {
		return contactlog.Append(out, w.to.path, w.csvOptions(), w.cells...)
	}
	w.chain = &rowChain{path: w.to.path}
	return w.chain.write(out, w.sheetRows())
}

// sheetRows is the entries as rows of a sheet.
func (w *logWriter) sheetRows() []*annotate.Row {
	var rows []*annotate.Row
	for _, cells := range w.cells {
		row := &annotate.Row{Sheet: w.layout.Sheet.Pos().Sheet, Header: w.layout.Header, Limits: w.run.limits}
		for _, c := range cells {
			row.Cells = append(row.Cells, annotate.Cell{Col: c.Col, Text: c.Text, Day: c.Day})
		}
		rows = append(rows, row)
	}
	return rows
}

func workbookFormat(l *crm.Layout) bool { return !delimited(l.Book) }

// delimited reports whether a book is a text file of fields.
func delimited(b table.Book) bool { return b.Format() == "csv" || b.Format() == "tsv" }

// reopen opens the log as it is now, and finds its columns.
func (w *logWriter) reopen() (*pipeline.Result, error) {
	o := pipeline.Options{
		Files: []string{w.to.path}, Named: map[string]crm.TableKind{w.to.source(): crm.Activities}, Only: map[string]bool{w.to.path: w.to.sheet != ""},
		Rules: w.run.Rules, AsOf: w.run.AsOf, Today: w.run.AsOf, TakeOwn: true,
	}
	var err error
	if o.Order, err = w.flags.order(); err != nil {
		return nil, err
	}
	if o.Mark, err = w.flags.mark(); err != nil {
		return nil, err
	}
	if o.Sheet, _, err = w.flags.sheetOptions(); err != nil {
		return nil, err
	}
	r, err := pipeline.Open(o)
	if err == nil && r.Problems.Failed() {
		err = errorOf(r.Problems)
	}
	if err == nil {
		i := slices.IndexFunc(r.Layouts, func(l *crm.Layout) bool { return l.Kind == crm.Activities })
		if i < 0 {
			err = w.refuse(lang.F("%s is no log of contacts any more", "%s 已经不是跟进记录了", diag.Escape(w.to.source())))
		} else {
			w.layout = r.Layouts[i]
		}
	}
	if err != nil {
		r.Close()
		return nil, err
	}
	return r, nil
}

// errorOf is the first problem that stops a run.
func errorOf(list diag.List) error {
	i := slices.IndexFunc(list, func(p diag.Problem) bool { return p.Severity == diag.Error })
	return &list[i]
}

func (w *logWriter) refuse(text lang.Text, hints ...lang.Text) error {
	return &failure{code: exitData, text: text, hints: hints}
}

// mayWrite refuses a row of which nobody could tell whose it is, or that lacks
// what was said.
func (w *logWriter) mayWrite(e *contactlog.Entry, unplaced []crm.Field) error {
	log := diag.Escape(w.to.source())
	lacks := func(f crm.Field) bool { return slices.Contains(unplaced, f) }
	switch {
	case lacks(crm.FieldCustomerID) || lacks(crm.FieldCustomerName):
		return w.refuse(lang.F("%s has no column that would say which customer it was", "%s 没有能写明是哪个客户的列", log),
			lang.F("add the column %s", "请添加一列“%s”", contactlog.Title(crm.FieldCustomerID)))
	case lacks(crm.FieldSummary):
		return w.refuse(lang.F("%s has no column for what was talked about", "%s 没有写沟通内容的列", log),
			lang.F("add the column %s, or leave the text out", "请添加一列“%s”，或不写内容", contactlog.Title(crm.FieldSummary)))
	}
	if w.layout.Column(crm.FieldCustomerID) == nil || e.CustomerID == "" {
		return w.onlyOneOfTheName(e, log)
	}
	return nil
}

// onlyOneOfTheName refuses to write down a name that several customers have.
func (w *logWriter) onlyOneOfTheName(e *contactlog.Entry, log string) error {
	name, n := words.Key(e.Customer), 0
	for i := range w.run.Data.Customers {
		if words.Key(w.run.Data.Customers[i].Name) == name {
			n++
		}
	}
	if n > 1 {
		return w.refuse(lang.F("%d customers are called %s, and %s has no column for ids", "有 %d 个客户都叫 %s，而 %s 没有客户编号列", n, diag.Excerpt(e.Customer), log),
			lang.F("add the column %s", "请添加一列“%s”", contactlog.Title(crm.FieldCustomerID)))
	}
	return nil
}

func (w *logWriter) csvOptions() csvfile.Options {
	o, _, _ := w.flags.sheetOptions() // reopen has checked them
	return csvfile.Options{Encoding: o.Encoding, Delimiter: o.Delimiter, LineBytes: o.LineBytes}
}

// verify proves the copy before it takes the log's place.
func (w *logWriter) verify(path string) error {
	var err error
	if w.chain != nil {
		w.rows, err = w.chain.verify(path)
		return err
	}
	if w.rows, err = contactlog.CheckCSV(path, w.csvOptions(), w.layout, w.cells...); err != nil {
		return &diag.Problem{
			Code: "F45", Severity: diag.Error, Pos: diag.Pos{File: w.to.path},
			Message: lang.F("with the new row the file would be read otherwise: %s", "加上这一行后，文件会被读成别的样子：%s", diag.Escape(err.Error())),
			Hint:    lang.T("say how the file is written: --encoding; or save the log as .xlsx", "请用 --encoding 指明文件编码，或把记录另存为 .xlsx"),
			Effect:  lang.T("nothing was changed", "没有改动任何文件"),
		}
	}
	return nil
}
