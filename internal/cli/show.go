package cli

import (
	"context"
	"io"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/pipeline"
	"crm/internal/render"
	"crm/internal/report"
	"crm/internal/table"
)

// showFlags is the flags of crm show.
type showFlags struct {
	sourceFlags
	outputFlags
}

func (a *app) showCommand() *cobra.Command {
	// What was sold by product is in no entry that the morning list leaves: only who
	// asks for more waits for the files to be read again.
	o := &showFlags{sourceFlags: sourceFlags{prepare: func(o *pipeline.Options) { o.TakeClasses, o.Sales = true, o.Sales || a.flags.verbose }}}
	cmd := &cobra.Command{
		Use: "show CUSTOMER [FILES]", GroupID: "daily",
		Short: a.t("everything about a customer, before the call", "打电话前，一屏看全一个客户"),
		Long: a.t(`The dossier of a customer on one screen: who it is, its classes and why, what
goes wrong, its figures, when it is to be contacted and how to reach it, what is owed, its last
orders and contacts, and what its class gets; with -v also its top products and
price preference. CUSTOMER is an id, a name, or a part of one that only one
customer has.`,
			`一屏看全一个客户：基本资料、等级和原因、预警、经营指标、何时联系和怎么联系、
该做的定期跟进、最近的订单和跟进记录，以及该等级的维护做法；加 -v 还有主要产品和价格偏好。
CUSTOMER 可以是编号、名称，或只有一个客户匹配的部分名称。`),
		Example: a.t(`  crm show ACME
  crm show ACME customers.xlsx orders.xlsx log.csv
  crm show C0012 -o acme.html`, `  crm show ACME
  crm show C0012 客户列表.xlsx 订单列表.xlsx 跟进记录.csv
  crm show C0012 -o 客户.html`),
		RunE: func(cmd *cobra.Command, args []string) error { return a.runShow(cmd.Context(), args, o) },
	}
	a.addSourceFlags(cmd, &o.sourceFlags)
	a.addOutputFlags(cmd, &o.outputFlags)
	a.addViewFlag(cmd, &o.sourceFlags)
	return cmd
}

func (a *app) runShow(ctx context.Context, args []string, o *showFlags) error {
	if err := wantsCustomer("show", args); err != nil {
		return err
	}
	out, err := a.output(&o.outputFlags)
	if err != nil {
		return err
	}
	r, customer, err := a.runOf(ctx, args[0], args[1:], &o.sourceFlags)
	if err != nil {
		return err
	}
	defer r.Close()
	if err := a.notOverInput(r, out.path); err != nil {
		return err
	}
	a.mention(r)
	out.day = r.AsOf
	options := report.DossierOptions{All: a.flags.verbose, Now: a.nowOf(r), Origin: r.origin()}
	ledger, err := a.acknowledged(r)
	if err != nil {
		return err
	}
	options.Alerts = r.Alerts(ledger)
	card := a.followReport(r).Dossier(customer, options)
	if !out.several() && out.format != render.HTML {
		a.printLines(a.env.Err, options.Origin)
	}
	return a.writeCard(ctx, card, out)
}

// wantsCustomer refuses arguments that do not begin with a customer.
func wantsCustomer(command string, args []string) error {
	if len(args) == 0 {
		return usage(lang.F("%s wants a customer", "%s 需要指定客户", command),
			lang.F("crm %s ACME customers.xlsx orders.xlsx", "crm %s C0012 客户列表.xlsx 订单列表.xlsx", command))
	}
	if isFile(args[0]) && filepath.Ext(args[0]) != "" {
		return usage(lang.F("%s wants the customer first, and %s is a file", "%s 要先写客户，而 %s 是文件", command, diag.Escape(args[0])),
			lang.Same("crm "+command+" CUSTOMER "+quoteAll(args)))
	}
	return nil
}

// nowOf is this moment; none where the run is a look at another day, which must
// say the same whenever it is made.
func (a *app) nowOf(r *run) time.Time {
	if r.AsOf != r.today {
		return time.Time{}
	}
	return a.env.Now()
}

// writeCard writes a card to stdout or, through the one door, to a file.
func (a *app) writeCard(ctx context.Context, card *table.Card, o *output) error {
	if o.format == formatXLSX {
		return a.write(ctx, card.Flat(), o)
	}
	opts := render.Options{Lang: a.lang, Raw: o.raw}
	if o.path == "" {
		opts.Color, opts.Width = a.color(), a.env.Width
		return render.Card(a.env.Out, card, o.format, opts)
	}
	opts.BOM = o.format == render.CSV
	return a.save(ctx, o.path, func(w io.Writer) error { return render.Card(w, card, o.format, opts) })
}
