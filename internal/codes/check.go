package codes

import "crm/internal/lang"

// checkCodes is what crm check looks for by itself. What it found besides, and
// what reading found, has the codes of those families.
func checkCodes() []Code {
	fill := lang.T("fill it in", "请补上")
	correct := lang.T("correct it, or decide in the check's workbook to ignore it", "请更正，或在检查工作簿中标记忽略")
	return []Code{
		{"Q01", Listed, lang.T("a field that matters is empty: name, country, owner, a way to reach the customer, a prospect's stage, what the rules go by", "重要字段为空：名称、国家、负责人、联系方式、未成交客户的阶段、规则用到的列"), fill},
		{"Q02", Listed, lang.T("no date that follow-up could run from", "没有可供跟进起算的日期"), lang.T("enter the day it was created or assigned, or log a contact", "请补建档或分配日期，或记一次联系")},
		{"Q03", Listed, lang.T("not touched for a quarter", "超过一个季度没有动过"), lang.T("contact the customer, or archive it", "联系客户，或归档")},
		{"Q04", Listed, lang.T("not touched for half a year", "超过半年没有动过"), lang.T("contact the customer, or archive it", "联系客户，或归档")},
		{"Q10", Listed, lang.T("stage order, but no order", "阶段是已成交，但没有订单"), lang.T("correct the stage, or look for the order under another customer", "请更正阶段，或看订单是否记在别的客户名下")},
		{"Q11", Listed, lang.T("a prospect's stage, but there are orders", "阶段仍未成交，但已有订单"), lang.T("move the stage on", "请更新客户阶段")},
		{"Q12", Listed, lang.T("the customers table's last order is not that of the orders", "客户表的最近成交与订单不符"), lang.T("export customers and orders on the same day, and all orders", "请在同一天导出客户和全部订单")},
		{"Q13", Listed, lang.T("the first order is older than the dossier", "首单早于建档"), correct},
		{"Q14", Listed, lang.T("assigned before it was created", "分配日期早于建档"), correct},
		{"Q15", Listed, lang.T("the phone number is of another country", "电话区号与国家不符"), lang.T("see which of the two is right", "请核对哪一个是对的")},
		{"Q16", Listed, lang.T("the e-mail address ends in that of another country", "邮箱后缀与国家不符"), lang.T("see which of the two is right", "请核对哪一个是对的")},
		{"Q20", Listed, lang.T("an id of another pattern than all others", "编号的写法与其他客户不同"), lang.T("compare with the system it comes from", "请与来源系统核对")},
		{"Q21", Listed, lang.T("no e-mail address, or half of one", "邮箱格式不对"), correct},
		{"Q22", Listed, lang.T("no phone number, or a filler", "电话格式不对，或是占位号码"), correct},
		{"Q30", Listed, lang.T("two customers who may be one, with a score of 100; never merged", "可能是同一客户的两个客户，附评分（满分 100）；不会合并"), lang.T("if they are one, give both rows one id", "若是同一客户，请统一编号")},
	}
}
