package safefile

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"path/filepath"
)

// staged is a copy of the old content that is made while the new one is proven:
// whole, synced and read back, but under a temporary name.
type staged struct {
	disk      disk
	folder    string    // empty: none is to be made
	temp      *tempFile // nil until it is made
	confirmed bool      // the disk promises to keep it
	proven    bool      // the old content was read, and is what it was said to be
	wait      func()    // until it is made, or given up
}

// stageCopy begins a copy, or reads the old content where one of it is kept
// already. What fails is done again under the store's lock, where its error counts.
func stageCopy(ctx context.Context, d disk, t target, o Options) *staged {
	s := &staged{disk: d, wait: func() {}}
	if !t.exists || o.Backups == "" {
		return s
	}
	into, err := filepath.Abs(o.Backups)
	if err != nil {
		return s
	}
	s.folder = into
	kept := copyName(into, hexSum(t.sum), ending(t.path), 1)
	s.wait = d.beside(func() {
		if makeFolders(d, into) != nil {
			return
		}
		if _, err := d.lstat(kept); errors.Is(err, fs.ErrNotExist) {
			_ = s.make(ctx, t, kept)
			return
		}
		s.proven = t.prove(ctx, d) == nil
	})
	return s
}

// make makes the copy.
func (s *staged) make(ctx context.Context, t target, kept string) error {
	temp, confirmed, err := filled(ctx, s.disk, kept, func(w io.Writer) error { return copyTo(s.disk, w, t.path) })
	if err != nil {
		return err
	}
	if temp.sum != t.sum {
		temp.discard()
		return changed(t.path)
	}
	s.temp, s.confirmed, s.proven = temp, confirmed, true
	return nil
}

// ready reports whether there is a copy, once it is made or given up.
func (s *staged) ready() bool {
	s.wait()
	return s.temp != nil && !s.temp.renamed
}

// discard removes a copy that did not get its name, and the folder if it is empty.
func (s *staged) discard() {
	if s.ready() {
		s.temp.discard()
	}
	if s.folder != "" && (s.temp == nil || !s.temp.renamed) {
		_ = s.disk.remove(s.folder)
	}
}

// filled writes a file of the store whole, under a temporary name beside its own:
// synced, and read back.
func filled(ctx context.Context, d disk, path string, write func(io.Writer) error) (temp *tempFile, confirmed bool, err error) {
	if temp, err = newTemp(d, path); err != nil {
		return nil, false, err
	}
	sweep(d, temp)
	if err = temp.fill(ctx, write); err == nil {
		confirmed, err = temp.finish(&target{}, private, nil)
	}
	if err == nil {
		err = temp.check(ctx, nil)
	}
	if err != nil {
		temp.discard()
		return nil, false, err
	}
	return temp, confirmed, nil
}
