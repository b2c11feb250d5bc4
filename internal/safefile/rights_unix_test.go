//go:build unix

package safefile_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"crm/internal/safefile"
)

func TestSpecialFilesAreRefused(t *testing.T) {
	dir := t.TempDir()
	fifo, link := filepath.Join(dir, "fifo.xlsx"), filepath.Join(dir, "link.xlsx")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Skip("no FIFO here:", err)
	}
	if err := os.Symlink(fifo, link); err != nil {
		t.Fatal(err)
	}
	hard := filepath.Join(dir, "hard.xlsx")
	put(t, hard, "old", 0o600)
	if err := os.Link(hard, hard+".2"); err != nil {
		t.Fatal(err)
	}
	was := snapshotNames(t, dir)
	for _, path := range []string{fifo, link, os.DevNull, dir, hard} {
		o := safefile.Options{Replace: true, Backups: filepath.Join(dir, "b")}
		if err := safefile.Check(path, o); !errors.Is(err, safefile.ErrRefused) {
			t.Errorf("%s: Check says %v", path, err)
		}
		if _, err := safefile.Write(t.Context(), path, o, content("new")); !errors.Is(err, safefile.ErrRefused) {
			t.Errorf("%s: %v", path, err)
		}
		if _, _, err := safefile.Undo(t.Context(), path, o); !errors.Is(err, safefile.ErrRefused) {
			t.Errorf("%s: Undo says %v", path, err)
		}
	}
	if now := snapshotNames(t, dir); now != was {
		t.Errorf("the folder holds %s, before %s", now, was)
	}
}

func snapshotNames(t *testing.T, dir string) (names string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names += e.Name() + " "
	}
	return names
}

func TestUmaskDecidesNothing(t *testing.T) {
	for _, mask := range []int{0, 0o077, 0o277} {
		was := syscall.Umask(mask)
		dir := t.TempDir()
		os.Chmod(dir, 0o700)
		path, fresh := filepath.Join(dir, "a.xlsx"), filepath.Join(dir, "b.xlsx")
		put(t, path, "old", 0o664)
		o := safefile.Options{Replace: true, Backups: backupsOf(path)}
		_, err := safefile.Write(t.Context(), path, o, content("new"))
		_, errFresh := safefile.Write(t.Context(), fresh, o, content("new"))
		syscall.Umask(was)
		if err != nil || errFresh != nil {
			if mask == 0o277 && os.Geteuid() != 0 { // folders of ours without our right to write
				continue
			}
			t.Fatal(err, errFresh)
		}
		wantMode(t, path, 0o664)
		wantMode(t, fresh, 0o600)
		filepath.WalkDir(filepath.Join(dir, ".crm"), func(p string, e fs.DirEntry, err error) error {
			if info, err := e.Info(); err != nil || info.Mode().Perm()&0o077 != 0 {
				t.Errorf("umask %o: others may reach %s: %v", mask, p, info.Mode())
			}
			return nil
		})
	}
}

func TestOwnerAndGroupAreKept(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root may give files away")
	}
	path := filepath.Join(t.TempDir(), "a.xlsx")
	put(t, path, "old", 0o664)
	if err := os.Chown(path, 12345, 23456); err != nil {
		t.Fatal(err)
	}
	saved, err := safefile.Write(t.Context(), path, safefile.Options{Replace: true}, content("new"))
	if err != nil || len(saved.Notes) > 0 {
		t.Fatal(saved, err)
	}
	info, _ := os.Stat(path)
	if s := info.Sys().(*syscall.Stat_t); s.Uid != 12345 || s.Gid != 23456 {
		t.Errorf("owner %d:%d", s.Uid, s.Gid)
	}
	wantMode(t, path, 0o664)
}

func TestManyNamesOfOneFile(t *testing.T) {
	dir := t.TempDir()
	real := filepath.Join(dir, "a.xlsx")
	put(t, real, "old", 0o600)
	os.Mkdir(filepath.Join(dir, "sub"), 0o700)
	os.Symlink("../a.xlsx", filepath.Join(dir, "sub", "one"))
	os.Symlink("one", filepath.Join(dir, "sub", "two"))
	os.Symlink(dir, filepath.Join(dir, "sub", "up"))
	os.Symlink("loop", filepath.Join(dir, "sub", "loop"))
	t.Chdir(dir)
	for i, path := range []string{"a.xlsx", "./a.xlsx", "sub/../a.xlsx", "sub/one", "sub/two", "sub/up/a.xlsx"} {
		saved, err := safefile.Write(t.Context(), path, safefile.Options{Replace: true, Backups: filepath.Join(dir, ".crm", "backups")}, content(path))
		if err != nil {
			t.Errorf("%s: %v", path, err)
		}
		if !safefile.SameFile(saved.Path, real) || !safefile.SameFile(path, real) {
			t.Errorf("%s was saved at %s", path, saved.Path)
		}
		wantContent(t, real, path)
		if lines := ledger(t, real); len(lines) != i+1 || lines[i].Path != "a.xlsx" {
			t.Errorf("%s is %+v in the ledger", path, lines)
		}
	}
	if _, err := safefile.Write(t.Context(), "sub/loop", safefile.Options{Replace: true}, content("x")); err == nil {
		t.Error("a link to itself was written")
	}
}
