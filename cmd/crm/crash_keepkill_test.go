package main_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"crm/internal/sheet"
	"crm/internal/sheet/xlsx"
	"crm/internal/table"
)

// usualKeepKills is how many runs over logs and ledgers are killed, unless
// CRM_KILLS says otherwise.
const usualKeepKills = 24

// keeper is a file to which every run adds what it was told, and only that.
type keeper struct {
	name, target, sources string
	args                  func(round int) []string      // of the round's command
	rows                  func(path string) []string    // what the file holds, a text each
	adds                  func(round int, n int) string // of the text that a round adds, what it must hold; n rows are there
}

func keepers() []keeper {
	note := func(round int) string { return fmt.Sprintf("note %d, of Acme", round) }
	write := func(round int) []string { return logArgs(note(round)) }
	holds := func(round, _ int) string { return note(round) }
	return []keeper{
		{"log", logName, "customers: people.csv, orders: orders.csv, activities: log.csv", write, linesOf, holds},
		{"log book", bookName, `customers: "customers.xlsx#Clients", orders: orders.csv, activities: "customers.xlsx#Log"`, write, logRows, holds},
		{"log new", newLogName, "customers: people.csv, orders: orders.csv", write, linesOf, holds},
		{"pool", poolName, "customers: people.csv, orders: orders.csv, activities: log.csv", func(round int) []string {
			return poolArgs("hand-over", "--from", [2]string{"Wang", "Zhao"}[round%2], "--to", [2]string{"Zhao", "Wang"}[round%2])
		}, linesOf, func(round, _ int) string { return "hand-over,C3," }},
	}
}

// linesOf is the lines of a text file; one that is broken off has a sign.
func linesOf(path string) []string {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil
	}
	var list []string
	for line := range strings.Lines(string(data)) {
		if !strings.HasSuffix(line, "\n") {
			line += " (broken off)"
		}
		list = append(list, strings.TrimRight(line, "\r\n"))
	}
	return list
}

// logRows is the rows of the sheet Log of a workbook.
func logRows(path string) []string {
	book, err := sheet.Open(path, sheet.Options{Limits: xlsx.DefaultLimits()})
	if err != nil {
		return []string{err.Error()}
	}
	defer book.Close()
	var list []string
	i := slices.IndexFunc(book.Sheets(), func(s table.Sheet) bool { return s.Pos().Sheet == "Log" })
	rows, err := book.Sheets()[i].Rows()
	if err != nil {
		return []string{err.Error()}
	}
	defer rows.Close()
	for {
		row, err := rows.Next()
		if err != nil {
			return list
		}
		var b strings.Builder
		for k := range row.Cells {
			fmt.Fprintf(&b, "%d %s|", row.Cells[k].Col, row.Cells[k].Raw)
		}
		list = append(list, b.String())
	}
}

// TestKeepKill9 kills runs that write contacts down or hand customers over, at
// random moments, again and again on the same files: each has the row of the run
// that was killed, once, or has it not; those of runs that were done stay.
func TestKeepKill9(t *testing.T) {
	n, ok := all("CRM_KILLS")
	if !ok || n == 0 {
		n = usualKeepKills
	}
	var next, killed, added, done atomic.Int64
	list := keepers()
	t.Run("lanes", func(t *testing.T) {
		for lane := range runtime.GOMAXPROCS(0) {
			t.Run(fmt.Sprint(lane), func(t *testing.T) {
				t.Parallel()
				random := rand.New(rand.NewPCG(killSeed, uint64(lane)))
				var mu sync.Mutex
				desks := map[string]*desk{}
				for j := next.Add(1); j <= int64(n); j = next.Add(1) {
					k := &list[int(j)%len(list)]
					mu.Lock()
					d := desks[k.name]
					if d == nil {
						d = newDesk(t, k)
						desks[k.name] = d
					}
					mu.Unlock()
					end := d.once(t, random)
					for i, of := range []*atomic.Int64{&killed, &added, &done} {
						if end[i] {
							of.Add(1)
						}
					}
				}
				for _, d := range desks {
					d.close(t)
				}
			})
		}
	})
	t.Logf("%d runs: %d killed, %d of these with their row, %d done before; none lost, torn or twice unless said above", n, killed.Load(), added.Load(), done.Load())
}

// desk is a folder in which one file is added to.
type desk struct {
	*keeper
	folder string
	round  int
	usual  time.Duration
}

func newDesk(t *testing.T, k *keeper) *desk {
	t.Helper()
	d := &desk{keeper: k, folder: filepath.Join(t.TempDir(), "work")}
	makeDesk(t, d.folder, k.sources)
	r := runIn(t, d.folder, d.args(d.round)...)
	if r.code != 0 {
		t.Fatalf("%s: exit %d: %s", k.name, r.code, r.said)
	}
	d.round++
	d.usual = r.took
	return d
}

func (d *desk) path() string { return filepath.Join(d.folder, filepath.FromSlash(d.target)) }

// once kills one run, and looks at the file.
func (d *desk) once(t *testing.T, random *rand.Rand) (end [3]bool) {
	t.Helper()
	before := d.rows(d.path())
	cmd := command(t, d.folder, d.args(d.round)...)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	began := time.Now()
	must(t, cmd.Start())
	stop := time.AfterFunc(time.Duration(random.Int64N(int64(d.usual))), func() { _ = cmd.Process.Kill() })
	err := cmd.Wait()
	stop.Stop()
	if failed := new(exec.ExitError); err != nil && !errors.As(err, &failed) {
		t.Fatal(err)
	}
	r := ended(cmd, said.String(), time.Since(began))
	after := d.rows(d.path())
	isNew := d.check(t, before, after, r)
	if isNew {
		d.round++
	}
	return [3]bool{r.killed, r.killed && isNew, r.code == 0}
}

// check holds the file after a run against what it was before it.
func (d *desk) check(t *testing.T, before, after []string, r ran) (isNew bool) {
	t.Helper()
	wrong := func(format string, args ...any) {
		t.Errorf("%s, round %d (exit %d: %s): %s\nbefore %q\nafter %q", d.name, d.round, r.code, r.said, fmt.Sprintf(format, args...), before, after)
	}
	switch {
	case len(after) < len(before) || !slices.Equal(after[:len(before)], before):
		wrong("LOST")
	case len(after) > len(before)+1:
		wrong("TWICE")
	case len(after) == len(before)+1 && (!strings.Contains(after[len(before)], d.adds(d.round, len(before))) || strings.HasSuffix(after[len(before)], "(broken off)")):
		wrong("TORN")
	case r.code == 0 && len(after) == len(before):
		wrong("said to be done, and the row is not there")
	case r.code > 0:
		wrong("failed")
	}
	return len(after) == len(before)+1
}

// close makes sure that after all of it the next run adds its row, and that what
// was left is swept.
func (d *desk) close(t *testing.T) {
	t.Helper()
	age(t, d.folder)
	before := d.rows(d.path())
	r := runIn(t, d.folder, d.args(d.round)...)
	if !d.check(t, before, d.rows(d.path()), r) {
		t.Errorf("%s: the last run: exit %d: %s", d.name, r.code, r.said)
	}
	left := slices.DeleteFunc(leftovers(t, d.folder), func(name string) bool { // which the next run that reads anew sweeps
		return strings.HasPrefix(name, ".crm/cache/")
	})
	if len(left) > 0 {
		t.Errorf("%s: the last run left %v", d.name, left)
	}
	if _, wrong := readLedger(d.folder); len(wrong) > 0 {
		t.Errorf("%s: %v", d.name, wrong)
	}
}

// TestCacheDamaged: whatever becomes of the folder of what was read, a run says
// and writes what it would without.
func TestCacheDamaged(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "work")
	makeDesk(t, folder, "customers: people.csv, orders: orders.csv, activities: log.csv")
	list := []string{"overdue", "--as-of", "2026-09-30", "--format", "csv", "--lang", "en"}
	want := runIn(t, folder, list...)
	if want.code != 0 || want.said == "" {
		t.Fatalf("exit %d: %s", want.code, want.said)
	}
	cache := filepath.Join(folder, ".crm", "cache")
	for round, damage := range []struct {
		name string
		do   func(path string, data []byte) error
	}{
		{"cut off", func(path string, data []byte) error { return os.WriteFile(path, data[:len(data)/2], 0o600) }},
		{"empty", func(path string, _ []byte) error { return os.WriteFile(path, nil, 0o600) }},
		{"a bit", func(path string, data []byte) error {
			data[len(data)*2/3] ^= 8
			return os.WriteFile(path, data, 0o600)
		}},
		{"another's", func(path string, data []byte) error {
			return os.WriteFile(path, bytes.Repeat([]byte("crm"), len(data)/3), 0o600)
		}},
		{"a folder", func(path string, _ []byte) error { return errors.Join(os.Remove(path), os.Mkdir(path, 0o700)) }},
		{"no folder", func(path string, _ []byte) error { return os.RemoveAll(filepath.Dir(path)) }},
		{"a file for a folder", func(path string, _ []byte) error {
			return errors.Join(os.RemoveAll(filepath.Dir(path)), os.WriteFile(filepath.Dir(path), []byte("no folder"), 0o600))
		}},
	} {
		entries, _ := filepath.Glob(filepath.Join(cache, "*.crmcache"))
		if len(entries) == 0 {
			t.Fatalf("%s: there is no cache to be damaged", damage.name)
		}
		for _, path := range entries {
			data, err := os.ReadFile(path)
			if errors.Is(err, os.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) { // gone with the one before it
				continue
			}
			must(t, err)
			must(t, damage.do(path, data))
		}
		if r := runIn(t, folder, list...); r.code != want.code || r.said != want.said {
			t.Errorf("%s: exit %d: %s\nwant %s", damage.name, r.code, r.said, want.said)
		}
		before := linesOf(filepath.Join(folder, logName))
		if r := runIn(t, folder, logArgs(fmt.Sprint("note ", round))...); r.code != 0 || len(linesOf(filepath.Join(folder, logName))) != len(before)+1 {
			t.Errorf("%s: crm log: exit %d: %s", damage.name, r.code, r.said)
		}
		if r := runIn(t, folder, "log", "--undo", "--lang", "en"); r.code != 0 || !slices.Equal(linesOf(filepath.Join(folder, logName)), before) {
			t.Errorf("%s: crm log --undo: exit %d: %s", damage.name, r.code, r.said)
		}
		if info, err := os.Stat(cache); err == nil && !info.IsDir() {
			must(t, os.Remove(cache))
		}
		for _, path := range entries {
			if info, err := os.Stat(path); err == nil && info.IsDir() {
				must(t, os.Remove(path))
			}
		}
		if r := runIn(t, folder, list...); r.code != want.code || r.said != want.said {
			t.Errorf("%s, mended: exit %d: %s", damage.name, r.code, r.said)
		}
	}
}
