//go:build unix

package cache

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// TestPipe: what stands in the place of an entry and is no file is not waited for.
func TestPipe(t *testing.T) {
	s := newScene(t)
	if err := os.MkdirAll(filepath.Dir(s.path(s.key)), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(s.path(s.key), 0o600); err != nil {
		t.Skip(err)
	}
	done := make(chan *Snapshot, 1)
	go func() { done <- s.Load(s.key, 0) }()
	select {
	case got := <-done:
		if got != nil {
			t.Error("a pipe is taken for an entry")
		}
	case <-time.After(10 * time.Second):
		t.Fatal("the pipe is waited for")
	}
}
