package classify

import (
	"unicode"
	"unicode/utf8"

	"crm/internal/lang"
)

// beside is a text that follows Chinese characters, which keep a space before
// Latin letters and digits.
func beside(t lang.Text) lang.Text {
	if zh := t.In(lang.ZH); zh != "" && zh[0] < utf8.RuneSelf && zh[0] != ' ' {
		return lang.T(t.In(lang.EN), " "+zh)
	}
	return t
}

// amid is beside for a text that Chinese characters follow too.
func amid(t lang.Text) lang.Text {
	t = beside(t)
	if zh := t.In(lang.ZH); zh != "" && zh[len(zh)-1] < utf8.RuneSelf {
		return lang.T(t.In(lang.EN), zh+" ")
	}
	return t
}

// within is a title inside a sentence: its first letter small, unless it begins an abbreviation.
func within(title lang.Text) lang.Text {
	first, n := utf8.DecodeRuneInString(title.EN)
	second, _ := utf8.DecodeRuneInString(title.EN[n:])
	if unicode.IsUpper(first) && !unicode.IsUpper(second) {
		title.EN = string(unicode.ToLower(first)) + title.EN[n:]
	}
	return title
}
