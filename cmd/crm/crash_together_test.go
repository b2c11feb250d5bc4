package main_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

const together = 20 // processes

// TestTogether runs many classifications of one book at once: each is written
// or refused, none is lost, and what is there in the end is what one of them
// makes of what was there before it.
func TestTogether(t *testing.T) {
	for _, test := range []struct {
		name string
		args []string
		why  string
	}{
		{"at once", nil, "those that come while another writes are refused"},
		{"waiting", []string{"--wait", "20s"}, "those that waited find that the book was changed, unless they read it after that"},
	} {
		t.Run(test.name, func(t *testing.T) {
			folder := filepath.Join(t.TempDir(), "work")
			copyScene(t, folder)
			first := sumOf(t, filepath.Join(folder, bookName))
			commands := make([][]string, together)
			for i := range commands {
				commands[i] = append(classifyArgs(dateOf(i)), test.args...)
			}
			codes := runTogether(t, folder, commands)
			t.Logf("exits %v: %s", codes, test.why)
			chain := wholeChain(t, folder, first, codes)
			lastIsOneOf(t, folder, chain[len(chain)-1])
		})
	}
}

// dateOf gives every process a date of its own, so that it writes a book of its own.
func dateOf(i int) string { return fmt.Sprintf("2027-01-%02d", i+1) }

// TestUndoTogether takes a write back many times at once: each undo is done, or
// refused as in use or changed meanwhile.
func TestUndoTogether(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "work")
	copyScene(t, folder)
	path := filepath.Join(folder, bookName)
	first := sumOf(t, path)
	if r := runIn(t, folder, classifyArgs(asOf[0])...); r.code != 0 {
		t.Fatalf("exit %d: %s", r.code, r.said)
	}
	classified := sumOf(t, path)
	for _, wait := range []string{"0s", "20s"} {
		commands := make([][]string, together)
		for i := range commands {
			commands[i] = append(undoArgs(), "--wait", wait)
		}
		codes := runTogether(t, folder, commands)
		t.Logf("--wait %s: exits %v", wait, codes)
		lines, wrong := readLedger(folder)
		if len(wrong) > 0 {
			t.Error(wrong)
		}
		for i, e := range lines {
			want := [2]string{first, classified}
			if i%2 == 1 {
				want = [2]string{classified, first}
			}
			if [2]string{e.Before, e.After} != want {
				t.Errorf("line %d of the ledger: %.12s became %.12s", i+1, e.Before, e.After)
			}
		}
		if now := sumOf(t, path); now != lines[len(lines)-1].After {
			t.Errorf("the ledger does not know the content %.12s", now)
		}
		if left := leftovers(t, folder); len(left) > 0 {
			t.Errorf("left: %v", left)
		}
	}
}

func copyScene(t *testing.T, folder string) {
	t.Helper()
	must(t, os.MkdirAll(folder, 0o700))
	makeBook(t, filepath.Join(folder, bookName))
}

// runTogether starts all commands and counts their exit statuses, which must be
// 0 or 5, one of them 0.
func runTogether(t *testing.T, folder string, commands [][]string) map[int]int {
	t.Helper()
	running := make([]*exec.Cmd, len(commands))
	said := make([]bytes.Buffer, len(commands))
	for i, args := range commands {
		running[i] = command(t, folder, args...)
		running[i].Stdout, running[i].Stderr = &said[i], &said[i]
	}
	for _, cmd := range running {
		must(t, cmd.Start())
	}
	codes := map[int]int{}
	for i, cmd := range running {
		_ = cmd.Wait()
		r := ended(cmd, said[i].String(), time.Duration(0))
		codes[r.code]++
		if r.code != 0 && r.code != 5 {
			t.Errorf("process %d: exit %d: %s", i, r.code, r.said)
		}
		if r.code == 5 && !strings.Contains(r.said, "another run of crm") && !strings.Contains(r.said, "was changed") {
			t.Errorf("process %d was refused without a reason: %s", i, r.said)
		}
	}
	if codes[0] == 0 {
		t.Error("none was done")
	}
	return codes
}

// wholeChain makes sure that each write replaced what the one before it wrote,
// that all copies are sound, and that each run that was done is in the ledger.
func wholeChain(t *testing.T, folder, first string, codes map[int]int) []entry {
	t.Helper()
	lines, wrong := readLedger(folder)
	if len(wrong) > 0 || len(lines) == 0 {
		t.Fatalf("%d lines in the ledger; %v", len(lines), wrong)
	}
	before := first
	for i, e := range lines {
		if e.Before != before {
			t.Errorf("line %d of the ledger: an update was lost", i+1)
		}
		before = e.After
		if err := opens(filepath.Join(folder, ".crm", "backups", e.Before+e.Ending)); err != nil {
			t.Errorf("line %d: the kept copy: %v", i+1, err)
		}
	}
	path := filepath.Join(folder, bookName)
	if now := sumOf(t, path); now != before {
		t.Errorf("the ledger does not know the content %.12s", now)
	}
	if err := opens(path); err != nil {
		t.Error(err)
	}
	if len(lines) > codes[0] {
		t.Errorf("%d writes by %d runs that were done", len(lines), codes[0])
	}
	if left := leftovers(t, folder); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
	return lines
}

// lastIsOneOf makes sure that the last write is what one of the commands alone
// makes of the content that it replaced.
func lastIsOneOf(t *testing.T, folder string, last entry) {
	t.Helper()
	var made []string
	for i := range together {
		alone := filepath.Join(t.TempDir(), "work")
		copyScene(t, alone)
		data, err := os.ReadFile(filepath.Join(folder, ".crm", "backups", last.Before+last.Ending))
		must(t, err)
		path := filepath.Join(alone, bookName)
		must(t, os.WriteFile(path, data, 0o600))
		if r := runIn(t, alone, classifyArgs(dateOf(i))...); r.code != 0 {
			t.Fatalf("alone: exit %d: %s", r.code, r.said)
		}
		made = append(made, sumOf(t, path))
		if made[i] == last.After {
			return
		}
	}
	t.Errorf("no run alone writes %.12s, but %v", last.After, slices.Compact(made))
}
