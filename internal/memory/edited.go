package memory

import (
	"slices"
	"strconv"
	"strings"

	"crm/internal/civil"
	"crm/internal/money"
	"crm/internal/table"
	"crm/internal/value"
)

// Row is what our cells of one customer showed. The zero Row is of nobody; Find
// makes it that of a customer, again and again in the same room.
type Row struct {
	known bool
	items []string
}

// Find makes r the row of a customer.
func (r *Row) Find(m *Memory, id, name string) {
	r.known, r.items = false, r.items[:0]
	if m == nil {
		return
	}
	shown, known := m.Written[Key(id, name)]
	if r.known = known; known {
		for item := range strings.SplitSeq(string(shown), string(itemMark)) {
			r.items = append(r.items, item)
		}
	}
}

// Knows reports whether something was written into a column, by its place.
func (r *Row) Knows(place int) bool { return r.known && place >= 0 }

// Edited is Memory.Edited for the row's customer and a column by its place.
func (r *Row) Edited(place int, cell *table.Cell) (edited, known bool) {
	if known = r.Knows(place); !known || place >= len(r.items) {
		return differs(value.Value{}, cell), known
	}
	item := r.items[place]
	if asWritten(item, cell) {
		return false, true
	}
	v, _ := readValue(item)
	return differs(v, cell), true
}

// asWritten reports that a cell holds to the byte what was written, as most do.
func asWritten(item string, cell *table.Cell) bool {
	if cell == nil || item == "" || cell.Flag&table.Formula != 0 {
		return false
	}
	switch item[0] {
	case kindMarks[value.Text]:
		return cell.Kind == table.Text && item[1:] == string(cell.Raw) && strings.IndexByte(item, '\\') < 0
	case kindMarks[value.Number], kindMarks[value.Share], kindMarks[value.Money], kindMarks[value.Days]:
		return cell.Kind == table.Number && item[1:] == string(cell.Raw)
	}
	return false
}

// Place is the place of a column among ours, by its canonical name; -1 for none.
func (m *Memory) Place(column string) int {
	if m == nil {
		return -1
	}
	return slices.Index(m.Columns, column)
}

// Edited reports whether a cell of ours holds something else than was written:
// the cell of a column, by its canonical name, in a row of a customer. cell is nil
// where the row has none. Numbers are compared at the 15 digits that Excel keeps,
// dates by day, texts exactly. known is false where nothing was written there, for
// a new customer or column; edited is then whether somebody else wrote something.
func (m *Memory) Edited(column, id, name string, cell *table.Cell) (edited, known bool) {
	var r Row
	r.Find(m, id, name)
	return r.Edited(m.Place(column), cell)
}

func differs(v value.Value, cell *table.Cell) bool {
	empty := cell == nil || cell.Kind == table.Text && len(cell.Raw) == 0 && cell.Flag&table.Formula == 0
	if empty || !v.Present() {
		return empty == v.Present()
	}
	if cell.Flag&table.Formula != 0 {
		return true // we write none
	}
	switch v.Kind() {
	case value.Number, value.Share, value.Money, value.Days:
		return !sameNumber(v.Decimal(), cell)
	case value.Date:
		return !sameDay(v.Date(), cell)
	case value.Bool:
		return cell.Kind != table.Bool || (string(cell.Raw) == "1") != v.True()
	}
	return cell.Kind != table.Text || oneLineEnd(string(cell.Raw)) != oneLineEnd(v.String())
}

// oneLineEnd writes line ends alike: programs hand on the one inside a cell as
// the other.
func oneLineEnd(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

// excelDigits is how many digits Excel keeps of a number.
const excelDigits = 15

// sameNumber compares a number with a cell's, whatever format the cell got, at 15
// digits. Where the number has more, the last of them may differ by one: a program
// that keeps numbers as binary fractions rounds a sixteenth digit 5 either way.
func sameNumber(d money.Decimal, cell *table.Cell) bool {
	if cell.Kind != table.Number && cell.Kind != table.Date {
		return false
	}
	n, ok := money.Parse(string(cell.Raw))
	unit, unitOK := money.Parse("1E" + strconv.Itoa(excelDigits-wholeDigits(d)))
	if !ok || !unitOK {
		return false
	}
	n, d = n.Mul(unit), d.Mul(unit) // now the fifteenth digit is the last before the point
	switch difference := n.Round(0).Sub(d.Round(0)).Abs(); {
	case d.Round(0).Equal(d):
		return difference.IsZero()
	default:
		return difference.Cmp(money.FromInt(1)) <= 0
	}
}

// wholeDigits is how many digits stand before the point; for a number under 1
// minus how many zeros follow it.
func wholeDigits(d money.Decimal) int {
	whole, fraction, _ := strings.Cut(d.Abs().String(), ".")
	if whole != "0" {
		return len(whole)
	}
	return len(strings.TrimLeft(fraction, "0")) - len(fraction)
}

// sameDay compares a day with a cell's: a date, or the same number of days under
// another format. A day before 1900, which a sheet has no number for, is a text.
func sameDay(d civil.Date, cell *table.Cell) bool {
	switch cell.Kind {
	case table.Date:
		return cell.Day == d && cell.Seconds == 0
	case table.Number:
		n, ok := money.Parse(string(cell.Raw))
		days, whole := n.Int()
		return ok && whole && days == serial(d)
	case table.Text:
		return string(cell.Raw) == d.String()
	}
	return false
}

// serial is the number by which a sheet of the 1900 system holds a day. It counts
// a 29 February 1900 that never was.
func serial(d civil.Date) int {
	const epoch, noDay = 25569, 60 // of 1970-01-01; of 1900-02-29
	n := int(d) + epoch
	if n <= noDay {
		n--
	}
	return n
}
