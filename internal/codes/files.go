package codes

import "crm/internal/lang"

// fileCodes is what is wrong with a file before its rows are looked at.
func fileCodes() []Code {
	again := lang.T("fetch or export the file again, or take a backup", "请重新下载或导出文件，或使用备份")
	resave := lang.T("open it in Excel, save it as .xlsx, and take that file", "请用 Excel 打开，另存为 .xlsx 后再用")
	return append([]Code{
		{"F01", 0, lang.T("a file is missing, a folder was given, or a pattern matched nothing (exit 1, said without the code)", "文件不存在、给的是文件夹，或通配符没有匹配到文件（退出码 1，提示里不带代码）"),
			lang.T("check the name; the nearest names in the folder are shown", "请核对文件名；提示会列出文件夹里最接近的名称")},
		{"F02", Stop, lang.T("the file is empty", "文件是空的"), lang.T("it may be left over from a failed save or sync: take a backup", "可能是保存或同步失败留下的，请使用备份")},
		{"F03", Stop, lang.T("a workbook of Excel 2 to 4, older than those that are read (Excel 5 and later)", "Excel 2 至 4 的工作簿，版本过旧，无法读取（可读 Excel 5 及以后的版本）"), resave},
		{"F04", Stop | Note, lang.T("the workbook is protected by a password, and none was given or a wrong one; a note where it was opened with it", "工作簿有密码保护，没有给出密码或密码不正确；已用密码打开时只作说明"), lang.T("--password-file FILE, or a command in CRM_PASSWORD_COMMAND that prints it", "用 --password-file 文件，或在 CRM_PASSWORD_COMMAND 中写一条能输出密码的命令")},
		{"F05", Stop, lang.T("the content is a web page that cannot be read as a table", "内容是网页，无法当作表格读取"), resave},
		{"F06", Note, lang.T("the file's name says another format than its content; the content is read", "文件扩展名与内容不符，按内容读取"), lang.Text{}},
		{"F07", Stop, lang.T("a format that crm does not read; it is named", "crm 不读取的格式，提示会说明是哪一种"), lang.T("export the sheet as .xlsx or CSV", "请把表格导出为 .xlsx 或 CSV")},
		{"F08", 0, lang.T("a workbook with macros (.xlsm): read, and written with its macros as they are", "带宏的工作簿（.xlsm）：可以读取，写回时宏原样保留"), lang.Text{}},
		{"F09", Stop, lang.T("the file is incomplete: its end is missing", "文件不完整：缺少结尾"), again},
		{"F10", Stop, lang.T("a part of the workbook is damaged; the sheet in it is named", "工作簿的某个部件已损坏，提示会指出所在工作表"), again},
		{"F11", Stop | Warn, lang.T("a part of the workbook is broken off, is no valid XML, or has records that do not fit together", "工作簿的某个部件中断、不是有效的 XML，或其中的记录互相矛盾"), again},
		{"F12", Stop, lang.T("the workbook holds two parts of one name", "工作簿里有两个同名部件"), resave},
		{"F13", Stop, lang.T("a part's name leads out of the workbook", "某个部件的名称指向工作簿之外"), lang.T("do not trust this file; ask where it comes from", "请勿信任该文件，先确认来源")},
		{"F14", Stop, lang.T("a part is longer or shorter than the file says", "某个部件的实际长度与文件记录不符"), again},
		{"F15", Stop, lang.T("the file holds more than crm unpacks or reads by itself", "文件内容超过 crm 默认读取的上限"), lang.T("if you trust it, raise the limit that is named: --limit NAME=N", "如确认可信，用提示中的 --limit 名称=数值 提高上限")},
		{"F16", Stop, lang.T("a part has a DOCTYPE, which no spreadsheet program writes", "部件中含有 DOCTYPE，正常的表格软件不会这样写"), lang.T("do not trust this file; ask where it comes from", "请勿信任该文件，先确认来源")},
		{"F17", 0, lang.T("a workbook of the strict form of the standard: read like any other", "严格格式（Strict）的工作簿：与其他工作簿一样读取"), lang.Text{}},
		{"F18", Stop, lang.T("the lock file beside an open workbook; a pattern leaves it out by itself", "打开工作簿时产生的锁定文件；用通配符时会自动略过"), lang.T("give the workbook's own name", "请给出工作簿本身的文件名")},
		{"F19", Warn, lang.T("a copy of the file lies beside it (orders (1).xlsx, a conflicted copy); the one that was named is read", "旁边有该文件的副本（如 订单 (1).xlsx、冲突副本），读取的是指定的那一份"), lang.T("keep the newer one under this name, and move the other away", "请把较新的一份保留为这个名称，移走另一份")},
		{"F20", Stop, lang.T("the book has no sheet of this name, or two that differ only in case", "工作簿中没有这个工作表，或有两个仅大小写不同"), lang.T("take one of the sheets that are listed", "请从列出的工作表中选择")},
		{"F21", Stop | Warn | Note, lang.T("the sheet is hidden, or is a chart or dialog without cells", "工作表被隐藏，或是没有单元格的图表、对话框"), lang.T("name another sheet if this one is not meant", "如不是要用的表，请指定其他工作表")},
		{"F22", Warn, lang.T("the book takes values from other workbooks; those stored in it are used", "工作簿引用了其他工作簿的值，这里使用其中保存的值"), lang.T("open it in Excel and update the links if they may be old", "如可能过期，请在 Excel 中打开并更新链接")},
		{"F23", Stop | Warn, lang.T("rows or cells are out of order, given twice, or outside what a sheet can hold", "行或单元格顺序错乱、重复，或超出工作表范围"), resave},
		{"F24", Warn, lang.T("the sheet ends exactly at a format's limit (65 536 or 1 048 576 rows): rows may have been cut off", "工作表恰好止于格式的上限（65 536 或 1 048 576 行），后面的行可能被截掉"), lang.T("compare the number of rows with the system it comes from; export in parts or as CSV", "请与来源系统核对行数；可分批导出或导出为 CSV")},
		{"F25", Stop, lang.T("the sheet is protected, so that nothing is written into it", "工作表受保护，不会写入"), lang.T("lift the protection in Excel, or write elsewhere with -o", "请在 Excel 中取消保护，或用 -o 写到别处")},
	}, textFileCodes()...)
}

// textFileCodes is the family's codes of text files and of writing.
func textFileCodes() []Code {
	resave := lang.T("open it in Excel, save it as .xlsx, and take that file", "请用 Excel 打开，另存为 .xlsx 后再用")
	return []Code{
		{"F26", Stop | Warn, lang.T("the text is in an encoding that was not recognised for certain, or holds bytes that are none of it", "文本编码无法确定，或含有该编码之外的字节"), lang.T("save it as CSV UTF-8, or name the encoding: --encoding gb18030", "请另存为“CSV UTF-8”，或指明编码：--encoding gb18030")},
		{"F27", Stop | Warn, lang.T("a quotation mark of the CSV is never closed or misplaced, or several delimiters fit", "CSV 的引号没有闭合或位置不对，或有多种分隔符都说得通"), lang.T("look at the line that is named", "请查看提示中的那一行")},
		{"F28", Aside, lang.T("the row has more or fewer fields than the header", "该行的列数与表头不一致"), lang.T("look for a comma or line break inside a field that is not quoted", "请检查字段中是否有未加引号的逗号或换行")},
		{"F29", Warn, lang.T("characters without a shape (NUL, control characters) in cells; they are shown escaped", "单元格中有不可见的控制字符，显示时已转义"), lang.Text{}},
		{"F30", Stop, lang.T("a text longer than a cell can hold (32 767 characters)", "文字超过单元格上限（32 767 个字符）"), lang.T("write a CSV file instead: -o NAME.csv", "请改为输出 CSV：-o 文件名.csv")},
		{"F31", Stop, lang.T("the sheet to be written would have more rows or columns than a workbook can hold", "要写的工作表行数或列数超过工作簿上限"), lang.T("write a CSV file instead: -o NAME.csv", "请改为输出 CSV：-o 文件名.csv")},
		{"F32", Stop, lang.T("the text has no columns: no delimiter cuts its lines", "文本没有分列：找不到分隔符"), lang.T("name the delimiter in a first line: sep=^", "请在第一行写明分隔符：sep=^")},
		{"F33", Stop, lang.T("the content is neither text nor a known kind of workbook", "内容既不是文本，也不是已知的表格格式"), lang.T("open it in the program it comes from and save it as .xlsx or CSV", "请用原来的软件打开，另存为 .xlsx 或 CSV")},
		{"F34", Stop, lang.T("well-formed, but no valid workbook: something needed is missing or contradicts itself", "文件格式完好，但不是有效的工作簿：缺少必要内容或自相矛盾"), resave},
		{"F35", Stop, lang.T("the text to be written has characters that the file's encoding does not know", "要写入的文字含有该文件编码无法表示的字符"), lang.T("save the file as CSV UTF-8", "请把文件另存为“CSV UTF-8”")},
		{"F40", Stop, lang.T("the sheet to be written into is not there, or has no cells", "要写入的工作表不存在，或没有单元格"), lang.Text{}},
		{"F41", Stop, lang.T("the sheet has no columns left for ours", "工作表没有空余的列可写"), lang.T("write elsewhere with -o", "请用 -o 写到别处")},
		{"F42", Stop, lang.T("a sheet in UTF-16, which is read but not written into", "工作表采用 UTF-16 编码，可以读取，但不写入"), resave},
		{"F43", Stop, lang.T("a formula that would go gives its result to cells that stay", "将被替换的公式还为其他保留的单元格提供结果"), lang.T("turn that formula into values, or write elsewhere with -o", "请把该公式转为数值，或用 -o 写到别处")},
		{"F44", Stop, lang.T("the workbook is digitally signed; writing into it would break the signature", "工作簿带有数字签名，写入会使签名失效"), lang.T("write elsewhere with -o, or allow it with the flag that is named", "请用 -o 写到别处，或按提示的选项允许写入")},
		{"F45", Stop, lang.T("the proof of what was written failed; nothing was changed", "写入结果的核验未通过，没有改动任何文件"), lang.T("a fault of crm or of the disk: try again, and report it", "可能是 crm 或磁盘的问题：请重试，并反馈给我们")},
		{"F46", Stop, lang.T("there is no place behind the last row for another one", "最后一行之后没有位置再添加一行"), lang.T("move what stands below the table", "请移走表格下方的内容")},
		{"F47", Stop, lang.T("a cell that is to be changed has a formula or is merged with others", "要修改的单元格里是公式，或与其他单元格合并"), lang.T("replace the formulas by their values, or unmerge the cells, in Excel", "请在 Excel 中把公式改成值，或取消合并单元格")},
	}
}
