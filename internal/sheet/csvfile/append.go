package csvfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/sheet/charset"
	"crm/internal/table"
)

// lineEndRoom is how much of a file is looked through for its first line end.
const lineEndRoom = 64 << 10

// Append writes a copy of an open CSV file with more records at its end, in
// the encoding, with the delimiter and the line ends that the file has, and with
// at least as many fields as its first one. All that was there is copied byte for
// byte; only zero bytes behind the text are left out. A field that the encoding has
// no characters for is a *diag.Problem.
func Append(w io.Writer, of table.Book, records ...[]string) error {
	b, ok := of.(*book)
	if !ok {
		return fmt.Errorf("%s is no CSV file", of.Path())
	}
	end, err := b.lineEnd()
	if err != nil {
		return err
	}
	open, err := b.lastLineOpen()
	if err != nil {
		return err
	}
	width, err := b.width()
	if err != nil {
		return err
	}
	text := ""
	if open {
		text = end
	}
	for _, fields := range records {
		for len(fields) < width {
			fields = append(fields[:len(fields):len(fields)], "")
		}
		text += Record(fields, b.delimiter) + end
	}
	raw, err := b.encode(text)
	if err != nil {
		return err
	}
	if _, err := io.Copy(w, io.NewSectionReader(b.file, 0, b.size)); err != nil {
		return err
	}
	_, err = w.Write(raw)
	return err
}

// width is how many fields the first record has.
func (b *book) width() (int, error) {
	r, err := b.Rows()
	if err != nil {
		return 0, err
	}
	defer r.Close() //nolint:errcheck // only read from
	if _, err := r.Next(); err != nil && !errors.Is(err, io.EOF) {
		return 0, err
	}
	return r.(*rows).width, nil
}

// lineEnd is the first line end of the text; that of Windows where it has none,
// for there such files are read.
func (b *book) lineEnd() (string, error) {
	head := make([]byte, lineEndRoom)
	n, err := charset.NewSource(b.text(), b.codec, b.start).Fill(head)
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	head = head[:n]
	switch i := bytes.IndexAny(head, "\r\n"); {
	case i < 0 || head[i] == '\r' && i+1 < n && head[i+1] == '\n':
		return "\r\n", nil
	default:
		return string(head[i]), nil
	}
}

// lastLineOpen reports whether the text does not end with a line end.
func (b *book) lastLineOpen() (bool, error) {
	for _, end := range []string{"\n", "\r"} {
		raw, err := b.encode(end)
		if err != nil {
			return false, err
		}
		if b.size-b.start < int64(len(raw)) {
			return b.size > b.start, nil
		}
		tail := make([]byte, len(raw))
		if _, err := b.file.ReadAt(tail, b.size-int64(len(raw))); err != nil {
			return false, err
		}
		if bytes.Equal(tail, raw) {
			return false, nil
		}
	}
	return true, nil
}

func (b *book) encode(text string) ([]byte, error) {
	raw, err := b.codec.Encode(text)
	if err == nil {
		return raw, nil
	}
	return nil, &diag.Problem{
		Code: "F35", Severity: diag.Error, Pos: diag.Pos{File: b.path}, Found: text,
		Message:  lang.F("the text has characters that %s does not know", "文本中有 %s 无法表示的字符", b.codec.Title),
		Expected: lang.F("characters of %s, in which the file is written", "%s 编码（该文件的编码）里有的字符", b.codec.Title),
		Hint:     lang.T("save the file as UTF-8, or write the text without them", "请把文件另存为 UTF-8，或去掉这些字符"),
		Effect:   lang.T("nothing was written", "没有写入任何文件"),
	}
}

// Record is the fields as one line without its end (RFC 4180).
func Record(fields []string, delimiter byte) string {
	quoted := make([]string, len(fields))
	for i, f := range fields {
		if strings.ContainsAny(f, "\"\r\n"+string(rune(delimiter))) || strings.TrimSpace(f) != f {
			f = `"` + strings.ReplaceAll(f, `"`, `""`) + `"`
		}
		quoted[i] = f
	}
	return strings.Join(quoted, string(rune(delimiter)))
}
