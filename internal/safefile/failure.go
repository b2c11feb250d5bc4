package safefile

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"crm/internal/lang"
)

// failure words a system error; what is worded already, and a cancelled
// context, pass as they are.
func failure(err error, path string) error {
	var worded *Error
	if err == nil || errors.As(err, &worded) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	e := &Error{Err: err, Text: lang.F("%s could not be written: %v", "无法写入 %s：%v", path, cause(err))}
	switch {
	case errors.Is(err, fs.ErrPermission):
		e.Text = lang.F("no permission to write %s", "没有写入 %s 的权限", path)
		e.Hint = elsewhere()
	case errors.Is(err, fs.ErrNotExist):
		e.Text = lang.F("the folder of %s does not exist", "%s 所在的文件夹不存在", path)
	case readOnlyDisk(err):
		e.Text = lang.F("the disk of %s is read-only", "%s 所在的磁盘是只读的", path)
		e.Hint = elsewhere()
	case full(err):
		e.Text = lang.F("the disk is full: %s was not written", "磁盘已满，未写入 %s", path)
		e.Hint, e.Err = makeRoom(), errors.Join(ErrNoRoom, err)
	}
	return e
}

// elsewhere is the hint where nothing can be written; not every command has -o.
func elsewhere() lang.Text {
	return lang.T("choose another place, with -o where the command has it", "请换一个位置（命令有 -o 的，用 -o 指定）")
}

// heldOr words a rename that failed: on Windows mostly because another program
// holds the file.
func heldOr(err error, path string) error {
	if !held(err) {
		return failure(err, path)
	}
	return &Error{Err: errors.Join(ErrInUse, err),
		Text: lang.F("%s is held by another program; nothing was written", "%s 正被其他程序占用，没有写入", path),
		Hint: lang.T("close it in Excel and run again", "请在 Excel 中关闭后再运行")}
}

// cause is a system error without the name of the temporary file, which tells nobody anything.
func cause(err error) error {
	var wrapped *fs.PathError
	if errors.As(err, &wrapped) {
		return wrapped.Err
	}
	var link *os.LinkError
	if errors.As(err, &link) {
		return link.Err
	}
	return err
}
