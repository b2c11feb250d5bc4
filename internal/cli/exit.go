package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/safefile"
	"crm/internal/sheet"
)

// The exit statuses; product and README promise them.
const (
	exitDone        = 0
	exitFailed      = 1   // could not be done: a file missing, no permission, disk full, an internal check failed
	exitUsage       = 2   // wrong usage
	exitData        = 3   // the data or the rules are wrong; nothing was written
	exitFound       = 4   // done, and what --exit-code asks about was found
	exitBusy        = 5   // a file is in use or changed meanwhile; nothing was written
	exitInterrupted = 130 // stopped by the user
)

// failure is an error for a person: what is wrong, and what to type.
type failure struct {
	code    int
	text    lang.Text
	details []string // lines below it, safe to print
	hints   []lang.Text
	cause   error
}

func (f *failure) Error() string { return f.text.In(lang.EN) }
func (f *failure) Unwrap() error { return f.cause }

func usage(text lang.Text, hints ...lang.Text) error {
	return &failure{code: exitUsage, text: text, hints: hints}
}

func failed(cause error, text lang.Text, hints ...lang.Text) error {
	return &failure{code: exitFailed, text: text, hints: hints, cause: cause}
}

// errData ends a run whose problems are already printed.
var errData = errors.New("the data or the rules are wrong")

// errFound ends a run that found what --exit-code asks about.
var errFound = errors.New("found what was asked about")

// exitCode prints an error and maps it to its exit status: the only place that does.
func exitCode(err error, w io.Writer, l lang.Lang) int {
	var f *failure
	var wrong *diag.Problem
	var unread *sheet.FileError
	var refused *safefile.Error
	var unfinished *fs.PathError
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, context.Canceled):
		say(w, l, lang.T("interrupted; nothing was changed", "已中断，没有改动任何文件"))
		return exitInterrupted
	case errors.Is(err, errData):
		return exitData
	case errors.Is(err, errFound):
		return exitFound
	case errors.As(err, &f):
		say(w, l, f.text)
		for _, d := range f.details {
			fmt.Fprintln(w, "  "+d)
		}
		for _, h := range f.hints {
			hint(w, l, h)
		}
		return f.code
	case errors.As(err, &wrong):
		fmt.Fprintln(w, diag.Show(wrong, l))
		return exitData
	case errors.As(err, &unread):
		for _, f := range fileErrors(err) {
			say(w, l, f.Text)
			for _, h := range f.Hints {
				hint(w, l, h)
			}
		}
		return exitFailed
	case errors.As(err, &refused):
		say(w, l, escaped(refused.Text))
		if !refused.Hint.Empty() {
			hint(w, l, escaped(refused.Hint))
		}
		if errors.Is(err, safefile.ErrInUse) || errors.Is(err, safefile.ErrChanged) {
			return exitBusy
		}
		return exitFailed
	case errors.As(err, &unfinished) && unfinished.Op == "read":
		return halfRead(unfinished, w, l)
	}
	say(w, l, lang.Same(diag.Escape(err.Error())))
	return exitFailed
}

// halfRead prints that a file could be opened but not read to its end.
func halfRead(err *fs.PathError, w io.Writer, l lang.Lang) int {
	path := diag.Escape(err.Path)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		say(w, l, lang.F("%s became shorter while it was read", "读取 %s 时文件变短了", path))
		hint(w, l, lang.T("another program writes it? run again when it is done", "可能有别的程序正在写入：请等它写完后再运行一次"))
		return exitBusy
	}
	say(w, l, lang.F("%s cannot be read: %s", "%s 无法读取：%s", path, diag.Escape(err.Err.Error())))
	return exitFailed
}

// fileErrors is every file that could not be opened, of one error or of several joined.
func fileErrors(err error) []*sheet.FileError {
	joined := []error{err}
	if several, ok := err.(interface{ Unwrap() []error }); ok {
		joined = several.Unwrap()
	}
	var files []*sheet.FileError
	for _, e := range joined {
		var f *sheet.FileError
		if errors.As(e, &f) {
			files = append(files, f)
		}
	}
	return files
}

// say prints one line of ours on stderr.
func say(w io.Writer, l lang.Lang, t lang.Text) { fmt.Fprintf(w, "crm: %s\n", t.In(l)) }

// hint prints what to type or do.
func hint(w io.Writer, l lang.Lang, t lang.Text) {
	fmt.Fprintln(w, lang.F("hint: %s", "提示：%s", t).In(l))
}

// escaped makes a text that holds file names safe to print.
func escaped(t lang.Text) lang.Text { return lang.T(diag.Escape(t.EN), diag.Escape(t.ZH)) }
