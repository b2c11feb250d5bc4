// Package csvfile reads CSV, TSV and other delimited text as a book of one
// sheet: it finds out encoding and delimiter from the content, checks every
// byte, and streams records. A record with more or fewer fields than the first
// is handed out as it stands and marked; nothing is padded, cut or guessed. It
// knows no header, date or number: every cell is text.
package csvfile

import (
	"errors"
	"fmt"
	"io"
	"os"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/sheet/charset"
	"crm/internal/table"
)

// Options says what is known about a file beforehand. The zero value finds out.
type Options struct {
	Encoding  string // a name EncodingName knows; empty: found out
	Delimiter rune   // 0: found out; else an ASCII character
	LineBytes int64  // how long a record may be; 0: 16 MB
}

// Encodings is the names Options.Encoding takes, the usual ones first.
func Encodings() []string { return charset.Names() }

// EncodingName is the name in Encodings of an encoding however it is spelt
// (GBK, cp936, Latin1); false where it is not known.
func EncodingName(name string) (string, bool) { return charset.NameOf(name) }

// defaultLineBytes is the longest record without Options.LineBytes.
const defaultLineBytes = 16 << 20

// mostLineBytes is the largest Options.LineBytes that counts: fields are known by
// their places in a buffer twice as large.
const mostLineBytes = 512 << 20

// ErrOption is wrapped by the error of Open when an option itself is wrong.
var ErrOption = errors.New("wrong option")

// book is an open CSV file; it is its own only sheet.
type book struct {
	path       string
	file       *whole
	codec      charset.Charset
	candidates []string // where the encoding could not be told
	delimiter  byte
	limit      int
	start      int64 // of the text: behind the byte order mark
	size       int64 // without what trails the text: NULs, Ctrl-Z
	trailing   int64 // zero bytes behind the text
	skip       bool  // the first line is sep=
	problems   diag.List
}

// Open reads the front of f, which it takes over, and settles how the whole is
// read. Path is for messages only. What is wrong with the content is a
// *diag.Problem of Severity Error; any other error is one of reading the file,
// or wraps ErrOption.
func Open(path string, f *os.File, o Options) (table.Book, error) {
	b, err := open(path, f, o)
	if err != nil {
		_ = f.Close() // only read from
		return nil, err
	}
	return b, nil
}

func open(path string, f *os.File, o Options) (*book, error) {
	b := &book{path: path, file: &whole{File: f}, limit: int(min(o.LineBytes, mostLineBytes))}
	if b.limit <= 0 {
		b.limit = defaultLineBytes
	}
	if o.Delimiter != 0 && (o.Delimiter >= 0x80 || o.Delimiter < 0x20 && o.Delimiter != '\t' || o.Delimiter == '"') {
		return nil, fmt.Errorf("%w: delimiter %q", ErrOption, o.Delimiter)
	}
	if err := b.trim(); err != nil {
		return nil, err
	}
	if err := b.settleEncoding(o.Encoding); err != nil {
		return nil, err
	}
	if err := b.settleDelimiter(byte(o.Delimiter)); err != nil {
		return nil, err
	}
	return b, nil
}

// trailBytes is how much of the end of a file is searched for bytes that trail the text.
const trailBytes = 64 << 10

// trim sets the size of the text: without NULs at its end, which a crash or a
// sync program leaves there, and without the Ctrl-Z of old DOS programs.
func (b *book) trim() error {
	info, err := b.file.Stat()
	if err != nil {
		return err
	}
	b.size, b.file.size = info.Size(), info.Size()
	tail := make([]byte, min(b.size, trailBytes))
	for b.size > 0 {
		part := tail[:min(b.size, trailBytes)]
		if _, err := b.file.ReadAt(part, b.size-int64(len(part))); err != nil {
			return err
		}
		n := len(part)
		for n > 0 && (part[n-1] == 0 || part[n-1] == 0x1a && b.trailing == 0) {
			if part[n-1] == 0 {
				b.trailing++
			}
			n--
		}
		b.size -= int64(len(part) - n)
		if n > 0 {
			break
		}
	}
	return nil
}

func (b *book) noteNULs(count int64) {
	b.problems.Add(diag.Problem{
		Code: "F29", Severity: diag.Warning, Pos: diag.Pos{File: b.path},
		Message: lang.N(int(count), "the file ends with %d zero byte", "the file ends with %d zero bytes", "文件末尾有 %d 个零字节"),
		Hint:    lang.T("often left by a crash or an unfinished sync: check that the last rows are there", "常见于死机或同步未完成：请核对最后几行是否完整"),
		Effect:  lang.T("the zero bytes are left out", "零字节已忽略"),
	})
}

// text is the file's bytes from the byte order mark to the end of the text.
func (b *book) text() *io.SectionReader {
	return io.NewSectionReader(b.file, b.start, b.size-b.start)
}

// Path implements table.Book.
func (b *book) Path() string { return b.path }

// Format implements table.Book.
func (b *book) Format() string {
	if b.delimiter == '\t' {
		return "tsv"
	}
	return "csv"
}

// Detail implements table.Book: GB18030, tab.
func (b *book) Detail() string {
	if b.delimiter == '\t' {
		return b.codec.Title + ", tab"
	}
	return fmt.Sprintf("%s, %q", b.codec.Title, string(b.delimiter))
}

// Sheets implements table.Book.
func (b *book) Sheets() []table.Sheet { return []table.Sheet{b} }

// Properties implements table.Book.
func (b *book) Properties() map[string]string { return nil }

// Problems implements table.Book.
func (b *book) Problems() diag.List { return b.problems }

// SHA256 implements table.Book.
func (b *book) SHA256() (sum [32]byte, err error) {
	info, err := b.file.Stat()
	if err != nil {
		return sum, err
	}
	return table.Digest(b.file, info.Size())
}

// Close implements table.Book.
func (b *book) Close() error { return b.file.Close() }

// Pos implements table.Sheet.
func (b *book) Pos() diag.Pos { return diag.Pos{File: b.path} }

// Visibility implements table.Sheet.
func (b *book) Visibility() table.Visibility { return table.Visible }

// SharedCount implements table.Sheet.
func (b *book) SharedCount() int { return 0 }

// NumberFormat implements table.Sheet.
func (b *book) NumberFormat(int32) string { return "General" }

// ColumnWidths implements table.Sheet.
func (b *book) ColumnWidths() []float64 { return nil }

// Rows implements table.Sheet.
func (b *book) Rows() (table.Rows, error) {
	s := newScanner(charset.NewSource(b.text(), b.codec, b.start), b.delimiter, b.limit)
	if b.skip {
		s.skip = 1
	}
	return &rows{book: b, scan: s}, nil
}
