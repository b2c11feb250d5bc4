package normalize

import (
	"slices"
	"strings"

	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/table"
)

// missing is the rows of a table that name no customer (or, of order lines, no
// order), and those that name one that was not read.
type missing struct {
	blank, unknown missed
}

type missed struct {
	n      int
	places []diag.Pos
	found  []string
	sums   []money.Decimal
}

func (m *missed) add(t *orderTable, ln *line, slot int) {
	m.n++
	if ln.has {
		add(&m.sums, ln.currency, ln.amount)
	}
	if len(m.places) >= placesNamed {
		return
	}
	found := ""
	if c := ln.cells[slot]; c != nil {
		found = cellText(c)
	}
	if found == "" || !slices.Contains(m.found, found) {
		m.places = append(m.places, t.pos(slot))
		m.found = append(m.found, found)
	}
}

// withoutCustomer gives a row its fate whose customer was not found.
func (t *orderTable) withoutCustomer(found int32, ln *line) {
	switch found {
	case matchBlank:
		t.leave(crm.NoCustomer, ln)
		t.missing.blank.add(t, ln, max(t.match.id, t.match.name))
	case matchUnknown:
		t.leave(crm.NoCustomer, ln)
		t.missing.unknown.add(t, ln, t.match.slotUsed(ln.cells))
	default:
		code, p := t.match.matchProblem(found, ln.cells)
		t.aside(code, p, t.match.slotUsed(ln.cells), ln)
	}
}

// finishMissing warns of the rows without customer or order, once each.
func (t *orderTable) finishMissing() {
	if t.layout.Kind == crm.OrderLines {
		m := &t.missing.blank
		t.warnMissing("K17", m, lang.N(m.n, "%d row without an order number", "%d rows without an order number", "有 %d 行没有订单号"))
		m = &t.missing.unknown
		t.warnMissing("K17", m, lang.N(m.n, "%d row whose order was not read", "%d rows whose order was not read", "有 %d 行找不到对应的订单"))
		return
	}
	m := &t.missing.blank
	t.warnMissing("K07", m, lang.N(m.n, "%d row without a customer", "%d rows without a customer", "有 %d 行没有写客户"))
	t.lostZeros()
	t.alikes()
	m = &t.missing.unknown
	t.warnMissing("K08", m, lang.N(m.n, "%d row whose customer is not in the customers table", "%d rows whose customer is not in the customers table", "有 %d 行的客户不在客户表中"))
}

// lostZeros reports ids that the customers table has with zeros in front, or
// without them: some program took them for numbers. They are not matched.
func (t *orderTable) lostZeros() {
	const longest = 12
	for i, id := range t.missing.unknown.found {
		if id == "" || !onlyDigits([]byte(id)) {
			continue
		}
		bare := strings.TrimLeft(id, "0")
		for width := max(len(bare), 1); width <= longest; width++ {
			other := strings.Repeat("0", width-len(bare)) + bare
			if v, ok := t.run.book.ids.find([]byte(other)); !ok || v < 0 {
				continue
			}
			t.run.problems.add(diag.Problem{
				Code: "K02", Severity: diag.Warning, Pos: t.missing.unknown.places[i], Field: string(crm.FieldCustomerID), Found: id,
				Message:  lang.F("the customers table has %s: leading zeros differ", "客户表里写的是 %s：前面的 0 不一致", other),
				Expected: lang.T("the same spelling of an id in both tables", "两张表里的编号写法一致"),
				Hint:     lang.T("export the column as text", "请把这一列设为文本格式后重新导出"),
				Effect:   lang.T("not matched", "没有匹配"),
			})
			return
		}
	}
}

func (t *orderTable) warnMissing(code string, m *missed, message lang.Text) {
	if m.n == 0 {
		return
	}
	t.run.problems.add(diag.Problem{
		Code: code, Severity: diag.Warning, Pos: m.places[0], Also: m.places[1:], Found: strings.Join(nonEmpty(m.found), ", "),
		Field:   string(t.rows.field(t.missingSlot())),
		Message: lang.F("%s%s", "%s%s", message, t.sumText(m.sums)),
		Effect:  lang.T("counted apart, in no customer's revenue", "单独统计，不算进任何客户的收入"),
	})
}

func (t *orderTable) missingSlot() int {
	if t.layout.Kind == crm.OrderLines {
		return t.numberAt
	}
	return max(t.match.id, t.match.name)
}

// sumText is the sums per currency as they follow a count: " (EUR 3, USD 1,012.5)".
func (t *orderTable) sumText(sums []money.Decimal) lang.Text {
	var parts []string
	for i, d := range sums {
		if d.IsZero() {
			continue
		}
		parts = append(parts, t.run.inCurrency(uint8(i), d))
	}
	if len(parts) == 0 {
		return lang.Text{}
	}
	slices.Sort(parts)
	list := strings.Join(parts, ", ")
	return lang.F(" (%s)", "（%s）", list)
}

// inCurrency is an amount as people write it: USD 1,012.5.
func (r *run) inCurrency(currency uint8, d money.Decimal) string {
	return strings.TrimSpace(string(r.currencies.all[currency]) + " " + money.Group(d.String()))
}

func nonEmpty(texts []string) []string {
	return slices.DeleteFunc(slices.Clone(texts), func(s string) bool { return s == "" })
}

// ragged sets aside a CSV record that has more or fewer fields than the first.
func (r *run) ragged(s *sheetRows) {
	r.problems.aside("F28", func() diag.Problem {
		row := s.whole()
		return diag.Problem{
			Pos: s.pos(row.Number, -1), Subject: firstText(row), Found: fieldsText(row),
			Message:  lang.N(row.Fields, "the line has %d field", "the line has %d fields", "这一行有 %d 个字段"),
			Expected: lang.N(len(s.layout.Columns), "%d field, as in the header", "%d fields, as in the header", "%d 个字段，与表头一致"),
			Hint:     lang.T("put quotes around the value that holds the delimiter", "请给含分隔符的值加上引号"),
			Effect:   lang.T("row set aside", "该行已搁置"),
		}
	})
}

// firstText is the row's first value: it mostly names the row.
func firstText(row *table.Row) string {
	if len(row.Cells) == 0 {
		return ""
	}
	return cellText(&row.Cells[0])
}

// fieldsText is the row's values as they stand, apart by bars.
func fieldsText(row *table.Row) string {
	var b strings.Builder
	for i := range row.Cells {
		if i > 0 {
			b.WriteString(" | ")
		}
		b.WriteString(cellText(&row.Cells[i]))
	}
	return b.String()
}
