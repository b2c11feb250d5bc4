package csvfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/sheet/charset"
)

const (
	// headBytes is the front of a file that says how it is delimited.
	headBytes = 256 << 10
	// evidenceBytes is how much text beyond ASCII is gathered to tell the encoding.
	evidenceBytes = 256 << 10
	// searchBytes is how far into a file that text is searched for.
	searchBytes = 64 << 20
)

// settleEncoding decides how the bytes are read: as asked, by the byte order
// mark, by the zero bytes of UTF-16, else by the lines that are not ASCII.
func (b *book) settleEncoding(asked string) error {
	head := make([]byte, min(b.size, headBytes))
	if _, err := b.file.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	name, length := charset.Mark(head)
	b.start = int64(length)
	if asked != "" {
		known, ok := EncodingName(asked)
		if !ok {
			return unknownEncoding(asked)
		}
		if known != name {
			b.start = 0 // then it is no mark
		}
		name = known
	}
	if name == "" {
		name = charset.Wide(head)
	}
	if name == "" && looksBinary(head) {
		return b.notText()
	}
	if name == "" {
		evidence, err := b.evidence()
		if err != nil {
			return err
		}
		if name = b.narrow(evidence); name == "" {
			return b.unknownText(evidence)
		}
	}
	b.codec, _ = charset.ByName(name)
	b.settleEnd()
	return nil
}

// settleEnd gives the last character of UTF-16 and UTF-32 back the zero bytes
// that were taken for trailing ones, and reports those that do trail the text.
func (b *book) settleEnd() {
	width := int64(1)
	switch {
	case strings.HasPrefix(b.codec.Name, "utf-16"):
		width = 2
	case strings.HasPrefix(b.codec.Name, "utf-32"):
		width = 4
	}
	if over := (b.size - b.start) % width; over > 0 {
		own := min(width-over, b.trailing)
		b.size += own
		b.trailing -= own
	}
	if b.trailing > 0 {
		b.noteNULs(b.trailing)
	}
}

func unknownEncoding(asked string) error {
	return fmt.Errorf("%w: encoding %q is none of %s", ErrOption, asked, strings.Join(charset.Names(), ", "))
}

// looksBinary reports bytes that no text holds: more than a few control characters
// other than tab, line ends, form feed and the Ctrl-Z and escape of old programs.
func looksBinary(head []byte) bool {
	count := 0
	for _, c := range head {
		if c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1a && c != 0x1b {
			count++
		}
	}
	return count > 4 && count*100 > len(head)
}

func (b *book) notText() error {
	return &diag.Problem{
		Code: "F33", Severity: diag.Error, Pos: diag.Pos{File: b.path},
		Message:  lang.T("the content is neither text nor a known kind of workbook", "内容既不是文本，也不是已知的表格格式"),
		Expected: lang.T("an .xlsx workbook or a CSV file", ".xlsx 工作簿或 CSV 文件"),
		Hint:     lang.T("open it in the program it comes from and save it as .xlsx or CSV", "请用原来的软件打开，另存为 .xlsx 或 CSV"),
		Effect:   lang.T("nothing of this file is used", "整个文件未使用"),
	}
}

// evidence gathers lines that hold bytes beyond ASCII, from all over the front
// of the file. Line ends are single bytes in every encoding still in question.
func (b *book) evidence() ([]byte, error) {
	var lines, line []byte
	text := io.NewSectionReader(b.file, b.start, min(b.size-b.start, searchBytes))
	buf := make([]byte, chunkBytes)
	for {
		n, err := text.Read(buf)
		chunk := buf[:n]
		for len(chunk) > 0 && len(lines) < evidenceBytes {
			if len(line) == 0 && ascii(chunk) && n == len(chunk) {
				break // no need to look at its lines; one that is cut here is judged by its rest
			}
			end := bytes.IndexAny(chunk, "\r\n")
			if end < 0 {
				if line = append(line, chunk...); ascii(line) {
					line = line[:0]
				}
				break
			}
			line = append(line, chunk[:end+1]...)
			if !ascii(line) {
				lines = append(lines, line...)
			}
			line, chunk = line[:0], chunk[end+1:]
		}
		switch {
		case errors.Is(err, io.EOF), len(lines)+len(line) >= evidenceBytes:
			if !ascii(line) {
				lines = append(lines, line...)
			}
			return lines, nil
		case err != nil:
			return nil, err
		}
	}
}

// ascii reports whether there is no byte over 0x7f.
func ascii(b []byte) bool {
	for len(b) >= 8 {
		if (b[0]|b[1]|b[2]|b[3]|b[4]|b[5]|b[6]|b[7])&0x80 != 0 {
			return false
		}
		b = b[8:]
	}
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// narrow tells the encoding by the lines that are not ASCII; empty where it
// cannot be told.
func (b *book) narrow(evidence []byte) string {
	guess := charset.Guess(evidence)
	if strange := guess.Strange; strange > 0 {
		b.problems.Add(diag.Problem{
			Code: "F26", Severity: diag.Warning, Pos: diag.Pos{File: b.path},
			Message: lang.N(strange, "%d character looks like UTF-8, the rest does not", "%d characters look like UTF-8, the rest does not", "有 %d 个字符像 UTF-8，其余不是"),
			Hint:    lang.T("two encodings seem to be mixed in one file; if names look wrong, save it as “CSV UTF-8”", "文件似乎混用了两种编码；如名称显示不对，请另存为“CSV UTF-8”"),
		})
	}
	b.candidates = guess.Candidates
	return guess.Name
}

// unknownText is the refusal of a text in none of the encodings that can be told apart.
func (b *book) unknownText(evidence []byte) error {
	line, _, _ := bytes.Cut(evidence, []byte{'\n'})
	p := &diag.Problem{
		Code: "F26", Severity: diag.Error, Pos: diag.Pos{File: b.path}, Found: string(line),
		Message:  lang.T("the text's encoding cannot be told", "无法判断文字编码"),
		Expected: lang.T("UTF-8, UTF-16, GB18030/GBK, Big5 or Windows-1252", "UTF-8、UTF-16、GB18030/GBK、Big5 或 Windows-1252"),
		Hint: lang.T("save as “CSV UTF-8” in Excel, or name it: --encoding windows-1251 (big5, shift_jis, euc-kr …)",
			"在 Excel 里另存为“CSV UTF-8”，或指明编码：--encoding windows-1251（big5、shift_jis、euc-kr 等）"),
		Effect: lang.T("nothing of this file is used", "整个文件未使用"),
	}
	if len(b.candidates) > 0 {
		titles := charset.Titles(b.candidates)
		p.Expected = lang.F("one of %s, named", "指明是哪一种：%s", titles)
		if len(b.candidates) == 1 {
			p.Expected = lang.F("probably %s: too few characters to be sure", "可能是 %s：字数太少，无法确定", titles)
		}
		p.Hint = lang.F("name the one under which the names look right: --encoding %s; or save as “CSV UTF-8” in Excel",
			"看用哪一种时名称显示正确，就指明哪一种：--encoding %s；或在 Excel 里另存为“CSV UTF-8”", b.candidates[0])
	}
	return p
}

// badByte is the refusal of a byte the encoding does not allow.
func (b *book) badByte(at diag.Pos, bad *charset.BadByteError) error {
	return &diag.Problem{
		Code: "F26", Severity: diag.Error, Pos: at, Found: string(bad.Bytes),
		Message: lang.F("byte %d is not %s text", "第 %d 个字节不是 %s 文字", bad.Offset+1, b.codec.Title),
		Hint: lang.T("save the file as “CSV UTF-8” in Excel, or name its encoding: --encoding gb18030 (windows-1252, macintosh …)",
			"在 Excel 里另存为“CSV UTF-8”，或指明编码：--encoding gb18030（windows-1252、macintosh 等）"),
		Effect: lang.T("nothing of this file is used", "整个文件未使用"),
	}
}
