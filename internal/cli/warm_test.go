package cli_test

import (
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"crm/internal/cli"
)

// workspace is a folder with rules and a book of the given size.
func (b bigBook) workspace(t testing.TB) string {
	t.Helper()
	folder := t.TempDir()
	rules := "version: 1\nmoney: {base: USD, rates: {EUR: 1.08}}\n"
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
		"overdue": append([]string{"overdue"}, where...),
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
	list := calls(folder)["list"]
	before, _ := inProcess(t, list, nil)
	small.customers++
	small.write(t, filepath.Join(folder, "book.xlsx"))
	read := false
	after, _ := inProcess(t, list, func() { read = true })
	if !read || strings.Count(after, "\n") != strings.Count(before, "\n")+1 {
		t.Errorf("the book changed, read anew: %v, and the list has\n%s", read, after)
	}
	if err := os.RemoveAll(filepath.Join(folder, ".crm")); err != nil {
		t.Fatal(err)
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

// TestMeasureWarm measures the real program, by hand: CRM_MEASURE=20 is how often
// each call is made in turn. It says the medians, and how often the bare program
// each call takes.
func TestMeasureWarm(t *testing.T) {
	times, err := time.ParseDuration(os.Getenv("CRM_MEASURE") + "ns")
	if err != nil {
		t.Skip("CRM_MEASURE is not set")
	}
	program := filepath.Join(t.TempDir(), "crm")
	if out, err := exec.Command("go", "build", "-o", program, "crm/cmd/crm").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	folder := morning.workspace(t)
	kept := filepath.Join(folder, ".crm")
	ways := map[string][]string{"version": {"--version"}, "cold list": calls(folder)["list"]}
	for name, args := range calls(folder) {
		ways["warm "+name] = args
	}
	wall, work := map[string][]time.Duration{}, map[string][]time.Duration{}
	for range int(times) {
		for _, name := range []string{"cold list", "version", "warm overdue", "warm list", "warm list -v", "warm why"} {
			if name == "cold list" {
				if err := os.RemoveAll(kept); err != nil {
					t.Fatal(err)
				}
			}
			cmd := exec.Command(program, ways[name]...)
			cmd.Stdout = io.Discard
			start := time.Now()
			if err := cmd.Run(); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			wall[name] = append(wall[name], time.Since(start))
			work[name] = append(work[name], cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime())
		}
	}
	bare, bareWork := median(wall["version"]), median(work["version"])
	for _, name := range []string{"version", "warm overdue", "warm list", "warm list -v", "warm why", "cold list"} {
		t.Logf("%-12s %8.1f ms, %5.1f times; of the processor %8.1f ms, %5.1f times", name,
			milliseconds(median(wall[name])), float64(median(wall[name]))/float64(bare),
			milliseconds(median(work[name])), float64(median(work[name]))/float64(bareWork))
	}
}

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
