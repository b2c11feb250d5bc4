package cli

import (
	"github.com/spf13/cobra"

	"crm/internal/measure"
	"crm/internal/report"
)

func (a *app) measuresCommand() *cobra.Command {
	o := &outputFlags{}
	cmd := &cobra.Command{
		Use: "measures", GroupID: "setup",
		Short: a.t("what a rule can use", "规则里可以用的指标"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.needsNoArguments(cmd, args); err != nil {
				return err
			}
			out, err := a.output(o)
			if err != nil {
				return err
			}
			return a.write(cmd.Context(), report.Measures(measure.Declared(), a.lang), out)
		},
	}
	a.addOutputFlags(cmd, o)
	return cmd
}
