package cache

import (
	"encoding/binary"
	"math"
	"strings"

	"crm/internal/civil"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/value"
)

// coder writes values to a stream or reads them from it: one function a noun
// says what of it is kept, and in which order, so that the two directions cannot
// disagree. Writing changes nothing of what is written: others may be reading it.
// What is read is not believed: the first thing that cannot be makes the coder bad,
// and everything after it is zero.
type coder struct {
	writing bool
	out     []byte
	in      string
	at      int
	bad     bool
	words   *words  // of writing
	texts   textual // of reading
	room    []int32 // of reading, for lists of one row
}

// number is an unsigned number of any size.
func (c *coder) number(n uint64) uint64 {
	if c.writing {
		c.out = binary.AppendUvarint(c.out, n)
		return n
	}
	if c.at < len(c.in) && c.in[c.at] < 0x80 { // nearly all
		c.at++
		return uint64(c.in[c.at-1])
	}
	var v uint64
	for shift := uint(0); shift < 64 && c.at < len(c.in); shift += 7 {
		b := c.in[c.at]
		c.at++
		v |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return v
		}
	}
	c.fail()
	return 0
}

// fail makes the coder bad; nothing is read any more.
func (c *coder) fail() {
	c.bad = true
	c.at = len(c.in)
}

// signed is a number that may be below zero.
func (c *coder) signed(n int64) int64 {
	u := c.number(uint64(n<<1) ^ uint64(n>>63))
	return int64(u>>1) ^ -int64(u&1)
}

// whole is a number within 32 bits, as rows, columns and counts are.
func whole[T ~int | ~int32](c *coder, n *T) {
	v := c.signed(int64(*n))
	if v < math.MinInt32 || v > math.MaxInt32 {
		c.fail()
		v = 0
	}
	if !c.writing {
		*n = T(v)
	}
}

// code is a number from 0 to last: a kind, or a place in a list. Without such a
// number (last below 0) there is nothing it can be.
func code[T ~int | ~uint8 | ~uint16 | ~int32](c *coder, n *T, last int) {
	v := c.number(uint64(*n))
	if last < 0 || v > uint64(last) {
		c.fail()
		v = 0
	}
	if !c.writing {
		*n = T(v)
	}
}

func (c *coder) flag(b *bool) {
	n := uint8(0)
	if *b {
		n = 1
	}
	if code(c, &n, 1); !c.writing {
		*b = n == 1
	}
}

// text is a text that may occur often.
func text[T ~string](c *coder, s *T) {
	if c.writing {
		c.number(uint64(c.words.of(string(*s))))
		return
	}
	n := c.number(0)
	if n >= uint64(c.texts.count) {
		c.fail()
		n = 0
	}
	*s = T(c.texts.at(uint32(n)))
}

func (c *coder) message(t *lang.Text) {
	text(c, &t.EN)
	text(c, &t.ZH)
}

func (c *coder) date(d *civil.Date) { whole(c, d) }

// list is a list whose items take at least so many bytes each: nothing is made
// for more of them than the bytes that are left can hold. Empty becomes nil.
func list[S ~[]T, T any](c *coder, items *S, least int, each func(*T)) {
	n := c.number(uint64(len(*items)))
	if !c.writing {
		if n > uint64((len(c.in)-c.at)/least) {
			c.fail()
			n = 0
		}
		*items = nil
		if n > 0 {
			*items = make(S, n)
		}
	}
	for i := range *items {
		if each(&(*items)[i]); c.bad {
			return
		}
	}
}

// maxScale is the largest scale of a decimal in its small form.
const maxScale = 18

// wide is the scale of a decimal that is written as a text.
const wide = maxScale + 1

func (c *coder) decimal(d *money.Decimal) {
	coef, scale, small := d.Small()
	if !small {
		scale = wide
	}
	code(c, &scale, wide)
	if scale < wide {
		coef = c.signed(coef)
		if !c.writing {
			*d = money.New(coef, scale)
		}
		return
	}
	long := ""
	if c.writing {
		long = d.String()
	}
	if text(c, &long); !c.writing {
		var ok bool
		if *d, ok = longDecimal(long); !ok {
			c.fail()
		}
	}
}

// longDecimal reads what Decimal.String writes, and nothing shorter that means
// more: an exponent could ask for any number of digits.
func longDecimal(s string) (money.Decimal, bool) {
	if s == "" || strings.Trim(s, "-.0123456789") != "" {
		return money.Decimal{}, false
	}
	return money.ParseLong(s)
}

// value is a value of a customer.
func (c *coder) value(v *value.Value) {
	kind := v.Kind()
	code(c, &kind, int(value.List))
	switch {
	case kind == value.Absent:
		return
	case kind.Numeric():
		d := v.Decimal()
		if c.decimal(&d); !c.writing {
			*v = value.Num(kind, d)
		}
		return
	}
	switch s, d, b, items := v.Text(), v.Date(), v.True(), v.List(); kind {
	case value.Text:
		if text(c, &s); !c.writing {
			*v = value.Str(s)
		}
	case value.Date:
		if c.date(&d); !c.writing {
			*v = value.Day(d)
		}
	case value.Bool:
		if c.flag(&b); !c.writing {
			*v = value.Truth(b)
		}
	case value.List:
		if list(c, &items, 1, func(s *string) { text(c, s) }); !c.writing {
			*v = value.Items(items)
		}
	}
}
