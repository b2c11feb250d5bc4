package cli

import (
	"context"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/pipeline"
	"crm/internal/render"
	"crm/internal/report"
	"crm/internal/table"
)

// reportFlags is the flags of crm report.
type reportFlags struct {
	sourceFlags
	outputFlags
	htmlFlags
	kpis     []string
	since    string
	all      bool
	exitCode bool
}

func (a *app) reportCommand() *cobra.Command {
	o := &reportFlags{sourceFlags: sourceFlags{prepare: func(p *pipeline.Options) { p.FollowUps, p.Beside = true, true }}}
	cmd := &cobra.Command{
		Use: "report [FILES]", GroupID: "monthly",
		Short: a.t("KPIs against their targets, and charts", "经营指标与图表：指标、目标、走势"),
		Long: a.t(`The manager's view: every KPI with its target, what it was a window ago and its
trend; revenue and customers by month, classes, regions, the funnel and where it
sticks, follow-up by owner, alerts; and what to do about what is missed.
-v says how every KPI is counted, over what, and where its target comes from.

-o report.xlsx writes a workbook, a sheet a theme, with charts; --html FILE one page
to send. --since 7d is the weekly digest: what changed since that day, calm enough
for an e-mail.
Targets are in rules.yaml (kpis).`,
			`给经理看的客户经营报告：每项指标的目标、上期值和走势；月度收入与客户、等级、区域、
漏斗及卡点、各负责人的跟进纪律、预警；未达标的指标附建议措施。
-v 说明每项指标的口径、统计范围和目标来源。

-o 报告.xlsx 写出工作簿，每个主题一张表，附图表；--html 文件 写出一个可直接发送的网页。
--since 7d 是周报：从那天到现在发生了什么变化，可直接放进邮件正文。
目标值写在 rules.yaml 的 kpis 里。`),
		Example: a.t(
			`  crm report customers.xlsx orders.xlsx
  crm report -o report.xlsx
  crm report --html report.html
  crm report --kpi retention_a,nps --format json
  crm report --since 7d
  crm report --exit-code > /dev/null || echo "a KPI misses its target"`,
			`  crm report 客户列表.xlsx 订单列表.xlsx
  crm report -o 报告.xlsx
  crm report --html 报告.html
  crm report --kpi retention_a,nps --format json
  crm report --since 7d
  crm report --exit-code > /dev/null || echo "有指标未达标"`),
		RunE: func(cmd *cobra.Command, args []string) error { return a.runReport(cmd.Context(), args, o) },
	}
	a.addSourceFlags(cmd, &o.sourceFlags)
	a.addOutputFlags(cmd, &o.outputFlags)
	a.addHTMLFlags(cmd, &o.htmlFlags, &o.sourceFlags)
	f := cmd.Flags()
	f.StringSliceVar(&o.kpis, "kpi", nil, a.t("only these `KPIS`, by their ids: retention_a, nps…", "只看这些`指标`（编号）：retention_a、nps……"))
	f.StringVar(&o.since, "since", "", a.t("what changed since a `DAY|PERIOD`: 2026-09-24, 7d, 1mo", "自`日期|期限`以来的变化：2026-09-24、7d、1mo"))
	f.BoolVar(&o.all, "all", false, a.t("show all entries of a digest on a terminal", "在终端显示周报的全部条目"))
	f.BoolVar(&o.exitCode, "exit-code", false, a.t("exit with 4 when a KPI misses its target; with --since, when anything changed", "有指标未达标时退出码为 4；与 --since 同用时，有变化则为 4"))
	return cmd
}

func (a *app) runReport(ctx context.Context, args []string, o *reportFlags) error {
	if err := o.takeHTML(); err != nil {
		return err
	}
	out, err := a.output(&o.outputFlags)
	if err != nil {
		return err
	}
	if o.since != "" && len(o.kpis) > 0 {
		return usage(lang.T("--kpi narrows the report; --since is a digest", "--kpi 用于报告，不能与 --since 同用"))
	}
	r, err := a.runInto(ctx, args, &o.sourceFlags, out)
	if err != nil {
		return err
	}
	defer r.Close()
	out.day = r.AsOf
	found := false
	switch {
	case r.view != nil:
		err = a.tellView(ctx, r, out)
	case o.since != "":
		found, err = a.tellDigest(ctx, r, o, out)
	default:
		found, err = a.tellReport(ctx, r, o, out)
	}
	if err != nil {
		return err
	}
	a.nextInit(r, args)
	if o.exitCode && found {
		return errFound
	}
	return nil
}

// managerReport is what the manager sees of a run, in figures: the one input of
// the screen, of the workbook and of the page.
func (a *app) managerReport(r *run) (*report.Manager, error) {
	rep := r.report(a.lang)
	rep.Class = r.Class
	ledger, err := a.acknowledged(r)
	if err != nil {
		return nil, err
	}
	return &report.Manager{Run: rep, KPI: r.KPIs(), Alerts: r.Alerts(ledger)}, nil
}

// tellReport writes the report; found is whether a KPI misses its target.
func (a *app) tellReport(ctx context.Context, r *run, o *reportFlags, out *output) (found bool, err error) {
	m, err := a.managerReport(r)
	if err != nil {
		return false, err
	}
	if m.KPI.Indicators, err = narrowed(m.KPI.Indicators, o.kpis); err != nil {
		return false, err
	}
	found = m.KPI.Missed()
	a.mention(r)
	switch {
	case out.format == formatXLSX:
		return found, a.writeReportBook(ctx, m, len(o.kpis) > 0, out)
	case out.format == render.HTML:
		return found, a.tellHTML(ctx, r, m, out)
	case !out.several():
		return found, a.write(ctx, report.KPIs(m.KPI, nil), out)
	}
	page := m.Page(a.flags.verbose)
	if len(o.kpis) > 0 {
		page = m.Narrow()
	}
	if err := a.writePage(ctx, page, out); err != nil {
		return found, err
	}
	if out.path == "" && out.format == render.Table && a.env.ErrTerminal {
		hint(a.env.Err, a.lang, lang.T("crm report -o report.xlsx: a sheet a theme, with charts; --html report.html: one page to send", "crm report -o 报告.xlsx：每个主题一张表，附图表；--html 报告.html：一个可直接发送的网页"))
	}
	return found, nil
}

// narrowed is the indicators of the ids, in their own order; all without ids.
func narrowed(all []crm.Indicator, ids []string) ([]crm.Indicator, error) {
	if len(ids) == 0 {
		return all, nil
	}
	var known []string
	for i := range all {
		known = append(known, all[i].ID)
	}
	for _, id := range ids {
		if !slices.Contains(known, strings.TrimSpace(id)) {
			return nil, usage(unknownName(lang.T("KPI", "指标"), id, known))
		}
	}
	return slices.DeleteFunc(slices.Clone(all), func(k crm.Indicator) bool {
		return !slices.ContainsFunc(ids, func(id string) bool { return strings.TrimSpace(id) == k.ID })
	}), nil
}

// kpisLike is the ids of the KPIs under the rules in use.
func (a *app) kpisLike(typed string) []string {
	set, _ := a.quietRules()
	if set == nil {
		return nil
	}
	return fixed(slices.Sorted(maps.Keys(set.KPIKinds()))...)(nil, typed)
}

// writePage writes a page for people to stdout or to a file.
func (a *app) writePage(ctx context.Context, p *table.Page, out *output) error {
	opts := render.Options{Lang: a.lang}
	if out.path == "" {
		opts.Color, opts.Width = a.color(), a.env.Width
		return render.Page(a.env.Out, p, out.format, opts)
	}
	return a.save(ctx, out.path, func(w io.Writer) error { return render.Page(w, p, out.format, opts) })
}
