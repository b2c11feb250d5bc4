package cli

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/pipeline"
	"crm/internal/render"
	"crm/internal/report"
	"crm/internal/rules"
)

// classifyFlags is the flags of crm classify.
type classifyFlags struct {
	sourceFlags
	savingFlags
	output string
	format string
	edited string
	dryRun bool
	force  bool
	place  bool
}

// What becomes of cells of ours that were edited by hand.
const (
	editedKeep    = "keep"
	editedReplace = "replace"
)

func (a *app) classifyCommand() *cobra.Command {
	o := &classifyFlags{}
	cmd := &cobra.Command{
		Use: "classify [FILES]", GroupID: "monthly",
		Short: a.t("classes and measures beside the customers in a workbook", "把等级和指标写到客户旁边，生成工作簿"),
		Example: a.t(
			`  crm classify customers.xlsx orders.xlsx
  crm classify customers.xlsx orders.xlsx --as-of 2026-09-30 -o classified.xlsx
  crm classify --dry-run`,
			`  crm classify 客户列表.xlsx 订单列表.xlsx
  crm classify 客户列表.xlsx 订单列表.xlsx --as-of 2026-09-30 -o 客户分级.xlsx
  crm classify --dry-run`),
		RunE: func(cmd *cobra.Command, args []string) error { return a.runClassify(cmd.Context(), args, o) },
	}
	a.addSourceFlags(cmd, &o.sourceFlags)
	a.addSavingFlags(cmd, &o.savingFlags)
	f := cmd.Flags()
	f.StringVarP(&o.output, "output", "o", "", a.t("write a copy to `FILE` (.xlsx, .xlsm or .csv), or into a FOLDER (default: <name>.classified.xlsx beside the customers)", "把副本写入`文件`（.xlsx、.xlsm 或 .csv）或文件夹（默认：客户文件旁边的 <文件名>.classified.xlsx）"))
	f.StringVar(&o.format, "format", "", a.t("print the summary in this `FORMAT`", "以此`格式`打印汇总"))
	f.BoolVar(&o.dryRun, "dry-run", false, a.t("write nothing, only print the summary", "不写文件，只打印汇总"))
	f.BoolVar(&o.force, "force", false, a.t("replace a file that crm did not write, or that was changed since; the old one is kept as a backup", "替换不是 crm 写的、或之后被改过的文件（旧文件会留备份）"))
	a.addViewFlag(cmd, &o.sourceFlags)
	f.BoolVar(&o.place, "in-place", false, a.t("write into the customers' own workbook; a backup is kept, crm undo takes it back", "直接写入客户自己的工作簿（先留备份，可用 crm undo 撤销）"))
	f.StringVar(&o.edited, "edited", editedKeep, a.t("`keep|replace`: cells of crm's that were edited by hand", "`keep|replace`：crm 写入后被手工改过的单元格，保留还是替换"))
	return cmd
}

// readForBook asks for the tags where the book has a column of them.
func readForBook(o *pipeline.Options) {
	columns := o.Rules.OutputColumns
	o.OwnDay = true
	o.Tags = o.Tags || len(columns) == 0 || slices.ContainsFunc(columns, func(c rules.String) bool { return c.Value == rules.AutoTags })
}

func (a *app) runClassify(ctx context.Context, args []string, o *classifyFlags) error {
	if err := o.check(); err != nil {
		return err
	}
	format, err := a.summaryFormat(o)
	if err != nil {
		return err
	}
	if o.view != "" {
		return a.runClassifyView(ctx, args, o, format)
	}
	o.books, o.remembered, o.takeOwn = true, rememberedIn(o.output, o.place), o.place
	o.prepare = readForBook
	r, err := a.run(ctx, args, &o.sourceFlags)
	if err != nil {
		return err
	}
	defer r.Close()
	if err := a.recall(r); err != nil {
		return err
	}
	var written []target
	switch {
	case !o.dryRun:
		written, err = a.writeClassified(ctx, r, o)
	case o.place:
		err = a.foretell(r, o)
	}
	if err != nil {
		return err
	}
	err = a.printSummary(r, format)
	a.tellWhatHappened(r, written, args) // what is written is said, also where stdout is full
	return err
}

// check refuses flags that contradict each other.
func (o *classifyFlags) check() error {
	if o.place && o.output != "" {
		return usage(lang.T("--in-place writes into the customers' own workbook, -o somewhere else: one of the two", "--in-place 写入原工作簿，-o 写到别处，二者只能选一个"))
	}
	if err := o.checkView(); err != nil {
		return err
	}
	if o.edited != editedKeep && o.edited != editedReplace {
		return usage(lang.F("--edited %q is neither keep nor replace", "--edited %q 既不是 keep 也不是 replace", o.edited))
	}
	return nil
}

// summaryFormat is how the summary is printed; empty: not at all, without a
// terminal a run that has nothing to say says nothing.
func (a *app) summaryFormat(o *classifyFlags) (render.Format, error) {
	if o.format == "" {
		if a.env.OutTerminal || o.dryRun {
			return render.Table, nil
		}
		return "", nil
	}
	f, ok := render.ParseFormat(o.format)
	if !ok {
		return "", usage(unknownName(lang.T("format", "格式"), o.format, render.Formats()))
	}
	return f, nil
}

func (a *app) printSummary(r *run, format render.Format) error {
	if format == "" {
		return nil
	}
	rep := r.report(a.lang)
	opts := render.Options{Lang: a.lang, Color: a.color(), Width: a.env.Width}
	if format != render.Table && format != render.Markdown {
		return render.Grid(a.env.Out, rep.SummaryFlat(), format, opts)
	}
	fmt.Fprintln(a.env.Out, rep.Headline().In(a.lang))
	for _, g := range rep.Summary(a.flags.verbose) {
		fmt.Fprintln(a.env.Out)
		if err := render.Grid(a.env.Out, g, format, opts); err != nil {
			return err
		}
	}
	if r.since.Old != nil {
		fmt.Fprintln(a.env.Out)
		fmt.Fprintln(a.env.Out, report.MovesHeadline(r.since).In(a.lang))
	}
	fmt.Fprintln(a.env.Out)
	a.printLines(a.env.Out, rep.Reconciliation(true))
	if a.flags.verbose {
		a.printLines(a.env.Out, rep.ByClass())
	}
	return nil
}

// tellWhatHappened says on stderr what was written, what was set aside and
// what to type next. Without a terminal it says only that rows were set aside.
func (a *app) tellWhatHappened(r *run, written []target, args []string) {
	aside, warned := r.Problems.Count(diag.Aside), r.Problems.Count(diag.Warning)
	if a.env.ErrTerminal || a.flags.verbose {
		a.printNotes(r)
		a.reportProblems(r)
		for i := range written {
			a.tellWritten(&written[i])
		}
	} else if aside > 0 {
		say(a.env.Err, a.lang, a.asideLine(r, aside, warned, len(written) > 0 && written[0].listsAside()))
	}
	a.nextInit(r, args)
	if a.env.ErrTerminal && len(written) > 0 && len(r.Data.Customers) > 0 {
		hint(a.env.Err, a.lang, lang.F("why a customer got its class: %s", "想知道某个客户为什么是这个等级：%s",
			"crm why "+shellQuote(diag.Escape(r.Data.Customers[0].Label()))+fileArguments(args)))
	}
}

func fileArguments(args []string) string {
	if len(args) == 0 {
		return ""
	}
	return " " + quoteAll(args)
}

// asideLine is the one line of an unattended run: how much, the first place, where the rest is.
func (a *app) asideLine(r *run, aside, warned int, listed bool) lang.Text {
	line := lang.F("%s, %s", "%s，%s", lang.N(aside, "%d row set aside", "%d rows set aside", "%d 行搁置"),
		lang.N(warned, "%d warning", "%d warnings", "%d 条提醒"))
	for i := range r.Problems {
		if p := &r.Problems[i]; p.Severity == diag.Aside {
			line = lang.F("%s; first: CRM-%s %s", "%s；第一处：CRM-%s %s", line, p.Code, p.Pos)
			break
		}
	}
	if listed {
		return lang.F("%s; all in the sheet Set aside", "%s；全部见“搁置的行”工作表", line)
	}
	return lang.F("%s; -v lists all", "%s；加 -v 列出全部", line)
}

// nextInit ends a run without a rules.yaml with the line that makes one.
func (a *app) nextInit(r *run, args []string) {
	if r.rulesFound || !a.env.ErrTerminal {
		return
	}
	files := args
	if len(files) == 0 {
		files = r.in.files
	}
	hint(a.env.Err, a.lang, lang.F("these are the embedded rules; to make them yours: %s", "当前用的是内置规则；要改成你们自己的：%s", "crm init "+quoteAll(files)))
}

// backupsOf is where the previous version of a file is kept: in the workspace,
// which is the folder of the rules in use, else that of the file.
func (a *app) backupsOf(file string) string {
	folder := filepath.Dir(file)
	if path, err := a.rulesPath(); err == nil && path != "" {
		folder = filepath.Dir(path)
	}
	return filepath.Join(folder, ".crm", "backups")
}
