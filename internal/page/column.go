package page

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/table"
	"crm/internal/value"
)

// column is one column of a table as the page's scripts read it.
type column struct {
	ID       string          `json:"id"`
	Title    any             `json:"title"`
	Unit     string          `json:"unit,omitempty"` // the currency of its amounts
	Kind     string          `json:"kind"`
	Digits   uint8           `json:"digits,omitempty"`
	Priority int             `json:"priority,omitempty"`
	Dict     []any           `json:"dict,omitempty"`    // texts; Values are their places
	Ordered  bool            `json:"ordered,omitempty"` // Dict is in the order to sort by
	Wide     bool            `json:"wide,omitempty"`    // some value is too long for a number: all are texts of digits
	Values   json.RawMessage `json:"values"`
}

// The kinds of a column in JSON.
var kindNames = [...]string{
	value.Absent: "text", value.Number: "number", value.Share: "share", value.Money: "money", value.Days: "days",
	value.Text: "text", value.Date: "date", value.Bool: "bool", value.List: "text", value.Period: "text",
}

// none is an absent value.
const none = "null"

// longest is how many digits a number of JSON may have: more are not exact there.
const longest = 15

// grid is a table as the page's scripts read it.
type grid struct {
	Rows    int      `json:"rows"`
	Columns []column `json:"columns"`
}

func gridOf(g *table.Grid) grid {
	if g == nil {
		return grid{}
	}
	out := grid{Rows: len(g.Rows)}
	for i := range g.Columns {
		if g.Columns[i].Hidden {
			continue
		}
		values := make([]value.Value, len(g.Rows))
		for r, row := range g.Rows {
			if i < len(row) {
				values[r] = row[i]
			}
		}
		out.Columns = append(out.Columns, columnOf(&g.Columns[i], values))
	}
	return out
}

func columnOf(c *table.Column, values []value.Value) column {
	kind := c.Kind
	if kind == value.Absent || mixed(kind, values) {
		kind = value.Text
	}
	out := column{ID: c.ID, Title: shown(header(c)), Unit: diag.Escape(string(c.Currency)), Kind: kindNames[kind], Digits: digitsOf(kind, c.Digits), Priority: c.Priority}
	switch {
	case kind.Numeric():
		out.numbers(values)
	case kind == value.Date:
		out.Values = list(values, func(v value.Value) string { return strconv.Itoa(int(v.Date())) })
	case kind == value.Bool:
		out.Values = list(values, func(v value.Value) string {
			if v.True() {
				return "1"
			}
			return "0"
		})
	default:
		out.texts(c, values)
	}
	return out
}

// header is a column's title for people; its unit stands apart.
func header(c *table.Column) lang.Text {
	if c.Title.Empty() {
		return lang.Same(c.ID)
	}
	return c.Title
}

// mixed reports whether some value is of another kind than its column: then all
// are shown as texts.
func mixed(kind value.Kind, values []value.Value) bool {
	return slices.ContainsFunc(values, func(v value.Value) bool {
		k := v.Kind()
		return v.Present() && k != kind && !(k.Numeric() && kind.Numeric()) && !(k == value.List && kind == value.Text)
	})
}

// digitsOf is the digits after the point that are shown; a share has one at least.
func digitsOf(kind value.Kind, digits uint8) uint8 {
	if kind == value.Share {
		return max(digits, 1)
	}
	return digits
}

// numbers keeps decimals rounded to what is shown, times 10 to the digits: whole
// numbers, which are exact in JSON. A share is its hundredths.
func (c *column) numbers(values []value.Value) {
	all := make([]string, len(values))
	for i, v := range values {
		all[i] = none
		if v.Present() {
			all[i] = scaled(v, c.Kind == "share", c.Digits)
			c.Wide = c.Wide || len(strings.TrimPrefix(all[i], "-")) > longest
		}
	}
	if c.Wide {
		for i, text := range all {
			if text != none {
				all[i] = strconv.Quote(text)
			}
		}
	}
	c.Values = json.RawMessage("[" + strings.Join(all, ",") + "]")
}

// scaled is a decimal rounded to digits, without its point and leading zeros.
func scaled(v value.Value, share bool, digits uint8) string {
	d := v.Decimal()
	if share {
		d = d.Mul(money.FromInt(100))
	}
	text, negative := strings.CutPrefix(strings.Replace(d.Fixed(digits), ".", "", 1), "-")
	text = strings.TrimLeft(text, "0")
	switch {
	case text == "":
		return "0"
	case negative:
		return "-" + text
	}
	return text
}

func list(values []value.Value, text func(value.Value) string) json.RawMessage {
	all := make([]string, len(values))
	for i, v := range values {
		all[i] = none
		if v.Present() {
			all[i] = text(v)
		}
	}
	return json.RawMessage("[" + strings.Join(all, ",") + "]")
}

// texts keeps each distinct text once. Classes stand in their own order, the
// first first; other texts in that of the rows.
func (c *column) texts(of *table.Column, values []value.Value) {
	place := map[string]int{}
	keep := func(code string, title lang.Text) int {
		i, known := place[code]
		if !known {
			i = len(c.Dict)
			place[code], c.Dict = i, append(c.Dict, shown(title))
		}
		return i
	}
	for _, code := range of.Order {
		keep(code, of.Called(code))
	}
	c.Ordered = len(of.Order) > 0
	c.Values = list(values, func(v value.Value) string {
		if v.Kind() == value.List {
			return strconv.Itoa(keep(v.String(), listed(of, v.List())))
		}
		code := v.String()
		return strconv.Itoa(keep(code, of.Called(code)))
	})
}

func listed(c *table.Column, items []string) lang.Text {
	en, zh := make([]string, len(items)), make([]string, len(items))
	for i, item := range items {
		title := c.Called(item)
		en[i], zh[i] = title.In(lang.EN), title.In(lang.ZH)
	}
	return lang.T(strings.Join(en, ", "), strings.Join(zh, "、"))
}

// foreign is a text of the data, for JSON.
func foreign(s string) string { return diag.Escape(s) }
