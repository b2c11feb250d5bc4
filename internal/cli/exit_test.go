package cli

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"syscall"
	"testing"

	"crm/internal/lang"
)

// TestHalfRead: a file that could be opened, but not read to its end, is told in both
// languages; one that another program cut meanwhile is a file that changed.
func TestHalfRead(t *testing.T) {
	cut := fmt.Errorf("reading: %w", &fs.PathError{Op: "read", Path: "a\x1b.csv", Err: io.ErrUnexpectedEOF})
	broken := &fs.PathError{Op: "read", Path: "b.csv", Err: syscall.EIO}
	for _, c := range []struct {
		err  error
		l    lang.Lang
		code int
		want string
	}{
		{cut, lang.EN, exitBusy, "crm: a\\x1b.csv became shorter while it was read\nhint: another program writes it? run again when it is done\n"},
		{cut, lang.ZH, exitBusy, "crm: 读取 a\\x1b.csv 时文件变短了\n提示：可能有别的程序正在写入：请等它写完后再运行一次\n"},
		{broken, lang.EN, exitFailed, "crm: b.csv cannot be read: " + syscall.EIO.Error() + "\n"},
		{broken, lang.ZH, exitFailed, "crm: b.csv 无法读取：" + syscall.EIO.Error() + "\n"},
	} {
		var b bytes.Buffer
		if code := exitCode(c.err, &b, c.l); code != c.code || b.String() != c.want {
			t.Errorf("exit %d: %q, want %d: %q", code, b.String(), c.code, c.want)
		}
	}
}
