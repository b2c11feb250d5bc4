package safefile

import (
	"context"
	"crypto/sha256"
	"errors"
	"io/fs"
	"path/filepath"
	"time"

	"crm/internal/lang"
)

// target is the file to be written: its real place, and what it was when we
// first looked.
type target struct {
	path   string
	exists bool
	info   fs.FileInfo       // of the file that is there
	sum    [sha256.Size]byte // of its content
	proven bool              // the content was read and has that sum; else somebody said so
}

// openTarget resolves the path and refuses what must not be replaced.
func openTarget(d disk, path string, o Options) (target, error) {
	real, err := realPath(d, path)
	if err != nil {
		return target{}, failure(err, path)
	}
	t := target{path: real}
	info, err := d.lstat(real)
	if errors.Is(err, fs.ErrNotExist) {
		if o.Was != nil {
			return target{}, changed(real)
		}
		return t, nil
	}
	if err != nil {
		return target{}, failure(err, path)
	}
	t.exists, t.info = true, info
	if err := refuse(info, real); err != nil {
		return target{}, err
	}
	if !o.Replace {
		return target{}, &Error{Err: ErrExists, Text: lang.F("%s is there already; nothing was written", "%s 已存在，没有写入", real)}
	}
	return t, inUse(d, real, o.IgnoreLock)
}

// realPath follows symbolic links to where the file is, or will be.
func realPath(d disk, path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	if _, err := d.lstat(path); err == nil {
		real, err := d.resolve(path)
		if errors.Is(err, fs.ErrNotExist) {
			return "", &Error{Err: ErrRefused, Text: lang.F("%s is a link to a file that does not exist", "%s 是一个链接，但它指向的文件不存在", path)}
		}
		return real, err
	}
	real, err := d.resolve(filepath.Dir(path))
	return filepath.Join(real, filepath.Base(path)), err
}

// ownerMayWrite is the bit whose absence marks a file as read-only.
const ownerMayWrite fs.FileMode = 0o200

// refuse says why a file that is there must not be replaced.
func refuse(info fs.FileInfo, path string) error {
	var why lang.Text
	switch {
	case info.IsDir():
		why = lang.F("%s is a folder", "%s 是文件夹", path)
	case !info.Mode().IsRegular():
		why = lang.F("%s is no ordinary file", "%s 不是普通文件", path)
	case links(info) > 1:
		why = lang.F("%s has several names (hard links): replacing one would part them", "%s 有多个名字（硬链接），替换其中一个会让它们不再一致", path)
	case info.Mode().Perm()&ownerMayWrite == 0:
		why = lang.F("%s is read-only", "%s 是只读文件", path)
	default:
		return nil
	}
	return &Error{Err: ErrRefused, Text: why, Hint: lang.T("choose another name with -o", "请用 -o 换一个文件名")}
}

// identify finds the content's digest. What the caller says it is will do where the
// content is to be copied away, which proves it; elsewhere it is read now.
func (t *target) identify(ctx context.Context, d disk, o Options) error {
	if t.exists && o.Was != nil && o.Backups != "" {
		t.sum = *o.Was
		return nil
	}
	return t.read(ctx, d, o.Was)
}

// prove reads a content whose digest somebody only said.
func (t *target) prove(ctx context.Context, d disk) error {
	if t.proven {
		return nil
	}
	said := t.sum
	return t.read(ctx, d, &said)
}

// changedOr is why a step failed that reads the old content: where it was changed
// meanwhile, that comes before whatever the step found in it.
func (t *target) changedOr(ctx context.Context, d disk, err error) error {
	if proof := t.prove(ctx, d); errors.Is(proof, ErrChanged) {
		return proof
	}
	return err
}

// read takes the content's digest: it must be what the caller started from.
func (t *target) read(ctx context.Context, d disk, was *[sha256.Size]byte) error {
	if !t.exists {
		return nil
	}
	var err error
	if t.sum, err = digest(ctx, d, t.path); errors.Is(err, fs.ErrNotExist) {
		return changed(t.path)
	} else if err != nil {
		return err
	}
	if was != nil && *was != t.sum {
		return changed(t.path)
	}
	t.proven = true
	return nil
}

// recheck compares the target with what it was at the beginning, right before
// it is replaced.
func (t *target) recheck(d disk, o Options) error {
	info, err := d.lstat(t.path)
	gone := errors.Is(err, fs.ErrNotExist)
	switch {
	case err != nil && !gone:
		return failure(err, t.path)
	case gone && !t.exists:
		return nil
	case gone != !t.exists || !same(d, t.info, info):
		return changed(t.path)
	}
	return inUse(d, t.path, o.IgnoreLock)
}

// same tells whether a file is still the one that was looked at, untouched.
// The time of change cannot be set by programs, where the system has it.
func same(d disk, a, b fs.FileInfo) bool {
	before, _ := changeTime(a)
	after, _ := changeTime(b)
	return d.sameFile(a, b) && a.Size() == b.Size() && a.ModTime().Equal(b.ModTime()) && before.Equal(after)
}

// changed says that the file is not what it was at the beginning.
func changed(path string) error {
	return &Error{Err: ErrChanged,
		Text: lang.F("%s was changed by somebody else meanwhile; nothing was written", "%s 在此期间被别人改动，没有写入", path),
		Hint: lang.T("run again", "请重新运行")}
}

// stamp is a moment as the ledger and the lock write it; empty when not told.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}
