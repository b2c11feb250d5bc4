package cli

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"crm/internal/cache"
	"crm/internal/civil"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/pool"
	"crm/internal/report"
	"crm/internal/table"
	"crm/internal/value"
)

// nextDays is how far ahead crm pool looks without --by.
const nextDays = 30

// poolFlags is the flags of crm pool.
type poolFlags struct {
	sourceFlags
	outputFlags
	by    string
	owner []string
	class []string
	all   bool
}

func (a *app) poolCommand() *cobra.Command {
	o := &poolFlags{sourceFlags: sourceFlags{without: cache.Orders | cache.Summaries, prepare: readForFollowUp}}
	cmd := &cobra.Command{
		Use: "pool [FILES]", GroupID: "care",
		Short: a.t("what falls to the public pool and when; release, claim, hand over", "哪些客户何时掉入公海；释放、领取、移交"),
		Long: a.t(`Who has fallen to the public pool, who falls to it next, and who is in it. What
is released, claimed, handed over and taken back is written into the ledger
.crm/pool.csv of the workspace; every other command then knows the owners it
names. The files that were read are not changed, but by crm pool write, or with
--write.`,
			`谁已到期应移入公海、谁即将到期、公海里有哪些客户。释放、领取、移交和撤销
都记入工作区的台账 .crm/pool.csv，其他命令随即以台账中的负责人为准。
读取的文件不会被改动；要同时更新客户工作簿，用 --write 或 crm pool write。`),
		Example: a.t(
			`  crm pool
  crm pool --by 2026-12-31 -o pool.xlsx
  crm pool release --due --dry-run
  crm pool claim ACME --by Wang
  crm pool hand-over --from Li --to Wang`,
			`  crm pool
  crm pool --by 2026-12-31 -o 公海.xlsx
  crm pool release --due --dry-run
  crm pool claim C0012 --by 王伟
  crm pool hand-over --from 李娜 --to 王伟`),
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error { return a.runPool(cmd.Context(), args, o) },
	}
	a.addSourceFlags(cmd, &o.sourceFlags)
	a.addOutputFlags(cmd, &o.outputFlags)
	f := cmd.Flags()
	f.StringVar(&o.by, "by", "", a.t("whose last day is up to `DAY`, or within a period such as 2w (default 30d)", "列出保留期在该`日期`或期限（如 2w）之前到期的客户（默认 30d）"))
	f.StringSliceVar(&o.owner, "owner", nil, a.t("only the customers of these `OWNERS`", "只看这些`负责人`的客户"))
	f.StringSliceVar(&o.class, "class", nil, a.t("only these classes of the main classification, or of another: `segment=vip`", "只列出主分级的这些等级；其他分级写作 `segment=vip`"))
	f.BoolVar(&o.all, "all", false, a.t("show all rows on a terminal", "在终端显示全部行"))
	cmd.AddCommand(a.poolReleaseCommand(), a.poolClaimCommand(), a.poolHandOverCommand(), a.poolUndoCommand(), a.poolLedgerCommand(), a.poolWriteCommand())
	return cmd
}

func (a *app) runPool(ctx context.Context, args []string, o *poolFlags) error {
	out, err := a.output(&o.outputFlags)
	if err != nil {
		return err
	}
	r, err := a.run(ctx, args, &o.sourceFlags)
	if err != nil {
		return err
	}
	defer r.Close()
	by, err := o.until(r.AsOf)
	if err != nil {
		return err
	}
	keep, err := keepFollowUps(r, &overdueFlags{owner: o.owner, class: o.class})
	if err != nil {
		return err
	}
	if err := a.notOverInput(r, out.path); err != nil {
		return err
	}
	list := a.followReport(r).Pool(report.PoolOptions{By: by, Keep: keep, People: out.people(), Held: heldBefore(r)})
	a.mention(r)
	out.day, out.more = r.AsOf, a.t("pool.xlsx", "公海.xlsx")
	out.shorten(o.all)
	if err := a.writeFollowUps(ctx, r, list.Grid(), a.withDay(r, list.Headline()), nil, out); err != nil {
		return err
	}
	if a.env.ErrTerminal && len(list.Fallen()) > 0 {
		hint(a.env.Err, a.lang, lang.T("crm pool release --due gives those who have fallen to the pool; --dry-run shows what it would write",
			"crm pool release --due 把到期的客户移入公海；加 --dry-run 先看会写入什么"))
	}
	a.nextInit(r, args)
	return nil
}

// until is the last day that a list looks ahead to.
func (o *poolFlags) until(day civil.Date) (civil.Date, error) {
	if o.by == "" {
		return day.AddDays(nextDays), nil
	}
	by, ok := dayOrPeriod(o.by, day)
	switch {
	case !ok:
		return 0, usage(lang.F("--by %q is no day", "--by %q 不是日期", diag.Excerpt(o.by)), lang.T("such as 2026-12-31, or a period such as 2w", "例如 2026-12-31，或期限如 2w"))
	case by < day:
		return 0, usage(lang.F("--by %s lies before %s", "--by %s 早于 %s", by, day))
	}
	return by, nil
}

// heldBefore asks the ledger since when a customer is in the pool, and who had it.
func heldBefore(r *run) func(customer int) (civil.Date, string) {
	ledger := r.pool.Until(r.AsOf)
	return func(i int) (civil.Date, string) {
		c := &r.Data.Customers[i]
		at := ledger.Stand(c)
		if !at.Pool || !at.ByLedger {
			return 0, ""
		}
		line, _ := ledger.Released(c)
		return at.Since, line.Before.Owner
	}
}

// ledgerGrid is lines of the ledger as a table, those of runs taken back marked.
func ledgerGrid(lines []pool.Line, undone func(run int) bool) *table.Grid {
	places, actions, clocks := map[string]lang.Text{}, map[string]lang.Text{}, map[string]lang.Text{}
	for _, action := range pool.Actions() {
		actions[action.String()] = action.Title()
	}
	g := &table.Grid{Title: lang.T("Pool ledger", "公海台账"), Columns: []table.Column{
		{ID: "run", Title: lang.T("Run", "批次"), Kind: value.Number},
		{ID: "when", Title: lang.T("When", "时间"), Kind: value.Text},
		{ID: "who", Title: lang.T("Who", "操作人"), Kind: value.Text, Priority: 3},
		{ID: "action", Title: lang.T("Action", "动作"), Kind: value.Text, Names: actions},
		{ID: "customer_id", Title: lang.T("Customer ID", "客户编号"), Kind: value.Text, Priority: 2},
		{ID: "customer_name", Title: lang.T("Customer", "客户名称"), Kind: value.Text},
		{ID: "owner_before", Title: lang.T("Owner before", "原负责人"), Kind: value.Text, Priority: 1, Names: places},
		{ID: "owner_after", Title: lang.T("Owner after", "现负责人"), Kind: value.Text, Priority: 1, Names: places},
		{ID: "rule", Title: lang.T("Rule", "规则"), Kind: value.Text, Priority: 2},
		{ID: "clock", Title: lang.T("Counted from", "起算"), Kind: value.Text, Priority: 3, Names: clocks},
		{ID: "clock_date", Title: lang.T("Date", "起算日期"), Kind: value.Date, Priority: 3},
		{ID: "last_activity", Title: lang.T("Last contact", "最近联系"), Kind: value.Date, Priority: 2},
		{ID: "reason", Title: lang.T("Reason", "原因"), Kind: value.Text, Priority: 2},
		{ID: "undoes", Title: lang.T("Undoes", "撤销批次"), Kind: value.Number, Priority: 3},
		{ID: "undone", Title: lang.T("Undone", "已撤销"), Kind: value.Bool, Priority: 2},
	}}
	for i := range lines {
		l := &lines[i]
		clocks[l.Clock.String()] = l.Clock.Title()
		g.Rows = append(g.Rows, []value.Value{
			value.Int(value.Number, l.Run), value.Str(l.When()), value.Str(l.Who), value.Str(l.Action.String()), value.Str(l.ID), value.Str(l.Name),
			placeValue(l.Before, places), placeValue(l.After, places), value.Str(l.Rule), value.Str(l.Clock.String()), value.Day(l.ClockDate),
			value.Day(l.LastActivity), value.Str(l.Reason), numberAbove0(l.Undoes), value.Truth(l.Action != pool.Undo && undone(l.Run)),
		})
	}
	return g
}

// placeValue is an owner's name; the pool is called so in every language.
func placeValue(p pool.Place, names map[string]lang.Text) value.Value {
	code := p.Text().In(lang.EN)
	if p.Pool {
		names[code] = p.Text()
	}
	return value.Str(code)
}

func numberAbove0(n int) value.Value {
	if n <= 0 {
		return value.Value{}
	}
	return value.Int(value.Number, n)
}

func (a *app) poolLedgerCommand() *cobra.Command {
	o := &outputFlags{}
	all := false
	cmd := &cobra.Command{
		Use:   "ledger [FILES]",
		Short: a.t("what was released, claimed, handed over and taken back", "查看台账：释放、领取、移交、撤销的全部记录"),
		RunE: func(cmd *cobra.Command, args []string) error {
			out, err := a.output(o)
			if err != nil {
				return err
			}
			ledger, _, err := a.ledgerOf(args)
			if err != nil {
				return err
			}
			a.speakAs(ledger)
			lines := slices.Clone(ledger.Lines())
			slices.Reverse(lines) // the newest first
			out.more = a.t("ledger.xlsx", "公海台账.xlsx")
			out.shorten(all)
			return a.write(cmd.Context(), ledgerGrid(lines, ledger.Undone), out)
		},
	}
	a.addOutputFlags(cmd, o)
	cmd.Flags().BoolVar(&all, "all", false, a.t("show all rows on a terminal", "在终端显示全部行"))
	return cmd
}
