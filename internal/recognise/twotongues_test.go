package recognise

import (
	"testing"

	"crm/internal/crm"
)

func TestInTwoTongues(t *testing.T) {
	l := newLexicon(nil)
	for _, c := range []struct {
		header string
		want   crm.Field
		why    string
	}{
		{"下单日期 Order Date", crm.FieldOrderDate, "Chinese first"},
		{"Order Date 下单日期", crm.FieldOrderDate, "English first"},
		{"Order Date\n下单日期", crm.FieldOrderDate, "on two lines"},
		{"金额/Amount", crm.FieldAmount, "with a slash"},
		{"金额 Amount (USD)", crm.FieldAmount, "with a unit behind"},
		{"币种 Currency", crm.FieldCurrency, "a currency"},
		{"订单号 Order No.", crm.FieldOrderNo, "an order number"},
		{"客户名称 Customer Name", crm.FieldCustomerName, "a customer"},
		{"下单日期 Delivery Date", "", "the halves contradict each other"},
		{"金额 Xyz", "", "one half says nothing known"},
		{"金额 Amount 合计", "", "three parts"},
	} {
		h := parseHeading(c.header)
		m, ok := l.find(crm.Orders, &h)
		if ok != (c.want != "") || m.field != c.want {
			t.Errorf("%q is %q, want %q: %s", c.header, m.field, c.want, c.why)
		}
	}
}
