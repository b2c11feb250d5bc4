//go:build unix

package main_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// TestInterruptTwice: a run that waits for a pipe into which nobody writes hears
// nothing of an interrupt; a later one ends it all the same.
func TestInterruptTwice(t *testing.T) {
	folder := t.TempDir()
	must(t, syscall.Mkfifo(filepath.Join(folder, "pipe"), 0o600))
	must(t, excelize.NewFile().SaveAs(filepath.Join(folder, "locked.xlsx"), excelize.Options{Password: "secret"}))
	cmd := exec.Command(program(t), "list", "locked.xlsx", "--password-file", "pipe")
	cmd.Dir = folder
	must(t, cmd.Start())
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	again := time.NewTicker(100 * time.Millisecond)
	defer again.Stop()
	late := time.After(20 * time.Second)
	for {
		select {
		case <-ended:
			return
		case <-again.C:
			_ = cmd.Process.Signal(os.Interrupt)
		case <-late:
			must(t, cmd.Process.Kill())
			t.Fatal("it hangs, however often it is interrupted")
		}
	}
}
