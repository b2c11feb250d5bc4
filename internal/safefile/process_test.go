package safefile_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"crm/internal/safefile"
)

// The test binary runs itself as other processes: childEnv says what such a
// process does, with the file in its arguments.
const childEnv = "SAFEFILE_TEST_CHILD"

func TestMain(m *testing.M) {
	if what := os.Getenv(childEnv); what != "" {
		child(what, os.Args[1], os.Args[2])
		return
	}
	os.Exit(m.Run())
}

// child writes "content <name>" and says how that went.
func child(what, path, name string) {
	o := safefile.Options{Replace: true, Backups: backupsOf(path), Command: "crm classify", Now: time.Date(2026, 11, 21, 20, 0, 0, 0, time.UTC)}
	write := content("content " + name)
	switch what {
	case "waits":
		o.Wait = time.Minute
	case "computed": // all from the same content
		sum := sha256.Sum256([]byte("old"))
		o.Was, o.Wait = &sum, time.Minute
	case "ordinary":
		o.Backups = filepath.Join(filepath.Dir(path), "backups")
		err := safefile.Check(path, o)
		saved, werr := safefile.Write(context.Background(), path, o, write)
		fmt.Printf("check: %v; write: %v; %d notes %v\n", err, werr, len(saved.Notes), saved.Notes)
		return
	case "stays": // until it is killed
		write = func(io.Writer) error {
			fmt.Println("writing")
			time.Sleep(time.Hour)
			return nil
		}
	}
	if what != "stays" {
		fmt.Println("ready")
		_, _ = bufio.NewReader(os.Stdin).ReadString('\n') // all start together
	}
	_, err := safefile.Write(context.Background(), path, o, write)
	switch {
	case err == nil:
		fmt.Println("saved")
	case errors.Is(err, safefile.ErrInUse):
		fmt.Println("in use:", err)
	case errors.Is(err, safefile.ErrChanged):
		fmt.Println("changed")
	default:
		fmt.Println("failed:", err)
	}
}

func backupsOf(path string) string { return filepath.Join(filepath.Dir(path), ".crm", "backups") }

// start runs a child and waits until it says something.
func start(t *testing.T, what, path, name string) (*exec.Cmd, io.WriteCloser, *bufio.Reader) {
	t.Helper()
	cmd := exec.Command(os.Args[0], path, name)
	cmd.Env = append(os.Environ(), childEnv+"="+what)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	said := bufio.NewReader(out)
	if _, err := said.ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	return cmd, in, said
}

const processes = 20

// together runs that many processes on one file, and returns what each said.
func together(t *testing.T, what, path string) map[string]int {
	t.Helper()
	var running []*exec.Cmd
	var ins []io.WriteCloser
	var outs []*bufio.Reader
	for i := range processes {
		cmd, in, out := start(t, what, path, fmt.Sprint(i))
		running, ins, outs = append(running, cmd), append(ins, in), append(outs, out)
	}
	for _, in := range ins {
		_, _ = io.WriteString(in, "\n")
	}
	said := map[string]int{}
	for i, cmd := range running {
		line, _ := outs[i].ReadString('\n')
		if err := cmd.Wait(); err != nil {
			t.Errorf("process %d: %v", i, err)
		}
		result, _, _ := strings.Cut(strings.TrimSpace(line), ":")
		if result == "failed" {
			t.Errorf("process %d %s", i, line)
		}
		said[result]++
	}
	return said
}

type ledgerLine struct {
	Path, Before, After, Ending, Time, Command string
	Size                                       int64
}

// ledger reads the ledger, and checks that it is whole: each write replaced
// what the one before it wrote, and what each replaced is kept.
func ledger(t *testing.T, path string) []ledgerLine {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(backupsOf(path), "ledger.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	var lines []ledgerLine
	for line := range bytes.Lines(data) {
		var l ledgerLine
		if err := json.Unmarshal(line, &l); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		if n := len(lines); n > 0 && lines[n-1].After != l.Before {
			t.Errorf("line %d: an update was lost", n+1)
		}
		kept, err := os.ReadFile(filepath.Join(backupsOf(path), l.Before+l.Ending))
		if sum := sha256.Sum256(kept); err != nil || hex.EncodeToString(sum[:]) != l.Before || int64(len(kept)) != l.Size {
			t.Errorf("line %d: the kept copy: %v", len(lines)+1, err)
		}
		lines = append(lines, l)
	}
	now, _ := os.ReadFile(path)
	if sum := sha256.Sum256(now); len(lines) > 0 && hex.EncodeToString(sum[:]) != lines[len(lines)-1].After {
		t.Errorf("the file holds %q, which the ledger does not know", now)
	}
	return lines
}

func TestParallelProcesses(t *testing.T) {
	for _, test := range []struct {
		what  string
		check func(said map[string]int, lines int) bool
		why   string
	}{
		{"waits", func(said map[string]int, lines int) bool { return said["saved"] == processes && lines == processes },
			"all wait for their turn, none is lost"},
		{"refused", func(said map[string]int, lines int) bool {
			return said["saved"] > 0 && said["saved"] == lines && said["saved"]+said["in use"] == processes
		}, "those that are not saved are told so"},
		{"computed", func(said map[string]int, lines int) bool {
			return said["saved"] == 1 && said["changed"] == processes-1 && lines == 1
		}, "a result that was computed from another content overwrites nothing"},
	} {
		path := filepath.Join(t.TempDir(), "客户.xlsx")
		put(t, path, "old", 0o644)
		said := together(t, test.what, path)
		lines := ledger(t, path)
		t.Logf("%s: %v, %d lines in the ledger", test.what, said, len(lines))
		if !test.check(said, len(lines)) {
			t.Errorf("%s: %v, %d lines in the ledger: %s", test.what, said, len(lines), test.why)
		}
		wantFiles(t, filepath.Dir(path), ".crm", "客户.xlsx")
		wantFiles(t, filepath.Join(filepath.Dir(path), ".crm"), "backups") // no lock is left
	}
}

func TestKilledHolder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.xlsx")
	put(t, path, "old", 0o644)
	cmd, _, _ := start(t, "stays", path, "x")
	_, err := safefile.Write(t.Context(), path, safefile.Options{Replace: true}, content("new"))
	host, _ := os.Hostname()
	if !errors.Is(err, safefile.ErrInUse) {
		t.Fatalf("error %v while another process writes", err)
	}
	for _, want := range []string{fmt.Sprint(cmd.Process.Pid), host, "crm classify", "2026-11-21T20:00:00Z"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q does not name %q", err, want)
		}
	}
	wantContent(t, path, "old")
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	if _, err := os.Stat(filepath.Join(filepath.Dir(path), ".crm", "lock.json")); err != nil {
		t.Errorf("the killed process was to leave its name: %v", err)
	}
	if _, err := safefile.Write(t.Context(), path, safefile.Options{Replace: true}, content("new")); err != nil {
		t.Errorf("after its holder was killed: %v", err)
	}
	wantContent(t, path, "new")
	// Its temporary file stays until it is an hour old; the lock is gone.
	left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*"))
	if len(left) != 2 || !strings.Contains(left[0], fmt.Sprintf(".crm-%d-", cmd.Process.Pid)) {
		t.Errorf("left: %v", left)
	}
}

// TestWaitEnds: waiting for a lock ends with the wait, and with the context.
func TestWaitEnds(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.xlsx")
	put(t, path, "old", 0o644)
	cmd, _, _ := start(t, "stays", path, "x")
	defer func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }()
	o := safefile.Options{Replace: true, Wait: 100 * time.Millisecond}
	if _, err := safefile.Write(t.Context(), path, o, content("new")); !errors.Is(err, safefile.ErrInUse) {
		t.Errorf("error %v, want ErrInUse", err)
	}
	o.Wait = time.Hour
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := safefile.Write(ctx, path, o, content("new")); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v, want the context's", err)
	}
}
