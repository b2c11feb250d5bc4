package cli

import (
	"cmp"
	"context"
	"path/filepath"

	"github.com/spf13/cobra"

	"crm/internal/alert"
	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/ledger"
	"crm/internal/rules"
)

// ackFlags is the flags of crm alerts ack.
type ackFlags struct {
	sourceFlags
	until  string
	reason string
	undo   bool
}

// longestAck is how far ahead an alert may be acknowledged: what is known for
// longer wants another rule.
var longestAck = civil.Period{N: 1, Unit: civil.Years}

func (a *app) alertsAckCommand() *cobra.Command {
	o := &ackFlags{sourceFlags: sourceFlags{without: alertless, prepare: readForAlerts}}
	cmd := &cobra.Command{
		Use:   "ack CUSTOMER ALERT [FILES]",
		Short: a.t("an alert is known: do not list it until a day", "确认一条预警：到某一天之前不再列出"),
		Long: a.t(`Keeps in the workspace (.crm/alerts.csv) that a customer's alert is known, until
when, why, and who said so. Until that day, included, crm alerts counts it in its
last line only; --all shows it. --undo takes it back; lines are only ever added.`,
			`在工作区的 .crm/alerts.csv 里记下：这个客户的这条预警已知晓、到哪天、原因、由谁确认。
到那天为止（含当天），crm alerts 只在末行计数，--all 才列出。--undo 取消确认；台账只追加、不删改。`),
		Example: a.t(`  crm alerts ack ACME late_payments --until 2026-12-31 --reason "paid by instalments, agreed"
  crm alerts ack ACME silent --until 30d --reason "stocktaking until the fair"
  crm alerts ack ACME late_payments --undo`,
			`  crm alerts ack C0012 late_payments --until 2026-12-31 --reason 已约定分期付款
  crm alerts ack C0012 silent --until 30d --reason 展会前清库存
  crm alerts ack C0012 late_payments --undo`),
		RunE: func(cmd *cobra.Command, args []string) error { return a.runAck(cmd.Context(), args, o) },
	}
	a.addSourceFlags(cmd, &o.sourceFlags)
	onlyToday(cmd)
	f := cmd.Flags()
	f.StringVar(&o.until, "until", "", a.t("last `DAY` on which it is not listed, or a period such as 30d; a year at most", "不再列出的最后一`天`，或期限如 30d；最长一年"))
	f.StringVar(&o.reason, "reason", "", a.t("`TEXT` that says why", "确认的`原因`"))
	f.BoolVar(&o.undo, "undo", false, a.t("list it again", "取消确认，重新列出"))
	return cmd
}

// check refuses flags that make no sense together.
func (o *ackFlags) check(args []string) error {
	example := lang.T("crm alerts ack ACME late_payments --until 2026-12-31 --reason \"paid by instalments, agreed\"",
		"crm alerts ack C0012 late_payments --until 2026-12-31 --reason 已约定分期付款")
	switch {
	case len(args) < 2 || isFile(args[1]) && filepath.Ext(args[1]) != "":
		return usage(lang.T("ack wants a customer and an alert", "ack 需要指定客户和预警"), example)
	case o.asOf != "":
		return usage(lang.T("what is acknowledged is so from today: --as-of is for lists", "确认从当天起生效：--as-of 只用于查看名单"))
	case o.undo && o.until != "":
		return usage(lang.T("--undo takes an acknowledgement back, --until gives one: one of the two", "--undo 取消确认，--until 给出确认，二者只能选一个"))
	case !o.undo && o.until == "":
		return usage(lang.T("ack wants --until", "ack 需要 --until 截止日期"), example)
	case !o.undo && ledger.Plain(o.reason) == "":
		return usage(lang.T("ack wants --reason", "ack 需要 --reason 原因"), example)
	}
	return nil
}

// untilDay is the last day of an acknowledgement given today.
func (o *ackFlags) untilDay(today civil.Date) (civil.Date, error) {
	day, ok := dayOrPeriod(o.until, today)
	switch {
	case !ok:
		return 0, usage(lang.F("--until %q is no day", "--until %q 不是日期", diag.Excerpt(o.until)), lang.T("such as 2026-12-31, or a period such as 30d", "例如 2026-12-31，或期限如 30d"))
	case day < today:
		return 0, usage(lang.F("--until %s lies before today, %s", "--until %s 早于今天（%s）", day, today))
	case day > longestAck.After(today):
		return 0, usage(lang.F("--until %s is more than a year away", "--until %s 超过一年", day),
			lang.T("for longer, write it into the alert's condition in rules.yaml", "更久的例外请写进 rules.yaml 里该预警的条件"))
	}
	return day, nil
}

func (a *app) runAck(ctx context.Context, args []string, o *ackFlags) error {
	if err := o.check(args); err != nil {
		return err
	}
	r, customer, err := a.runOf(ctx, args[0], args[2:], &o.sourceFlags)
	if err != nil {
		return err
	}
	defer r.Close()
	place, err := alertNamed(r.Rules, args[1])
	if err != nil {
		return err
	}
	k := &acknowledging{
		app: a, run: r, flags: o, customer: &r.Data.Customers[customer], place: customer, rule: &r.Rules.Alerts[place],
		path: filepath.Join(a.workspace(r.in.files), alertsFile), at: a.moment(r.Rules),
	}
	if !o.undo {
		if k.until, err = o.untilDay(k.at.Day); err != nil {
			return err
		}
	}
	return k.write(ctx)
}

// acknowledging is one alert of one customer that is acknowledged, or no longer.
type acknowledging struct {
	app      *app
	run      *run
	flags    *ackFlags
	customer *crm.Customer
	place    int
	rule     *rules.AlertRule
	until    civil.Date
	path     string
	at       ledger.Moment
}

func (k *acknowledging) write(ctx context.Context) error {
	err := k.app.addTo(ctx, k.path, "crm alerts ack", func() ([]byte, error) {
		ledger, problems, err := k.app.readAlerts(k.path)
		if err != nil {
			return nil, err
		}
		if problems.Failed() {
			k.app.report(problems)
			say(k.app.env.Err, k.app.lang, lang.T("nothing is added to a ledger that cannot be read whole; nothing was written", "台账无法完整读取，不会往里追加；没有写入"))
			hint(k.app.env.Err, k.app.lang, mendLedger())
			return nil, errData
		}
		line, err := k.line(ledger)
		if err != nil {
			return nil, err
		}
		return ledger.Append([]alert.Line{line}, k.app.lang)
	})
	if err == nil {
		k.tell()
	}
	return err
}

// line is what is added to the ledger as it is now.
func (k *acknowledging) line(l *alert.Ledger) (alert.Line, error) {
	_, standing := l.Standing(k.customer, k.rule.ID, k.at.Day)
	if k.flags.undo {
		if !standing {
			return alert.Line{}, failed(nil, lang.F("%s: %s is not acknowledged; nothing was written", "%s：%s没有被确认；没有写入", diag.Escape(k.customer.Label()), k.rule.Title))
		}
		return alert.TakeBack(k.customer, k.rule.ID, k.flags.reason, k.at), nil
	}
	if !k.holds() {
		return alert.Line{}, failed(nil, lang.F("%s has no alert %s now; nothing was written", "%s：目前没有预警 %s；没有写入", diag.Escape(k.customer.Label()), k.rule.ID), k.hint())
	}
	return alert.Ack(k.customer, k.rule.ID, k.until, k.flags.reason, k.at), nil
}

// holds reports whether the customer has the alert now, acknowledged or not.
func (k *acknowledging) holds() bool {
	for _, a := range k.run.Alerts(nil) {
		if a.Customer == k.place && a.ID == k.rule.ID {
			return true
		}
	}
	return false
}

// hint is the alerts that the customer has.
func (k *acknowledging) hint() lang.Text {
	var ids lang.Text
	for _, a := range k.run.Alerts(nil) {
		if a.Customer != k.place {
			continue
		}
		if ids.Empty() {
			ids = lang.Same(a.ID)
		} else {
			ids = lang.F("%s, %s", "%s、%s", ids, a.ID)
		}
	}
	if ids.Empty() {
		return lang.T("it has no alert at all", "该客户目前没有任何预警")
	}
	return lang.F("it has: %s", "该客户的预警：%s", ids)
}

func (k *acknowledging) tell() {
	a := k.app
	if !a.env.ErrTerminal && !a.flags.verbose {
		return
	}
	who, path := diag.Escape(k.customer.Label()), diag.Escape(shortPath(k.path))
	if k.flags.undo {
		a.printLines(a.env.Err, []lang.Text{lang.F("%s: %s is listed again; ledger: %s", "%s：%s重新列出；台账：%s", who, k.rule.Title, path)})
		return
	}
	a.printLines(a.env.Err, []lang.Text{lang.F("%s: %s acknowledged until %s; ledger: %s", "%s：%s已确认至 %s；台账：%s", who, k.rule.Title, k.until, path)})
	hint(a.env.Err, a.lang, lang.F("crm alerts ack %s %s --undo takes this back", "crm alerts ack %s %s --undo 可以取消", shellQuote(diag.Escape(cmp.Or(k.customer.ID, k.customer.Name))), k.rule.ID))
}
