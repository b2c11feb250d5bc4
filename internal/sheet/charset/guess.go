package charset

import (
	"bytes"
	"errors"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/transform"
)

// Guess tells the encodings of single and double bytes apart by the lines of a
// text that are not ASCII; empty where none of them makes sense of the lines.
// strange is how many characters look like UTF-8 in a text that is not.
func Guess(evidence []byte) (name string, strange int) {
	chars, wrong := utf8Evidence(evidence)
	switch {
	case wrong == 0, chars >= 4*wrong:
		return "utf-8", 0 // a wrong byte is then reported where it stands
	case chinese(evidence):
		return "gb18030", 0
	}
	if r := countRuns(evidence); r.lone < r.common+r.rare {
		return "", 0 // whole words beyond ASCII: neither Chinese nor accented Latin
	}
	name = western(evidence, crOnly(evidence))
	if name == "" {
		return "", 0
	}
	return name, chars
}

// Wide recognises UTF-16 without a byte order mark: zero bytes at every second
// place only, and plain text when decoded.
func Wide(head []byte) string {
	head = head[:len(head)&^1]
	var nuls [2]int
	for i, c := range head {
		if c == 0 {
			nuls[i%2]++
		}
	}
	name := "utf-16le"
	switch {
	case nuls[1] > 0 && nuls[0] == 0:
	case nuls[0] > 0 && nuls[1] == 0:
		name = "utf-16be"
	default:
		return ""
	}
	c, _ := ByName(name)
	text, err := c.enc.NewDecoder().Bytes(head)
	if err != nil || bytes.Contains(bytes.TrimSuffix(text, []byte("\uFFFD")), []byte("\uFFFD")) || bytes.IndexByte(text, 0) >= 0 {
		return ""
	}
	if nuls[0]+nuls[1] < fewNULs || !bytes.ContainsAny(text, "\r\n,;\t|<") {
		return "" // a narrow text with a stray zero byte
	}
	return name
}

// fewNULs is how many zero bytes may stand in a text by accident; a table in
// UTF-16 has one at every digit, delimiter and line end.
const fewNULs = 4

// utf8Evidence counts characters of several bytes and bytes that fit none. A
// character cut off by the end counts as neither.
func utf8Evidence(text []byte) (chars, wrong int) {
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRune(text[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			if !utf8.FullRune(text[i:]) {
				return chars, wrong
			}
			wrong++
		case n > 1:
			chars++
		}
		i += n
	}
	return chars, wrong
}

// crOnly reports line ends as old Macs wrote them.
func crOnly(text []byte) bool {
	return bytes.IndexByte(text, '\r') >= 0 && bytes.IndexByte(text, '\n') < 0
}

// runs counts how bytes over 0x7f stand together. Chinese comes in runs of
// pairs; an accented letter stands alone, mostly inside a Latin word.
type runs struct {
	common int // runs of 2 or more, pairs that GB2312 has
	rare   int // runs of 2 or more that hold others
	lone   int // single bytes, and short runs with Latin letters on both sides
}

func countRuns(text []byte) runs {
	var r runs
	for i := 0; i < len(text); {
		if text[i] < utf8.RuneSelf {
			i++
			continue
		}
		from := i
		for i < len(text) && text[i] >= utf8.RuneSelf {
			i++
		}
		run := text[from:i]
		inWord := from > 0 && latin(text[from-1]) && i < len(text) && latin(text[i])
		switch {
		case len(run) == 1, len(run) <= 3 && inWord:
			r.lone++
		case gb2312(run):
			r.common++
		default:
			r.rare++
		}
	}
	return r
}

func latin(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// gb2312 reports a run of whole pairs that are ideographs of GB2312 or its
// punctuation and full-width letters.
func gb2312(run []byte) bool {
	if len(run)%2 == 1 {
		return false
	}
	for i := 0; i < len(run); i += 2 {
		lead, trail := run[i], run[i+1]
		if trail < 0xa1 || lead < 0xa1 || lead > 0xf7 || lead > 0xa3 && lead < 0xb0 {
			return false
		}
	}
	return true
}

// chinese reports whether the text is strict GB18030 and reads as Chinese:
// common characters prevail; or, where traditional ones do, neither Big5 nor
// Shift_JIS, whose texts GB18030 accepts too, could be meant.
func chinese(text []byte) bool {
	r := countRuns(text)
	if r.common+r.rare <= r.lone || !decodes(text, simplifiedchinese.GB18030) {
		return false
	}
	return r.common >= r.rare || !leads(text, isBig5Lead) && !leads(text, isShiftJISLead)
}

// isBig5Lead is a byte that begins a common character of Big5, or punctuation.
func isBig5Lead(c byte) bool { return 0xa1 <= c && c <= 0xc6 }

// isShiftJISLead is a byte that begins a kana or kanji of Shift_JIS.
func isShiftJISLead(c byte) bool { return 0x81 <= c && c <= 0x9f || 0xe0 <= c && c <= 0xea }

// leads reports whether nine in ten of the text's double-byte characters begin
// with such a byte.
func leads(text []byte, is func(byte) bool) bool {
	fit, all := 0, 0
	for i := 0; i < len(text); i++ {
		if text[i] < utf8.RuneSelf {
			continue
		}
		all++
		if is(text[i]) {
			fit++
		}
		i++ // its second byte
	}
	return 10*fit >= 9*all
}

// decodes reports whether every character of the text, but one cut off by the
// end, is of the encoding.
func decodes(text []byte, enc encoding.Encoding) bool {
	decoder := enc.NewDecoder()
	var space [8 << 10]byte
	for len(text) > 0 {
		written, read, err := decoder.Transform(space[:], text, false)
		if bytes.Contains(space[:written], []byte("\uFFFD")) {
			return false
		}
		if err != nil && !errors.Is(err, transform.ErrShortDst) {
			return errors.Is(err, transform.ErrShortSrc)
		}
		text = text[read:]
	}
	return true
}

// western chooses between Windows-1252 and Mac Roman by which of them puts
// letters where letters belong; empty where neither does.
func western(text []byte, mac bool) string {
	windows, roman := latinScore(text, charmap.Windows1252), latinScore(text, charmap.Macintosh)
	if mac {
		roman += len(text)/1000 + 1
	}
	switch {
	case max(windows, roman) < 0:
		return ""
	case roman > windows:
		return "macintosh"
	}
	return "windows-1252"
}

// latinScore adds up how well the characters beyond ASCII fit where they stand:
// a letter beside letters, of a case that can follow; a sign where it is used.
func latinScore(text []byte, enc *charmap.Charmap) int {
	score := 0
	before := ' '
	for i, c := range text {
		r := enc.DecodeByte(c)
		if c >= utf8.RuneSelf {
			after := ' '
			if i+1 < len(text) {
				after = enc.DecodeByte(text[i+1])
			}
			score += fit(before, r, after)
		}
		before = r
	}
	return score
}

// fit is how well one character stands between its neighbours: above 0 well, 0
// it can be, below 0 badly.
func fit(before, r, after rune) int {
	left, right := letter(before), letter(after)
	switch {
	case r == utf8.RuneError || unicode.IsControl(r):
		return -4
	case unicode.IsSpace(r):
		return 1 // the no-break space, also inside a name
	case letter(r) && unicode.IsUpper(r) && left && (unicode.IsLower(before) || unicode.IsLower(after)):
		return -2 // CafŽ
	case letter(r) && (left || right):
		return 2
	case letter(r):
		return 0
	}
	return fitSign(left, r, right)
}

// fitSign is fit for what is no letter; left and right say whether its
// neighbours are letters.
func fitSign(left bool, r rune, right bool) int {
	switch {
	case r == '’' && left, r == '”' && left && !right, r == '“' && right && !left:
		return 2
	case (r == '–' || r == '—' || r == '€' || r == '•') && !left && !right:
		return 2
	case left && right:
		return -2 // M¸nchen
	}
	return 0
}

// letter is a letter of an alphabet; accents standing alone are none.
func letter(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Lm, r) }
