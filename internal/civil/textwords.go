package civil

import "strings"

// parseWords reads the forms with letters: English month names, 年月日, weekday
// names, times with AM and 下午. s is folded: lower case, ASCII digits and spaces.
func parseWords(s string) (Text, bool) {
	if t, ok, plain := parsePlain(s); plain {
		return t, ok
	}
	c := &cursor{s: s}
	c.skipWeekday()
	var t Text
	var ok bool
	if month := c.month(); month > 0 {
		t, ok = c.monthFirst(month)
	} else {
		t, ok = c.numberFirst()
	}
	if !ok {
		return Text{}, false
	}
	t.seconds, ok = c.timeOfDay()
	return t, ok
}

// cursor walks over a folded text.
type cursor struct {
	s string
	i int
}

func (c *cursor) rest() string { return c.s[c.i:] }

func (c *cursor) skip(chars string) {
	for c.i < len(c.s) && strings.IndexByte(chars, c.s[c.i]) >= 0 {
		c.i++
	}
}

// take steps over the first of the words that stands here.
func (c *cursor) take(words ...string) bool {
	for _, w := range words {
		if strings.HasPrefix(c.rest(), w) {
			c.i += len(w)
			return true
		}
	}
	return false
}

func (c *cursor) number() (n, width int) {
	for ; c.i < len(c.s) && c.s[c.i] >= '0' && c.s[c.i] <= '9' && width < 9; c.i++ {
		n = n*10 + int(c.s[c.i]-'0')
		width++
	}
	return n, width
}

// word is the Latin letters that stand here, without stepping over them.
func (c *cursor) word() string {
	i := c.i
	for i < len(c.s) && c.s[i] >= 'a' && c.s[i] <= 'z' {
		i++
	}
	return c.s[c.i:i]
}

var monthNames = [...]string{
	"january", "february", "march", "april", "may", "june",
	"july", "august", "september", "october", "november", "december",
}

// month steps over the name of a month, of three letters at least; 0 where none stands here.
func (c *cursor) month() int {
	w := c.word()
	if len(w) < 3 {
		return 0
	}
	for i, name := range monthNames {
		if w == name || w == name[:3] || w == "sept" && i == 8 {
			c.i += len(w)
			c.take(".")
			return i + 1
		}
	}
	return 0
}

var weekdays = [...]string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}

// skipWeekday reads over the name of a day of the week, in brackets or not: the date says it already.
func (c *cursor) skipWeekday() {
	c.skip(" ,(")
	if c.take("星期", "周", "礼拜", "週") {
		c.take("一", "二", "三", "四", "五", "六", "日", "天")
		c.skip(" ,)")
		return
	}
	w := c.word()
	for _, name := range weekdays {
		if len(w) >= 3 && (w == name || w == name[:3] || len(w) < 6 && strings.HasPrefix(name, w)) {
			c.i += len(w)
			c.skip(" ,.)")
			return
		}
	}
}

// monthFirst reads the rest of: Apr 25, 2026.
func (c *cursor) monthFirst(month int) (Text, bool) {
	c.skip(" -/")
	day, width := c.number()
	if width == 0 || width > 2 {
		return Text{}, false
	}
	c.take("st", "nd", "rd", "th")
	c.skip(" ,-/'")
	year, yearWidth := c.number()
	return fixed(year, month, day, yearWidth)
}

// numberFirst reads 25 Apr 2026, 2026-Apr-25 and 2026年4月25日.
func (c *cursor) numberFirst() (Text, bool) {
	n, width := c.number()
	if width == 0 {
		return Text{}, false
	}
	mark := c.i
	c.skip(" ")
	if c.take("年") {
		return c.chinese(n, width)
	}
	c.i = mark
	c.take("st", "nd", "rd", "th")
	c.skip(" .,-/")
	c.take("of ")
	month := c.month()
	if month == 0 {
		return c.numbers(n, width, mark)
	}
	c.skip(" ,-/'.")
	m, otherWidth := c.number()
	if width == 4 {
		return fixedIf(n, month, m, 4, otherWidth <= 2 && otherWidth > 0)
	}
	return fixedIf(m, month, n, otherWidth, width <= 2)
}

// numbers reads three numbers apart from spaces among them: 2024 - 1 - 31, 2024. 1. 31.
func (c *cursor) numbers(first, firstWidth, at int) (Text, bool) {
	n, width := [3]int{first}, [3]int{firstWidth}
	var sep byte
	c.i = at
	for p := 1; p < 3; p++ {
		c.skip(" ")
		if c.i == len(c.s) || strings.IndexByte("-/.", c.s[c.i]) < 0 || sep != 0 && c.s[c.i] != sep {
			return Text{}, false
		}
		sep = c.s[c.i]
		c.i++
		c.skip(" ")
		if n[p], width[p] = c.number(); width[p] == 0 {
			return Text{}, false
		}
	}
	return open(n, width, sep)
}

func fixedIf(year, month, day, yearWidth int, ok bool) (Text, bool) {
	t, exists := fixed(year, month, day, yearWidth)
	return t, ok && exists
}

// chinese reads the rest of 2026年4月25日 and of 2026年4月.
func (c *cursor) chinese(year, yearWidth int) (Text, bool) {
	c.skip(" ")
	month, width := c.number()
	c.skip(" ")
	if width == 0 || width > 2 || !c.take("月") {
		return Text{}, false
	}
	c.take("份")
	c.skip(" ")
	mark := c.i
	day, width := c.number()
	c.skip(" ")
	switch {
	case width == 0:
		t, ok := fixed(year, month, 1, yearWidth)
		t.flags |= wholeMonth
		return t, ok
	case width > 2:
		return Text{}, false
	case c.take("日", "号", "號"):
	case strings.IndexByte(c.s[mark:], ':') >= 0:
		return Text{}, false // 2026年4月 9:05: the number is an hour
	}
	return fixed(year, month, day, yearWidth)
}

// timeOfDay reads what stands behind the date: nothing, a weekday, a time. ok is
// false where anything is left over.
func (c *cursor) timeOfDay() (seconds int32, ok bool) {
	c.skip(" ,t")
	c.skipWeekday()
	half := c.half()
	if c.i == len(c.s) {
		return 0, half == 0
	}
	var k clock
	if i, ok := readClock(c.s, c.i, len(c.s), &k); ok {
		c.i = i
	} else if k, ok = c.chineseClock(); !ok {
		return 0, false
	}
	c.skip(" ")
	if half == 0 {
		half = c.half()
	}
	if half != 0 && k.hour > 12 && half < 12 || half != 0 && k.hour == 0 && half == 12 {
		return 0, false // 15:00 AM
	}
	seconds = k.seconds
	switch {
	case half == 12 && k.hour < 12:
		seconds += 12 * 3600
	case half == 1 && k.hour == 12:
		seconds -= 12 * 3600
	}
	c.skip(" ")
	c.take("utc", "gmt")
	i, ok := skipZone(c.s, c.i, len(c.s))
	return seconds, ok && i == len(c.s)
}

// half steps over a word for the half of the day: 1 before noon, 12 after it, 0 without one.
func (c *cursor) half() int {
	c.skip(" ")
	switch {
	case c.take("am", "a.m.", "上午", "凌晨", "早上"):
		c.skip(" ")
		return 1
	case c.take("pm", "p.m.", "下午", "晚上", "中午"):
		c.skip(" ")
		return 12
	}
	return 0
}

// chineseClock reads 9时05分30秒 and 9点05分.
func (c *cursor) chineseClock() (clock, bool) {
	var n [3]int
	for p, units := range [...][]string{{"时", "點", "点", "時"}, {"分"}, {"秒"}} {
		start := c.i
		v, width := c.number()
		if width == 0 && p > 0 {
			break
		}
		if width == 0 || width > 2 || !c.take(units...) {
			c.i = start
			return clock{}, false
		}
		n[p] = v
	}
	k := clock{hour: n[0], seconds: int32(n[0]*3600 + n[1]*60 + n[2])}
	return k, n[0] < 24 && n[1] < 60 && n[2] < 60
}

// fold brings a text to the letters that parseWords knows: lower case, ASCII for
// full-width forms, a plain space for every kind of space, no leading apostrophe.
func fold(s string) string {
	var b strings.Builder
	for _, r := range strings.TrimPrefix(strings.TrimSpace(s), "'") {
		switch {
		case r >= 'A' && r <= 'Z':
			r += 'a' - 'A'
		case r >= 0xFF01 && r <= 0xFF5E:
			r -= 0xFEE0
			if r >= 'A' && r <= 'Z' {
				r += 'a' - 'A'
			}
		case r == 0xA0 || r == 0x3000 || r >= 0x2000 && r <= 0x200A || r == 0x202F || r == '\t':
			r = ' '
		case r == 0x2010 || r == 0x2011 || r == 0x2012 || r == 0x2013 || r == 0x2212:
			r = '-'
		case r == 0x2019 || r == 0x2018:
			r = '\''
		}
		b.WriteRune(r)
	}
	return strings.TrimPrefix(strings.TrimSpace(b.String()), "'")
}
