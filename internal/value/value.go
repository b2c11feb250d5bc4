// Package value holds what a measure or column can be for one customer: a
// number, share, amount of money, day count, text, date, yes/no, list, or absent.
// The language of conditions, the measures and every table speak in it.
package value

import (
	"strings"

	"crm/internal/civil"
	"crm/internal/money"
)

// Kind is the type of a value, and of the measure or column it comes from.
type Kind uint8

// The kinds. Absent is the zero value: it means "not known", never 0.
const (
	Absent Kind = iota
	Number
	Share // a part of a whole: 0.3, printed 30 %
	Money // in the base currency
	Days  // a count of days
	Text
	Date
	Bool
	List
	Period // only in rules: years(2)
)

// Numeric reports whether values of the kind are decimals.
func (k Kind) Numeric() bool { return k >= Number && k <= Days }

// Value is one value. The zero Value is absent. It holds no pointer but its
// text's, so that millions of them cost the collector little.
type Value struct {
	kind  Kind
	scale uint8
	wide  bool  // a decimal too long for coef: its digits are in text
	coef  int64 // of a decimal; or the day; or 0 and 1
	text  string
}

// listSeparator joins a list's items inside a Value: ASCII unit separator.
const listSeparator = "\x1f"

// Num is a decimal of a numeric kind.
func Num(k Kind, d money.Decimal) Value {
	if coef, scale, ok := d.Small(); ok {
		return Value{kind: k, coef: coef, scale: scale}
	}
	return Value{kind: k, wide: true, text: d.String()}
}

// Int is a whole number of a numeric kind.
func Int(k Kind, n int) Value { return Value{kind: k, coef: int64(n)} }

// Str is a text; an empty one is absent.
func Str(s string) Value {
	if s == "" {
		return Value{}
	}
	return Value{kind: Text, text: s}
}

// Day is a date; no date is absent.
func Day(d civil.Date) Value {
	if d == 0 {
		return Value{}
	}
	return Value{kind: Date, coef: int64(d)}
}

// Truth is a yes or no.
func Truth(b bool) Value {
	v := Value{kind: Bool}
	if b {
		v.coef = 1
	}
	return v
}

// Items is a list of texts; an empty one is absent.
func Items(items []string) Value {
	if len(items) == 0 {
		return Value{}
	}
	text := strings.Join(items, listSeparator)
	if strings.Count(text, listSeparator) >= len(items) { // a cell may hold any character
		clean := make([]string, len(items))
		for i, item := range items {
			clean[i] = strings.ReplaceAll(item, listSeparator, " ")
		}
		text = strings.Join(clean, listSeparator)
	}
	return Value{kind: List, text: text}
}

// Kind is the value's kind; Absent where there is none.
func (v Value) Kind() Kind { return v.kind }

// Present reports whether there is a value.
func (v Value) Present() bool { return v.kind != Absent }

// Decimal is the number of a numeric value, else 0.
func (v Value) Decimal() money.Decimal {
	switch {
	case !v.kind.Numeric():
		return money.Decimal{}
	case v.wide:
		d, _ := money.ParseLong(v.text)
		return d
	}
	return money.New(v.coef, v.scale)
}

// Text is the text of a text value, else empty.
func (v Value) Text() string {
	if v.kind != Text {
		return ""
	}
	return v.text
}

// Date is the day of a date, else no date.
func (v Value) Date() civil.Date {
	if v.kind != Date {
		return 0
	}
	return civil.Date(v.coef)
}

// True reports whether v is a yes.
func (v Value) True() bool { return v.kind == Bool && v.coef == 1 }

// List is the items of a list, else nil.
func (v Value) List() []string {
	if v.kind != List {
		return nil
	}
	return strings.Split(v.text, listSeparator)
}

// HasItem reports whether v is a list that holds the item.
func (v Value) HasItem(item string) bool {
	if v.kind != List || strings.Contains(item, listSeparator) {
		return false
	}
	for rest, more := v.text, true; more; {
		var first string
		if first, rest, more = strings.Cut(rest, listSeparator); first == item {
			return true
		}
	}
	return false
}

// Compare is -1, 0 or 1 for two present values of comparable kinds: decimals by
// size, dates by day, yes after no, texts and lists by bytes.
func Compare(a, b Value) int {
	switch {
	case a.kind.Numeric() && (a.wide || b.wide || a.scale != b.scale):
		return a.Decimal().Cmp(b.Decimal())
	case a.kind == Text || a.kind == List:
		return strings.Compare(a.text, b.text)
	case a.coef < b.coef:
		return -1
	case a.coef > b.coef:
		return 1
	}
	return 0
}

// Order compares two values of comparable kinds for a list: the smaller first, with
// down the larger; an absent one is last either way.
func Order(a, b Value, down bool) int {
	switch {
	case a.Present() != b.Present():
		if a.Present() {
			return -1
		}
		return 1
	case !a.Present():
		return 0
	case down:
		return Compare(b, a)
	}
	return Compare(a, b)
}

// String is the canonical form for machines: plain decimals with a point, ISO
// dates, true and false, lists joined by ";", absent empty.
func (v Value) String() string {
	switch v.kind {
	case Number, Share, Money, Days:
		return v.Decimal().String()
	case Date:
		return v.Date().String()
	case Bool:
		if v.coef == 1 {
			return "true"
		}
		return "false"
	case List:
		return strings.Join(v.List(), ";")
	}
	return v.text
}
