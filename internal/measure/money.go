package measure

import (
	"crm/internal/crm"
	"crm/internal/money"
	"crm/internal/value"
)

// shareDigits is how many digits after the point a quotient of two amounts
// keeps: enough to tell a share from any limit a rule can name (sums below
// 10^15 minor units differ from p × total by more), few enough to stay in the
// small form of a decimal.
const shareDigits = 15

// moneyDigits is how many digits after the point a divided amount keeps, as a
// converted one does (money.Rate).
const moneyDigits = 10

// amounts is the column of the customers' net amounts over the chosen spans: 0
// for a customer without orders, absent where no orders were read.
func (t *Table) amounts(chosen ...span) []value.Value {
	column := t.absent()
	if !ordersRead(t.data) {
		return column
	}
	for i := range column {
		column[i] = value.Num(value.Money, t.inBase(i, chosen...))
	}
	return column
}

// revenue is the sum of the customer's order lines dated in the window, returns
// and credit notes subtracted, in the base currency. (The M of RFM: "monetary"
// in CRAN rfm, there also a total.)
func revenue(t *Table) []value.Value { return t.amounts(inWindow) }

// revenuePrevious is revenue over the window before.
func revenuePrevious(t *Table) []value.Value { return t.amounts(inPrevious) }

// lifetimeRevenue is revenue over all orders up to as-of. The export's own total
// stands in where no orders were read.
func lifetimeRevenue(t *Table) []value.Value {
	if ownTotals(t.data) {
		return t.each(func(c *crm.Customer) value.Value {
			if !c.HasOwnAmount {
				return value.Value{}
			}
			return value.Num(value.Money, c.OwnAmount)
		})
	}
	return t.amounts(inWindow, inPrevious, older)
}

// revenueShare is revenue over the sum of all customers' revenue; absent when
// that sum is 0 or less, where a share has no meaning.
func revenueShare(t *Table) []value.Value {
	exact := t.Column(crm.Unrounded("revenue"))
	var total money.Decimal
	for _, v := range exact {
		total = total.Add(v.Decimal())
	}
	return t.revenueRatio(exact, func(_ int, own money.Decimal) (money.Decimal, money.Decimal) {
		return own, total
	})
}

// revenueGrowth is (revenue − revenue_previous) / revenue_previous; absent on a
// base of 0 or less.
func revenueGrowth(t *Table) []value.Value {
	previous := t.Column(crm.Unrounded("revenue_previous"))
	return t.revenueRatio(t.Column(crm.Unrounded("revenue")), func(i int, own money.Decimal) (money.Decimal, money.Decimal) {
		base := previous[i].Decimal()
		return own.Sub(base), base
	})
}

// budgetShare is revenue over the customer's yearly purchasing budget: the share
// of wallet. It is absent without a budget over 0.
func budgetShare(t *Table) []value.Value {
	exact, one := t.ofUnits("revenue")
	return t.revenueRatio(exact, func(i int, own money.Decimal) (money.Decimal, money.Decimal) {
		return own, t.data.Customers[i].PurchasingBudget.Decimal().Mul(one)
	})
}

// averageOrderValue is revenue over orders, both of the window: a mean that
// returns lower, so that it times orders is revenue again. Absent without orders.
func averageOrderValue(t *Table) []value.Value {
	column := t.absent()
	exact, one := t.ofUnits("revenue")
	for i, own := range exact {
		if n := int(t.facts().customers[i].recent); n > 0 {
			column[i] = value.Num(value.Money, own.Decimal().Div(one.Mul(money.FromInt(n)), moneyDigits))
		}
	}
	return column
}

// revenueRatio is a share, part / whole, of each customer that has one of these
// revenues; absent where the whole is 0 or less.
func (t *Table) revenueRatio(revenues []value.Value, of func(customer int, revenue money.Decimal) (part, whole money.Decimal)) []value.Value {
	column := t.absent()
	for i, v := range revenues {
		if !v.Present() {
			continue
		}
		if part, whole := of(i, v.Decimal()); whole.Sign() > 0 {
			column[i] = value.Num(value.Share, part.Div(whole, shareDigits))
		}
	}
	return column
}
