package crypt

import (
	"encoding/binary"
	"errors"
	"io"

	"crm/internal/lang"
)

// Source is the bytes of a stream.
type Source interface {
	io.ReaderAt
	Size() int64
}

// Package is the decrypted content of a protected workbook, decrypted as it is
// read: it may be read by several goroutines.
type Package struct {
	source  Source
	size    int64
	segment int64 // bytes that are decrypted together, but for the last ones
	decrypt func(b []byte, segment uint32) error
}

// sizeBytes is how many bytes before the encrypted ones hold the size of the content.
const sizeBytes = 8

// OpenPackage opens the stream EncryptedPackage; info is the content of the stream
// EncryptionInfo. With the agile scheme all of the package is checked against its
// tag: a changed byte is an *Error. The standard scheme has none.
func OpenPackage(info []byte, encrypted Source, p Password) (*Package, error) {
	if len(info) < 8 {
		return nil, broken()
	}
	var stated [sizeBytes]byte
	if n, err := encrypted.ReadAt(stated[:], 0); n < len(stated) {
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		return nil, broken()
	}
	c := &Package{source: encrypted, size: int64(binary.LittleEndian.Uint64(stated[:]))}
	if c.size < 0 || c.size > encrypted.Size()-sizeBytes {
		return nil, &Error{What: lang.T("the protected workbook ends in the middle", "受保护的工作簿不完整")}
	}
	major, minor := binary.LittleEndian.Uint16(info), binary.LittleEndian.Uint16(info[2:])
	switch {
	case major == 4 && minor == 4:
		return c, c.agile(info[8:], p)
	case major >= 2 && major <= 4 && minor == 2:
		return c, c.standard(info[4:], p)
	}
	return nil, unknown(lang.F("the workbook is encrypted in a way that is not known (version %d.%d)", "工作簿的加密方式无法识别（版本 %d.%d）", major, minor))
}

// Size is how many bytes the content has.
func (c *Package) Size() int64 { return c.size }

// ReadAt implements io.ReaderAt.
func (c *Package) ReadAt(b []byte, at int64) (n int, err error) {
	if at < 0 || at >= c.size {
		return 0, io.EOF
	}
	short := int64(len(b)) > c.size-at
	if short {
		b = b[:c.size-at]
	}
	first := at / c.segment
	buf := make([]byte, c.segment)
	for segment := first; n < len(b); segment++ {
		part := buf[:max(0, min(c.segment, (c.source.Size()-sizeBytes)-segment*c.segment))] // nothing, where the last segment was no whole block
		part = part[:len(part)-len(part)%blockBytes]
		if _, err := c.source.ReadAt(part, sizeBytes+segment*c.segment); err != nil && !errors.Is(err, io.EOF) {
			return n, err
		}
		if err := c.decrypt(part, uint32(segment)); err != nil {
			return n, err
		}
		skip := int(max(at-segment*c.segment, 0))
		if skip >= len(part) {
			return n, &Error{What: lang.T("the protected workbook ends in the middle", "受保护的工作簿不完整")}
		}
		n += copy(b[n:], part[skip:])
	}
	if short {
		return n, io.EOF
	}
	return n, nil
}
