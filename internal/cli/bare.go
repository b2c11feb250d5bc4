package cli

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/rules"
)

// about is what crm is for, in a few lines.
var about = lang.T(`crm reads the customers, orders and contact logs you exported, classifies every
customer by rules you can read, and writes the classes into a workbook.
Your files stay where they are; nothing is uploaded.`,
	`crm 读取你导出的客户、订单和跟进记录，按看得懂的规则给每个客户分级，
并把结果写进一个 Excel 工作簿。文件都留在原处，不会上传任何内容。`)

// tellDaily is crm without a command where rules.yaml says where the data is.
func (a *app) tellDaily(set *rules.Set) {
	fmt.Fprintln(a.env.Out, about.In(a.lang))
	fmt.Fprintln(a.env.Out)
	fmt.Fprintln(a.env.Out, lang.F("%s says where your files are. To begin with, type:", "数据在哪里，%s 里已经写好。请输入：", diag.Escape(shortPath(set.File))).In(a.lang))
	for _, line := range []struct{ command, what lang.Text }{
		{lang.Same("crm overdue"), lang.T("whom to contact now", "现在该联系谁")},
		{lang.T("crm show CUSTOMER", "crm show 客户"), lang.T("everything about a customer, before the call", "打电话前，一屏看全一个客户")},
		{lang.T(`crm log CUSTOMER "…"`, `crm log 客户 "……"`), lang.T("a contact written down", "记一次跟进")},
		{lang.Same("crm classify"), lang.T("every customer's class, in a workbook", "给每个客户分级，写进工作簿")},
	} {
		command := line.command.In(a.lang)
		fmt.Fprintf(a.env.Out, "  %s%s%s\n", command, strings.Repeat(" ", max(2, commandWidth-diag.Width(command))), line.what.In(a.lang))
	}
	fmt.Fprintln(a.env.Out)
	fmt.Fprintln(a.env.Out, a.t("All commands: crm --help", "全部命令：crm --help"))
}

// commandWidth is the cells of the column of commands.
const commandWidth = 22

// chinese reports whether names of files are: who names them so reads so.
func chinese(names string) bool {
	return strings.ContainsFunc(names, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// runBare is crm without a command: what it is for, and the line to type here.
func (a *app) runBare(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usage(unknownName(lang.T("command", "命令"), args[0], commandNames(cmd)))
	}
	set, found, err := a.loadRules()
	if err != nil {
		return err
	}
	if found && len(set.Sources.Tables) > 0 {
		a.tellDaily(set)
		return nil
	}
	seen := spreadsheets(".")
	if !a.langAsked && chinese(strings.Join(seen, "")) {
		a.lang = lang.ZH
	}
	fmt.Fprintln(a.env.Out, about.In(a.lang))
	fmt.Fprintln(a.env.Out)
	if len(seen) == 0 {
		fmt.Fprintln(a.env.Out, a.t("Go to the folder with your exports and type:", "进入放导出文件的文件夹，输入："))
		fmt.Fprintln(a.env.Out, "  "+a.t("crm classify customers.xlsx orders.xlsx", "crm classify 客户列表.xlsx 订单列表.xlsx"))
	} else {
		fmt.Fprintln(a.env.Out, a.t("This folder holds spreadsheets. To classify the customers in them, type:", "这个文件夹里有表格。要给里面的客户分级，请输入："))
		fmt.Fprintln(a.env.Out, "  crm classify "+quoteAll(seen))
	}
	fmt.Fprintln(a.env.Out)
	fmt.Fprintln(a.env.Out, a.t("All commands: crm --help", "全部命令：crm --help"))
	return nil
}
