package rules

import (
	"regexp"
	"strconv"
	"strings"

	"crm/internal/diag"
	"crm/internal/lang"
)

// wideKey is a key at the start of a line that ends in a full-width colon.
var wideKey = regexp.MustCompile(`^(\s*(?:- +)*[A-Za-z_][A-Za-z0-9_]*)：`)

// quotedStart is a value that starts with a quote.
var quotedStart = regexp.MustCompile(`(: |- )["']`)

// repair reports the full-width colons after keys and reads on as if they were
// plain ones, so that the file's other mistakes are found too.
func (d *document) repair() {
	d.decoded = append(d.decoded, d.lines...)
	for i, line := range d.lines {
		m := wideKey.FindStringSubmatch(string(line))
		if m == nil {
			continue
		}
		at := len([]rune(m[1]))
		d.fullWidth(place{i, at}, '：')
		fixed := append([]rune{}, line...)
		fixed[at] = ':'
		if at+1 < len(line) && line[at+1] != ' ' {
			fixed = append(fixed[:at+1], append([]rune{' '}, line[at+1:]...)...)
			d.shifted[i] = at + 1
		}
		d.decoded[i] = fixed
	}
}

// The lines and characters beyond which the line of a syntax error is left as
// yaml.v3 reports it: looking for it reads the file again and again.
const longFile, wideFile = 1000, 1 << 16

// syntax reports what keeps the file from being YAML, in plain words.
func (d *document) syntax(err error) {
	reason := strings.TrimPrefix(err.Error(), "yaml: ")
	row := 1
	if rest, found := strings.CutPrefix(reason, "line "); found {
		number, text, _ := strings.Cut(rest, ": ")
		if n, err := strconv.Atoi(number); err == nil {
			row, reason = n, text
		}
	}
	row = d.brokenLine(row)
	line := d.lines[row-1]
	if tabbed(line) {
		col := strings.IndexByte(string(line), '\t') // before it are only spaces
		d.at(row, col+1, 1, lang.T("a tab indents this line", "这一行用了制表符缩进"),
			lang.T("indent with spaces", "请改用空格缩进"))
		return
	}
	signs := "：［］｛｝＂＇"
	if strings.Contains(reason, "expected ',' or") {
		signs += "，、"
	}
	if col := strings.IndexAny(string(line), signs); col >= 0 {
		r := []rune(string(line)[col:])[0]
		d.fullWidth(place{row - 1, len([]rune(string(line)[:col]))}, r)
		return
	}
	message, hint := plainSyntax(reason, string(line))
	col := culprit(reason, string(line))
	d.report(diag.Problem{Code: "C03", Pos: d.pos(place{row - 1, col}), Span: len(line) - col, Message: message, Hint: hint})
}

// brokenLine is the first line from which on every beginning of the file fails:
// yaml.v3's own line can be the line after, or the one where a bracket opened.
func (d *document) brokenLine(reported int) int {
	last := len(d.decoded)
	size := 0
	for _, line := range d.decoded {
		size += len(line)
	}
	if last > longFile || size > wideFile {
		return min(max(reported, 1), last)
	}
	from := min(max(reported, 1)+3, last)
	if !fails(d.decoded[:from]) {
		from = last
	}
	for from > 1 && fails(d.decoded[:from-1]) {
		from--
	}
	return from
}

func fails(lines [][]rune) bool {
	_, _, err := decode(join(lines))
	return err != nil
}

// tabbed reports whether a tab indents a line.
func tabbed(line []rune) bool {
	return strings.ContainsRune(string(line[:indentOf(line)]), '\t')
}

// culprit is the column, from 0, of the sign that yaml.v3 stumbled over; of the
// line's start where that cannot be told.
func culprit(reason, line string) int {
	at := -1
	has := func(part string) bool { return strings.Contains(reason, part) }
	switch {
	case has("unexpected end of stream"), has("did not find expected key"):
		at = strings.IndexAny(line, `"'`)
	case has("cannot start any token"):
		at = strings.IndexAny(line, "@`%")
	case has("escape"):
		at = strings.IndexByte(line, '\\')
	case has("unknown anchor"):
		at = strings.IndexByte(line, '*')
	case has("expected ',' or"):
		at = strings.IndexAny(line, "{[")
	case has("mapping values are not allowed"):
		if first := strings.Index(line, ": "); first >= 0 {
			if second := strings.Index(line[first+1:], ": "); second >= 0 {
				at = first + 1 + second
			}
		}
	}
	if at < 0 {
		return indentOf([]rune(line))
	}
	return len([]rune(line[:at]))
}

// plainSyntax says in plain words what yaml.v3 says in its own.
func plainSyntax(reason, line string) (message, hint lang.Text) {
	has := func(parts ...string) bool {
		for _, p := range parts {
			if strings.Contains(reason, p) {
				return true
			}
		}
		return false
	}
	switch {
	case has("unexpected end of stream", "unexpected document indicator"):
		return lang.T("a quote opened here is not closed", "这里的引号没有闭合"),
			lang.T("close it; inside '…' a quote is written twice", "请补上引号；在 '…' 里单引号要写两次")
	case has("expected ',' or '}'", "expected ',' or ']'", "did not find expected node content"):
		return bracketSyntax(line)
	case has("could not find expected ':'"):
		return lang.T("this line is no key and value", "这一行不是“键: 值”"),
			lang.T("write key: value, with a space after the colon", "请写成 key: value，冒号后要有空格")
	case has("mapping values are not allowed"):
		return lang.T("a second colon, or a line indented too far", "多了一个冒号，或缩进过深"),
			lang.T("put a text that holds a colon in quotes; keys of one block start at the same column",
				"含冒号的文字请加引号；同一块里的键要左对齐")
	case has("did not find expected key") && quotedStart.MatchString(line):
		return lang.T("a value that starts with a quote must end with it", "以引号开头的值必须以引号结尾"),
			lang.T("put the whole condition or text in '…'", "请把整个条件或文字放进 '…' 里")
	case has("did not find expected key", "did not find expected '-' indicator", "<block end>", "<document start>"):
		return lang.T("this line does not fit what stands above it", "这一行与上文接不上"),
			lang.T("lines of one block start at the same column; a value that starts with a quote ends with it",
				"同一块里的各行要左对齐；以引号开头的值要以引号结尾")
	case has("block sequence entries are not allowed"):
		return lang.T("a list item (-) cannot stand here", "列表项（-）不能放在这里"),
			lang.T("put it on a line of its own", "请另起一行")
	case has("unknown anchor"):
		return lang.T("* refers to an anchor that does not exist", "* 引用的锚点不存在"),
			lang.T("put a text that starts with * in quotes", "以 * 开头的文字请加引号")
	case has("unknown escape", "escape"):
		return lang.T(`a backslash in "…" starts an escape that does not exist`, `"…" 里的反斜杠不是有效的转义`),
			lang.T(`write \\, or use '…'`, `请写 \\，或改用 '…'`)
	case has("cannot start any token"):
		return lang.T("a value cannot start with this character", "值不能以这个字符开头"),
			lang.T("put the text in quotes", "请给这段文字加上引号")
	}
	return lang.T("this line cannot be read as YAML", "这一行不是有效的 YAML"),
		lang.T("put texts with signs in quotes; indent with spaces", "带符号的文字请加引号，缩进请用空格")
}

// bracketSyntax is the message for a { } or [ ] that does not end where it should:
// most often because a condition inside it holds a bracket or comma of its own.
func bracketSyntax(line string) (message, hint lang.Text) {
	if strings.Contains(line, "when:") || strings.Contains(line, "where:") {
		return lang.T("a condition inside { } with [ ] or , of its own, or a bracket that is not closed",
				"{ } 里的条件含有 [ ] 或逗号，或括号没有闭合"),
			lang.T("put the condition in quotes, or write it on a line of its own",
				"请给条件加引号，或单独写成一行")
	}
	return lang.T("a { or [ is not closed, or a comma is missing", "{ 或 [ 没有闭合，或缺少逗号"),
		lang.T("check the brackets of this line", "请检查这一行的括号")
}
