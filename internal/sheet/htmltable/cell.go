package htmltable

import (
	"bytes"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"

	"crm/internal/civil"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/table"
)

// cell is a cell being read.
type cell struct {
	row, col      int
	columns, rows int
	style         int32 // of a typed value
	kind          valueKind
	value         string // given beside the text; empty: the text itself
	year          bool   // it is shown as a day with its year
	formula       bool
	hidden        bool

	text  []byte
	space bool // white space came after the text
	lines int  // line breaks came after it
	block bool // a block of text ended, or begins
	pre   int  // open <pre>
}

// valueKind is what the page says of a cell's value.
type valueKind uint8

const (
	textual valueKind = iota // nothing, or that it is text
	numeric
	boolean
	failed
)

// The HTML standard's own limits of what a cell spans.
const (
	maxColSpan = 1000
	maxRowSpan = 65534
)

// newCell reads the attributes of a <td> or <th>: its spans, and its value where
// Excel (x:num) or LibreOffice (sdval) wrote one.
func (p *page) newCell(t *html.Token) (*cell, error) {
	c := &cell{columns: 1, rows: 1, style: -1}
	r := p.ruleOf(t)
	c.hidden = r.hidden
	format := r.format
	for _, a := range t.Attr {
		switch a.Key {
		case "colspan":
			c.columns = span(a.Val, maxColSpan)
		case "rowspan":
			c.rows = span(a.Val, maxRowSpan)
			if strings.TrimSpace(a.Val) == "0" {
				c.rows = maxRowSpan // down to the end of the group
			}
		case "x:num", "sdval":
			c.kind, c.value = numeric, strings.TrimSpace(a.Val)
		case "x:str":
			c.kind, c.value = textual, a.Val
		case "x:bool":
			c.kind, c.value = boolean, strings.TrimSpace(a.Val)
		case "x:err":
			c.kind, c.value = failed, strings.TrimSpace(a.Val)
		case "x:fmla":
			c.formula = true
		case "sdnum":
			if parts := strings.SplitN(a.Val, ";", 3); len(parts) == 3 && parts[2] != "" {
				format = parts[2]
			}
		}
	}
	var err error
	if c.kind == numeric {
		c.year = strings.ContainsAny(format, "yY")
		c.style, err = p.styleOf(format)
	}
	return c, err
}

func span(text string, most int) int {
	digits := strings.TrimSpace(text)
	end := 0
	for end < len(digits) && digits[end] >= '0' && digits[end] <= '9' {
		end++
	}
	n, err := strconv.Atoi(digits[:end])
	switch {
	case end > 9:
		return most
	case err != nil || n < 1:
		return 1
	}
	return min(n, most)
}

// maxCellBytes is the longest text of a cell; Excel's own limit is 32 767 characters.
const maxCellBytes = 16 << 20

// add appends text, its entities resolved, white space as a browser shows it.
func (c *cell) add(raw []byte, g *grid) error {
	if len(c.text)+len(raw) > maxCellBytes {
		return &diag.Problem{
			Code: "F15", Severity: diag.Error, Pos: g.place(c.row, c.col),
			Message: lang.F("the text of a cell is longer than %d MB", "单元格文本超过 %d MB", maxCellBytes>>20),
			Hint:    lang.T("is this a table? if so, save it as .xlsx", "请确认这是数据表；如确实是，请另存为 .xlsx"),
		}
	}
	if c.pre > 0 {
		c.flush()
		c.text = append(c.text, bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n"))...)
		return nil
	}
	for len(raw) > 0 {
		n := bytes.IndexAny(raw, " \t\r\n\f")
		if n != 0 {
			if n < 0 {
				n = len(raw)
			}
			c.flush()
			c.text = append(c.text, raw[:n]...)
			raw = raw[n:]
			continue
		}
		c.space = true
		raw = bytes.TrimLeft(raw, " \t\r\n\f")
	}
	return nil
}

// flush puts down the break or blank that stands before the text to come.
func (c *cell) flush() {
	lines := c.lines
	if c.block && lines == 0 {
		lines = 1
	}
	switch {
	case len(c.text) == 0:
	case lines > 0:
		c.text = append(c.text, strings.Repeat("\n", min(lines, maxBreaks))...)
	case c.space:
		c.text = append(c.text, ' ')
	}
	c.space, c.lines, c.block = false, 0, false
}

// maxBreaks is how many empty lines in a row a text keeps.
const maxBreaks = 100

// typed is the cell with its value. One of no-break spaces is empty: pages fill
// empty cells with them.
func (c *cell) typed() table.Cell {
	cell := table.Cell{Col: int32(c.col), Style: -1, Shared: -1}
	shown := bytes.TrimFunc(c.text, func(r rune) bool { return r == '\u00a0' || r < utf8.RuneSelf && unicode.IsSpace(r) })
	if c.formula {
		cell.Flag = table.Formula
	}
	cell.Raw = shown
	value := shown
	if c.value != "" {
		value = []byte(c.value)
	}
	switch c.kind {
	case textual:
		cell.Raw = value
	case numeric:
		if decimal(value) && !(c.year && countsFrom1904(value, shown)) {
			cell.Kind, cell.Raw, cell.Style = table.Number, value, c.style
		}
	case boolean:
		switch strings.ToLower(string(value)) {
		case "true", "1":
			cell.Kind, cell.Raw = table.Bool, []byte("1")
		case "false", "0":
			cell.Kind, cell.Raw = table.Bool, []byte("0")
		}
	case failed:
		cell.Kind, cell.Raw = table.Error, value
	}
	if c.formula && len(cell.Raw) == 0 {
		cell.Flag |= table.NoResult
	}
	return cell
}

// countsFrom1904 reports the number of a day whose text shows the year that it has
// counted from 1904, and not the one from 1900. LibreOffice writes such numbers and
// does not say from when; the text alone is right then.
func countsFrom1904(value, shown []byte) bool {
	const between, least, most = 1462, 61, 2_900_000 // days
	whole, _, _ := bytes.Cut(value, []byte("."))
	days, err := strconv.Atoi(string(whole))
	if err != nil || days < least || days > most {
		return false
	}
	year := func(days int) []byte {
		y, _, _ := civil.MustNew(1899, time.December, 30).AddDays(days).YMD()
		return strconv.AppendInt(nil, int64(y), 10)
	}
	return bytes.Contains(shown, year(days+between)) && !bytes.Contains(shown, year(days))
}

// decimal reports a number as programs write it, without grouping: -12.5E+3.
func decimal(b []byte) bool {
	if len(b) == 0 || strings.Trim(string(b), "+-.0123456789eE") != "" {
		return false
	}
	_, err := strconv.ParseFloat(string(b), 64)
	return err == nil
}
