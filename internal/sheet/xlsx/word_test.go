package xlsx

import (
	"bytes"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// markedText draws texts in which what ends a text or number stands anywhere.
func markedText() *rapid.Generator[[]byte] {
	piece := rapid.OneOf(
		rapid.SampledFrom([]string{"<", "&", "]", "\r", "_", "_x", "x", "-", "+", ".", ",", "/", "E", "e", "中", "😀", "\x7F", " ", ":", "*", "12345678", "abcdefgh", "]]]]", "____"}),
		rapid.StringMatching(`[0-9]{1,12}|[a-z]{1,12}`),
	)
	return rapid.Custom(func(t *rapid.T) []byte {
		return []byte(strings.Join(rapid.SliceOfN(piece, 0, 12).Draw(t, "pieces"), ""))
	})
}

// TestWords: what is found eight bytes at a time is what is found byte by byte;
// with no word behind it the end may come early.
func TestWords(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := markedText().Draw(rt, "text")
		b := append(bytes.Clone(text), "<       "...)
		i := rapid.IntRange(0, len(text)).Draw(rt, "from")
		if got, want := textEnd(b, i), endByBytes(b, i, func(k int) bool {
			return bytes.IndexByte([]byte("<&]\r"), b[k]) < 0 && !bytes.HasPrefix(b[k:], []byte("_x"))
		}); got != want {
			rt.Errorf("text %q ends at %d, want %d", b[i:], got, want)
		}
		if got, want := numberEnd(b, i), endByBytes(b, i, func(k int) bool { return b[k] >= '+' && b[k] <= '9' }); got != want {
			rt.Errorf("number %q ends at %d, want %d", b[i:], got, want)
		}
		want := min(endByBytes(b, i, func(k int) bool { return b[k] >= '0' && b[k] <= '9' })-i, wordBytes)
		number, _ := strconv.Atoi("0" + string(b[i:i+want]))
		if n, length := digitsAt(b, i); length != want || int(n) != number {
			rt.Errorf("%q begins with %d of %d digits, want %d of %d", b[i:], n, length, number, want)
		}
		for cut := range b {
			if end := textEnd(b[:cut], min(i, cut)); end > textEnd(b, i) && i <= cut {
				rt.Errorf("%q cut at %d ends at %d", b, cut, end)
			}
		}
	})
}

func endByBytes(b []byte, i int, within func(int) bool) int {
	for i < len(b) && within(i) {
		i++
	}
	return i
}

func TestStampNext(t *testing.T) {
	for _, n := range []int{0, 1, 8, 9, 10, 19, 99, 100, 109, 999, 9_998, 99_999, 199_999, 999_999, maxRows} {
		if got, want := stampOf(strconv.Itoa(n)).next(), stampOf(strconv.Itoa(n+1)); got != want {
			t.Errorf("after %d comes %+v, want %+v", n, got, want)
		}
	}
}

// TestBadChar holds the fast way through the characters against the plain one.
func TestBadChar(t *testing.T) {
	piece := rapid.OneOf(
		rapid.SampledFrom([]string{"\x00", "\x1F", "\x7F", "\t\r\n", "\x80", "\xBF", "\xC0\x80", "\xC2\x80", "\xE0\x80\x80", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xED\xA0\x80",
			"\xEE\x80\x80", "\xEF\xBF\xBD", "\xEF\xBF\xBE", "\xEF\xBF\xBF", "\xEF\xBC\x8C", "\xE4\xB8", "\xE4", "\xE4\xB8\xAD", "\xF0\x9F\x98\x80", "\xF4\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xFF"}),
		rapid.StringN(0, 40, 80),
		rapid.StringMatching(`[ -~]{0,80}`),
	)
	rapid.Check(t, func(rt *rapid.T) {
		b := []byte(strings.Join(rapid.SliceOfN(piece, 0, 8).Draw(rt, "pieces"), ""))
		bad, rest := badChar(b)
		wantBad, wantRest := badByRunes(b)
		if bad != wantBad || rest != wantRest {
			rt.Errorf("%q: bad at %d with %d left over, want %d and %d", b, bad, rest, wantBad, wantRest)
		}
	})
}

func badByRunes(b []byte) (bad, rest int) {
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		switch {
		case r == utf8.RuneError && n == 1 && !utf8.FullRune(b[i:]):
			return -1, len(b) - i
		case r == utf8.RuneError && n == 1, !xmlChar(r):
			return i, 0
		}
		i += n
	}
	return -1, 0
}
