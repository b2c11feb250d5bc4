package workbook

import (
	"bufio"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"crm/internal/civil"
	"crm/internal/diag"
	"crm/internal/lang"
)

// The bounds of a sheet and a cell in every version of the format since 2007.
const (
	maxRows  = 1_048_576
	maxCols  = 16_384
	maxUnits = 32_767 // UTF-16 units of a text
)

// rowWriter writes the rows of a sheet, cells by ascending column. With out nil
// it only measures: the widths of columns, the styles needed, what is used.
type rowWriter struct {
	out     *bufio.Writer
	styles  *styles
	sheet   *sheet
	row     int
	open    bool
	err     error
	cells   []byte           // of the open row
	escaped []byte           // the last text
	recent  []used           // the style asked for last, by column
	lines   int              // of its highest cell
	restyle func(id int) int // nil: styles keep their numbers
}

// fail keeps the first error.
func (w *rowWriter) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}

// rowBytes is the most that a row takes beside its cells.
const rowBytes = 40

// startRow begins a row; rows ascend.
func (w *rowWriter) startRow(number int) {
	w.endRow()
	w.row, w.open, w.lines, w.cells = number, true, 1, w.cells[:0]
	w.sheet.lastRow = max(w.sheet.lastRow, number)
	w.sheet.bytes += rowBytes
	if number > maxRows {
		w.fail(w.sheet.tooLarge(lang.F("more than %d rows", "超过 %d 行", maxRows)))
	}
}

// endRow writes the row. One whose texts wrap says how high it is: not every
// program works that out when it opens a book.
func (w *rowWriter) endRow() {
	if w.open && w.out != nil {
		w.out.WriteString(`<row r="`)
		w.out.WriteString(strconv.Itoa(w.row))
		if w.lines > 1 {
			w.out.WriteString(`" ht="`)
			w.out.WriteString(strconv.Itoa(min(w.lines*lineHeight+rowPadding, highestRow)))
		}
		w.out.WriteString(`">`)
		w.out.Write(w.cells)
		w.out.WriteString("</row>")
	}
	w.open = false
}

// Heights in points: of a line, what a row has besides, and the most that a
// screen should give one row.
const (
	lineHeight = 16
	rowPadding = 3
	highestRow = 160
)

// The types of cells that are no numbers.
const (
	inline    = "inlineStr"
	truthType = "b"
)

// measures reports whether nothing is written: only then widths are needed.
func (w *rowWriter) measures() bool { return w.out == nil }

// blank writes an empty cell that only has a style.
func (w *rowWriter) blank(col int, key style) { w.write(col, key, "", "", 0) }

// number writes plain digits.
func (w *rowWriter) number(col int, key style, digits string, width int) {
	w.write(col, key, "", digits, width)
}

// coded writes a value of another type, b for a truth, whose text needs no escape.
func (w *rowWriter) coded(col int, key style, kind, text string) {
	w.write(col, key, kind, text, len(text))
}

// text writes a text, which stays one whatever it begins with. pos is where it
// comes from.
func (w *rowWriter) text(col int, key style, s string, pos diag.Pos) {
	if units(s) > maxUnits {
		w.fail(tooLong(s, pos))
		return
	}
	key.quote = looksLikeFormula(s)
	if key.wrap || key.look == header || key.look == ownHeader {
		w.lines = max(w.lines, wrappedLines(s, w.sheet.width(col)))
	}
	if w.measures() {
		width := 0
		if w.sheet.widens(col, key, len(s)) {
			width = textWidth(s)
		}
		w.write(col, key, inline, s, width)
		return
	}
	w.escaped = appendEscaped(w.escaped[:0], s)
	b := append(w.begin(col, key, inline), `"><is><t`...)
	if spaced(w.escaped) {
		b = append(b, ` xml:space="preserve"`...)
	}
	w.cells = append(append(append(b, '>'), w.escaped...), `</t></is></c>`...)
}

// How much a cell takes beside its content, at most but for the widest sheets,
// and how much more one that holds a text.
const (
	cellBytes   = 36
	inlineBytes = 44
)

func (w *rowWriter) write(col int, key style, kind, content string, width int) {
	w.sheet.see(col, key, width)
	if w.measures() {
		w.style(col, key)
		w.sheet.bytes += max(len(content), width) + cellBytes
		if kind == inline {
			w.sheet.bytes += inlineBytes
		}
		return
	}
	b := w.begin(col, key, kind)
	if content == "" {
		w.cells = append(b, `"/>`...)
		return
	}
	w.cells = append(append(append(b, `"><v>`...), content...), `</v></c>`...)
}

// begin is the row's cells with the beginning of one more, up to its last
// attribute's end.
func (w *rowWriter) begin(col int, key style, kind string) []byte {
	id := w.style(col, key)
	b := append(w.cells, `<c r="`...)
	b = appendColumn(b, col)
	b = strconv.AppendInt(b, int64(w.row), 10)
	if id != 0 {
		b = append(b, `" s="`...)
		b = strconv.AppendInt(b, int64(id), 10)
	}
	if kind != "" {
		b = append(b, `" t="`...)
		b = append(b, kind...)
	}
	return b
}

// spaced reports whether a text has blanks that a program might drop or draw
// together: at its ends, several of them, tabs and line ends.
func spaced(s []byte) bool {
	before := byte(' ') // the text begins
	for _, c := range s {
		if c <= ' ' && (c < ' ' || before == ' ') {
			return true
		}
		before = c
	}
	return before == ' ' && len(s) > 0
}

// used is a style with its number.
type used struct {
	key style
	id  int
}

// style is the number of a style: mostly that of the cell above.
func (w *rowWriter) style(col int, key style) int {
	for len(w.recent) <= col && col < maxCols {
		w.recent = append(w.recent, used{})
	}
	if col >= maxCols {
		return w.numbered(key)
	}
	u := &w.recent[col]
	if u.key != key {
		*u = used{key, w.numbered(key)}
	}
	return u.id
}

// numbered is the number of a style that was not that of the cell above.
func (w *rowWriter) numbered(key style) int {
	id := w.styles.id(key)
	switch {
	case w.measures():
		w.sheet.used = append(w.sheet.used, id)
	case w.restyle != nil:
		id = w.restyle(id)
	}
	return id
}

// appendColumn appends a column's letters.
func appendColumn(b []byte, col int) []byte {
	const letters = 26
	if col >= letters {
		b = appendColumn(b, col/letters-1)
	}
	return append(b, 'A'+byte(col%letters))
}

// ref is a cell's reference, the column counted from 0.
func ref(col, row int) string { return diag.ColumnName(col) + strconv.Itoa(row) }

// serial is the number by which the book holds a day. Excel counts a 29 February
// 1900 that never was; ok is false before its first day, where it has none at all.
func serial(d civil.Date, from1904 bool) (n int, ok bool) {
	const (
		epoch     = 25569 // of 1970-01-01
		epoch1904 = epoch - 1462
	)
	if from1904 {
		n = int(d) + epoch1904
		return n, n > 0 // 0 is midnight to many programs, no day
	}
	n = int(d) + epoch
	if n <= 60 {
		n--
	}
	return n, n > 0
}

func units(s string) int {
	if len(s) <= maxUnits {
		return len(s)
	}
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

func tooLong(s string, pos diag.Pos) error {
	return &diag.Problem{
		Code: "F30", Severity: diag.Error, Pos: pos, Found: s,
		Message:  lang.F("the text has %d characters", "文本有 %d 个字符", utf8.RuneCountInString(s)),
		Expected: lang.F("at most %d: a cell of a workbook holds no more", "最多 %d 个：工作簿的一个单元格容不下更多", maxUnits),
		Effect:   lang.T("nothing was written", "没有写入任何文件"),
	}
}

// looksLikeFormula reports whether a program might take the text for a formula
// once somebody edits the cell.
func looksLikeFormula(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return strings.ContainsRune("=+-@＝＋－＠\t\r\n", r) && s != ""
}

// textWidth is the width of a text's longest line.
func textWidth(s string) int {
	if !strings.Contains(s, "\n") {
		return diag.Width(s)
	}
	n := 0
	for line := range strings.Lines(s) {
		n = max(n, diag.Width(strings.TrimRight(line, "\r\n")))
	}
	return n
}

// wrappedLines is about how many lines a text takes in a column of that width.
func wrappedLines(s string, width float64) int {
	room, lines := max(int(width)-margin, 1), 0
	for line := range strings.Lines(s) {
		lines += max((diag.Width(strings.TrimRight(line, "\r\n"))+room-1)/room, 1)
	}
	return lines
}

// escaped is a text inside XML.
func escaped(s string) string { return string(appendEscaped(nil, s)) }

// appendEscaped appends a text inside XML. Characters that XML has none of are
// written as _xHHHH_ (ECMA-376 part 1, 22.9.2.19), and what looks like that is
// protected by it.
func appendEscaped(b []byte, s string) []byte {
	if plain(s) {
		return append(b, s...)
	}
	done := 0 // up to here it is in b
	for i := 0; i < len(s); {
		if usual[s[i]] {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if instead := escapedRune(r, size, s[i:]); instead != "" {
			b = append(append(b, s[done:i]...), instead...)
			done = i + size
		}
		i += size
	}
	return append(b, s[done:]...)
}

// escapedRune is what stands for the character that s begins with; empty where
// it stands for itself.
func escapedRune(r rune, size int, s string) string {
	switch {
	case r == '&':
		return "&amp;"
	case r == '<':
		return "&lt;"
	case r == '>':
		return "&gt;"
	case r == '\t' || r == '\n':
		return ""
	case r < ' ' || r == 0xfffe || r == 0xffff:
		return fmt.Sprintf("_x%04X_", r)
	case r == '_' && isEscape(s):
		return "_x005F_"
	case r == utf8.RuneError && size == 1:
		return string(utf8.RuneError)
	}
	return ""
}

// usual is the characters that stand for themselves wherever they are.
var usual = usualBytes()

func usualBytes() (is [256]bool) {
	for c := byte(' '); c < utf8.RuneSelf; c++ {
		is[c] = !strings.ContainsRune("&<>_", rune(c))
	}
	return is
}

// plain reports whether all of a text stands for itself, but for a few that do too.
func plain(s string) bool {
	ascii := true
	for i := 0; i < len(s); i++ {
		if !usual[s[i]] {
			if s[i] < utf8.RuneSelf || s[i] == 0xef {
				return false
			}
			ascii = false
		}
	}
	return ascii || utf8.ValidString(s)
}

// isEscape reports whether s begins with _xHHHH_.
func isEscape(s string) bool {
	if len(s) < 7 || s[1] != 'x' || s[6] != '_' {
		return false
	}
	_, err := strconv.ParseUint(s[2:6], 16, 16)
	return err == nil
}
