package measure

import (
	"slices"

	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/value"
)

// measure is the one declaration of a measure.
type measure struct {
	name    string
	kind    value.Kind
	title   lang.Text
	doc     lang.Text
	group   string
	names   map[string]lang.Text // of coded values
	shareOf string
	grows   bool
	daily   bool
	missing func(*crm.Data) lang.Text
	column  func(*Table) []value.Value
}

// Declared is every measure in the order people read them: money, orders,
// payment, contact, funnel, service, profile. The caller may change the slice.
func Declared() []crm.Measure {
	declared := declarations()
	all := make([]crm.Measure, len(declared))
	for i, m := range declared {
		all[i] = crm.Measure{
			Name: m.name, Kind: m.kind, Title: m.title, Doc: m.doc, Group: m.group,
			Names: m.names, ShareOf: m.shareOf, Grows: m.grows, Daily: m.daily, Missing: m.missing,
		}
	}
	return all
}

// declarations is a function, not a variable, because measures are made of one
// another through it.
func declarations() []measure {
	return slices.Concat(moneyMeasures(), pipelineMeasures(), unpaidMeasures(), orderMeasures(), habitMeasures(), productMeasures(), paymentMeasures(), contactMeasures(), touchMeasures(), funnelMeasures(), serviceMeasures(), profileMeasures())
}

func moneyMeasures() []measure {
	return grouped("money", []measure{
		{name: "revenue", kind: value.Money, column: revenue, missing: withoutOrders,
			title: lang.T("Revenue", "收入"),
			doc: lang.T("Net order amounts in the window, by the order's date: purchases less returns and credit notes. 0 without orders.",
				"统计期内订单净额（按下单日期）：采购额减退货与红字。无订单为 0。")},
		{name: "revenue_share", kind: value.Share, column: revenueShare, missing: withoutOrders, shareOf: "revenue",
			title: lang.T("Revenue share", "收入占比"),
			doc: lang.T("Revenue over the revenue of all customers. Absent when all customers together bring 0 or less.",
				"该客户收入占全部客户收入的比例。全部客户收入合计不大于 0 时为缺失。")},
		{name: "revenue_previous", kind: value.Money, column: revenuePrevious, missing: withoutOrders,
			title: lang.T("Revenue of the window before", "上期收入"),
			doc: lang.T("As revenue, over the window before: equally long, ending where the window begins.",
				"口径同收入，统计期为紧邻的上一期（长度相同）。")},
		{name: "revenue_growth", kind: value.Share, column: revenueGrowth, missing: withoutOrders,
			title: lang.T("Revenue growth", "收入增长率"),
			doc: lang.T("(Revenue − revenue of the window before) / revenue of the window before. Absent where that was 0 or less.",
				"（本期收入 − 上期收入）÷ 上期收入。上期收入不大于 0 时为缺失。")},
		{name: "lifetime_revenue", kind: value.Money, column: lifetimeRevenue, missing: withoutOrdersOr(crm.FieldOwnAmount),
			title: lang.T("Lifetime revenue", "累计收入"),
			doc: lang.T("As revenue, over all orders up to the as-of date. Without orders read, the customers table's own total.",
				"口径同收入，统计截止日及以前的全部订单。未读入订单时取客户表自带的累计金额。")},
		{name: "average_order_value", kind: value.Money, column: averageOrderValue, missing: withoutOrders,
			title: lang.T("Average order value", "客单价"),
			doc: lang.T("Revenue over orders, both of the window; returns lower it. Absent without an order in the window.",
				"统计期内收入 ÷ 订单数，退货会拉低。期内无订单时为缺失。")},
		{name: "budget_share", kind: value.Share, column: budgetShare, missing: withoutBudget,
			title: lang.T("Share of the customer's budget", "占客户预算比例"),
			doc: lang.T("Revenue over the customer's yearly purchasing budget. Absent without a budget over 0.",
				"收入 ÷ 客户年采购预算。没有大于 0 的预算时为缺失。")},
	})
}

func orderMeasures() []measure {
	return grouped("orders", []measure{
		{name: "orders", kind: value.Number, column: orders, missing: withoutOrders,
			title: lang.T("Orders", "订单数"),
			doc: lang.T("Purchases in the window: orders whose sum is over 0. Returns and credit notes are none.",
				"统计期内的采购订单数（合计大于 0 的订单）。退货、红字不计。")},
		{name: "lifetime_orders", kind: value.Number, grows: true, column: lifetimeOrders, missing: withoutOrdersOr(crm.FieldOwnOrders),
			title: lang.T("Lifetime orders", "累计订单数"),
			doc: lang.T("Purchases up to the as-of date. Without orders read, the customers table's own number.",
				"截止日及以前的采购订单数。未读入订单时取客户表自带的订单数。")},
		{name: "first_order", kind: value.Date, column: firstOrder, missing: withoutOrders,
			title: lang.T("First order", "首单日期"),
			doc:   lang.T("The day of the first purchase. Absent for who never bought.", "第一笔采购的日期。从未采购为缺失。")},
		{name: "last_order", kind: value.Date, column: lastOrder, missing: withoutOrdersOr(crm.FieldOwnLastOrder),
			title: lang.T("Last order", "最近下单日期"),
			doc: lang.T("The day of the last purchase up to the as-of date. Without orders read, the customers table's own date.",
				"截止日及以前最近一笔采购的日期。未读入订单时取客户表自带的日期。")},
		{name: "days_since_order", kind: value.Days, daily: true, column: daysSinceOrder, missing: withoutOrdersOr(crm.FieldOwnLastOrder),
			title: lang.T("Days since last order", "距最近下单天数"),
			doc:   lang.T("Days from the last order to the as-of date.", "最近一次下单距截止日的天数。")},
		{name: "tenure", kind: value.Days, grows: true, daily: true, column: tenure, missing: withoutOrders,
			title: lang.T("Customer for", "合作时长"),
			doc:   lang.T("Days from the first order to the as-of date.", "首单距截止日的天数。")},
		{name: "repurchase_cycle", kind: value.Days, column: repurchaseCycle, missing: withoutOrders,
			title: lang.T("Repurchase cycle", "复购周期"),
			doc: lang.T("Median of the days between order days, over all purchases up to the as-of date. Absent under 2 order days.",
				"截止日及以前相邻下单日间隔天数的中位数。下单日少于 2 个为缺失。")},
		{name: "order_regularity", kind: value.Number, column: orderRegularity, missing: withoutOrders,
			title: lang.T("Order regularity", "下单规律性"),
			doc: lang.T("Sample standard deviation over mean of the days between order days (coefficient of variation): 0 is a clock, about 1 is chance. Absent under 3 order days.",
				"相邻下单日间隔天数的样本标准差 ÷ 平均值（变异系数）：0 为完全规律，约 1 为随机。下单日少于 3 个为缺失。")},
	})
}

func contactMeasures() []measure {
	return grouped("contact", []measure{
		{name: "last_contact", kind: value.Date, column: lastContact, missing: withoutContacts,
			title: lang.T("Last contact", "最近联系日期"),
			doc: lang.T("The latest of the communication log and the customers table's own last contact, up to the as-of date.",
				"跟进记录与客户表最近联系日期中较晚者，不晚于截止日。")},
		{name: "days_since_contact", kind: value.Days, daily: true, column: daysSinceContact, missing: withoutContacts,
			title: lang.T("Days since last contact", "距最近联系天数"),
			doc:   lang.T("Days from the last contact to the as-of date.", "最近一次联系距截止日的天数。")},
		{name: "activities", kind: value.Number, grows: true, column: activities, missing: withoutActivities,
			title: lang.T("Activities", "跟进次数"),
			doc: lang.T("Rows of the communication log up to the as-of date, over all time.",
				"截止日及以前的全部跟进记录条数。")},
		{name: "next_contact", kind: value.Date, column: nextContact, missing: withoutPlans,
			title: lang.T("Next contact", "下次联系日期"),
			doc: lang.T("The earliest planned contact that was not kept yet: of the newest activity that names one, or the customers table's. One before the as-of date was missed.",
				"尚未履行的最早计划联系日期（取最新一条写明下次日期的跟进记录，或客户表的下次联系日期）。早于截止日即已错过。")},
	})
}

// stepTitles is what people call the steps of the funnel, by their names.
func stepTitles() map[string]lang.Text {
	titles := map[string]lang.Text{}
	for s := range crm.Step(crm.Steps) {
		titles[s.String()] = s.Title()
	}
	return titles
}

func stageMeasures() []measure {
	return grouped("funnel", []measure{
		{name: "stage", kind: value.Text, column: field(crm.FieldStage), missing: withoutColumn(crm.FieldStage),
			title: lang.T("Stage", "客户阶段"),
			doc:   lang.T("inquiry, quote, sample or order; another word stays as written.", "inquiry 询盘、quote 报价、sample 样品、order 成交；其他写法原样保留。"),
			names: stepTitles()},
		{name: "intent", kind: value.Text, column: field(crm.FieldIntent), missing: withoutColumn(crm.FieldIntent),
			title: lang.T("Intent", "采购意向"),
			doc:   lang.T("clear or unclear; another word stays as written.", "clear 明确、unclear 不明确；其他写法原样保留。"),
			names: map[string]lang.Text{"clear": lang.T("clear", "明确"), "unclear": lang.T("unclear", "不明确")}},
		{name: "product_fit", kind: value.Text, column: field(crm.FieldProductFit), missing: withoutColumn(crm.FieldProductFit),
			title: lang.T("Product fit", "产品匹配"),
			doc:   lang.T("yes or no; another word stays as written. Absent is not no.", "yes 匹配、no 不匹配；其他写法原样保留。缺失不等于不匹配。"),
			names: map[string]lang.Text{"yes": lang.T("yes", "匹配"), "no": lang.T("no", "不匹配")}},
	})
}

func profileMeasures() []measure {
	return grouped("profile", []measure{
		{name: "country", kind: value.Text, column: field(crm.FieldCountry), missing: withoutColumn(crm.FieldCountry),
			title: lang.T("Country", "国家"),
			doc:   lang.T("ISO code of the country (DE) where it is recognised, else as written.", "国家的 ISO 代码（如 DE）；无法识别时原样保留。")},
		{name: "region", kind: value.Text, column: region, missing: withoutRegion,
			title: lang.T("Region", "区域"),
			doc: lang.T("The first list of regions in rules.yaml that holds the country; absent in none. Without that section, the customers table's own region.",
				"rules.yaml 的 regions 中第一个包含该国家的区域，都不包含为缺失。没有 regions 一节时取客户表的区域列。")},
		{name: "market_potential", kind: value.Text, column: field(crm.FieldMarketPotential), missing: withoutColumn(crm.FieldMarketPotential),
			title: lang.T("Market potential", "市场潜力"),
			doc:   lang.T("high, medium or low; another word stays as written.", "high 高、medium 中、low 低；其他写法原样保留。"),
			names: map[string]lang.Text{"high": lang.T("high", "高"), "medium": lang.T("medium", "中"), "low": lang.T("low", "低")}},
		{name: "industry", kind: value.Text, column: field(crm.FieldIndustry), missing: withoutColumn(crm.FieldIndustry),
			title: lang.T("Industry", "行业"), doc: lang.T("As written.", "原样取自客户表。")},
		{name: "employees", kind: value.Number, column: field(crm.FieldEmployees), missing: withoutColumn(crm.FieldEmployees),
			title: lang.T("Employees", "员工人数"),
			doc:   lang.T("The customer's number of employees. A range such as 50-100 is absent.", "客户的员工人数。区间（如 50-100）按缺失处理。")},
		{name: "annual_turnover", kind: value.Number, column: field(crm.FieldAnnualTurnover), missing: withoutColumn(crm.FieldAnnualTurnover),
			title: lang.T("Annual turnover", "年营业额"),
			doc: lang.T("The customer's own yearly turnover, in the unit of its column, not converted. A range is absent.",
				"客户自身的年营业额，按其列的单位，不换算。区间按缺失处理。")},
		{name: "star", kind: value.Number, column: field(crm.FieldStar), missing: withoutColumn(crm.FieldStar),
			title: lang.T("Star", "星级"), doc: lang.T("1 to 5.", "1 至 5。")},
		{name: "tags", kind: value.List, column: field(crm.FieldTags), missing: withoutColumn(crm.FieldTags),
			title: lang.T("Tags", "标签"), doc: lang.T(`A list: tags contains "VIP".`, `列表，可写 tags contains "VIP"。`)},
		{name: "group", kind: value.Text, column: field(crm.FieldGroup), missing: withoutColumn(crm.FieldGroup),
			title: lang.T("Group", "客户分组"), doc: lang.T("Up to three levels: a/b/c.", "最多三级：a/b/c。")},
		{name: "owner", kind: value.Text, column: field(crm.FieldOwner), missing: withoutColumn(crm.FieldOwner),
			title: lang.T("Owner", "负责人"), doc: lang.T("Who in the team is responsible.", "团队中负责该客户的业务员。")},
		{name: "channel", kind: value.Text, column: field(crm.FieldChannel), missing: withoutColumn(crm.FieldChannel),
			title: lang.T("Channel", "联系渠道"), doc: lang.T("How the customer is reached, as written.", "与客户联系的渠道，原样取自客户表。")},
		{name: "status", kind: value.Text, column: field(crm.FieldStatus), missing: withoutColumn(crm.FieldStatus),
			title: lang.T("Status", "客户状态"), doc: lang.T("As written.", "原样取自客户表。")},
		{name: "has_email", kind: value.Bool, column: hasEmail, missing: withoutColumn(crm.FieldEmail),
			title: lang.T("Has email", "有邮箱"),
			doc: lang.T("Whether the customer has a plausible email address. Absent without such a column.",
				"客户是否有有效格式的邮箱。没有邮箱列时为缺失。")},
	})
}

func grouped(group string, measures []measure) []measure {
	for i := range measures {
		measures[i].group = group
	}
	return measures
}
