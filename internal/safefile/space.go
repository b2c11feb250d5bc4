package safefile

import (
	"errors"
	"fmt"
	"path/filepath"

	"crm/internal/lang"
)

// roomFactor is how many new files a write has to have room for: the new file beside
// the old one, and the copy of the old one.
const roomFactor = 2

// need is about how many bytes the write takes on the target's disk; 0: not known.
func (t *target) need(o Options) int64 {
	size := o.Size
	if t.exists {
		size = max(size, t.info.Size())
	}
	return roomFactor * size
}

// room refuses when the disk, or that of the backups, has no room for the write.
func (t *target) room(d disk, o Options) error {
	if free, known := d.free(folder(t.path)); known && free < t.need(o) {
		return noRoom(t.path, free, t.need(o), nil)
	}
	if !t.exists || o.Backups == "" {
		return nil
	}
	if free, known := d.free(standing(d, o.Backups)); known && free < t.info.Size() {
		return noRoom(o.Backups, free, t.info.Size(), nil)
	}
	return nil
}

// standing is the nearest folder above a path that is there.
func standing(d disk, path string) string {
	path, err := filepath.Abs(path)
	if err != nil {
		return folder(path)
	}
	for path != folder(path) {
		if _, err := d.lstat(path); err == nil {
			return path
		}
		path = folder(path)
	}
	return path
}

// roomOr words an error; a full disk is told with how much is free and needed,
// where written bytes of a temporary file are about to be free again.
func (t *target) roomOr(d disk, err error, o Options, written int64) error {
	free, known := d.free(folder(t.path))
	var worded *Error
	if !full(err) || !known || errors.As(err, &worded) {
		return failure(err, t.path)
	}
	return noRoom(t.path, free+written, max(t.need(o), roomFactor*written), err)
}

func noRoom(path string, free, need int64, cause error) error {
	text := lang.F("the disk is full: %s was not written; %s are free, at least %s are needed",
		"磁盘空间不足，未写入 %s：剩余 %s，至少需要 %s", path, bytesText(free), bytesText(need))
	if need <= free { // a quota, or nobody could tell before how much it would be
		text = lang.F("the disk is full or the quota is used up: %s was not written; %s are free on the disk",
			"磁盘已满或配额已用完，未写入 %s：磁盘剩余 %s", path, bytesText(free))
	}
	return &Error{Err: errors.Join(ErrNoRoom, cause), Text: text,
		Hint: makeRoom()}
}

func makeRoom() lang.Text {
	return lang.T("make room and run again", "请清理磁盘空间后重新运行")
}

// bytesText is a number of bytes for people, rounded, in decimal units as disks have them.
func bytesText(n int64) string {
	const kb, mb, gb = 1000, 1000 * 1000, 1000 * 1000 * 1000
	tenths := func(unit int64) string {
		t := (n + unit/20) / (unit / 10)
		return fmt.Sprintf("%d.%d", t/10, t%10)
	}
	switch {
	case n < kb:
		return fmt.Sprintf("%d B", n)
	case n < mb:
		return fmt.Sprintf("%d KB", (n+kb/2)/kb)
	case n < gb:
		return tenths(mb) + " MB"
	}
	return tenths(gb) + " GB"
}
