package safefile_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"crm/internal/lang"
	"crm/internal/safefile"
)

func content(s string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, s)
		return err
	}
}

func put(t *testing.T, path, s string, mode fs.FileMode) {
	t.Helper()
	if err := os.WriteFile(path, []byte(s), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}

// wantFiles checks that the folder holds just these names: nothing is left over.
func wantFiles(t *testing.T, dir string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	slices.Sort(want)
	if strings.Join(names, " ") != strings.Join(want, " ") {
		t.Errorf("in the folder: %q, want %q", names, want)
	}
}

func wantContent(t *testing.T, path, want string) {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil || string(got) != want {
		t.Errorf("%s holds %q, %v; want %q", filepath.Base(path), got, err, want)
	}
}

func TestWriteNew(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "客户.classified.xlsx")
	saved, err := safefile.Write(t.Context(), path, safefile.Options{Backups: filepath.Join(dir, ".crm", "backups")}, content("new"))
	if err != nil {
		t.Fatal(err)
	}
	if !saved.Confirmed || saved.Backup != "" || saved.SHA256 != sha256.Sum256([]byte("new")) || filepath.Base(saved.Path) != filepath.Base(path) {
		t.Errorf("saved %+v", saved)
	}
	wantContent(t, path, "new")
	wantMode(t, path, 0o600)
	wantFiles(t, dir, filepath.Base(path)) // no backup folder without a backup
}

func wantMode(t *testing.T, path string, want fs.FileMode) {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != want {
		t.Errorf("mode of %s: %v, %v; want %v", filepath.Base(path), info.Mode().Perm(), err, want)
	}
}

func TestReplaceKeepsModeAndBackup(t *testing.T) {
	for _, mode := range []fs.FileMode{0o644, 0o600, 0o664} {
		dir := t.TempDir()
		path, backups := filepath.Join(dir, "a.XLSX"), filepath.Join(dir, ".crm", "backups")
		put(t, path, "old", mode)
		saved, err := safefile.Write(t.Context(), path, safefile.Options{Backups: backups, Replace: true}, content("new"))
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256([]byte("old"))
		if want := filepath.Join(backups, hex.EncodeToString(sum[:])+".xlsx"); saved.Backup != want {
			t.Errorf("backup %s, want %s", saved.Backup, want)
		}
		wantContent(t, path, "new")
		wantMode(t, path, mode)
		wantContent(t, saved.Backup, "old")
		wantMode(t, saved.Backup, 0o600)
		wantMode(t, backups, 0o700)
		wantFiles(t, dir, ".crm", "a.XLSX")
		wantFiles(t, backups, filepath.Base(saved.Backup), "ledger.jsonl")
	}
}

func TestBackupIsNeverOverwritten(t *testing.T) {
	dir := t.TempDir()
	path, backups := filepath.Join(dir, "a.csv"), filepath.Join(dir, "b")
	put(t, path, "old", 0o600)
	replace := func(content string) string {
		saved, err := safefile.Write(t.Context(), path, safefile.Options{Replace: true, Backups: backups}, func(w io.Writer) error {
			_, err := io.WriteString(w, content)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return saved.Backup
	}
	first := replace("new")
	put(t, path, "old", 0o600)
	if again := replace("newer"); again != first {
		t.Errorf("the same content went to %s, want %s", again, first)
	}
	put(t, first, "rotten", 0o600)
	put(t, path, "old", 0o600)
	beside := replace("newest")
	if beside == first {
		t.Errorf("backup went to %s, want a new name", beside)
	}
	wantContent(t, first, "rotten")
	wantContent(t, beside, "old")
}

func TestRefusals(t *testing.T) {
	tests := []struct {
		name    string
		prepare func(t *testing.T, path string)
		replace bool
		want    error
		why     string
	}{
		{"there", func(t *testing.T, p string) { put(t, p, "old", 0o644) }, false, safefile.ErrExists, "replacing must be asked for"},
		{"folder", func(t *testing.T, p string) { os.Mkdir(p, 0o700) }, true, safefile.ErrRefused, "a folder is no file"},
		{"read-only", func(t *testing.T, p string) { put(t, p, "old", 0o444) }, true, safefile.ErrRefused, "0444 is somebody's wish, even for root"},
		{"hard link", func(t *testing.T, p string) { put(t, p, "old", 0o644); os.Link(p, p+".other") }, true, safefile.ErrRefused, "renaming would part the names"},
		{"dangling link", func(t *testing.T, p string) { os.Symlink(p+".gone", p) }, true, safefile.ErrRefused, "where would it be written?"},
		{"open in Excel", func(t *testing.T, p string) {
			put(t, p, "old", 0o644)
			put(t, lock(p, "~$", ""), excelMark("王芳"), 0o600)
		}, true, safefile.ErrInUse, "Excel's owner file"},
		{"open in LibreOffice", func(t *testing.T, p string) {
			put(t, p, "old", 0o644)
			put(t, lock(p, ".~lock.", "#"), ",wang,laptop,21.11.2026 20:00,file:///home;", 0o600)
		}, true, safefile.ErrInUse, "LibreOffice's lock"},
		{"no such folder", func(t *testing.T, p string) { os.Remove(filepath.Dir(p)) }, true, fs.ErrNotExist, "folders are not made on the way"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "in")
			os.Mkdir(dir, 0o700)
			path := filepath.Join(dir, "a.xlsx")
			test.prepare(t, path)
			before := snapshot(t, dir)
			_, err := safefile.Write(t.Context(), path, safefile.Options{Replace: test.replace, Backups: filepath.Join(dir, "b")}, content("new"))
			if !errors.Is(err, test.want) {
				t.Errorf("error %v, want %v: %s", err, test.want, test.why)
			}
			var worded *safefile.Error
			if !errors.As(err, &worded) || worded.Text.In(lang.ZH) == worded.Text.In(lang.EN) {
				t.Errorf("%v is not said in both languages", err)
			}
			if after := snapshot(t, dir); after != before {
				t.Errorf("the folder changed:\n%s\nto\n%s", before, after)
			}
		})
	}
}

func lock(path, prefix, suffix string) string {
	return filepath.Join(filepath.Dir(path), prefix+filepath.Base(path)+suffix)
}

// excelMark is an owner file as Excel writes it: 165 bytes with the user's name twice.
func excelMark(name string) string {
	b := bytes.Repeat([]byte{' '}, 165)
	units := utf16.Encode([]rune(name))
	b[0], b[54], b[55] = byte(len(units)), byte(len(units)), 0
	for i, u := range units {
		b[56+2*i], b[57+2*i] = byte(u), byte(u>>8)
	}
	return string(b)
}

func snapshot(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err == nil {
			data, _ := os.ReadFile(path)
			info, _ := e.Info()
			mtime := info.ModTime()
			if e.IsDir() { // a temporary file came and went
				mtime = time.Time{}
			}
			fmt.Fprintln(&b, path, info.Mode(), mtime, string(data))
		}
		return nil
	})
	return b.String()
}

func TestHolderIsNamed(t *testing.T) {
	tests := []struct{ prefix, suffix, mark, want string }{
		{"~$", "", excelMark("王芳"), "王芳"},
		{"~$", "", "\x04Anna" + strings.Repeat(" ", 49) + "\x00\x00", "Anna"},
		{".~lock.", "#", "Anna Berg,anna,laptop,21.11.2026 20:00,file:///home;", "Anna Berg @ laptop"},
		{".~lock.", "#", ",anna,laptop,21.11.2026 20:00,file:///home;", "anna @ laptop"},
		{".~lock.", "#", `Berg\, Anna,anna,laptop,21.11.2026 20:00,file:///home;`, "Berg, Anna @ laptop"},
		{".~", "", excelMark("王芳"), "王芳"},
		{"~$", "", "", "another program"},
	}
	for _, test := range tests {
		path := filepath.Join(t.TempDir(), "a.xlsx")
		put(t, path, "old", 0o600)
		put(t, lock(path, test.prefix, test.suffix), test.mark, 0o600)
		_, err := safefile.Write(t.Context(), path, safefile.Options{Replace: true}, content("new"))
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v does not name %q", test.prefix, err, test.want)
		}
	}
}

func TestSymlinkIsResolvedOnce(t *testing.T) {
	dir := t.TempDir()
	os.Mkdir(filepath.Join(dir, "real"), 0o700)
	real, link := filepath.Join(dir, "real", "a.xlsx"), filepath.Join(dir, "a.xlsx")
	put(t, real, "old", 0o640)
	if err := os.Symlink(real, link); err != nil {
		t.Skip("no symbolic links here")
	}
	saved, err := safefile.Write(t.Context(), link, safefile.Options{Replace: true}, content("new"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(saved.Path, filepath.Join("real", "a.xlsx")) {
		t.Errorf("saved at %s", saved.Path)
	}
	wantContent(t, real, "new")
	if info, _ := os.Lstat(link); info.Mode()&fs.ModeSymlink == 0 {
		t.Error("the link was replaced by a file")
	}
	if !safefile.SameFile(real, link) || safefile.SameFile(real, dir) || safefile.SameFile(real, real+"x") {
		t.Error("SameFile is wrong")
	}
}

func TestNothingIsLeftBehind(t *testing.T) {
	broken := errors.New("broken")
	cancelled, cancel := context.WithCancel(t.Context())
	tests := []struct {
		name   string
		ctx    context.Context
		write  func(io.Writer) error
		verify func(string) error
		want   error
	}{
		{"the writer fails", t.Context(), func(w io.Writer) error { w.Write(make([]byte, 1<<20)); return broken }, nil, broken},
		{"the check fails", t.Context(), content("new"), func(string) error { return broken }, broken},
		{"cancelled while writing", cancelled, func(w io.Writer) error {
			cancel()
			_, err := w.Write(make([]byte, 1<<20))
			return err
		}, nil, context.Canceled},
		{"cancelled before", cancelled, content("new"), nil, context.Canceled},
	}
	for _, test := range tests {
		dir := t.TempDir()
		path := filepath.Join(dir, "a.xlsx")
		put(t, path, "old", 0o644)
		before := snapshot(t, dir)
		o := safefile.Options{Replace: true, Verify: test.verify, Backups: filepath.Join(dir, "b")}
		if _, err := safefile.Write(test.ctx, path, o, test.write); !errors.Is(err, test.want) {
			t.Errorf("%s: error %v, want %v", test.name, err, test.want)
		}
		if after := snapshot(t, dir); after != before {
			t.Errorf("%s: the folder changed:\n%s\nto\n%s", test.name, before, after)
		}
	}
}

func TestVerifySeesTheFinishedFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.xlsx")
	var seen string
	_, err := safefile.Write(t.Context(), path, safefile.Options{Verify: func(temp string) error {
		b, err := os.ReadFile(temp)
		seen = string(b)
		return err
	}}, content("whole"))
	if err != nil || seen != "whole" {
		t.Errorf("the check saw %q, %v", seen, err)
	}
}

func TestChangedMeanwhile(t *testing.T) {
	tests := []struct {
		name      string
		exists    bool
		meanwhile func(path string)
	}{
		{"written by somebody", true, func(p string) { os.WriteFile(p, []byte("theirs"), 0o600) }},
		{"same size, later", true, func(p string) { os.Chtimes(p, time.Time{}, time.Now().Add(time.Hour)) }},
		{"replaced", true, func(p string) { os.WriteFile(p+"2", []byte("old"), 0o600); os.Rename(p+"2", p) }},
		{"removed", true, func(p string) { os.Remove(p) }},
		{"appeared", false, func(p string) { os.WriteFile(p, []byte("theirs"), 0o600) }},
	}
	for _, test := range tests {
		dir := t.TempDir()
		path := filepath.Join(dir, "a.xlsx")
		if test.exists {
			put(t, path, "old", 0o600)
		}
		var after string
		_, err := safefile.Write(t.Context(), path, safefile.Options{Replace: true}, func(w io.Writer) error {
			test.meanwhile(path)
			b, _ := os.ReadFile(path)
			after = string(b)
			return content("new")(w)
		})
		if !errors.Is(err, safefile.ErrChanged) {
			t.Errorf("%s: error %v, want ErrChanged", test.name, err)
		}
		if b, _ := os.ReadFile(path); string(b) != after {
			t.Errorf("%s: the file holds %q, want %q", test.name, b, after)
		}
	}
}

func TestOpenedWhileWeWrote(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.xlsx")
	put(t, path, "old", 0o600)
	_, err := safefile.Write(t.Context(), path, safefile.Options{Replace: true}, func(w io.Writer) error {
		put(t, lock(path, "~$", ""), excelMark("王芳"), 0o600)
		return content("new")(w)
	})
	if !errors.Is(err, safefile.ErrInUse) {
		t.Errorf("error %v, want ErrInUse", err)
	}
	wantContent(t, path, "old")
}

func TestStaleTemporaryFilesAreSwept(t *testing.T) {
	dir := t.TempDir()
	const dead, random = 1 << 30, "0123456789abcdef"
	old := time.Now().Add(-2 * time.Hour)
	files := []struct {
		name  string
		mtime time.Time
		stays bool
	}{
		{fmt.Sprintf(".a.xlsx.crm-%d-%s.tmp", dead, random), old, false},
		{fmt.Sprintf(".b.xlsx.crm-%d-%s.tmp", dead, random), time.Now(), true}, // may run on another machine
		{fmt.Sprintf(".c.xlsx.crm-%d-%s.tmp", os.Getpid(), random), old, true}, // runs
		{fmt.Sprintf("d.xlsx.crm-%d-%s.tmp", dead, random), old, true},         // not hidden: not ours
		{fmt.Sprintf(".e.xlsx.crm-%d-%s.tmp.bak", dead, random), old, true},    // another ending
		{fmt.Sprintf(".f.xlsx.crm-%d-%s.tmp", dead, random[:8]), old, true},    // not our random part
	}
	var want []string
	for _, f := range files {
		put(t, filepath.Join(dir, f.name), "x", 0o600)
		os.Chtimes(filepath.Join(dir, f.name), f.mtime, f.mtime)
		if f.stays {
			want = append(want, f.name)
		}
	}
	if _, err := safefile.Write(t.Context(), filepath.Join(dir, "z"), safefile.Options{}, content("new")); err != nil {
		t.Fatal(err)
	}
	wantFiles(t, dir, append(want, "z")...)
}

func TestLongNames(t *testing.T) {
	path := filepath.Join(t.TempDir(), strings.Repeat("客", 83)+".xlsx") // 254 bytes
	if _, err := safefile.Write(t.Context(), path, safefile.Options{}, content("new")); err != nil {
		t.Fatal(err)
	}
	wantContent(t, path, "new")
}
