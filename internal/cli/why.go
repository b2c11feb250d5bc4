package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"crm/internal/cache"
	"crm/internal/country"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/render"
	"crm/internal/report"
)

// maxMatches bounds how many customers an ambiguous name lists.
const maxMatches = 20

// whyFlags is the flags of crm why.
type whyFlags struct {
	sourceFlags
	outputFlags
	classification []string
}

func (a *app) whyCommand() *cobra.Command {
	o := &whyFlags{sourceFlags: sourceFlags{without: cache.Summaries}}
	cmd := &cobra.Command{
		Use: "why CUSTOMER [FILES]", GroupID: "daily",
		Short: a.t("why a customer has its class, and what is missing for the next one", "客户为什么是这个等级，离上一级还差什么"),
		Long: a.t(`Each condition with its actual value, whether it holds, and the rule's place;
what is missing for the next class up; when it falls if nothing happens. CUSTOMER
is an id, a name, or a part of one that only one customer has.`,
			`逐条列出条件、实际值、是否成立和规则所在位置，离上一级还差什么，以及若无新订单
和跟进等级何时会变。CUSTOMER 可以是编号、名称，或只有一个客户匹配的部分名称。`),
		Example: a.t("  crm why ACME customers.xlsx orders.xlsx", "  crm why C0012 客户列表.xlsx 订单列表.xlsx"),
		RunE:    func(cmd *cobra.Command, args []string) error { return a.runWhy(cmd.Context(), args, o) },
	}
	a.addSourceFlags(cmd, &o.sourceFlags)
	a.addOutputFlags(cmd, &o.outputFlags)
	a.addViewFlag(cmd, &o.sourceFlags)
	cmd.Flags().StringSliceVar(&o.classification, "classification", nil, a.t("only these `CLASSIFICATIONS`", "只看这些`分级`"))
	return cmd
}

func (a *app) runWhy(ctx context.Context, args []string, o *whyFlags) error {
	if err := wantsCustomer("why", args); err != nil {
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
	if err := r.mayAsk("why", report.Why); err != nil {
		return err
	}
	shown, err := a.shownClassifications(r, o)
	if err != nil {
		return err
	}
	if err := a.notOverInput(r, out.path); err != nil {
		return err
	}
	a.mention(r)
	rep, turns := r.report(a.lang), a.turns(r, customer, shown)
	if !out.several() || out.path != "" {
		return a.write(ctx, rep.WhyFlat(customer, turns), out)
	}
	return a.printWhy(r, rep, customer, turns, out.format)
}

// quickOrders is how many orders can be gone through for every day looked at while
// somebody waits.
const quickOrders = 300_000

// turns is when the customer's classes become others if nothing happens; where
// looking takes long, only with -v.
func (a *app) turns(r *run, customer int, shown []int) []crm.Turn {
	if r.view != nil { // which shows nothing of it
		return noTurns(shown)
	}
	if o := r.Data.Orders; o == nil || o.Len() <= quickOrders || a.flags.verbose {
		return r.Turns(customer, shown)
	}
	a.printLines(a.env.Err, []lang.Text{lang.T("with so many orders, when the class falls without new ones is looked up with -v only",
		"订单很多，若无新订单和跟进等级何时会变，加 -v 才查算")})
	return noTurns(shown)
}

// noTurns is turns that nobody looked up.
func noTurns(shown []int) []crm.Turn {
	turns := make([]crm.Turn, len(shown))
	for i, c := range shown {
		turns[i].Classification = c
	}
	return turns
}

// printWhy is the answer for a person: who it is, then one table a classification.
func (a *app) printWhy(r *run, rep *report.Run, customer int, turns []crm.Turn, format render.Format) error {
	c := &r.Data.Customers[customer]
	who := diag.Escape(rep.FullLabel(customer).In(a.lang))
	if c.Country != "" && r.view.Allows(string(crm.FieldCountry)) {
		who += " · " + diag.Escape(country.Name(c.Country, a.lang))
	}
	fmt.Fprintln(a.env.Out, lang.F("%s · as of %s", "%s · 截至 %s", who, r.AsOf).In(a.lang))
	for i := range turns {
		fmt.Fprintln(a.env.Out)
		if err := render.Grid(a.env.Out, rep.Why(customer, &turns[i]), format, render.Options{Lang: a.lang, Color: a.color(), Width: a.env.Width}); err != nil {
			return err
		}
	}
	return nil
}

// shownClassifications is the main one and those it rests on by default, all with -v.
func (a *app) shownClassifications(r *run, o *whyFlags) ([]int, error) {
	if len(o.classification) == 0 {
		main := r.Rules.Classifications[r.Rules.Main].ID
		if !a.flags.verbose {
			return []int{r.Rules.Main}, r.mayAsk("why", main)
		}
		var all []int
		for i := range r.Rules.Classifications {
			if r.view.Allows(r.Rules.Classifications[i].ID) {
				all = append(all, i)
			}
		}
		return all, nil
	}
	var shown []int
	for _, id := range o.classification {
		i := findClassification(r, id)
		if i < 0 {
			return nil, usage(unknownName(lang.T("classification", "分级"), id, classificationIDs(r)))
		}
		if err := r.mayAsk("--classification", id); err != nil {
			return nil, err
		}
		shown = append(shown, i)
	}
	return shown, nil
}

// oneCustomer is the customer a person means; none or several is wrong usage,
// and several are listed.
func oneCustomer(r *run, text string) (int, error) {
	if !r.named() {
		return 0, r.mayAsk("CUSTOMER", string(crm.FieldCustomerName))
	}
	found := r.FindAs(text, r.known())
	switch len(found) {
	case 0:
		return 0, usage(lang.F("no customer is or holds %q", "没有编号或名称含 %q 的客户", diag.Excerpt(text)))
	case 1:
		return found[0], nil
	}
	ambiguous := &failure{code: exitUsage, text: lang.F("%q may be any of %d customers", "%q 匹配到 %d 个客户", diag.Excerpt(text), len(found))}
	for _, i := range found[:min(len(found), maxMatches)] {
		id, name := r.known()(i)
		ambiguous.details = append(ambiguous.details, strings.TrimSpace(diag.Escape(id)+"  "+diag.Escape(name)))
	}
	return 0, ambiguous
}
