package recognise

import (
	"strings"

	"crm/internal/table"
)

// footed is a sheet that tells what is printed below its pages. The footer is
// the sign of our own sheets: it survives Excel, WPS and LibreOffice, while the
// name alone may be that of a sheet which a person made.
type footed interface{ Footer() string }

const footerSign = "crm"

// signed reports whether a sheet has our sign; one that can have none does.
func signed(s table.Sheet) bool {
	f, can := s.(footed)
	return !can || strings.Contains(f.Footer(), footerSign)
}

// ownSheets is the sheets of a book that crm wrote: those that the marker names
// and that have our sign. Nobody makes a very hidden sheet by hand: such a one is
// ours by its name. Where it has lost its sign the book was saved by a program
// that keeps no footers, as Google's does, and names are all there is.
func ownSheets(b table.Book, m marker) map[table.Sheet]bool {
	own := map[table.Sheet]bool{}
	var doubtful []table.Sheet
	kept := true
	for _, s := range b.Sheets() {
		switch {
		case !m.sheets[s.Pos().Sheet]:
		case s.Visibility() == table.VeryHidden || signed(s):
			own[s] = true
		default:
			doubtful = append(doubtful, s)
			kept = kept && s.Visibility() == table.Visible
		}
	}
	if len(doubtful) == 0 {
		return own
	}
	for s := range own {
		kept = kept && signed(s)
	}
	for _, s := range doubtful {
		if !kept {
			own[s] = true
		}
	}
	return own
}
