package codes

import "crm/internal/lang"

func headerCodes() []Code {
	return []Code{
		{"H01", Stop | Warn | Note, lang.T("a column that is needed is missing, or no table was found", "缺少必需的列，或没有找到表格"), lang.T("compare with the nearest headers that are shown; crm inspect FILES shows all", "请对照提示中最接近的表头；crm inspect 文件 可查看全部")},
		{"H02", Stop | Warn, lang.T("two columns of one meaning whose values differ", "两列表示同一内容，但值不一致"), lang.T("say in rules.yaml which one is meant: columns: {orders: {amount: [HEADER]}}", "请在 rules.yaml 中写明用哪一列：columns: {orders: {amount: [表头]}}")},
		{"H03", 0, lang.T("a header in full-width letters, another case, with line breaks or spaces: read as the same header", "表头是全角、大小写不同或带换行、空格：按同一表头读取"), lang.Text{}},
		{"H04", 0, lang.T("title or empty rows above the header: the header row is looked for in the first rows", "表头上方有标题或空行：会在前几行中寻找表头"), lang.Text{}},
		{"H05", 0, lang.T("a customer, order number or date merged over several rows holds for each of them", "客户、订单号或日期合并了多行：对每一行都有效"), lang.Text{}},
		{"H06", 0, lang.T("empty rows in the middle are counted as blank; rows below them are read", "中间的空行按空行计数，下面的行照常读取"), lang.Text{}},
		{"H07", 0, lang.T("a stray cell far away from the table costs no million rows", "远离表格的零散单元格不会被当成上百万行"), lang.Text{}},
		{"H08", Warn, lang.T("a totals row does not agree with the rows above it", "合计行与上面各行之和不一致"), lang.T("look for rows that are missing, filtered out or given twice", "请检查是否有缺少、被筛选或重复的行")},
		{"H09", Stop, lang.T("two tables on one sheet", "一个工作表里有两张表"), lang.T("put each table on a sheet of its own", "请把每张表放到单独的工作表")},
		{"H10", Warn, lang.T("hidden or filtered rows: they count, with their number and sum", "有隐藏或被筛选的行：照常计入，并给出行数和合计"), lang.T("delete them from a copy if they should not count", "如不应计入，请在副本中删除这些行")},
		{"H11", 0, lang.T("a column of crm's would have a title you already use: crm's gets (crm), yours stays as it is", "crm 的列与你已有的列同名：crm 的列加上 (crm)，你的列不动"), lang.Text{}},
		{"H12", 0, lang.T("cells of crm's edited by hand: told as W01", "crm 的单元格被手工改过：见 W01"), lang.Text{}},
		{"H13", Stop, lang.T("more tables of orders than one run can take", "订单表数量超过一次运行的上限"), lang.T("put several months into one file", "请把多个月份合并到一个文件")},
		{"H14", Warn, lang.T("what crm noted in the workbook about earlier runs cannot be read", "无法读取 crm 在工作簿中留下的历史记录"), lang.T("take back a backup (crm undo FILE) to keep the history, or go on without", "如需保留历史，请恢复备份（crm undo 文件），否则将不带历史继续")},
		{"H15", Note, lang.T("a look back: the as-of date lies before the latest run", "回看：截止日早于最近一次运行"), lang.Text{}},
		{"H16", Warn, lang.T("a file in which no table was found, or a table with a header and no row", "文件里没有找到表格，或表格只有表头没有数据"), lang.T("export it again if the export failed; crm inspect FILES shows what was seen", "如果是导出失败，请重新导出；crm inspect 文件 可查看识别情况")},
	}
}

func customerCodes() []Code {
	asText := lang.T("make the column text in the system it comes from, and export again", "请在来源系统中把该列设为文本后重新导出")
	return []Code{
		{"K01", Aside, lang.T("a long id stored as a number: Excel has rounded it, its last digits are lost", "长编号被存成数字：Excel 已四舍五入，末尾几位无法恢复"), asText},
		{"K02", Warn, lang.T("an id that seems to have lost its leading zeros", "编号疑似丢失了前导零"), asText},
		{"K03", Aside, lang.T("an id that looks like a value Excel changed (1E5, 2-Sep, a date)", "编号疑似被 Excel 改写（如 1E5、2-Sep、日期）"), asText},
		{"K04", Warn, lang.T("the same customer twice with the same content: one customer", "同一客户出现两次且内容相同：按一个客户处理"), lang.Text{}},
		{"K05", Warn, lang.T("the same customer id twice with other content: the first row counts", "同一客户编号出现两次但内容不同：以第一行为准"), lang.T("make the two rows one, or correct an id", "请合并两行，或更正编号")},
		{"K06", Warn, lang.T("ids that differ only by look-alike characters (O and 0, case, width)", "编号只差在易混字符（O 与 0、大小写、全半角）"), lang.T("correct one of them if they are the same customer", "如是同一客户，请更正其中一个")},
		{"K07", Aside | Warn, lang.T("a row without a customer", "该行没有写客户"), lang.T("fill it in", "请补上客户")},
		{"K08", Warn, lang.T("rows of a customer who is not in the customers table", "有些行的客户不在客户表中"), lang.T("add the customer, or correct the id", "请补录该客户，或更正编号")},
		{"K09", 0, lang.T("a customer without orders: classified by the rules like any other", "没有订单的客户：照样按规则分级"), lang.Text{}},
		{"K10", Warn, lang.T("two customers share an email or tax number: perhaps one, never merged", "两个客户的邮箱或税号相同：可能是同一家，不会自动合并"), lang.T("make them one in your own list if they are", "如是同一家，请在你的客户表中合并")},
		{"K11", Warn, lang.T("a name begins like a formula (= + - @): kept as data, harmless in what crm writes", "名称以公式符号（= + - @）开头：作为文字保留，crm 写出时不会变成公式"), lang.Text{}},
		{"K12", Warn, lang.T("invisible characters in a name (zero width, direction, terminal escapes): shown escaped", "名称中有不可见字符（零宽、方向控制、终端转义）：显示时已转义"), lang.T("type the name anew", "请重新键入该名称")},
		{"K14", Aside, lang.T("a name that several customers share, where no id tells them apart", "多个客户同名，且没有编号可以区分"), lang.T("add the customer's id", "请补上客户编号")},
		{"K15", Aside, lang.T("an order number that several orders share, so that its line cannot be placed", "多个订单使用同一订单号，明细无法归属"), lang.T("add the customer to the lines", "请在明细中补上客户")},
		{"K16", Aside, lang.T("the same order in two tables with different lines: the first counts", "同一订单在两张表中的明细不同：以第一份为准"), lang.T("leave out the older export", "请去掉较旧的那份导出")},
		{"K17", Warn, lang.T("order lines without an order number, or of an order that was not read", "订单明细没有订单号，或找不到对应的订单"), lang.T("take the orders' table along", "请同时提供订单表")},
		{"K18", Warn, lang.T("rows without a number that look alike in two tables: perhaps counted twice", "两张表中没有编号的行内容相同：可能重复计算"), lang.T("add the numbers, or leave out one of the files", "请补上编号，或去掉其中一个文件")},
		{"K19", Warn, lang.T("a manual class that is none of the classification's", "人工等级不是该分级中的等级"), lang.T("write one of the classes that are listed", "请改为提示中列出的等级")},
		{"K20", Note, lang.T("a manual class whose end date has passed", "人工等级已到期"), lang.Text{}},
		{"K21", Warn, lang.T("the table's manual class and the override in rules.yaml differ; the override counts", "表中的人工等级与 rules.yaml 的人工指定不一致，以后者为准"), lang.T("remove one of the two", "请删去其中一处")},
	}
}

func valueCodes() []Code {
	return []Code{
		{"V01", Warn, lang.T("words of unknown meaning in a column of stages, statuses…; kept as text", "阶段、状态等列中有不认识的词，按文字保留"), lang.T("say what they mean in rules.yaml: values: {stage: {order: [WORD]}}", "请在 rules.yaml 中写明含义：values: {stage: {order: [词]}}")},
		{"V02", Warn, lang.T("no column says which opportunities were won", "没有哪一列说明商机是否赢单"), lang.T("add a column with won and lost", "请加一列，写明赢单或输单")},
		{"V03", Aside, lang.T("a score that is missing, no number, or not from 0 to 10", "评分缺失、不是数字，或不在 0 到 10 之间"), lang.T("correct it; answers in words are no score", "请更正；文字评价不能当作评分")},
		{"V04", Warn, lang.T("many scores and none over 5: they may be stars from 1 to 5, not 0 to 10", "评分很多却都不超过 5：可能是 1 到 5 分制，而不是 0 到 10"), lang.T("if they are, leave the table out: NPS cannot be told from them", "如果是，请不要读取这张表，它算不出 NPS")},
	}
}
