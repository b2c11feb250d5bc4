package annotate

import (
	"bytes"

	"crm/internal/ooxml"
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
	footer     = "oddFooter"
	footerSign = "crm"
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
	defer content.Close() //nolint:errcheck // only read from
	t := newTape(nil, content)
	t.hold = true
	for {
		switch ev := t.next(); {
		case ev == failed:
			return false, b.in(t.err, name)
		case ev == ended:
			return false, nil
		case ev == closed && t.depth == 3 && ooxml.Local(string(t.name)) == footer:
			return bytes.Contains(t.text(), []byte(footerSign)), nil
		}
	}
}
