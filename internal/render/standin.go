package render

import (
	"strings"
	"unicode/utf8"

	"crm/internal/diag"
)

// standIns stand for emoji of several characters while go-pretty lays the cells out,
// which counts each of these characters: for one as many characters of private use as
// it takes cells. The zero value hides nothing.
type standIns struct {
	on     bool
	places map[string]rune
	back   []string // pairs for a strings.Replacer
}

// The characters of private use: one for each emoji, and one that fills it up.
const (
	firstStandIn = 0x10F000
	filler       = 0x10FFFD
)

// standIns is ready for the screen's cells; where one of them has such characters
// itself, or none an emoji that needs it, they stand for nothing.
func (s *screen) standIns() *standIns {
	p := &standIns{places: map[string]rune{}}
	for _, c := range s.columns {
		for _, cell := range c.cells {
			for i := 0; i < len(cell); {
				if cell[i] < utf8.RuneSelf {
					i++
					continue
				}
				size, _ := diag.Cluster(cell[i:])
				if r, n := utf8.DecodeRuneInString(cell[i:]); r >= firstStandIn {
					return &standIns{}
				} else if size > n {
					p.on = true
				}
				i += size
			}
		}
	}
	return p
}

// hide puts the stand-ins into a cell.
func (p *standIns) hide(cell string) string {
	if !p.on {
		return cell
	}
	var b strings.Builder
	for i := 0; i < len(cell); {
		size, cells := diag.Cluster(cell[i:])
		text := cell[i : i+size]
		if i += size; utf8.RuneCountInString(text) == 1 || cells == 0 {
			b.WriteString(text)
			continue
		}
		place, known := p.places[text]
		if !known {
			place = firstStandIn + rune(len(p.places))
			p.places[text] = place
			p.back = append(p.back, string(place)+strings.Repeat(string(rune(filler)), cells-1), text)
		}
		b.WriteString(string(place) + strings.Repeat(string(rune(filler)), cells-1))
	}
	return b.String()
}

// show puts the emoji back.
func (p *standIns) show(drawn string) string {
	if len(p.back) == 0 {
		return drawn
	}
	return strings.NewReplacer(p.back...).Replace(drawn)
}
