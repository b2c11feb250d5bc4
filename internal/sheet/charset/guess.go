package charset

import (
	"bytes"
	"errors"
	"unicode/utf8"

	"golang.org/x/text/encoding"
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
		sure = sure && better >= max(gapSum, leastGap*float64(count))
	}
	if sure {
		return Guessed{Name: best.name, Strange: chars}
	}
	var names []string
	for _, c := range list {
		if c.share() > best.share()/2 && len(names) < mostCandidates {
			names = append(names, c.name)
		}
	}
	return Guessed{Candidates: names}
}

// When a guess is sure: so much of a text has to read well, so much better than
// any other way of reading it, and so many characters of it.
const (
	sureShare      = 0.3
	leastGap       = 0.12
	gapSum         = 0.6
	mostCandidates = 4
)

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
