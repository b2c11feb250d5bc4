// Package safefile is the only door through which crm creates, replaces or
// removes a file. A file appears under its name complete or not at all: it is
// written beside, synced, checked, and renamed; what was there before is copied
// away first. The package knows nothing of what it writes.
package safefile

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"

	"crm/internal/lang"
)

// The reasons for which nothing was written, to be asked for with errors.Is;
// after ErrUnconfirmed the new file is in place.
var (
	ErrExists      = errors.New("a file of that name is there")
	ErrRefused     = errors.New("the target is no file that may be replaced")
	ErrInUse       = errors.New("the file is open in another program")
	ErrChanged     = errors.New("the file changed meanwhile")
	ErrUnconfirmed = errors.New("written, but the disk did not confirm it")
)

// Error is a refusal or failure that says so in both languages.
type Error struct {
	Text lang.Text // what is wrong, with the file's name unescaped
	Hint lang.Text // what to do; may be empty
	Err  error     // one of this package's reasons, or the system's error
}

// Error is the English wording.
func (e *Error) Error() string { return e.Text.In(lang.EN) }

// Unwrap is the reason.
func (e *Error) Unwrap() error { return e.Err }

// Options says how a file is written.
type Options struct {
	// Backups is the folder that keeps the file that was there before, under
	// the SHA-256 of its content; created with mode 0700. Empty: none is kept.
	Backups string
	// Mode is the mode of a new file; 0 means 0600. A replaced file's mode is kept.
	Mode fs.FileMode
	// Verify opens the finished file strictly before it gets its name; may be nil.
	Verify func(path string) error
	// Replace allows that a file of that name is there.
	Replace bool
}

// Saved is what was written.
type Saved struct {
	Path   string // where the file really is, symbolic links resolved
	Backup string // where the previous content is kept; empty when there was none
	SHA256 [sha256.Size]byte
	// Confirmed is false where the disk cannot promise to keep what was written
	// (some network shares) or failed to.
	Confirmed bool
}

// private is the mode of every file that crm makes, and of the folders it keeps its own things in.
const (
	private       fs.FileMode = 0o600
	privateFolder fs.FileMode = 0o700
)

// Write writes a file whole or not at all. On any error but ErrUnconfirmed the
// file is as it was and nothing is left beside it; so it is when ctx is done
// before the new file takes its name.
func Write(ctx context.Context, path string, o Options, write func(io.Writer) error) (Saved, error) {
	return save(ctx, system{}, path, o, write)
}

func save(ctx context.Context, d disk, path string, o Options, write func(io.Writer) error) (Saved, error) {
	// Fault injection counts system calls per thread: keep them on one.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	t, err := openTarget(d, path, o.Replace)
	if err != nil {
		return Saved{}, err
	}
	saved := Saved{Path: t.path, Confirmed: true}
	temp, err := newTemp(d, t.path)
	if err != nil {
		return Saved{}, failure(err, t.path)
	}
	defer temp.discard()
	sweep(d, temp)
	if err := temp.fill(ctx, write); err != nil {
		return Saved{}, failure(err, t.path)
	}
	saved.Confirmed, err = temp.finish(t, o.Mode)
	if err != nil {
		return Saved{}, failure(err, t.path)
	}
	saved.SHA256 = temp.sum
	if err := temp.check(o.Verify); err != nil {
		return Saved{}, failure(err, t.path)
	}
	if t.exists && o.Backups != "" {
		if saved.Backup, err = backup(ctx, d, t.path, o.Backups); err != nil {
			return Saved{}, failure(err, t.path)
		}
	}
	err = commit(ctx, d, t, temp, &saved)
	if err != nil && !errors.Is(err, ErrUnconfirmed) {
		return Saved{}, err
	}
	return saved, err
}

// commit gives the new file its name. Once the rename is made there is no way
// back: what fails after it is reported as unconfirmed.
func commit(ctx context.Context, d disk, t target, temp *tempFile, saved *Saved) error {
	if err := t.recheck(d); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := d.rename(temp.path, t.path); err != nil {
		return failure(err, t.path)
	}
	temp.renamed = true
	confirmed, err := d.syncFolder(folder(t.path))
	saved.Confirmed = saved.Confirmed && confirmed && err == nil
	if err == nil {
		return nil
	}
	text := lang.F("%s is written, but the disk did not confirm it (%v)", "%s 已写入，但磁盘未确认（%v）", t.path, err)
	hint := lang.T("check the disk and run again", "请检查磁盘后再运行一次")
	if saved.Backup != "" {
		hint = lang.F("the previous version is kept at %s", "上一版本保存在 %s", saved.Backup)
	}
	return &Error{Text: text, Hint: hint, Err: errors.Join(ErrUnconfirmed, err)}
}

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
		e.Hint = lang.T("choose another place with -o", "请用 -o 换一个位置")
	case errors.Is(err, fs.ErrNotExist):
		e.Text = lang.F("the folder of %s does not exist", "%s 所在的文件夹不存在", path)
	case full(err):
		e.Text = lang.F("the disk is full: %s was not written", "磁盘已满，未写入 %s", path)
	}
	return e
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

// SameFile reports whether two paths lead to one file, by whatever links and spellings.
func SameFile(a, b string) bool {
	x, errA := os.Stat(a)
	y, errB := os.Stat(b)
	return errA == nil && errB == nil && os.SameFile(x, y)
}

// Backup copies a file into the folder under the SHA-256 of its content and its
// ending, synced and read back; a copy that is there already is never
// overwritten. It returns the copy's path.
func Backup(ctx context.Context, path, folder string) (string, error) {
	kept, err := backup(ctx, system{}, path, folder)
	return kept, failure(err, path)
}

// MakeFolder makes a folder of crm's own, readable only by its user, and the
// folders above it.
func MakeFolder(path string) error {
	if err := os.MkdirAll(path, privateFolder); err != nil {
		return fmt.Errorf("make folder: %w", err)
	}
	return nil
}
