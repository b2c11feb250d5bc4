package rules

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"crm/internal/diag"
	"crm/internal/lang"
)

// MaxFileSize bounds a rules file: a team's rules are a few kilobytes. Of a larger
// one Parse need not be given more than a byte more.
const MaxFileSize = 1 << 20

// document is a file of YAML with what is needed to say where something stands
// in it. All problems of the file are gathered here.
type document struct {
	file  string
	lines [][]rune // without their breaks, as yaml.v3 counts them
	// decoded is the lines that were read as YAML, and shifted, by line, the
	// column after which they have a space that the file lacks: put in so that
	// the rest can be read in spite of a full-width colon.
	decoded  [][]rune
	shifted  map[int]int
	root     *yaml.Node // nil where the file cannot be read as YAML
	problems diag.List
	expanded int  // nodes walked through aliases
	closed   bool // nothing more is reported: what follows is not the user's mistake
}

// load reads the text as one YAML document. What makes that impossible is in
// the document's problems, and its root is nil.
func load(file string, text []byte) *document {
	d := &document{file: file, shifted: map[int]int{}}
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	if !d.readable(text) {
		return d
	}
	d.lines = splitLines(string(text))
	d.repair()
	root, second, err := decode(join(d.decoded))
	switch {
	case err != nil:
		d.syntax(err)
	case root == nil:
		d.report(diag.Problem{Code: "C03", Pos: diag.Pos{File: file}, Message: lang.T("the file is empty", "文件是空的"),
			Hint: lang.T("it starts with version: 1", "第一行写 version: 1")})
	default:
		d.root = root
	}
	if second > 0 {
		d.at(second, 1, 0, lang.T("a second document starts here", "这里开始了第二个文档"),
			lang.T("a rules file is one document: remove this line", "规则文件只能有一个文档：请删去这一行"))
	}
	return d
}

// readable checks the bytes: size, encoding, control characters.
func (d *document) readable(text []byte) bool {
	whole := diag.Pos{File: d.file}
	switch {
	case len(text) > MaxFileSize:
		d.report(diag.Problem{Code: "C06", Pos: whole, Message: lang.T("the file is too large for a rules file", "文件过大，不像规则文件"),
			Expected: lang.F("at most %d bytes", "最多 %d 字节", MaxFileSize)})
		return false
	case bytes.HasPrefix(text, []byte("\xff\xfe")) || bytes.HasPrefix(text, []byte("\xfe\xff")):
		d.report(diag.Problem{Code: "C03", Pos: whole, Message: lang.T("the file is UTF-16", "文件是 UTF-16 编码"),
			Hint: lang.T("save it as UTF-8", "请另存为 UTF-8")})
		return false
	case !utf8.Valid(text):
		return d.notUTF8(text)
	}
	d.lines = splitLines(string(text))
	for i, line := range d.lines {
		for j, r := range line {
			if r != '\t' && unicode.IsControl(r) || r == '\ufeff' {
				d.at(i+1, j+1, 1, lang.F("a control character (U+%04X)", "控制字符（U+%04X）", r),
					lang.T("delete it", "请删去"))
				return false
			}
		}
	}
	return true
}

func (d *document) notUTF8(text []byte) bool {
	valid := 0
	for r, n := utf8.DecodeRune(text); r != utf8.RuneError || n > 1; r, n = utf8.DecodeRune(text[valid:]) {
		valid += n
	}
	before := splitLines(string(text[:valid]))
	d.lines = splitLines(strings.ToValidUTF8(string(text), "\ufffd"))
	row := len(before)
	d.at(row, len(before[row-1])+1, 1, lang.F("the file is not UTF-8: byte %d", "文件不是 UTF-8 编码：第 %d 字节", valid+1),
		lang.T("save it as UTF-8 (an editor that saved it as GBK or ANSI?)", "请另存为 UTF-8（是否被编辑器存成了 GBK 或 ANSI？）"))
	return false
}

// splitLines breaks a text where yaml.v3 does: CR LF, CR, LF and the three line
// breaks of Unicode. There is always at least one line.
func splitLines(text string) [][]rune {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	var lines [][]rune
	start := 0
	for i, r := range text {
		switch r {
		case '\r', '\n', '\u0085', '\u2028', '\u2029':
			lines = append(lines, []rune(text[start:i]))
			start = i + utf8.RuneLen(r)
		}
	}
	return append(lines, []rune(text[start:]))
}

func join(lines [][]rune) string {
	var b strings.Builder
	for i, line := range lines {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(string(line))
	}
	return b.String()
}

// decode is the first document's root and the line of a second one. A panic of
// the library on damaged input is an error like any other.
func decode(text string) (root *yaml.Node, second int, err error) {
	defer func() {
		if r := recover(); r != nil {
			root, err = nil, fmt.Errorf("yaml: %v", r)
		}
	}()
	dec := yaml.NewDecoder(strings.NewReader(text))
	var first, next yaml.Node
	if err := dec.Decode(&first); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, 0, nil
		}
		return nil, 0, err
	}
	if len(first.Content) == 0 || empty(first.Content[0]) {
		return nil, 0, nil
	}
	if err := dec.Decode(&next); err == nil {
		second = max(next.Line, 1)
	} else if !errors.Is(err, io.EOF) {
		return nil, 0, err
	}
	return first.Content[0], second, nil
}

func empty(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Tag == "!!null" && n.Value == ""
}

// report adds a problem; it is an error unless it says otherwise.
func (d *document) report(p diag.Problem) {
	if d.closed || p.Severity != diag.Error && len(d.problems) >= maxProblems {
		return
	}
	// Only an error may be the last: a file whose errors went unsaid is no rules.
	d.closed = p.Severity == diag.Error && len(d.problems)+1 >= maxProblems
	if row := p.Pos.Row; row > 0 && row <= len(d.lines) {
		p.Line = string(d.lines[row-1])
		p.Span = min(max(p.Span, 1), max(len(d.lines[row-1])-p.Pos.Col+1, 1))
	}
	d.problems.Add(p)
}

// at adds an error of the text itself, C03, at a line and column of the file as the
// user sees it; span 0 marks the rest of the line.
func (d *document) at(row, col, span int, message, hint lang.Text) {
	if span == 0 && row <= len(d.lines) {
		span = len(d.lines[row-1]) - col + 1
	}
	d.report(diag.Problem{Code: "C03", Pos: diag.Pos{File: d.file, Row: row, Col: col}, Span: span, Message: message, Hint: hint})
}
