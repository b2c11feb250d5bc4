package cli

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"crm/internal/check"
	"crm/internal/codes"
	"crm/internal/lang"
	"crm/internal/pipeline"
	"crm/internal/render"
	"crm/internal/report"
	"crm/internal/table"
	"crm/internal/workbook"
)

// checkFlags is the flags of crm check.
type checkFlags struct {
	sourceFlags
	outputFlags
	owner        []string
	class        []string
	code         []string
	decisions    string
	completeness bool
	all          bool
	exitCode     bool
}

func (a *app) checkCommand() *cobra.Command {
	// The rows themselves are looked at, so that every finding has its cell.
	o := &checkFlags{sourceFlags: sourceFlags{books: true, prepare: func(p *pipeline.Options) { p.Payments = true }}}
	cmd := &cobra.Command{
		Use: "check [FILES]", GroupID: "setup",
		Short: a.t("what is wrong in my data: missing, stale, duplicate, contradictory", "我的数据有什么问题：缺失、久未更新、重复、矛盾"),
		Long: a.t(`What is wrong in the data: fields that matter and are empty, dossiers nobody
touches, values that contradict each other or lie in the future, ids, addresses
and amounts out of pattern, and customers who may be one, with a score. The worst
comes first, and of equals the customers with the most revenue. Nothing is
changed and nothing is merged.

-o check.xlsx writes a workbook to work off: write into its column Decision
ignore, fixed, or a day until which it may wait, and a reason beside it. The next
run finds it in the workspace and leaves out what was ignored with a reason.`,
			`检查数据里的问题：重要字段缺失、档案久未更新、前后矛盾、未来日期、编号/联系方式/金额异常，
以及可能重复的客户（附评分）。最严重的排在前面，同等程度的按客户销售额从高到低。
不会改动任何数据，也不会合并客户。

-o 检查.xlsx 写出一个可以逐条处理的工作簿：在“处理”列填 忽略、已修正，或可以等到的日期，
旁边写上理由。下次运行会在工作区里找到它，略去有理由地忽略的问题。`),
		Example: a.t(
			`  crm check customers.xlsx orders.xlsx
  crm check --owner Li --code duplicate
  crm check -o check.xlsx
  crm check --completeness --format csv`,
			`  crm check 客户列表.xlsx 订单列表.xlsx
  crm check --owner 李娜 --code duplicate
  crm check -o 检查.xlsx
  crm check --completeness --format csv`),
		RunE: func(cmd *cobra.Command, args []string) error { return a.runCheck(cmd.Context(), args, o) },
	}
	a.addSourceFlags(cmd, &o.sourceFlags)
	a.addOutputFlags(cmd, &o.outputFlags)
	f := cmd.Flags()
	f.StringSliceVar(&o.owner, "owner", nil, a.t("only the customers of these `OWNERS`", "只看这些`负责人`的客户"))
	f.StringSliceVar(&o.class, "class", nil, a.t("only these classes of the main classification, or of another: `segment=vip`", "只列出主分级的这些等级；其他分级写作 `segment=vip`"))
	f.StringSliceVar(&o.code, "code", nil, a.t("only these `CODES` (CRM-Q30) or kinds (missing, stale, contradictory, future, pattern, duplicate, reading)", "只看这些`代码`（CRM-Q30）或类别（missing、stale、contradictory、future、pattern、duplicate、reading）"))
	f.StringVar(&o.decisions, "decisions", "", a.t("the `FILE` with decisions, as -o wrote it (default: check.xlsx in the workspace)", "写有处理结果的`文件`，由 -o 写出（默认：工作区里的 检查.xlsx）"))
	f.BoolVar(&o.completeness, "completeness", false, a.t("only how much is filled in, per owner and class", "只看各负责人、各等级的完整度"))
	f.BoolVar(&o.all, "all", false, a.t("show all rows on a terminal", "在终端显示全部行"))
	f.BoolVar(&o.exitCode, "exit-code", false, a.t("exit with 4 when anything is found", "发现问题时退出码为 4"))
	return cmd
}

func (a *app) runCheck(ctx context.Context, args []string, o *checkFlags) error {
	out, err := a.output(&o.outputFlags)
	if err != nil {
		return err
	}
	wanted, err := askedCodes(o.code)
	if err != nil {
		return err
	}
	r, err := a.runInto(ctx, args, &o.sourceFlags, out)
	if err != nil {
		return err
	}
	defer r.Close()
	opts := report.CheckOptions{Codes: wanted}
	if len(o.owner)+len(o.class) > 0 {
		if opts.Keep, err = keepFollowUps(r, &overdueFlags{owner: o.owner, class: o.class}); err != nil {
			return err
		}
	}
	if opts.Made, err = a.decisions(r, o, out); err != nil {
		return err
	}
	found := check.Run(check.Input{
		Data: r.Data, Rules: r.Rules, AsOf: r.AsOf, Today: r.today, Problems: r.Problems, Revenue: r.Measures.Column("lifetime_revenue"),
	})
	list := r.report(a.lang).Check(found, opts)
	if err := a.tellCheck(ctx, r, list, opts.Keep, o, out); err != nil {
		return err
	}
	a.nextInit(r, args)
	if o.exitCode && !list.Empty() {
		return errFound
	}
	return nil
}

// checkKinds is the names of the kinds of findings.
func checkKinds() []string {
	var names []string
	for _, k := range check.Kinds() {
		names = append(names, k.String())
	}
	return names
}

// askedCodes reads --code: codes as people type them, and kinds.
func askedCodes(typed []string) (wanted []string, err error) {
	kinds := checkKinds()
	for _, text := range typed {
		name := strings.ToLower(strings.TrimSpace(text))
		if c, ok := codes.Find(name); ok {
			wanted = append(wanted, c.ID)
			continue
		}
		if !slices.Contains(kinds, name) {
			return nil, usage(unknownName(lang.T("code or kind", "代码或类别"), text, kinds), lang.T("all codes: crm help errors", "全部代码：crm help errors"))
		}
		wanted = append(wanted, name)
	}
	return wanted, nil
}

// tellCheck writes the findings, the completeness, or the workbook of both.
func (a *app) tellCheck(ctx context.Context, r *run, list *report.CheckList, keep func(int) bool, o *checkFlags, out *output) error {
	out.day, out.more = r.AsOf, a.t("check.xlsx", "检查.xlsx")
	if a.flags.verbose {
		a.printNotes(r)
		a.printReconciliation(r)
	}
	switch {
	case o.completeness:
		return a.write(ctx, list.Complete(keep), out)
	case out.format == formatXLSX:
		return a.writeCheckBook(ctx, r, list, keep, out)
	case o.format == "" && out.path == "" && list.Empty() && !a.env.OutTerminal:
		return nil
	}
	g := list.Grid(out.people())
	if !out.people() {
		a.printLines(a.env.Err, list.Notes())
		return a.write(ctx, g, out)
	}
	headline := a.withDay(r, list.Headline())
	if !out.several() || out.path != "" {
		g.Notes = append([]lang.Text{headline}, list.Notes()...)
		return a.write(ctx, g, out)
	}
	return a.showCheck(ctx, g, list, headline, keep, o, out)
}

// showCheck prints the counts, the worst findings, and how much is filled in.
func (a *app) showCheck(ctx context.Context, g *table.Grid, list *report.CheckList, headline lang.Text, keep func(int) bool, o *checkFlags, out *output) error {
	fmt.Fprintln(a.env.Out, headline.In(a.lang))
	if !o.all {
		out.limit = shownRows
	}
	if len(g.Rows) > 0 {
		fmt.Fprintln(a.env.Out)
		g.Title = lang.Text{}
		if err := a.write(ctx, g, out); err != nil {
			return err
		}
	}
	a.printLines(a.env.Out, list.Notes())
	fmt.Fprintln(a.env.Out)
	opts := render.Options{Lang: a.lang, Color: a.color(), Width: a.env.Width}
	return render.Grid(a.env.Out, list.Complete(keep), out.format, opts)
}

// writeCheckBook writes the workbook that is worked off.
func (a *app) writeCheckBook(ctx context.Context, r *run, list *report.CheckList, keep func(int) bool, out *output) error {
	sheet := func(g *table.Grid) workbook.Sheet { return workbook.Sheet{Name: g.Title.In(a.lang), Grid: g} }
	book := &workbook.Book{Lang: a.lang, Marker: workbook.Marker{Version: version(), AsOf: r.AsOf.String(), Kind: checkBook}, Sheets: []workbook.Sheet{
		sheet(list.Open()), sheet(list.Settled()), sheet(list.Complete(keep)),
	}}
	headline := append([]lang.Text{a.withDay(r, list.Headline())}, list.Notes()...)
	write := func(w io.Writer) error { return workbook.Write(w, book) }
	if out.path == "" {
		return write(a.env.Out)
	}
	if a.env.ErrTerminal {
		a.printLines(a.env.Err, headline)
		a.printLines(a.env.Err, []lang.Text{lang.F("write ignore, fixed or a day into %q, and why into %q; the next crm check reads it", "请在“%s”列填 忽略、已修正 或日期，在“%s”列写理由；下次 crm check 会读取",
			check.ColumnTitle(check.DecisionColumn), check.ColumnTitle(check.ReasonColumn))})
	}
	return a.save(ctx, out.path, write)
}

// checkBook is the kind of a workbook of findings: it is no input of any run.
const checkBook workbook.Kind = "check"
