package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"crm/internal/civil"
)

// entry is one row of the team's log.
type entry struct {
	day           civil.Date
	channel, kind string
	said, outcome string
	next          civil.Date // 0: none was set
	by, note      string
}

// saying is what is written down of a contact of a kind. In it, 产品 stands for a
// product, 机器 for one with a motor, 数量 for a number of pieces, 金额 for an
// amount, 折扣 for a rebate.
type saying struct{ kind, text, outcome string }

// The kinds of contact that rules.yaml asks for again and again.
const (
	strategic = "战略沟通"
	seminar   = "新品研讨会"
	visited   = "上门拜访"
	review    = "需求调研"
	cases     = "同类案例分享"
	paper     = "行业白皮书"
	mailed    = "邮件营销"
)

// director is who talks strategy with key accounts.
const director = "周明"

func sayings(h habit) []saying {
	switch h {
	case keyAccount:
		return []saying{
			{"订单跟进", "确认 产品 大货样，唛头改为双语", "客户已签样"}, {"订单跟进", "同步本月装柜计划，数量 件分两柜走", "确认"},
			{"报价跟进", "2027 春季款 产品 报价 数量 件，客户希望再让折扣", "等客户回复"}, {"售后", "上一柜 产品 外箱有 3 箱受潮，客户发来照片", "补发配件"},
			{"订单跟进", "提醒尾款金额，提单副本已发", "客户安排付款"},
		}
	case growing:
		return []saying{
			{"报价跟进", "产品 加印 LOGO 报价，数量 件起订", "客户内部讨论"}, {"订单跟进", "产品 大货开工，预计 25 天交货", "确认交期"},
			{"订单跟进", "催尾款金额，财务说月底前安排", "等付款"}, {"样品跟进", "机器样品客户试用反馈噪音偏大", "已转工程"},
		}
	case steadily, once:
		return []saying{
			{"回访", "回访上批 产品 销售情况，库存约 数量 件", "暂不补货"}, {"报价", "更新 产品 价格，FOB 宁波，数量 件", "等客户回复"},
			{"新品推荐", "发 产品 图册和短视频", "已读未回"}, {"回访", "问下半年采购计划，客户说等展会后定", "月底再联系"},
			{"订单跟进", "确认 产品 付款方式：30% 定金，余款见提单", "客户同意"}, {"售后", "机器开关故障 2 台，寄配件", "已解决"},
			{"报价跟进", "客户拿到别家报价，低折扣，要求跟价", "需申请价格"},
		}
	case hot:
		return []saying{
			{"询盘回复", "回复询盘：产品 数量 件，发目录和 FOB 宁波报价", "客户已收到"}, {"报价跟进", "客户目标价比报价低折扣", "需申请价格"},
			{"寄样", "寄 产品 样品 2 件，DHL 单号已发客户", "等签收"}, {"样品跟进", "产品 样品已签收，本周测试", "等测试结果"},
			{"报价跟进", "改报 数量 件阶梯价，客户要 CE 和 EMC 证书", "证书已发"}, {"询盘回复", "确认机器插头和电压，客户做超市渠道", "要求报到岸价"},
		}
	}
	return []saying{{"询盘回复", "回复询盘，发产品目录", "未回复"}, {"回访", "电话未接，已发消息", "未接通"}}
}

// fill puts products and figures in.
func (s saying) fill(r *random) string {
	return strings.TrimSpace(strings.NewReplacer("产品", pick(r, tools()).name, "机器", " "+pick(r, tools()[:6]).name+" ", "数量", fmt.Sprint(50*(2+r.below(20))), "金额", fmt.Sprintf(" USD %d,%03d", 3+r.below(30), 10*r.below(100)),
		"折扣", fmt.Sprintf(" %d%%", 3+r.below(6))).Replace(s.text))
}

// monday is the first day of the week that is told.
func monday() civil.Date { return written().AddDays(2) }

// ago is a day of work on which a clock was started that has run for so many days
// on Monday. The clocks stand still over the National Day holiday.
func ago(days int) civil.Date {
	d := monday().AddDays(-days)
	if d < civil.MustNew(2026, time.October, 8) {
		d = d.AddDays(-7)
	}
	return officeDayBefore(d)
}

// logBegins is the day of the log's first row.
func logBegins() civil.Date { return civil.MustNew(2026, time.June, 1) }

// contactAccounts writes the log of every customer.
func contactAccounts(all []account, r *random) {
	for i := range all {
		a := &all[i]
		a.talk(r)
		slices.SortStableFunc(a.log, func(x, y entry) int { return cmp.Compare(x.day, y.day) })
		a.log = slices.DeleteFunc(a.log, func(e entry) bool { return e.day < max(logBegins(), a.created) })
		a.agree(r)
	}
}

// talk is the contacts of a customer: the ordinary ones from the last one back, and
// those that the rules ask for.
func (a *account) talk(r *random) {
	switch a.habit {
	case keyAccount:
		a.every(10, 2+r.below(9), r)
		a.touch(strategic, meeting, 30, []int{30, 19, 9, 5, 14, 21, 12, 16}[a.nth], "通报行业价格走势和 2027 款计划", "达成备货意向", r)
		a.touch(seminar, meeting, 88, 12+r.below(60), "新品研讨：40V 无绳平台", "客户提出两项改进", r)
		a.touch(visited, visit, 175, 30+r.below(110), "上门拜访，看仓库和门店陈列", "客户满意", r)
	case growing:
		a.every(24, 5+r.below(18), r)
		age := 2 + r.below(6)
		if r.below(6) == 0 {
			age = pick(r, []int{11, 14, 15, 17})
		}
		a.touch(review, "", 14, age, "", "", r)
		a.touch(cases, mail, 30, 4+r.below(23), "分享同区域客户的陈列和促销案例", "已读", r)
	case steadily, once:
		a.every(38, a.lately(45, r), r)
		a.touch(paper, mail, 91, 65+r.below(8), "发送园林机械行业白皮书", "已发送", r)
	case hot:
		first := []int{7, 11, 6, 7} // of the first ones the time is up, or nearly
		age := pick(r, []int{2, 2, 3, 3, 4, 5})
		if a.nth < len(first) {
			age = first[a.nth]
		}
		a.every(7, age, r)
	case cold:
		a.touch(mailed, mailing, 91, 42+r.below(9), "秋季新品电子目录", "已发送", r)
	case strayed:
		a.every(80, 60+r.below(90), r)
	}
}

// lately is how many days ago a customer that is to be contacted within so many
// was contacted last: mostly in time, some on the last days, a few not.
func (a *account) lately(within int, r *random) int {
	switch n := r.below(100); {
	case n < 2:
		return within - r.below(3)
	case n < 3 && a.owner != sun:
		return within + 1 + r.below(3)
	}
	return 2 + r.below(within-6)
}

// every writes ordinary contacts in about even steps, the last one so many days ago.
func (a *account) every(step, last int, r *random) {
	all := sayings(a.habit)
	for age := last; age < 300; age += max(3, r.around(step, 35)) {
		s := pick(r, all)
		a.log = append(a.log, entry{day: ago(age), channel: pick(r, a.market.channels), kind: s.kind, said: s.fill(r), outcome: s.outcome})
	}
}

// touch writes contacts that the rules ask for, the last one so many days ago.
func (a *account) touch(kind, channel string, step, last int, text, outcome string, r *random) {
	for age := last; age < 300; age += max(step-2, r.around(step, 6)) {
		e := entry{day: ago(age), channel: channel, kind: kind, said: text, outcome: outcome}
		if channel == "" {
			e.channel = pick(r, a.market.channels)
		}
		if kind == review {
			need := pick(r, []saying{
				{"", "了解明年春季需求，预计产品 数量 件", "客户给出预测"}, {"", "客户关注机器新认证要求，发法规摘要", "客户致谢"},
				{"", "问机器电池包是否通用，客户想扩品类", "要求报价"}, {"", "客户计划新开 2 家门店，需要陈列架", "下次给方案"},
			})
			e.said, e.outcome = need.fill(r), need.outcome
		}
		if kind == strategic {
			e.by = director
		}
		a.log = append(a.log, e)
	}
}

// agree fills in who did it, and of the last contact of some when the next is to be:
// mostly ahead, of a few just past.
func (a *account) agree(r *random) {
	for i := range a.log {
		e := &a.log[i]
		if e.by == "" {
			e.by = a.owner
		}
		if a.owner == "" || e.by == a.owner && a.assigned != 0 && e.day < a.assigned {
			e.by = cao
		}
		if e.kind == "寄样" {
			e.note = "样品费到付"
		}
	}
	if len(a.log) == 0 || a.owner == "" || a.habit == cold || a.habit == strayed || a.habit == keyAccount {
		return
	}
	last := &a.log[len(a.log)-1]
	switch n := r.below(100); {
	case a.habit == hot && n < 30 && a.nth > 3:
		last.next = workday(max(last.day.AddDays(3+r.below(4)), monday().AddDays(r.below(4))))
	case n < 3:
		last.next = officeDayBefore(max(last.day.AddDays(5), monday().AddDays(-2-r.below(3))))
	case n < 40 && a.habit != hot:
		last.next = workday(max(last.day.AddDays(10+r.below(20)), monday().AddDays(2+r.below(24))))
	}
	if last.next <= last.day {
		last.next = 0
	}
}
