package diag

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"crm/internal/lang"
)

// codePrefix stands before the number of the catalogue wherever a code is shown.
const codePrefix = "CRM-"

// JSONString is s as a JSON string: the same text to a program, and harmless on
// a terminal, since everything Escape makes visible is written as \u escapes.
// Invalid UTF-8 becomes U+FFFD, for JSON has no other bytes.
func JSONString(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == utf8.RuneError || !hidden(r):
			b.WriteRune(r)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// text is a string that marshals through JSONString.
type text string

// MarshalJSON keeps hidden characters escaped.
func (t text) MarshalJSON() ([]byte, error) { return []byte(JSONString(string(t))), nil }

// place is a Pos in JSON.
type place struct {
	File  text   `json:"file"`
	Sheet text   `json:"sheet,omitempty"`
	Row   int    `json:"row,omitempty"`
	Col   int    `json:"column,omitempty"`
	Cell  string `json:"cell,omitempty"`
}

func placeOf(p Pos) place {
	at := place{File: text(p.File), Sheet: text(p.Sheet), Row: p.Row, Col: p.Col}
	if p.Sheet != "" {
		at.Cell = p.Cell()
	}
	return at
}

// MarshalJSON writes the place with the keys file, sheet, row, column and cell.
func (p Pos) MarshalJSON() ([]byte, error) { return marshal(placeOf(p)) }

// WriteJSON writes a problem as one line of JSON: fixed English keys in a fixed
// order, texts in the given language, foreign text whole.
func WriteJSON(w io.Writer, p *Problem, l lang.Lang) error {
	code := p.Code
	if code != "" {
		code = codePrefix + code
	}
	line, err := marshal(struct {
		Severity string `json:"severity"`
		Code     string `json:"code,omitempty"`
		place
		Field    text  `json:"field,omitempty"`
		Subject  text  `json:"subject,omitempty"`
		Message  text  `json:"message"`
		Found    text  `json:"found,omitempty"`
		Expected text  `json:"expected,omitempty"`
		Hint     text  `json:"hint,omitempty"`
		Effect   text  `json:"effect,omitempty"`
		Also     []Pos `json:"also,omitempty"`
	}{
		p.Severity.String(), code, placeOf(p.Pos), text(p.Field), text(p.Subject), text(p.Message.In(l)),
		text(p.Found), text(p.Expected.In(l)), text(p.Hint.In(l)), text(p.Effect.In(l)), p.Also,
	})
	if err != nil {
		return err
	}
	_, err = w.Write(append(line, '\n'))
	return err
}

// marshal is json.Marshal without the escaping meant for HTML pages.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}
