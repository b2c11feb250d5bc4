package csvfile

import (
	"bytes"
	"errors"
	"io"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/sheet/charset"
)

// delimiters are the ones looked for, the likeliest first.
const delimiters = ",;\t|"

// settleDelimiter takes the delimiter as asked, from a first line sep=, or from
// how evenly each candidate cuts the front of the file.
func (b *book) settleDelimiter(asked byte) error {
	head, whole, err := b.head()
	if err != nil {
		return err
	}
	if whole && len(bytes.TrimSpace(head)) == 0 {
		return b.noText()
	}
	named, skip := separatorLine(head)
	b.skip = skip
	switch {
	case asked != 0:
		b.delimiter = asked
		return nil
	case skip:
		b.delimiter = named
		return nil
	}
	best, second := cut{}, cut{}
	for _, d := range []byte(delimiters) {
		if c := try(head, whole, d); c.better(best) {
			best, second = c, best
		} else if c.better(second) {
			second = c
		}
	}
	switch {
	case best.delimiter == 0:
		return b.noDelimiter(head)
	case second.delimiter != 0 && !best.better(second):
		return b.twoDelimiters(best, second)
	}
	b.delimiter = best.delimiter
	return nil
}

// head is the front of the text as UTF-8, and whether it is the whole text. A
// wrong byte ends it: reading the rows will say so.
func (b *book) head() (text []byte, whole bool, err error) {
	src := charset.NewSource(b.text(), b.codec, b.start)
	text = make([]byte, headBytes)
	n := 0
	for len(text)-n >= 16 && err == nil {
		var m int
		m, err = src.Fill(text[n:])
		n += m
	}
	var bad *charset.BadByteError
	if err != nil && !errors.Is(err, io.EOF) && !errors.As(err, &bad) {
		return nil, false, err
	}
	return text[:n], errors.Is(err, io.EOF), nil
}

// separatorLine reads Excel's own first line that names the delimiter.
func separatorLine(head []byte) (byte, bool) {
	line := head
	if end := bytes.IndexAny(head, "\r\n"); end >= 0 {
		line = head[:end]
	}
	line = bytes.Trim(line, `"`)
	if len(line) == 5 && bytes.EqualFold(line[:4], []byte("sep=")) && line[4] < 0x80 && line[4] != '"' {
		return line[4], true
	}
	return 0, false
}

// cut is how one delimiter cuts the front of a file.
type cut struct {
	delimiter byte
	records   int // with content
	even      int // records of the most frequent width of 2 or more
	width     int // that width
	wide      int // records at least as wide as the first that is cut at all
	cut       int // records cut at all
	prose     int // delimiters with a blank behind them, as in running text
}

// better reports whether c cuts more evenly than d; a delimiter that cuts
// nothing is never better.
func (c cut) better(d cut) bool {
	switch {
	case c.width < 2 || !c.acceptable():
		return false
	case d.delimiter == 0:
		return true
	case c.even*d.records != d.even*c.records:
		return c.even*d.records > d.even*c.records
	case c.width != d.width:
		return c.width > d.width
	}
	return c.prose < d.prose
}

// acceptable reports that at least half of the records are cut alike or are no
// narrower than the header, or that two thirds are cut at all.
func (c cut) acceptable() bool { return 2*max(c.even, c.wide) >= c.records || 3*c.cut >= 2*c.records }

// try cuts the front of a file by one delimiter.
func try(head []byte, whole bool, delimiter byte) cut {
	s := newScanner(charset.NewSource(bytes.NewReader(head), charset.Charset{}, 0), delimiter, len(head)+1)
	c := cut{delimiter: delimiter}
	widths := map[int]int{}
	first, last := 0, 0
	for {
		cells, _, err := s.next()
		if err != nil {
			break
		}
		if len(cells) == 1 && s.fields == 1 && len(bytes.TrimSpace(cells[0].Raw)) == 0 {
			continue
		}
		c.records++
		last = s.fields
		widths[last]++
		if first < 2 {
			first = last
		}
	}
	if !whole && c.records > 1 { // the last record is cut off by the end of the head
		c.records--
		widths[last]--
	}
	for w, n := range widths {
		if w >= 2 {
			c.cut += n
		}
		if w >= 2 && (n > c.even || n == c.even && w > c.width) {
			c.even, c.width = n, w
		}
		if w >= first && first >= 2 {
			c.wide += n
		}
	}
	c.prose = bytes.Count(head, []byte{delimiter, ' '})
	return c
}

// noText is the refusal of a file of blanks and line ends.
func (b *book) noText() error {
	return &diag.Problem{
		Code: "F02", Severity: diag.Error, Pos: diag.Pos{File: b.path},
		Message: lang.T("the file holds no text at all", "文件里没有任何内容"),
		Hint:    lang.T("left by an unfinished download or sync, or by a full disk? export or fetch it again", "可能是下载、同步未完成或磁盘已满所致：请重新导出或下载"),
		Effect:  lang.T("nothing of this file is used", "整个文件未使用"),
	}
}

// noDelimiter is the refusal of text that is no table.
func (b *book) noDelimiter(head []byte) error {
	line, _, _ := bytes.Cut(bytes.TrimSpace(head), []byte{'\n'})
	return &diag.Problem{
		Code: "F32", Severity: diag.Error, Pos: diag.Pos{File: b.path, Row: 1}, Found: string(line),
		Message:  lang.T("text without columns: no delimiter cuts its lines", "文本没有分列：找不到能把各行分开的分隔符"),
		Expected: lang.T(`columns delimited by "," ";" tab or "|"`, `用 ","、";"、制表符或 "|" 分隔的列`),
		Hint:     lang.T(`if another character delimits, name it in a first line: sep=^`, `如用别的字符分隔，请在第一行写明：sep=^`),
		Effect:   lang.T("nothing of this file is used", "整个文件未使用"),
	}
}

// twoDelimiters is the refusal to choose between two that cut equally well.
func (b *book) twoDelimiters(one, other cut) error {
	return &diag.Problem{
		Code: "F27", Severity: diag.Error, Pos: diag.Pos{File: b.path, Row: 1},
		Message: lang.F("%q and %q cut the lines equally well", "%q 和 %q 都能把各行均匀分开，无法判断哪个是分隔符", string(one.delimiter), string(other.delimiter)),
		Hint: lang.F("name the delimiter in a first line: sep=%s", "请在第一行写明分隔符：sep=%s",
			string(one.delimiter)),
		Effect: lang.T("nothing of this file is used", "整个文件未使用"),
	}
}
