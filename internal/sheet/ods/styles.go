package ods

import (
	"strings"
)

// styles is what cells need of the styles: number formats, and which sheets are hidden.
type styles struct {
	formats map[string]string // format codes by the name of their data style
	cells   map[string]cellStyle
	hidden  map[string]bool // by the name of a table's style
}

type cellStyle struct{ format, parent string }

func newStyles() *styles {
	return &styles{formats: map[string]string{}, cells: map[string]cellStyle{}, hidden: map[string]bool{}}
}

const general = "General"

// perEntry is about what an entry of a list or map costs beside its text.
const perEntry = 64

// code is the format code of a cell's style, its own or inherited.
func (t *styles) code(name string) string {
	const deepest = 32 // styles may inherit in a circle
	for range deepest {
		s, ok := t.cells[name]
		if !ok {
			break
		}
		if code, ok := t.formats[s.format]; ok {
			return code
		}
		name = s.parent
	}
	return general
}

// readStyles reads the styles inside the element just opened. Those of the content
// come later than the document's, and hold for it.
func (d *document) readStyles() error {
	return d.children(func() error {
		name := d.attr(style, "name")
		switch {
		case d.Space == style && string(d.Local) == "style":
			return d.readStyle(name)
		case d.Space == number:
			code, err := d.formatCode()
			if err != nil || code == "" {
				return err
			}
			d.styles.formats[name] = code
			return d.book.Spend(len(name) + len(code) + perEntry)
		}
		return d.Skip()
	})
}

func (d *document) readStyle(name string) error {
	switch d.attr(style, "family") {
	case "table-cell":
		s := cellStyle{format: d.attr(style, "data-style-name"), parent: d.attr(style, "parent-style-name")}
		d.styles.cells[name] = s
		if err := d.book.Spend(len(name) + len(s.format) + len(s.parent) + perEntry); err != nil {
			return err
		}
	case "table":
		return d.children(func() error {
			if string(d.Local) == "table-properties" && d.attr(tables, "display") == "false" {
				d.styles.hidden[name] = true
				if err := d.book.Spend(len(name) + perEntry); err != nil {
					return err
				}
			}
			return d.Skip()
		})
	}
	return d.Skip()
}

// formatCode writes the data style just opened as a format code of Excel; empty
// for one that is none.
func (d *document) formatCode() (string, error) {
	kind := string(d.Local)
	elapsed := d.attr(number, "truncate-on-overflow") == "false"
	var code, first strings.Builder
	err := d.children(func() error {
		if d.Space == style && string(d.Local) == "map" {
			// Numbers from 0 on may have a style of their own, defined before this one.
			condition := strings.ReplaceAll(d.attr(style, "condition"), " ", "")
			if other, ok := d.styles.formats[d.attr(style, "apply-style-name")]; ok && first.Len() == 0 &&
				(condition == "value()>=0" || condition == "value()>0") {
				first.WriteString(other + ";")
			}
			return d.Skip()
		}
		return d.formatPiece(&code, elapsed)
	})
	switch kind {
	case "number-style", "currency-style", "percentage-style", "date-style", "time-style":
		if code.Len() > 0 {
			return first.String() + code.String(), err
		}
	case "text-style":
		return "@", err
	case "boolean-style":
		return general, err
	}
	return "", err
}

// formatPiece adds what one element of a data style shows.
func (d *document) formatPiece(code *strings.Builder, elapsed bool) error {
	if d.Space != number || code.Len() > maxLiteral {
		return d.Skip()
	}
	long := d.attr(number, "style") == "long"
	word := func(short, longer string) {
		if long {
			short = longer
		}
		code.WriteString(short)
	}
	switch string(d.Local) {
	case "number":
		code.WriteString(d.digits())
	case "scientific-number":
		code.WriteString(d.digits() + "E+00")
	case "fraction":
		code.WriteString("# ?/?")
	case "year", "era-year":
		word("yy", "yyyy")
	case "month":
		if d.attr(number, "textual") == "true" {
			word("mmm", "mmmm")
		} else {
			word("m", "mm")
		}
	case "day":
		word("d", "dd")
	case "day-of-week":
		word("ddd", "dddd")
	case "quarter", "week-of-year":
		code.WriteString("m")
	case "hours":
		if elapsed {
			code.WriteString("[h]")
		} else {
			word("h", "hh")
		}
	case "minutes":
		word("m", "mm")
	case "seconds":
		word("s", "ss")
	case "am-pm":
		code.WriteString("AM/PM")
	case "text", "currency-symbol":
		return d.literal(code, string(d.Local) == "currency-symbol")
	}
	return d.Skip()
}

// digits is the code of a number's places: #,##0.00.
func (d *document) digits() string {
	count := func(name string) int {
		n := small(d.attr(number, name))
		return min(max(n, 0), 20)
	}
	whole := strings.Repeat("0", count("min-integer-digits"))
	if whole == "" {
		whole = "#"
	}
	if d.attr(number, "grouping") == "true" {
		whole = "#," + strings.Repeat("#", max(0, 3-len(whole))) + whole
	}
	if n := count("decimal-places"); n > 0 {
		whole += "." + strings.Repeat("0", n)
	} else if d.attr(number, "decimal-places") == "" && d.attr(number, "grouping") == "" {
		return general
	}
	for factor := small(d.attr(number, "display-factor")); factor >= 1000; factor /= 1000 {
		whole += ","
	}
	return whole
}

// literal adds a text of the format, or its currency sign: [$€].
func (d *document) literal(code *strings.Builder, currency bool) error {
	text, err := d.plainText(maxLiteral)
	if err != nil || text == "" {
		return err
	}
	switch {
	case currency:
		code.WriteString("[$" + strings.NewReplacer("[", "", "]", "", ";", "").Replace(text) + "]")
	case strings.Trim(text, " -/:.,()%") == "":
		code.WriteString(text)
	default:
		code.WriteString(`"` + strings.ReplaceAll(text, `"`, "") + `"`)
	}
	return nil
}

// maxLiteral is more than any text in a number format.
const maxLiteral = 1 << 10

// withCurrency is a format code that shows the currency the cell itself names: a
// sign like $ would leave open which.
func withCurrency(code, currency string) string {
	before, rest, found := strings.Cut(code, "[$")
	if !found {
		if code == general {
			code = "0.00"
		}
		return "[$" + currency + "] " + code
	}
	_, after, _ := strings.Cut(rest, "]")
	return before + "[$" + currency + "]" + after
}
