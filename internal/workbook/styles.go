package workbook

import (
	"strings"

	"github.com/xuri/excelize/v2"

	"crm/internal/lang"
)

// look is what a cell is for.
type look uint8

const (
	body      look = iota
	header         // of the user's columns
	ownHeader      // of ours
	title
	heading
	note
	fixed // in a fixed-width font
)

// style is all that a cell's looks depend on; the zero style is the book's default.
type style struct {
	look   look
	format string // number format; empty for General
	fill   int8   // 1 + the tint of a class; 0 none
	wrap   bool
	right  bool // a header above numbers
	indent bool // a text beside the user's numbers
	table  bool // a cell of a table: centred between its lines
	quote  bool // a text that begins like a formula
}

// styles gives every style its number in the book. All styles are asked for
// once before the styles part is written.
type styles struct {
	file   *excelize.File
	ids    map[style]int
	family string
	sealed bool
	err    error
}

// The fonts. Chinese needs one that every Windows and Mac with Excel or WPS has;
// Calibri leaves the choice of its characters to chance.
const (
	familyEN    = "Calibri"
	familyZH    = "Microsoft YaHei"
	familyFixed = "Consolas"
	fontSize    = 11
)

func newStyles(f *excelize.File, l lang.Lang) (*styles, error) {
	s := &styles{file: f, ids: map[style]int{{}: 0}, family: familyEN}
	if l == lang.ZH {
		s.family = familyZH
	}
	return s, f.SetDefaultFont(s.family)
}

// id is the style's number; 0 once the part is written, for one nobody asked for before.
func (s *styles) id(key style) int {
	id, known := s.ids[key]
	if known {
		return id
	}
	if s.sealed {
		s.fail(errUnknownStyle)
		return 0
	}
	var err error
	if key.quote {
		id, err = s.quoted(key)
	} else {
		id, err = s.file.NewStyle(s.describe(key))
	}
	if err != nil {
		s.fail(err)
	}
	s.ids[key] = id
	return id
}

func (s *styles) fail(err error) {
	if s.err == nil {
		s.err = err
	}
}

// quoted is the style with the mark that keeps the text a text when the cell is
// edited; excelize cannot set it.
func (s *styles) quoted(key style) (int, error) {
	key.quote = false
	all := s.file.Styles.CellXfs
	marked := all.Xf[s.id(key)]
	yes := true
	marked.QuotePrefix = &yes
	all.Xf = append(all.Xf, marked)
	all.Count = len(all.Xf)
	return all.Count - 1, s.err
}

// The colours, calm enough to read a whole day.
const (
	white     = "FFFFFF"
	inkDark   = "1F3A4D"
	inkGrey   = "6B7780"
	line      = "B7C3CC"
	theirHead = "EEF1F4"
	ownHead   = "D5E3EE"
)

// tints is the backgrounds of rows by class, from the first; the last class of
// several, which is the rest, has none.
var tints = [...]string{"E3F1E4", "E4EEF8", "FDF3DC", "F3E9F5", "FBE6E2", "EAF3F3"}

// The tints of what is late and of what will be soon, counted from 1.
const (
	soonTint = 3
	lateTint = 5
)

// tint is the fill of a rank among so many; 0 for none.
func tint(rank, ranks int) int8 {
	if rank < 0 || rank >= ranks || rank >= len(tints) || rank > 0 && rank == ranks-1 {
		return 0
	}
	return int8(rank + 1)
}

// longestFormat is the longest number format that Excel takes.
const longestFormat = 255

func (s *styles) describe(key style) *excelize.Style {
	d := &excelize.Style{}
	font := &excelize.Font{Family: s.family, Size: fontSize}
	align := &excelize.Alignment{WrapText: key.wrap}
	if key.table {
		align.Vertical = "center"
	}
	switch key.look {
	case body:
		font = nil
	case header, ownHeader:
		font.Bold, font.Color = true, inkDark
		align.WrapText = true
		color := theirHead
		if key.look == ownHeader {
			color = ownHead
		}
		d.Fill = solid(color)
		d.Border = []excelize.Border{{Type: "bottom", Style: 1, Color: line}}
	case title:
		font.Bold, font.Size, font.Color = true, 16, inkDark
	case heading:
		font.Bold, font.Size, font.Color = true, 12, inkDark
	case note:
		font.Color = inkGrey
	case fixed:
		font.Family, font.Size = familyFixed, 10
	}
	if key.right {
		align.Horizontal = "right"
	}
	d.Font = font
	if key.indent {
		align.Horizontal, align.Indent = "left", 1
	}
	if *align != (excelize.Alignment{}) {
		d.Alignment = align
	}
	if key.fill > 0 {
		d.Fill = solid(tints[key.fill-1])
		d.Border = []excelize.Border{
			{Type: "bottom", Style: 1, Color: white}, {Type: "right", Style: 1, Color: white},
		}
	}
	if f := key.format; f != "" && !strings.EqualFold(f, "general") && len(f) <= longestFormat {
		d.CustomNumFmt = &f
	}
	return d
}

func solid(color string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}
}
