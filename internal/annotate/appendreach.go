package annotate

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/ooxml"
)

// rowReach is the rows and columns of a table that gets one row more: what is said of
// all its rows is to be said of the new one too.
type rowReach struct {
	header, number    int // the header row, and the new one
	firstCol, lastCol int
}

// over is a range that covers the table's columns, or some, from their first row
// to the last, as it reaches over the new row too; any other range comes back as
// it is.
func (r *rowReach) over(a area) area {
	if a.firstRow <= r.header+1 && a.lastRow == r.number-1 && a.lastRow > r.header && a.firstCol <= r.lastCol && r.firstCol <= a.lastCol {
		a.lastRow = r.number
	}
	return a
}

// ranges is a list of ranges with each of them reaching over the new row.
func (r *rowReach) ranges(list []byte) []byte {
	parts := strings.Fields(string(list))
	changed := false
	for i, part := range parts {
		if a, ok := parseArea([]byte(part)); ok && r.over(a) != a {
			parts[i], changed = r.over(a).String(), true
		}
	}
	if !changed {
		return list
	}
	return []byte(strings.Join(parts, " "))
}

// rangesAt is the attribute of a tag beside the rows that names cells of which
// something is said: a filter, a validation, a conditional format. Empty for any
// other tag.
func rangesAt(t *tape, w *walker, ev event) string {
	switch {
	case w.at != outside || ev == closed:
		return ""
	case t.depth == dataDepth && w.is(t, "autoFilter"):
		return "ref"
	case t.depth == dataDepth && w.is(t, "conditionalFormatting"), t.depth == rowDepth && w.is(t, "dataValidation"):
		return "sqref"
	}
	return ""
}

// reaches proves that a list of ranges is the other one, but that some end with
// the new row instead of the one above it.
func (r *rowReach) reaches(before, after []byte) bool {
	a, b := strings.Fields(string(before)), strings.Fields(string(after))
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] == b[i] {
			continue
		}
		was, ok := parseArea([]byte(a[i]))
		is, also := parseArea([]byte(b[i]))
		if was.lastRow++; !ok || !also || was != is || is.lastRow != r.number {
			return false
		}
	}
	return true
}

// calculated is the formulas of a table's columns that a new row gets, by column
// of the sheet; notes names columns whose formulas are not to be had for another row.
func calculated(f *tableFile) (formulas map[int]string, notes []lang.Text) {
	formulas = map[int]string{}
	column, from := -1, 0
	for t := range ooxml.Tags(f.xml) {
		switch {
		case t.Depth == 2 && t.Local() == "tableColumn" && !t.Close:
			column++
		case t.Depth != 3 || t.Local() != "calculatedColumnFormula" || column < 0 || column >= len(f.columns):
		case !t.Close && !ooxml.IsTrue(t.Text(f.xml), "array"):
			from = t.End
		case t.Close && from > 0:
			formula := strings.TrimSpace(string(f.xml[from:t.Start]))
			if from = 0; formula != "" && sameInEveryRow(formula) {
				formulas[f.whole.firstCol+column] = formula
				continue
			}
			notes = append(notes, lang.F("the formula of the column %s names cells of one row; fill it down in Excel", "“%s”列的公式引用了固定行的单元格，请在 Excel 中向下填充", diag.Excerpt(f.columns[column])))
		}
	}
	return formulas, notes
}

var (
	quotedParts = regexp.MustCompile(`"[^"]*"|'[^']*'|&quot;.*?&quot;|&apos;.*?&apos;`)
	inBrackets  = regexp.MustCompile(`\[[^\[\]]*\]`)
	rowOfCell   = regexp.MustCompile(`(?:^|[^A-Za-z0-9_.\\])\$?[A-Za-z]{1,3}[0-9]+(?:$|[^A-Za-z0-9_.(])`)
	wholeRows   = regexp.MustCompile(`\$?[0-9]+:\$?[0-9]+`)
)

// sameInEveryRow reports whether a formula, as XML, says the same in every row of its
// table: it names no cell by a row that would move with it.
func sameInEveryRow(formula string) bool {
	if strings.Contains(formula, "<") {
		return false
	}
	bare := quotedParts.ReplaceAllString(formula, `""`)
	for inBrackets.MatchString(bare) {
		bare = inBrackets.ReplaceAllString(bare, "")
	}
	return !rowOfCell.MatchString(bare) && !wholeRows.MatchString(bare)
}

// changeBook changes the workbook's part: names of what is printed and filtered
// reach over the new row, and everything is calculated anew where the row has
// formulas.
func (a *addition) changeBook(p *ooxml.Package) error {
	part, _, err := bookRelations(p)
	if err != nil {
		return err
	}
	xml, err := p.Read(part)
	if err != nil {
		return err
	}
	if edits := a.nameEdits(xml); len(edits) > 0 {
		a.bookPart = part
		if err := p.Replace(part, ooxml.Apply(xml, edits)); err != nil {
			return err
		}
	}
	if !a.formulas {
		return nil
	}
	a.bookPart = part
	return p.CalculateOnLoad()
}

// nameEdits is the names of the sheet that reach over the new row.
func (a *addition) nameEdits(xml []byte) []ooxml.Edit {
	var edits []ooxml.Edit
	from := 0
	for t := range ooxml.Tags(xml) {
		tag := t.Text(xml)
		switch {
		case t.Depth != 2 || t.Local() != "definedName":
		case !t.Close && a.ownName(tag):
			from = t.End
		case t.Close && from > 0:
			if text := string(xml[from:t.Start]); a.longerName(text) != text {
				edits = append(edits, ooxml.Edit{From: from, To: t.Start, Text: a.longerName(text)})
			}
			from = 0
		}
	}
	return edits
}

// ownName reports whether a name is of what the sheet prints or filters.
func (a *addition) ownName(tag []byte) bool {
	name := strings.ToLower(ooxml.Attr(tag, "name"))
	return ooxml.Attr(tag, "localSheetId") == strconv.Itoa(a.index) && (name == "_xlnm.print_area" || name == "_xlnm._filterdatabase")
}

// longerName is the text of such a name, one range of the sheet, with the new row.
func (a *addition) longerName(text string) string {
	i := strings.LastIndexByte(text, '!')
	was, ok := parseArea([]byte(text[i+1:]))
	if i < 0 || !ok || strings.ContainsAny(text, ",#") || a.reach.over(was) == was {
		return text
	}
	last := strconv.Itoa(was.lastRow)
	if !strings.HasSuffix(text, "$"+last) {
		return text
	}
	return strings.TrimSuffix(text, last) + strconv.Itoa(a.number)
}

// book proves that the workbook's part is what it was, but for that.
func (p *rowProof) book() error {
	if p.bookPart == "" {
		return nil
	}
	before, err := p.before.pack.Read(p.bookPart)
	if err != nil {
		return err
	}
	after, err := p.after.pack.Read(p.bookPart)
	if err != nil {
		return err
	}
	a, b := pieces(before, 2, "definedNames"), pieces(after, 2, "definedNames")
	if len(a) != len(b) {
		return errors.New("a name is lost, or there is one more")
	}
	for i := range a {
		if a[i].whole == b[i].whole {
			continue
		}
		same := bytes.Equal(a[i].tag, b[i].tag) && p.ownName(a[i].tag)
		if was, is := rangeOf(a[i].whole), rangeOf(b[i].whole); !same || !p.reach.reaches(was, is) {
			return fmt.Errorf("the name %s differs", diag.Excerpt(ooxml.Attr(a[i].tag, "name")))
		}
	}
	return kept(pieces(before, 1, ""), uncalculated(pieces(after, 1, "")), func(q piece) bool {
		return q.local == "definedNames" || q.local == "calcPr" && slices.ContainsFunc(pieces(after, 1, ""), func(r piece) bool {
			return r.local == "calcPr" && bytes.Equal(calculation(q.tag), calculation(r.tag))
		})
	})
}

// rangeOf is the range that a name's element ends with.
func rangeOf(element string) []byte {
	text, _, _ := strings.Cut(element[strings.IndexByte(element, '>')+1:], "<")
	return []byte(text[strings.LastIndexByte(text, '!')+1:])
}
