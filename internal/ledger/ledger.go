// Package ledger is CSV files to which lines are only ever added: the pool's, and
// what was acknowledged of alerts. It knows their columns by header, in either
// language and any order, and adds lines that look like those that are there. It
// opens no file, and knows not what the lines mean.
package ledger

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"
	"unicode"

	"crm/internal/civil"
	"crm/internal/lang"
	"crm/internal/table"
)

// byteOrderMark makes Excel read the file as UTF-8.
const byteOrderMark = "\ufeff"

// Field is what a column holds: its place in Kind.Headers.
type Field int

// noField is a column that somebody added.
const noField Field = -1

// Kind is one kind of ledger.
type Kind struct {
	Name lang.Text // the pool's ledger
	// Headers is the titles of the fields, in the order in which a new ledger has
	// them; the English ones are what machines call them.
	Headers []lang.Text
	Needed  []Field // without which a line says nothing
	// FileCode and LineCode are the codes of what is wrong with the file, and with a line.
	FileCode, LineCode string
}

// Form is how a file is laid out, and all of its text: lines are added in the
// same way. The zero Form is that of a ledger that is yet to be written.
type Form struct {
	text      string
	columns   []Field
	lang      lang.Lang
	delimiter rune
	crlf      bool
}

// newForm is that of a new ledger.
func (k *Kind) newForm(l lang.Lang) Form {
	f := Form{lang: l, delimiter: ','}
	for i := range k.Headers {
		f.columns = append(f.columns, Field(i))
	}
	return f
}

// Text is what the ledger was read from; empty without.
func (f *Form) Text() string { return f.text }

// Lang is the language of the ledger; another where there is none yet.
func (f *Form) Lang(other lang.Lang) lang.Lang {
	if f.text == "" {
		return other
	}
	return f.lang
}

// Append is the ledger's text with so many more lines: what was there stays byte
// for byte. A new ledger speaks in, has a header and what makes Excel read it as
// UTF-8. cell is a field of a line as a ledger of a language has it.
func (k *Kind) Append(f Form, in lang.Lang, lines int, cell func(line int, of Field, l lang.Lang) string) ([]byte, error) {
	var b bytes.Buffer
	if f.text == "" {
		f = k.newForm(in)
	} else {
		b.WriteString(f.text)
		if !strings.HasSuffix(f.text, "\n") {
			b.WriteString(f.end())
		}
	}
	w := csv.NewWriter(&b)
	w.Comma, w.UseCRLF = f.delimiter, f.crlf
	if b.Len() == 0 {
		b.WriteString(byteOrderMark)
		if err := w.Write(f.record(func(c Field) string { return k.Headers[c].In(f.lang) })); err != nil {
			return nil, fmt.Errorf("ledger: %w", err)
		}
	}
	for i := range lines {
		if err := w.Write(f.record(func(c Field) string { return table.Guard(cell(i, c, f.lang)) })); err != nil {
			return nil, fmt.Errorf("ledger: %w", err)
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

func (f *Form) end() string {
	if f.crlf {
		return "\r\n"
	}
	return "\n"
}

func (f *Form) record(cell func(Field) string) []string {
	record := make([]string, len(f.columns))
	for i, c := range f.columns {
		if c != noField {
			record[i] = cell(c)
		}
	}
	return record
}

// Moment is when a line is written, and by whom.
type Moment struct {
	Day    civil.Date
	Second int // after midnight of Day
	Who    string
}

// When is the day and time as a ledger has them: 2026-01-31 17:05:00.
func (m *Moment) When() string {
	return fmt.Sprintf("%s %02d:%02d:%02d", m.Day, m.Second/3600, m.Second/60%60, m.Second%60)
}

// Day is a day as a ledger has it; empty where there is none.
func Day(d civil.Date) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

// Plain is a text as a ledger keeps it: one line, nothing hidden.
func Plain(s string) string {
	if plainASCII(s) {
		return s
	}
	return strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, "\ufffd"), func(r rune) bool {
		return unicode.IsControl(r) || unicode.IsSpace(r) || r == '\u2028' || r == '\u2029'
	}), " ")
}

// plainASCII reports whether a text is plain already, as most are: letters, digits
// and marks of ASCII, and single blanks between them.
func plainASCII(s string) bool {
	blank := true // before the text
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == ' ' && blank {
			return false
		}
		blank = s[i] == ' '
	}
	return !blank || s == ""
}
