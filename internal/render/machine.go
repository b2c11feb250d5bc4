package render

import (
	"bufio"
	"encoding/csv"
	"io"
	"strings"
	"unicode"

	"crm/internal/diag"
	"crm/internal/table"
	"crm/internal/value"
)

// byteOrderMark makes Excel read a text file as UTF-8.
const byteOrderMark = "\ufeff"

// writeCSV writes canonical headers and exact values, quoted as RFC 4180 says,
// lines ending in LF.
func writeCSV(w io.Writer, g *table.Grid, o Options) error {
	if o.BOM {
		if _, err := io.WriteString(w, byteOrderMark); err != nil {
			return err
		}
	}
	all := bufio.NewWriterSize(w, atOnce)
	out := csv.NewWriter(all)
	err := eachRecord(g, o.Raw, printable, out.Write)
	out.Flush()
	if err == nil {
		err = out.Error()
	}
	if err != nil {
		return err
	}
	return all.Flush()
}

// atOnce is how much is written at a time.
const atOnce = 64 << 10

// writeTSV writes one line a row; tabs, line breaks and other hidden characters
// of texts are escapes (\t, \n, \x1b, and \\ for a backslash).
func writeTSV(w io.Writer, g *table.Grid, o Options) error {
	out := bufio.NewWriterSize(w, atOnce)
	if o.BOM {
		out.WriteString(byteOrderMark)
	}
	err := eachRecord(g, o.Raw, oneLine, func(record []string) error {
		for i, field := range record {
			if i > 0 {
				out.WriteByte('\t')
			}
			out.WriteString(field)
		}
		return out.WriteByte('\n')
	})
	if err != nil {
		return err
	}
	return out.Flush()
}

// eachRecord hands out the header and every row as texts. Texts from the data
// are cleaned, and guarded unless raw.
func eachRecord(g *table.Grid, raw bool, clean func(string) string, write func([]string) error) error {
	record := make([]string, len(g.Columns))
	text := func(s string) string {
		if raw {
			return clean(s)
		}
		return clean(table.Guard(s))
	}
	for i := range g.Columns {
		record[i] = text(g.Columns[i].ID)
	}
	if err := write(record); err != nil {
		return err
	}
	for _, row := range g.Rows {
		for i := range record {
			v := at(row, i)
			record[i] = v.String()
			if k := v.Kind(); (k == value.Text || k == value.List) && record[i] != "" {
				record[i] = text(record[i])
			}
		}
		if err := write(record); err != nil {
			return err
		}
	}
	return nil
}

// printable keeps line feeds and tabs, which CSV can quote, makes line ends
// alike, and shows other characters that act on a screen: a CSV may be printed on
// one. Joiners and marks that belong to a script's spelling stay.
func printable(s string) string {
	if strings.IndexFunc(s, acts) < 0 {
		return strings.ToValidUTF8(s, "\ufffd")
	}
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	var b strings.Builder
	for _, r := range s {
		if acts(r) && r != '\n' && r != '\t' {
			b.WriteString(diag.Escape(string(r)))
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// acts reports whether a character does something to a terminal or to the
// direction of what stands around it.
func acts(r rune) bool {
	return unicode.IsControl(r) || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' || r == '\u2028' || r == '\u2029'
}

// oneLine is a text without anything hidden, readable back.
func oneLine(s string) string {
	if strings.IndexByte(s, '\\') >= 0 {
		s = strings.ReplaceAll(s, `\`, `\\`)
	}
	return diag.Escape(s)
}

// writeJSON writes an array with one object a row, one row a line.
func writeJSON(w io.Writer, g *table.Grid) error {
	out := bufio.NewWriterSize(w, atOnce)
	out.WriteByte('[')
	for i, row := range g.Rows {
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteString("\n  ")
		writeObject(out, g.Columns, row)
	}
	if len(g.Rows) > 0 {
		out.WriteByte('\n')
	}
	out.WriteString("]\n")
	return out.Flush()
}

// writeJSONL writes one object a line.
func writeJSONL(w io.Writer, g *table.Grid) error {
	out := bufio.NewWriterSize(w, atOnce)
	for _, row := range g.Rows {
		writeObject(out, g.Columns, row)
		out.WriteByte('\n')
	}
	return out.Flush()
}

// writeObject writes a row with its keys in the order of the columns.
func writeObject(out *bufio.Writer, columns []table.Column, row []value.Value) {
	out.WriteByte('{')
	for i := range columns {
		if i > 0 {
			out.WriteString(", ")
		}
		out.WriteString(diag.JSONString(columns[i].ID))
		out.WriteString(": ")
		out.WriteString(literal(at(row, i)))
	}
	out.WriteByte('}')
}

// literal is a value in JSON. Money is a text, for many readers of JSON take
// numbers for binary fractions.
func literal(v value.Value) string {
	switch v.Kind() {
	case value.Absent:
		return "null"
	case value.Number, value.Share, value.Days, value.Bool:
		return v.String()
	}
	return diag.JSONString(v.String())
}
