package recognise

import (
	"strings"
	"testing"
)

// Opportunities, complaints and feedback as exports and people head them, and
// what must not be taken for them.
func TestRecordKinds(t *testing.T) {
	for _, c := range []struct{ sheet, want, why string }{
		{"商机\n商机编号|客户名称|商机创建时间|询盘日期|报价日期|寄样日期|成交日期|商机阶段|商机金额|样品通过|输单原因\n1|ACME|2026-01-01|2026-01-02|2026-01-05|2026-01-09||样品|100|是|",
			"opportunities 商机编号=opportunity_id 客户名称=customer_name 询盘日期=opened 报价日期=reached_quote 寄样日期=reached_sample 成交日期=closed 商机阶段=stage 商机金额=amount 样品通过=sample_passed 输单原因=lost_reason",
			"the inquiry's day comes before that of the record"},
		{"询盘\n客户|询盘日期|报价日期|寄样日期\nACME|2026-01-02|2026-01-05|2026-01-09", "opportunities 客户=customer_name 询盘日期=opened 报价日期=reached_quote 寄样日期=reached_sample", "the steps alone make a funnel"},
		{"询盘\n客户|询盘日期|样品是否合格\nACME|2026-01-02|合格", "opportunities 客户=customer_name 询盘日期=opened 样品是否合格=sample_passed", "an inquiry and its sample"},
		{"Deals\nCustomer|Inquiry Date|Quote Date|Sample Date|Order Date|Amount|Sample Passed\nACME|2026-01-02|2026-01-05|2026-01-09|2026-02-01|100|yes",
			"opportunities Customer=customer_name Inquiry Date=opened Quote Date=reached_quote Sample Date=reached_sample Order Date=reached_order Amount=amount Sample Passed=sample_passed", "with an amount and an order date they are no orders"},
		{"Deals\nCustomer|First Inquiry Date|Quoted|Order Date\nACME|2026-01-02|2026-01-05|2026-01-09",
			"opportunities Customer=customer_name First Inquiry Date=reached_inquiry Quoted=reached_quote Order Date=reached_order", "the first inquiry opens it"},
		{"订单\n订单号|客户|下单日期|报价日期|寄样日期|金额\nS1|ACME|2026-01-02|2025-12-05|2025-12-09|100", "orders 订单号=order_no 客户=customer_name 下单日期=order_date 金额=amount", "orders may say when they were quoted"},
		{"客户\n公司名称|国家|行业|创建时间|报价日期|客户阶段|邮箱\nACME|美国|灯具|2026-01-02|2026-01-05|报价|a@b.c", "customers 公司名称=customer_name 国家=country 行业=industry 创建时间=created 客户阶段=stage 邮箱=email", "a list of customers with the date of the last quote"},
		{"报价\n客户名称|报价日期|寄样日期|报价金额\nACME|2026-01-02|2026-01-09|100", "", "quotations without an inquiry"},
		{"客诉\n客户编号|投诉时间|提出方案时间|解决时间|投诉类型|投诉内容\nC1|2026-01-02 10:00|2026-01-03 10:00|2026-01-09|质量|破损",
			"complaints 客户编号=customer_id 投诉时间=opened 提出方案时间=proposed 解决时间=resolved 投诉类型=kind", "the product's own headers"},
		{"Complaints\nCustomer|Complaint date|Proposed|Resolved|Type\nACME|2026-01-02|2026-01-03||quality", "complaints Customer=customer_name Complaint date=opened Proposed=proposed Resolved=resolved Type=kind", "English"},
		{"Tickets\nCustomer ID|Ticket Created|Solution Date|Date Resolved|Issue Type\nC1|2026-01-02|2026-01-03|2026-01-04|delay",
			"complaints Customer ID=customer_id Ticket Created=opened Solution Date=proposed Date Resolved=resolved Issue Type=kind", "a help desk's"},
		{"客訴\n客戶名稱|投訴日期|提出方案日期|解決日期|投訴原因\nACME|2026-01-02|2026-01-03||延誤", "complaints 客戶名稱=customer_name 投訴日期=opened 提出方案日期=proposed 解決日期=resolved 投訴原因=kind", "traditional"},
		{"满意度\n客户名称|评价日期|满意度|评价内容\nACME|2026-01-02|9|好", "feedback 客户名称=customer_name 评价日期=feedback_date 满意度=score 评价内容=comment", "satisfaction"},
		{"NPS\n客户编号|调查日期|推荐意愿（0-10）|意见\nC1|2026-01-02|9|好", "feedback 客户编号=customer_id 调查日期=feedback_date 推荐意愿（0-10）=score 意见=comment", "the scale in brackets"},
		{"NPS\n客户编号|调查日期|推荐意愿 0-10\nC1|2026-01-02|9", "feedback 客户编号=customer_id 调查日期=feedback_date 推荐意愿 0-10=score", "the scale behind it"},
		{"回访\n客户名称|评分|反馈日期|反馈内容\nACME|9|2026-01-02|好", "feedback 客户名称=customer_name 评分=score 反馈日期=feedback_date 反馈内容=comment", "a common word beside the date of an answer"},
		{"Leads\nCompany|Country|Rating|Response Date|Owner\nACME|US|9|2026-01-02|Li", "customers Company=customer_name Country=country Rating=previous_class Owner=owner", "leads that answered, with what else is known of them"},
		{"Survey\nCompany|Survey date|Score|Comment\nACME|2026-01-02|9|fine", "feedback Company=customer_name Survey date=feedback_date Score=score Comment=comment", "English"},
		{"跟进\n客户名称|跟进时间|跟进方式|跟进内容|评分\nACME|2026-01-02|电话|要样品|5", "activities 客户名称=customer_name 跟进时间=activity_date 跟进方式=channel 跟进内容=summary", "a log that rates its calls is a log"},
		{"跟进\n客户名称|日期|类型|内容\nACME|2026-01-02|投诉|破损", "activities 客户名称=customer_name 日期=activity_date 类型=kind 内容=summary", "a log of which one line is a complaint"},
		{"客户\n客户名称|国家|星级|满意度|创建时间|客户阶段|最近联系时间\nACME|美国|5|9|2026-01-01|成交|2026-02-02", "customers 客户名称=customer_name 国家=country 星级=star 创建时间=created 客户阶段=stage 最近联系时间=last_contact", "a list of customers with their satisfaction"},
	} {
		l, _ := one(t, Options{}, c.sheet)
		if got := understood(l); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.why, got, c.want)
		}
	}
}

// Complaints and feedback of which no column says so for sure are no customers, and
// nothing else either: it is said what they look like, and how to name them.
func TestNearlyTold(t *testing.T) {
	for _, c := range []struct{ sheet, want, why string }{
		{"客诉\n客户名称|日期|问题描述|严重程度|处理状态\nACME|2026-01-02|灯不亮|严重|已处理\nBeta|2026-01-03|色差|一般|处理中", "", "a date and two marks, each customer once"},
		{"质量\n客户|日期|不良描述|等级\nACME|2026-01-02|灯不亮|A\nBeta|2026-01-03|色差|B", "", "what is graded is the defect"},
		{"售后\n客户编号|客户名称|国家|业务员|创建时间|问题描述|优先级|状态\nC1|ACME|德国|李娜|2026-01-02|灯不亮|高|未关闭", "", "with what is known of the customer beside it"},
		{"Cases\nCustomer ID|Customer Name|Country|Owner|Created|Issue|Severity|Status\nC1|ACME|Germany|Li|2026-01-02|lamp dark|high|open", "", "English"},
		{"Log\nCustomer|Date|Description|Severity\nACME|2026-01-02|lamp dark|high", "", "a log of what went wrong is no log of contacts"},
		{"Log\nCustomer|Date|Channel|Description|Severity\nACME|2026-01-02|phone|lamp dark|high", "activities Customer=customer_name Date=activity_date Channel=channel Description=summary", "a log of contacts that says how bad it was"},
		{"反馈\n客户名称|反馈日期|反馈内容|处理结果\nACME|2026-01-02|很好|已回复", "", "feedback without a score"},
		{"投诉\n客户名称|登记日期|投诉内容|责任部门\nACME|2026-01-02|外箱破损|仓库", "complaints 客户名称=customer_name 登记日期=opened 投诉内容=kind", "that they are complaints is said, and any date is theirs"},
		{"客户\n客户名称|国家|邮箱|创建时间|问题描述\nACME|德国|a@b.c|2026-01-02|想要目录", "customers 客户名称=customer_name 国家=country 邮箱=email 创建时间=created", "leads with what they asked"},
		{"客户\n公司名称|国家|负责人|创建时间|客户状态|问题描述\nACME|德国|李娜|2026-01-02|成交|价格高", "customers 公司名称=customer_name 国家=country 负责人=owner 创建时间=created 客户状态=stage", "customers with a remark"},
		{"客户\n公司名称|国家|负责人|创建时间|客户状态|问题描述\n" + strings.Repeat("ACME|德国|李娜|2026-01-02|成交|价格高\nBeta|德国|李娜|2026-01-02|成交|价格高\n", 3), "", "the same sheet with the same customers again and again"},
		{"客户\n客户名称|国家|严重程度|问题描述\nACME|德国|高|灯不亮", "customers 客户名称=customer_name 国家=country", "without any date"},
	} {
		l, _ := one(t, Options{}, c.sheet)
		if got := understood(l); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.why, got, c.want)
		}
		if c.want == "" && (len(l.Notes) == 0 || !strings.Contains(l.Notes[0].EN, "FILE, or --customers FILE")) {
			t.Errorf("%s: nothing says what it looks like: %v", c.why, l.Notes)
		}
	}
}
