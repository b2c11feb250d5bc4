package safefile

import (
	"bufio"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash/maphash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"crm/internal/lang"
)

// tempFile is the new file before it has its name, in the target's folder so
// that renaming it is one step: .<base>.crm-<pid>-<random>.tmp
type tempFile struct {
	disk    disk
	path    string
	file    file              // nil once closed
	wrote   maphash.Hash      // of what was written
	sum     [sha256.Size]byte // of what was read back
	made    time.Time         // by the clock of the disk
	written int64             // bytes
	begun   int64             // that the disk was told to begin with
	renamed bool
}

const (
	tempMark    = ".crm-"
	tempEnding  = ".tmp"
	longestBase = 180 // bytes of the target's name in the temporary one: names end at 255
	randomBytes = 8
)

func newTemp(d disk, target string) (*tempFile, error) {
	random := make([]byte, randomBytes)
	if _, err := rand.Read(random); err != nil {
		return nil, err
	}
	base := filepath.Base(target)
	for len(base) > longestBase {
		_, size := utf8.DecodeLastRuneInString(base)
		base = base[:len(base)-size]
	}
	name := "." + base + tempMark + strconv.Itoa(os.Getpid()) + "-" + hex.EncodeToString(random) + tempEnding
	t := &tempFile{disk: d, path: filepath.Join(folder(target), name)}
	var err error
	if t.file, err = d.create(t.path, private); err != nil {
		return nil, err
	}
	info, err := t.file.Stat()
	if err != nil {
		t.discard()
		return nil, err
	}
	t.made = info.ModTime()
	return t, nil
}

// fill writes the content, and stops when ctx is done.
func (t *tempFile) fill(ctx context.Context, write func(io.Writer) error) error {
	buffered := bufio.NewWriterSize(contextWriter{ctx, t}, 1<<16)
	if err := write(buffered); err != nil {
		return err
	}
	if err := buffered.Flush(); err != nil {
		return err
	}
	return ctx.Err()
}

// Write writes to the file, and counts and sums what it took: by a sum that takes
// no time, which no disk aims at. The digest is that of what is read back.
func (t *tempFile) Write(p []byte) (int, error) {
	n, err := t.file.Write(p)
	t.written += int64(n)
	if f, ok := t.file.(interface{ begin(from, n int64) }); ok && t.written-t.begun >= beginAt {
		f.begin(t.begun, t.written-t.begun)
		t.begun = t.written
	}
	t.wrote.Write(p[:n]) //nolint:errcheck // it never fails
	return n, err
}

// beginAt is how much is written before the disk is told to begin with it.
const beginAt = 4 << 20

// contextWriter fails once its context is done.
type contextWriter struct {
	ctx context.Context
	w   io.Writer
}

func (c contextWriter) Write(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.w.Write(p)
}

// same reports whether the file has the content that the target has.
func (t *tempFile) same(ctx context.Context, old target) (bool, error) {
	if !old.exists || old.info.Size() != t.written {
		return false, nil
	}
	err := t.readBack(ctx)
	return err == nil && t.sum == old.sum, err
}

// finish gives the file its mode and owner, syncs it once and closes it.
// A sync that failed is never tried again: the kernel may have dropped the pages.
func (t *tempFile) finish(old *target, mode fs.FileMode, notes *[]lang.Text) (confirmed bool, err error) {
	switch {
	case old.exists:
		mode = t.keepRights(old, notes)
	case mode == 0:
		mode = private
	}
	if err := t.file.Chmod(mode); err != nil {
		return false, err
	}
	if confirmed, err = durable(t.file.Sync()); err != nil {
		return false, err
	}
	f := t.file
	t.file = nil
	return confirmed, f.Close()
}

// check reads the finished file back: a disk that lies about what it wrote is
// found here, and whatever the caller looks for.
func (t *tempFile) check(ctx context.Context, verify func(string) error) error {
	readBack := besides(t.disk, func() error { return t.readBack(ctx) })
	var proof error
	if verify != nil {
		proof = verify(t.path)
	}
	if err := readBack(); err != nil {
		return err
	}
	if proof != nil {
		return proof
	}
	return ctx.Err()
}

// readBack takes the digest of the file, which must hold what was written.
func (t *tempFile) readBack(ctx context.Context) error {
	var read maphash.Hash
	read.SetSeed(t.wrote.Seed())
	sum, err := digestTo(ctx, t.disk, t.path, &read)
	if err == nil && read.Sum64() != t.wrote.Sum64() {
		err = errors.New("what was written reads back differently")
	}
	t.sum = sum
	return err
}

// digest is the SHA-256 of a file's content, which is all that its size says: a
// disk or a share may tell that a file ends before that.
func digest(ctx context.Context, d disk, path string) (sum [sha256.Size]byte, err error) {
	return digestTo(ctx, d, path, io.Discard)
}

// digestTo is digest for a content that goes to a writer too.
func digestTo(ctx context.Context, d disk, path string, w io.Writer) (sum [sha256.Size]byte, err error) {
	before, err := d.lstat(path)
	if err != nil {
		return sum, err
	}
	f, err := d.open(path)
	if err != nil {
		return sum, err
	}
	defer f.Close()
	h := sha256.New()
	n, err := io.Copy(contextWriter{ctx, io.MultiWriter(h, w)}, f)
	if err == nil {
		err = ends(d, path, before, n)
	}
	h.Sum(sum[:0])
	return sum, err
}

// ends checks that a file of which n bytes were read has no more.
func ends(d disk, path string, before fs.FileInfo, n int64) error {
	now, err := d.lstat(path)
	if err != nil || !now.Mode().IsRegular() || now.Size() <= n || !d.sameFile(before, now) {
		return nil // one that is gone, or has another's place, is found out elsewhere
	}
	return &fs.PathError{Op: "read", Path: path, Err: io.ErrUnexpectedEOF}
}

// discard removes the file unless it has become the target.
func (t *tempFile) discard() {
	if t.file != nil {
		_ = t.file.Close()
		t.file = nil
	}
	if !t.renamed {
		_ = t.disk.remove(t.path)
	}
}

// staleAfter is how old a temporary file of a process that is gone must be
// before it is removed: on a share, the process may run on another machine.
const staleAfter = time.Hour

// sweep removes what killed runs left in the folder. What cannot be removed stays.
func sweep(d disk, own *tempFile) {
	dir := folder(own.path)
	names, err := d.names(dir)
	if err != nil {
		return
	}
	for _, name := range names {
		pid, ok := tempOf(name)
		path := filepath.Join(dir, name)
		if !ok || path == own.path || alive(pid) {
			continue
		}
		info, err := d.lstat(path)
		if err == nil && info.Mode().IsRegular() && own.made.Sub(info.ModTime()) > staleAfter {
			_ = d.remove(path)
		}
	}
}

// tempOf is the number of the process that made a temporary file of ours.
func tempOf(name string) (pid int, ok bool) {
	rest, isTemp := strings.CutSuffix(name, tempEnding)
	i := strings.LastIndex(rest, tempMark)
	if !isTemp || i < 1 || name[0] != '.' {
		return 0, false
	}
	number, random, found := strings.Cut(rest[i+len(tempMark):], "-")
	pid, err := strconv.Atoi(number)
	return pid, err == nil && pid > 0 && found && len(random) == 2*randomBytes
}
