package xlsx

import (
	"strconv"

	"crm/internal/lang"
)

// styles is what cells need of the style sheet: the number format of each style.
type styles struct {
	formats []string // by style number
	dates   []bool   // by style number: its numbers are days
	missing bool     // the book has no styles at all: every number is General
}

// readStyles reads the styles part.
func (b *Book) readStyles(relations map[string]relation) error {
	m, err := b.partOf(relations, "styles")
	if err != nil {
		return err
	}
	if m == nil {
		b.styles.missing = true
		return nil
	}
	custom := map[int]string{}
	var ids []int
	group := ""
	err = b.box.each(m, func(s *scanner, depth int) error {
		if s.space != mainSpace {
			return nil
		}
		switch name := string(s.local); {
		case depth == 2:
			group = name
		case depth == 3 && group == "numFmts" && name == "numFmt":
			id, err := s.styleNumber("numFmtId")
			custom[id] = s.attrText("formatCode")
			return err
		case depth == 3 && group == "cellXfs" && name == "xf":
			id, err := s.styleNumber("numFmtId")
			ids = append(ids, id)
			return err
		}
		return nil
	})
	b.styles.use(ids, custom)
	return err
}

// styleNumber is a number in an attribute; 0 without it.
func (s *scanner) styleNumber(name string) (int, error) {
	value := s.attr(name)
	if value == nil {
		return 0, nil
	}
	n, err := strconv.Atoi(string(trim(value)))
	if err != nil {
		return 0, invalid(codeInvalid, s.problemAt(), lang.F("%s: %s is no number: %s", "%s：%s 不是数字：%s", s.src.part.name(), name, quoted(string(value))))
	}
	return n, nil
}

func (t *styles) use(ids []int, custom map[int]string) {
	dated := map[string]bool{}
	for _, id := range ids {
		code, given := custom[id]
		if !given {
			code = builtinFormat(id)
		}
		date, known := dated[code]
		if !known {
			date = dateFormat(code)
			dated[code] = date
		}
		t.formats = append(t.formats, code)
		t.dates = append(t.dates, date)
	}
}

// known reports whether a cell may have that style.
func (t *styles) known(style int32) bool {
	return t.missing || int(style) < len(t.formats) || style == 0
}

// date reports whether the numbers of a style are days. A cell without a style has the first.
func (t *styles) date(style int32) bool {
	style = max(style, 0)
	return int(style) < len(t.dates) && t.dates[style]
}

// format is the number format of a style.
func (t *styles) format(style int32) string {
	style = max(style, 0)
	if int(style) < len(t.formats) {
		return t.formats[style]
	}
	return general
}
