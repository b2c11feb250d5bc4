package main_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// TestSavedMeanwhile: what a user saves while crm computes, or waits for its
// turn, is never overwritten, however little it shows.
func TestSavedMeanwhile(t *testing.T) {
	for _, test := range []struct {
		name string
		save func(path string, data []byte) error
		why  string
	}{
		{"as Excel saves", func(path string, data []byte) error {
			beside := filepath.Join(filepath.Dir(path), "excel.tmp")
			if err := os.WriteFile(beside, data, 0o600); err != nil {
				return err
			}
			return os.Rename(beside, path)
		}, "another file has the name"},
		{"in place", func(path string, data []byte) error {
			return os.WriteFile(path, data, 0o600)
		}, "the same file, another size and time"},
		{"unseen", func(path string, data []byte) error {
			info, err := os.Stat(path)
			if err != nil {
				return err
			}
			if err := os.WriteFile(path, data[:info.Size()], 0o600); err != nil {
				return err
			}
			return os.Chtimes(path, info.ModTime(), info.ModTime())
		}, "the same file, size and time: only the content tells"},
	} {
		made := scenes(t)
		for i := range made {
			s := &made[i]
			folder := filepath.Join(t.TempDir(), "work")
			copyFolder(t, s.folder, folder)
			path := filepath.Join(folder, bookName)
			r, saved := s.meanwhile(t, folder, func() error {
				data, err := os.ReadFile(path)
				if err != nil {
					return err
				}
				return test.save(path, append([]byte("saved by the user"), data...))
			})
			if r.code != 5 || sumOf(t, path) != saved {
				t.Errorf("%s, %s (%s): exit %d: %s; the user's content is there: %v", s.name, test.name, test.why, r.code, r.said, sumOf(t, path) == saved)
			}
			if left := leftovers(t, folder); len(left) > 0 {
				t.Errorf("%s, %s: left %v", s.name, test.name, left)
			}
		}
	}
}

// meanwhile runs the scene's command and does something to the book when the
// run has computed everything and waits for the lock.
func (s *scene) meanwhile(t *testing.T, folder string, do func() error) (r ran, saved string) {
	t.Helper()
	held, err := holdLock(folder)
	must(t, err)
	defer held.Close()
	attempts, err := watch(filepath.Join(folder, ".crm"))
	must(t, err)
	defer attempts.Close()
	cmd := command(t, folder, append(append([]string{}, s.args...), "--wait", lockWait)...)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	must(t, cmd.Start())
	if err := attempted(attempts); err == nil {
		must(t, do())
	} else {
		t.Error(err)
	}
	saved = sumOf(t, filepath.Join(folder, bookName))
	must(t, held.Close())
	_ = cmd.Wait()
	return ended(cmd, said.String(), 0), saved
}
