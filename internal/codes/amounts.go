package codes

import "crm/internal/lang"

func amountCodes() []Code {
	return []Code{
		{"A01", Aside, lang.T("no amount; it is not taken as 0", "没有金额，不会当作 0"), lang.T("fill it in; a free sample is 0", "请补上；免费样品请填 0")},
		{"A02", Aside, lang.T("a formula's error (#N/A, #REF!, #DIV/0!) instead of a value", "单元格是公式错误值（#N/A、#REF!、#DIV/0!）"), lang.T("mend the formula in Excel and save", "请在 Excel 中修正公式并保存")},
		{"A03", Aside, lang.T("a formula whose result is not stored in the file", "公式的结果没有保存在文件里"), lang.T("open the file in Excel and save it", "请用 Excel 打开并保存一次")},
		{"A04", Warn, lang.T("numbers stored as text, read as numbers", "数字以文本形式存储，按数字读取"), lang.Text{}},
		{"A05", Aside, lang.T("no number, or written with another decimal mark than the column", "不是数字，或小数点写法与该列不一致"), lang.T("correct it, or name the mark: --decimal , (amount: {decimal: \",\"} in rules.yaml)", "请更正，或指明小数点：--decimal ,（rules.yaml 中写 amount: {decimal: \",\"}）")},
		{"A06", Stop | Aside | Warn, lang.T("1.234 or 1,234: decimal or thousands mark, and nothing in the column settles it", "1.234 或 1,234：分不清小数点还是千分位，整列也无法判断"), lang.T("name the decimal mark: --decimal . or --decimal ,", "请指明小数点：--decimal . 或 --decimal ,")},
		{"A07", Stop | Aside, lang.T("a sign of several currencies ($, ¥, kr), or one that contradicts the currency column", "币种符号不明确（$、¥、kr），或与币种列矛盾"), lang.T("say what it stands for: money: {symbols: {¥: CNY}}", "请写明含义：money: {symbols: {¥: CNY}}")},
		{"A08", Stop, lang.T("some amounts have a currency and others have none", "部分金额有币种，部分没有"), lang.T("name the currency of the others: --currency USD, or money: {default: USD}", "请指明其余金额的币种：--currency USD 或 money: {default: USD}")},
		{"A09", Stop | Aside, lang.T("a currency that is not known, or an empty field in the currency column", "不认识的币种，或币种列为空"), lang.T("write its code (USD, EUR, CNY)", "请写币种代码（USD、EUR、CNY）")},
		{"A10", Stop, lang.T("several currencies and no rates", "有多种币种，但没有汇率"), lang.T("paste the rates that are shown into rules.yaml, or --rate EUR=1.08", "请把提示中的汇率写入 rules.yaml，或用 --rate EUR=1.08")},
		{"A11", Warn, lang.T("the number format shows another currency than the currency column says; the column counts", "数字格式显示的币种与币种列不同，以币种列为准"), lang.T("correct the format or the column", "请更正格式或币种列")},
		{"A12", Warn, lang.T("amounts finer than their currency (10.5 JPY); kept exactly", "金额的小数位多于该币种（如 10.5 日元），按原值保留"), lang.Text{}},
		{"A13", 0, lang.T("a number with an error of binary arithmetic (12.449999999999999): read with Excel's 15 digits", "带二进制误差的数字（12.449999999999999）：按 Excel 的 15 位有效数字读取"), lang.Text{}},
		{"A14", 0, lang.T("a negative amount in any spelling: a return or credit note, it reduces revenue and is no purchase", "各种写法的负数：按退货或贷项处理，减少销售额，不算购买"), lang.Text{}},
		{"A15", Warn, lang.T("amounts of 0", "金额为 0"), lang.Text{}},
		{"A16", Aside, lang.T("no amount that can be: too large, NaN, infinite", "不可能的金额：过大、NaN 或无穷大"), lang.T("correct it", "请更正")},
		{"A17", Warn, lang.T("amounts displayed scaled (percent, thousands); their true value is used", "金额以缩放形式显示（百分比、千），按真实值计算"), lang.Text{}},
		{"A18", Listed, lang.T("an order of a thousand times the customer's median and more", "订单金额达到该客户中位数的一千倍以上"), lang.T("compare with the order: a decimal point lost, another unit?", "请核对原单：是否漏了小数点或单位不同")},
		{"A19", 0, lang.T("sums of any size: they are exact, there is no overflow", "任意大的合计：精确计算，不会溢出"), lang.Text{}},
		{"A20", Stop | Warn, lang.T("an exchange rate is missing, 0, or no number", "缺少汇率，或汇率为 0、不是数字"), lang.T("give it in rules.yaml (money: {rates: {EUR: 1.08}}) or --rate EUR=1.08", "请在 rules.yaml 中写明（money: {rates: {EUR: 1.08}}）或用 --rate EUR=1.08")},
		{"A21", Aside, lang.T("TRUE, FALSE or a date where an amount belongs", "应为金额的单元格是 TRUE、FALSE 或日期"), lang.T("correct it; if it is a number formatted as a date, change the format", "请更正；若是数字被设成日期格式，请改格式")},
		{"A22", Aside, lang.T("the lines of one order name different currencies", "同一订单的明细币种不一致"), lang.T("correct the currency", "请更正币种")},
		{"A23", Stop, lang.T("discounts that are shares in some rows and amounts in others, or shares over 1", "折扣列里既有比例又有金额，或比例大于 1"), lang.T("use one of the two", "请统一为一种")},
		{"A24", Warn, lang.T("a returned amount at an order whose lines stand in another table; it is not taken off", "订单上写了退货金额，而明细在另一张表里，未扣除"), lang.T("give returns as lines with a negative amount", "退货请在明细表中用负数行表示")},
	}
}

func dateCodes() []Code {
	return []Code{
		{"D01", Stop | Warn, lang.T("03/04/2026: day or month first, and nothing in the column settles it", "03/04/2026：分不清日在前还是月在前，整列也无法判断"), lang.T("name the order: --date-order dmy, or paste the line that is shown into rules.yaml", "请指明顺序：--date-order dmy，或把提示中的一行写入 rules.yaml")},
		{"D02", Aside | Warn, lang.T("no date of the calendar (31.02.2026), or no date at all", "日历上没有的日期（如 31.02.2026），或不是日期"), lang.T("correct it", "请更正")},
		{"D03", Warn, lang.T("dates as text among real dates; read", "日期列中夹有文本日期，已读取"), lang.Text{}},
		{"D04", Aside | Warn, lang.T("a number that stands for no day (0, 60, negative, too large)", "不代表任何一天的数字（0、60、负数、过大）"), lang.T("correct it", "请更正")},
		{"D05", Note, lang.T("the book counts its days from 1904; they are converted", "工作簿的日期从 1904 年起算，已换算"), lang.Text{}},
		{"D06", 0, lang.T("two books, one counting from 1900 and one from 1904: each by its own, told as D05", "两个工作簿分别从 1900 和 1904 年起算：各按自己的换算，见 D05"), lang.Text{}},
		{"D07", 0, lang.T("a year of two digits: the latest such year not after as-of + 5 years, said once", "两位数年份：取不晚于截止日后 5 年的最近年份，只说明一次"), lang.Text{}},
		{"D08", Aside | Warn | Listed, lang.T("a date outside what can be: before 1970, or after the run's day", "日期不合理：早于 1970 年，或晚于运行当天"), lang.T("correct it", "请更正")},
		{"D09", 0, lang.T("no due date: the order counts as neither late nor on time", "没有到期日：既不算逾期也不算按时"), lang.Text{}},
		{"D10", 0, lang.T("a month after the 31st is the last day of the next month; a year after 29 February is the 28th", "1 月 31 日加一个月为下月最后一天；2 月 29 日加一年为 2 月 28 日"), lang.Text{}},
		{"D11", 0, lang.T("a date with a time of day: the day counts, nothing is rounded up to the next", "带时间的日期：只取当天，不会进位到次日"), lang.Text{}},
		{"D12", Warn, lang.T("numbers without a date format in a date column, read as dates", "日期列中有未设日期格式的数字，按日期读取"), lang.T("give the column a date format", "请把该列设为日期格式")},
		{"D13", Aside | Warn, lang.T("a date of another calendar (R7.3.1, 民國115年)", "其他历法的日期（R7.3.1、民國115年）"), lang.T("write it as 2026-03-01", "请写成 2026-03-01")},
		{"D14", 0, lang.T("a run in the night the clocks change gives what it gives at noon; as-of is printed", "夏令时切换当晚运行与中午结果相同；截止日会打印出来"), lang.Text{}},
		{"D15", Warn | Listed, lang.T("paid before it was ordered", "付款日早于下单日"), lang.T("correct one of the two dates", "请更正其中一个日期")},
		{"D16", Warn, lang.T("a contact of tomorrow or later, or with a customer nobody knows", "联系记录晚于运行当天，或客户不在客户表中"), lang.T("correct the date or the customer", "请更正日期或客户")},
		{"D17", Aside, lang.T("no date, or what programs write for none (0000-00-00)", "没有日期，或系统用来表示“无”的值（0000-00-00）"), lang.T("fill it in", "请补上")},
		{"D18", Warn | Listed, lang.T("a deal closed, or a complaint answered, before the day it was opened; the row counts", "结单、提出方案或解决的日期早于开始日期，该行照常计入"), lang.T("correct one of the two dates", "请更正其中一个日期")},
		{"D20", Warn, lang.T("the orders lie more than a window before the as-of date, or all after it", "订单都早于截止日一个统计期以上，或都晚于截止日"), lang.T("type an --as-of that fits the data", "请用与数据相符的 --as-of")},
	}
}
