// Package safefile is the only door through which crm creates, replaces or
// removes a file. A file appears under its name complete or not at all: it is
// written beside, synced, checked, and renamed; what was there before is copied
// away first and written down in a ledger, so that the last write can be taken
// back. The package knows nothing of what it writes.
package safefile

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"crm/internal/lang"
)

// The reasons for which nothing was written, to be asked for with errors.Is;
// after ErrUnconfirmed the new file is in place.
var (
	ErrExists      = errors.New("a file of that name is there")
	ErrRefused     = errors.New("the target is no file that may be replaced")
	ErrInUse       = errors.New("the file is in use")
	ErrChanged     = errors.New("the file changed meanwhile")
	ErrUnconfirmed = errors.New("written, but the disk did not confirm it")
	ErrNoRoom      = errors.New("not enough room on the disk")
	ErrNothing     = errors.New("there is nothing to take back")
	ErrDamaged     = errors.New("the kept copy is damaged or gone")
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
	// the SHA-256 of its content, and the ledger; created with mode 0700.
	// Empty: none is kept.
	Backups string
	// Mode is the mode of a new file; 0 means 0600. A replaced file's mode is kept.
	Mode fs.FileMode
	// Verify opens the finished file strictly before it gets its name; may be nil.
	Verify func(path string) error
	// Replace allows that a file of that name is there.
	Replace bool
	// Was is the content the file must still have: what the new one was
	// computed from. Another content is ErrChanged; nil: whatever is there.
	Was *[sha256.Size]byte
	// Wait is how long to wait while another run of crm writes in the folder.
	Wait time.Duration
	// IgnoreLock writes although Excel, WPS or LibreOffice shows the file as open.
	IgnoreLock bool
	// Size is about how many bytes will be written, to ask for the room before
	// the work; 0: not known, the size of the file that is there is taken.
	Size int64
	// Command and Now tell the lock's other readers and the ledger what ran and when.
	Command string
	Now     time.Time
	// Keep says how long replaced contents are kept; zero fields mean 20 per
	// file and 90 days. Without Now nothing is old.
	Keep Retention
	// Force lets Undo take the last write back although the file was changed since.
	Force bool
}

// Saved is what was written.
type Saved struct {
	Path   string // where the file really is, symbolic links resolved
	Backup string // where the previous content is kept; empty when there was none
	SHA256 [sha256.Size]byte
	// Same: the file had just this content already; it was not touched.
	Same bool
	// Confirmed is false where the disk cannot promise to keep what was written
	// (some network shares) or failed to.
	Confirmed bool
	// Notes is what could not be kept as it was: owner, group, access list.
	Notes []lang.Text
}

// private is the mode of every file that crm makes, and of the folders it keeps its own things in.
const (
	private       fs.FileMode = 0o600
	privateFolder fs.FileMode = 0o700
)

// Write writes a file whole or not at all. On any error but ErrUnconfirmed the
// file is as it was and nothing is left beside it; so it is when ctx is done
// before the new file takes its name. A file that has the new content already
// is not touched. Windows renames over no file that is open: who reads the old
// one must have closed it when write, or Verify, returns.
func Write(ctx context.Context, path string, o Options, write func(io.Writer) error) (Saved, error) {
	return save(ctx, system{}, path, o, write)
}

// Check refuses what Write would refuse, before the work is done: a target that
// may not be replaced, a folder that cannot be written, a full disk, a file
// that is open elsewhere. It creates nothing, and reads no content (Was).
func Check(path string, o Options) error {
	d := system{}
	t, err := openTarget(d, path, o)
	if err != nil {
		return err
	}
	if err := d.writable(folder(t.path)); err != nil {
		return failure(err, t.path)
	}
	if t.exists && o.Backups != "" {
		if err := d.writable(standing(d, o.Backups)); err != nil {
			return failure(err, o.Backups)
		}
	}
	return t.room(d, o)
}

func save(ctx context.Context, d disk, path string, o Options, write func(io.Writer) error) (Saved, error) {
	// Fault injection counts system calls per thread: keep them on one.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	t, err := openTarget(d, path, o)
	if err != nil {
		return Saved{}, err
	}
	unlock, notes, err := lockFolder(ctx, d, t.path, o)
	if err != nil {
		return Saved{}, t.roomOr(d, err, o, 0)
	}
	defer unlock()
	if t, err = openTarget(d, path, o); err != nil { // the first look was without the lock
		return Saved{}, err
	}
	saved := Saved{Path: t.path, Notes: notes}
	if err := t.room(d, o); err != nil {
		return Saved{}, err
	}
	temp, err := newTemp(d, t.path)
	if err != nil {
		return Saved{}, t.roomOr(d, err, o, 0)
	}
	defer temp.discard()
	sweep(d, temp)
	// To read a large file takes as long as to copy it.
	identified := besides(d, func() error { return t.identify(ctx, d, o) })
	err = temp.fill(ctx, write)
	if err := identified(); err != nil {
		return Saved{}, failure(err, t.path)
	}
	if err != nil {
		return Saved{}, t.changedOr(ctx, d, t.roomOr(d, err, o, temp.written))
	}
	same, err := temp.same(ctx, t)
	if err != nil {
		return Saved{}, t.changedOr(ctx, d, t.roomOr(d, err, o, temp.written))
	}
	if same {
		saved.SHA256 = t.sum
		return unchanged(ctx, d, t, saved)
	}
	if saved.Confirmed, err = temp.finish(&t, o.Mode, &saved.Notes); err != nil {
		return Saved{}, t.roomOr(d, err, o, temp.written)
	}
	copied := stageCopy(ctx, d, t, o) // once the disk has the new file: it would wait for the copy
	defer copied.discard()
	if err := temp.check(ctx, o.Verify); err != nil {
		return Saved{}, t.changedOr(ctx, d, t.roomOr(d, err, o, temp.written))
	}
	saved.SHA256 = temp.sum
	return keepAndCommit(ctx, d, t, temp, copied, o, saved)
}

// unchanged leaves the file alone; an earlier write of this content that the
// disk did not confirm gets its chance.
func unchanged(ctx context.Context, d disk, t target, saved Saved) (Saved, error) {
	if err := t.prove(ctx, d); err != nil {
		return Saved{}, failure(err, t.path)
	}
	saved.Same, saved.Confirmed, saved.Notes = true, true, nil
	return saved, confirm(d, t, &saved)
}

// keepAndCommit keeps the previous content, writes down what is about to
// happen, and gives the new file its name. In this order: whatever is in place
// after a crash, the ledger knows it and what it replaced.
func keepAndCommit(ctx context.Context, d disk, t target, temp *tempFile, copied *staged, o Options, saved Saved) (Saved, error) {
	if t.exists && o.Backups != "" {
		store, err := openStore(ctx, d, o, t.info.Size())
		if err != nil {
			return Saved{}, err
		}
		defer store.close()
		if saved.Backup, err = store.keep(ctx, t, copied, temp.sum, o); err != nil {
			return Saved{}, err
		}
		saved.Confirmed = saved.Confirmed && store.confirmed
		err = commit(ctx, d, t, temp, o, &saved)
		if err == nil {
			store.prune(ctx, o)
		}
		return written(saved, err)
	}
	return written(saved, commit(ctx, d, t, temp, o, &saved))
}

// written keeps what was saved only when something was.
func written(saved Saved, err error) (Saved, error) {
	if err != nil && !errors.Is(err, ErrUnconfirmed) {
		return Saved{}, err
	}
	return saved, err
}

// commit gives the new file its name. Once the rename is made there is no way
// back: what fails after it is reported as unconfirmed.
func commit(ctx context.Context, d disk, t target, temp *tempFile, o Options, saved *Saved) error {
	if err := t.recheck(d, o); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := d.rename(temp.path, t.path); err != nil {
		return heldOr(err, t.path)
	}
	temp.renamed = true
	return confirm(d, t, saved)
}

// confirm makes the file's name durable.
func confirm(d disk, t target, saved *Saved) error {
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

// SameFile reports whether two paths lead to one file, by whatever links and spellings.
func SameFile(a, b string) bool {
	x, errA := os.Stat(a)
	y, errB := os.Stat(b)
	return errA == nil && errB == nil && os.SameFile(x, y)
}

// MakeFolder makes a folder readable only by its user, and the folders above it
// that are missing; all of them are durable then, where the disk can promise it.
func MakeFolder(path string) error {
	path, err := filepath.Abs(path)
	if err == nil {
		err = makeFolders(system{}, path)
	}
	if err != nil {
		return fmt.Errorf("make folder: %w", err)
	}
	return nil
}

// makeFolders makes a folder and those above it, top down.
func makeFolders(d disk, path string) error {
	if info, err := d.stat(path); err == nil && info.IsDir() || path == folder(path) {
		return nil
	}
	if err := makeFolders(d, folder(path)); err != nil {
		return err
	}
	if err := d.makeFolder(path); err != nil {
		return err
	}
	_, err := d.syncFolder(folder(path))
	if errors.Is(err, fs.ErrPermission) { // may be written, but not read
		return nil
	}
	return err
}
