//go:build unix

package safefile

import (
	"errors"
	"io/fs"
	"syscall"
)

// foldersSync says whether folders can be synced: a rename is durable once its folder is synced.
const foldersSync = true

// removesOpen says whether a file can be removed while it is open.
const removesOpen = true

// held reports whether a rename failed only because another program had the
// file open at that moment; unix has no such thing.
func held(error) bool { return false }

// full reports whether an error says that there is no room left.
func full(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EFBIG)
}

// readOnlyDisk reports whether an error says that the disk takes no writes.
func readOnlyDisk(err error) bool { return errors.Is(err, syscall.EROFS) }

// lockless reports whether an error says that the disk has no locks, as some shares do not.
func lockless(err error) bool {
	return errors.Is(err, syscall.ENOLCK) || errors.Is(err, syscall.ENOSYS) || errors.Is(err, errors.ErrUnsupported) || errors.Is(err, syscall.EINVAL)
}

// writable says why nothing can be created in a folder.
func writable(folder string) error {
	const writeAndEnter = 0o3
	if err := syscall.Access(folder, writeAndEnter); err != nil {
		return &fs.PathError{Op: "write in", Path: folder, Err: err}
	}
	return nil
}

// links is how many names a file has.
func links(info fs.FileInfo) int {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return int(s.Nlink)
	}
	return 1
}

// owner is a file's user and group.
func owner(info fs.FileInfo) (uid, gid int, ok bool) {
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, 0, false
	}
	return int(s.Uid), int(s.Gid), true
}

// alive reports whether a process of that number runs, or may run.
func alive(pid int) bool {
	return !errors.Is(syscall.Kill(pid, 0), syscall.ESRCH)
}
