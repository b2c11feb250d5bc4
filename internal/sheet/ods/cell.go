package ods

import (
	"bytes"
	"fmt"
	"strconv"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/sheet/xlsx"
	"crm/internal/table"
)

// content is one cell as the file has it, while it is read.
type content struct {
	d          *document
	sheet      *sheet
	row, col   int // counted from 0
	text       []byte
	paragraphs int

	kind, currency string // attributes; copied, for the text is read before they are judged
	value          []byte
	hasValue       bool
	formula        bool
	failed         bool // calcext says that the formula failed
	columns, rows  int  // that it spans
	styleName      string
	repeated       int
}

// attributes takes what the start tag of a cell says.
func (c *content) attributes() {
	d := c.d
	*c = content{d: d, sheet: c.sheet, row: c.row, col: c.col, text: c.text[:0], value: c.value[:0]}
	c.kind, c.currency = d.attr(office, "value-type"), d.attr(office, "currency")
	c.failed = d.attr(calcext, "value-type") == "error"
	_, c.formula = d.Attr(tables, "formula")
	c.styleName = d.attr(tables, "style-name")
	c.repeated = count(d.attr(tables, "number-columns-repeated"))
	c.columns, c.rows = count(d.attr(tables, "number-columns-spanned")), count(d.attr(tables, "number-rows-spanned"))
	name := map[string]string{"date": "date-value", "time": "time-value", "boolean": "boolean-value", "string": "string-value"}[c.kind]
	if name == "" {
		name = "value"
	}
	var value []byte
	value, c.hasValue = d.Attr(office, name)
	c.value = append(c.value, value...)
}

// inside reads what is inside a cell, through its end: the paragraphs of its text.
func (c *content) inside() error {
	d := c.d
	return d.children(func() error {
		switch {
		case d.Space == texts && (string(d.Local) == "p" || string(d.Local) == "h"):
			return c.paragraph()
		case d.Space == tables && string(d.Local) == "table":
			return c.invalid("F34", lang.T("a table inside a cell", "单元格里嵌有表格"))
		}
		return d.Skip() // comments, drawings, scripts
	})
}

// typed is the cell with its type and value. A cell without content has none.
func (c *content) typed() (table.Cell, error) {
	cell := table.Cell{Style: -1, Shared: -1, Raw: c.text}
	if c.formula {
		cell.Flag = table.Formula
	}
	switch c.kind {
	case "":
		if c.formula && len(c.text) == 0 {
			cell.Flag |= table.NoResult
		}
	case "string":
		if c.hasValue && !c.failed {
			cell.Raw = c.value
		}
	case "float", "percentage", "currency", "date", "time", "boolean":
		if c.formula && (c.failed || failure(c.text)) {
			break // as older programs store a formula that failed: 0, shown as #N/A
		}
		if !c.hasValue {
			return cell, c.invalid("F34", lang.F("a cell of type %s without a value", "%s 类型的单元格没有值", diag.Escape(c.kind)))
		}
		return cell, c.measured(&cell)
	}
	if c.failed || c.formula && failure(cell.Raw) {
		cell.Kind = table.Error
	}
	return cell, nil
}

// measured gives a cell its value where that is no text.
func (c *content) measured(cell *table.Cell) error {
	cell.Raw = c.value
	switch c.kind {
	case "date":
		if day, seconds, ok := instant(c.value); ok {
			cell.Kind, cell.Day, cell.Seconds = table.Date, day, seconds
		}
	case "time":
		share, ok := dayShare(string(c.value))
		if !ok {
			return c.invalid("F34", lang.T("a time of day that is none", "时间值无效"))
		}
		cell.Kind, cell.Raw = table.Number, []byte(share)
	case "boolean":
		cell.Kind = table.Bool
		switch string(c.value) {
		case "true", "1":
			cell.Raw = []byte("1")
		case "false", "0":
			cell.Raw = []byte("0")
		default:
			return c.invalid("F34", lang.T("a yes/no cell holds something else", "逻辑值单元格的内容不是逻辑值"))
		}
	default:
		if _, err := strconv.ParseFloat(string(c.value), 64); err != nil && !isRange(err) || len(c.value) == 0 {
			return c.invalid("F34", lang.T("a number that is none", "数值无效"))
		}
		cell.Kind = table.Number
	}
	var err error
	cell.Style, err = c.d.styleOf(c)
	return err
}

// styleOf is the number of the style that says how the cell's number is shown.
func (d *document) styleOf(c *content) (int32, error) {
	code := d.styles.code(c.sheet.styleName(c))
	if c.kind == "currency" && len(c.currency) == 3 {
		code = withCurrency(code, c.currency)
	}
	n, ok := d.codes[code]
	if ok {
		return n, nil
	}
	n = d.book.AddStyle(code)
	d.codes[code] = n
	return n, d.book.Spend(len(code) + perEntry)
}

// failure reports a text by which programs show a formula that failed.
func failure(text []byte) bool {
	switch string(text) {
	case "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!":
		return true
	}
	digits, ok := bytes.CutPrefix(text, []byte("Err:"))
	return ok && len(digits) == 3 && small(string(digits)) > 0
}

// place is where the cell stands, for messages.
func (c *content) place() diag.Pos {
	pos := c.sheet.held.Pos()
	pos.Row, pos.Col = c.row+1, c.col+1
	return pos
}

// invalid is a cell that the format's own rules do not allow.
func (c *content) invalid(code string, what lang.Text) error {
	return &diag.Problem{
		Code: code, Severity: diag.Error, Pos: c.place(), Found: string(c.value[:min(len(c.value), 200)]), Message: what,
		Hint: lang.T("open it in LibreOffice, save it again as .xlsx, and take that file", "请用 LibreOffice 打开，另存为 .xlsx 后再使用新文件"),
	}
}

// dayShare is a duration (PT12H30M) as a share of a day, at 15 digits, as Excel has
// times of day.
func dayShare(text string) (string, bool) {
	seconds, ok := duration(text)
	if !ok {
		return "", false
	}
	return strconv.FormatFloat(seconds/secondsDay, 'g', 15, 64), true
}

const secondsDay = 86400

// instant reads a date, alone or with a time of day. A fraction of a second counts
// only where it is within half a millisecond of the next second.
func instant(value []byte) (day civilDate, seconds int32, ok bool) {
	day, seconds, ok = xlsx.ISODate(value)
	if !ok {
		return 0, 0, false
	}
	if point := bytes.IndexByte(value, '.'); point >= 0 {
		digits := fmt.Sprintf("%.4s0000", value[point+1:])[:4]
		if digits >= "9995" {
			seconds++
		}
	}
	if seconds == secondsDay {
		day, seconds = day.AddDays(1), 0
	}
	return day, seconds, true
}
