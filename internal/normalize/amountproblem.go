package normalize

import (
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
)

// amountProblem says what is wrong with a number that was needed.
func amountProblem(f amountFault) (code string, p diag.Problem) {
	number := lang.T("a number", "数字")
	switch f {
	case amountBlank:
		return "A01", diag.Problem{Message: lang.T("no amount", "没有金额"), Expected: number}
	case amountError:
		return "A02", diag.Problem{Message: lang.T("a formula's error instead of a number", "单元格里是公式错误值，不是数字"), Expected: number}
	case amountNone:
		return "A03", diag.Problem{
			Message: lang.T("a formula without a stored result", "公式没有保存计算结果"), Expected: number,
			Hint: lang.T("open the file in Excel and save it", "请用 Excel 打开该文件，保存后再试"),
		}
	case amountBand:
		return "A05", diag.Problem{Message: lang.T("a range, not an amount", "是一个区间，不是确定的金额"), Expected: number}
	case amountMark:
		return "A05", diag.Problem{Message: lang.T("its decimal mark is not that of the column", "小数点的写法与该列不一致"), Expected: number}
	case amountShare:
		return "A05", diag.Problem{Message: lang.T("a percentage, not an amount", "是百分比，不是金额"), Expected: number}
	case amountRange:
		return "A16", diag.Problem{
			Message: lang.T("a number too large to be an amount", "数字太大，不可能是金额"), Expected: lang.T("an amount under 10^15", "小于 10^15 的金额"),
		}
	case amountFailed:
		return "A16", diag.Problem{Message: lang.T("what a failed calculation leaves, not an amount", "是计算出错留下的值，不是金额"), Expected: number}
	case amountBool:
		return "A21", diag.Problem{Message: lang.T("true or false instead of a number", "单元格里是 TRUE/FALSE，不是数字"), Expected: number}
	case amountDate:
		return "A21", diag.Problem{
			Message: lang.T("a date instead of a number", "单元格里是日期，不是数字"), Expected: number,
			Hint: lang.T("if it is an amount, give the cell a number format in Excel", "如果本来是金额，请在 Excel 里把单元格格式改为数值"),
		}
	case amountCoined:
		return "A07", diag.Problem{
			Message:  lang.T("the amount's sign, the currency column and the header name different currencies", "金额里的符号、币种列和表头写的币种互相矛盾"),
			Expected: lang.T("one currency", "同一种货币"),
		}
	case amountWord:
		return "A09", diag.Problem{
			Message: lang.T("not the name of a currency", "不是货币名称"), Expected: lang.T("an ISO code such as USD", "货币代码，如 USD"),
		}
	}
	return "A05", diag.Problem{Message: lang.T("not a number", "不是数字"), Expected: number}
}

// otherMark says both readings of a text that is a number only by the other
// decimal mark than its column's (bad-inputs A05).
func (a *amountReader) otherMark(raw []byte, k crm.TableKind, p *diag.Problem) {
	mark, own, other := money.Comma, ".", ","
	if a.column.Mark == money.Comma {
		mark, own, other = money.Point, ",", "."
	}
	t, fault := money.ParseText(raw, mark)
	if fault != money.Good {
		return
	}
	reading := money.Group(t.Decimal.String())
	p.Message = lang.F("no number with %q as decimal mark, as this column is read; %s with %q", "该列以“%[1]s”为小数点，这样读不出数字；若以“%[3]s”为小数点则是 %[2]s", own, reading, other)
	p.Expected = lang.F("%q as decimal mark in the whole column", "整列都以“%s”为小数点", own)
	p.Hint = lang.F("correct the cell; or, where the whole column has %q: %s", "请改正该单元格；如果整列都用“%s”，请在 rules.yaml 中写：%s",
		other, columnLine(k, a.column, `decimal: "`+other+`"`))
}

// columnLine is the line of rules.yaml that says how a column is read.
func columnLine(k crm.TableKind, c *crm.Column, reading string) string {
	return "columns: {" + k.String() + ": {" + string(c.Field) + ": {headers: [" + yamlText(c.Header) + "], " + reading + "}}}"
}
