package cli_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"context"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"crm/internal/cli"
)

// workspace is a folder with rules and a book of the given size.
func (b bigBook) workspace(t testing.TB) string {
	t.Helper()
	folder := t.TempDir()
	rules := "version: 1\nmoney: {base: USD, rates: {EUR: 1.08}}\n" +
		"sources: {customers: book.xlsx#客户列表, orders: book.xlsx#订单列表, activities: book.xlsx#跟进记录}\n"
	if err := os.WriteFile(filepath.Join(folder, "rules.yaml"), []byte(rules), 0o600); err != nil {
		t.Fatal(err)
	}
	b.write(t, filepath.Join(folder, "book.xlsx"))
	return folder
}

// calls is the ways a workspace is asked every day.
func calls(folder string) map[string][]string {
	where := []string{filepath.Join(folder, "book.xlsx"), "--rules", filepath.Join(folder, "rules.yaml"), "--as-of", "2026-10-01"}
	return map[string][]string{
		"list": append([]string{"list"}, where...), "list -v": append([]string{"list", "-v"}, where...), "why": append([]string{"why", "C00012"}, where...),
		"overdue": append([]string{"overdue"}, where...), "show": append([]string{"show", "C00012"}, where...),
	}
}

// inProcess is one call inside this process.
func inProcess(t testing.TB, args []string, reading func()) (out, errs string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	status := cli.Main(context.Background(), cli.Env{
		Args: args, In: strings.NewReader(""), Out: &stdout, Err: &stderr, Reading: reading,
		Now: time.Now, Getenv: func(string) string { return "" },
	})
	if status != 0 {
		t.Fatalf("crm %v: status %d\n%s", args, status, stderr.String())
	}
	return stdout.String(), stderr.String()
}

// TestWarm: the second call on an unchanged book reads nothing and says the
// same; after a change of the book it says the new.
func TestWarm(t *testing.T) {
	small := bigBook{customers: 30, orders: 90, activities: 90}
	folder := small.workspace(t)
	for name, args := range calls(folder) {
		first, errs := inProcess(t, args, nil)
		again, errsAgain := inProcess(t, args, func() { t.Errorf("%s: the book is read again", name) })
		if first != again || errs != errsAgain || first == "" {
			t.Errorf("%s: the second call says otherwise:\n%s%s\nfirst:\n%s%s", name, again, errsAgain, first, errs)
		}
	}
	list, morning := calls(folder)["list"], append(calls(folder)["overdue"], "--state", "released,overdue,due_soon,in_time,no_clock")
	before, _ := inProcess(t, list, nil)
	due, _ := inProcess(t, morning, nil)
	small.customers++
	small.write(t, filepath.Join(folder, "book.xlsx"))
	read := false
	after, _ := inProcess(t, list, func() { read = true })
	if !read || strings.Count(after, "\n") != strings.Count(before, "\n")+1 {
		t.Errorf("the book changed, read anew: %v, and the list has\n%s", read, after)
	}
	dueAfter, _ := inProcess(t, morning, nil)
	if strings.Count(dueAfter, "\n") <= 1 || due == dueAfter {
		t.Errorf("the book changed, and overdue says what it said:\n%s", dueAfter)
	}
	if err := os.RemoveAll(filepath.Join(folder, ".crm")); err != nil {
		t.Fatal(err)
	}
	if again, _ := inProcess(t, morning, nil); again != dueAfter {
		t.Error("without the folder of the cache the morning list is another")
	}
	if again, _ := inProcess(t, list, nil); again != after {
		t.Error("without the folder of the cache the list is another")
	}
}

// TestNoLitter: who only looks at a file outside a workspace leaves nothing beside it.
func TestNoLitter(t *testing.T) {
	folder := t.TempDir()
	book := filepath.Join(folder, "book.xlsx")
	bigBook{customers: 3, orders: 5, activities: 5}.write(t, book)
	t.Chdir(folder)
	inProcess(t, []string{"list", book, "--rate", "EUR=1.08", "--currency", "USD"}, nil)
	if names, _ := filepath.Glob(filepath.Join(folder, ".*")); len(names) > 0 {
		t.Errorf("left behind: %v", names)
	}
}

// presses is what a shell asks when a person presses tab, in a workspace.
var presses = map[string][]string{
	"customers": {"__complete", "show", "C0001"}, "owners": {"__complete", "overdue", "--owner", ""}, "classes": {"__complete", "list", "--class", ""},
}

// TestMeasureWarm measures the real program, by hand: CRM_MEASURE=20 is how often
// each call is made in turn. It says the medians, how often the bare program each
// call takes, and how often the inflating of the book's parts.
func TestMeasureWarm(t *testing.T) {
	times, err := strconv.Atoi(os.Getenv("CRM_MEASURE"))
	if err != nil {
		t.Skip("CRM_MEASURE is not set")
	}
	m := newMeasuring(t)
	for range times {
		m.round(t)
	}
	bare, flate := m.medians("version"), m.medians("inflating")
	for _, name := range m.order {
		d := m.medians(name)
		t.Logf("%-18s %8.1f ms, %5.1f bare, %5.2f inflating; of the processor %8.1f ms, %5.1f bare, %5.2f inflating", name,
			milliseconds(d.wall), ratio(d.wall, bare.wall), ratio(d.wall, flate.wall),
			milliseconds(d.work), ratio(d.work, bare.work), ratio(d.work, flate.work))
	}
}

// took is what a call took by the clock, and of the processors.
type took struct{ wall, work time.Duration }

// measuring is a run of measurements.
type measuring struct {
	program, folder string
	ways            map[string][]string
	order           []string
	found           map[string][]took
}

func newMeasuring(t *testing.T) *measuring {
	t.Helper()
	m := &measuring{program: filepath.Join(t.TempDir(), "crm"), found: map[string][]took{}}
	if out, err := exec.Command("go", "build", "-o", m.program, "crm/cmd/crm").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	m.folder = morning.workspace(t)
	all := calls(m.folder)
	m.ways = map[string][]string{"version": {"--version"}, "cold overdue": all["overdue"]}
	m.order = []string{"version", "inflating", "cold overdue"}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		m.ways["warm "+name] = all[name]
		m.order = append(m.order, "warm "+name)
	}
	for _, name := range slices.Sorted(maps.Keys(presses)) {
		m.ways["complete "+name] = presses[name]
		m.order = append(m.order, "complete "+name)
	}
	return m
}

// round makes every call once. What is warm finds what the cold call, or a list of
// the workspace, left.
func (m *measuring) round(t *testing.T) {
	t.Helper()
	if err := os.RemoveAll(filepath.Join(m.folder, ".crm")); err != nil {
		t.Fatal(err)
	}
	for _, name := range m.order {
		if name == "inflating" {
			m.found[name] = append(m.found[name], inflate(t, filepath.Join(m.folder, "book.xlsx")))
			continue
		}
		m.found[name] = append(m.found[name], m.call(t, m.ways[name]))
		if name == "cold overdue" {
			m.call(t, []string{"list"})
		}
	}
}

func (m *measuring) call(t *testing.T, args []string) took {
	t.Helper()
	cmd := exec.Command(m.program, args...)
	cmd.Stdout, cmd.Dir = io.Discard, m.folder
	start := time.Now()
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v: %v", args, err)
	}
	return took{time.Since(start), cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}
}

// inflate is what compress/flate takes for the parts of a book, one after the other.
func inflate(t *testing.T, book string) took {
	t.Helper()
	r, err := zip.OpenReader(book)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	start, before := time.Now(), cpuTime()
	for _, f := range r.File {
		part, err := f.OpenRaw()
		if err != nil {
			t.Fatal(err)
		}
		if f.Method == zip.Deflate {
			part = flate.NewReader(part)
		}
		if _, err := io.Copy(io.Discard, part); err != nil {
			t.Fatal(err)
		}
	}
	return took{time.Since(start), cpuTime() - before}
}

func (m *measuring) medians(name string) took {
	var wall, work []time.Duration
	for _, one := range m.found[name] {
		wall, work = append(wall, one.wall), append(work, one.work)
	}
	return took{median(wall), median(work)}
}

func ratio(a, b time.Duration) float64 { return float64(a) / float64(b) }

func median(d []time.Duration) time.Duration {
	slices.Sort(d)
	return d[len(d)/2]
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// BenchmarkWarm is a warm list of the large book inside this process.
func BenchmarkWarm(b *testing.B) {
	args := calls(morning.workspace(b))["list"]
	inProcess(b, args, nil)
	b.ReportAllocs()
	for b.Loop() {
		inProcess(b, args, func() { b.Fatal("the book is read again") })
	}
}

// BenchmarkWarmOverdue is a warm morning list of the large book inside this process.
func BenchmarkWarmOverdue(b *testing.B) {
	args := calls(morning.workspace(b))["overdue"]
	inProcess(b, args, nil)
	b.ReportAllocs()
	for b.Loop() {
		inProcess(b, args, func() { b.Fatal("the book is read again") })
	}
}
