package normalize_test

import (
	"strings"
	"testing"

	"crm/internal/crm"
)

// macSheet is a fakeSheet of a book that counts days from 1904.
type macSheet struct{ *fakeSheet }

func (macSheet) From1904() bool { return true }

func TestNumbersThatAreDays(t *testing.T) {
	for _, c := range []struct{ cell, day, mac, why string }{
		{"43000", "2017-09-22", "2021-09-23", "as nearly all write it"},
		{"43000.75", "2017-09-22", "2021-09-23", "a time of day is passed over"},
		{"43000.0", "2017-09-22", "2021-09-23", "as some programs write whole numbers"},
		{"4.3E4", "2017-09-22", "2021-09-23", "an exponent"},
		{"4E4", "2009-07-06", "2013-07-07", "shorter than the days it stands for"},
		{"4.30005E+4", "2017-09-22", "2021-09-23", "an exponent and a time of day"},
		{"430000000e-4", "2017-09-22", "2021-09-23", "an exponent below zero"},
		{"043000", "2017-09-22", "2021-09-23", "a zero in front"},
		{"+43000", "2017-09-22", "2021-09-23", "a plus"},
		{"42999.9999999999999", "2017-09-22", "2021-09-23", "Excel has 15 digits"},
	} {
		l := grid(crm.Orders, "1.xlsx", "order_no | customer_id | order_date | amount\n1 | C1 | #"+c.cell+" | 5")
		if d := read(t, options(), l); d.Orders.Len() != 1 || d.Orders.At(0).Date != day(c.day) {
			t.Errorf("%s is not %s: %s: %s %v", c.cell, c.day, c.why, show(d), d.Problems)
		}
		l.Sheet = macSheet{l.Sheet.(*fakeSheet)}
		if d := read(t, options(), l); d.Orders.Len() != 1 || d.Orders.At(0).Date != day(c.mac) {
			t.Errorf("%s, counted from 1904, is not %s: %s: %s %v", c.cell, c.mac, c.why, show(d), d.Problems)
		}
	}
}

func TestNumbersBeyondAmounts(t *testing.T) {
	for _, c := range []struct {
		cell string
		good bool
		why  string
	}{
		{"1E+15", false, "few characters, many digits"},
		{"-1E+15", false, "likewise below zero"},
		{"1E+20", false, "no small number"},
		{"1.5e300", false, "far beyond"},
		{"1000000000000000", false, "written out"},
		{"999999999999999", true, "the largest of 15 digits"},
		{"9.99999E+14", true, "an exponent says nothing by itself"},
		{"1E-20", true, "nor does one below zero"},
		{"999999999999999.9", false, "a million million thousand by Excel's 15 digits"},
		{"12345678.912345678", true, "many digits, no large number"},
	} {
		d := read(t, options(), grid(crm.Orders, "1.xlsx", "order_no | customer_id | order_date | amount(USD)\n1 | C1 | 2026-01-05 | #"+c.cell+"\n2 | C1 | 2026-01-05 | 5"))
		if good := d.Orders.Len() == 2; good != c.good || !good && only(t, d, "A16").Found != c.cell {
			t.Errorf("%s: %s: %s %v", c.cell, c.why, show(d), d.Problems)
		}
	}
}

// TestTextsOfErrors: Excel writes into a CSV file what it shows of a formula that
// failed, and that comes to what the formula's cell comes to in the workbook.
func TestTextsOfErrors(t *testing.T) {
	const header = "order_no | customer_id | order_date | amount(USD) | quantity | unit_price\n"
	for _, row := range []string{
		"1 | C1 | 2026-01-05 | !#N/A | 2 | 3", "1 | C1 | 2026-01-05 | !#DIV/0! | 2 | 3", "1 | C1 | 2026-01-05 |  | !#REF! | 3",
		"!#N/A | C1 | 2026-01-05 | 5 | 2 | 3", "1 | !#N/A | 2026-01-05 | 5 | 2 | 3", "1 | C1 | !#VALUE! | 5 | 2 | 3", "1 | C1 | !#N/A | 5 | 2 | 3", "1 | C1 | 0 | 5 | 2 | 3",
	} {
		book := grid(crm.Orders, "1.xlsx", header+row+"\n2 | C1 | 2026-01-05 | 5 | 2 | 3")
		text := grid(crm.Orders, "1.csv", header+strings.ReplaceAll(row, "!#", "#")+"\n2 | C1 | 2026-01-05 | 5 | 2 | 3")
		x, y := read(t, options(), book), read(t, options(), text)
		if codes(x) != codes(y) || show(x) != show(y) || x.Orders.Len() != 1 {
			t.Errorf("%s: %s %s in a workbook, %s %s in a text", row, codes(x), show(x), codes(y), show(y))
		}
	}
}

// TestWhereAsksTexts: products and ids are texts for a condition, in whatever kind
// of cell they stand and whichever of them comes first.
func TestWhereAsksTexts(t *testing.T) {
	const header = "order_no | customer_id | order_date | amount(USD) | product\n"
	for _, c := range []struct{ rows, why string }{
		{"1 | 77 | 2026-01-05 | 1 | 1001\n2 | 77 | 2026-01-05 | 10 | '1001\n3 | 78 | 2026-01-05 | 100 | x\n4 | 77 | 2026-01-05 | 1000 | 1001.0", "a number first"},
		{"1 | '77 | 2026-01-05 | 1 | '1001\n2 | 77 | 2026-01-05 | 10 | 1001\n3 | 78 | 2026-01-05 | 100 | x\n4 | 77.0 | 2026-01-05 | 1000 | 1001", "a text first"},
	} {
		for _, where := range []string{`product == "1001"`, `customer_id == "77"`} {
			o := options()
			o.Rules = whereRules(t, where, crm.FieldProduct, crm.FieldCustomerID)
			d := read(t, o, grid(crm.Orders, "1.xlsx", header+c.rows))
			if got := fates(&d.Account.Tables[0]); got != "used 3 1011USD; left out by where 1 100USD" {
				t.Errorf("%s, %s: %s", where, c.why, got)
			}
		}
	}
}
