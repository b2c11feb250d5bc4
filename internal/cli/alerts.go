package cli

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"crm/internal/alert"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/pipeline"
	"crm/internal/report"
	"crm/internal/rules"
)

// alertsFile is where a workspace keeps what was acknowledged.
var alertsFile = filepath.Join(".crm", "alerts.csv")

// alertsFlags is the flags of crm alerts.
type alertsFlags struct {
	sourceFlags
	outputFlags
	owner    []string
	class    []string
	alert    []string
	level    []string
	all      bool
	exitCode bool
}

func (a *app) alertsCommand() *cobra.Command {
	o := &alertsFlags{sourceFlags: sourceFlags{without: alertless, prepare: readForAlerts}}
	cmd := &cobra.Command{
		Use: "alerts [FILES]", GroupID: "monthly",
		Short: a.t("what goes wrong now: late payers, silent customers, long repurchase cycles, open complaints", "哪里出了问题：逾期付款、久未下单、复购周期过长、投诉未处理"),
		Long: a.t(`What goes wrong now, with the customer's own figures and what to do: what wants
doing first, then what is to be watched, the most valuable customers first. The
alerts stand in rules.yaml (alerts); crm why shows a customer's figures. One that
is known is acknowledged until a day; the workspace keeps that in .crm/alerts.csv.`,
			`哪些客户出了问题、具体数字和处理办法：须处理的在前，关注的在后，最有价值的客户排在前面。
预警规则写在 rules.yaml 的 alerts 里。已知的预警可以确认到某一天，期间不再列出；
确认记录保存在工作区的 .crm/alerts.csv。`),
		Example: a.t(`  crm alerts
  crm alerts --owner Li --level act
  crm alerts --exit-code -o alerts.xlsx
  crm alerts ack ACME late_payments --until 2026-12-31 --reason "paid by instalments, agreed"`,
			`  crm alerts
  crm alerts --owner 李娜 --level act
  crm alerts --exit-code -o 预警.xlsx
  crm alerts ack C0012 late_payments --until 2026-12-31 --reason 已约定分期付款`),
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error { return a.runAlerts(cmd.Context(), args, o) },
	}
	a.addSourceFlags(cmd, &o.sourceFlags)
	a.addOutputFlags(cmd, &o.outputFlags)
	f := cmd.Flags()
	f.StringSliceVar(&o.owner, "owner", nil, a.t("only the customers of these `OWNERS`", "只看这些`负责人`的客户"))
	f.StringSliceVar(&o.class, "class", nil, a.t("only these classes of the main classification, or of another: `segment=vip`", "只列出主分级的这些等级；其他分级写作 `segment=vip`"))
	f.StringSliceVar(&o.alert, "alert", nil, a.t("only these `ALERTS`, by id or title", "只看这些`预警`（id 或名称）"))
	f.StringSliceVar(&o.level, "level", nil, a.t("only these `LEVELS`: act, watch", "只看这些`级别`：act（须处理）、watch（关注）"))
	a.addViewFlag(cmd, &o.sourceFlags)
	f.BoolVar(&o.all, "all", false, a.t("show all rows on a terminal, and what was acknowledged", "在终端显示全部行，并列出已确认的预警"))
	f.BoolVar(&o.exitCode, "exit-code", false, a.t("exit with 4 when any alert is open", "有未处理的预警时退出码为 4"))
	cmd.AddCommand(a.alertsAckCommand())
	return cmd
}

// readForAlerts asks for what the conditions of alerts read.
func readForAlerts(o *pipeline.Options) { o.Alerts = true }

func (a *app) runAlerts(ctx context.Context, args []string, o *alertsFlags) error {
	out, err := a.output(&o.outputFlags)
	if err != nil {
		return err
	}
	levels, err := parseLevels(o.level)
	if err != nil {
		return err
	}
	r, err := a.runInto(ctx, args, &o.sourceFlags, out)
	if err != nil {
		return err
	}
	defer r.Close()
	if err := r.mayList("alerts", rules.ViewAlerts); err != nil {
		return err
	}
	list, err := a.alertList(r, o, levels, out)
	if err != nil {
		return err
	}
	out.day, out.more = r.AsOf, a.t("alerts.xlsx", "预警.xlsx")
	out.shorten(o.all)
	if quiet := o.format == "" && o.path == ""; !quiet || !list.Empty() || a.env.OutTerminal {
		a.mention(r)
		if err := a.writeFollowUps(ctx, r, list.Grid(), a.withDay(r, list.Headline()), nil, out); err != nil {
			return err
		}
		a.nextInit(r, args)
	}
	if o.exitCode && list.Open() > 0 {
		return errFound
	}
	return nil
}

// parseLevels reads --level, also as people write it.
func parseLevels(names []string) ([]crm.Level, error) {
	var levels []crm.Level
	var known []string
	for _, l := range crm.Levels() {
		known = append(known, l.String())
	}
	for _, name := range names {
		i := slices.IndexFunc(crm.Levels(), func(l crm.Level) bool { return l.String() == name || l.Title().ZH == name })
		if i < 0 {
			return nil, usage(unknownName(lang.T("level", "级别"), name, known))
		}
		levels = append(levels, crm.Levels()[i])
	}
	return levels, nil
}

// alertNamed is the place of the alert that a person names. One of the defaults
// that these files cannot tell is not unknown: it is said what it needs.
func alertNamed(set *rules.Set, name string) (int, error) {
	if place, ok := set.AlertNamed(name); ok {
		return place, nil
	}
	if needs, ok := set.AlertNeeds(name); ok {
		return 0, usage(lang.F("the default alert %s is left out", "默认预警 %s 已略去", diag.Excerpt(name)), lang.F("it needs %s", "需要%s", needs))
	}
	return 0, usage(unknownName(lang.T("alert", "预警"), name, set.AlertIDs()))
}

// alertList is the list that the flags ask for.
func (a *app) alertList(r *run, o *alertsFlags, levels []crm.Level, out *output) (*report.AlertList, error) {
	keep, err := keepFollowUps(r, &overdueFlags{owner: o.owner, class: o.class})
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, name := range o.alert {
		place, err := alertNamed(r.Rules, name)
		if err != nil {
			return nil, err
		}
		ids = append(ids, r.Rules.Alerts[place].ID)
	}
	ledger, err := a.acknowledged(r)
	if err != nil {
		return nil, err
	}
	var notes []lang.Text
	if o.alert == nil && r.view == nil {
		notes, _ = r.FitAlerts()
	}
	return a.alertReport(r).AlertList(r.Alerts(ledger), report.AlertOptions{
		Keep: keep, IDs: ids, Levels: levels, Hushed: o.all, People: out.people(), Whole: out.format == formatXLSX, Notes: notes,
	}), nil
}

// alertReport is the run as the list of alerts takes it.
func (a *app) alertReport(r *run) *report.Run {
	rep := r.report(a.lang)
	rep.Class = r.Class
	return rep
}

// acknowledged is the ledger of alerts of a run's workspace; nil without one. Of a
// damaged one it is what can be read, and it says what is left out.
func (a *app) acknowledged(r *run) (*alert.Ledger, error) {
	ledger, problems, err := a.readAlerts(filepath.Join(a.workspace(r.in.files), alertsFile))
	for i := range problems {
		p := &problems[i]
		p.Severity, p.Effect = diag.Aside, lang.T("left out: what it may have acknowledged is listed", "这一行不算：相关预警照常列出")
		if p.Field == "" {
			p.Severity, p.Effect = diag.Warning, lang.T("what stands behind it is not read: all that was acknowledged is listed", "此后的内容没有读取：已确认的预警照常列出")
		}
	}
	if len(problems) == 0 || err != nil {
		return ledger, err
	}
	if r.strict {
		return nil, a.strictFailure(r.view, problems)
	}
	if a.reportUnder(r.view, problems); r.view == nil {
		hint(a.env.Err, a.lang, mendLedger())
	}
	return ledger, nil
}

// mendLedger is what helps a damaged ledger of alerts.
func mendLedger() lang.Text {
	return lang.T("mend the lines named, or take the file from a backup; moved away, it begins anew and nothing is acknowledged any more",
		"请修正上面指出的行，或用备份恢复该文件；把它移走则重新开始，之前的确认全部失效")
}

// readAlerts reads a ledger of alerts, as far as it can be read; nil where there is none.
func (a *app) readAlerts(path string) (*alert.Ledger, diag.List, error) {
	data, err := readWhole(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, failed(err, lang.F("the ledger of alerts %s cannot be read: %v", "预警台账 %s 读不了：%v", diag.Escape(path), errors.Unwrap(err)))
	}
	ledger, problems := alert.Parse(path, data)
	return ledger, problems, nil
}

// alertsLike is the alerts of the rules that begin as typed.
func (a *app) alertsLike(typed string) []string {
	var found []string
	if set, l := a.quietRules(); set != nil {
		for i := range set.Alerts {
			if r := &set.Alerts[i]; begins(r.ID, typed) {
				found = append(found, described(r.ID, r.Title.In(l)))
			}
		}
	}
	return found
}
