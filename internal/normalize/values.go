package normalize

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"crm/internal/civil"
	"crm/internal/money"
	"crm/internal/table"
	"crm/internal/value"
	"crm/internal/words"
)

// cellText is what a cell says as text: a number with Excel's digits, a date as
// ISO, trimmed.
func cellText(c *table.Cell) string {
	switch c.Kind {
	case table.Number:
		if d, ok := money.ParseExcel(c.Raw); ok {
			return d.String()
		}
	case table.Date:
		return c.Day.String()
	case table.Bool:
		if len(c.Raw) == 1 && c.Raw[0] == '1' {
			return "TRUE"
		}
		return "FALSE"
	}
	return string(withoutSpace(c.Raw))
}

// withoutSpace is bytes.TrimSpace with a look at the ends first: hardly a text has
// space there.
func withoutSpace(b []byte) []byte {
	if n := len(b); n < 3 || maybeSpace(b[0]) || maybeSpace(b[n-1]) || b[n-1] >= utf8.RuneSelf && (maybeSpace(b[n-2]) || maybeSpace(b[n-3])) {
		return bytes.TrimSpace(b)
	}
	return b
}

// maybeSpace reports whether a character that begins with the byte may be space:
// of those beyond ASCII only U+0085, U+00A0, U+1680, some from U+2000 on and
// U+3000 are.
func maybeSpace(b byte) bool { return b <= ' ' || b == 0xC2 || b >= 0xE1 && b <= 0xE3 }

func null(s string) bool { return words.Null(s) }

// ownValue is a cell as the value it is by itself: a number, a date, a text.
// With plain, a text of digits is a number too: CSV files have nothing else.
func ownValue(c *table.Cell, plain bool) value.Value {
	switch c.Kind {
	case table.Number:
		if d, ok := money.ParseExcel(c.Raw); ok {
			return value.Num(value.Number, d)
		}
	case table.Date:
		return value.Day(c.Day)
	case table.Error:
		return value.Value{}
	}
	s := cellText(c)
	if null(s) {
		return value.Value{}
	}
	if d, ok := plainNumber(s); plain && ok {
		return value.Num(value.Number, d)
	}
	return value.Str(s)
}

// textValue is a cell as a text.
func textValue(c *table.Cell) value.Value {
	s := cellText(c)
	if c.Kind == table.Error || null(s) {
		return value.Value{}
	}
	return value.Str(s)
}

// plainNumber reads a text as a number where it can be nothing else: an id such
// as 007 is none.
func plainNumber(s string) (money.Decimal, bool) {
	digits := strings.TrimPrefix(s, "-")
	if digits == "" || len(digits) > longestID || len(digits) > 1 && digits[0] == '0' && digits[1] != '.' || strings.ContainsAny(digits, "eE+") {
		return money.Decimal{}, false
	}
	return money.Parse(s)
}

// plainDate reads a text as a date where it needs no order to be one.
func plainDate(s string) (civil.Date, bool) {
	t, ok := civil.ParseText(s)
	if !ok || t.NeedsOrder() || len(s) < len("2006-1-2") {
		return 0, false
	}
	return t.Day(civil.Undecided, 0)
}
