package safefile

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// faulty is the real disk with one operation that fails.
type faulty struct {
	system
	failing string // the operation
	only    string // in paths that contain it
	err     error
}

func (f faulty) fails(operation, path string) error {
	if f.failing == operation && strings.Contains(path, f.only) {
		return f.err
	}
	return nil
}

func (f faulty) rename(from, to string) error {
	if err := f.fails("rename", to); err != nil {
		return err
	}
	return f.system.rename(from, to)
}

func (f faulty) syncFolder(path string) (bool, error) {
	if err := f.fails("syncFolder", path); err != nil {
		return durable(err)
	}
	return f.system.syncFolder(path)
}

func (f faulty) create(path string, mode os.FileMode) (file, error) {
	if err := f.fails("create", path); err != nil {
		return nil, err
	}
	made, err := f.system.create(path, mode)
	if err != nil {
		return nil, err
	}
	return faultyFile{made, f, path}, nil
}

type faultyFile struct {
	file
	disk faulty
	path string
}

func (f faultyFile) Write(p []byte) (int, error) {
	if err := f.disk.fails("write", f.path); err != nil {
		n, _ := f.file.Write(p[:len(p)/2])
		return n, err
	}
	if f.disk.fails("lie", f.path) != nil {
		return f.file.Write([]byte(strings.Repeat("?", len(p))))
	}
	return f.file.Write(p)
}

func (f faultyFile) Sync() error {
	if err := f.disk.fails("sync", f.path); err != nil {
		return err
	}
	return f.file.Sync()
}

func (f faultyFile) Close() error {
	err := f.disk.fails("close", f.path)
	return errors.Join(f.file.Close(), err)
}

func TestEveryOperationMayFail(t *testing.T) {
	for _, operation := range []string{"create", "write", "lie", "sync", "close", "rename"} {
		for _, only := range []string{"a.xlsx", ".crm/backups"} { // the file itself, or its backup
			for _, fault := range []error{syscall.ENOSPC, syscall.EIO, syscall.EACCES, syscall.EROFS} {
				dir := t.TempDir()
				path := filepath.Join(dir, "a.xlsx")
				if err := os.WriteFile(path, []byte("old"), 0o644); err != nil {
					t.Fatal(err)
				}
				d := faulty{failing: operation, only: only, err: fault}
				_, err := save(t.Context(), d, path, Options{Replace: true, Backups: filepath.Join(dir, ".crm", "backups")}, func(w io.Writer) error {
					_, err := io.WriteString(w, "new")
					return err
				})
				if err == nil || operation != "lie" && !errors.Is(err, fault) {
					t.Errorf("%s of %s: error %v, want %v", operation, only, err, fault)
				}
				if b, _ := os.ReadFile(path); string(b) != "old" {
					t.Errorf("%s of %s: the file holds %q", operation, only, b)
				}
				if left, _ := filepath.Glob(filepath.Join(dir, ".*.tmp")); len(left) > 0 {
					t.Errorf("%s of %s left %v", operation, only, left)
				}
				if left, _ := filepath.Glob(filepath.Join(dir, ".crm", "backups", ".*.tmp")); len(left) > 0 {
					t.Errorf("%s of %s left %v", operation, only, left)
				}
			}
		}
	}
}

func TestFolderSyncAfterRename(t *testing.T) {
	tests := []struct {
		fault error
		want  error
		why   string
	}{
		{syscall.EIO, ErrUnconfirmed, "the file is there, but a power cut may take it back"},
		{syscall.EINVAL, nil, "a disk without this operation: not confirmed, and no failure"},
	}
	for _, test := range tests {
		path := filepath.Join(t.TempDir(), "a.xlsx")
		saved, err := save(t.Context(), faulty{failing: "syncFolder", err: test.fault}, path, Options{}, func(w io.Writer) error {
			_, err := io.WriteString(w, "new")
			return err
		})
		if !errors.Is(err, test.want) || saved.Confirmed || saved.Path == "" {
			t.Errorf("saved %+v, error %v: %s", saved, err, test.why)
		}
		if b, _ := os.ReadFile(path); string(b) != "new" {
			t.Errorf("the file holds %q", b)
		}
	}
}

func TestSyncIsCalledOnce(t *testing.T) {
	d := &counting{}
	path := filepath.Join(t.TempDir(), "a.xlsx")
	_, err := save(t.Context(), d, path, Options{}, func(io.Writer) error { return nil })
	if err == nil || d.syncs != 1 {
		t.Errorf("%d syncs, error %v; a sync that failed must not be tried again", d.syncs, err)
	}
}

type counting struct {
	system
	syncs int
}

func (c *counting) create(path string, mode os.FileMode) (file, error) {
	f, err := c.system.create(path, mode)
	return countingFile{f, c}, err
}

type countingFile struct {
	file
	disk *counting
}

func (f countingFile) Sync() error {
	f.disk.syncs++
	return syscall.EIO
}
