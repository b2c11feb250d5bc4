package cache

import (
	"os"
	"time"
)

// stamp is what a file system says of a file without reading it. Times are in
// nanoseconds since 1970; inode and change time are 0 where it knows none.
type stamp struct {
	size, inode, modified, changed int64
	there                          bool
}

// tick is the coarsest clock of a file system that is reckoned with: within it
// two changes may bear the same time.
const tick = 2 * time.Second

// stampOf is the stamp of a file; ok is false for what is no regular file.
func stampOf(path string) (s stamp, ok bool) {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return stamp{}, false
	}
	s = stamp{size: info.Size(), modified: info.ModTime().UnixNano(), there: true}
	s.inode, s.changed = identity(info)
	return s, true
}

// young reports whether the file may have changed once more after it was looked
// at, without its times telling.
func (s *stamp) young(began int64) bool {
	return max(s.modified, s.changed) > began-int64(tick)
}

// unchanged reports whether the files are those that the entry was made of, and
// whether a content had to be compared for it; the head then has the new stamps.
func unchanged(h *head, paths []string) (same, checked bool) {
	for i, path := range paths {
		known := &h.files[i]
		now, ok := stampOf(path)
		if !ok || now.size != known.size {
			return false, false
		}
		if now == known.stamp && !known.young(h.began) {
			continue
		}
		sum, ok := digest(path, h.secret)
		if again, there := stampOf(path); !ok || sum != known.sum || !there || again != now {
			return false, false
		}
		known.stamp, checked = now, true
	}
	return true, checked
}
