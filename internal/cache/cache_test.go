package cache

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// scene is a folder with one source and a cache beside it.
type scene struct {
	*Folder
	key    Key
	source string
	now    time.Time
}

// newScene makes a source that is older than any doubt, read an hour later.
func newScene(t *testing.T) *scene {
	t.Helper()
	dir := t.TempDir()
	s := &scene{source: filepath.Join(dir, "book.csv"), now: time.Now().Add(time.Hour)}
	s.write(t, "abc")
	s.Folder = &Folder{Path: filepath.Join(dir, ".crm", "cache"), Build: "v1", Now: func() time.Time { return s.now }}
	s.key = Key{Files: []string{s.source}, Digest: [32]byte{1}}
	return s
}

func (s *scene) write(t *testing.T, content string) {
	t.Helper()
	if err := os.WriteFile(s.source, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// store reads and keeps.
func (s *scene) store(t *testing.T) {
	t.Helper()
	r := s.Begin(s.key)
	if r == nil {
		t.Fatal("the source cannot be kept")
	}
	full := full(t)
	r.Digest()
	r.Prepare(full.Data)
	r.Measured(full)
	r.Decided(func() Decisions { return full.Measures.Decisions })
	if err := r.Wait(); err != nil {
		t.Fatal(err)
	}
}

// entries is the files of the cache.
func (s *scene) entries(t *testing.T) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(s.Path, "*"))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestLoad(t *testing.T) {
	s := newScene(t)
	if s.Load(s.key, 0) != nil {
		t.Fatal("there is nothing yet")
	}
	s.store(t)
	got := s.Load(s.key, 0)
	if got == nil {
		t.Fatal("what was kept is not found")
	}
	alike(t, full(t), got)
	info, err := os.Stat(s.entries(t)[0])
	if err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("others may read the entry: %v, %v", info.Mode(), err)
	}
	for name, k := range map[string]Key{
		"other options": {Files: s.key.Files, Digest: [32]byte{2}},
		"other files":   {Files: []string{s.source, s.source}, Digest: s.key.Digest},
	} {
		if s.Load(k, 0) != nil {
			t.Errorf("%s: found", name)
		}
	}
	if other := (&Folder{Path: s.Path, Build: "v2", Now: s.Now}); other.Load(s.key, 0) != nil {
		t.Error("another build takes the entry for its own")
	}
}

// TestChanges: after any change of the source there is no entry, and where only
// its times changed there is.
func TestChanges(t *testing.T) {
	when := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for _, c := range []struct {
		name   string
		change func(t *testing.T, s *scene)
		found  bool
		why    string
	}{
		{"longer", func(t *testing.T, s *scene) { s.write(t, "abcd") }, false, "the size tells"},
		{"same size", func(t *testing.T, s *scene) { s.write(t, "abd") }, false, "the times tell, or the content"},
		{"same size and time", func(t *testing.T, s *scene) { s.write(t, "abd"); setTime(t, s, when) }, false, "the change time tells"},
		{"replaced", func(t *testing.T, s *scene) {
			if err := os.WriteFile(s.source+".new", []byte("xyz"), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.Rename(s.source+".new", s.source); err != nil {
				t.Fatal(err)
			}
			setTime(t, s, when)
		}, false, "the inode tells"},
		{"gone", func(t *testing.T, s *scene) { os.Remove(s.source) }, false, "nothing to be like"},
		{"a folder now", func(t *testing.T, s *scene) { os.Remove(s.source); os.Mkdir(s.source, 0o700) }, false, "no file"},
		{"nothing", func(*testing.T, *scene) {}, true, "unchanged"},
		{"touched", func(t *testing.T, s *scene) { setTime(t, s, when.Add(time.Minute)) }, true, "the content is the same"},
		{"times moved back", func(t *testing.T, s *scene) { setTime(t, s, when.Add(-time.Hour)) }, true, "the content is the same"},
		{"written again", func(t *testing.T, s *scene) { s.write(t, "abc") }, true, "the content is the same"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newScene(t)
			setTime(t, s, when)
			if now, _ := stampOf(s.source); now.changed == 0 {
				t.Skip("this system has no change times")
			}
			s.store(t)
			c.change(t, s)
			for _, again := range []string{"first", "second"} {
				if found := s.Load(s.key, 0) != nil; found != c.found {
					t.Errorf("%s time: found %v, want %v: %s", again, found, c.found, c.why)
				}
			}
		})
	}
}

func setTime(t *testing.T, s *scene, when time.Time) {
	t.Helper()
	if err := os.Chtimes(s.source, when, when); err != nil {
		t.Fatal(err)
	}
}

// TestYoung: a file that was just written may change once more within the clock's
// tick, so that all its times stay. The times are forged in the entry here.
func TestYoung(t *testing.T) {
	for _, c := range []struct {
		name  string
		age   time.Duration // of the file when it was read
		found bool
		why   string
	}{
		{"old", time.Hour, true, "nothing gives the change away: this is what the two seconds are for"},
		{"within the tick", time.Second, false, "too young to be believed, and the content differs"},
		{"of the future", -time.Hour, false, "a clock that is wrong is not believed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newScene(t)
			written, _ := stampOf(s.source)
			s.now = time.Unix(0, max(written.modified, written.changed)).Add(c.age)
			s.store(t)
			s.write(t, "xyz")
			forge(t, s)
			if found := s.Load(s.key, 0) != nil; found != c.found {
				t.Errorf("found %v, want %v: %s", found, c.found, c.why)
			}
		})
	}
}

// forge gives an entry the stamps that its source has now.
func forge(t *testing.T, s *scene) {
	t.Helper()
	path := s.entries(t)[0]
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	h, ok := readHead(f, 1)
	if !ok {
		t.Fatal("the head is not read")
	}
	h.files[0].stamp, _ = stampOf(s.source)
	all, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	copy(all, h.bytes())
	if err := os.WriteFile(path, all, 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestCheckedOnce: once a young file's content was compared, its times do.
func TestCheckedOnce(t *testing.T) {
	s := newScene(t)
	s.now = time.Now()
	s.store(t)
	s.now = s.now.Add(time.Hour)
	if s.Load(s.key, Orders|Activities) == nil {
		t.Fatal("the same content is not found")
	}
	f, err := os.Open(s.entries(t)[0])
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if h, ok := readHead(f, 1); !ok || h.began != s.now.UnixNano() {
		t.Error("the entry does not know that it was compared")
	}
	alike(t, full(t), s.Load(s.key, 0)) // whole still
}

// TestChangedMeanwhile: what changes while it is read is not kept.
func TestChangedMeanwhile(t *testing.T) {
	s := newScene(t)
	r := s.Begin(s.key)
	full := full(t)
	r.Digest()
	r.Prepare(full.Data)
	s.write(t, "abd")
	r.Measured(full)
	r.Decided(func() Decisions { return full.Measures.Decisions })
	if err := r.Wait(); err != nil {
		t.Fatal(err)
	}
	if len(s.entries(t)) != 0 {
		t.Error("kept")
	}
}

// TestAbandon: a run that came to nothing leaves nothing behind, however far it came.
func TestAbandon(t *testing.T) {
	for _, measured := range []bool{false, true} {
		s := newScene(t)
		r := s.Begin(s.key)
		full := full(t)
		r.Digest()
		r.Prepare(full.Data)
		if measured {
			r.Measured(full)
		}
		r.Abandon()
		left, err := os.ReadDir(s.Path)
		if err != nil && !errors.Is(err, os.ErrNotExist) || len(left) > 0 {
			t.Errorf("left behind: %v, %v", left, err)
		}
	}
}

// TestDamaged: an entry with a byte changed, or cut somewhere, is none.
func TestDamaged(t *testing.T) {
	s := newScene(t)
	s.store(t)
	path := s.entries(t)[0]
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	write := func(b []byte) {
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for i := 0; i < len(whole); i += 13 { // every part and the head are longer
		damaged := append([]byte{}, whole...)
		damaged[i] ^= 1 << (i % 8)
		write(damaged)
		if s.Load(s.key, 0) != nil {
			t.Fatalf("byte %d of %d may be anything", i, len(whole))
		}
	}
	for _, n := range []int{0, 1, len(magic), headStart, len(whole) / 2, len(whole) - 1} {
		write(whole[:n])
		if s.Load(s.key, 0) != nil {
			t.Errorf("%d of %d bytes are enough", n, len(whole))
		}
	}
	write(append(append([]byte{}, whole...), 0))
	if s.Load(s.key, 0) != nil {
		t.Error("a byte too many is not seen")
	}
	write(whole)
	if s.Load(s.key, 0) == nil {
		t.Error("whole again, and not found")
	}
}

// TestCannotKeep: a cache that cannot be written is no harm.
func TestCannotKeep(t *testing.T) {
	s := newScene(t)
	if err := os.WriteFile(filepath.Dir(s.Path), nil, 0o600); err != nil { // .crm is a file
		t.Fatal(err)
	}
	r := s.Begin(s.key)
	full := full(t)
	r.Digest()
	r.Prepare(full.Data)
	r.Measured(full)
	r.Decided(func() Decisions { return full.Measures.Decisions })
	if err := r.Wait(); err == nil {
		t.Error("stored where no folder can be")
	}
	if s.Load(s.key, 0) != nil {
		t.Error("found")
	}
	pipe := Key{Files: []string{os.DevNull}}
	if s.Begin(pipe) != nil {
		t.Error("a device can be kept")
	}
}

// TestRetention: the entries last written stay, and what is not ours is left alone.
func TestRetention(t *testing.T) {
	s := newScene(t)
	s.store(t)
	foreign := filepath.Join(s.Path, "notes.txt")
	if err := os.WriteFile(foreign, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	first := s.entries(t)[0]
	for i := range keptEntries + 2 {
		old := time.Now().Add(-time.Hour)
		if i == 0 {
			if err := os.Chtimes(first, old, old); err != nil {
				t.Fatal(err)
			}
		}
		s.key.Digest[1] = byte(i + 1)
		s.store(t)
	}
	if n := len(s.entries(t)); n != keptEntries+1 {
		t.Errorf("%d files are left", n)
	}
	if _, err := os.Stat(first); err == nil {
		t.Error("the oldest entry is still there")
	}
	if s.Load(s.key, 0) == nil {
		t.Error("the newest entry is gone")
	}
}
