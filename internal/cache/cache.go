// Package cache keeps what a run read of its files, so that the next run over
// the same unchanged files need not read them again. An entry is used only where
// every file is provably what it was: by size, inode and times, and by its
// content where these could deceive. The package decides nothing about the data
// and writes nowhere but into its own folder, which may be deleted at any time;
// an entry that is damaged, foreign or of another build is as good as none.
package cache

import (
	"bufio"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"

	"crm/internal/crm"
	"crm/internal/safefile"
)

// How much a folder keeps: the entries last written, up to so many and so many bytes.
const (
	keptEntries = 8
	keptBytes   = 256 << 20
	ending      = ".crmcache"
)

// Folder is where entries lie.
type Folder struct {
	// Path is the folder; it and those above it are made when something is stored.
	Path string
	// Build tells this build of crm from all others: another reads anew.
	Build string
	// Now is the clock: it only decides whether a file is too young to be known
	// by its times.
	Now func() time.Time
}

// Key tells one way of reading files from all others.
type Key struct {
	// Files is the files read, as they are opened.
	Files []string
	// Digest is of everything else that what was read depends on: the rules, the
	// options, the day.
	Digest [32]byte
}

// Load is what an earlier run read of the same files in the same way, without
// the parts that the run does not look at; nil where there is none, or where a
// file has changed since.
func (f *Folder) Load(k Key, without Part) *Snapshot {
	path := f.path(k)
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		return nil // a pipe would be waited for
	}
	file, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer file.Close()
	h, ok := readHead(file, len(k.Files))
	if !ok || h.key != f.name(k) {
		return nil
	}
	now := f.Now()
	same, checked := unchanged(h, k.Files)
	if !same {
		return nil
	}
	read, ok := h.reader(file, wanted(without))
	if !ok {
		return nil
	}
	s, ok := decode(read)
	if !ok {
		return nil
	}
	if checked { // the next run need not look at the contents again
		h.began = now.UnixNano()
		_ = f.write(path, h, func(w io.Writer) error { // only slower where that fails
			_, err := io.Copy(w, io.NewSectionReader(file, int64(len(h.bytes())), maxPart*parts))
			return err
		})
	}
	return s
}

// Begin notes what the files are before they are read; nil where they cannot be
// kept: one is no regular file but a pipe, or they are too many.
func (f *Folder) Begin(k Key) *Reading {
	if len(k.Files) > maxFiles {
		return nil
	}
	r := &Reading{folder: f, key: k, head: head{key: f.name(k), secret: newSecret(), began: f.Now().UnixNano()}}
	for _, path := range k.Files {
		s, ok := stampOf(path)
		if !ok {
			return nil
		}
		known := knownFile{stamp: s}
		if s.young(r.head.began) {
			// A change within the clock's tick would not show: the content must be
			// the same after reading.
			if known.sum, ok = digest(path, r.head.secret); !ok {
				return nil
			}
			known.summed = true
		}
		r.head.files = append(r.head.files, known)
	}
	return r
}

// Reading is files that are being read, to be stored once they are.
type Reading struct {
	folder   *Folder
	key      Key
	head     head
	digested chan bool      // whether every file has its digest
	measured chan *Snapshot // of the run; closed where nothing is to be kept
	decided  chan func() Decisions
	written  chan error
}

// Digest begins to take the digests of the files, beside the run: once, before
// Prepare. What was written so long ago that its times tell of a change needs no
// second look after it was read.
func (r *Reading) Digest() {
	r.digested = make(chan bool, 1)
	go func() {
		for i, path := range r.key.Files {
			if known := &r.head.files[i]; !known.summed {
				var ok bool
				if known.sum, ok = digest(path, r.head.secret); !ok {
					r.digested <- false
					return
				}
			}
		}
		r.digested <- true
	}()
}

// unchanged reports whether the files that were too young to be known by their
// times are still what they were before reading.
func (r *Reading) unchanged() bool {
	if !<-r.digested {
		return false
	}
	for i, path := range r.key.Files {
		if known := &r.head.files[i]; known.summed {
			if sum, ok := digest(path, r.head.secret); !ok || sum != known.sum {
				return false
			}
		}
	}
	return true
}

// Prepare begins to write the entry, beside the run that goes on: the data must
// not change any more. Measured, Decided and Wait, or Abandon, end it. The long lists
// come first: until they are written the run has measured most of what it measures.
func (r *Reading) Prepare(d *crm.Data) {
	r.measured, r.decided, r.written = make(chan *Snapshot, 1), make(chan func() Decisions, 1), make(chan error, 1)
	go func() {
		if !r.unchanged() {
			r.written <- errNothing
			return
		}
		r.written <- r.folder.write(r.folder.path(r.key), &r.head, func(w io.Writer) error {
			if err := r.head.writeLists(w, d); err != nil {
				return err
			}
			s, wanted := <-r.measured
			if !wanted {
				return errNothing
			}
			front := newFront(s)
			decisions, wanted := <-r.decided
			if !wanted || r.changed() {
				return errNothing
			}
			return r.head.finish(w, front.pack(decisions()))
		})
	}()
}

// changed reports whether some file is not what it was before reading.
func (r *Reading) changed() bool {
	for i, path := range r.key.Files {
		if now, there := stampOf(path); !there || now != r.head.files[i].stamp {
			return true
		}
	}
	return false
}

// Measured has what was read and prepared kept, with what was measured. Others may
// ask the measures meanwhile.
func (r *Reading) Measured(s *Snapshot) { r.measured <- s }

// Decided completes it with what was decided, which is asked for beside the run.
func (r *Reading) Decided(decisions func() Decisions) { r.decided <- decisions }

// Wait waits until nothing reads the data any more. An error says why nothing
// could be kept; where a file changed meanwhile nothing is, which is none.
func (r *Reading) Wait() error {
	if err := <-r.written; !errors.Is(err, errNothing) {
		return err
	}
	return nil
}

// Abandon ends the writing: nothing is kept, and nothing reads the data any more.
func (r *Reading) Abandon() {
	close(r.measured)
	close(r.decided)
	<-r.written
}

func (f *Folder) path(k Key) string {
	name := f.name(k)
	return filepath.Join(f.Path, hex.EncodeToString(name[:16])+ending)
}

// write writes an entry, and makes room for it.
func (f *Folder) write(path string, h *head, body func(io.Writer) error) error {
	if err := safefile.MakeFolder(f.Path); err != nil {
		return err
	}
	err := safefile.WriteLoose(path, func(to io.Writer) error {
		w := bufio.NewWriterSize(to, readChunk) // many lists are a few bytes
		if _, err := w.Write(h.bytes()); err != nil {
			return err
		}
		if err := body(w); err != nil {
			return err
		}
		return w.Flush()
	})
	if err != nil {
		return err
	}
	safefile.KeepNewest(f.Path, ending, keptEntries, keptBytes)
	return nil
}
