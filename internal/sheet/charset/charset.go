// Package charset names the encodings of text that files come in, tells them
// apart by their bytes where these are sure, and decodes them without mending
// anything. It knows no file format.
package charset

import (
	"bytes"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// Charset is one encoding of text that the package can read. The zero value is UTF-8.
type Charset struct {
	Name  string            // as --encoding takes it
	Title string            // as people write it
	enc   encoding.Encoding // nil for UTF-8, which needs no decoding
}

// charsets lists the encodings; which of them Guess may settle on says known. GBK
// is read by its superset GB18030.
func charsets() []Charset {
	return []Charset{
		{"utf-8", "UTF-8", nil},
		{"gb18030", "GB18030", simplifiedchinese.GB18030},
		{"utf-16le", "UTF-16LE", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)},
		{"utf-16be", "UTF-16BE", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)},
		{"windows-1252", "Windows-1252", charmap.Windows1252},
		{"macintosh", "Mac Roman", charmap.Macintosh},
		{"utf-32le", "UTF-32LE", utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)},
		{"utf-32be", "UTF-32BE", utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)},
		{"big5", "Big5", traditionalchinese.Big5},
		{"shift_jis", "Shift_JIS", japanese.ShiftJIS},
		{"euc-jp", "EUC-JP", japanese.EUCJP},
		{"euc-kr", "EUC-KR", korean.EUCKR},
		{"windows-1250", "Windows-1250", charmap.Windows1250},
		{"windows-1251", "Windows-1251", charmap.Windows1251},
		{"windows-1253", "Windows-1253", charmap.Windows1253},
		{"windows-1254", "Windows-1254", charmap.Windows1254},
		{"windows-1255", "Windows-1255", charmap.Windows1255},
		{"windows-1256", "Windows-1256", charmap.Windows1256},
		{"windows-1257", "Windows-1257", charmap.Windows1257},
		{"windows-874", "Windows-874", charmap.Windows874},
		{"koi8-r", "KOI8-R", charmap.KOI8R},
		{"ibm866", "IBM 866", charmap.CodePage866},
	}
}

// otherNames are further spellings of the encodings' names.
func otherNames() map[string]string {
	return map[string]string{
		"utf8": "utf-8", "utf16le": "utf-16le", "utf16be": "utf-16be",
		"gbk": "gb18030", "gb2312": "gb18030", "cp936": "gb18030",
		"latin1": "windows-1252", "iso-8859-1": "windows-1252", "cp1252": "windows-1252",
		"macroman": "macintosh", "mac-roman": "macintosh",
		"cp950": "big5", "sjis": "shift_jis", "shift-jis": "shift_jis", "cp932": "shift_jis", "cp949": "euc-kr",
		"cp1250": "windows-1250", "cp1251": "windows-1251", "cp1253": "windows-1253", "cp1254": "windows-1254",
		"cp1255": "windows-1255", "cp1256": "windows-1256", "cp1257": "windows-1257", "cp874": "windows-874", "tis-620": "windows-874",
		"koi8r": "koi8-r", "cp866": "ibm866",
	}
}

// Names is the names of all charsets, the usual ones first.
func Names() []string {
	list := charsets()
	names := make([]string, len(list))
	for i, c := range list {
		names[i] = c.Name
	}
	return names
}

// NameOf is the name in Names of an encoding however it is spelt
// (GBK, cp936, Latin1); false where it is not known.
func NameOf(name string) (string, bool) {
	name = strings.ToLower(strings.TrimSpace(name))
	if other, ok := otherNames()[name]; ok {
		name = other
	}
	_, ok := ByName(name)
	return name, ok
}

// Titles is the titles of charsets, for people: Windows-1250, Windows-1252.
func Titles(names []string) string {
	var titles []string
	for _, name := range names {
		if c, ok := ByName(name); ok {
			titles = append(titles, c.Title)
		}
	}
	return strings.Join(titles, ", ")
}

// ByLabel is the charset that a web page or an XML document calls by a label: of
// Names, or any other that the web's own standard knows.
func ByLabel(label string) (Charset, bool) {
	if name, ok := NameOf(label); ok {
		return ByName(name)
	}
	enc, err := htmlindex.Get(label)
	if err != nil {
		return Charset{}, false
	}
	name, err := htmlindex.Name(enc)
	if err != nil {
		return Charset{}, false
	}
	if name, ok := NameOf(name); ok {
		return ByName(name)
	}
	return Charset{Name: name, Title: name, enc: enc}, true
}

// ByName is the charset of that name in Names.
func ByName(name string) (Charset, bool) {
	for _, c := range charsets() {
		if c.Name == name {
			return c, true
		}
	}
	return Charset{}, false
}

// Mark is the charset that a byte order mark at the front announces, and the
// mark's length; an empty name without one.
func Mark(head []byte) (name string, length int) {
	for _, m := range []struct{ bytes, name string }{
		{"\xef\xbb\xbf", "utf-8"},
		{"\xff\xfe\x00\x00", "utf-32le"}, // before UTF-16LE, whose mark it begins with
		{"\x00\x00\xfe\xff", "utf-32be"},
		{"\xff\xfe", "utf-16le"},
		{"\xfe\xff", "utf-16be"},
		{"\x84\x31\x95\x33", "gb18030"},
	} {
		if bytes.HasPrefix(head, []byte(m.bytes)) {
			return m.name, len(m.bytes)
		}
	}
	return "", 0
}

// known reports whether Guess may settle on a charset: those whose languages it
// knows well enough. The others only keep it from taking them for one of these.
func known(name string) bool {
	switch name {
	case "euc-jp", "koi8-r", "ibm866", "windows-1255", "windows-1257", "windows-874":
		return false
	}
	return true
}

// Encode is text in the charset; an error where the charset lacks a character.
func (c Charset) Encode(text string) ([]byte, error) {
	if c.enc == nil {
		return []byte(text), nil
	}
	return c.enc.NewEncoder().Bytes([]byte(text))
}
