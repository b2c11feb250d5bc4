package kpi

import (
	"slices"

	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/value"
)

// Declaration is what an indicator is, once for everybody: reports, the rules'
// targets and the manual all read it.
type Declaration struct {
	// ID is the indicator's; where there is one per class of the main classification,
	// the class follows it: retention_a.
	ID      string
	ByClass bool
	Theme   string    // customers, retention, cycle, market, concentration, funnel, service, team
	Title   lang.Text // with ByClass, what one over all customers would be called
	Formula lang.Text
	Advice  lang.Text // what to do when it is missed
	Source  lang.Text // the article that the target, or the idea, comes from
	Kind    value.Kind
	Unit    lang.Text // of a Number
	Digits  uint8     // after the point, when it is shown; of a Share those of its per cent
	Better  crm.Better
	// Target is the default; absent: none. With ByClass it is that of the first
	// Targeted classes: the main classification names its best class first.
	Target   value.Value
	Targeted int
}

// declaration is a declaration with the function that takes the indicator.
type declaration struct {
	Declaration
	take   func(*taker) figure
	takeOf func(t *taker, class int) figure // with ByClass
}

// figure is what taking an indicator leaves.
type figure struct {
	value, before    value.Value
	counted, missing lang.Text
	series           []crm.Point
	parts            []crm.Part
}

// Declared is every indicator, in the order in which people read them. The caller
// may change the slice.
func Declared() []Declaration {
	var all []Declaration
	for _, d := range declarations() {
		all = append(all, d.Declaration)
	}
	return all
}

func declarations() []declaration {
	return slices.Concat(customerIndicators(), retentionIndicators(), cycleIndicators(), marketIndicators(),
		concentrationIndicators(), funnelIndicators(), serviceIndicators(), teamIndicators())
}

// plan is the article that most targets come from.
func plan(section, sectionZH string) lang.Text {
	return lang.F("外贸公司客户关系管理实施方案 (a plan for managing customer relations in foreign trade), %[1]s", "《外贸公司客户关系管理实施方案》%[2]s", section, sectionZH)
}

// okki is the article of the 80/20 rule and the public pool.
func okki() lang.Text {
	return lang.T("客户管理做好这几点，你就赢过了80%外贸人 (OKKI on managing customers)", "《客户管理做好这几点，你就赢过了80%外贸人》（OKKI）")
}

// dossiers is the article on dossiers.
func dossiers() lang.Text {
	return lang.T("外贸客户档案如何管理 (how to keep customer dossiers), section 1", "《外贸客户档案如何管理》一、系统化管理流程")
}

func customersUnit() lang.Text { return lang.T("customers", "个") }

// percent is a share given in per cent.
func percent(n int64) value.Value { return value.Num(value.Share, money.New(n, 2)) }

func customerIndicators() []declaration {
	source := plan("section 5", "五、效果评估与优化")
	list := []declaration{
		{take: (*taker).revenue, Declaration: Declaration{ID: "revenue", Kind: value.Money, Digits: 2, Better: crm.Higher,
			Title:   lang.T("Revenue", "收入"),
			Formula: lang.T("net order amounts in the window: purchases less returns", "统计期内订单净额：采购额减退货"),
			Advice:  lang.T("see which regions and classes fell, and who was lost", "看哪些区域、等级在下滑，流失了哪些客户")}},
		{take: (*taker).active, Declaration: Declaration{ID: "active_customers", Better: crm.Higher,
			Title:   lang.T("Active customers", "活跃客户"),
			Formula: lang.T("customers with an order in the window", "统计期内有下单的客户"),
			Advice:  lang.T("wake the dormant ones: crm alerts, crm overdue", "唤醒休眠客户：crm alerts、crm overdue")}},
		{take: (*taker).begun, Declaration: Declaration{ID: "new_customers", Better: crm.Higher,
			Title:   lang.T("New customers", "新增客户"),
			Formula: lang.T("customers whose first order lies in the window", "首单落在统计期内的客户"),
			Advice:  lang.T("see where the funnel sticks; open new markets", "看销售漏斗卡在哪一步，开拓新市场")}},
		{take: (*taker).returning, Declaration: Declaration{ID: "returning_customers", Better: crm.Higher,
			Title:   lang.T("Returning customers", "回头客户"),
			Formula: lang.T("active customers who are neither new nor recovered", "活跃客户中既非新增也非找回的"),
			Advice:  lang.T("give customers a reason for the next order: new products, rebate steps", "给老客户再下单的理由：新品、阶梯返利")}},
		{take: (*taker).back, Declaration: Declaration{ID: "recovered_customers", Better: crm.Higher,
			Title:   lang.T("Recovered customers", "找回客户"),
			Formula: lang.T("customers who bought in the window again, after a whole window without an order", "超过一个统计期没有下单、期内又重新下单的客户"),
			Advice:  lang.T("write to the lost customers with what is new", "带着新品和新政策联系流失客户")}},
		{take: (*taker).lost, Declaration: Declaration{ID: "lost_customers", Better: crm.Lower,
			Title:   lang.T("Lost customers", "流失客户"),
			Formula: lang.T("customers who in the window completed a whole window without an order", "在统计期内满一个统计期未下单的客户"),
			Advice:  lang.T("ask why: a competitor, or a gap in our service", "查明流失原因：竞品挖角还是服务断层")}},
	}
	for i := range list {
		list[i].Theme, list[i].Source = "customers", source
		if list[i].Kind == value.Absent {
			list[i].Kind, list[i].Unit = value.Number, customersUnit()
		}
	}
	return list
}

func retentionIndicators() []declaration {
	d := Declaration{
		ID: "retention", Theme: "retention", Kind: value.Share, Digits: 1, Better: crm.Higher, Source: plan("section 5: below 80 % ask why", "五：A/B 类年度留存率低于 80% 需分析流失原因"),
		Title:   lang.T("Retention", "客户留存率"),
		Formula: lang.T("customers with an order in both windows / customers with an order in the first", "前后两个统计期都有下单的客户 ÷ 前一期有下单的客户"),
		Advice:  lang.T("find out why customers left: a competitor, or a gap in our service", "分析流失原因，如竞品挖角、服务断层"),
	}
	of := d
	of.ByClass, of.Target, of.Targeted = true, percent(80), 2
	of.Formula = lang.T("customers of the class with an order in both windows / those with an order in the first; the class is the one held at the end of the first window",
		"该等级客户中前后两期都有下单的 ÷ 前一期有下单的；等级取前一期期末的等级")
	return []declaration{{Declaration: d, take: (*taker).retentionOfAll}, {Declaration: of, takeOf: (*taker).retentionOf}}
}

func cycleIndicators() []declaration {
	d := Declaration{
		ID: "repurchase_cycle", Theme: "cycle", Kind: value.Days, Digits: 1, Better: crm.Lower,
		Source:  plan("section 5: A customers 90 days or less, past 180 look into it", "五：A 类复购周期应 ≤90 天，延长至 180 天需排查"),
		Title:   lang.T("Repurchase cycle", "复购周期"),
		Formula: lang.T("median of the customers' medians of days between order days, of customers with 2 or more order days", "各客户相邻下单日间隔中位数的中位数，只计下单日不少于 2 个的客户"),
		Advice:  lang.T("look into how products move on and how often we talk", "排查产品迭代或沟通频率问题"),
	}
	of := d
	of.ByClass, of.Target, of.Targeted = true, value.Int(value.Days, 90), 1
	return []declaration{{Declaration: d, take: (*taker).cycle}, {Declaration: of, takeOf: (*taker).cycleOf}}
}

func marketIndicators() []declaration {
	return []declaration{{take: (*taker).contribution, Declaration: Declaration{
		ID: "region_contribution", Theme: "market", Kind: value.Share, Digits: 1, Better: crm.Lower, Source: plan("section 3", "三、数字化工具"),
		Title:   lang.T("Contribution of the strongest region", "最大区域贡献度"),
		Formula: lang.T("revenue of the region with the most / revenue of all, in the window; by country where the rules name fewer than two regions", "统计期内收入最高区域的收入 ÷ 全部收入；区域不足两个时按国家计"),
		Advice:  lang.T("where a region falls, look into its payment habits and delivery times", "某区域下滑时，调研当地支付习惯和物流时效"),
	}}}
}

func concentrationIndicators() []declaration {
	list := []declaration{
		{take: (*taker).few, Declaration: Declaration{ID: "concentration", Kind: value.Share, Digits: 1, Better: crm.Higher,
			Title:   lang.T("Customers that bring 80 %", "贡献 80% 收入的客户占比"),
			Formula: lang.T("the fewest customers that together bring 80 % of the window's revenue / customers with revenue", "合计贡献统计期 80% 收入的最少客户数 ÷ 有收入的客户数"),
			Advice:  lang.T("give these customers your time first", "优先把精力放在这些客户上")}},
		{take: (*taker).top1, Declaration: Declaration{ID: "top1_share", Kind: value.Share, Digits: 1, Better: crm.Lower,
			Title:   lang.T("Share of the largest customer", "最大客户占比"),
			Formula: lang.T("revenue of the largest customer / revenue of all customers with revenue", "最大客户的收入 ÷ 全部客户的收入"),
			Advice:  lang.T("do not depend on one: develop the next ones", "不要过度依赖单一客户，培养后续客户")}},
		{take: (*taker).top5, Declaration: Declaration{ID: "top5_share", Kind: value.Share, Digits: 1, Better: crm.Lower,
			Title:   lang.T("Share of the five largest", "前五大客户占比"),
			Formula: lang.T("revenue of the five largest customers / revenue of all customers with revenue", "前五大客户的收入 ÷ 全部客户的收入"),
			Advice:  lang.T("do not depend on a few: develop the next ones", "不要过度依赖少数客户，培养后续客户")}},
		{take: (*taker).gini, Declaration: Declaration{ID: "gini", Kind: value.Number, Digits: 3, Better: crm.Lower,
			Title:   lang.T("Gini coefficient of revenue", "收入基尼系数"),
			Formula: lang.T("2 × Σ(rank × revenue) / (n × Σ revenue) − (n + 1) / n, ranked from the smallest, over customers with revenue above 0", "2×Σ(名次×收入)÷(n×Σ收入)−(n+1)÷n，名次由小到大，只计收入大于 0 的客户"),
			Advice:  lang.T("0: all bring alike; near 1: a few bring all", "0 为人人相同，接近 1 为少数客户贡献几乎全部收入")}},
	}
	for i := range list {
		list[i].Theme, list[i].Source = "concentration", okki()
	}
	return list
}

func funnelIndicators() []declaration {
	return []declaration{
		{take: (*taker).conversion, Declaration: Declaration{ID: "funnel_conversion", Theme: "funnel", Kind: value.Share, Digits: 1, Better: crm.Higher,
			Source:  plan("section 3", "三、数字化工具：销售漏斗管理"),
			Title:   lang.T("Funnel conversion", "漏斗转化率"),
			Formula: lang.T("opportunities that came to an order / opportunities opened, both of those opened in the window", "统计期内新开的商机中，已成交 ÷ 全部"),
			Advice:  lang.T("work on the step where it sticks", "从卡住的环节入手改进")}},
		{take: (*taker).sampled, Declaration: Declaration{ID: "sample_pass_rate", Theme: "funnel", Kind: value.Share, Digits: 1, Better: crm.Higher,
			Source:  plan("sections 3 and 5", "三、五：样品通过率低需优化研发或品控"),
			Title:   lang.T("Sample pass rate", "样品通过率"),
			Formula: lang.T("samples that passed / samples that passed or failed, of those sent in the window", "统计期内送样中，通过 ÷（通过＋未通过）"),
			Advice:  lang.T("improve development and quality control; hand in a statement of what the customer needs with each sample", "优化研发或品控，送样时提交“客户需求说明书”")}},
	}
}

func serviceIndicators() []declaration {
	return []declaration{
		{take: (*taker).promoted, Declaration: Declaration{ID: "nps", Theme: "service", Kind: value.Number, Digits: 1, Better: crm.Higher, Target: count(30),
			Source:  plan("section 5: below 30 talk to customers", "五：NPS 低于 30 分需启动客户访谈"),
			Title:   lang.T("Net promoter score", "净推荐值（NPS）"),
			Formula: lang.T("(answers of 9 and 10 − answers of 0 to 6) / answers × 100, the last answer of each customer in the window", "（9～10 分的客户 − 0～6 分的客户）÷ 评分客户 × 100，每客户取统计期内最后一次评分"),
			Advice:  lang.T("talk to customers and find out what they are unhappy with", "启动客户访谈，深挖不满点")}},
		{take: (*taker).answered, Declaration: Declaration{ID: "complaint_hours", Theme: "service", Kind: value.Number, Digits: 1, Better: crm.Lower, Target: count(48), Unit: lang.T("hours", "小时"),
			Source:  plan("section 5: 48 hours or less", "五：投诉解决时效应 ≤48 小时"),
			Title:   lang.T("Hours from complaint to proposal", "投诉响应时长"),
			Formula: lang.T("mean hours from a complaint to its proposal, of complaints made in the window; those without a proposal yet are told beside it", "统计期内投诉从提出到给出方案的平均小时数；尚无方案的另行列出"),
			Advice:  lang.T("mend the way complaints are answered: who proposes, by when", "优化投诉响应流程：谁出方案、何时给出")}},
		{take: (*taker).paid, Declaration: Declaration{ID: "payments_in_time", Theme: "service", Kind: value.Share, Digits: 1, Better: crm.Higher,
			Source:  plan("section 4", "四、风险与冲突管理：监控付款周期"),
			Title:   lang.T("Payments in time", "按时付款率"),
			Formula: lang.T("orders paid by their due date / orders due in the window; unpaid past the date is late", "统计期内到期的订单中，按期付款 ÷ 全部；到期未付算逾期"),
			Advice:  lang.T("review the credit of late payers: crm alerts", "对逾期客户做信用评估：crm alerts")}},
	}
}

func teamIndicators() []declaration {
	return []declaration{
		{take: (*taker).completed, Declaration: Declaration{ID: "completeness", Theme: "team", Kind: value.Share, Digits: 1, Better: crm.Higher, Source: dossiers(),
			Title:   lang.T("Dossier completeness", "档案完整度"),
			Formula: lang.T("fields that matter and are filled / fields that matter, as crm check counts them", "关键字段中已填写 ÷ 应填写，口径同 crm check"),
			Advice:  lang.T("fill in what crm check lists", "按 crm check 的清单补全档案")}},
		{take: (*taker).disciplined, Declaration: Declaration{ID: "followup_discipline", Theme: "team", Kind: value.Share, Digits: 1, Better: crm.Higher, Source: okki(),
			Title:   lang.T("Customers contacted in time", "按时跟进率"),
			Formula: lang.T("customers whose follow-up is in time / customers with a clock (in time, overdue or released), now", "当前按时跟进的客户 ÷ 有跟进时钟的客户（按时、逾期、已释放）"),
			Advice:  lang.T("work through crm overdue each morning", "每天早上处理 crm overdue 清单")}},
	}
}
