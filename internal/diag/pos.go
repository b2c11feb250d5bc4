// Package diag holds what is wrong with a user's data or rules, and where.
//
// Problems are data: a step returns all it found, the run sorts and prints them
// once. The package also holds the one function through which foreign text
// (cells, file names, YAML) may reach a terminal.
package diag

import (
	"strconv"
	"strings"
)

// Pos is a place in a user's file. Row and Col count from 1; 0 means the whole
// file, or the whole row.
type Pos struct {
	File  string // as the user gave it
	Sheet string // of a workbook; empty for text files
	Row   int    // of a sheet; the line of a text file
	Col   int    // of a sheet; the field of a CSV line; the character of a line of YAML
}

// String is the compact form: orders.xlsx!Orders!F214, or rules.yaml:12:9.
func (p Pos) String() string {
	if p.Sheet != "" {
		return strings.Join(nonEmpty(Escape(p.File), Escape(p.Sheet), p.Cell()), "!")
	}
	s := Escape(p.File)
	if p.Row > 0 {
		s += ":" + strconv.Itoa(p.Row)
		if p.Col > 0 {
			s += ":" + strconv.Itoa(p.Col)
		}
	}
	return s
}

// Cell is the reference of a sheet's cell (F214), of its whole row (214:214), or empty.
func (p Pos) Cell() string {
	switch {
	case p.Row == 0:
		return ""
	case p.Col == 0:
		row := strconv.Itoa(p.Row)
		return row + ":" + row
	}
	return ColumnName(p.Col-1) + strconv.Itoa(p.Row)
}

// ColumnName is the letters of a column counted from 0: A, Z, AA.
func ColumnName(col int) string {
	var letters [8]byte
	i := len(letters)
	for n := col + 1; n > 0; n = (n - 1) / 26 {
		i--
		letters[i] = byte('A' + (n-1)%26)
	}
	return string(letters[i:])
}

// Compare orders positions by file, sheet, row and column.
func (p Pos) Compare(q Pos) int {
	if c := strings.Compare(p.File, q.File); c != 0 {
		return c
	}
	if c := strings.Compare(p.Sheet, q.Sheet); c != 0 {
		return c
	}
	if p.Row != q.Row {
		return p.Row - q.Row
	}
	return p.Col - q.Col
}

func nonEmpty(parts ...string) []string {
	kept := parts[:0]
	for _, s := range parts {
		if s != "" {
			kept = append(kept, s)
		}
	}
	return kept
}
