package htmltable

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"unicode/utf8"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/sheet/charset"
	"crm/internal/sheet/held"
)

// settled is how the bytes of a page are read.
type settled struct {
	charset charset.Charset
	start   int64 // behind a byte order mark
	warning diag.Problem
}

// metaBytes is how far into a page its encoding may be declared. Browsers look at
// 1 KB; programs that write style sheets first are common.
const metaBytes = 64 << 10

// settle decides the encoding: as asked, by the byte order mark, by what the page
// declares, else by its bytes.
func settle(f held.File, asked string) (settled, error) {
	head := make([]byte, min(f.Size, metaBytes))
	if _, err := f.Bytes.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return settled{}, err
	}
	name, length := charset.Mark(head)
	s := settled{start: int64(length)}
	if asked != "" {
		c, ok := charset.ByLabel(asked)
		if !ok {
			return s, unknownEncoding(asked)
		}
		if s.charset = c; c.Name != name {
			s.start = 0
		}
		return s, nil
	}
	if name == "" {
		name = charset.Wide(head)
	}
	if name != "" {
		s.charset, _ = charset.ByName(name)
		return s, nil
	}
	return declared(f, head)
}

// declared reads the page's own word for its encoding, and doubts it where all
// text is valid UTF-8 and the word is another: systems that write UTF-8 under an
// old template are common, and no other text looks like that.
func declared(f held.File, head []byte) (settled, error) {
	t, err := look(f)
	if err != nil {
		return settled{}, err
	}
	label := metaCharset(head)
	c, known := charset.ByLabel(label)
	plain, _ := charset.ByName("utf-8")
	switch {
	case label == "" && t.wrong == 0:
		return settled{charset: plain}, nil
	case label == "":
		return guessed(f, t)
	case !known:
		return settled{}, encodingProblem(f, lang.F("the page declares an unknown encoding: %s", "网页声明的编码无法识别：%s", diag.Escape(label)))
	case c.Name == "utf-16le" || c.Name == "utf-16be":
		return settled{charset: plain}, nil // a declaration that can be read as ASCII is none in UTF-16
	case c.Name != "utf-8" && t.wrong == 0 && t.chars >= enoughChars:
		return settled{charset: plain, warning: diag.Problem{
			Code: "F26", Severity: diag.Warning, Pos: diag.Pos{File: f.Path},
			Message: lang.F("the page declares %s, but its text is UTF-8; read as UTF-8", "网页声明的编码是 %s，但文字其实是 UTF-8；已按 UTF-8 读取", c.Title),
			Hint:    lang.F("if names look wrong: --encoding %s", "如名称显示不对：--encoding %s", c.Name),
		}}, nil
	}
	return settled{charset: c}, nil
}

// enoughChars is how many valid characters of several bytes are no accident.
const enoughChars = 3

func guessed(f held.File, t tally) (settled, error) {
	guess := charset.Guess(t.lines)
	if c, ok := charset.ByName(guess.Name); ok {
		return settled{charset: c}, nil
	}
	what := lang.T("the page's encoding cannot be told", "无法判断网页的文字编码")
	if titles := charset.Titles(guess.Candidates); titles != "" {
		what = lang.F("%s; it could be %s", "%s，可能是 %s", what, titles)
	}
	return settled{}, encodingProblem(f, what)
}

func encodingProblem(f held.File, what lang.Text) error {
	return &diag.Problem{
		Code: "F26", Severity: diag.Error, Pos: diag.Pos{File: f.Path}, Message: what,
		Hint: lang.T("name it: --encoding gb18030 (big5, windows-1251, shift_jis …), or open the page in Excel and save it as .xlsx",
			"请指明编码：--encoding gb18030（big5、windows-1251、shift_jis 等），或用 Excel 打开后另存为 .xlsx"),
		Effect: lang.T("nothing of this file is used", "整个文件未使用"),
	}
}

// metaCharset is what <meta charset=…>, its older form, or an XML declaration
// says; empty without them.
func metaCharset(head []byte) string {
	for _, pattern := range []string{
		`(?i)<meta[^>]*?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)`,
		`(?i)^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9_.:-]+)`,
	} {
		if m := regexp.MustCompile(pattern).FindSubmatch(head); m != nil {
			return string(m[1])
		}
	}
	return ""
}

// tally is what a page's bytes say of their encoding.
type tally struct {
	chars, wrong int    // characters of several bytes, and bytes that are none, as UTF-8
	lines        []byte // stretches with bytes beyond ASCII
}

// evidenceBytes is how much text beyond ASCII is gathered.
const evidenceBytes = 256 << 10

// look reads the page once.
func look(f held.File) (tally, error) {
	var t tally
	r := io.NewSectionReader(f.Bytes, 0, f.Size)
	buf := make([]byte, 64<<10)
	kept := 0
	for {
		n, err := r.Read(buf[kept:])
		part := buf[:kept+n]
		last := errors.Is(err, io.EOF)
		if err != nil && !last {
			return t, err
		}
		kept = copy(buf, t.add(part, last))
		if last {
			return t, nil
		}
	}
}

// add counts the characters of a stretch and returns what of it has to wait: a
// character that its end cuts.
func (t *tally) add(part []byte, last bool) []byte {
	for i := 0; i < len(part); {
		if part[i] < utf8.RuneSelf {
			i++
			continue
		}
		if !last && !utf8.FullRune(part[i:]) {
			t.gather(part[:i])
			return part[i:]
		}
		r, n := utf8.DecodeRune(part[i:])
		if r == utf8.RuneError && n == 1 {
			t.wrong++
		} else {
			t.chars++
		}
		i += n
	}
	t.gather(part)
	return nil
}

// gather keeps the lines, or what tags part, that hold bytes beyond ASCII.
func (t *tally) gather(part []byte) {
	for len(part) > 0 && len(t.lines) < evidenceBytes {
		end := bytes.IndexAny(part, "<\n\r")
		if end < 0 {
			end = len(part) - 1
		}
		if line := part[:end+1]; !ascii(line) {
			t.lines = append(append(t.lines, line...), '\n')
		}
		part = part[end+1:]
	}
}

func ascii(b []byte) bool {
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
