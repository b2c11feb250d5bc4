//go:build unix

package safefile

import (
	"errors"
	"io/fs"
	"syscall"
)

// foldersSync: a rename is durable once its folder is synced.
const foldersSync = true

// held reports whether a rename failed only because another program had the
// file open at that moment; unix has no such thing.
func held(error) bool { return false }

// full reports whether an error says that there is no room left.
func full(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EFBIG)
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
