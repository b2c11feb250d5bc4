package safefile

import (
	"errors"
	"io/fs"
	"syscall"
	"time"

	"golang.org/x/sys/windows"
)

// foldersSync says whether folders can be synced: Windows has no sync of a folder.
const foldersSync = false

// The errors of Windows that pass when the other program lets the file go.
const (
	errorAccessDenied     = syscall.Errno(5)
	errorSharingViolation = syscall.Errno(32)
	errorDiskFull         = syscall.Errno(112)
	errorWriteProtect     = syscall.Errno(19)
	errorInvalidFunction  = syscall.Errno(1)
)

// held reports whether a rename failed only because another program had the
// file open at that moment.
func held(err error) bool {
	return errors.Is(err, errorAccessDenied) || errors.Is(err, errorSharingViolation)
}

// full reports whether an error says that there is no room left.
func full(err error) bool { return errors.Is(err, errorDiskFull) }

// readOnlyDisk reports whether an error says that the disk takes no writes.
func readOnlyDisk(err error) bool { return errors.Is(err, errorWriteProtect) }

// removesOpen says whether a file can be removed while it is open.
const removesOpen = false

// lockless reports whether an error says that the disk has no locks, as some shares do not.
func lockless(err error) bool {
	return errors.Is(err, errorInvalidFunction) || errors.Is(err, errors.ErrUnsupported)
}

// writable is found out by writing.
func writable(string) error { return nil }

// free is how many bytes the disk of a folder has left for this user.
func free(folder string) (int64, bool) {
	name, err := windows.UTF16PtrFromString(folder)
	if err != nil {
		return 0, false
	}
	var n uint64
	err = windows.GetDiskFreeSpaceEx(name, &n, nil, nil)
	return int64(min(n, 1<<62)), err == nil
}

// changeTime is not kept by Windows.
func changeTime(fs.FileInfo) (t time.Time, ok bool) { return t, false }

// links is how many names a file has; not told without opening it.
func links(fs.FileInfo) int { return 1 }

// owner is not kept: a new file inherits its folder's rights.
func owner(fs.FileInfo) (uid, gid int, ok bool) { return 0, 0, false }

// alive is taken for true where it cannot be told: nothing of another process is removed.
func alive(pid int) bool {
	const queryLimited = 0x1000
	h, err := syscall.OpenProcess(queryLimited, false, uint32(pid))
	if err != nil {
		return errors.Is(err, errorAccessDenied)
	}
	_ = syscall.CloseHandle(h)
	return true
}
