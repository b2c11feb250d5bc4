package cli

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"crm/internal/lang"
)

// about is what crm is for, in a few lines.
var about = lang.T(`crm reads the customers, orders and contact logs you exported, classifies every
customer by rules you can read, and writes the classes into a workbook.
Your files stay where they are; nothing is uploaded.`,
	`crm 读取你导出的客户、订单和跟进记录，按看得懂的规则给每个客户分级，
并把结果写进一个 Excel 工作簿。文件都留在原处，不会上传任何内容。`)

// chinese reports whether names of files are: who names them so reads so.
func chinese(names string) bool {
	return strings.ContainsFunc(names, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// runBare is crm without a command: what it is for, and the line to type here.
func (a *app) runBare(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usage(unknownName(lang.T("command", "命令"), args[0], commandNames(cmd)))
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
