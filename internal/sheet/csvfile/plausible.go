package csvfile

import (
	"bytes"
	"errors"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/transform"

	"crm/internal/diag"
	"crm/internal/lang"
)

// narrowEncoding tells the encodings of single and double bytes apart by the
// lines that are not ASCII; empty where none of them makes sense of the lines.
func (b *book) narrowEncoding(evidence []byte) string {
	chars, wrong := utf8Evidence(evidence)
	switch {
	case wrong == 0, chars >= 4*wrong:
		return "utf-8" // a wrong byte is then reported where it stands
	case chinese(evidence):
		return "gb18030"
	case chineseButRare(evidence):
		return "" // Big5, Shift_JIS, or another that GB18030 merely accepts
	}
	name := western(evidence, crOnly(evidence))
	if name != "" && chars > 0 {
		b.problems.Add(diag.Problem{
			Code: "F26", Severity: diag.Warning, Pos: diag.Pos{File: b.path},
			Message: lang.F("%d characters look like UTF-8, the rest does not", "有 %d 个字符像 UTF-8，其余不是", chars),
			Hint:    lang.T("two encodings seem to be mixed in one file; if names look wrong, save it as “CSV UTF-8”", "文件似乎混用了两种编码；如名称显示不对，请另存为“CSV UTF-8”"),
		})
	}
	return name
}

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

// chinese reports whether the text is strict GB18030 and mostly common Chinese.
func chinese(text []byte) bool {
	r := countRuns(text)
	return r.common > r.lone && r.common >= r.rare && decodes(text, simplifiedchinese.GB18030)
}

// chineseButRare reports text that is GB18030 by its bytes but neither common
// Chinese nor accented Latin.
func chineseButRare(text []byte) bool {
	r := countRuns(text)
	return r.common+r.rare > r.lone && decodes(text, simplifiedchinese.GB18030)
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
// a letter beside letters, of a case that can follow; a sign between others.
func latinScore(text []byte, enc *charmap.Charmap) int {
	score, run := 0, 0
	before := ' '
	for i, c := range text {
		r := enc.DecodeByte(c)
		if c < utf8.RuneSelf {
			before, run = r, 0
			continue
		}
		after := ' '
		if i+1 < len(text) {
			after = enc.DecodeByte(text[i+1])
		}
		run++
		score += fit(before, r, after)
		if run > 3 {
			score -= 2 // no Latin script writes four of them in a row
		}
		before = r
	}
	return score
}

// fit is how well one character stands between its neighbours: 1 well, 0 can be, below 0 badly.
func fit(before, r, after rune) int {
	inWord := unicode.IsLetter(before) && unicode.IsLetter(after)
	switch {
	case r == utf8.RuneError || unicode.IsControl(r):
		return -4
	case unicode.IsUpper(r) && (unicode.IsLower(before) || unicode.IsLower(after) && unicode.IsLetter(before)):
		return -2 // CafŽ
	case unicode.IsLetter(r) && (unicode.IsLetter(before) || unicode.IsLetter(after)):
		return 2
	case unicode.IsLetter(r):
		return 0
	case r == '’' && unicode.IsLetter(before):
		return 1
	case inWord:
		return -2 // M¸nchen
	}
	return 0
}
