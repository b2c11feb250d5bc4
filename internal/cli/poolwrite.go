package cli

import (
	"context"
	"errors"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"crm/internal/annotate"
	"crm/internal/cache"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/pipeline"
	"crm/internal/pool"
	"crm/internal/safefile"
	"crm/internal/sheet/xlsx"
	"crm/internal/table"
	"crm/internal/value"
	"crm/internal/writeback"
)

// poolWriteFlags is the flags of crm pool write.
type poolWriteFlags struct {
	sourceFlags
	outputFlags
	savingFlags
	dryRun bool
}

func (a *app) poolWriteCommand() *cobra.Command {
	o := &poolWriteFlags{sourceFlags: sourceFlags{without: cache.Orders | cache.Activities | cache.Summaries}}
	cmd := &cobra.Command{
		Use:   "write [FILES]",
		Short: a.t("bring the customers' workbook to what the ledger says", "按台账更新客户工作簿"),
		Long: a.t(`Writes owner, pool status and assigned date of the customers whom the ledger has
elsewhere into the customers' sheet, cell by cell. A release date of the owner
before is emptied. Columns that the sheet does not have are named, never added;
everything else stays as it is, and crm undo takes the write back.`,
			`把台账中已变动的客户逐格写回客户表：负责人、公海状态、分配日期；原负责人的移入公海日期会清空。
表里没有的列只会提示，不会新增；其余内容一律不动，crm undo 可以撤销。`),
		Example: a.t("  crm pool write --dry-run\n  crm pool write customers.xlsx", "  crm pool write --dry-run\n  crm pool write 客户列表.xlsx"),
		Args:    cobra.ArbitraryArgs,
		RunE:    func(cmd *cobra.Command, args []string) error { return a.runPoolWrite(cmd.Context(), args, o) },
	}
	a.addSourceFlags(cmd, &o.sourceFlags)
	a.addOutputFlags(cmd, &o.outputFlags)
	a.addSavingFlags(cmd, &o.savingFlags)
	cmd.Flags().BoolVar(&o.dryRun, "dry-run", false, a.t("write nothing, show the cells that would change", "不写入，只显示将要修改的单元格"))
	return cmd
}

func (a *app) runPoolWrite(ctx context.Context, args []string, o *poolWriteFlags) error {
	out, err := a.output(&o.outputFlags)
	if err != nil {
		return err
	}
	r, err := a.runInto(ctx, args, &o.sourceFlags, out)
	if err != nil {
		return err
	}
	defer r.Close()
	a.mention(r)
	w, err := a.poolWriter(r, args, &o.sourceFlags, &o.savingFlags)
	if err != nil {
		return err
	}
	return w.run(ctx, o.dryRun, out, o.format != "" || o.path != "")
}

// poolWriter writes where the ledger has the customers into their workbooks.
type poolWriter struct {
	app    *app
	saving *savingFlags
	how    pipeline.Options // how the customers are read, as their tables have them
	limits xlsx.Limits
	ledger string // its path
	// lines is those of a run that is only tried, which the ledger does not have.
	lines []pool.Line
	files []string

	cells   []poolCell
	missing []lang.Text // columns that a sheet lacks
	saved   []string
}

// poolCell is a cell that changes.
type poolCell struct {
	pos           diag.Pos
	id, name      string
	header        string
	before, after string
	set           annotate.SetCell
}

// poolWriter makes ready what crm pool writes into the workbooks of a run's customers.
func (a *app) poolWriter(r *run, args []string, s *sourceFlags, saving *savingFlags) (*poolWriter, error) {
	how, _, err := a.pipelineOptions(args, s)
	if err != nil {
		return nil, err
	}
	w := &poolWriter{app: a, saving: saving, how: *how, ledger: a.ledgerPath(r.in.files), limits: r.limits}
	w.how.Pool, w.how.Cache, w.how.Reading, w.how.TakeOwn = nil, nil, nil, true
	for _, l := range r.Layouts {
		if l.Kind != crm.Customers || slices.Contains(w.files, l.Book.Path()) {
			continue
		}
		if !writeback.Writable(l.Book) {
			return nil, failed(nil, lang.F("the customers come from %s, and crm cannot write into it: %s", "客户来自 %s，crm 不能写入：%s", diag.Escape(l.Book.Path()), unwritable(l.Book)),
				lang.T("the ledger alone is enough: every crm command knows it", "只有台账也可以：所有 crm 命令都以台账为准"))
		}
		w.files = append(w.files, l.Book.Path())
	}
	if len(w.files) == 0 {
		return nil, failed(nil, lang.T("there is no table of customers to write into", "没有可写入的客户表"))
	}
	return w, nil
}

// run writes all workbooks, or only shows what would change.
func (w *poolWriter) run(ctx context.Context, dry bool, out *output, asked bool) error {
	for _, path := range w.files {
		if err := w.file(ctx, path, dry); err != nil {
			return err
		}
	}
	if dry || asked {
		if err := w.app.write(ctx, w.grid(), out); err != nil {
			return err
		}
	}
	w.tell(dry)
	return nil
}

// file writes one workbook. The customers are read, and the ledger, under the
// lock under which the workbook is replaced.
func (w *poolWriter) file(ctx context.Context, path string, dry bool) error {
	if dry {
		cells, err := w.changes(path)
		w.cells = append(w.cells, cells...)
		return err
	}
	var set *annotate.CellsSet
	var cells []poolCell
	how := w.app.saving(path, w.saving, "pool write")
	how.Verify = func(copied string) error {
		if set == nil {
			return nil
		}
		return annotate.VerifyCells(path, copied, set)
	}
	saved, err := safefile.Write(ctx, path, how, func(out io.Writer) error {
		var err error
		if cells, err = w.changes(path); err == nil && len(cells) == 0 {
			err = errNotMoved
		}
		if err == nil {
			set, err = w.set(out, path, cells)
		}
		return err
	})
	switch {
	case errors.Is(err, errNotMoved):
		return nil
	case err != nil:
		return err
	}
	w.cells, w.saved = append(w.cells, cells...), append(w.saved, saved.Path)
	return nil
}

// set writes a copy of the workbook with the cells.
func (w *poolWriter) set(out io.Writer, path string, cells []poolCell) (*annotate.CellsSet, error) {
	var changes []annotate.Change
	for _, c := range cells {
		i := slices.IndexFunc(changes, func(k annotate.Change) bool { return k.Sheet == c.pos.Sheet })
		if i < 0 {
			i, changes = len(changes), append(changes, annotate.Change{Sheet: c.pos.Sheet})
		}
		changes[i].Cells = append(changes[i].Cells, c.set)
	}
	book, err := annotate.Open(path)
	if err != nil {
		return nil, err
	}
	defer book.Close() //nolint:errcheck // only read from
	return book.SetCells(out, changes, w.limits)
}

// changes is the cells of a workbook that the ledger knows better.
func (w *poolWriter) changes(path string) ([]poolCell, error) {
	ledger, err := w.app.readLedger(w.ledger)
	if err != nil {
		return nil, err
	}
	if len(w.lines) > 0 {
		ledger = pool.NewLedger(slices.Concat(ledger.Lines(), w.lines))
	}
	o := w.how
	o.Files = []string{path}
	r, err := pipeline.Read(o)
	defer r.Close()
	if err == nil && r.Problems.Failed() {
		err = errorOf(r.Problems)
	}
	if err != nil {
		return nil, err
	}
	var all []poolCell
	for _, l := range r.Layouts {
		if l.Kind != crm.Customers {
			continue
		}
		if !writeback.Writable(l.Book) {
			return nil, &failure{code: exitData, text: lang.F("crm cannot write into %s: %s", "crm 不能写入 %s：%s", diag.Escape(path), unwritable(l.Book))}
		}
		s := newPoolSheet(l, r.Rules.Values, w.app.lang)
		if err := s.read(); err != nil {
			return nil, err
		}
		for i := range r.Data.Customers {
			if u, ok := ledger.Update(&r.Data.Customers[i]); ok {
				all = append(all, s.cellsOf(&r.Data.Customers[i], u)...)
			}
		}
		w.missing = append(w.missing, s.lacks()...)
	}
	return all, nil
}

// besides writes the workbooks after the ledger was written, or says which cells
// would change.
func (w *poolWriter) besides(ctx context.Context, lines []pool.Line, dry bool) error {
	if dry {
		w.lines = lines
	}
	for _, path := range w.files {
		if err := w.file(ctx, path, dry); err != nil {
			if !dry {
				say(w.app.env.Err, w.app.lang, lang.T("the ledger is written, the workbook is not; crm pool write does that alone", "台账已写入，工作簿没有写入；之后可单独运行 crm pool write"))
			}
			return err
		}
	}
	if dry {
		for _, c := range w.cells[:min(len(w.cells), shownRows)] {
			at := diag.Pos{File: shortPath(c.pos.File), Sheet: c.pos.Sheet, Row: c.pos.Row, Col: c.pos.Col}
			w.app.printLines(w.app.env.Err, []lang.Text{lang.F("%s (%s): %s → %s", "%s（%s）：%s → %s", diag.Escape(at.String()), diag.Excerpt(c.header), quoted(c.before), quoted(c.after))})
		}
	}
	w.tell(dry)
	return nil
}

// quoted is what a cell says, or that it says nothing.
func quoted(said string) lang.Text {
	if said == "" {
		return lang.T("(empty)", "（空）")
	}
	return lang.Same(diag.Excerpt(said))
}

// grid is the cells that change.
func (w *poolWriter) grid() *table.Grid {
	g := &table.Grid{Columns: []table.Column{
		{ID: "file", Title: lang.T("File", "文件"), Kind: value.Text, Priority: 2}, {ID: "sheet", Title: lang.T("Sheet", "工作表"), Kind: value.Text, Priority: 1},
		{ID: "cell", Title: lang.T("Cell", "单元格"), Kind: value.Text}, {ID: "customer_id", Title: lang.T("Customer ID", "客户编号"), Kind: value.Text},
		{ID: "customer_name", Title: lang.T("Customer", "客户名称"), Kind: value.Text}, {ID: "column", Title: lang.T("Column", "列"), Kind: value.Text},
		{ID: "before", Title: lang.T("Was", "原值"), Kind: value.Text}, {ID: "after", Title: lang.T("Becomes", "新值"), Kind: value.Text},
	}}
	for _, c := range w.cells {
		row := make([]value.Value, 0, len(g.Columns))
		for _, s := range []string{c.pos.File, c.pos.Sheet, c.pos.Cell(), c.id, c.name, c.header, c.before, c.after} {
			row = append(row, value.Str(s))
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

// tell says what was written, and which columns there were not.
func (w *poolWriter) tell(dry bool) {
	a := w.app
	a.printLines(a.env.Err, w.missing)
	if !a.env.ErrTerminal && !a.flags.verbose {
		return
	}
	cells := lang.N(len(w.cells), "%d cell", "%d cells", "%d 个单元格")
	switch {
	case len(w.cells) == 0:
		a.printLines(a.env.Err, []lang.Text{lang.T("the workbook says what the ledger says: nothing to write", "工作簿与台账一致，无需写入")})
	case dry:
		a.printLines(a.env.Err, []lang.Text{lang.F("--dry-run: nothing was written; %s would change", "--dry-run：没有写入；将修改 %s", cells)})
	default:
		for _, path := range w.saved {
			name := diag.Escape(shortPath(path))
			a.printLines(a.env.Err, []lang.Text{lang.F("%s written into %s", "已修改 %s：%s", cells, name)})
			hint(a.env.Err, a.lang, lang.F("crm undo %s takes this back", "crm undo %s 可以撤销", shellQuote(name)))
		}
	}
}
