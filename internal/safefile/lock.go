package safefile

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/gofrs/flock"

	"crm/internal/lang"
)

// One run of crm at a time writes in a folder. The lock is the system's, on a
// file of its own (the workbook's inode changes): it is free again as soon as
// its holder is gone, however that ended, and nobody ever takes it from a
// holder. Beside it stands who holds it, for those who are refused.
const (
	stateFolder  = ".crm"
	lockName     = "lock"
	holderEnding = ".json"
	lockPause    = 50 * time.Millisecond // between attempts while waiting
	manyMoves    = 1000                  // after so many, the disk cannot tell one file from another
	storeWait    = 30 * time.Second      // for the backups: another run copies a book
)

// holder is who holds a lock.
type holder struct {
	PID     int    `json:"pid"`
	Host    string `json:"host"`
	User    string `json:"user"`
	Command string `json:"command"`
	Time    string `json:"time,omitempty"` // RFC 3339
}

// errLocked means that another run holds a lock.
var errLocked = errors.New("locked")

// me is this process as a holder.
func me(o Options) holder {
	host, _ := os.Hostname()
	h := holder{PID: os.Getpid(), Host: host, Command: o.Command, Time: stamp(o.Now)}
	for _, name := range []string{"USER", "LOGNAME", "USERNAME"} {
		if h.User == "" {
			h.User = os.Getenv(name)
		}
	}
	return h
}

// lockFolder locks the folder of a file. Where the system has no locks, or the
// lock is somebody else's whose rights shut us out, the write goes on with a
// note: the target is still compared before it is replaced.
func lockFolder(ctx context.Context, d disk, path string, o Options) (unlock func(), notes []lang.Text, err error) {
	lock := filepath.Join(folder(path), stateFolder, lockName)
	unlock, by, err := d.lock(ctx, lock, me(o), o.Wait)
	switch {
	case err == nil:
		return unlock, nil, nil
	case errors.Is(err, errLocked):
		return nil, nil, locked(path, by)
	case errors.Is(err, fs.ErrPermission) || lockless(err):
		return func() {}, []lang.Text{lang.F("%s cannot be locked against a second run of crm", "无法锁定 %s，不能防止另一个 crm 同时写入", folder(path))}, nil
	}
	return nil, nil, err
}

// locked names the run that holds the folder.
func locked(path string, by holder) error {
	text := lang.F("another run of crm is writing in %s", "另一个 crm 正在写入 %s", folder(path))
	if by.PID != 0 {
		text = lang.F("%s: %s of %s on %s, process %d", "%s：%s，用户 %s，主机 %s，进程 %d", text,
			orUnknown(by.Command, "crm"), orUnknown(by.User, "?"), orUnknown(by.Host, "?"), by.PID)
	}
	if by.Time != "" {
		text = lang.F("%s, since %s", "%s，开始于 %s", text, by.Time)
	}
	return &Error{Err: ErrInUse, Text: text, Hint: lang.T("run again when it is done", "请等它结束后再运行")}
}

func orUnknown(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// lock takes a lock, waiting for it no longer than wait. The lock's folder is
// made, as is needed again when another run removes it at that moment.
func (s system) lock(ctx context.Context, path string, as holder, wait time.Duration) (unlock func(), by holder, err error) {
	defer func() {
		if err != nil {
			_ = os.Remove(folder(path)) // only when it is empty
		}
	}()
	waiting, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	for moved := 0; ; {
		if err := ctx.Err(); err != nil {
			return nil, holder{}, err
		}
		held, err := s.tryLock(path)
		if err == nil {
			writeHolder(path, as)
			return func() { s.unlock(held) }, as, nil
		}
		if errors.Is(err, fs.ErrNotExist) {
			if err = s.makeFolder(folder(path)); err != nil {
				return nil, holder{}, err
			}
			err = errMoved
		}
		if errors.Is(err, errMoved) {
			if moved++; moved > manyMoves {
				return nil, holder{}, errors.ErrUnsupported
			}
			continue
		}
		if !errors.Is(err, errLocked) {
			return nil, holder{}, err
		}
		pause := time.NewTimer(lockPause)
		select {
		case <-pause.C:
		case <-waiting.Done():
			pause.Stop()
			if ctx.Err() != nil {
				return nil, holder{}, ctx.Err()
			}
			return nil, readHolder(path), errLocked
		}
	}
}

// errMoved means that the lock was removed between opening and locking it.
var errMoved = errors.New("the lock was removed meanwhile")

// tryLock locks the file, and makes sure that it is still the one others would open.
func (system) tryLock(path string) (*flock.Flock, error) {
	l := flock.New(path, flock.SetFlag(os.O_CREATE|os.O_RDWR), flock.SetPermissions(private))
	ok, err := l.TryLock()
	for errors.Is(err, syscall.EINTR) { // a signal came, nothing else
		ok, err = l.TryLock()
	}
	if lockless(err) { // nobody can hold it
		_ = os.Remove(path)
		_ = os.Remove(folder(path))
	}
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, errLocked
	}
	ours, err := l.Stat()
	if err == nil {
		var there fs.FileInfo
		if there, err = os.Lstat(path); err == nil && os.SameFile(ours, there) {
			return l, nil
		}
	}
	_ = l.Unlock()
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		err = errMoved
	}
	return nil, err
}

// unlock leaves nothing behind. On unix the file goes while it is held: those
// who have it open find that it is no longer the one. Windows removes it only
// when nobody has it open.
func (system) unlock(l *flock.Flock) {
	_ = os.Remove(l.Path() + holderEnding)
	if removesOpen {
		_ = os.Remove(l.Path())
	}
	_ = l.Unlock()
	if !removesOpen {
		_ = os.Remove(l.Path())
	}
	_ = os.Remove(folder(l.Path())) // only when it is empty
}

// writeHolder says who holds the lock; a lock without it is as good.
func writeHolder(path string, h holder) {
	data, err := json.Marshal(h)
	if err != nil {
		return
	}
	_ = os.Remove(path + holderEnding) // of a run that was killed; may be a link
	f, err := os.OpenFile(path+holderEnding, os.O_WRONLY|os.O_CREATE|os.O_EXCL, private)
	if err != nil {
		return
	}
	_, _ = f.Write(append(data, '\n'))
	_ = f.Close()
}

// readHolder reads who holds a lock that was refused; zero when it does not say,
// or says it of a process that is gone.
func readHolder(path string) holder {
	var h holder
	data := beginning(system{}, path+holderEnding)
	host, _ := os.Hostname()
	if json.Unmarshal(data, &h) != nil || h.Host == host && !alive(h.PID) {
		return holder{}
	}
	return h
}
