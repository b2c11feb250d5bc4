package check

import (
	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/lang"
)

// mostPayments is the share in per cent of orders paid before they were placed
// above which payment in advance is what the column says.
const mostPayments = 5

// payments looks at when orders were due and paid.
func (d *doctor) payments() {
	early, due := batch{most: mostPayments}, batch{most: mostPayments}
	for i := range d.Data.Payments {
		p := &d.Data.Payments[i]
		if p.Customer < 0 {
			continue
		}
		if p.Paid != 0 {
			early.asked++
		}
		if p.Due != 0 {
			due.asked++
		}
		if p.Paid != 0 && p.Paid < p.Ordered {
			early.found = append(early.found, d.payment(p, "D15", crm.FieldPaidDate, p.Paid,
				lang.F("paid on %s, before the order of %s", "付款日 %s 早于下单日 %s", p.Paid, p.Ordered)))
		}
		if p.Due != 0 && p.Due < p.Ordered {
			due.found = append(due.found, d.payment(p, "D08", crm.FieldDueDate, p.Due,
				lang.F("due on %s, before the order of %s", "到期日 %s 早于下单日 %s", p.Due, p.Ordered)))
		}
	}
	early.whole = Finding{
		Message: lang.F("%d of %d payments are older than their order: paid in advance, or the column means something else", "%[2]d 笔付款中有 %[1]d 笔早于下单：多为预付，或该列另有含义", len(early.found), early.asked),
		Do:      lang.T("see what the column means", "请核对该列的含义"), Severity: Hint,
	}
	due.whole = Finding{
		Message: lang.F("%d of %d due dates are older than their order", "%[2]d 个到期日中有 %[1]d 个早于下单", len(due.found), due.asked),
		Do:      lang.T("see what the column means", "请核对该列的含义"), Severity: Doubtful,
	}
	d.add(early)
	d.add(due)
}

func (d *doctor) payment(p *crm.Payment, code string, field crm.Field, day civil.Date, message lang.Text) Finding {
	l := d.Data.Tables[p.Table]
	at := l.Sheet.Pos()
	at.Row = int(p.Row)
	if c := l.Column(field); c != nil {
		at.Col = c.Index + 1
	}
	return Finding{
		Code: code, Kind: Contradictory, Severity: Doubtful, Customer: int(p.Customer), Other: none, Pos: at, Field: string(field), Found: day.String(), Message: message,
		Expected: lang.F("a day from %s on", "%s 及以后的日期", p.Ordered), Do: lang.T("correct one of the two dates", "请更正其中一个日期"),
	}
}
