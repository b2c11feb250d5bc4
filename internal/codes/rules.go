package codes

import "crm/internal/lang"

func ruleCodes() []Code {
	return []Code{
		{"C01", Stop, lang.T("a key that rules.yaml does not know", "rules.yaml 中不认识的键"), lang.T("take the nearest one that is shown", "请改为提示中最接近的键")},
		{"C02", Stop, lang.T("a key, or a currency sign, given twice", "键或货币符号写了两次"), lang.T("keep one of the two", "请只保留一个")},
		{"C03", Stop, lang.T("no valid YAML: empty file, tab, full-width punctuation, a second document, another encoding", "不是有效的 YAML：空文件、制表符、全角标点、第二个文档或编码不对"), lang.T("mend the line that is shown", "请修正提示中的那一行")},
		{"C04", Stop, lang.T("no number, or no whole number where one is needed", "不是数字，或此处需要整数"), lang.Text{}},
		{"C05", Stop, lang.T("a value of another kind than belongs here: a word, date or period that is not known, an empty list", "值的类型不对：不认识的词、日期、期间，或空列表"), lang.T("write it as the message shows; quote a text that YAML takes for something else (\"NO\")", "请按提示的写法修改；会被 YAML 误解的文字请加引号（\"NO\"）")},
		{"C06", Stop, lang.T("a file or list larger than rules can be, or YAML's merge keys and aliases that multiply", "规则文件或列表过大，或用了会成倍展开的 YAML 引用"), lang.T("write the values out", "请直接写出各个值")},
		{"C07", Warn, lang.T("a class no customer can reach, or one hidden by an earlier one, or days that look wrong", "没有客户能进入的等级、被前面挡住的等级，或看起来不对的天数"), lang.T("look at the example value that is shown", "请查看提示中的示例值")},
		{"C09", Stop, lang.T("a number with separators or a letter (10,000 or 10k)", "数字里有分隔符或单位（10,000、10k）"), lang.T("write 10000", "请写 10000")},
		{"C10", Stop, lang.T("a rule asks for a measure, column, class, country or table that is not there", "规则用到了不存在的指标、列、等级、国家或表"), lang.T("take the nearest name that is shown; crm measures lists all", "请改为提示中最接近的名称；crm measures 列出全部指标")},
		{"C11", Stop, lang.T("no share from 0 to 100 %, or shares that contradict each other", "不是 0 到 100% 的比例，或各比例互相矛盾"), lang.Text{}},
		{"C13", Stop, lang.T("a time zone that is not known", "不认识的时区"), lang.T("write a name such as Asia/Shanghai", "请写时区名称，如 Asia/Shanghai")},
		{"C14", 0, lang.T("a path in rules.yaml is relative to its folder; any path is allowed and printed", "rules.yaml 中的路径相对于其所在文件夹；允许任意路径，并会打印出来"), lang.Text{}},
		{"C16", 0, lang.T("rules changed since the last run: crm diff --rules shows who moves before anything is written", "规则有改动：写入前可用 crm diff --rules 查看哪些客户会变动"), lang.Text{}},
		{"C17", Stop, lang.T("the rules are for a newer version of crm", "规则文件需要更新版本的 crm"), lang.T("update crm", "请更新 crm")},
		{"C18", 0, lang.T("a password on the command line: there is no such option, it would be seen by everyone on the machine", "命令行上的密码：没有这样的选项，否则会被本机其他人看到"), lang.T("put it into a file that only you can read", "请把密码放在只有你能读取的文件里")},
		{"C19", Stop, lang.T("a measure or section that this version of crm does not know yet", "当前版本的 crm 还不支持的指标或节"), lang.T("remove it, or comment it out", "请删去或注释掉")},
		{"C20", Stop, lang.T("a condition that cannot be read", "无法理解的条件"), lang.T("look at the place that is marked", "请查看标出的位置")},
		{"C21", Stop, lang.T("something is missing, or has another shape (a list, a mapping, a single value)", "缺少内容，或结构不对（列表、映射、单个值）"), lang.T("write it as the example shows", "请按示例书写")},
		{"C22", Stop, lang.T("a name that is taken, given twice or not allowed", "名称已被占用、重复或不合规"), lang.T("choose another one", "请换一个名称")},
		{"C23", Stop, lang.T("things that exclude each other, or a class after the rest", "互相排斥的写法，或在兜底等级之后还有等级"), lang.T("keep one of them", "请只保留一种")},
		{"C30", Warn, lang.T("an override for a customer who is not there, or whose name several have", "人工指定的客户不存在，或有多个同名客户"), lang.T("crm list shows ids and names", "用 crm list 查看客户编号和名称")},
		{"C31", Note, lang.T("an override whose end date has passed", "人工指定已到期"), lang.Text{}},
		{"C32", Warn, lang.T("a second override for the same customer and classification; the first one counts", "同一客户同一分级有第二条人工指定，以第一条为准"), lang.T("keep one of the two", "请保留其中一条")},
	}
}

func writingCodes() []Code {
	return []Code{
		{"W01", Stop | Warn, lang.T("cells of crm's were edited by hand since the last run", "上次运行之后，crm 写入的单元格被手工改过"), lang.T("a class of your own belongs in a column manual class, or in overrides; --edited replace takes crm's value", "自己定的等级请写在“人工等级”列或 overrides 中；--edited replace 则用 crm 的值覆盖")},
		{"W02", Warn, lang.T("a column that was crm's and no longer looks like it; it counts as yours", "原属 crm 的列已面目全非，视为你自己的列"), lang.T("delete it if you no longer want it", "不需要时可以删除")},
		{"W03", Warn, lang.T("crm's cells stand beside other customers than those they belong to, as after sorting without them", "crm 的单元格对应到了别的客户，可能是排序时没有带上"), lang.T("select the whole table before sorting", "排序前请选中整张表")},
		{"W04", Warn, lang.T("a column of crm's was given another header; it counts as yours now", "crm 的列被改了表头，现视为你自己的列"), lang.T("delete the one of the two columns that you do not want", "两列中不需要的一列可以删除")},
	}
}

func poolCodes() []Code {
	return []Code{
		{"P01", Stop | Warn, lang.T("the ledger of the pool, or of alerts, cannot be read", "公海台账或预警台账无法读取"), lang.T("save it as CSV UTF-8, or take it from a backup", "请另存为“CSV UTF-8”，或用备份恢复")},
		{"P02", Stop | Aside | Warn, lang.T("a line of the ledger of the pool, or of alerts, cannot be read", "公海台账或预警台账中有一行无法读取"), lang.T("mend the line that is named", "请修正提示中的那一行")},
	}
}
