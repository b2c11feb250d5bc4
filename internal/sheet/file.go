package sheet

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/nearest"
)

// FileError says why a file could not be opened at all. It wraps the cause:
// fs.ErrNotExist, fs.ErrPermission, or what the system said.
type FileError struct {
	Path  string // as given; foreign text
	Text  lang.Text
	Hints []lang.Text // what to type or do
	Err   error
}

// Error is the English text, with the path escaped.
func (e *FileError) Error() string { return e.Text.In(lang.EN) }

// Unwrap is the cause.
func (e *FileError) Unwrap() error { return e.Err }

// errNoFile is the cause where a path leads to something that holds no bytes of its own.
var errNoFile = errors.New("not a regular file")

// openFile opens a regular file for reading.
func openFile(path string) (*os.File, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, missing(path, err)
	case err != nil:
		return nil, unreadable(path, err)
	case info.IsDir():
		return nil, directory(path)
	case !info.Mode().IsRegular():
		return nil, &FileError{Path: path, Err: errNoFile,
			Text:  lang.F("%s is not a regular file", "%s 不是普通文件", diag.Escape(path)),
			Hints: []lang.Text{lang.T("save what comes from a pipe or device as a file first", "来自管道或设备的内容请先存成文件")}}
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	return f, nil
}

func unreadable(path string, err error) error {
	e := &FileError{Path: path, Err: err}
	if errors.Is(err, fs.ErrPermission) {
		e.Text = lang.F("%s: no permission to read it", "%s：没有读取权限", diag.Escape(path))
		return e
	}
	cause := err
	var of *fs.PathError
	if errors.As(err, &of) {
		cause = of.Err
	}
	e.Text = lang.F("%s cannot be read: %s", "%s 无法读取：%s", diag.Escape(path), diag.Escape(cause.Error()))
	return e
}

func directory(path string) error {
	e := &FileError{Path: path, Err: errNoFile,
		Text: lang.F("%s is a folder, not a file", "%s 是文件夹，不是文件", diag.Escape(path))}
	if seen := lookalikes(path); len(seen) > 0 {
		e.Hints = append(e.Hints, lang.F("it holds %s", "里面有 %s", list(seen)))
	}
	return e
}

// missing names the folder that was searched and the files most likely meant.
func missing(path string, err error) error {
	e := &FileError{Path: path, Err: err}
	if path == "" {
		e.Text = lang.T("the name of a file is empty", "文件名为空")
		return e
	}
	folder := filepath.Dir(path)
	if strings.ContainsAny(filepath.Base(path), "*?[") {
		e.Text = lang.F("%s matches no file in %s", "%[2]s 里没有与 %[1]s 匹配的文件", diag.Escape(path), absolute(folder))
	} else {
		e.Text = lang.F("%s: there is no such file in %s", "%[2]s 里没有文件 %[1]s", diag.Escape(path), absolute(folder))
	}
	if near := nearby(path); len(near) > 0 {
		e.Hints = append(e.Hints, lang.F("did you mean %s?", "是不是 %s？", list(near)))
		return e
	}
	if seen := lookalikes(folder); len(seen) > 0 {
		e.Hints = append(e.Hints, lang.F("the folder holds %s", "该文件夹里有 %s", list(seen)))
	}
	return e
}

// nearby is the files whose names come near a missing one's: in its folder, and
// in the working directory.
func nearby(path string) []string {
	var near []string
	base := filepath.Base(path)
	for _, folder := range []string{filepath.Dir(path), "."} {
		if name := nearest.Of(base, files(folder)); name != "" {
			near = append(near, filepath.Join(folder, name))
		}
	}
	return slices.Compact(near)
}

// files is the names of a folder's regular files, in order; none where it cannot be read.
func files(folder string) []string {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil // the folder is missing too: there is nothing to suggest
	}
	var names []string
	for _, e := range entries {
		if e.Type().IsRegular() && !strings.HasPrefix(e.Name(), ".") && !strings.HasPrefix(e.Name(), "~$") {
			names = append(names, e.Name())
		}
	}
	return names
}

// shownFiles is how many files of a folder a hint names.
const shownFiles = 5

func lookalikes(folder string) []string {
	names := slices.DeleteFunc(files(folder), func(n string) bool { return !Looks(n) })
	return names[:min(len(names), shownFiles)]
}

func list(names []string) string {
	shown := make([]string, len(names))
	for i, n := range names {
		shown[i] = diag.Escape(n)
	}
	return strings.Join(shown, ", ")
}

func absolute(folder string) string {
	if abs, err := filepath.Abs(folder); err == nil {
		folder = abs
	}
	return diag.Escape(folder)
}
