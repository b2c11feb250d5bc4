package safefile_test

import (
	"crypto/sha256"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"crm/internal/safefile"
)

func TestSameContentIsNotTouched(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.xlsx")
	put(t, path, "same", 0o640)
	was := snapshot(t, dir)
	inode, _ := os.Stat(path)
	saved, err := safefile.Write(t.Context(), path, safefile.Options{Replace: true, Backups: backupsOf(path)}, content("same"))
	if err != nil || !saved.Same || !saved.Confirmed || saved.Backup != "" || saved.SHA256 != sha256.Sum256([]byte("same")) {
		t.Errorf("%+v, %v", saved, err)
	}
	if now := snapshot(t, dir); now != was {
		t.Errorf("the folder changed:\n%s\nto\n%s", was, now)
	}
	if now, _ := os.Stat(path); !os.SameFile(inode, now) {
		t.Error("the file was replaced")
	}
	saved, err = safefile.Write(t.Context(), path, safefile.Options{Replace: true}, content("other"))
	if err != nil || saved.Same {
		t.Errorf("%+v, %v", saved, err)
	}
}

func TestWas(t *testing.T) {
	for _, test := range []struct {
		there, was string
		want       error
		why        string
	}{
		{"old", "old", nil, "computed from what is there"},
		{"edited", "old", safefile.ErrChanged, "saved in Excel while we computed"},
		{"", "old", safefile.ErrChanged, "gone while we computed"},
	} {
		dir := t.TempDir()
		path := filepath.Join(dir, "a.xlsx")
		if test.there != "" {
			put(t, path, test.there, 0o600)
		}
		sum := sha256.Sum256([]byte(test.was))
		_, err := safefile.Write(t.Context(), path, safefile.Options{Replace: true, Was: &sum, Backups: backupsOf(path)}, content("new"))
		if !errors.Is(err, test.want) {
			t.Errorf("error %v, want %v: %s", err, test.want, test.why)
		}
		if got, _ := os.ReadFile(path); test.want != nil && string(got) != test.there {
			t.Errorf("the file holds %q: %s", got, test.why)
		}
	}
}

// TestWasIsProven: what the caller says of the old content is proven also where no
// copy of it is made.
func TestWasIsProven(t *testing.T) {
	for _, test := range []struct{ writes, why string }{
		{"new", "a copy of what was said is kept already"},
		{"old", "it would be the same, were it so"},
	} {
		path := filepath.Join(t.TempDir(), "a.xlsx")
		put(t, path, "old", 0o600)
		sum := sha256.Sum256([]byte("old"))
		o := safefile.Options{Replace: true, Was: &sum, Backups: backupsOf(path)}
		if _, err := safefile.Write(t.Context(), path, o, content("first")); err != nil {
			t.Fatal(err)
		}
		put(t, path, "edited", 0o600)
		if _, err := safefile.Write(t.Context(), path, o, content(test.writes)); !errors.Is(err, safefile.ErrChanged) {
			t.Errorf("error %v, want ErrChanged: %s", err, test.why)
		}
		if got, _ := os.ReadFile(path); string(got) != "edited" {
			t.Errorf("the file holds %q: %s", got, test.why)
		}
		put(t, path, "old", 0o600)
		if _, err := safefile.Write(t.Context(), path, o, content(test.writes)); err != nil {
			t.Errorf("over what was said: %v: %s", err, test.why)
		}
	}
}

func TestIgnoreLock(t *testing.T) {
	for _, name := range []string{"~$a.xlsx", ".~lock.a.xlsx#", ".~a.xlsx"} {
		path := filepath.Join(t.TempDir(), "a.xlsx")
		put(t, path, "old", 0o600)
		put(t, filepath.Join(filepath.Dir(path), name), "", 0o600)
		o := safefile.Options{Replace: true}
		if err := safefile.Check(path, o); !errors.Is(err, safefile.ErrInUse) {
			t.Errorf("%s: Check says %v", name, err)
		}
		if _, err := safefile.Write(t.Context(), path, o, content("new")); !errors.Is(err, safefile.ErrInUse) {
			t.Errorf("%s: %v", name, err)
		}
		o.IgnoreLock = true
		if err := safefile.Check(path, o); err != nil {
			t.Errorf("%s ignored: Check says %v", name, err)
		}
		if _, err := safefile.Write(t.Context(), path, o, content("new")); err != nil {
			t.Errorf("%s ignored: %v", name, err)
		}
	}
}

func TestCheckCreatesNothing(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.xlsx")
	put(t, path, "old", 0o600)
	was := snapshot(t, dir)
	for name, o := range map[string]safefile.Options{"replace": {Replace: true, Backups: backupsOf(path)}, "new": {}} {
		err := safefile.Check(path, o)
		if o.Replace && err != nil || !o.Replace && !errors.Is(err, safefile.ErrExists) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := safefile.Check(filepath.Join(dir, "none", "a.xlsx"), safefile.Options{}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", err)
	}
	if err := safefile.Check(filepath.Join(dir, "b.xlsx"), safefile.Options{Size: 1 << 60}); !errors.Is(err, safefile.ErrNoRoom) {
		t.Errorf("a file larger than the disk: %v", err)
	}
	if now := snapshot(t, dir); now != was {
		t.Errorf("the folder changed:\n%s\nto\n%s", was, now)
	}
}

func TestMakeFolder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a", "b", "c")
	for range 2 {
		if err := safefile.MakeFolder(path); err != nil {
			t.Fatal(err)
		}
		wantMode(t, path, 0o700)
	}
	put(t, filepath.Join(path, "file"), "x", 0o600)
	if safefile.MakeFolder(filepath.Join(path, "file")) == nil || safefile.MakeFolder(filepath.Join(path, "file", "d")) == nil {
		t.Error("a file was taken for a folder")
	}
}

func TestMarkOfAnotherFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "24客户.xlsx")
	other := filepath.Join(filepath.Dir(path), "客户.xlsx")
	put(t, path, "old", 0o600)
	put(t, filepath.Join(filepath.Dir(path), "~$客户.xlsx"), excelMark("王芳"), 0o600)
	if err := safefile.Check(path, safefile.Options{Replace: true}); !errors.Is(err, safefile.ErrInUse) {
		t.Errorf("%v: some programs put the mark over the first two characters", err)
	}
	put(t, other, "old", 0o600)
	if err := safefile.Check(path, safefile.Options{Replace: true}); err != nil {
		t.Errorf("%v: it is the other file that is open", err)
	}
	if err := safefile.Check(other, safefile.Options{Replace: true}); !errors.Is(err, safefile.ErrInUse) {
		t.Errorf("%v: it is open", err)
	}
}
