//go:build linux || darwin

package safefile

import (
	"math"
	"syscall"
)

// free is how many bytes the disk of a folder has left for this user. Disks
// that tell no size (some shares report 0 blocks in all) are not known.
func free(folder string) (int64, bool) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(folder, &s); err != nil || s.Blocks == 0 {
		return 0, false
	}
	blocks, size := uint64(s.Bavail), uint64(s.Bsize)
	if size != 0 && blocks > math.MaxInt64/size {
		return math.MaxInt64, true
	}
	return int64(blocks * size), true
}
