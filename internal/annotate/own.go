package annotate

import (
	"bufio"
	"bytes"
	"io"
)

// FreeSheetName is the name, or the name with a number behind it, that no sheet
// of the book has.
func (b *Book) FreeSheetName(name string) (string, error) {
	p, err := b.open()
	if err != nil {
		return "", err
	}
	return p.FreeSheetName(name), nil
}

// The sign of a sheet of ours is its printed footer, which survives Excel, WPS
// and LibreOffice: a sheet that a person made under the same name has another.
const (
	footerTag  = "oddFooter>"
	footerSign = "crm"
	footerRoom = 512 // Excel allows 255 characters
)

// Ours reports whether the sheet of that name is one that an earlier run wrote,
// by its footer; false where the book has no such sheet.
func (b *Book) Ours(name string) (bool, error) {
	p, err := b.open()
	if err != nil {
		return false, err
	}
	part := p.SheetPart(name)
	if part == "" {
		return false, nil
	}
	content, err := p.OpenPart(part)
	if err != nil {
		return false, err
	}
	defer content.Close()
	r := bufio.NewReaderSize(content, 1<<16)
	for {
		text, err := r.ReadSlice('>')
		if bytes.HasSuffix(text, []byte(footerTag)) {
			footer, _ := r.Peek(footerRoom)
			footer, _, _ = bytes.Cut(footer, []byte("<"))
			return bytes.Contains(footer, []byte(footerSign)), nil
		}
		switch err {
		case nil, bufio.ErrBufferFull:
		case io.EOF:
			return false, nil
		default:
			return false, err
		}
	}
}
