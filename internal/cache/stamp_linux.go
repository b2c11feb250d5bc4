package cache

import (
	"io/fs"
	"syscall"
)

// identity is a file's inode and change time.
func identity(info fs.FileInfo) (inode, changed int64) {
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, 0
	}
	return int64(s.Ino), s.Ctim.Nano()
}
