package words

import (
	"strings"
	"sync"
	"unicode"

	"crm/internal/crm"
	"crm/internal/rules"
)

// builtIn is the words of the known exports by field: a line is a meaning and
// its words, separated by bars. "none" is the words that are known to be none of
// the field's meanings.
var builtIn = map[crm.Field]string{
	crm.FieldStage: `
inquiry: 询盘客户|询盘|询价|询价中|询价客户|询盘中|初次联系|初步接洽|初步接触|初期沟通|意向客户|潜在客户|线索|新线索|需求确认|验证客户|需求确定|inquiry|enquiry|inquired|lead|leads|new lead|prospect|prospecting|qualification|qualified|qualified lead|marketing qualified lead|sales qualified lead|mql|sql|opportunity|appointment scheduled|appointmentscheduled|qualified to buy|qualifiedtobuy|needs analysis|engaging|engaged|id. decision makers|perception analysis
quote: 报价|报价中|已报价|报价客户|方案报价|方案/报价|方案报价中|谈判|谈判中|商务谈判|谈判审核|议价|quote|quoted|quotation|quotation sent|proposal|proposal sent|proposal/price quote|value proposition|negotiation|negotiation/review|negotiating|presentation scheduled|presentationscheduled|decision maker bought-in|decisionmakerboughtin|contract sent|contractsent|报价单|已发送报价单|proposition
sample: 样单客户|样品|样单|样品客户|寄样|已寄样|寄样中|打样|打样中|样品测试|样品确认|送样|sample|samples|sample sent|sampling|sample order
order: 成交客户|成交|已成交|复购客户|复购|下单|已下单|赢单|合作客户|老客户|合作中|签约|已签约|已签单|多次成交|won|closed won|closedwon|closed - won|customer|order|ordered|repeat customer|evangelist|sales order
none: 待跟进|未跟进|新建|new|subscriber|other|未联系|lost|closed lost|closedlost|closed - lost|closed lost to competition|输单|丢单|已丢单|失败|流失|流失客户|已流失|失效|无效|无效客户|未成交|沉默|黑名单`,
	crm.FieldIntent: `
clear: 高|高意向|意向高|强|强意向|明确|意向明确|有意向|3高|3-高|中|2中|2-中|中意向|high|clear|strong|hot|medium|warm
unclear: 低|低意向|意向低|弱|不明确|意向不明确|无意向|没有意向|1低|1-低|0未知|0-未知|不确定|low|unclear|weak|cold|no interest|not interested`,
	crm.FieldProductFit: `
yes: 是|匹配|符合|契合|对口|适合|合适|yes|y|true|1|fit|fits|match|matched|good fit|√|✓|✔
no: 否|不匹配|不符合|不契合|不对口|不适合|不合适|no|n|false|0|no fit|does not fit|mismatch|not a fit|×|✗|✘`,
	crm.FieldMarketPotential: `
high: 高|大|高潜力|潜力大|high|large|big
medium: 中|中等|中潜力|一般|medium|mid|moderate|average
low: 低|小|低潜力|潜力小|low|small`,
	crm.FieldSamplePassed: `
yes: 是|通过|合格|已通过|确认|已确认|接受|yes|y|true|1|passed|pass|approved|accepted|ok|√|✓|✔
no: 否|未通过|不通过|不合格|拒绝|退样|需改样|no|n|false|0|failed|fail|rejected|rework|×|✗|✘
none: 待确认|待反馈|测试中|样品测试中|已寄出|已寄样|寄样中|pending|in test|testing|sent|waiting`,
	crm.FieldResult: `
won: won|win|closed won|closedwon|closed - won|赢单|已赢单|成交|已成交|成功|签约|已签约|结单成功|yes|true|1
lost: lost|lose|closed lost|closedlost|closed - lost|closed lost to competition|输单|已输单|丢单|已丢单|失败|未成交|流失|无效|结单失败|no|false
open: open|in progress|engaging|prospecting|qualification|negotiation|pending|进行中|跟进中|未结束|谈判|报价`,
	crm.FieldOrderStatus: `
counts: 已下单|下单|待采购|采购中|已采购|待生产|生产中|生产完成|待出运|待发货|待出货|出运中|已出运|出运完成|已发货|已出货|部分发货|待收货|已签收|已收货|待收款|待付款|部分收款|部分付款|收款完成|已收款|已付款|售后|已完成|完成|交易完成|交易成功|已确认|确认|已审核|审核通过|执行中|进行中|正常|有效|已锁定|锁定|销售订单|已结案|结案|已关闭|成交|赢单|shipped|in process|processing|resolved|on hold|disputed|delivered|complete|completed|done|closed|confirmed|confirm|approved|active|open|pending|paid|unpaid|partially paid|fulfilled|unfulfilled|partially fulfilled|invoiced|fully invoiced|to invoice|nothing to invoice|sales order|sale|sale order|locked|in production|ready to ship|backordered|won|closed won|closedwon|ordered|new order|normal
does_not_count: 草稿|草稿单|暂存|待提交|未提交|未下单|draft|drafts|draft order|new draft
does_not_count: 报价|报价单|报价中|已发送报价单|报价已发送|形式报价|询价|询价单|quotation|quote|quotation sent|sent|inquiry|proposal
does_not_count: 已取消|取消|取消订单|订单取消|已作废|作废|废弃|已废弃|无效|已失效|失效|已关闭(取消)|交易关闭|已终止|终止|已撤销|撤销|审核不通过|已驳回|驳回|已拒绝|cancelled|canceled|cancel|void|voided|rejected|declined|expired|lost|closed lost|closedlost|deleted|terminated|abandoned|failed
does_not_count: 已退货|退货|全部退货|已退款|退款|全额退款|退款完成|returned|refunded|return|refund|fully refunded|credited|chargeback`,
}

var lexicon = sync.OnceValue(func() map[crm.Field]map[string]string {
	all := make(map[crm.Field]map[string]string, len(builtIn))
	for field, text := range builtIn {
		known := make(map[string]string)
		for line := range strings.Lines(strings.TrimSpace(text)) {
			meaning, list, _ := strings.Cut(strings.TrimSpace(line), ": ")
			for w := range strings.SplitSeq(list, "|") {
				known[wordKey(w)] = strings.TrimSuffix(meaning, "none")
			}
		}
		all[field] = known
	}
	return all
})

// Meaning is what a word means in a field: one of crm.Meanings. The words of
// extra come before the built-in ones; those are of stage, intent, product_fit,
// market_potential, result, order_status and the yes-or-no fields. known is
// false where neither has the word. A word that is known with an empty meaning
// is none of the field's meanings and no cause for a warning: 待跟进 as a stage.
func Meaning(f crm.Field, word string, extra []rules.ValueRule) (meaning string, known bool) {
	for _, form := range forms(word) {
		for i := range extra {
			if extra[i].Field == f && has(extra[i].Words, form) {
				return extra[i].Meaning, true
			}
		}
		if m, ok := lexicon()[f][form]; ok {
			return m, true
		}
	}
	if f == crm.FieldResult && underWay(word) {
		return "open", true
	}
	if m := crm.Meanings(f); len(m) == 2 && m[0] == "yes" {
		if yes, ok := Yes(word); ok && yes {
			return m[0], true
		} else if ok {
			return m[1], true
		}
	}
	return "", false
}

// underWay reports whether a word is a stage before the deal: exports tell
// whether it was won by the name of its last stage.
func underWay(word string) bool {
	stage, _ := Meaning(crm.FieldStage, word, nil)
	return stage != "" && stage != "order"
}

func has(list []rules.String, form string) bool {
	for i := range list {
		if wordKey(list[i].Value) == form {
			return true
		}
	}
	return false
}

// forms is the ways to look a word up, the fullest first: as it is, without a
// bracket's content, and that content alone: A(重点客户), A, 重点客户.
func forms(word string) []string {
	whole := wordKey(word)
	all := []string{whole}
	open, end := strings.IndexByte(whole, '('), strings.LastIndexByte(whole, ')')
	if open >= 0 && end > open {
		outside := strings.TrimSpace(whole[:open] + whole[end+1:])
		for _, form := range []string{outside, strings.TrimSpace(whole[open+1 : end])} {
			if form != "" {
				all = append(all, form)
			}
		}
	}
	return all
}

// wordKey is Key in simplified characters, without emoji and with round brackets.
func wordKey(s string) string {
	key := Key(s)
	if canonical(key) && !strings.ContainsAny(key, "[]{}") {
		return Simplify(key)
	}
	key = strings.Map(func(r rune) rune {
		switch {
		case r == '【' || r == '[' || r == '{' || r == '〔':
			return '('
		case r == '】' || r == ']' || r == '}' || r == '〕':
			return ')'
		case r == 0xFE0F || r == 0x200D || unicode.In(r, unicode.So, unicode.Sk) && !strings.ContainsRune("√✓✔×✗✘", r):
			return ' '
		}
		return r
	}, key)
	return Simplify(strings.Join(strings.Fields(key), " "))
}

// CountsAsOrder reports whether an order of the status counts, and whether the
// status is known; an unknown one counts, and so does an empty one, which is
// known. ignore is rules.yaml's ignore_status, extra its values.
func CountsAsOrder(status string, ignore []rules.String, extra []rules.ValueRule) (counts, known bool) {
	if NullIn(crm.FieldOrderStatus, status) {
		return true, true
	}
	for _, w := range ignore {
		if wordKey(w.Value) == wordKey(status) {
			return false, true
		}
	}
	meaning, known := Meaning(crm.FieldOrderStatus, status, extra)
	return !known || meaning == "counts", known
}

var yesNo = func() map[string]bool {
	m := make(map[string]bool)
	for w := range strings.FieldsSeq("是 有 对 已 真 yes y true t 1 on √ ✓ ✔ v x☑ ja oui si sí 公海 已归档 归档 受保护 保护") {
		m[w] = true
	}
	for w := range strings.FieldsSeq("否 无 不 未 非 没有 假 no n false f 0 off × ✗ ✘ - nein non 私海 未归档") {
		m[w] = false
	}
	return m
}()

// Yes reads a yes or no; ok is false for anything else.
func Yes(s string) (yes, ok bool) {
	yes, ok = yesNo[wordKey(s)]
	return yes, ok
}
