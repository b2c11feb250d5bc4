package compare

import (
	"strings"

	"crm/internal/crm"
)

// couple is one condition of a class as two states asked it; a side is nil where
// that state did not.
type couple struct{ was, is *crm.Reason }

// couples finds the conditions of one state among those of another: by their
// text, else by what they are about, so that a limit that was moved is the same
// condition written otherwise. The order is the later state's; what only the
// earlier one asked comes last.
func couples(was, is []crm.Reason) []couple {
	of := make([]int, len(is)) // the place in was, counted from 1
	taken := make([]bool, len(was))
	for _, alike := range []func(a, b string) bool{same, sameSubject} {
		for i := range is {
			for j := 0; j < len(was) && of[i] == 0; j++ {
				if !taken[j] && alike(was[j].Text, is[i].Text) {
					of[i], taken[j] = j+1, true
				}
			}
		}
	}
	list := make([]couple, 0, len(is))
	for i := range is {
		c := couple{is: &is[i]}
		if of[i] > 0 {
			c.was = &was[of[i]-1]
		}
		list = append(list, c)
	}
	for j := range was {
		if !taken[j] {
			list = append(list, couple{was: &was[j]})
		}
	}
	return list
}

func same(a, b string) bool { return a == b }

func sameSubject(a, b string) bool {
	s := subject(a)
	return s != "" && s == subject(b)
}

// subject is what a condition is about: the name that it begins with, or the
// header in column("…"). Empty where it begins with neither: such conditions are
// told apart by their whole text.
func subject(text string) string {
	if rest, header := strings.CutPrefix(text, "column("); header {
		if i := strings.IndexByte(rest, ')'); i >= 0 {
			return rest[:i+1]
		}
		return ""
	}
	for i := range len(text) {
		if c := text[i]; !nameByte(c) || i == 0 && c >= '0' && c <= '9' {
			return text[:i]
		}
	}
	return text
}

func nameByte(c byte) bool {
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

// flip is the condition with how it came out.
func (c couple) flip() crm.Flip {
	switch {
	case c.was == nil:
		return crm.Flip{Class: c.is.Class, Text: c.is.Text, Asked: crm.AskedNow, Is: c.is.Holds, To: c.is.Actual}
	case c.is == nil:
		return crm.Flip{Class: c.was.Class, Text: c.was.Text, Asked: crm.AskedThen, Was: c.was.Holds, From: c.was.Actual}
	}
	f := crm.Flip{
		Class: c.is.Class, Text: c.is.Text, Was: c.was.Holds, Is: c.is.Holds, From: c.was.Actual, To: c.is.Actual,
	}
	if c.was.Text != c.is.Text {
		f.Earlier = c.was.Text
	}
	return f
}
