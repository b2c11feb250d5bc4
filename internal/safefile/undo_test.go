package safefile_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"crm/internal/lang"
	"crm/internal/safefile"
)

// on is a time of the tests.
func on(day int) time.Time { return time.Date(2026, 1, day, 8, 30, 0, 0, time.FixedZone("", 8*3600)) }

// history writes contents one after another, a day apart, over "old".
func history(t *testing.T, contents ...string) (path string, o safefile.Options) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "a.xlsx")
	put(t, path, "old", 0o640)
	o = safefile.Options{Replace: true, Backups: backupsOf(path)}
	for i, c := range contents {
		w := o
		w.Command, w.Now = "crm classify", on(i+1)
		if _, err := safefile.Write(t.Context(), path, w, content(c)); err != nil {
			t.Fatal(err)
		}
	}
	return path, o
}

func sumOf(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// listed is the contents of the kept versions.
func listed(t *testing.T, path string) (contents []string) {
	t.Helper()
	versions, err := safefile.Versions(backupsOf(path), path)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range versions {
		if err := v.Check(); err != nil {
			t.Error(err)
		}
		data, _ := os.ReadFile(v.Path)
		if sha256.Sum256(data) != v.SHA256 || int64(len(data)) != v.Size {
			t.Errorf("%+v holds %q", v, data)
		}
		contents = append(contents, string(data))
	}
	return contents
}

func wantVersions(t *testing.T, path, want string) {
	t.Helper()
	if got := strings.Join(listed(t, path), " "); got != want {
		t.Errorf("versions %q, want %q", got, want)
	}
}

func TestUndoAndBack(t *testing.T) {
	path, o := history(t, "one", "two")
	wantVersions(t, path, "one old")
	for i, want := range []string{"one", "two", "one"} {
		o.Now = on(10 + i)
		saved, v, err := safefile.Undo(t.Context(), path, o)
		if err != nil || !saved.Confirmed || hex.EncodeToString(saved.SHA256[:]) != sumOf(want) || v.SHA256 != saved.SHA256 {
			t.Fatalf("undo %d: %+v %+v %v", i, saved, v, err)
		}
		wantContent(t, path, want)
		wantMode(t, path, 0o640)
	}
	wantVersions(t, path, "two one old")
	lines := ledger(t, path)
	if last := lines[len(lines)-1]; last.Command != "undo" || last.Time != "2026-01-12T08:30:00+08:00" || last.Path != "a.xlsx" {
		t.Errorf("the ledger says %+v", last)
	}
}

func TestVersionsSayWhenAndWhy(t *testing.T) {
	path, _ := history(t, "one", "two")
	versions, err := safefile.Versions(backupsOf(path), path)
	if err != nil || len(versions) != 2 {
		t.Fatal(versions, err)
	}
	if v := versions[0]; !v.When.Equal(on(2)) || v.Command != "crm classify" || v.Size != 3 || filepath.Base(v.Path) != sumOf("one")+".xlsx" {
		t.Errorf("%+v", v)
	}
	if other, err := safefile.Versions(backupsOf(path), path+"x"); err != nil || len(other) != 0 {
		t.Errorf("another file has %v, %v", other, err)
	}
	if none, err := safefile.Versions(filepath.Join(t.TempDir(), "none"), path); err != nil || len(none) != 0 {
		t.Errorf("no backups: %v, %v", none, err)
	}
}

func TestUndoRefusals(t *testing.T) {
	edit := func(t *testing.T, p string) { put(t, p, "edited", 0o640) }
	gone := func(t *testing.T, p string) { os.Remove(p) }
	rot := func(t *testing.T, p string) { put(t, filepath.Join(backupsOf(p), sumOf("one")+".xlsx"), "rot", 0o600) }
	for _, test := range []struct {
		name    string
		writes  []string
		prepare func(t *testing.T, path string)
		force   bool
		want    error
		holds   string
		why     string
	}{
		{"nothing written", nil, nil, false, safefile.ErrNothing, "old", "there is no ledger"},
		{"edited since", []string{"one", "two"}, edit, false, safefile.ErrChanged, "edited", "somebody's work would go"},
		{"edited since, forced", []string{"one", "two"}, edit, true, nil, "one", "asked for; the edit is kept"},
		{"gone", []string{"one"}, gone, false, safefile.ErrChanged, "", "it may have been moved"},
		{"gone, forced", []string{"one"}, gone, true, nil, "old", "asked for"},
		{"put back by hand", []string{"one"}, func(t *testing.T, p string) { put(t, p, "old", 0o640) }, false, safefile.ErrNothing, "old", "there is nothing more to take back"},
		{"put back by hand, forced", []string{"one"}, func(t *testing.T, p string) { put(t, p, "old", 0o640) }, true, safefile.ErrNothing, "old", "even so"},
		{"the copy is rotten", []string{"one", "two"}, rot, false, safefile.ErrDamaged, "two", "a rotten copy is no version"},
		{"the copy is gone", []string{"one", "two"}, func(t *testing.T, p string) {
			os.Remove(filepath.Join(backupsOf(p), sumOf("one")+".xlsx"))
		}, false, safefile.ErrDamaged, "two", "nor is one that is not there"},
		{"open in Excel", []string{"one"}, func(t *testing.T, p string) { put(t, lock(p, "~$", ""), excelMark("王芳"), 0o600) }, false, safefile.ErrInUse, "one", "an undo is a write"},
	} {
		t.Run(test.name, func(t *testing.T) {
			path, o := history(t, test.writes...)
			if test.prepare != nil {
				test.prepare(t, path)
			}
			o.Force = test.force
			_, _, err := safefile.Undo(t.Context(), path, o)
			if !errors.Is(err, test.want) {
				t.Errorf("error %v, want %v: %s", err, test.want, test.why)
			}
			if got, _ := os.ReadFile(path); string(got) != test.holds {
				t.Errorf("the file holds %q, want %q: %s", got, test.holds, test.why)
			}
			var worded *safefile.Error
			if err != nil && (!errors.As(err, &worded) || worded.Text.In(lang.ZH) == worded.Text.In(lang.EN)) {
				t.Errorf("%v is not said in both languages", err)
			}
			if test.name == "edited since, forced" {
				wantVersions(t, path, "edited one old")
			}
		})
	}
}

func TestRottenCopyIsMadeAnew(t *testing.T) {
	path, o := history(t, "one", "two")
	rotten := filepath.Join(backupsOf(path), sumOf("one")+".xlsx")
	put(t, rotten, "rot", 0o600) // of the same size
	put(t, path, "one", 0o640)
	if _, err := safefile.Write(t.Context(), path, o, content("three")); err != nil {
		t.Fatal(err)
	}
	if _, _, err := safefile.Undo(t.Context(), path, o); err != nil {
		t.Fatal(err)
	}
	wantContent(t, path, "one")
	wantContent(t, rotten, "rot")
}

func TestRestore(t *testing.T) {
	for _, test := range []struct {
		version string
		want    error
		holds   string
		why     string
	}{
		{sumOf("old")[:8], nil, "old", "some digits are enough"},
		{strings.ToUpper(sumOf("one")), nil, "one", "all digits, in any case"},
		{sumOf("two")[:8], safefile.ErrNothing, "two", "the present content was never replaced"},
		{"", safefile.ErrNothing, "two", "no digits choose nothing"},
	} {
		path, o := history(t, "one", "two")
		saved, v, err := safefile.Restore(t.Context(), path, test.version, o)
		if !errors.Is(err, test.want) || err == nil && v.SHA256 != saved.SHA256 {
			t.Errorf("%q: error %v, want %v: %s", test.version, err, test.want, test.why)
		}
		wantContent(t, path, test.holds)
	}
	path, o := history(t, "one")
	put(t, path, "edited", 0o640)
	if _, _, err := safefile.Restore(t.Context(), path, sumOf("old"), o); err != nil {
		t.Errorf("over a file edited since: %v; it is kept, so nothing is lost", err)
	}
	wantVersions(t, path, "edited old")
	os.Remove(path)
	if _, _, err := safefile.Restore(t.Context(), path, sumOf("edited"), o); err != nil {
		t.Errorf("where the file is gone: %v", err)
	}
	wantContent(t, path, "edited")
}

func TestAmbiguousVersion(t *testing.T) {
	path, o := history(t)
	for i := range 40 { // more than 16: two begin alike
		if _, err := safefile.Write(t.Context(), path, o, content(strings.Repeat("x", i))); err != nil {
			t.Fatal(err)
		}
	}
	seen := map[string]bool{}
	for _, c := range listed(t, path) {
		if d := sumOf(c)[:1]; seen[d] {
			if _, _, err := safefile.Restore(t.Context(), path, d, o); !errors.Is(err, safefile.ErrNothing) || !strings.Contains(err.Error(), "begin with "+d) {
				t.Errorf("%q: %v", d, err)
			}
			return
		} else {
			seen[d] = true
		}
	}
	t.Error("no two versions begin alike")
}

func TestWorkspaceMayMove(t *testing.T) {
	path, _ := history(t, "one")
	moved := filepath.Join(t.TempDir(), "elsewhere")
	if err := os.Rename(filepath.Dir(path), moved); err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(moved, "a.xlsx")
	if _, _, err := safefile.Undo(t.Context(), path, safefile.Options{Backups: backupsOf(path)}); err != nil {
		t.Error(err)
	}
	wantContent(t, path, "old")
}

func TestLedgerKeepsWhatItCannotRead(t *testing.T) {
	path, o := history(t, "one")
	name := filepath.Join(backupsOf(path), "ledger.jsonl")
	data, _ := os.ReadFile(name)
	put(t, name, "?? not ours\n"+string(data)+`{"path":7}`, 0o600)
	if _, err := safefile.Write(t.Context(), path, o, content("two")); err != nil {
		t.Fatal(err)
	}
	if data, _ := os.ReadFile(name); !strings.HasPrefix(string(data), "?? not ours\n{") || strings.Count(string(data), "\n") != 4 {
		t.Errorf("the ledger is\n%s", data)
	}
	wantVersions(t, path, "one old")
}
