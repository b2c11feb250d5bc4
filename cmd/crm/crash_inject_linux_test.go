package main_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

func become(path string, args []string) error { return syscall.Exec(path, args, os.Environ()) }

// tracer is strace, where it may trace our own processes.
func tracer(t testing.TB) string {
	t.Helper()
	path, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("skipped: there is no strace, so nothing can be injected into the program's system calls")
	}
	if out, err := exec.Command(path, "-f", "-o", os.DevNull, "-e", "inject=fsync:error=EIO", "true").CombinedOutput(); err != nil {
		t.Skipf("skipped: strace may not trace here: %v: %s", err, bytes.TrimSpace(out))
	}
	return path
}

// traced is one run under the tracer, attached at the moment when the save
// begins, with everything computed: the program waits for the lock of its
// folder, which we hold. The counts of its system calls are the same in every
// run from there on, because a save keeps to one thread.
type traced struct {
	ran
	log []string // what the tracer wrote, a line each
}

// injected counts how often a fault fired.
func (r *traced) injected() int {
	n := 0
	for _, line := range r.log {
		if strings.Contains(line, "(INJECTED)") || strings.Contains(line, "si_code=SI_KERNEL") && !strings.Contains(line, "SIGURG") {
			n++
		}
	}
	if n == 0 && r.killed { // SIGKILL leaves no line of its own
		n = 1
	}
	return n
}

// call is one system call of a trace.
type call struct {
	thread, name string
	text         string // its arguments and what it returned
}

var callLine = regexp.MustCompile(`^(\d+) +(?:<\.\.\. )?(\w+)(?:\(| resumed>)(.*)$`)

// calls is the calls of a trace in the order in which they ended; the tracer
// writes one in two lines where another thread came between.
func (r *traced) calls() []call {
	const unfinished = "<unfinished ...>"
	var list []call
	begun := map[string]string{}
	for _, line := range r.log {
		m := callLine.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		c := call{thread: m[1], name: m[2], text: begun[m[1]] + m[3]}
		delete(begun, c.thread)
		if before, cut := strings.CutSuffix(c.text, unfinished); cut {
			begun[c.thread] = before
			continue
		}
		list = append(list, c)
	}
	return list
}

// hit is which of the writes into our folder a fault hit, from 1: the language's
// runtime writes too, to wake its threads, now and then, and is hit instead (0);
// it crashes then, which is no matter of our files.
func (r *traced) hit(folder string) int {
	ours := map[string]int{}
	for _, c := range r.calls() {
		here := strings.Contains(c.text, folder)
		if here {
			ours[c.thread]++
		}
		switch {
		case !strings.Contains(c.text, "(INJECTED)"):
		case here:
			return ours[c.thread]
		default:
			return 0
		}
	}
	return 0
}

// hitLock reports whether a fault hit the lock's own file, which we made and the
// program then leaves to us.
func (r *traced) hitLock() bool {
	return slices.ContainsFunc(r.log, func(line string) bool {
		return strings.Contains(line, "(INJECTED)") && strings.Contains(line, "/.crm/lock\"")
	})
}

const lockWait = "90s"

// trace runs the scene's command in a folder that it has been staged in.
func (s *scene) trace(ctx context.Context, t testing.TB, strace, folder string, options ...string) (*traced, error) {
	t.Helper()
	beside := filepath.Dir(s.path(folder))
	held, err := holdLock(beside)
	if err != nil {
		return nil, err
	}
	defer held.Close()
	attempts, err := watch(filepath.Join(beside, ".crm"))
	if err != nil {
		return nil, err
	}
	defer attempts.Close()
	logs := folder + ".log"
	if err := os.MkdirAll(logs, 0o700); err != nil {
		return nil, err
	}
	args := append([]string{program(t)}, s.args...)
	if !s.ledger { // which waits long enough by itself
		args = append(args, "--wait", lockWait)
	}
	args = append(args, "--", strace, "-f", "-y", "-o", filepath.Join(logs, launchLog))
	args = append(append(args, options...), "-p")
	cmd := exec.CommandContext(ctx, os.Args[0], args...)
	cmd.Dir = folder
	cmd.Env = append(environment(t, folder), launchEnv+"="+logs)
	return drive(cmd, held, attempts, logs)
}

// drive leads a launcher through its steps.
func drive(cmd *exec.Cmd, held, attempts *os.File, logs string) (*traced, error) {
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	errs, err := cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	pid, numberErr := strconv.Atoi(strings.TrimSpace(line))
	if err := errors.Join(err, numberErr); err != nil {
		return nil, errors.Join(err, cmd.Process.Kill(), cmd.Wait())
	}
	abandon := func(err error) (*traced, error) {
		_ = syscall.Kill(pid, syscall.SIGKILL)
		said, _ := os.ReadFile(filepath.Join(logs, launchedOut))
		return nil, errors.Join(fmt.Errorf("%w: %s", err, said), cmd.Process.Kill(), cmd.Wait())
	}
	if err := attempted(attempts); err != nil {
		return abandon(err)
	}
	if err := syscall.Kill(pid, syscall.SIGSTOP); err != nil {
		return abandon(err)
	}
	if _, err := io.WriteString(in, "\n"); err != nil {
		return abandon(err)
	}
	tracerSays := bufio.NewReader(errs)
	if line, err := tracerSays.ReadString('\n'); err != nil || !strings.Contains(line, "attached") {
		rest, _ := io.ReadAll(tracerSays)
		return abandon(fmt.Errorf("the tracer is not attached: %s%s", line, rest))
	}
	go func() { _, _ = io.Copy(io.Discard, tracerSays) }()
	_ = held.Close()
	_ = syscall.Kill(pid, syscall.SIGCONT)
	_ = cmd.Wait() // the tracer ends as the traced one does, or by its signal
	return readTrace(pid, logs, time.Since(began))
}

// readTrace reads how the traced program ended.
func readTrace(pid int, logs string, took time.Duration) (*traced, error) {
	trace, err := os.ReadFile(filepath.Join(logs, launchLog))
	if err != nil {
		return nil, err
	}
	said, err := os.ReadFile(filepath.Join(logs, launchedOut))
	r := &traced{ran: ran{said: string(said), took: took}, log: strings.Split(string(trace), "\n")}
	end := regexp.MustCompile(fmt.Sprintf(`(?m)^%d +\+\+\+ (exited with|killed by) (\w+)`, pid)).FindStringSubmatch(string(trace))
	switch {
	case end == nil:
		return nil, fmt.Errorf("the tracer did not see the end: %s", said)
	case end[1] == "killed by":
		r.code, r.killed = -1, true
	default:
		r.code, err = strconv.Atoi(end[2])
	}
	return r, err
}

// holdLock takes the lock that the program will wait for.
func holdLock(folder string) (*os.File, error) {
	state := filepath.Join(folder, ".crm")
	if err := os.MkdirAll(state, 0o700); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(filepath.Join(state, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// watch tells when a file in a folder, opened for writing, is closed.
func watch(folder string) (*os.File, error) {
	fd, err := syscall.InotifyInit1(syscall.IN_CLOEXEC | syscall.IN_NONBLOCK)
	if err != nil {
		return nil, err
	}
	f := os.NewFile(uintptr(fd), "inotify")
	if _, err := syscall.InotifyAddWatch(fd, folder, syscall.IN_CLOSE_WRITE); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// attempted waits until the program has tried to take the lock: it closes the
// file again then, and pauses.
func attempted(attempts *os.File) error {
	if err := attempts.SetReadDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	_, err := attempts.Read(make([]byte, 4096))
	if err != nil {
		return fmt.Errorf("it never asked for the lock: %w", err)
	}
	return nil
}
