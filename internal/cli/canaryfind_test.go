package cli_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// needle is one way in which a text may stand in a file.
type needle struct {
	how  string
	text []byte
}

// needlesOf is every way in which a text is looked for: as it is and in other
// character sets, packed into text, escaped as markup, scripts and addresses
// have it, and as the digests by which mail addresses are known.
func needlesOf(text string) []needle {
	plain := []byte(text)
	all := []needle{{"UTF-8", plain}, {"UTF-16LE", wide(text, false)}, {"UTF-16BE", wide(text, true)}}
	for name, c := range map[string]encoding.Encoding{"GB18030": simplifiedchinese.GB18030, "Big5": traditionalchinese.Big5, "Latin-1": charmap.ISO8859_1} {
		if b, err := c.NewEncoder().Bytes(plain); err == nil && !bytes.Equal(b, plain) {
			all = append(all, needle{name, b})
		}
	}
	for _, n := range slices.Clone(all) {
		all = append(all, needle{n.how + " in hex", []byte(hex.EncodeToString(n.text))})
		for shift := range 3 {
			all = append(all, needle{fmt.Sprintf("%s in base64, %d behind", n.how, shift), inBase64(n.text, shift)})
		}
	}
	escapes := map[string]string{"percent": "%%%02x", "quoted-printable": "=%02x", "hex escapes": `\x%02x`}
	for how, format := range escapes {
		all = append(all, needle{how, escaped(text, format, false)}, needle{how + ", letters kept", escaped(text, format, true)})
	}
	for how, format := range map[string]string{"decimal entities": "&#%d;", "hex entities": "&#x%x;", "JSON": `\u%04x`} {
		all = append(all, needle{how, escapedRunes(text, format, false)}, needle{how + ", letters kept", escapedRunes(text, format, true)})
	}
	md, one, two := md5.Sum(plain), sha1.Sum(plain), sha256.Sum256(plain)
	for how, sum := range map[string][]byte{"MD5": md[:], "SHA-1": one[:], "SHA-256": two[:]} {
		all = append(all, needle{how, []byte(hex.EncodeToString(sum))})
	}
	slices.SortFunc(all, func(a, b needle) int { return strings.Compare(a.how, b.how) })
	return all
}

func wide(text string, big bool) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(text)) {
		low, high := byte(u), byte(u>>8)
		if big {
			low, high = high, low
		}
		out = append(out, low, high)
	}
	return out
}

// inBase64 is what surely stands in the base64 of something that holds the bytes,
// which begin so many bytes behind a group of three.
func inBase64(text []byte, shift int) []byte {
	whole := base64.StdEncoding.EncodeToString(append(make([]byte, shift), text...))
	const bits = 8
	first := (shift*bits + 5) / 6
	return []byte(whole[first : (shift+len(text))*bits/6])
}

func escaped(text, format string, keep bool) []byte {
	var b strings.Builder
	for _, c := range []byte(text) {
		if keep && c < 0x80 && c != ' ' {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, format, c)
		}
	}
	return []byte(b.String())
}

func escapedRunes(text, format string, keep bool) []byte {
	var b strings.Builder
	for _, r := range text {
		if keep && r < 0x80 {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, format, r)
		}
	}
	return []byte(b.String())
}

// part is a piece of an output: the whole, and what it holds packed.
type part struct {
	name    string
	content []byte
}

var inlined = regexp.MustCompile(`[A-Za-z0-9+/_-]{40,}={0,2}`)

// unpacked is an output and all that is packed in it, down to the last: the
// entries of zips with their names and remarks, what is compressed, and long
// runs of base64 in a text.
func unpacked(name string, content []byte) []part {
	all := []part{{name, content}}
	if z, err := zip.NewReader(bytes.NewReader(content), int64(len(content))); err == nil {
		for _, f := range z.File {
			all = append(all, part{name + "!" + f.Name + " (entry)", []byte(f.Name + f.Comment + string(f.Extra))})
			if r, err := f.Open(); err == nil {
				inner, _ := io.ReadAll(r)
				all = append(all, unpacked(name+"!"+f.Name, inner)...)
			}
		}
		return all
	}
	if r, err := gzip.NewReader(bytes.NewReader(content)); err == nil {
		inner, _ := io.ReadAll(r)
		return append(all, unpacked(name+"!gunzip", inner)...)
	}
	if r, err := zlib.NewReader(bytes.NewReader(content)); err == nil {
		inner, _ := io.ReadAll(r)
		return append(all, unpacked(name+"!inflate", inner)...)
	}
	for _, at := range inlined.FindAllIndex(content, -1) {
		for _, c := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			if inner, err := c.DecodeString(strings.TrimRight(string(content[at[0]:at[1]]), "=")); err == nil {
				all = append(all, unpacked(fmt.Sprintf("%s!base64 at %d", name, at[0]), inner)...)
				break
			}
		}
	}
	return all
}

// found is where and how a text stands in an output, small and capital letters
// alike; empty where it does not.
func found(parts []part, needles []needle) (places []string) {
	for _, p := range parts {
		small := lower(p.content)
		for _, n := range needles {
			at := bytes.Index(p.content, n.text)
			if at < 0 {
				at = bytes.Index(small, lower(n.text))
			}
			if at >= 0 {
				around := p.content[max(0, at-40):min(len(p.content), at+len(n.text)+60)]
				places = append(places, fmt.Sprintf("%s: %s at %d: %q", p.name, n.how, at, around))
			}
		}
	}
	return places
}

// lower is small letters in bytes that may be of any encoding.
func lower(b []byte) []byte {
	small := bytes.Clone(b)
	for i, c := range small {
		if c >= 'A' && c <= 'Z' {
			small[i] = c + 'a' - 'A'
		}
	}
	return small
}

// TestCanaryFinder: what is planted is found, in every encoding, as deep as it
// lies; and a text that is not there is not.
func TestCanaryFinder(t *testing.T) {
	const text, other = "kanari-Ψ丁酉 é", "kanari-Ω丁酉 é"
	needles := needlesOf(text)
	for _, n := range needles {
		for _, behind := range []string{"", "x", "xy"} {
			content := append([]byte(behind), n.text...)
			for _, p := range [][]byte{content, zipped(t, "a", zipped(t, "b", content)), gzipped(t, content)} {
				if len(found(unpacked("out", p), needles)) == 0 {
					t.Errorf("%s behind %q is not found", n.how, behind)
				}
			}
		}
		if got := found(unpacked("out", n.text), needlesOf(other)); len(got) > 0 {
			t.Errorf("%s: found what is not there: %v", n.how, got)
		}
	}
	if len(found(unpacked("out", []byte(strings.ToUpper("kanari-")+text[len("kanari-"):])), needles)) == 0 {
		t.Error("capital letters are not found")
	}
	for shift := range 3 {
		packed := base64.StdEncoding.EncodeToString([]byte(strings.Repeat(".", shift) + text + "..."))
		if len(found([]part{{"base64", []byte(packed)}}, needles)) == 0 {
			t.Errorf("base64 %d behind is not found", shift)
		}
	}
	page := "<script>const rows='" + base64.StdEncoding.EncodeToString(gzipped(t, []byte(strings.Repeat("-", 100)+text))) + "'</script>"
	if len(found(unpacked("page", []byte(page)), needles)) == 0 {
		t.Error("what is compressed in a page's script is not found")
	}
}

func zipped(t *testing.T, name string, content []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	w, err := z.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func gzipped(t *testing.T, content []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
