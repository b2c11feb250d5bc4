package main_test

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// How many runs are broken off at random moments, unless CRM_KILLS or
// CRM_INTERRUPTS says otherwise.
const (
	usualKills      = 60
	usualInterrupts = 30
	killSeed        = 20261121
)

// TestKill9 kills runs at random moments, again and again on the same books:
// each book is whole after every kill, and the next run works.
func TestKill9(t *testing.T) {
	n, ok := all("CRM_KILLS")
	if !ok || n == 0 {
		n = usualKills
	}
	breakOff(t, n, breaker{
		name: "kill -9", stop: (*os.Process).Kill, may: allowed{leftovers: true, anyExit: true},
	})
}

// TestInterrupt stops runs at random moments as a user does: each is done with
// exit 0, or says 130 and has changed and left nothing.
func TestInterrupt(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("skipped: Windows sends no interrupt to another process")
	}
	n, ok := all("CRM_INTERRUPTS")
	if !ok || n == 0 {
		n = usualInterrupts
	}
	breakOff(t, n, breaker{
		name: "interrupt", stop: func(p *os.Process) error { return p.Signal(os.Interrupt) }, may: allowed{interrupted: true},
	})
}

// breaker is one way to break a run off.
type breaker struct {
	name string
	stop func(*os.Process) error
	may  allowed
}

// story is what the runs of all lanes came to, and what is known of the
// contents a book can have.
type story struct {
	mu      sync.Mutex
	lost    int
	data    map[string][]byte // by SHA-256: all contents seen
	follows map[string]string // what a command makes of a content
	count   map[string]int    // how the runs ended
}

// lane is one book that is worked on again and again.
type lane struct {
	*story
	breaker
	folder string
	random *rand.Rand
	round  int
	usual  map[string]time.Duration // how long each command takes when nobody disturbs it
}

// tellEvery is after how many runs a long test says how far it is.
const tellEvery = 1000

// roundsPerBook is after how many runs a lane begins with a new book.
const roundsPerBook = 40

func breakOff(t *testing.T, n int, b breaker) {
	start := time.Now()
	s := &story{data: map[string][]byte{}, follows: map[string]string{}, count: map[string]int{}}
	template := filepath.Join(t.TempDir(), "template")
	must(t, os.Mkdir(template, 0o700))
	makeBook(t, filepath.Join(template, bookName))
	var next atomic.Int64
	t.Run("lanes", func(t *testing.T) {
		for i := range runtime.GOMAXPROCS(0) {
			t.Run(fmt.Sprint(i), func(t *testing.T) {
				t.Parallel()
				l := &lane{story: s, breaker: b, random: rand.New(rand.NewPCG(killSeed, uint64(i)))}
				root := t.TempDir()
				for j := next.Add(1); j <= int64(n); j = next.Add(1) {
					if j%tellEvery == 0 {
						t.Logf("%d of %d runs", j, n)
					}
					if l.round%roundsPerBook == 0 {
						l.newBook(t, template, filepath.Join(root, fmt.Sprint(l.round)))
					}
					l.round++
					l.once(t)
				}
				l.close(t)
			})
		}
	})
	var ends []string
	for _, key := range slices.Sorted(maps.Keys(s.count)) {
		ends = append(ends, fmt.Sprintf("%s %d", key, s.count[key]))
	}
	t.Logf("%d runs, %s at random moments, seed %d: %d lost or torn; %s; %d different contents; %v", n, b.name, killSeed, s.lost, strings.Join(ends, ", "), len(s.data), time.Since(start).Round(time.Second))
}

// newBook checks and leaves the book worked on so far, and begins with another.
func (l *lane) newBook(t *testing.T, template, folder string) {
	t.Helper()
	if l.folder != "" {
		l.close(t)
	}
	copyFolder(t, template, folder)
	l.folder = folder
	l.remember(t, filepath.Join(folder, bookName))
	l.usual = map[string]time.Duration{}
	for _, args := range [][]string{classifyArgs(asOf[0]), undoArgs()} {
		r := runIn(t, folder, args...)
		if r.code != 0 {
			t.Fatalf("%v: exit %d: %s", args, r.code, r.said)
		}
		l.remember(t, filepath.Join(folder, bookName))
		l.usual[args[0]] = r.took
	}
}

// remember reads a content that nothing disturbed, and opens it strictly.
func (l *lane) remember(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	must(t, err)
	sum := hexSum(data)
	l.mu.Lock()
	_, known := l.data[sum]
	l.data[sum] = data
	l.mu.Unlock()
	if !known {
		if err := opens(path); err != nil {
			t.Errorf("%.12s: %v", sum, err)
		}
	}
	return sum
}

// once breaks one run off, and looks at the book.
func (l *lane) once(t *testing.T) {
	t.Helper()
	path := filepath.Join(l.folder, bookName)
	before, _ := readLedger(l.folder)
	s := scene{name: l.name, folder: l.folder + ".before", old: sumOf(t, path), args: undoArgs()}
	const undoOneIn = 4
	s.new = undoable(before, s.old)
	if s.new == "" || l.random.IntN(undoOneIn) > 0 {
		s.new = s.old
		for _, date := range asOf { // one of them changes the book
			if s.new == s.old {
				s.args = classifyArgs(date)
				s.new = l.expected(t, s.old, s.args)
			}
		}
	}
	keepLedger(t, l.folder, s.folder)
	had := len(leftovers(t, l.folder))
	r := l.disturbed(t, s.args)
	v := s.judge(t, l.folder, r, l.may)
	l.tell(t, r, v, had)
	for _, w := range v.wrong {
		t.Errorf("%s, round %d: %v: %s (exit %d: %s)", l.name, l.round, s.args, w, r.code, r.said)
	}
	must(t, os.RemoveAll(s.folder))
}

// keepLedger keeps the ledger as it was before a run.
func keepLedger(t *testing.T, from, to string) {
	t.Helper()
	backups := filepath.Join(".crm", "backups")
	must(t, os.MkdirAll(filepath.Join(to, backups), 0o700))
	names, _ := filepath.Glob(filepath.Join(from, backups, "[^.]*"))
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err == nil {
			err = os.WriteFile(filepath.Join(to, backups, filepath.Base(name)), data, 0o600)
		}
		must(t, err)
	}
}

// expected is what a command makes of a content when nobody disturbs it.
func (l *lane) expected(t *testing.T, from string, args []string) string {
	t.Helper()
	key := from + " " + strings.Join(args, " ")
	l.mu.Lock()
	sum, known := l.follows[key]
	data := l.data[from]
	l.mu.Unlock()
	if known {
		return sum
	}
	folder := filepath.Join(t.TempDir(), "expected")
	must(t, os.Mkdir(folder, 0o700))
	orders, err := os.ReadFile(filepath.Join(l.folder, ordersName))
	must(t, err)
	must(t, os.WriteFile(filepath.Join(folder, ordersName), orders, 0o600))
	path := filepath.Join(folder, bookName)
	must(t, os.WriteFile(path, data, 0o600))
	r := runIn(t, folder, args...)
	if r.code != 0 {
		t.Fatalf("%v: exit %d: %s", args, r.code, r.said)
	}
	sum = l.remember(t, path)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.follows[key] = sum
	return sum
}

// disturbed runs a command and breaks it off at a moment drawn evenly from the
// time that an undisturbed run takes.
func (l *lane) disturbed(t *testing.T, args []string) ran {
	t.Helper()
	cmd := command(t, l.folder, args...)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	delay := time.Duration(l.random.Int64N(int64(l.usual[args[0]])))
	began := time.Now()
	must(t, cmd.Start())
	stop := time.AfterFunc(delay, func() { _ = l.stop(cmd.Process) })
	err := cmd.Wait()
	stop.Stop()
	if failed := new(exec.ExitError); err != nil && !errors.As(err, &failed) {
		t.Fatal(err)
	}
	r := ended(cmd, said.String(), time.Since(began))
	if r.killed && l.may.interrupted { // before the program had asked for signals
		r.code, r.killed, r.said = 130, false, "interrupted"
	}
	return r
}

// tell counts how a run ended; had is how many leftovers there were before.
func (l *lane) tell(t *testing.T, r ran, v verdict, had int) {
	end := fmt.Sprintf("exit %d", r.code)
	if r.killed {
		end = "broken off"
	}
	switch left := leftovers(t, l.folder); {
	case v.isNew:
		end += " with the new content"
	case r.killed && len(left) > had:
		end += " in the save"
	case r.killed:
		end += " with the old content"
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.count[end]++
	if v.lost {
		l.lost++
	}
}

// close makes sure that after all of it a book can be worked with, and that
// what was left is swept.
func (l *lane) close(t *testing.T) {
	t.Helper()
	if l.folder == "" {
		return
	}
	age(t, l.folder)
	path := filepath.Join(l.folder, bookName)
	now := sumOf(t, path)
	args := classifyArgs("2028-12-31")
	want := l.expected(t, now, args)
	if r := runIn(t, l.folder, args...); r.code != 0 || sumOf(t, path) != want {
		t.Errorf("the last run: exit %d: %s", r.code, r.said)
	}
	if r := runIn(t, l.folder, undoArgs()...); r.code != 0 || sumOf(t, path) != now {
		t.Errorf("the last undo: exit %d: %s", r.code, r.said)
	}
	if left := leftovers(t, l.folder); len(left) > 0 {
		t.Errorf("the last runs left %v", left)
	}
	if _, wrong := readLedger(l.folder); len(wrong) > 0 {
		t.Errorf("after the last runs %v", wrong)
	}
	must(t, os.RemoveAll(l.folder))
	l.folder = ""
}
