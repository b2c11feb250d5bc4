package normalize

import (
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
)

// returns is what came back of each order, by entry: its negative lines and the
// column of returned amounts. It is kept apart from the entries, and only where
// something came back.
type returns struct {
	net, base *fewDecimals
}

// takeReturned reduces the amount by what was returned of it.
func (t *orderTable) takeReturned(ln *line) {
	a := &t.amounts
	d, _, fault := a.returned.read(ln.cells[a.returned.slot])
	switch fault {
	case amountBlank:
	case amountGood:
		if !d.IsZero() {
			t.notes.returned++
		}
		ln.returned = d.Abs()
		ln.amount = ln.amount.Sub(ln.returned)
	default:
		ln.fault, ln.faultAt = fault, a.returned.slot
	}
}

// moneyDigits is how many digits after the point a divided amount keeps.
const moneyDigits = 10

// takeReturnedBase reduces the converted amount in proportion: the export
// converted what was sold.
func (ln *line) takeReturnedBase() {
	if gross := ln.gross(); ln.hasBase && gross.Sign() > 0 && !ln.returned.IsZero() {
		ln.baseBack = ln.base.Mul(ln.returned).Div(gross, moneyDigits)
		ln.base = ln.base.Sub(ln.baseBack)
	}
}

// gross is the amount before what was returned of it was taken off.
func (ln *line) gross() money.Decimal { return ln.amount.Add(ln.returned) }

// noteReturned takes in what came back in a row of order i.
func (t *orderTable) noteReturned(i int32, ln *line) {
	if ln.amount.Sign() >= 0 && ln.returned.IsZero() {
		return
	}
	if t.run.returns == nil {
		t.run.returns = &returns{net: newFewDecimals(), base: newFewDecimals()}
	}
	back, base := ln.returned, ln.baseBack
	if gross := ln.gross(); gross.Sign() < 0 { // the row itself is a return
		back, base = back.Sub(gross), base.Sub(ln.base)
	}
	t.run.returns.net.add(i, back)
	if ln.hasBase {
		t.run.returns.base.add(i, base)
	}
}

// once takes what is repeated on the n lines of an order once.
func (x *returns) once(i, n int32) {
	if x != nil && !x.net.at(i).IsZero() {
		x.net.set(i, share(x.net.at(i), n))
		x.base.set(i, share(x.base.at(i), n))
	}
}

// move gives an order what came back of another entry.
func (x *returns) move(to, from int32) {
	if x == nil {
		return
	}
	for _, d := range []*fewDecimals{x.net, x.base} {
		if v := d.at(from); !v.IsZero() || !d.at(to).IsZero() {
			d.set(to, v)
		}
	}
}

// At is what came back of order i of the finished list.
func (x *returns) At(i int) (net, base money.Decimal) {
	return x.net.at(int32(i)), x.base.at(int32(i))
}

// lostReturn is a returned amount that stands at an order.
type lostReturn struct {
	at    diag.Pos
	found string
}

// noteLost remembers a returned amount of order i, which cannot be taken off where
// its lines come from another table: of which of them is not said.
func (t *orderTable) noteLost(i int32, ln *line) {
	if slot := t.amounts.returned.slot; slot > 0 && t.linesMayFollow() && ln.cells[slot] != nil {
		if d, _, fault := t.amounts.returned.read(ln.cells[slot]); fault == amountGood && !d.IsZero() {
			if t.run.lost == nil {
				t.run.lost = map[int32]lostReturn{}
			}
			t.run.lost[i] = lostReturn{t.pos(slot), d.String()}
		}
	}
}

// warnLost warns of a returned amount of an order whose lines were read.
func (r *run) warnLost(order int32) {
	lost, ok := r.lost[order]
	if !ok {
		return
	}
	r.problems.tally("A24", lost.at, lost.found, func() count {
		return count{
			severity: diag.Warning, field: string(crm.FieldReturnedAmount),
			say: func(n int) lang.Text {
				return lang.N(n, "%d order has a returned amount, and its lines stand in another table", "%d orders have a returned amount, and their lines stand in another table",
					"有 %d 张订单写了退货金额，而明细在另一张表里")
			},
			hint:   lang.T("give returns as lines with a negative amount", "退货请在明细表中用负数行表示"),
			effect: lang.T("it is not taken off", "未从金额中扣除"),
		}
	})
}
