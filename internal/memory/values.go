package memory

import (
	"strconv"

	"crm/internal/civil"
	"crm/internal/money"
	"crm/internal/table"
	"crm/internal/value"
)

// Values is all that crm wrote into its columns, whoever the customer.
type Values struct{ of map[string]map[string]bool }

// Values collects what our cells showed.
func (m *Memory) Values() *Values {
	v := &Values{of: map[string]map[string]bool{}}
	for i, column := range m.Columns {
		shown := map[string]bool{}
		for _, row := range m.Written {
			shown[shownForm(row.at(i))] = true
		}
		v.of[column] = shown
	}
	return v
}

// Hold reports whether a cell of a column is empty or holds what crm wrote into
// that column for some customer.
func (v *Values) Hold(column string, cell *table.Cell) bool {
	if cell == nil || cell.Kind == table.Text && len(cell.Raw) == 0 && cell.Flag&table.Formula == 0 {
		return true
	}
	return cell.Flag&table.Formula == 0 && v.of[column][cellForm(cell)]
}

// shownForm is a value in the form in which it is looked up.
func shownForm(v value.Value) string {
	switch v.Kind() {
	case value.Number, value.Share, value.Money, value.Days:
		return numberForm(v.Decimal())
	case value.Date:
		return dayForm(v.Date())
	case value.Bool:
		return "bool " + strconv.FormatBool(v.True())
	}
	return "text " + oneLineEnd(v.String())
}

func cellForm(c *table.Cell) string {
	switch c.Kind {
	case table.Number:
		if n, ok := money.Parse(string(c.Raw)); ok {
			return numberForm(n)
		}
	case table.Date:
		if c.Seconds == 0 {
			return dayForm(c.Day)
		}
	case table.Bool:
		return "bool " + strconv.FormatBool(string(c.Raw) == "1")
	}
	return "text " + oneLineEnd(string(c.Raw))
}

func dayForm(d civil.Date) string { return "day " + d.String() }

// lookupDigits is the digits by which numbers are looked up: fewer than Excel
// keeps, so that the last one, which programs round either way, does not count.
const lookupDigits = 12

func numberForm(d money.Decimal) string {
	whole := wholeDigits(d)
	if unit, ok := money.Parse("1E" + strconv.Itoa(lookupDigits-whole)); ok {
		return "number " + d.Mul(unit).Round(0).String() + "E" + strconv.Itoa(whole)
	}
	return "number " + d.String()
}
