package annotate

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"crm/internal/ooxml"
)

// headRoom is enough of a part to hold its XML declaration.
const headRoom = 512

// readHead looks at how a sheet's text is written: UTF-16 is refused, since a
// patch would have to be in it too; ascii says that a patch must be in ASCII.
func readHead(r io.Reader) (whole io.Reader, ascii bool, err error) {
	b := bufio.NewReaderSize(r, headRoom)
	head, err := b.Peek(headRoom)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, false, err
	}
	if len(head) >= 2 && (head[0] == 0xFE || head[0] == 0xFF || head[0] == 0 || head[1] == 0) {
		return nil, false, wideSheet()
	}
	end := max(bytes.Index(head, []byte("?>")), 0)
	_, encoding, declared := bytes.Cut(bytes.ToLower(head[:end]), []byte("encoding"))
	return b, declared && !bytes.Contains(encoding, []byte("utf-8")), nil
}

// appendASCII appends raw XML text with references for what is not ASCII.
func appendASCII(b, text []byte) []byte {
	for len(text) > 0 {
		r, n := utf8.DecodeRune(text)
		if r < utf8.RuneSelf {
			b = append(b, text[0])
		} else {
			b = ooxml.AppendEscaped(b, string(r))
		}
		text = text[n:]
	}
	return b
}
