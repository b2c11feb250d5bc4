package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/safefile"
)

// logText is what was talked about, and where it was written if in an editor.
type logText struct {
	said string
	file string
	gone func() // takes the editor's file away; nil without
}

func (t *logText) forget() {
	if t.gone != nil {
		t.gone()
	}
}

// keepText ends a run that could not write down what was typed in an editor: it
// says where the text is.
func (a *app) keepText(t *logText, err error) error {
	if t.file != "" {
		say(a.env.Err, a.lang, lang.F("what you wrote is kept in %s", "你写的内容保留在 %s", diag.Escape(t.file)))
	}
	return err
}

// cellMost is how much text a cell of Excel holds, in units of UTF-16.
const cellMost = 32767

// logText takes the text from the command line, from standard input, or on a
// terminal from an editor. Without a terminal nobody is asked.
func (a *app) logText(ctx context.Context, r *run, customers []int, arguments []string) (*logText, error) {
	t := &logText{}
	switch {
	case len(arguments) == 1 && arguments[0] == "-":
		text, err := io.ReadAll(io.LimitReader(a.env.In, 4*cellMost))
		if err != nil {
			return nil, failed(err, lang.F("standard input cannot be read: %v", "无法读取标准输入：%v", err))
		}
		if !utf8.Valid(text) {
			return nil, usage(lang.T("what stands on standard input is no text in UTF-8", "标准输入不是 UTF-8 文本"))
		}
		t.said = cleanText(strings.TrimPrefix(string(text), "\ufeff"))
	case len(arguments) > 0:
		t.said = cleanText(strings.Join(arguments, " "))
	case a.env.InTerminal && a.env.OutTerminal && a.editor() != "":
		var err error
		if t, err = a.editText(ctx, r, customers); err != nil {
			return nil, err
		}
	}
	if long := len(utf16.Encode([]rune(t.said))); long > cellMost {
		return nil, a.keepText(t, usage(lang.F("the text has %d characters, and a cell of Excel holds %d", "内容有 %d 个字符，而 Excel 单元格最多容纳 %d 个", long, cellMost)))
	}
	return t, nil
}

// editor is the user's editor; empty where none is set.
func (a *app) editor() string {
	if e := strings.TrimSpace(a.env.Getenv("VISUAL")); e != "" {
		return e
	}
	return strings.TrimSpace(a.env.Getenv("EDITOR"))
}

// editText lets the user write the text in an editor.
func (a *app) editText(ctx context.Context, r *run, customers []int) (*logText, error) {
	cut := lang.T("# What was talked about goes above this line; left empty, nothing is written.", "# 请在这一行上方写沟通内容；留空则不写入。").In(a.lang)
	below := cut + "\n"
	for _, i := range customers {
		below += "# " + strings.ReplaceAll(logWho(&r.Data.Customers[i]), "\n", " ") + "\n"
	}
	path, remove, err := safefile.Scratch("crm-log.txt", []byte("\n"+below))
	if err != nil {
		return nil, failed(err, lang.F("no file for the editor could be made: %v", "无法为编辑器创建临时文件：%v", err))
	}
	program := strings.Fields(a.editor())
	if isFile(a.editor()) { // its path has blanks
		program = []string{a.editor()}
	}
	cmd := exec.CommandContext(ctx, program[0], append(program[1:], path)...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = a.env.In, a.env.Out, a.env.Err
	if err := cmd.Run(); err != nil {
		remove()
		return nil, failed(err, lang.F("the editor %s ended with an error (%v); nothing was written", "编辑器 %s 出错退出（%v），没有写入", diag.Excerpt(a.editor()), err))
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, failed(err, lang.F("the editor's file cannot be read: %v", "无法读取编辑器保存的内容：%v", errors.Unwrap(err)))
	}
	said, _, _ := strings.Cut(string(text), cut)
	t := &logText{said: cleanText(said), file: path, gone: remove}
	if t.said == "" {
		remove()
		return nil, usage(lang.T("the text was left empty; nothing was written", "内容为空，没有写入"), lang.T(`crm log ACME "" --channel phone writes a row without a text`, `只想记方式、不写内容：crm log C1012 "" --channel 电话`))
	}
	return t, nil
}
