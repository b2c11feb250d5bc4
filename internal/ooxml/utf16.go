package ooxml

import (
	"bytes"
	"encoding/binary"
	"regexp"
	"unicode/utf16"
)

// decodeUTF16 turns a part in UTF-16, by its byte order mark or the zero byte
// beside the first <, into UTF-8 and makes its declaration say so. Others stay.
func decodeUTF16(b []byte) ([]byte, error) {
	var order binary.ByteOrder
	switch {
	case bytes.HasPrefix(b, []byte{0xFF, 0xFE}), bytes.HasPrefix(b, []byte{'<', 0}):
		order = binary.LittleEndian
	case bytes.HasPrefix(b, []byte{0xFE, 0xFF}), bytes.HasPrefix(b, []byte{0, '<'}):
		order = binary.BigEndian
	default:
		return b, nil
	}
	if len(b)%2 != 0 {
		return nil, errEncoding
	}
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = order.Uint16(b[2*i:])
	}
	if !paired(units) {
		return nil, errEncoding
	}
	text := bytes.TrimPrefix([]byte(string(utf16.Decode(units))), []byte("\ufeff"))
	head := declaration.Find(text)
	return append(wide.ReplaceAll(head, []byte("${1}UTF-8$2")), text[len(head):]...), nil
}

var (
	declaration = regexp.MustCompile(`^<\?xml[^>]*\?>`)
	wide        = regexp.MustCompile(`(?i)(encoding\s*=\s*["'])(?:utf-16(?:le|be)?|ucs-2|unicode)(["'])`)
)

// paired reports whether every half of a surrogate pair has its other half.
func paired(units []uint16) bool {
	for i := 0; i < len(units); i++ {
		if !utf16.IsSurrogate(rune(units[i])) {
			continue
		}
		if i+1 == len(units) || utf16.DecodeRune(rune(units[i]), rune(units[i+1])) == '\ufffd' {
			return false
		}
		i++
	}
	return true
}
