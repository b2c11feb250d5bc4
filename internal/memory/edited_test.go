package memory_test

import (
	"slices"
	"testing"

	"crm/internal/civil"
	"crm/internal/lang"
	"crm/internal/memory"
	"crm/internal/money"
	"crm/internal/table"
	"crm/internal/value"
)

func number(raw string) *table.Cell { return &table.Cell{Kind: table.Number, Raw: []byte(raw)} }

func textCell(s string) *table.Cell { return &table.Cell{Kind: table.Text, Raw: []byte(s)} }

func TestEdited(t *testing.T) {
	num := func(k value.Kind, s string) value.Value { return value.Num(k, money.MustParse(s)) }
	june := civil.MustNew(2026, 6, 30)
	date := func(d civil.Date, seconds int32) *table.Cell {
		return &table.Cell{Kind: table.Date, Day: d, Seconds: seconds, Raw: []byte("46203")}
	}
	for _, test := range []struct {
		wrote value.Value
		cell  *table.Cell
		want  bool
		why   string
	}{
		{num(value.Money, "1234.50"), number("1234.5"), false, "the same number"},
		{num(value.Money, "1234.50"), number("1234.51"), true, "another number"},
		{num(value.Share, "0.281"), number("0.28100000000000003"), false, "as Excel saves it"},
		{num(value.Share, "0.28"), number("2.8E-1"), false, "with an exponent"},
		{num(value.Share, "0.000012345678901234567"), number("1.2345678901234568E-5"), false, "leading zeros are no digits"},
		{num(value.Share, "0.333333333333333333"), number("0.33333333333333331"), false, "15 digits of more"},
		{num(value.Share, "0.1234567890123455"), number("0.12345678901234549"), false, "the sixteenth digit is a five"},
		{num(value.Money, "1000000000000.01"), number("1000000000000.02"), true, "fifteen digits are all there"},
		{num(value.Money, "12345678901234567890"), number("12345678901234600000"), false, "more digits than Excel has"},
		{num(value.Money, "12345678901234567890"), number("12345678901200000000"), true, "but not that many less"},
		{num(value.Number, "0"), number("0"), false, "nothing"},
		{num(value.Number, "0"), number("0.00000000000001"), true, "nearly nothing is something"},
		{num(value.Number, "0"), nil, true, "deleted"},
		{num(value.Number, "-5"), number("5"), true, "another sign"},
		{num(value.Number, "46203"), date(june, 0), false, "shown as a date, the same number"},
		{num(value.Number, "5"), textCell("5"), true, "a text is no number"},
		{value.Day(june), date(june, 0), false, "the same day"},
		{value.Day(june), date(june, 3600), true, "an hour of that day"},
		{value.Day(june), date(june+1, 0), true, "another day"},
		{value.Day(june), number("46203"), false, "shown as a number, the same day"},
		{value.Day(june), number("46203.5"), true, "noon"},
		{value.Day(civil.MustNew(1899, 12, 31)), textCell("1899-12-31"), false, "a day that sheets have no number for"},
		{value.Day(june), textCell("30 June"), true, "a text"},
		{value.Str("核心客户"), textCell("核心客户"), false, "the title as it was shown"},
		{value.Str("核心客户"), textCell("A"), true, "its id was never shown"},
		{value.Str("a"), textCell("a "), true, "texts exactly"},
		{value.Str("a\r\nb"), textCell("a\nb"), false, "line ends alike"},
		{value.Str("5"), number("5"), true, "a number is no text"},
		{value.Str("a"), &table.Cell{Kind: table.Text, Raw: []byte("a"), Flag: table.Formula}, true, "a formula, whatever it gives"},
		{value.Truth(true), &table.Cell{Kind: table.Bool, Raw: []byte("1")}, false, "yes"},
		{value.Truth(true), &table.Cell{Kind: table.Bool, Raw: []byte("0")}, true, "no"},
		{value.Value{}, nil, false, "empty as it was left"},
		{value.Value{}, textCell(""), false, "an empty text shows nothing"},
		{value.Value{}, textCell("x"), true, "filled in"},
		{value.Value{}, &table.Cell{Kind: table.Text, Flag: table.Formula | table.NoResult}, true, "a formula filled in"},
		{value.Str("x"), &table.Cell{Kind: table.Error, Raw: []byte("#N/A")}, true, "an error"},
	} {
		m := &memory.Memory{Columns: []string{"c"}, Written: map[string]memory.Shown{memory.Key("1", ""): memory.Cells(test.wrote)}}
		if edited, known := m.Edited("c", "1", "Acme", test.cell); edited != test.want || !known {
			t.Errorf("%s: wrote %s, cell %+v: edited is %t, want %t", test.why, test.wrote, test.cell, edited, test.want)
		}
	}
}

func TestEditedWhereNothingWasWritten(t *testing.T) {
	m := &memory.Memory{Columns: []string{"c"}, Written: map[string]memory.Shown{memory.Key("1", ""): memory.Cells(value.Str("x"))}}
	for _, test := range []struct{ column, id, why string }{{"c", "2", "a new customer"}, {"d", "1", "a new column"}} {
		if edited, known := m.Edited(test.column, test.id, "", textCell("x")); known || !edited {
			t.Errorf("%s: edited %t, known %t", test.why, edited, known)
		}
	}
	var none *memory.Memory
	if edited, known := none.Edited("c", "1", "", nil); known || edited || none.Wrote("c", "1", "") != "" {
		t.Error("no memory knows a cell")
	}
}

func TestShow(t *testing.T) {
	g := &table.Grid{
		Columns: []table.Column{
			{ID: "tier", Kind: value.Text, Names: map[string]lang.Text{"A": lang.T("Core", "核心客户")}},
			{ID: "tags", Kind: value.List}, {ID: "revenue", Kind: value.Money}, {ID: "late", Kind: value.Text},
		},
		Rows: [][]value.Value{{value.Str("A"), value.Items([]string{"x", "y"}), value.Int(value.Money, 5)}, {value.Str("Z\xff")}},
	}
	g.Columns[2].Currency = "USD"
	m := &memory.Memory{}
	m.Show(g, []string{memory.Key("Ｃ１", "any"), memory.Key("", "Acme  GmbH")}, lang.ZH)
	for _, test := range []struct{ column, id, name, want string }{
		{"tier", "c1", "", "核心客户"}, {"tags", "C1", "", "x; y"}, {"revenue", "C1", "", "5"}, {"late", "C1", "", ""},
		{"tier", "", "ACME GMBH", "Z\ufffd"}, {"tier", "acme gmbh", "", ""}, {"none", "C1", "", ""},
	} {
		if got := m.Wrote(test.column, test.id, test.name); got != test.want {
			t.Errorf("%s of %q %q was written as %q, want %q", test.column, test.id, test.name, got, test.want)
		}
	}
	if want := []string{"tier", "tags", "revenue(USD)", "late"}; !slices.Equal(m.Headers, want) {
		t.Errorf("headers %q, want %q", m.Headers, want)
	}
}

func TestValues(t *testing.T) {
	june := civil.MustNew(2026, 6, 30)
	m := &memory.Memory{Columns: []string{"class", "revenue", "day"}, Written: map[string]memory.Shown{
		"#1": memory.Cells(value.Str("Core"), value.Num(value.Money, money.MustParse("1234.5")), value.Day(june)),
		"#2": memory.Cells(value.Str("Basic"), value.Num(value.Share, money.MustParse("0.333333333333333333")), value.Value{}),
	}}
	values := m.Values()
	for _, test := range []struct {
		column string
		cell   *table.Cell
		want   bool
		why    string
	}{
		{"class", textCell("Basic"), true, "another customer's"},
		{"class", textCell("basic"), false, "nobody's"},
		{"class", number("1234.5"), false, "another column's"},
		{"class", nil, true, "empty"},
		{"revenue", number("1.2345E3"), true, "the same number"},
		{"revenue", number("0.33333333333333331"), true, "as Excel saves it"},
		{"revenue", number("12345"), false, "another size"},
		{"revenue", number("0"), false, "not written"},
		{"day", &table.Cell{Kind: table.Date, Day: june, Raw: []byte("46203")}, true, "the day"},
		{"day", &table.Cell{Kind: table.Date, Day: june, Seconds: 1, Raw: []byte("46203.1")}, false, "a time"},
		{"class", &table.Cell{Kind: table.Text, Raw: []byte("Core"), Flag: table.Formula}, false, "a formula"},
		{"other", textCell("Core"), false, "no column of ours"},
	} {
		if got := values.Hold(test.column, test.cell); got != test.want {
			t.Errorf("%s: %t, want %t", test.why, got, test.want)
		}
	}
}
