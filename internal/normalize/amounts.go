package normalize

import (
	"bytes"
	"strings"

	"crm/internal/crm"
	"crm/internal/money"
	"crm/internal/table"
	"crm/internal/words"
)

// amountFault is why a cell gives no number.
type amountFault uint8

const (
	amountGood   amountFault = iota
	amountBlank              // nothing in it, or a word for nothing
	amountError              // #N/A and its like
	amountNone               // a formula without a result
	amountText               // no number
	amountBand               // from one amount to another
	amountRange              // too large to be meant
	amountFailed             // NaN, INF: what a failed calculation leaves
	amountBool               // true or false
	amountDate               // a number in the format of a date
	amountMark               // a number only by the other decimal mark than its column's
	amountShare              // a percentage
	amountOpen               // has two readings, and the column settles none
	amountCoined             // a currency's name or sign that cannot be right
	amountWord               // a currency column's word that names none
)

// amountReader reads the numbers of one column: amounts, prices, quantities.
type amountReader struct {
	slot    int
	column  *crm.Column
	sheet   table.Sheet
	factor  money.Decimal
	scaled  bool     // there is a factor
	formats []format // by style
	named   bool     // some format shows a currency
	texts   int      // texts read
	numbers int      // number cells read
	shown   int      // cells whose format shows another number
	open    openCells
}

// format is what a number format does to the number it shows.
type format struct {
	known    bool
	scaled   bool           // it shows another number: percent, thousands
	currency money.Currency // it shows one; it never names the amount's
}

func newAmountReader(l *crm.Layout, slot int, column *crm.Column) amountReader {
	a := amountReader{slot: slot, column: column, sheet: l.Sheet}
	if column != nil && !column.Factor.IsZero() && !column.Factor.Equal(money.FromInt(1)) {
		a.factor, a.scaled = column.Factor, true
	}
	return a
}

// read is the number of a cell, its header's unit applied, and the currency or
// sign that stands in the cell.
func (a *amountReader) read(c *table.Cell) (d money.Decimal, sign money.Currency, fault amountFault) {
	switch {
	case c == nil:
		return d, "", amountBlank
	case c.Flag&table.NoResult != 0:
		return d, "", amountNone
	case c.Kind == table.Number:
		d, fault = a.number(c)
	case c.Kind == table.Text:
		d, sign, fault = a.text(c)
	case c.Kind == table.Error:
		return d, "", amountError
	case c.Kind == table.Bool:
		return d, "", amountBool
	default:
		return d, "", amountDate
	}
	if a.scaled && fault == amountGood {
		d = d.Mul(a.factor)
	}
	return d, sign, fault
}

// readRow is read for a row whose number was read ahead.
func (a *amountReader) readRow(row *dataRow) (d money.Decimal, sign money.Currency, fault amountFault) {
	if !row.note.plain {
		return a.read(row.slots[a.slot])
	}
	return a.readNote(row.note), "", amountGood
}

// readNote is a number that was read ahead.
func (a *amountReader) readNote(n *rowNote) money.Decimal {
	a.texts++
	d := money.New(n.coef, n.scale)
	if a.scaled {
		return d.Mul(a.factor)
	}
	return d
}

func (a *amountReader) number(c *table.Cell) (money.Decimal, amountFault) {
	d, ok := money.ParseExcel(c.Raw)
	if !ok || tooLarge(d) {
		return d, amountRange
	}
	a.numbers++
	if a.format(c.Style).scaled {
		a.shown++
	}
	return d, amountGood
}

// tooLarge reports whether a number is beyond all amounts.
func tooLarge(d money.Decimal) bool {
	const limit = 1_000_000_000_000_000
	coef, _, small := d.Small()
	return (!small || coef >= limit || coef <= -limit) && d.Abs().Cmp(tooLong()) >= 0
}

// format is the number format of a style.
func (a *amountReader) format(style int32) format {
	if style < 0 {
		return format{}
	}
	for int(style) >= len(a.formats) {
		a.formats = append(a.formats, format{})
	}
	f := &a.formats[style]
	if !f.known {
		code, _, _ := strings.Cut(a.sheet.NumberFormat(style), ";")
		f.known = true
		f.scaled = strings.Contains(code, "%") || strings.HasSuffix(code, "0,") || strings.Contains(code, "0,.")
		f.currency = formatCurrency(code)
		a.named = a.named || f.currency != ""
	}
	return *f
}

// formatCurrency is the currency that a format code shows: [$€-407], "US$", ¥.
func formatCurrency(code string) money.Currency {
	if _, rest, found := strings.Cut(code, "[$"); found {
		code, _, _ = strings.Cut(rest, "]")
		code, _, _ = strings.Cut(code, "-")
	} else {
		code = strings.Map(func(r rune) rune {
			if strings.ContainsRune(`#0,.?_*- ()\"[]%/`, r) {
				return -1
			}
			return r
		}, code)
	}
	c, _ := money.ParseCurrency(code)
	return c
}

func (a *amountReader) text(c *table.Cell) (d money.Decimal, sign money.Currency, fault amountFault) {
	if d, ok := money.ParsePlain(c.Raw, a.column.Mark); ok {
		a.texts++
		return d, "", amountGood
	}
	t, wrong := money.ParseText(c.Raw, a.column.Mark)
	switch {
	case wrong == money.Good && t.NeedsMark:
		return t.Decimal, t.Currency, amountOpen
	case wrong == money.Good:
		a.texts++
		return t.Decimal, t.Currency, amountGood
	case wrong == money.Band:
		return d, "", amountBand
	case wrong == money.OutOfRange && bytes.ContainsAny(c.Raw, "0123456789"):
		return d, "", amountRange
	case wrong == money.OutOfRange:
		return d, "", amountFailed
	case wrong == money.OtherMark:
		return d, "", amountMark
	case wrong == money.Percent:
		return d, "", amountShare
	}
	raw := trimmed(c.Raw)
	switch {
	case errorText(raw):
		return d, "", amountError
	case maybeNull(raw) && words.Null(string(raw)):
		return d, "", amountBlank
	}
	return d, "", amountText
}
