package charset

import (
	"bytes"
	"errors"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/transform"
)

// Guessed is what Guess found.
type Guessed struct {
	Name string // of the charset; empty where it is not sure
	// Strange is how many characters look like UTF-8 in a text that is not.
	Strange int
	// Candidates is the charsets that make some sense of the text, the likeliest
	// first, where Name is empty.
	Candidates []string
}

// Guess tells the encodings of single and double bytes apart by the lines of a text
// that are not ASCII. It is sure only where one of them reads clearly better than
// all that read the text otherwise.
func Guess(evidence []byte) Guessed {
	chars, wrong := utf8Evidence(evidence)
	if wrong == 0 || chars >= 4*wrong {
		if chars <= fewChars && readsAsChinese(evidence) {
			return Guessed{Candidates: []string{"gb18030", "utf-8"}}
		}
		return Guessed{Name: "utf-8"} // a wrong byte is then reported where it stands
	}
	list := rivals(evidence)
	if len(list) == 0 {
		return Guessed{}
	}
	best := list[0]
	sure := best.share() >= sureShare && known(best.name)
	for _, other := range list[1:] {
		if best.text == other.text {
			continue // either way the same is read
		}
		better, count := best.against(other)
		if count == 0 {
			continue // they differ in nothing that tells them apart
		}
		sure = sure && better >= max(best.needs(other), leastGap*float64(count))
	}
	if sure {
		return Guessed{Name: best.name, Strange: strange(evidence, best, chars)}
	}
	var names []string
	for _, c := range list {
		if c.share() > best.share()/2 && len(names) < mostCandidates {
			names = append(names, c.name)
		}
	}
	return Guessed{Candidates: names}
}

// strange is how many of the characters that look like UTF-8 do not look so by
// accident. In bytes that stand in pairs two of a Chinese text's look so all the
// time (the second of one character and the first of the next, a whole 联通); hardly
// ever is a field all of characters of three bytes, and of two or more.
func strange(evidence []byte, best rival, chars int) int {
	if best.pieces != nil {
		return chars
	}
	chars = 0
	for field := range bytes.FieldsFuncSeq(evidence, func(c rune) bool { return strings.ContainsRune(fieldEnds, c) }) {
		count := utf8.RuneCount(field)
		wide := (len(field) - count) / 2 // each takes two bytes more than one
		if wide >= 2 && utf8.Valid(field) && !bytes.ContainsFunc(field, func(c rune) bool { return c >= utf8.RuneSelf && utf8.RuneLen(c) != 3 }) {
			chars += wide
		}
	}
	return chars
}

// fieldEnds is what may stand between the fields of a text.
const fieldEnds = ",;\t|\r\n\"<>"

// When a guess is sure: so much of a text has to read well, so much better than
// any other way of reading it, and so many characters of it.
const (
	sureShare      = 0.3
	leastGap       = 0.12
	gapSum         = 0.6
	rareSum        = 1.3 // of charsets that few tables come in
	pairsSum       = 3.0
	mostCandidates = 4
)

// fewChars is how many characters may be valid UTF-8 by accident.
const fewChars = 6

// readsAsChinese reports a text whose few characters of two bytes in UTF-8 are as
// many common ones of GB18030, and neither accented letters inside Latin words nor
// the signs of a currency before its amount: ¥100 is not 楼100.
func readsAsChinese(evidence []byte) bool {
	for i, c := range evidence {
		if i+2 < len(evidence) && bytes.ContainsAny(evidence[i:i+2], "¢£¥") && evidence[i+2] >= '0' && evidence[i+2] <= '9' {
			return false
		}
		inWord := i > 0 && isLatin(rune(evidence[i-1])) || i+2 < len(evidence) && isLatin(rune(evidence[i+2]))
		if c >= 0xe0 || c >= 0xc0 && inWord || c >= utf8.RuneSelf && c <= 0xa0 { // GB2312's own bytes only
			return false
		}
	}
	if !decodes(evidence, simplifiedchinese.GB18030) {
		return false
	}
	text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(evidence)
	if err != nil {
		return false
	}
	good, count := rateIdeographs("gb18030", string(text))
	return count > 0 && good >= clearShare*float64(count)
}

// needs is how much better the reading has to be than another, over all characters.
func (r rival) needs(other rival) float64 {
	switch r.name {
	case "windows-1252", "gb18030":
		return gapSum
	case "big5", "shift_jis", "euc-kr":
		return pairsSum // a few characters of Chinese read like that by accident
	}
	if other.pieces == nil {
		return pairsSum
	}
	return rareSum
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
