package cli

import (
	"context"

	"github.com/spf13/cobra"

	"crm/internal/lang"
	"crm/internal/report"
)

// inspectFlags is the flags of crm inspect.
type inspectFlags struct {
	sourceFlags
	outputFlags
}

func (a *app) inspectCommand() *cobra.Command {
	o := &inspectFlags{}
	cmd := &cobra.Command{
		Use: "inspect FILES", GroupID: "setup",
		Short:   a.t("how my columns were understood", "我的表头被识别成了什么"),
		Example: a.t("  crm inspect customers.xlsx orders.xlsx", "  crm inspect 客户列表.xlsx 订单列表.xlsx"),
		RunE:    func(cmd *cobra.Command, args []string) error { return a.runInspect(cmd.Context(), args, o) },
	}
	a.addSourceFlags(cmd, &o.sourceFlags)
	a.addOutputFlags(cmd, &o.outputFlags)
	return cmd
}

func (a *app) runInspect(ctx context.Context, args []string, o *inspectFlags) error {
	out, err := a.output(&o.outputFlags)
	if err != nil {
		return err
	}
	r, err := a.open(args, &o.sourceFlags)
	if err != nil {
		return err
	}
	defer r.Close()
	if err := a.notOverInput(r, out.path); err != nil {
		return err
	}
	a.report(r.Problems)
	a.printNotes(r)
	words := lang.EN // machines get one language
	if out.people() {
		words = a.lang
	}
	return a.write(ctx, report.Inspect(r.Layouts, words), out)
}
