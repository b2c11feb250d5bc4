package report

import (
	"crm/internal/civil"
	"crm/internal/lang"
	"crm/internal/money"
)

// The readings of a column in words.
var (
	orderNames = map[civil.Order]lang.Text{
		civil.YMD: lang.T("year-month-day", "年-月-日"),
		civil.DMY: lang.T("day-month-year", "日-月-年"),
		civil.MDY: lang.T("month-day-year", "月-日-年"),
	}
	markNames = map[money.Mark]lang.Text{
		money.Point: lang.T("decimal point", "小数点为 ."),
		money.Comma: lang.T("decimal comma", "小数点为 ,"),
	}
)
