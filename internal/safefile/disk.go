package safefile

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// disk is every operation of the file system that saving needs. The tests put a
// failing one in its place.
type disk interface {
	lstat(path string) (fs.FileInfo, error) // of a link itself
	stat(path string) (fs.FileInfo, error)  // of what it leads to
	resolve(path string) (string, error)    // follows all links
	names(folder string) ([]string, error)
	create(path string, mode fs.FileMode) (file, error) // fails when it is there
	open(path string) (io.ReadCloser, error)
	rename(from, to string) error
	remove(path string) error     // a folder only when it is empty
	makeFolder(path string) error // it alone; one that is there is fine
	sameFile(a, b fs.FileInfo) bool
	// lock takes the lock of that name; by another holder it is errLocked, who
	// is told.
	lock(ctx context.Context, path string, as holder, wait time.Duration) (unlock func(), by holder, err error)
	// writable says why nothing can be created in a folder, free how many bytes
	// its disk has left for us, where that is known.
	writable(folder string) error
	free(folder string) (n int64, known bool)
	// attributes copies a file's access list and other attributes to another.
	attributes(from, to string) lost
	// syncFolder makes the names in a folder durable; false where the disk has
	// no such operation.
	syncFolder(path string) (bool, error)
	// beside does something while something else is done; wait waits until it is
	// over, as often as it is asked.
	beside(do func()) (wait func())
}

// file is a file being written.
type file interface {
	io.Writer
	Chmod(mode fs.FileMode) error
	Chown(uid, gid int) error
	Stat() (fs.FileInfo, error)
	Sync() error
	Close() error
}

// system is the real disk.
type system struct{}

func (system) lstat(path string) (fs.FileInfo, error) { return os.Lstat(path) }
func (system) stat(path string) (fs.FileInfo, error)  { return os.Stat(path) }
func (system) resolve(path string) (string, error)    { return filepath.EvalSymlinks(path) }
func (system) remove(path string) error               { return os.Remove(path) }
func (system) sameFile(a, b fs.FileInfo) bool         { return os.SameFile(a, b) }
func (system) writable(folder string) error           { return writable(folder) }
func (system) free(folder string) (int64, bool)       { return free(folder) }
func (system) attributes(from, to string) lost        { return attributes(from, to) }

func (system) open(path string) (io.ReadCloser, error) { return os.Open(path) }

func (system) create(path string, mode fs.FileMode) (file, error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return nil, err
	}
	return newFile(f), nil
}

func (system) names(folder string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	return names, err
}

func (system) makeFolder(path string) error {
	for moved := 0; ; moved++ {
		err := os.Mkdir(path, privateFolder)
		if err == nil {
			err = os.Chmod(path, privateFolder) // whatever the umask
			if err == nil || !errors.Is(err, fs.ErrNotExist) || moved > manyMoves {
				return err
			}
			continue // another run found it empty, and removed it
		}
		if !errors.Is(err, fs.ErrExist) {
			return err
		}
		info, stat := os.Stat(path)
		if stat == nil && info.IsDir() {
			return nil
		}
		if !errors.Is(stat, fs.ErrNotExist) || moved > manyMoves {
			return err
		}
		if link, other := os.Lstat(path); other == nil && link.Mode()&fs.ModeSymlink != 0 {
			return err // to nowhere
		}
	}
}

// The pauses between attempts to rename where another program holds the file
// for a moment: a virus scanner, an indexer. Two seconds in all.
const (
	renameAttempts = 20
	renamePause    = 100 * time.Millisecond
)

func (system) rename(from, to string) error {
	err := os.Rename(from, to)
	for i := 0; i < renameAttempts && held(err); i++ {
		time.Sleep(renamePause)
		err = os.Rename(from, to)
	}
	return err
}

func (system) syncFolder(path string) (bool, error) {
	if !foldersSync {
		return true, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer f.Close()
	return durable(f.Sync())
}

func (system) beside(do func()) (wait func()) {
	over := make(chan struct{})
	go func() {
		defer close(over)
		do()
	}()
	return func() { <-over }
}

// besides is beside for what may fail.
func besides(d disk, do func() error) (result func() error) {
	var err error
	wait := d.beside(func() { err = do() })
	return func() error {
		wait()
		return err
	}
}

// durable tells a disk that has no sync from one whose sync failed.
func durable(err error) (bool, error) {
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, errors.ErrUnsupported) {
		return false, nil
	}
	return err == nil, err
}

// folder is the folder of a path.
func folder(path string) string { return filepath.Dir(path) }
