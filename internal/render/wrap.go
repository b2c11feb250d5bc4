package render

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"crm/internal/diag"
)

// wrap breaks a text into lines of at most so many cells: between words, and
// beside wide characters, but never before a mark that closes. What is longer
// than a line and cannot be broken so is broken where the line ends.
func wrap(text string, width int) []string {
	var lines []string
	runes := []rune(text)
	widths := widthsOf(text)
	for diag.Width(string(runes)) > width {
		end, fits := 0, 0 // the last place to break at, and how much fits
		for cells := 0; fits < len(runes); fits++ {
			if cells += widths[fits]; cells > width && fits > 0 {
				break
			}
			if !inside(widths, runes, fits+1) && breaks(runes, fits) {
				end = fits + 1
			}
		}
		for fits < len(runes) && inside(widths, runes, fits) {
			fits++
		}
		// A break just behind what fits is as good as one inside it.
		if end == 0 || fits < len(runes) && runes[fits] == ' ' {
			end = fits
		}
		lines = append(lines, strings.TrimRight(string(runes[:end]), " "))
		for end < len(runes) && runes[end] == ' ' {
			end++
		}
		runes, widths = runes[end:], widths[end:]
	}
	return append(lines, string(runes))
}

// widthsOf is the width of each character, of those that are drawn as one at the first.
func widthsOf(text string) []int {
	widths := make([]int, 0, len(text))
	for i := 0; i < len(text); {
		size, cells := diag.Cluster(text[i:])
		widths = append(widths, cells)
		for range utf8.RuneCountInString(text[i:i+size]) - 1 {
			widths = append(widths, 0)
		}
		i += size
	}
	return widths
}

// inside reports whether a character is drawn as one with the one before it.
func inside(widths []int, runes []rune, i int) bool {
	return i > 0 && i < len(runes) && widths[i] == 0 && (diag.RuneWidth(runes[i]) > 0 || unicode.In(runes[i], unicode.Cf, unicode.Mn))
}

// breaks reports whether a line may end behind the character at a place: a
// number stays with its unit and with what limits it, and a mark with what it closes.
func breaks(runes []rune, i int) bool {
	if i+1 >= len(runes) {
		return false
	}
	a, b := runes[i], runes[i+1]
	switch {
	case closes(b) || opens(a):
		return false
	case a == ' ':
		return i == 0 || !strings.ContainsRune("≥≤", runes[i-1]) && (!unicode.IsDigit(runes[i-1]) || diag.RuneWidth(b) < 2)
	}
	return diag.RuneWidth(a) == 2 || diag.RuneWidth(b) == 2
}

func closes(r rune) bool {
	return unicode.In(r, unicode.Pe, unicode.Pf) || strings.ContainsRune(" ·，。；：、！？％,.;:!?%", r)
}

func opens(r rune) bool { return unicode.In(r, unicode.Ps, unicode.Pi) }
