//go:build unix

package main_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// What no input may cost: a run over it ends within so much of a processor's
// time and with so much memory at its peak.
const (
	mostTime   = 10 * time.Second
	mostMemory = 400 << 20
)

// hostile is an input that somebody made to hurt.
type hostile struct {
	name, why string
	files     map[string][]byte
	args      []string // without them: list customers.csv FILES
	exit      int
	code      string // a code that stderr names; empty: none is looked for
	heavy     bool   // runs only with CRM_HOSTILE=all
}

// allHostile asks for the inputs, too, that take seconds to make or to run.
func allHostile() bool { return os.Getenv("CRM_HOSTILE") == "all" }

const friendlyCustomers = "customer id,customer name,country\nC1,Acme GmbH,Germany\nC2,Brio SARL,France\n"

// TestHostile runs the real program over each hostile input in a process of its
// own: no panic, no hang, no flood of memory, nothing on the screen that acts on it.
func TestHostile(t *testing.T) {
	if testing.Short() {
		t.Skip("takes ten seconds; with CRM_HOSTILE=all a minute")
	}
	crm := program(t)
	cases := slices.Concat(hostileZips(t), hostileSheets(t), hostileTexts(), hostileFormats(t), hostileRules(), hostileLedgers(), hostileScreens(t))
	if !allHostile() {
		cases = slices.DeleteFunc(cases, func(h hostile) bool { return h.heavy })
	}
	slowest, largest := time.Duration(0), int64(0)
	for _, h := range cases {
		t.Run(h.name, func(t *testing.T) {
			took, peak := h.run(t, crm)
			slowest, largest = max(slowest, took), max(largest, peak)
		})
	}
	t.Logf("%d hostile inputs: the slowest took %v of the processor, the largest %d MB", len(cases), slowest.Round(time.Millisecond), largest>>20)
}

var (
	// acting is what foreign text must never bring to a screen.
	acting  = regexp.MustCompile(`[^\P{Cc}\n\t]|\p{Cf}|\x{2028}|\x{2029}`)
	crashed = regexp.MustCompile(`panic:|goroutine \d+|fatal error:|runtime error`)
)

func (h *hostile) run(t *testing.T, crm string) (took time.Duration, peak int64) {
	t.Helper()
	folder := t.TempDir()
	args := h.args
	if args == nil {
		args = []string{"list", "customers.csv", "--as-of", "2026-09-30"}
		for name := range h.files {
			args = append(args, name)
		}
	}
	for name, content := range h.files {
		must(t, os.MkdirAll(filepath.Dir(filepath.Join(folder, name)), 0o700))
		must(t, os.WriteFile(filepath.Join(folder, name), content, 0o600))
	}
	if _, there := h.files["customers.csv"]; !there {
		must(t, os.WriteFile(filepath.Join(folder, "customers.csv"), []byte(friendlyCustomers), 0o600))
	}
	ctx, cancel := context.WithTimeout(context.Background(), 12*mostTime) // the machine may be busy
	defer cancel()
	own, err := os.Executable()
	must(t, err)
	told := filepath.Join(t.TempDir(), "cost")
	cmd := exec.CommandContext(ctx, own, append(append([]string{crm}, args...), "--lang", "en")...)
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), "CRM_RULES=", "HOME="+folder, "XDG_CONFIG_HOME="+folder, measureEnv+"="+told)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err = cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	took, peak = cost(t, told)
	status, printed := cmd.ProcessState.ExitCode(), stderr.String()
	switch {
	case crashed.MatchString(printed):
		t.Errorf("%s: it crashed: %.2000s", h.why, printed)
	case status != h.exit:
		t.Errorf("%s: exit %d, want %d: %.1000s", h.why, status, h.exit, printed)
	case h.code != "" && !strings.Contains(printed, "CRM-"+h.code):
		t.Errorf("%s: no CRM-%s: %.1000s", h.why, h.code, printed)
	}
	if took > mostTime || peak > mostMemory {
		t.Errorf("%s: %v of the processor, %d MB", h.why, took, peak>>20)
	}
	for _, out := range []string{stdout.String(), printed} {
		if bad := acting.FindStringIndex(out); bad != nil {
			t.Errorf("%s: %q on the screen", h.why, out[max(0, bad[0]-40):min(len(out), bad[1]+20)])
		}
	}
	if left := strays(t, folder, h.files); left != "" {
		t.Errorf("%s: it left %s behind", h.why, left)
	}
	t.Logf("exit %d, %v, %d MB: %.160q", status, took.Round(time.Millisecond), peak>>20, printed)
	return took, peak
}

// measureEnv makes the test binary a small process that runs the program in its
// arguments and writes what that cost into the file that measureEnv names. Asked of
// a child of the test itself, the system would count the test's memory too.
const measureEnv = "CRM_TEST_MEASURE"

func measure() {
	cmd := exec.Command(os.Args[1], os.Args[2:]...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	err := cmd.Run()
	usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		fmt.Fprintln(os.Stderr, "measure:", err)
		os.Exit(125)
	}
	peak := int64(usage.Maxrss)
	if runtime.GOOS != "darwin" {
		peak <<= 10 // counted in kilobytes there
	}
	took := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	if err := os.WriteFile(os.Getenv(measureEnv), fmt.Appendf(nil, "%d %d", took, peak), 0o600); err != nil {
		fmt.Fprintln(os.Stderr, "measure:", err)
		os.Exit(125)
	}
	os.Exit(cmd.ProcessState.ExitCode())
}

// cost is what measure wrote: the time on processors and the largest memory.
func cost(t *testing.T, path string) (took time.Duration, peak int64) {
	t.Helper()
	told, err := os.ReadFile(path)
	must(t, err)
	_, err = fmt.Sscan(string(told), (*int64)(&took), &peak)
	must(t, err)
	return took, peak
}

// strays is what a run left behind that was not there before, outside of .crm.
func strays(t *testing.T, folder string, files map[string][]byte) string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	must(t, err)
	var left []string
	for _, e := range entries {
		if _, ours := files[e.Name()]; !ours && e.Name() != "customers.csv" && e.Name() != ".crm" {
			left = append(left, e.Name())
		}
	}
	return strings.Join(left, ", ")
}
