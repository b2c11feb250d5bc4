package cli

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"crm/internal/civil"
	"crm/internal/compare"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/memory"
	"crm/internal/render"
	"crm/internal/report"
	"crm/internal/sheet"
	"crm/internal/table"
)

// diffFlags is the flags of crm diff.
type diffFlags struct {
	sourceFlags
	outputFlags
	all      bool
	matrix   bool
	exitCode bool
}

func (a *app) diffCommand() *cobra.Command {
	o := &diffFlags{}
	cmd := &cobra.Command{
		Use: "diff OLD NEW [FILES]", GroupID: "monthly",
		Short: a.t("who moved between classes, from what to what, and why", "谁的等级变了，从哪级到哪级，为什么"),
		Long: a.t(`OLD and NEW are two workbooks that crm wrote, two days (the sources as of each),
or two rules files (the same sources under each). With --rules NEW alone the
rules in use are compared with NEW: what would change if they became the rules.`,
			`OLD 和 NEW 可以是：两个 crm 写出的工作簿；两个日期（同一批数据分别截至这两天）；
或两份规则文件（同一批数据分别按两份规则分级）。只给 --rules NEW 时，
拿当前规则与 NEW 比较：如果换成新规则，谁会变。`),
		Example: a.t(
			`  crm diff august.classified.xlsx september.classified.xlsx
  crm diff 2026-06-30 2026-09-30 customers.xlsx orders.xlsx
  crm diff rules.yaml stricter.yaml customers.xlsx orders.xlsx
  crm diff --rules stricter.yaml customers.xlsx orders.xlsx`,
			`  crm diff 八月.classified.xlsx 九月.classified.xlsx
  crm diff 2026-06-30 2026-09-30 客户列表.xlsx 订单列表.xlsx
  crm diff rules.yaml 新规则.yaml 客户列表.xlsx 订单列表.xlsx
  crm diff --rules 新规则.yaml 客户列表.xlsx 订单列表.xlsx`),
		RunE: func(cmd *cobra.Command, args []string) error { return a.runDiff(cmd.Context(), args, o) },
	}
	a.addSourceFlags(cmd, &o.sourceFlags)
	a.addOutputFlags(cmd, &o.outputFlags)
	cmd.Flags().BoolVar(&o.all, "all", false, a.t("show all rows on a terminal", "在终端显示全部行"))
	cmd.Flags().BoolVar(&o.matrix, "matrix", false, a.t("only how many went from each class to each, and their revenue", "只看各等级之间变动的客户数和收入"))
	cmd.Flags().BoolVar(&o.exitCode, "exit-code", false, a.t("exit with 4 when somebody moved", "有人变动时退出码为 4"))
	return cmd
}

func (a *app) runDiff(ctx context.Context, args []string, o *diffFlags) error {
	out, err := a.output(&o.outputFlags)
	if err != nil {
		return err
	}
	states, err := a.states(ctx, args, o)
	if err != nil {
		return err
	}
	d := compare.States(&states[0], &states[1])
	if d.Matrix == nil {
		return usage(report.MovesHeadline(d), lang.T("diff compares classes of one classification: set the same main in both rules",
			"diff 只能比较同一种分级：请在两份规则里设置相同的 main"))
	}
	if err := a.showDiff(ctx, d, o, out); err != nil {
		return err
	}
	if o.exitCode && len(d.Moves) > 0 {
		return errFound
	}
	return nil
}

// showDiff prints, for people, the headline, the migration matrix and who moved;
// for machines who moved.
func (a *app) showDiff(ctx context.Context, d *compare.Diff, o *diffFlags, out *output) error {
	changes := report.Changes(d)
	if !out.several() || out.path != "" {
		if o.matrix {
			changes = report.MatrixFlat(d)
		}
		return a.write(ctx, changes, out)
	}
	fmt.Fprintln(a.env.Out, report.MovesHeadline(d).In(a.lang))
	if len(d.Moves) == 0 {
		return nil
	}
	opts := render.Options{Lang: a.lang, Color: a.color(), Width: a.env.Width}
	fmt.Fprintln(a.env.Out)
	if err := render.Grid(a.env.Out, report.Matrix(d), out.format, opts); err != nil {
		return err
	}
	if o.matrix {
		return nil
	}
	fmt.Fprintln(a.env.Out)
	if out.format != render.Table {
		return a.write(ctx, report.ForPeople(changes), out)
	}
	told := report.Tell(d)
	if !o.all {
		told = told[:min(len(told), shownRows)]
	}
	for i := range told {
		a.printLines(a.env.Out, []lang.Text{told[i].Who, lang.F("    %s", "    %s", told[i].Why)})
	}
	if left := len(d.Moves) - len(told); left > 0 {
		a.printLines(a.env.Out, []lang.Text{lang.F("… %d more: --all, or -o moves.csv", "…… 还有 %d 个：加 --all，或 -o 变动.csv", left)})
	}
	fmt.Fprintln(a.env.Out)
	a.printLines(a.env.Out, changes.Notes)
	return nil
}

// states is the two states to compare, in the order they were named.
func (a *app) states(ctx context.Context, args []string, o *diffFlags) ([2]crm.State, error) {
	var states [2]crm.State
	kind := func(arg string) string {
		if _, ok := civil.ParseISO(arg); ok {
			return "day"
		}
		if e := strings.ToLower(filepath.Ext(arg)); e == ".yaml" || e == ".yml" {
			return "rules"
		}
		return "book"
	}
	switch {
	case len(args) >= 2 && kind(args[0]) == "day" && kind(args[1]) == "day":
		return a.statesOfRuns(ctx, args[2:], o, func(i int) { o.asOf = args[i] })
	case len(args) >= 2 && kind(args[0]) == "rules" && kind(args[1]) == "rules":
		return a.statesOfRuns(ctx, args[2:], o, func(i int) { a.flags.rules = args[i] })
	case a.flags.rules != "" && (len(args) == 0 || kind(args[0]) == "book"):
		whatIf := []string{"", a.flags.rules}
		return a.statesOfRuns(ctx, args, o, func(i int) { a.flags.rules = whatIf[i] })
	case len(args) == 2 && kind(args[0]) == "book" && kind(args[1]) == "book":
		for i := range states {
			s, err := a.stateOfBook(args[i], o)
			if err != nil {
				return states, err
			}
			states[i] = *s
		}
		return states, nil
	}
	return states, usage(lang.T("diff compares two workbooks that crm wrote, two days, or two rules files", "diff 比较两个 crm 写出的工作簿、两个日期，或两份规则文件"),
		lang.T("crm diff 2026-06-30 2026-09-30 customers.xlsx orders.xlsx", "crm diff 2026-06-30 2026-09-30 客户列表.xlsx 订单列表.xlsx"))
}

// statesOfRuns runs the sources twice; choose sets what differs.
func (a *app) statesOfRuns(ctx context.Context, files []string, o *diffFlags, choose func(i int)) ([2]crm.State, error) {
	var states [2]crm.State
	for i := range states {
		choose(i)
		o.remembered = func([]table.Book) []string { return nil } // as the rules say on each day
		r, err := a.run(ctx, files, &o.sourceFlags)
		if err != nil {
			return states, err
		}
		if i == 1 {
			a.mention(r)
		}
		states[i] = *r.State()
		r.Close()
	}
	return states, nil
}

// stateOfBook is what a workbook of ours remembers.
func (a *app) stateOfBook(path string, o *diffFlags) (*crm.State, error) {
	how, _, err := o.sheetOptions()
	if err != nil {
		return nil, err
	}
	book, err := sheet.Open(path, how)
	if err != nil {
		return nil, err
	}
	defer book.Close()
	m, err := memory.Read(book)
	if err != nil {
		return nil, err
	}
	if m == nil {
		return nil, usage(lang.F("%s remembers no classes: crm classify did not write it, or its hidden sheet _crm is gone", "%s 里没有等级记录：它不是 crm classify 写出的，或隐藏工作表 _crm 已被删除", diag.Escape(path)),
			lang.T("crm diff DAY DAY FILES compares two days over the sources", "crm diff 日期 日期 文件 可以直接用数据比较两个日期"))
	}
	return &m.Now, nil
}
