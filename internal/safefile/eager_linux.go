package safefile

import (
	"os"
	"syscall"
)

// eagerFile is a file of which the disk takes what is written before it is synced,
// so that the sync has less to wait for.
type eagerFile struct{ *os.File }

func newFile(f *os.File) file { return eagerFile{f} }

// begin has the disk begin to take some of the file. It promises nothing, and what
// fails is left to Sync to tell.
func (f eagerFile) begin(from, n int64) {
	const write = 2 // SYNC_FILE_RANGE_WRITE: neither waits, nor takes an error away
	_ = syscall.SyncFileRange(int(f.Fd()), from, n, write)
}
