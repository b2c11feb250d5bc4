// Package sheet opens any file that holds tables, whatever its name ends with:
// the content decides. What is no readable spreadsheet is named and refused with
// what to do about it. The package reads no cell and changes no file.
package sheet

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/sheet/crypt"
	"crm/internal/sheet/csvfile"
	"crm/internal/sheet/held"
	"crm/internal/sheet/xlsx"
	"crm/internal/table"
)

// Options says how files are read.
type Options struct {
	Encoding  string // of text files; empty: found out
	Delimiter rune   // of text files; 0: found out
	LineBytes int64  // the longest line of a text file; 0: csvfile's own
	Limits    xlsx.Limits
	Held      held.Limits // of formats that are held in memory
	// Passwords is those to try on a protected workbook, asked for only then; may be nil.
	Passwords func(path string) ([]crypt.Password, error)
}

// Open opens a workbook or a delimited text. Wrong content is a *diag.Problem of
// Severity Error; a file that cannot be opened is a *FileError.
func Open(path string, o Options) (table.Book, error) {
	f, err := openFile(path)
	if err != nil {
		return nil, err
	}
	book, err := open(path, f, o)
	if err != nil {
		_ = f.Close() // only read from; the reader may have closed it already
	}
	return book, err
}

func open(path string, f *os.File, o Options) (table.Book, error) {
	head := make([]byte, sniffBytes)
	n, err := f.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, unreadable(path, err)
	}
	head = head[:n]
	if n == 0 {
		return nil, empty(path)
	}
	kind := sniff(head)
	if kind != zipped && strings.HasPrefix(filepath.Base(path), "~$") {
		return nil, lockFile(path)
	}
	switch kind {
	case zipped:
		return openZip(path, f, o)
	case text:
		book, err := csvfile.Open(path, f, csvfile.Options{Encoding: o.Encoding, Delimiter: o.Delimiter, LineBytes: o.LineBytes})
		if err != nil {
			return nil, err
		}
		return named(book, textNames, lang.T("delimited text (CSV)", "分隔文本（CSV）")), nil
	case compound:
		return openCompound(path, f, o)
	case oldExcel:
		return openOld(path, f, o)
	}
	return openMarkup(path, f, kind, o)
}

// The endings of names by what they promise.
const (
	workbookNames = ".xlsx .xlsm .xltx .xltm"
	textNames     = ".csv .tsv .tab .txt"
	openNames     = ".ods .ots .fods"
	oldNames      = ".xls .xlt .et"
	binaryNames   = ".xlsb"
	// all that promise a spreadsheet
	spreadsheetNames = workbookNames + " " + textNames + " " + openNames + " " + oldNames + " " + binaryNames
)

// Looks reports whether a file of that name may be a table crm can read, for the
// listing of a folder: no lock files of Office programs, no hidden files.
func Looks(name string) bool {
	base := filepath.Base(name)
	if strings.HasPrefix(base, "~$") || strings.HasPrefix(base, ".") {
		return false
	}
	return ends(base, spreadsheetNames)
}

func ends(name, list string) bool {
	return slices.Contains(strings.Fields(list), strings.ToLower(filepath.Ext(name)))
}

// otherwise is a book whose name says something else than its content.
type otherwise struct {
	table.Book
	note diag.Problem
}

// Problems implements table.Book.
func (b *otherwise) Problems() diag.List {
	return append(slices.Clone(b.Book.Problems()), b.note)
}

// named adds a note where the ending of a book's name, if it is one of a
// spreadsheet at all, promises another kind of file.
func named(book table.Book, right string, what lang.Text) table.Book {
	if ends(book.Path(), right) || !ends(book.Path(), spreadsheetNames) {
		return book
	}
	return &otherwise{book, diag.Problem{
		Code: "F06", Severity: diag.Note, Pos: diag.Pos{File: book.Path()},
		Message: lang.F("the content is %s, whatever the name says; read as such", "实际内容为：%s，与文件名后缀不符，已按内容读取", what),
	}}
}
