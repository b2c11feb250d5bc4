package xlsx

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"unicode/utf16"
	"unicode/utf8"

	"crm/internal/inflate"
	"crm/internal/lang"
)

// orderOf tells UTF-16 by a part's first bytes: by its byte order mark, or by the zero
// byte beside the first '<'. It is nil for UTF-8.
func orderOf(text []byte) binary.ByteOrder {
	if len(text) < 2 {
		return nil
	}
	switch first := [2]byte(text); {
	case first == [2]byte{0xFF, 0xFE}, first == [2]byte{'<', 0}:
		return binary.LittleEndian
	case first == [2]byte{0xFE, 0xFF}, first == [2]byte{0, '<'}:
		return binary.BigEndian
	}
	return nil
}

// narrow unpacks a part in UTF-16 from its beginning, as UTF-8.
func (p part) narrow(from *io.SectionReader, order binary.ByteOrder) inflate.Filler {
	return &plain{from: &wideReader{from: bufio.NewReaderSize(inflate.ReaderOf(p.unpacker(from)), 64*kilo), order: order, part: p}}
}

// wideReader turns UTF-16 into UTF-8. Half a surrogate pair is an error: no
// character stands for it.
type wideReader struct {
	from  *bufio.Reader
	order binary.ByteOrder
	part  part
	at    int64
	left  []byte // of the last character, where the caller's buffer was full
	room  [utf8.UTFMax]byte
}

// Read implements io.Reader.
func (w *wideReader) Read(b []byte) (int, error) {
	n := copy(b, w.left)
	w.left = w.left[n:]
	for n < len(b) {
		r, err := w.rune()
		if err != nil {
			return n, err
		}
		if r == 0xFEFF && w.at == 2 {
			continue // the byte order mark
		}
		if r < utf8.RuneSelf {
			b[n] = byte(r)
			n++
			continue
		}
		c := utf8.AppendRune(w.room[:0], r)
		k := copy(b[n:], c)
		n += k
		w.left = c[k:]
	}
	return n, nil
}

func (w *wideReader) rune() (rune, error) {
	a, err := w.unit()
	if err != nil || !utf16.IsSurrogate(a) {
		return a, err
	}
	b, err := w.unit()
	if err == io.EOF {
		return 0, w.broken()
	}
	if err != nil {
		return 0, err
	}
	r := utf16.DecodeRune(a, b)
	if r == utf8.RuneError {
		return 0, w.broken()
	}
	return r, nil
}

func (w *wideReader) unit() (rune, error) {
	var b [2]byte
	switch _, err := io.ReadFull(w.from, b[:]); {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return 0, w.broken()
	case err != nil:
		return 0, err
	}
	w.at += 2
	return rune(w.order.Uint16(b[:])), nil
}

func (w *wideReader) broken() error {
	return damaged(codeIllFormed, w.part.pos, lang.F("%s is no valid UTF-16 at byte %d", "%s在第 %d 字节处不是有效的 UTF-16", w.part.name(), w.at))
}
