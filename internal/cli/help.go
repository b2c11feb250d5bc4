package cli

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"crm/internal/diag"
	"crm/internal/lang"
)

// translateUsage makes cobra's own words and layout ours: both languages, columns
// that stay aligned with wide characters.
func (a *app) translateUsage(root *cobra.Command) {
	root.SetUsageFunc(func(cmd *cobra.Command) error {
		_, err := io.WriteString(cmd.OutOrStdout(), a.usageText(cmd))
		return err
	})
	root.PersistentFlags().BoolP("help", "h", false, a.t("this help", "显示帮助"))
	root.InitDefaultVersionFlag()
	root.Flags().Lookup("version").Usage = a.t("print the version", "显示版本")
	root.CompletionOptions.HiddenDefaultCmd = true
}

// usageText is what stands below a command's description.
func (a *app) usageText(cmd *cobra.Command) string {
	var b strings.Builder
	b.WriteString(a.t("Usage:", "用法：") + "\n  " + strings.TrimSuffix(cmd.UseLine(), " [flags]") + a.t(" [OPTIONS]", " [选项]") + "\n")
	if cmd.HasExample() {
		b.WriteString("\n" + a.t("Examples:", "示例：") + "\n" + cmd.Example + "\n")
	}
	for _, g := range append(cmd.Groups(), &cobra.Group{Title: a.t("More:", "其他：")}) {
		var lines [][2]string
		for _, c := range cmd.Commands() {
			if c.GroupID == g.ID && (c.IsAvailableCommand() || c.Name() == "help") {
				lines = append(lines, [2]string{c.Name(), c.Short})
			}
		}
		writeAligned(&b, g.Title, lines)
	}
	writeAligned(&b, a.t("Options:", "选项："), flagLines(cmd.LocalNonPersistentFlags()))
	writeAligned(&b, a.t("Options of every command:", "所有命令通用的选项："), flagLines(cmd.Root().PersistentFlags()))
	return b.String()
}

// flagLines is every option with its value's name, and what it does.
func flagLines(flags *pflag.FlagSet) [][2]string {
	var lines [][2]string
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Name == "help" && f.Shorthand == "" {
			return
		}
		name := "    --" + f.Name
		if f.Shorthand != "" {
			name = "-" + f.Shorthand + ", --" + f.Name
		}
		value, about := pflag.UnquoteUsage(f)
		if value != "" {
			name += " " + value
		}
		lines = append(lines, [2]string{name, about})
	})
	return lines
}

// writeAligned writes a heading and two columns under it; nothing without lines.
func writeAligned(b *strings.Builder, heading string, lines [][2]string) {
	if len(lines) == 0 {
		return
	}
	wide := 0
	for _, l := range lines {
		wide = max(wide, diag.Width(l[0]))
	}
	b.WriteString("\n" + heading + "\n")
	for _, l := range lines {
		b.WriteString("  " + l[0] + strings.Repeat(" ", wide-diag.Width(l[0])+2) + l[1] + "\n")
	}
}

// helpCommand is crm help [COMMAND|errors [CODE]|exit|man DIR].
func (a *app) helpCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND | errors [CODE] | exit | man FOLDER]",
		Short: a.t("help on a command, on error codes or exit statuses; manual pages", "查看命令、错误代码或退出码的帮助，生成手册页"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 && args[0] == "man" {
				return a.writeManual(cmd.Context(), root, args[1:])
			}
			if len(args) > 0 && args[0] == "errors" {
				return a.helpErrors(args[1:])
			}
			if len(args) == 1 && args[0] == "exit" {
				_, err := fmt.Fprint(a.env.Out, a.exitHelp())
				return err
			}
			cmd, _, err := root.Find(args)
			if err != nil || cmd == root && len(args) > 0 {
				return usage(unknownName(lang.T("command", "命令"), args[0], append(commandNames(root), "errors", "exit", "man")))
			}
			return cmd.Help()
		},
	}
}

func commandNames(root *cobra.Command) []string {
	var names []string
	for _, c := range root.Commands() {
		if !c.Hidden {
			names = append(names, c.Name())
		}
	}
	return names
}

func (a *app) exitHelp() string {
	return a.t(`Exit status:
    0  done, also when a list is empty, also with rows set aside
    1  could not be done: a file is missing, no permission, the disk is full, an internal check failed
    2  wrong usage, also a bad expression or column in an option, and a CUSTOMER that matches none or several
    3  the data or the rules are wrong, nothing was written; with --strict also any row set aside or warning
    4  done, and what --exit-code asks about was found
    5  a file is in use or changed meanwhile, nothing was written
  130  interrupted
`, `退出码：
    0  完成；名单为空或有搁置的行也算完成
    1  无法完成：文件不存在、没有权限、磁盘已满、内部校验未通过
    2  用法错误；选项里的条件或列写错、CUSTOMER 找不到或不唯一也属此类
    3  数据或规则有错，没有写任何文件；加 --strict 时，有搁置的行或提醒也算
    4  完成，且找到了 --exit-code 所问的内容
    5  文件正被占用或中途被改动，没有写任何文件
  130  被中断
`)
}

var quotedFlag = regexp.MustCompile(`-{1,2}[\w-]+`)

// flagError puts cobra's complaint about a flag into both languages and adds
// the nearest flag or the way to the help.
func (a *app) flagError(cmd *cobra.Command, err error) error {
	text := lang.Same(err.Error())
	if name, ok := strings.CutPrefix(err.Error(), "unknown flag: "); ok {
		text = unknownName(lang.T("option", "选项"), name, flagNames(cmd))
	} else if strings.HasPrefix(err.Error(), "flag needs an argument") {
		name := quotedFlag.FindString(err.Error())
		text = lang.F("option %s wants a value", "选项 %s 需要一个值", name)
	}
	return usage(text, lang.Same(cmd.CommandPath()+" --help"))
}

func flagNames(cmd *cobra.Command) []string {
	var names []string
	add := func(f *pflag.Flag) { names = append(names, "--"+f.Name) }
	cmd.Flags().VisitAll(add)
	cmd.InheritedFlags().VisitAll(add)
	slices.Sort(names)
	return slices.Compact(names)
}
