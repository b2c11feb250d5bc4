// Package xlstest makes small workbooks of Excel 5 to 2003 for tests, record by
// record. Nothing else imports it.
package xlstest

import (
	"encoding/binary"
	"math"
	"unicode/utf16"

	"crm/internal/sheet/ole/oletest"
)

// The versions of the format.
const (
	Biff5 = 0x0500
	Biff8 = 0x0600
)

// Book is a workbook to be made; the zero Version is Biff8.
type Book struct {
	Version  int
	CodePage int
	From1904 bool
	Formats  map[int]string // number formats of its own, in bytes of the code page before Biff8
	Styles   []int          // number formats by style; none: one style, General
	Sheets   []Sheet
	Globals  []byte // records more, before the sheets are listed
	MaxPart  int    // how long a record of shared texts may get before it is continued; 0: 8224
}

// Sheet is a sheet to be made.
type Sheet struct {
	Name    string
	State   byte // 0 visible, 1 hidden, 2 very hidden
	Kind    byte // 0 cells, 1 macros, 2 chart, 6 module
	Cells   []Cell
	Records []byte // records more, behind the cells
}

// Cell is a cell: Value is a string, a float64, a bool, RK, Err, Label or Formula.
type Cell struct {
	Row, Col, Style int // from 0
	Value           any
}

// RK is a number in the short form.
type RK uint32

// Err is an error by its number.
type Err byte

// Label is a text that stands in the cell itself: bytes of the code page before Biff8.
type Label string

// Formula is a formula with its result: a string, float64, bool, Err, or nil for an empty one.
type Formula struct{ Result any }

// Record is one record.
func Record(id uint16, parts ...[]byte) []byte {
	out := U16(int(id), 0)
	for _, p := range parts {
		out = append(out, p...)
	}
	binary.LittleEndian.PutUint16(out[2:], uint16(len(out)-4))
	return out
}

// U16 is numbers of two bytes.
func U16(list ...int) []byte {
	var b []byte
	for _, n := range list {
		b = binary.LittleEndian.AppendUint16(b, uint16(n))
	}
	return b
}

// U32 is a number of four bytes.
func U32(n int) []byte { return binary.LittleEndian.AppendUint32(nil, uint32(n)) }

// BOF is the record that begins a part.
func BOF(version, kind int) []byte {
	if version == Biff8 {
		return Record(0x0809, U16(version, kind, 0x0dbb, 0x07cc), U32(0), U32(6))
	}
	return Record(0x0809, U16(version, kind, 0x0dbb, 0x07cc))
}

// EOF is the record that ends a part.
func EOF() []byte { return Record(0x000a) }

// Wide is a text as Biff8 has it: flags and two bytes a character; narrow where all fit one.
func Wide(s string) []byte {
	units := utf16.Encode([]rune(s))
	narrow := true
	for _, u := range units {
		narrow = narrow && u < 0x100
	}
	if narrow {
		b := []byte{0}
		for _, u := range units {
			b = append(b, byte(u))
		}
		return b
	}
	b := []byte{1}
	for _, u := range units {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

// Chars is how many characters a text of Biff8 has.
func Chars(s string) int { return len(utf16.Encode([]rune(s))) }

func (b *Book) version() int {
	if b.Version == 0 {
		return Biff8
	}
	return b.Version
}

// text is a text behind its length in bytes of that many.
func (b *Book) text(s string, lengthBytes int) []byte {
	n, chars := len(s), []byte(s)
	if b.version() == Biff8 {
		n, chars = Chars(s), Wide(s)
	}
	return append(U32(n)[:lengthBytes:lengthBytes], chars...)
}

// File is the workbook in a compound file.
func (b *Book) File() []byte {
	name := "Workbook"
	if b.version() == Biff5 {
		name = "Book"
	}
	return oletest.Build(oletest.Stream{Name: name, Content: b.Stream()})
}

// Stream is the workbook's records.
func (b *Book) Stream() []byte {
	v := b.version()
	head := BOF(v, 5)
	if b.CodePage != 0 {
		head = append(head, Record(0x0042, U16(b.CodePage))...)
	}
	if b.From1904 {
		head = append(head, Record(0x0022, U16(1))...)
	}
	for id := range 400 {
		if code, ok := b.Formats[id]; ok {
			head = append(head, Record(0x041e, U16(id), b.text(code, map[int]int{Biff5: 1, Biff8: 2}[v]))...)
		}
	}
	styles := b.Styles
	if styles == nil {
		styles = []int{0}
	}
	for _, format := range styles {
		head = append(head, Record(0x00e0, U16(0, format), make([]byte, 16))...)
	}
	head = append(head, b.Globals...)
	texts, table := b.sharedTexts()
	var list, tail []byte
	for _, s := range b.Sheets {
		list = append(list, Record(0x0085, U32(0), []byte{s.State, s.Kind}, b.text(s.Name, 1))...)
	}
	tail = append(table, EOF()...)
	at := len(head) + len(list) + len(tail)
	out := head
	var sheets []byte
	for _, s := range b.Sheets {
		out = append(out, Record(0x0085, U32(at+len(sheets)), []byte{s.State, s.Kind}, b.text(s.Name, 1))...)
		sheets = append(sheets, b.sheet(s, texts)...)
	}
	return append(append(out, tail...), sheets...)
}

func (b *Book) sheet(s Sheet, texts map[string]int) []byte {
	kind := map[byte]int{0: 0x10, 1: 0x40, 2: 0x20, 6: 6}[s.Kind]
	out := BOF(b.version(), kind)
	for _, c := range s.Cells {
		out = append(out, b.cell(c, texts)...)
	}
	return append(append(out, s.Records...), EOF()...)
}

func (b *Book) cell(c Cell, texts map[string]int) []byte {
	head := U16(c.Row, c.Col, c.Style)
	switch v := c.Value.(type) {
	case string:
		if b.version() == Biff8 {
			return Record(0x00fd, head, U32(texts[v]))
		}
		return Record(0x0204, head, b.text(v, 2))
	case Label:
		return Record(0x0204, head, b.text(string(v), 2))
	case float64:
		return Record(0x0203, head, double(v))
	case RK:
		return Record(0x027e, head, U32(int(v)))
	case bool:
		return Record(0x0205, head, []byte{flag(v), 0})
	case Err:
		return Record(0x0205, head, []byte{byte(v), 1})
	case Formula:
		return b.formula(head, v.Result)
	}
	return nil
}

func (b *Book) formula(head []byte, result any) []byte {
	special := func(kind, value byte) []byte { return []byte{kind, 0, value, 0, 0, 0, 0xff, 0xff} }
	value, after := special(3, 0), []byte(nil)
	switch v := result.(type) {
	case float64:
		value = double(v)
	case bool:
		value = special(1, flag(v))
	case Err:
		value = special(2, byte(v))
	case string:
		value, after = special(0, 0), Record(0x0207, b.text(v, 2))
	}
	return append(Record(0x0006, head, value, U16(0), U32(0), U16(0)), after...)
}

func flag(v bool) byte {
	if v {
		return 1
	}
	return 0
}

func double(v float64) []byte { return binary.LittleEndian.AppendUint64(nil, math.Float64bits(v)) }

// sharedTexts is the table of texts of Biff8, and their numbers.
func (b *Book) sharedTexts() (numbers map[string]int, records []byte) {
	numbers = map[string]int{}
	var list []string
	total := 0
	for _, s := range b.Sheets {
		for _, c := range s.Cells {
			text, ok := c.Value.(string)
			if !ok {
				continue
			}
			total++
			if _, known := numbers[text]; !known {
				numbers[text] = len(list)
				list = append(list, text)
			}
		}
	}
	if b.version() != Biff8 || len(list) == 0 {
		return numbers, nil
	}
	return numbers, b.SharedTable(total, list)
}

// SharedTable is the records of a table of texts, split where they get too long.
func (b *Book) SharedTable(total int, list []string) []byte {
	limit := b.MaxPart
	if limit == 0 {
		limit = 8224
	}
	id, part := uint16(0x00fc), append(U32(total), U32(len(list))...)
	var out []byte
	flush := func() {
		out = append(out, Record(id, part)...)
		id, part = 0x003c, nil
	}
	for _, s := range list {
		if len(part)+3 > limit { // the length and the flags of a text stay together
			flush()
		}
		chars := Wide(s)
		size := 1 + int(chars[0])
		part = append(append(part, U16(Chars(s))...), chars[0])
		for rest := chars[1:]; len(rest) > 0; {
			if len(part)+size > limit {
				flush()
				part = []byte{chars[0]}
			}
			n := min(len(rest), (limit-len(part))/size*size)
			n = max(n, size)
			part, rest = append(part, rest[:n]...), rest[n:]
		}
	}
	flush()
	return out
}
