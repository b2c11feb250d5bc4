package safefile

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

const (
	oldest = "the oldest content"
	before = "the content before"
	after  = "the content that comes after it"
)

// scene is a save to be cut off and to fail at every operation.
type scene struct {
	name  string
	disk  func(t *testing.T) *model // before it
	save  func(d disk) (Saved, error)
	was   string // the file's content before; empty: it is not there
	will  string // and after
	takes bool   // the old content must be there to be taken back afterwards
}

func at(elements ...string) string {
	path, _ := filepath.Abs(filepath.Join(append([]string{string(filepath.Separator)}, elements...)...))
	return path
}

func book() string { return at("ws", "a.xlsx") }

func bare(*testing.T) *model { return newModel(at(), at("ws")) }

func withBook(t *testing.T) *model {
	m := bare(t)
	m.put(book(), before)
	return m
}

// day is a time of the tests: the n-th day.
func day(n int) time.Time { return time.Date(2026, 11, n, 20, 0, 0, 0, time.UTC) }

func modelOptions(n int) Options {
	return Options{Replace: true, Backups: at("ws", ".crm", "backups"), Command: "classify", Now: day(n)}
}

func saveAs(content string, o Options) func(disk) (Saved, error) {
	return func(d disk) (Saved, error) {
		return save(context.Background(), d, book(), o, func(w io.Writer) error {
			_, err := io.WriteString(w, content)
			return err
		})
	}
}

// saved is a disk after writes that went well, all of it durable.
func saved(t *testing.T, writes ...func(disk) (Saved, error)) *model {
	m := withBook(t)
	for _, write := range writes {
		if _, err := write(m); err != nil {
			t.Fatal(err)
		}
	}
	return m.clone()
}

func scenes() []scene {
	takeBack := func(d disk) (Saved, error) {
		s, _, err := undo(context.Background(), d, book(), modelOptions(3))
		return s, err
	}
	keepOne := modelOptions(9)
	keepOne.Keep = Retention{Count: 1, Age: time.Hour}
	folderSync := lastStep(withBook, saveAs(after, modelOptions(1)), "syncFolder ws")
	return []scene{
		{name: "new file", disk: bare, save: saveAs(after, modelOptions(1)), will: after},
		{name: "first replacement", disk: withBook, save: saveAs(after, modelOptions(1)), was: before, will: after, takes: true},
		{name: "replacement with a history", disk: func(t *testing.T) *model {
			return saved(t, saveAs(oldest, modelOptions(1)), saveAs(before, modelOptions(2)))
		}, save: saveAs(after, modelOptions(3)), was: before, will: after, takes: true},
		{name: "replacement that prunes", disk: func(t *testing.T) *model {
			return saved(t, saveAs(oldest, modelOptions(1)), saveAs("older", modelOptions(2)), saveAs(before, modelOptions(3)))
		}, save: saveAs(after, keepOne), was: before, will: after, takes: true},
		{name: "undo", disk: func(t *testing.T) *model {
			return saved(t, saveAs(after, modelOptions(1)))
		}, save: takeBack, was: after, will: before, takes: true},
		{name: "undo of an undo", disk: func(t *testing.T) *model {
			return saved(t, saveAs(after, modelOptions(1)), takeBack)
		}, save: takeBack, was: before, will: after, takes: true},
		{name: "the same again after an unconfirmed save", disk: func(t *testing.T) *model {
			m := withBook(t)
			m.failAt, m.fault = folderSync, syscall.EIO
			if _, err := saveAs(after, modelOptions(1))(m); !errors.Is(err, ErrUnconfirmed) {
				t.Fatalf("%v after %s failed", err, m.fired)
			}
			m.ops, m.failAt, m.fired, m.fault = 0, -1, "", nil
			return m
		}, save: saveAs(after, modelOptions(2)), was: after, will: after, takes: true},
	}
}

// lastStep is the number of the last operation so named.
func lastStep(fresh func(*testing.T) *model, save func(disk) (Saved, error), name string) int {
	last := -1
	for n := 0; ; n++ {
		m := fresh(nil)
		m.failAt, m.fault = n, syscall.EIO
		_, _ = save(m)
		if m.fired == "" {
			return last
		}
		if m.fired == name {
			last = n
		}
	}
}

// tally is what a search found.
type tally struct {
	injections, states, distinct   int
	lost, torn, rolledBack, noUndo int
	seen                           map[string]bool
	example                        string
}

func (c *tally) sum() int { return c.lost + c.torn + c.rolledBack + c.noUndo }

func (c *tally) found(n *int, format string, args ...any) {
	*n++
	if c.example == "" {
		c.example = fmt.Sprintf(format, args...)
	}
}

// faults is what may happen to an operation: nothing, the power goes before it,
// or it fails.
func faults() []error {
	return []error{nil, errPower, syscall.ENOSPC, syscall.EIO, syscall.EACCES, syscall.EDQUOT, syscall.EROFS, syscall.ENOTSUP}
}

// search cuts the scene off, and makes it fail once and for good, at every
// operation, and looks at every disk that a power cut then leaves.
func (c *tally) search(t *testing.T, s scene, mutant string, faults ...error) {
	c.seen = map[string]bool{}
	base := s.disk(t)
	for _, fault := range faults {
		for _, persistent := range []bool{false, true} {
			if persistent && (fault == nil || fault == errPower) {
				continue
			}
			for n := 0; ; n++ {
				m := base.clone()
				if len(base.pending) > 0 {
					m = s.disk(t)
				}
				m.mutant, m.failAt, m.fault, m.persistent = mutant, n, fault, persistent
				if fault == nil {
					m.failAt = -1
				}
				done, err := s.save(m)
				if fault != nil && m.fired == "" {
					if err != nil {
						t.Fatalf("%s: the clean run fails: %v", s.name, err)
					}
					break
				}
				c.injections++
				c.examine(t, s, m, done, err, mutant)
				if fault == nil {
					break
				}
			}
		}
	}
}

// examine looks at the disk as it is and as it may come back.
func (c *tally) examine(t *testing.T, s scene, m *model, done Saved, err error, mutant string) {
	where := fmt.Sprintf("%s, %v at %s", s.name, m.fault, m.fired)
	if mutant == "" && m.fault != errPower {
		c.present(t, s, m, err, where)
	}
	acknowledged := err == nil && done.Confirmed
	if errors.Is(m.fault, syscall.ENOTSUP) && err == nil {
		if strings.HasPrefix(m.fired, "sync .a.xlsx") && acknowledged {
			t.Errorf("%s: a disk without sync, and the save is called confirmed", where)
		}
		return // such a disk promises nothing that a power cut could break
	}
	if len(m.pending) > 12 {
		t.Fatalf("%s: %d changes pending", where, len(m.pending))
	}
	m.afterPowerLoss(func(left *model) {
		c.states++
		id := fmt.Sprint(acknowledged, "\n", left)
		if c.seen[id] {
			return
		}
		c.seen[id] = true
		c.distinct++
		c.judge(s, left, acknowledged, where)
	})
}

// present checks the disk without a power cut: what was said is what is there.
func (c *tally) present(t *testing.T, s scene, m *model, err error, where string) {
	want := s.was
	if err == nil || errors.Is(err, ErrUnconfirmed) {
		want = s.will
	}
	if got := contentOf(m); got != want {
		t.Errorf("%s: error %v, and the file holds %q", where, err, got)
	}
	if left := m.temporaries(); len(left) > 0 && !m.persistent && !strings.HasPrefix(m.fired, "remove") {
		t.Errorf("%s: left behind: %v", where, left)
	}
	var worded *Error
	if err != nil && !errors.As(err, &worded) {
		t.Errorf("%s: %v is not worded", where, err)
	}
}

func contentOf(m *model) string {
	if n := m.seen[book()]; n != nil {
		return string(n.data)
	}
	return ""
}

// judge looks at one disk that came back.
func (c *tally) judge(s scene, left *model, acknowledged bool, where string) {
	got := contentOf(left)
	switch {
	case acknowledged && got == s.was && s.was != s.will:
		c.found(&c.rolledBack, "%s: rolled back after it was acknowledged\n%s", where, left)
	case got == "" && s.was != "":
		c.found(&c.lost, "%s: lost\n%s", where, left)
	case got != s.was && got != s.will && !(got == before && s.was == s.will && !acknowledged):
		c.found(&c.torn, "%s: torn\n%s", where, left)
	case got == s.will && s.takes:
		c.takenBack(s, left, where)
	}
	again := left.clone()
	if _, err := saveAs(after, modelOptions(20))(again); err != nil || contentOf(again) != after {
		c.found(&c.torn, "%s: the next run fails: %v\n%s", where, err, left)
	}
}

// takenBack checks that the content that was replaced is there and comes back,
// and that this too can be taken back.
func (c *tally) takenBack(s scene, left *model, where string) {
	was, again := s.was, left.clone()
	if was == s.will {
		was = before
	}
	for _, want := range []string{was, s.will} {
		_, _, err := undo(context.Background(), again, book(), modelOptions(21))
		if err != nil || contentOf(again) != want {
			c.found(&c.noUndo, "%s: cannot be taken back to %q: %v\n%s", where, want, err, left)
			return
		}
	}
}

// TestPowerLoss: no operation that fails, and no power cut before or after any
// operation, loses or tears the file, takes back a save that was acknowledged,
// or loses what was replaced.
func TestPowerLoss(t *testing.T) {
	var all tally
	for _, s := range scenes() {
		var c tally
		c.search(t, s, "", faults()...)
		if c.sum() > 0 {
			t.Errorf("%s: lost %d, torn %d, rolled back %d, not to be taken back %d; the first:\n%s", s.name, c.lost, c.torn, c.rolledBack, c.noUndo, c.example)
		}
		t.Logf("%-42s %4d injections, all fired; %6d states after a power cut, %4d of them distinct; lost %d, torn %d, rolled back %d, not to be taken back %d",
			s.name, c.injections, c.states, c.distinct, c.lost, c.torn, c.rolledBack, c.noUndo)
		all.injections, all.states, all.distinct = all.injections+c.injections, all.states+c.states, all.distinct+c.distinct
	}
	t.Logf("%-42s %4d injections, %d states, %d distinct", "in all", all.injections, all.states, all.distinct)
}

// TestPowerLossFindsMutants: the search above is worth something only if it
// finds what is wrong when a step is missing or out of order.
func TestPowerLossFindsMutants(t *testing.T) {
	replacement := scenes()[1]
	for _, test := range []struct {
		mutant string
		count  func(*tally) int
		what   string
	}{
		{"files not synced", func(c *tally) int { return c.torn + c.lost }, "torn"},
		{"folders not synced", func(c *tally) int { return c.rolledBack }, "rolled back"},
		{"files synced after the rename", func(c *tally) int { return c.torn + c.lost }, "torn"},
		{"backups synced after the rename", func(c *tally) int { return c.noUndo }, "not to be taken back"},
	} {
		var c tally
		c.search(t, replacement, test.mutant, nil, errPower)
		if test.count(&c) == 0 {
			t.Errorf("%s: nothing found", test.mutant)
		}
		t.Logf("%-32s %d of %d states: lost %d, torn %d, rolled back %d, not to be taken back %d", test.mutant, c.sum(), c.distinct, c.lost, c.torn, c.rolledBack, c.noUndo)
	}
}

// TestPowerLossTwice: whatever a first power cut left, a run after it that is
// cut off as well does no harm either.
func TestPowerLossTwice(t *testing.T) {
	var c tally
	first := scenes()[1]
	seen := map[string]bool{}
	for n := 0; ; n++ {
		m := first.disk(t)
		m.failAt, m.fault = n, errPower
		if _, err := first.save(m); err == nil {
			break
		}
		m.afterPowerLoss(func(left *model) {
			if id := left.String(); !seen[id] {
				seen[id] = true
				second := first
				second.disk = func(*testing.T) *model { return left.clone() }
				second.was = contentOf(left)
				c.search(t, second, "", errPower)
			}
		})
	}
	if c.sum() > 0 {
		t.Errorf("lost %d, torn %d, rolled back %d, not to be taken back %d; the first:\n%s", c.lost, c.torn, c.rolledBack, c.noUndo, c.example)
	}
	t.Logf("%d second power cuts, %d states after them, %d distinct", c.injections, c.states, c.distinct)
}

// TestKilledThenPowerLoss: a killed run leaves names that its successor finds
// but the disk does not have yet; what the successor says is saved stays saved.
func TestKilledThenPowerLoss(t *testing.T) {
	for _, s := range []scene{scenes()[0], scenes()[1]} {
		c := tally{seen: map[string]bool{}}
		for n := 0; ; n++ {
			m := s.disk(t)
			m.failAt, m.fault = n, errPower
			if _, err := s.save(m); err == nil {
				break
			}
			m.failAt, m.fault, m.fired = -1, nil, ""
			done, err := s.save(m)
			if err != nil || !done.Confirmed {
				t.Fatalf("%s: the run after one that was killed: %+v, %v", s.name, done, err)
			}
			c.injections++
			c.examine(t, s, m, done, err, "killed")
		}
		if c.sum() > 0 {
			t.Errorf("%s: %+v", s.name, c)
		}
		t.Logf("%s: %d kills, %d states after a later power cut, %d distinct", s.name, c.injections, c.states, c.distinct)
	}
}
