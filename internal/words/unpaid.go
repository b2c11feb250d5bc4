package words

import "strings"

// unpaids is what people write into a column of payment dates while there is no
// payment, as Keys in simplified characters without spaces.
var unpaids = set(`未付 未付款 未支付 待付 待付款 待支付 未收 未收款 待收 待收款 未回款 待回款 未到账 待到账 未到款 未结 未结清 没付 没付款 尚未付款 还未付款 还没付款 逾期未付 否 unpaid notpaid notyetpaid notyet open
	outstanding pending due overdue awaitingpayment no`)

// Unpaid reports whether a text in a column of payment dates says that there was
// none yet: 未付, unpaid, pending.
func Unpaid(s string) bool {
	return unpaids[strings.ReplaceAll(Simplify(Key(s)), " ", "")]
}
