package memory

import (
	"strconv"
	"strings"

	"crm/internal/crm"
)

// condition is what thousands of reasons share: the class and the text.
type condition struct{ class, text string }

// conditions numbers the conditions of a memory in the order they appear in.
type conditions struct {
	list   []condition
	places map[condition]int
	recent []int // the places of the reasons last written: mostly those of the next customer too
}

func (c *conditions) place(class, text string) int {
	k := condition{class, text}
	if n, ok := c.places[k]; ok {
		return n
	}
	if c.places == nil {
		c.places = map[condition]int{}
	}
	c.places[k] = len(c.list)
	c.list = append(c.list, k)
	return len(c.list) - 1
}

// again is place for the i-th of some reasons.
func (c *conditions) again(i int, class, text string) int {
	for len(c.recent) <= i {
		c.recent = append(c.recent, -1)
	}
	at := &c.recent[i]
	if *at < 0 || c.list[*at] != (condition{class, text}) {
		*at = c.place(class, text)
	}
	return *at
}

// The marks of a reason: how it came out, in capitals where it decided.
const (
	plainMarks    = "uny" // by crm.Holds
	decisiveMarks = "UNY"
)

// number gives the conditions of some reasons their numbers.
func (c *conditions) number(reasons []crm.Reason) {
	for i := range reasons {
		c.again(i, reasons[i].Class, reasons[i].Text)
	}
}

// appendReasons appends the reasons as one text, each the number of its condition,
// a mark and the actual value: 0n28.1%|1y5.
func (c *conditions) appendReasons(b []byte, reasons []crm.Reason) []byte {
	for i := range reasons {
		r := &reasons[i]
		if i > 0 {
			b = append(b, itemMark)
		}
		b = strconv.AppendInt(b, int64(c.again(i, r.Class, r.Text)), 10)
		marks := plainMarks
		if r.Decisive {
			marks = decisiveMarks
		}
		b = append(b, marks[min(r.Holds, crm.Yes)])
		b = appendEscaped(b, r.Actual)
	}
	return b
}

// readReasons takes back what appendReasons did; ok is false for anything else.
func (c *conditions) readReasons(s string) (reasons []crm.Reason, ok bool) {
	if s == "" {
		return nil, true
	}
	items := strings.Split(s, string(itemMark))
	reasons = make([]crm.Reason, len(items))
	for i, item := range items {
		if reasons[i], ok = c.readReason(item); !ok {
			return nil, false
		}
	}
	return reasons, true
}

func (c *conditions) readReason(item string) (r crm.Reason, ok bool) {
	at := strings.IndexAny(item, plainMarks+decisiveMarks)
	if at < 0 {
		return r, false
	}
	place, ok := number(item[:at])
	if !ok || place < 0 || place >= len(c.list) {
		return r, false
	}
	r.Class, r.Text = c.list[place].class, c.list[place].text
	if n := strings.IndexByte(decisiveMarks, item[at]); n >= 0 {
		r.Holds, r.Decisive = crm.Holds(n), true
	} else {
		r.Holds = crm.Holds(strings.IndexByte(plainMarks, item[at]))
	}
	r.Actual, ok = unescape(item[at+1:])
	return r, ok
}

// flipFields is how many fields a flip has as text.
const flipFields = 8

// writeFlips is the flips of a move as one text.
func writeFlips(flips []crm.Flip) string {
	items := make([]string, len(flips))
	for i := range flips {
		f := &flips[i]
		items[i] = join([]string{
			f.Class, f.Text, f.Earlier, strconv.Itoa(int(f.Asked)), strconv.Itoa(int(f.Was)), strconv.Itoa(int(f.Is)), f.From, f.To,
		}, fieldMark)
	}
	return strings.Join(items, string(itemMark))
}

// readFlips takes back what writeFlips did; ok is false for anything else.
func readFlips(s string) (flips []crm.Flip, ok bool) {
	if s == "" {
		return nil, true
	}
	items := strings.Split(s, string(itemMark))
	flips = make([]crm.Flip, len(items))
	for i, item := range items {
		fields, ok := split(item, fieldMark)
		if !ok || len(fields) != flipFields {
			return nil, false
		}
		asked, askedOK := within(fields[3], int(crm.AskedThen))
		was, wasOK := within(fields[4], int(crm.Yes))
		is, isOK := within(fields[5], int(crm.Yes))
		if !askedOK || !wasOK || !isOK {
			return nil, false
		}
		flips[i] = crm.Flip{
			Class: fields[0], Text: fields[1], Earlier: fields[2], Asked: crm.Asked(asked),
			Was: crm.Holds(was), Is: crm.Holds(is), From: fields[6], To: fields[7],
		}
	}
	return flips, true
}

// within reads a number from 0 to most.
func within(s string, most int) (n int, ok bool) {
	n, ok = number(s)
	return n, ok && n >= 0 && n <= most
}
