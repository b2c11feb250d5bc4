// The tests of this folder break the real program off in every way they know,
// and look at what became of the user's workbook. Some of each run with the
// other tests; CRM_SWEEP=all and CRM_KILLS=10000 run all of them.
package main_test

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// The names in every scene's folder.
const (
	bookName   = "customers.xlsx"
	ordersName = "orders.csv"
	bookMode   = 0o640
)

// asOf is the dates under which the book gets different contents.
var asOf = [...]string{"2026-09-30", "2027-03-31"}

// built is the program, compiled once.
var built = struct {
	once   sync.Once
	folder string
	err    error
}{}

func TestMain(m *testing.M) {
	if os.Getenv(launchEnv) != "" {
		launch()
		return
	}
	if os.Getenv(measureEnv) != "" {
		measure()
		return
	}
	code := m.Run()
	if built.folder != "" {
		_ = os.RemoveAll(built.folder)
	}
	os.Exit(code)
}

// program is the path of the real binary: that in CRM_BINARY, else one built
// from this tree.
func program(t testing.TB) string {
	t.Helper()
	if path := os.Getenv("CRM_BINARY"); path != "" {
		return path
	}
	tool, err := exec.LookPath("go")
	if err != nil {
		t.Skip("skipped: there is no go command to build the program with")
	}
	name := "crm"
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	built.once.Do(func() {
		if built.folder, built.err = os.MkdirTemp("", "crm-crash-"); built.err == nil {
			out, err := exec.Command(tool, "build", "-o", filepath.Join(built.folder, name), ".").CombinedOutput()
			if err != nil {
				built.err = fmt.Errorf("%w\n%s", err, out)
			}
		}
	})
	if built.err != nil {
		t.Fatal(built.err)
	}
	return filepath.Join(built.folder, name)
}

// makeBook makes the workbook of a user who keeps customers and prices in it.
func makeBook(t testing.TB, path string) {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	must(t, f.SetSheetName("Sheet1", "Clients"))
	for i, row := range [][]any{
		{"customer id", "customer name", "country", "remarks"},
		{"C1", "Acme GmbH", "Germany", "see mail"},
		{"C2", "Brio SARL", "France", ""},
		{"C3", "Cato Ltd", "Poland", "new"},
	} {
		must(t, f.SetSheetRow("Clients", fmt.Sprintf("A%d", i+1), &row))
	}
	_, err := f.NewSheet("Prices")
	must(t, err)
	must(t, f.SetSheetRow("Prices", "A1", &[]any{"pump", 9.5}))
	must(t, f.SaveAs(path))
	orders := "order no,customer id,order date,amount,currency\n" +
		"O1,C1,2023-05-04,1500.00,USD\nO2,C1,2025-11-04,2000.00,USD\nO3,C2,2026-06-10,2500.00,USD\nO4,C3,2027-01-15,9000.00,USD\n"
	must(t, os.WriteFile(filepath.Join(filepath.Dir(path), ordersName), []byte(orders), 0o600))
}

// scene is a folder as a command finds it, and what the file that it writes may
// hold afterwards: the old content or the new one.
type scene struct {
	name     string
	folder   string
	args     []string
	old, new string // SHA-256 in hex; of no file empty
	target   string // the file, from the folder; empty: the book
	fresh    bool   // there is none before
	blank    string // a content on the way from none to the new one, which counts as none
	ledger   bool   // its lines say when they were written, and no copies of it are kept
	back     []string
	backTo   string // what back makes of the new content
}

// path is where the file lies that the scene's command writes.
func (s *scene) path(folder string) string {
	return filepath.Join(folder, filepath.FromSlash(cmp.Or(s.target, bookName)))
}

var stamp = regexp.MustCompile(`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d`)

// sum tells the file's contents apart; whatever moment its lines name.
func (s *scene) sum(folder string) (string, error) {
	data, err := os.ReadFile(s.path(folder))
	switch {
	case errors.Is(err, fs.ErrNotExist) && s.fresh:
		return "", nil
	case err != nil:
		return "", err
	case s.ledger:
		data = stamp.ReplaceAll(data, []byte("then"))
	}
	return hexSum(data), nil
}

func classifyArgs(date string) []string {
	return []string{"classify", "--in-place", bookName, ordersName, "--as-of", date, "--lang", "en"}
}

func undoArgs() []string { return []string{"undo", bookName, "--lang", "en"} }

// scenes is every command that writes into a user's book, over a book that crm
// never saw and over one that it wrote before.
func scenes(t testing.TB) []scene {
	t.Helper()
	root := t.TempDir()
	steps := []scene{
		{name: "classify", args: classifyArgs(asOf[0]), back: undoArgs()},
		{name: "classify again", args: classifyArgs(asOf[1]), back: undoArgs()},
		{name: "undo", args: undoArgs(), back: undoArgs()},
		{name: "undo the undo", args: undoArgs(), back: undoArgs()},
	}
	work := filepath.Join(root, "work")
	must(t, os.Mkdir(work, 0o700))
	makeBook(t, filepath.Join(work, bookName))
	dress(t, work)
	for i := range steps {
		s := &steps[i]
		s.folder = filepath.Join(root, strconv.Itoa(i))
		copyFolder(t, work, s.folder)
		s.old = sumOf(t, filepath.Join(work, bookName))
		s.backTo = s.old
		if r := runIn(t, work, s.args...); r.code != 0 {
			t.Fatalf("%s: exit %d: %s", s.name, r.code, r.said)
		}
		s.new = sumOf(t, filepath.Join(work, bookName))
		if s.old == s.new {
			t.Fatalf("%s changes nothing", s.name)
		}
		if err := opens(filepath.Join(work, bookName)); err != nil {
			t.Fatalf("%s: %v", s.name, err)
		}
	}
	return steps
}

// stage copies the scene's folder for one run.
func (s *scene) stage(t testing.TB, to string) {
	t.Helper()
	copyFolder(t, s.folder, to)
	s.dress(t, to)
}

// dress dresses the scene's file, where there is one.
func (s *scene) dress(t testing.TB, folder string) {
	t.Helper()
	if _, err := os.Stat(s.path(folder)); err == nil {
		dressFile(t, s.path(folder))
	}
}

func copyFolder(t testing.TB, from, to string) {
	t.Helper()
	must(t, os.MkdirAll(to, 0o700))
	must(t, os.CopyFS(to, os.DirFS(from)))
	must(t, filepath.WalkDir(to, func(path string, d os.DirEntry, err error) error {
		if err != nil || path == to {
			return err
		}
		mode := os.FileMode(0o600)
		if d.IsDir() {
			mode = 0o700
		}
		return os.Chmod(path, mode)
	}))
}

// dress gives the book a mode of its own and, where it may, another owner.
func dress(t testing.TB, folder string) {
	t.Helper()
	dressFile(t, filepath.Join(folder, bookName))
}

func dressFile(t testing.TB, path string) {
	t.Helper()
	must(t, os.Chmod(path, bookMode))
	if os.Getuid() == 0 {
		const somebody = 4242
		_ = os.Chown(path, somebody, somebody) // a container may not allow it
	}
}

// ran is how a run ended.
type ran struct {
	code   int // -1: by a signal
	killed bool
	said   string // on both streams
	took   time.Duration
}

// command is the program in a folder, under an environment in which nothing
// leads out of it: temporary files would go into the folder's neighbour.
func command(t testing.TB, folder string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(program(t), args...)
	cmd.Dir = folder
	cmd.Env = environment(t, folder)
	return cmd
}

func environment(t testing.TB, folder string) []string {
	t.Helper()
	must(t, os.MkdirAll(folder+".tmp", 0o700))
	must(t, os.MkdirAll(folder+".home", 0o700))
	env := []string{"USER=tester", "TZ=UTC", "PATH=" + os.Getenv("PATH"), "SYSTEMROOT=" + os.Getenv("SYSTEMROOT")}
	for _, name := range []string{"TMPDIR", "TMP", "TEMP"} {
		env = append(env, name+"="+folder+".tmp")
	}
	return append(env, "HOME="+folder+".home", "XDG_CONFIG_HOME="+folder+".home")
}

// runIn runs the program undisturbed.
func runIn(t testing.TB, folder string, args ...string) ran {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	cmd := command(t, folder, args...)
	began := time.Now()
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	stop := context.AfterFunc(ctx, func() { _ = cmd.Process.Kill() })
	defer stop()
	err := cmd.Run()
	if failed := new(exec.ExitError); err != nil && !errors.As(err, &failed) {
		t.Fatal(err)
	}
	return ended(cmd, said.String(), time.Since(began))
}

// patience is how long any one run may take on a busy machine.
const patience = 2 * time.Minute

func ended(cmd *exec.Cmd, said string, took time.Duration) ran {
	code := cmd.ProcessState.ExitCode()
	return ran{code: code, killed: code < 0, said: said, took: took}
}

func sumOf(t testing.TB, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	must(t, err)
	return hexSum(data)
}

func hexSum(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// all reports whether the long form of a test is asked for, or how long.
func all(name string) (n int, ok bool) {
	v := strings.TrimSpace(os.Getenv(name))
	n, err := strconv.Atoi(v)
	return n, v == "all" || err == nil
}
