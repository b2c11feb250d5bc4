package cli

import (
	"io"
	"maps"
	"slices"

	"github.com/spf13/cobra"

	"crm/internal/lang"
)

// completionCommand is crm completion SHELL, in place of cobra's own, which
// speaks English only.
func (a *app) completionCommand() *cobra.Command {
	scripts := map[string]func(root *cobra.Command, w io.Writer) error{
		"bash":       func(root *cobra.Command, w io.Writer) error { return root.GenBashCompletionV2(w, true) },
		"zsh":        func(root *cobra.Command, w io.Writer) error { return root.GenZshCompletion(w) },
		"fish":       func(root *cobra.Command, w io.Writer) error { return root.GenFishCompletion(w, true) },
		"powershell": func(root *cobra.Command, w io.Writer) error { return root.GenPowerShellCompletionWithDesc(w) },
	}
	shells := slices.Sorted(maps.Keys(scripts))
	return &cobra.Command{
		Use: "completion SHELL", GroupID: "setup", ValidArgs: shells,
		Short: a.t("completion with the tab key, for your shell", "用 Tab 键补全：生成命令行补全脚本"),
		Long: a.t(`Prints the script that makes a shell complete commands, options, customers,
owners, classes and columns. SHELL is bash, zsh, fish or powershell. Customers
and owners are those of the sources in rules.yaml.`,
			`输出补全脚本：命令、选项、客户、负责人、等级、列名都可以按 Tab 补全。
SHELL 为 bash、zsh、fish 或 powershell。客户和负责人取自 rules.yaml 的 sources。`),
		Example: `  source <(crm completion bash)          # ~/.bashrc
  source <(crm completion zsh)           # ~/.zshrc
  crm completion fish | source           # ~/.config/fish/config.fish
  crm completion powershell | Out-String | Invoke-Expression   # $PROFILE`,
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case len(args) == 0:
				return usage(lang.T("completion wants a shell", "completion 需要指定 shell"), lang.Same("crm completion bash"))
			case len(args) > 1 || scripts[args[0]] == nil:
				return usage(unknownName(lang.Same("shell"), args[len(args)-1], shells))
			}
			return scripts[args[0]](cmd.Root(), a.env.Out)
		},
	}
}
