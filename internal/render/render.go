// Package render turns a table.Grid into text: a table for a terminal, Markdown,
// HTML, CSV, TSV, JSON or JSON Lines. It is the only room that imports go-pretty. It
// chooses no columns and computes nothing: what a grid holds is what comes out,
// for people rounded and titled in their language, for machines exact and under
// canonical names.
package render

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"crm/internal/lang"
	"crm/internal/table"
)

// Format is the name of an output format, as --format takes it.
type Format string

// The formats that are plain text.
const (
	Table    Format = "table"
	CSV      Format = "csv"
	TSV      Format = "tsv"
	JSON     Format = "json"
	JSONL    Format = "jsonl"
	Markdown Format = "markdown"
	HTML     Format = "html"
)

// Formats is all formats, in the order in which help names them.
func Formats() []string {
	return []string{string(Table), string(CSV), string(TSV), string(JSON), string(JSONL), string(Markdown), string(HTML)}
}

// ParseFormat reads the name of a format.
func ParseFormat(s string) (Format, bool) {
	return Format(s), slices.Contains(Formats(), s)
}

// FormatOfFile is the format that a file's ending asks for; ok is false for an
// ending that names none of these (.xlsx is a workbook's).
func FormatOfFile(name string) (Format, bool) {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".csv":
		return CSV, true
	case ".tsv", ".tab":
		return TSV, true
	case ".json":
		return JSON, true
	case ".jsonl", ".ndjson":
		return JSONL, true
	case ".md", ".markdown":
		return Markdown, true
	case ".html", ".htm":
		return HTML, true
	case ".txt":
		return Table, true
	}
	return "", false
}

// Options says for whom and where a grid is rendered.
type Options struct {
	Lang  lang.Lang
	Color bool      // Table only: the caller has decided that the reader sees colours
	Width int       // Table only: cells of the terminal's line; 0 leaves the table as wide as it is
	Limit int       // Table only: how many rows are shown; 0 shows all
	More  lang.Text // Table only: the line under a table that Limit has cut
	BOM   bool      // CSV and TSV: for a file, so that Excel takes it for UTF-8
	Raw   bool      // CSV and TSV: texts as they are, also those a spreadsheet would run as formulas
}

// Grid writes g. The error is the writer's, or says that the format is unknown.
func Grid(w io.Writer, g *table.Grid, f Format, o Options) error {
	switch f {
	case Table:
		return drawTable(w, g, o)
	case Markdown:
		return writeMarkdown(w, g, o)
	case HTML:
		return writeHTML(w, g, o)
	case CSV:
		return writeCSV(w, g, o)
	case TSV:
		return writeTSV(w, g, o)
	case JSON:
		return writeJSON(w, g)
	case JSONL:
		return writeJSONL(w, g)
	}
	return fmt.Errorf("unknown format %q", f)
}
