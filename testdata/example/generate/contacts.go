package main

import (
	"cmp"
	"fmt"
	"slices"

	"crm/internal/civil"
)

// contact is one entry of the communication log.
type contact struct {
	date    civil.Date
	minute  int // of the day, local
	name    string
	channel string
	content string
	by      string
}

// time is the entry's time as the log writes it.
func (c contact) time() string {
	return fmt.Sprintf("%s %02d:%02d", c.date, c.minute/60, c.minute%60)
}

// makeContacts is the log, oldest first; orders say since when a customer is known.
func makeContacts(list []customer, orders []order, r *random) []contact {
	var all []contact
	for i := range list {
		all = append(all, contactsOf(&list[i], createdOn(&list[i], i, orders), r)...)
	}
	slices.SortStableFunc(all, func(a, b contact) int { return cmp.Or(int(a.date-b.date), a.minute-b.minute) })
	return all
}

// contactsOf goes back from the last contact in even steps, to a year ago or to
// the day the customer was entered. A customer without a contact in the year
// keeps the last one before it.
func contactsOf(c *customer, created civil.Date, r *random) []contact {
	var all []contact
	count := c.contacts
	if count == 0 && c.silent > 0 {
		count = 1
	}
	known := min(364, asOf().Since(created))
	before := c.silent
	for range count {
		what := pick(r, talks(len(c.years) > 0 && c.years != [3]year{}))
		all = append(all, contact{
			date: asOf().AddDays(-before), minute: 9*60 + r.below(9*60), name: c.name,
			channel: what.channel, content: what.content, by: c.owner,
		})
		before += max(2, r.around((known-c.silent)/count, 20))
		if before >= known {
			break
		}
	}
	return all
}

type talk struct{ channel, content string }

// talks is what is written down of contacts with customers, or with prospects.
func talks(buys bool) []talk {
	if !buys {
		return []talk{
			{"邮件", "回复询盘，发送产品目录和FOB宁波报价"},
			{"WhatsApp", "询问项目数量和目标价，客户说下周给图纸"},
			{"邮件", "已寄样品 PL-6060 和 DL-8，DHL 运单号已发客户"},
			{"电话", "客户在比较三家供应商，主要关注认证和质保"},
			{"展会", "展位面谈，对太阳能系列感兴趣，要求提供IES文件"},
			{"视频会议", "介绍工厂和产线，客户要求CE、RoHS证书"},
			{"邮件", "跟进样品测试结果，客户说\"色温偏暖\"，等工程师确认"},
		}
	}
	return []talk{
		{"邮件", "发送新版报价单，付款方式改为 30% 定金"},
		{"邮件", "确认唛头和外箱尺寸，安排验货"},
		{"WhatsApp", "客户催交期，答复预计下周五装柜"},
		{"WhatsApp", "分享新品 TR-30 轨道灯图片，客户要样品"},
		{"电话", "沟通下半年备货计划，预计比去年增加"},
		{"电话", "回访到货情况，包装完好，无破损"},
		{"视频会议", "评审 2026 年新品，客户提出调光方案\n会后需补充驱动参数"},
		{"邮件", "发送提单副本和装箱单，提醒付尾款"},
		{"邮件", "处理色温不一致投诉，下批补发 2% 备品"},
		{"拜访", "拜访客户仓库，了解终端销售情况"},
		{"展会", "法兰克福展会面谈，讨论独家型号"},
		{"邮件", "更新认证：ERP 新规的测试报告已发"},
	}
}
