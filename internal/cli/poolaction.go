package cli

import (
	"context"
	"path/filepath"
	"strconv"

	"github.com/spf13/cobra"

	"crm/internal/cache"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/pool"
)

// poolActionFlags is the flags of the commands that write into the ledger.
type poolActionFlags struct {
	sourceFlags
	outputFlags
	dryRun  bool
	write   bool // into the customers' workbook too
	reason  string
	due     bool   // of release
	by      string // of claim
	coolOff string
	from    string // of hand-over
	to      string
}

func (a *app) newPoolAction(read bool) *poolActionFlags {
	o := &poolActionFlags{}
	if read {
		o.sourceFlags = sourceFlags{without: cache.Orders | cache.Summaries, prepare: readForFollowUp}
	}
	return o
}

func (a *app) addPoolFlags(cmd *cobra.Command, o *poolActionFlags) {
	a.addOutputFlags(cmd, &o.outputFlags)
	onlyToday(cmd)
	f := cmd.Flags()
	f.BoolVar(&o.dryRun, "dry-run", false, a.t("write nothing, show the lines", "不写入，只显示将要记入台账的内容"))
	f.StringVar(&o.reason, "reason", "", a.t("`TEXT` for the ledger's column reason", "记入台账“原因”列的`文字`"))
}

func (a *app) addPoolWriteFlag(cmd *cobra.Command, o *poolActionFlags) {
	cmd.Flags().BoolVar(&o.write, "write", false, a.t("also write owner, pool status and assigned date into the customers' workbook", "同时把负责人、公海状态、分配日期写回客户工作簿"))
}

func (a *app) poolReleaseCommand() *cobra.Command {
	o := a.newPoolAction(true)
	cmd := &cobra.Command{
		Use:   "release CUSTOMER… [FILES]",
		Short: a.t("give customers to the public pool", "把客户移入公海"),
		Example: a.t("  crm pool release --due --dry-run\n  crm pool release ACME --reason \"no match\"",
			"  crm pool release --due --dry-run\n  crm pool release C0012 --reason 产品不匹配"),
		RunE: func(cmd *cobra.Command, args []string) error {
			customers, files := customersAndFiles(args)
			if (len(customers) > 0) == o.due {
				return usage(lang.T("release wants customers, or --due for all that have fallen", "release 需要指定客户，或用 --due 表示所有到期客户"),
					lang.T("crm pool release --due --dry-run", "crm pool release --due --dry-run"))
			}
			return a.runPoolAction(cmd.Context(), files, o, func(r *run) (*poolMove, error) { return a.releasing(r, customers, o) })
		},
	}
	a.addSourceFlags(cmd, &o.sourceFlags)
	a.addPoolFlags(cmd, o)
	a.addPoolWriteFlag(cmd, o)
	cmd.Flags().BoolVar(&o.due, "due", false, a.t("all whose last day is over", "所有超过保留期的客户"))
	return cmd
}

func (a *app) poolClaimCommand() *cobra.Command {
	o := a.newPoolAction(true)
	cmd := &cobra.Command{
		Use:     "claim CUSTOMER… --by NAME [FILES]",
		Short:   a.t("take customers out of the public pool", "从公海领取客户"),
		Example: a.t("  crm pool claim ACME --by Wang", "  crm pool claim C0012 --by 王伟"),
		RunE: func(cmd *cobra.Command, args []string) error {
			customers, files := customersAndFiles(args)
			if len(customers) == 0 || o.by == "" {
				return usage(lang.T("claim wants customers and --by NAME", "claim 需要指定客户和 --by 领取人"), lang.T("crm pool claim ACME --by Wang", "crm pool claim C0012 --by 王伟"))
			}
			return a.runPoolAction(cmd.Context(), files, o, func(r *run) (*poolMove, error) { return a.claiming(r, customers, o) })
		},
	}
	a.addSourceFlags(cmd, &o.sourceFlags)
	a.addPoolFlags(cmd, o)
	a.addPoolWriteFlag(cmd, o)
	f := cmd.Flags()
	f.StringVar(&o.by, "by", "", a.t("`NAME` of the new owner", "领取人`姓名`"))
	f.StringVar(&o.coolOff, "cool-off", "30d", a.t("`PERIOD` for which the previous owner may not claim; 0d: none", "原负责人不得领取的`期限`；0d 表示不限制"))
	return cmd
}

func (a *app) poolHandOverCommand() *cobra.Command {
	o := a.newPoolAction(true)
	cmd := &cobra.Command{
		Use:     "hand-over --from NAME --to NAME [FILES]",
		Short:   a.t("give all of a leaver's customers to another", "把离职人员的客户全部移交给他人"),
		Example: a.t("  crm pool hand-over --from Li --to Wang --dry-run", "  crm pool hand-over --from 李娜 --to 王伟 --dry-run"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if o.from == "" || o.to == "" {
				return usage(lang.T("hand-over wants --from NAME and --to NAME", "hand-over 需要 --from 原负责人 和 --to 新负责人"),
					lang.T("crm pool hand-over --from Li --to Wang", "crm pool hand-over --from 李娜 --to 王伟"))
			}
			return a.runPoolAction(cmd.Context(), args, o, func(r *run) (*poolMove, error) { return a.handingOver(r, o), nil })
		},
	}
	a.addSourceFlags(cmd, &o.sourceFlags)
	a.addPoolFlags(cmd, o)
	a.addPoolWriteFlag(cmd, o)
	f := cmd.Flags()
	f.StringVar(&o.from, "from", "", a.t("`NAME` of who leaves", "原负责人`姓名`"))
	f.StringVar(&o.to, "to", "", a.t("`NAME` of who takes over", "新负责人`姓名`"))
	return cmd
}

func (a *app) poolUndoCommand() *cobra.Command {
	o := a.newPoolAction(false)
	cmd := &cobra.Command{
		Use:   "undo [RUN] [FILES]",
		Short: a.t("take back what the last command did to the pool", "撤销最近一次公海操作"),
		Long: a.t(`Takes back the last release, claim or hand-over that still stands, or the one of
the number RUN, all of its customers together. The ledger keeps its lines: those
of the undo come after them.`,
			`撤销最近一次仍然有效的释放、领取或移交，或指定的批次；同一批次的客户一起撤销。
台账只追加、不删改：撤销本身也会记为新的几行。`),
		RunE: func(cmd *cobra.Command, args []string) error {
			number := 0
			if len(args) > 0 && !isFile(args[0]) {
				var err error
				if number, err = strconv.Atoi(args[0]); err != nil || number < 1 {
					return usage(lang.F("%q is no number of a run", "%q 不是批次号", diag.Excerpt(args[0])), lang.Same("crm pool ledger"))
				}
				args = args[1:]
			}
			return a.runPoolUndo(cmd.Context(), number, args, o)
		},
	}
	a.addPoolFlags(cmd, o)
	return cmd
}

// customersAndFiles tells customers from the files behind them.
func customersAndFiles(args []string) (customers, files []string) {
	for _, arg := range args {
		if isFile(arg) && filepath.Ext(arg) != "" {
			files = append(files, arg)
		} else {
			customers = append(customers, arg)
		}
	}
	return customers, files
}

// poolMove is what a command wants to do with the ledger.
type poolMove struct {
	command string
	path    string
	decide  func(*pool.Ledger) ([]pool.Line, []pool.Refusal)
	done    func(lines []pool.Line) lang.Text
	nobody  lang.Text // what is said where nobody is moved
}

func (a *app) runPoolAction(ctx context.Context, files []string, o *poolActionFlags, prepare func(*run) (*poolMove, error)) error {
	if o.asOf != "" {
		return usage(lang.T("what is done to the pool is done today: --as-of is for lists", "公海操作只能在当天进行：--as-of 只用于查看名单"))
	}
	out, err := a.output(&o.outputFlags)
	if err != nil {
		return err
	}
	r, err := a.runInto(ctx, files, &o.sourceFlags, out)
	if err != nil {
		return err
	}
	defer r.Close()
	a.mention(r)
	move, err := prepare(r)
	if err != nil {
		return err
	}
	move.path = a.ledgerPath(r.in.files)
	if !o.write {
		_, err := a.movePool(ctx, move, o, out)
		return err
	}
	w, err := a.poolWriter(r, files, &o.sourceFlags, &savingFlags{wait: ledgerWait})
	if err != nil {
		return err
	}
	lines, err := a.movePool(ctx, move, o, out)
	if err != nil {
		return err
	}
	return w.besides(ctx, lines, o.dryRun)
}

func (a *app) runPoolUndo(ctx context.Context, number int, files []string, o *poolActionFlags) error {
	out, err := a.output(&o.outputFlags)
	if err != nil {
		return err
	}
	set, _, err := a.loadRules()
	if err != nil {
		return err
	}
	ledger, path, err := a.ledgerOf(files)
	if err != nil {
		return err
	}
	a.speakAs(ledger)
	now := a.moment(set)
	_, err = a.movePool(ctx, &poolMove{
		command: "undo", path: path,
		decide: func(l *pool.Ledger) ([]pool.Line, []pool.Refusal) { return l.Undo(number, o.reason, now) },
		done: func(lines []pool.Line) lang.Text {
			return lang.F("run %d taken back: %s", "已撤销批次 %d：%s", lines[0].Undoes, countCustomers(len(lines)))
		},
	}, o, out)
	return err
}

// movePool writes what a command wants into the ledger, or only shows it: the lines.
func (a *app) movePool(ctx context.Context, move *poolMove, o *poolActionFlags, out *output) ([]pool.Line, error) {
	decide := func(l *pool.Ledger) ([]pool.Line, error) {
		lines, refused := move.decide(l)
		return lines, a.notMoved(refused)
	}
	var lines []pool.Line
	var ledger *pool.Ledger
	var err error
	if o.dryRun {
		if ledger, err = a.readLedger(move.path); err == nil {
			lines, err = decide(ledger)
		}
	} else {
		lines, ledger, err = a.addToLedger(ctx, move.path, move.command, decide)
	}
	if err != nil {
		return nil, err
	}
	if o.dryRun || o.format != "" || o.path != "" {
		if err := a.write(ctx, ledgerGrid(lines, ledger.Undone), out); err != nil {
			return nil, err
		}
	}
	if !a.env.ErrTerminal && !a.flags.verbose {
		return lines, nil
	}
	switch {
	case len(lines) == 0:
		a.printLines(a.env.Err, []lang.Text{move.nobody})
	case o.dryRun:
		a.printLines(a.env.Err, []lang.Text{lang.F("--dry-run: nothing was written; %s", "--dry-run：没有写入；%s", move.done(lines))})
	default:
		a.printLines(a.env.Err, []lang.Text{lang.F("%s; ledger: %s", "%s；台账：%s", move.done(lines), diag.Escape(shortPath(move.path)))})
		if move.command != "undo" {
			hint(a.env.Err, a.lang, lang.F("crm pool undo %d takes this back", "crm pool undo %d 可以撤销", lines[0].Run))
		}
	}
	return lines, nil
}

// notMoved is why nothing was moved; nil without reasons.
func (a *app) notMoved(refused []pool.Refusal) error {
	if len(refused) == 0 {
		return nil
	}
	f := &failure{code: exitFailed, text: lang.T("nothing was written to the pool's ledger", "没有写入公海台账")}
	if len(refused) == 1 {
		f.text = lang.F("%s; nothing was written", "%s；没有写入", refused[0].Text)
		if who := refused[0].Customer; who != "" {
			f.text = lang.F("%s: %s", "%s：%s", diag.Escape(who), f.text)
		}
		return f
	}
	for _, one := range refused {
		f.details = append(f.details, lang.F("%s: %s", "%s：%s", diag.Escape(one.Customer), one.Text).In(a.lang))
	}
	return f
}

func countCustomers(n int) lang.Text {
	return lang.N(n, "%d customer", "%d customers", "%d 个客户")
}
