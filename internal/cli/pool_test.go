package cli_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"crm/internal/crm"
	"crm/internal/pool"
)

// claims is how many processes claim at once.
const claims = 20

// poolFolder is a workspace whose customers are all in the pool.
func poolFolder(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	customers := "customer id,customer name,in pool\n"
	for i := range claims {
		customers += fmt.Sprintf("C%02d,Customer %02d,yes\n", i, i)
	}
	for name, text := range map[string]string{
		"customers.csv": customers, "rules.yaml": "version: 1\nsources: {customers: customers.csv}\n",
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// atOnce runs crm in as many processes as there are command lines, and gives
// their exit statuses and what they said.
func atOnce(t *testing.T, folder string, lines [][]string) (codes []int, said []string) {
	t.Helper()
	codes, said = make([]int, len(lines)), make([]string, len(lines))
	var all sync.WaitGroup
	for i, args := range lines {
		all.Add(1)
		go func() {
			defer all.Done()
			cmd := exec.Command("crm", args...)
			cmd.Dir = folder
			out, err := cmd.CombinedOutput()
			var ended *exec.ExitError
			if err != nil && !errors.As(err, &ended) {
				t.Errorf("%v: %v", args, err)
				return
			}
			codes[i], said[i] = cmd.ProcessState.ExitCode(), string(out)
		}()
	}
	all.Wait()
	return codes, said
}

func readPool(t *testing.T, folder string) *pool.Ledger {
	t.Helper()
	path := filepath.Join(folder, ".crm", "pool.csv")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	l, problems := pool.Parse(path, data)
	if problems.Failed() {
		t.Fatalf("%v\n%s", problems, data)
	}
	return l
}

// TestParallelClaims: as many claims at once as there are processes are as many
// lines, each of a run of its own.
func TestParallelClaims(t *testing.T) {
	folder := poolFolder(t)
	var lines [][]string
	for i := range claims {
		lines = append(lines, []string{"pool", "claim", fmt.Sprintf("C%02d", i), "--by", fmt.Sprintf("Owner %02d", i)})
	}
	codes, said := atOnce(t, folder, lines)
	for i, code := range codes {
		if code != 0 {
			t.Errorf("%v: exit %d: %s", lines[i], code, said[i])
		}
	}
	l := readPool(t, folder)
	if got := len(l.Lines()); got != claims {
		t.Errorf("%d lines, want %d", got, claims)
	}
	for i, line := range l.Lines() {
		if line.Run != i+1 {
			t.Errorf("line %d is of run %d", i+1, line.Run)
		}
	}
	for i := range claims {
		want := fmt.Sprintf("Owner %02d", i)
		if got := l.Stand(&crm.Customer{ID: fmt.Sprintf("C%02d", i), InPool: true}); got.Owner != want {
			t.Errorf("C%02d is %q's, want %q", i, got.Owner, want)
		}
	}
}

// TestOneClaimWins: of all who claim one customer at once one has it, and every
// other is told who.
func TestOneClaimWins(t *testing.T) {
	folder := poolFolder(t)
	var lines [][]string
	for i := range claims {
		lines = append(lines, []string{"pool", "claim", "C07", "--by", fmt.Sprintf("Owner %02d", i), "--lang", "en"})
	}
	codes, said := atOnce(t, folder, lines)
	all := readPool(t, folder).Lines()
	if len(all) != 1 {
		t.Fatalf("%d lines, want 1", len(all))
	}
	for i, code := range codes {
		switch won := all[0].After.Owner == fmt.Sprintf("Owner %02d", i); {
		case won && code != 0:
			t.Errorf("the winner ends with %d: %s", code, said[i])
		case !won && (code != 1 || !strings.Contains(said[i], "it is not in the pool: "+all[0].After.Owner+" has it since 2026-10-01")):
			t.Errorf("%v ends with %d: %s", lines[i], code, said[i])
		}
	}
}
