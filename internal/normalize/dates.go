package normalize

import (
	"bytes"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/table"
	"crm/internal/words"
)

// dateFault is why a cell gives no date.
type dateFault uint8

const (
	dateGood   dateFault = iota
	dateBlank            // nothing in it, or a word for nothing
	dateNever            // a day that stands for "never": 1970-01-01, 0
	dateUnread           // no date of the calendar
	dateNumber           // a number that is no Excel day
	dateBefore           // before 1970-01-02
	dateBeyond           // more than 5 years after as-of
	dateOpen             // has two readings, and the column settles none
	dateEra              // of a calendar that counts other years
	dateError            // an Excel error, or a formula without a result
)

// Excel counts days from 1899-12-30, or from 1904-01-01. Outside these numbers
// (1954 to 2119, or four years later) one in a date column is more likely
// something else.
const (
	excelEpoch   = 25569 // the day number of 1970-01-01
	macEpoch     = 24107 // the same, counted from 1904
	firstSerial  = 20_000
	lastSerial   = 80_000
	serialDigits = 5
	maxNumber    = 32 // bytes that most numbers have room in
)

// dateReader reads the dates of one column.
type dateReader struct {
	slot     int
	column   *crm.Column
	epoch    int // the day number of 1970-01-01
	asOf     civil.Date
	last     civil.Date // what lies after it is no date that was meant
	serials  int        // numbers read as days
	twoDigit bool       // a year of two digits was read
	text     int        // text dates
	cells    int        // date cells
	open     openCells
	above    above // the text in the row above, and its good day
	day      civil.Date
}

// openCells is the cells of a column that have two readings.
type openCells struct {
	n      int
	places []diag.Pos
	found  []string
}

func (o *openCells) add(at diag.Pos, raw []byte) {
	o.n++
	if len(o.places) < placesNamed {
		o.places = append(o.places, at)
		o.found = append(o.found, string(raw))
	}
}

func (r *run) dateReader(l *crm.Layout, slot int, column *crm.Column) dateReader {
	d := dateReader{slot: slot, column: column, epoch: excelEpoch, asOf: r.o.AsOf, last: r.o.AsOf.AddMonths(60)}
	if s, ok := l.Sheet.(table.Since1904); ok && s.From1904() {
		d.epoch = macEpoch
	}
	return d
}

// read is the date of a cell.
func (d *dateReader) read(c *table.Cell) (civil.Date, dateFault) {
	if c == nil {
		return 0, dateBlank
	}
	switch {
	case c.Kind == table.Date:
		d.cells++
		return d.inRange(c.Day)
	case c.Kind == table.Error || c.Flag&table.NoResult != 0:
		return 0, dateError
	case c.Kind == table.Bool:
		return 0, dateUnread
	case c.Kind == table.Number:
		return d.serial(c.Raw)
	}
	if d.above.again(c) {
		d.text++
		return d.day, dateGood
	}
	day, fault := d.parse(c)
	if d.day = day; fault != dateGood || d.serials > 0 {
		d.above.forget()
	}
	return day, fault
}

// sure reports whether a cell that was read would be read again without a look at
// more than its kind.
func (d *dateReader) sure(c *table.Cell) bool {
	return c != nil && (c.Kind == table.Date || c.Kind == table.Text && d.above.known)
}

// again counts a cell that says what one says of which the reader was sure.
func (d *dateReader) again(c *table.Cell) {
	if c.Kind == table.Date {
		d.cells++
	} else {
		d.text++
	}
}

// parse is the date of a text cell.
func (d *dateReader) parse(c *table.Cell) (civil.Date, dateFault) {
	if day, ok := civil.ParseISO(c.Raw); ok { // what programs write
		d.text++
		return d.inRange(day)
	}
	t, ok := civil.ParseText(c.Raw)
	if !ok {
		return d.notText(c.Raw)
	}
	day, ok := t.Day(d.column.Order, d.asOf)
	if !ok && t.NeedsOrder() && d.column.Order == civil.Undecided {
		return 0, dateOpen
	}
	if !ok {
		return 0, dateUnread
	}
	d.text++
	d.twoDigit = d.twoDigit || t.TwoDigitYear()
	return d.inRange(day)
}

// notText is what a text that is no date may still be: a word for "never", or a
// day number that lost its cell's type in a CSV file.
func (d *dateReader) notText(raw []byte) (civil.Date, dateFault) {
	raw = trimmed(raw)
	if errorText(raw) {
		return 0, dateError
	}
	if maybeNull(raw) && words.Null(string(raw)) {
		return 0, dateBlank
	}
	if len(raw) >= 5 && onlyDigits(raw[:5]) && (len(raw) == 5 || raw[5] == '.' && onlyDigits(raw[6:])) {
		return d.serial(raw)
	}
	if otherEra(raw) {
		return 0, dateEra
	}
	if n, ok := money.ParseExcel(raw); ok && n.IsZero() {
		return 0, dateNever
	}
	return 0, dateUnread
}

// otherEra reports whether a text counts years of the Republic of China or of a Japanese era.
func otherEra(raw []byte) bool {
	for _, era := range []string{"民国", "民國", "中华民国", "中華民國", "令和", "平成", "昭和"} {
		if bytes.HasPrefix(raw, []byte(era)) {
			return true
		}
	}
	return len(raw) > 2 && (raw[0] == 'R' || raw[0] == 'H') && raw[1] >= '0' && raw[1] <= '9'
}

func (d *dateReader) serial(raw []byte) (civil.Date, dateFault) {
	if t, ok := civil.ParseText(raw); ok && !t.NeedsOrder() && len(raw) >= 8 { // 20240131
		day, _ := t.Day(civil.YMD, d.asOf)
		return d.inRange(day)
	}
	n, ok := money.ParseExcel(raw)
	if !ok {
		return 0, dateUnread
	}
	if n.IsZero() {
		return 0, dateNever // what an empty date is in many exports
	}
	if n.Cmp(money.FromInt(firstSerial)) < 0 || n.Cmp(money.FromInt(lastSerial)) > 0 {
		return 0, dateNumber
	}
	d.serials++
	var room [maxNumber]byte
	days := 0
	for _, c := range n.Append(room[:0])[:serialDigits] {
		days = days*10 + int(c-'0')
	}
	return d.inRange(civil.Date(days - d.epoch))
}

func (d *dateReader) inRange(day civil.Date) (civil.Date, dateFault) {
	switch {
	case day == 0:
		return 0, dateNever
	case day < 0:
		return day, dateBefore
	case day > d.last:
		return day, dateBeyond
	}
	return day, dateGood
}

// dateProblem says what is wrong with a date that was needed.
func dateProblem(f dateFault) (code string, p diag.Problem) {
	expected := lang.T("a date", "日期")
	switch f {
	case dateBlank:
		return "D17", diag.Problem{Message: lang.T("no date", "没有日期"), Expected: expected}
	case dateNever:
		return "D17", diag.Problem{Message: lang.T("what programs write for no date", "这是系统用来表示“没有日期”的值"), Expected: expected}
	case dateNumber:
		return "D04", diag.Problem{
			Message:  lang.T("a number that is no date", "这个数字不是日期"),
			Expected: lang.T("a date, or Excel's day number from 20000 to 80000", "日期，或 20000 至 80000 之间的 Excel 日期序号"),
		}
	case dateBefore:
		return "D04", diag.Problem{
			Message: lang.T("date before 1970-01-02", "日期早于 1970-01-02"), Expected: lang.T("a date from 1970-01-02 on", "1970-01-02 及以后的日期"),
		}
	case dateBeyond:
		return "D08", diag.Problem{
			Message:  lang.T("date more than 5 years after as-of", "日期比截止日晚了 5 年以上"),
			Expected: lang.T("a date not after as-of + 5 years", "不晚于截止日后 5 年的日期"),
		}
	case dateEra:
		return "D13", diag.Problem{
			Message: lang.T("a date of another calendar", "不是公历日期"), Expected: lang.T("a date of the common calendar", "公历日期"),
		}
	case dateError:
		return "A02", diag.Problem{Message: lang.T("a formula's error instead of a date", "单元格里是公式错误值，不是日期"), Expected: expected}
	}
	return "D02", diag.Problem{
		Message: lang.T("not a date of the calendar", "不是有效日期"), Expected: lang.T("a date such as 2026-01-31", "日期，如 2026-01-31"),
	}
}
