package safefile

import (
	"io/fs"
	"syscall"
	"time"
)

// changeTime is when a file's content or rights last changed; no program can set it.
func changeTime(info fs.FileInfo) (time.Time, bool) {
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return time.Time{}, false
	}
	return time.Unix(s.Ctimespec.Unix()), true
}
