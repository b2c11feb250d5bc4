package safefile

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
)

// store is the folder of kept contents and its ledger, locked: several folders
// of one workspace share it.
type store struct {
	disk      disk
	folder    string
	close     func() // unlocks it
	confirmed bool   // the disk promises to keep it
}

// openStore makes the folder durable and locks it, for a copy of so many bytes. Its
// errors are worded.
func openStore(ctx context.Context, d disk, o Options, size int64) (*store, error) {
	into, err := filepath.Abs(o.Backups)
	if err != nil {
		return nil, failure(err, o.Backups)
	}
	if err := makeFolders(d, into); err != nil {
		return nil, storeFailure(d, into, size, err)
	}
	unlock, by, err := d.lock(ctx, filepath.Join(into, lockName), me(o), max(o.Wait, storeWait))
	switch {
	case errors.Is(err, errLocked):
		return nil, locked(filepath.Join(into, ledgerName), by)
	case err != nil && !lockless(err):
		return nil, storeFailure(d, into, size, err)
	case err != nil:
		unlock = func() {}
	}
	s := &store{disk: d, folder: into, close: unlock, confirmed: true}
	if err := s.durable(); err != nil {
		unlock()
		return nil, storeFailure(d, into, size, err)
	}
	return s, nil
}

// durable syncs the names of the folder and of that above it, which is ours too
// (.crm), and may be as new. One that may not be read cannot be synced, nor
// named in it anything new by us.
func (s *store) durable() error {
	above := folder(s.folder)
	for _, dir := range []string{above, folder(above)} {
		confirmed, err := s.disk.syncFolder(dir)
		if err != nil && !errors.Is(err, fs.ErrPermission) {
			return err
		}
		s.confirmed = s.confirmed && confirmed && err == nil
	}
	return nil
}

// keep copies the target's content away and writes down that it is about to be
// replaced. Its errors are worded.
func (s *store) keep(ctx context.Context, t target, copied *staged, after [sha256.Size]byte, o Options) (string, error) {
	kept, err := s.copy(ctx, t, copied)
	if err == nil {
		err = s.append(ctx, record{
			Path: s.key(t.path), Before: hexSum(t.sum), After: hexSum(after), Ending: ending(t.path),
			Size: t.info.Size(), Time: stamp(o.Now), Command: o.Command,
		})
	}
	return kept, storeFailure(s.disk, s.folder, t.info.Size(), err)
}

// storeFailure words an error of the store, of a full disk with what a copy needs.
func storeFailure(d disk, folder string, size int64, err error) error {
	if free, known := d.free(folder); full(err) && known {
		return noRoom(folder, free, size, err)
	}
	return failure(err, folder)
}

// copy copies the target's content to <sha256><ending>. The copy is made under a
// temporary name, synced and read back before it gets its own; one that is there
// is never overwritten.
func (s *store) copy(ctx context.Context, t target, copied *staged) (string, error) {
	for n := 1; ; n++ {
		kept := copyName(s.folder, hexSum(t.sum), ending(t.path), n)
		_, err := s.disk.lstat(kept)
		if errors.Is(err, fs.ErrNotExist) {
			if !copied.ready() { // the first attempt failed, or there was none
				copied = &staged{disk: s.disk, wait: func() {}}
				if err := copied.make(ctx, t, kept); err != nil {
					return "", err
				}
				defer copied.discard()
			}
			return kept, s.place(copied.temp, copied.confirmed, kept)
		}
		if err != nil {
			return "", err
		}
		if there, err := digest(ctx, s.disk, kept); err == nil && there == t.sum {
			if copied.ready(); !copied.proven {
				if err := t.prove(ctx, s.disk); err != nil {
					return "", err
				}
			}
			return kept, s.sync() // its name may be of a run that was cut off
		}
		if err := ctx.Err(); err != nil {
			return "", err
		}
	}
}

// copyName is the n-th copy's path: one that rotted keeps its name, the sound one
// stands beside it.
func copyName(folder, sum, ending string, n int) string {
	if n > 1 {
		ending = fmt.Sprintf(".%d%s", n, ending)
	}
	return filepath.Join(folder, sum+ending)
}

// place gives a finished file of the store its name: a copy, or the ledger.
func (s *store) place(temp *tempFile, confirmed bool, path string) error {
	s.confirmed = s.confirmed && confirmed
	if err := s.disk.rename(temp.path, path); err != nil {
		return err
	}
	temp.renamed = true
	return s.sync()
}

// sync makes the names in the folder durable.
func (s *store) sync() error {
	confirmed, err := s.disk.syncFolder(s.folder)
	s.confirmed = s.confirmed && confirmed
	return err
}

// copyTo copies a file.
func copyTo(d disk, w io.Writer, path string) error {
	source, err := d.open(path)
	if err != nil {
		return err
	}
	defer source.Close()
	_, err = io.Copy(w, source)
	return err
}

// copyFrom copies a file whose content must be the one expected: else it was
// changed while it was copied, or has rotted.
func copyFrom(d disk, path string, w io.Writer, want [sha256.Size]byte) error {
	h := sha256.New()
	if err := copyTo(d, io.MultiWriter(w, h), path); err != nil {
		return err
	}
	if [sha256.Size]byte(h.Sum(nil)) != want {
		return changed(path)
	}
	return nil
}

func hexSum(sum [sha256.Size]byte) string { return hex.EncodeToString(sum[:]) }

func ending(path string) string { return strings.ToLower(filepath.Ext(path)) }
