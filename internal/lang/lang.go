// Package lang holds the two languages crm speaks and the texts that exist in both.
//
// A text is written in both languages where it is used, so that none can be
// missing in one of them. It must not know what the texts are about.
package lang

import (
	"fmt"
	"strings"
)

// Lang is a language of messages and titles.
type Lang uint8

// The languages; English is the zero value.
const (
	EN Lang = iota
	ZH
)

// Parse reads the name of a language as rules.yaml and --lang write it.
func Parse(name string) (Lang, bool) {
	switch name {
	case "en":
		return EN, true
	case "zh":
		return ZH, true
	}
	return EN, false
}

// String is the name that Parse reads.
func (l Lang) String() string {
	if l == ZH {
		return "zh"
	}
	return "en"
}

// Text is one message or title in both languages.
type Text struct{ EN, ZH string }

// T pairs the two wordings of a text.
func T(en, zh string) Text { return Text{EN: en, ZH: zh} }

// Same is a text that reads alike in both languages: a name, a number.
func Same(s string) Text { return Text{EN: s, ZH: s} }

// F formats both wordings with the same arguments, as fmt.Sprintf does. An
// argument that is itself a Text appears in the language of the wording.
func F(en, zh string, args ...any) Text {
	return Text{EN: format(en, EN, args), ZH: format(zh, ZH, args)}
}

// N is F for a count: n is the first argument of the patterns, args the others.
// English says one of them with its own wording; Chinese knows no plural.
func N(n int, one, many, zh string, args ...any) Text {
	if n == 1 {
		many = one
	}
	return F(many, zh, append([]any{n}, args...)...)
}

func format(pattern string, l Lang, args []any) string {
	if text, ok := plainly(pattern, l, args); ok {
		return text
	}
	spoken := make([]any, len(args))
	for i, a := range args {
		if t, ok := a.(Text); ok {
			a = t.In(l)
		}
		spoken[i] = a
	}
	return fmt.Sprintf(pattern, spoken...)
}

// plainly is a pattern of nothing but %s over texts, which most are and which are
// many; ok is false for any other.
func plainly(pattern string, l Lang, args []any) (text string, ok bool) {
	var room [128]byte
	b := room[:0]
	for _, a := range args {
		var said string
		switch a := a.(type) {
		case Text:
			said = a.In(l)
		case string:
			said = a
		default:
			return "", false
		}
		before, behind, found := strings.Cut(pattern, "%")
		if !found || behind == "" || behind[0] != 's' {
			return "", false
		}
		b, pattern = append(append(b, before...), said...), behind[1:]
	}
	if strings.Contains(pattern, "%") {
		return "", false
	}
	return string(append(b, pattern...)), true
}

// In is the wording in l; where that is empty, the other one.
func (t Text) In(l Lang) string {
	if l == ZH && t.ZH != "" || t.EN == "" {
		return t.ZH
	}
	return t.EN
}

// Empty reports whether there is no wording at all.
func (t Text) Empty() bool { return t.EN == "" && t.ZH == "" }
