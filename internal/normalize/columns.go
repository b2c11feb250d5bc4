package normalize

import (
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/table"
)

// noteAmount counts amounts that are 0 or finer than their currency's minor unit.
func (t *orderTable) noteAmount(ln *line) {
	n := &t.notes
	if t.amounts.amount.named && ln.given {
		t.noteFormat(ln)
	}
	if ln.amount.IsZero() {
		if n.zero++; n.zero == 1 {
			n.firstZero = t.rows.row.Number
		}
		return
	}
	if ln.given {
		t.noteFiner(ln.amount, ln.currency, t.rows.row.Number)
	}
}

// noteFiner counts an amount that is finer than its currency's minor unit.
func (t *orderTable) noteFiner(amount money.Decimal, currency uint8, row int) {
	if currency == 0 || !t.run.finer(amount, currency) {
		return
	}
	if t.notes.finer++; t.notes.finer == 1 {
		t.notes.firstFiner = row
	}
}

// finer reports whether an amount has more digits than its currency's minor unit.
func (r *run) finer(d money.Decimal, currency uint8) bool {
	digits := r.currencies.digits[currency]
	if _, scale, ok := d.Small(); ok && scale <= digits {
		return false
	}
	return !d.Equal(d.Round(digits))
}

// noteFormat counts cells whose format shows another currency than theirs: the
// format does not count, but somebody may believe it.
func (t *orderTable) noteFormat(ln *line) {
	a := &t.amounts.amount
	c := ln.cells[a.slot]
	if c == nil || c.Kind != table.Number {
		return
	}
	shown, own := a.format(c.Style).currency, t.run.currencies.all[ln.currency]
	if _, agree := money.Agree(shown, own); agree {
		return
	}
	t.run.problems.tally("A11", t.pos(a.slot), string(c.Raw), warn(string(crm.FieldAmount), func(n int) lang.Text {
		return lang.N(n, "%d amount is shown as %s by its format and is %s by its column; the column counts",
			"%d amounts are shown as %s by their format and are %s by their column; the column counts",
			"有 %d 个金额的单元格格式显示为 %s，而币种是 %s；以币种为准", string(shown), string(own))
	}))
}

// finishColumns says how the table's columns were read where that is not plain.
func (t *orderTable) finishColumns() {
	n, a := &t.notes, &t.amounts
	if n.zero > 0 {
		t.warn("A15", n.firstZero, &a.amount, lang.N(n.zero, "%d amount is 0", "%d amounts are 0", "有 %d 个金额为 0"))
	}
	if n.finer > 0 {
		t.warn("A12", n.firstFiner, &a.amount, lang.N(n.finer, "%d amount has more digits after the point than its currency; it is kept exactly",
			"%d amounts have more digits after the point than their currency; they are kept exactly", "有 %d 个金额的小数位数超过该币种的最小单位，按原值保留"))
	}
	for _, column := range []*amountReader{&a.amount, &a.quantity, &a.price} {
		if column.texts > 0 && column.numbers > 0 {
			t.warn("A04", 0, column, lang.N(column.texts, "%d number is stored as text; it is read as a number", "%d numbers are stored as text; they are read as numbers",
				"有 %d 个数字以文本形式存储，已按数字读取"))
		}
		if column.shown > 0 {
			t.warn("A17", 0, column, lang.N(column.shown, "%d number is displayed scaled (percent or thousands); its value is used",
				"%d numbers are displayed scaled (percent or thousands); their value is used", "有 %d 个数字显示成百分比或以千为单位，按实际值读取"))
		}
	}
	t.run.noteDates(t.layout, &t.date)
	t.payments.finish(t.layout)
}

func (t *orderTable) warn(code string, row int, a *amountReader, message lang.Text) {
	pos := t.rows.pos(row, -1)
	field := crm.FieldAmount
	if a.column != nil {
		pos, field = t.rows.pos(max(row, t.layout.Header), a.column.Index), a.column.Field
	}
	t.run.problems.add(diag.Problem{Code: code, Severity: diag.Warning, Pos: pos, Field: string(field), Message: message})
}

// noteDates says how a column's dates were read where that is not plain.
func (r *run) noteDates(l *crm.Layout, d *dateReader) {
	if d.column == nil {
		return
	}
	pos := l.Sheet.Pos()
	pos.Row, pos.Col = l.Header, d.column.Index+1
	if d.serials > 0 {
		r.problems.add(diag.Problem{
			Code: "D12", Severity: diag.Warning, Pos: pos, Field: string(d.column.Field),
			Message: lang.N(d.serials, "%d number without a date format is read as an Excel date", "%d numbers without a date format are read as Excel dates",
				"有 %d 个数字没有日期格式，按 Excel 日期读取"),
		})
	}
	if d.text > 0 && d.cells > 0 {
		r.problems.add(diag.Problem{
			Code: "D03", Severity: diag.Warning, Pos: pos, Field: string(d.column.Field),
			Message: lang.N(d.text, "%d date is stored as text among real dates; it is read as a date", "%d dates are stored as text among real dates; they are read as dates",
				"有 %d 个日期以文本形式存储（其余是真正的日期），已按日期读取"),
		})
	}
	if d.twoDigit {
		last, _, _ := d.last.YMD()
		r.noteTable(l, lang.F("years of two digits in \"%s\" are the latest not after %d", "“%s”里的两位数年份，取不晚于 %d 年的最近一个", diag.Escape(d.column.Header), last))
	}
}
