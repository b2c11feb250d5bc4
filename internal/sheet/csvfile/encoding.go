package csvfile

import (
	"bytes"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// codec is one encoding the package can read.
type codec struct {
	name  string            // as --encoding takes it
	title string            // as people write it
	enc   encoding.Encoding // nil for UTF-8, which needs no decoding
}

// codecs lists the encodings; only the first eight are ever guessed, the
// others have to be named. GBK is read by its superset GB18030.
func codecs() []codec {
	return []codec{
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
	}
}

// Encodings is the names Options.Encoding takes, the usual ones first.
func Encodings() []string {
	list := codecs()
	names := make([]string, len(list))
	for i, c := range list {
		names[i] = c.name
	}
	return names
}

// EncodingName is the name in Encodings of an encoding however it is spelt
// (GBK, cp936, Latin1); false where it is not known.
func EncodingName(name string) (string, bool) {
	name = strings.ToLower(strings.TrimSpace(name))
	if other, ok := otherNames()[name]; ok {
		name = other
	}
	_, ok := codecOf(name)
	return name, ok
}

func codecOf(name string) (codec, bool) {
	for _, c := range codecs() {
		if c.name == name {
			return c, true
		}
	}
	return codec{}, false
}

// mark is a byte order mark and the encoding it announces.
type mark struct {
	bytes    string
	encoding string
}

// markOf finds the byte order mark a file begins with.
func markOf(head []byte) (mark, bool) {
	for _, m := range []mark{
		{"\xef\xbb\xbf", "utf-8"},
		{"\xff\xfe\x00\x00", "utf-32le"}, // before UTF-16LE, whose mark it begins with
		{"\x00\x00\xfe\xff", "utf-32be"},
		{"\xff\xfe", "utf-16le"},
		{"\xfe\xff", "utf-16be"},
		{"\x84\x31\x95\x33", "gb18030"},
	} {
		if bytes.HasPrefix(head, []byte(m.bytes)) {
			return m, true
		}
	}
	return mark{}, false
}
