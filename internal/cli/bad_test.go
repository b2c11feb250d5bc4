package cli_test

import (
	"bytes"
	"context"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"crm/internal/cli"
	"crm/internal/codes"
)

// badCase is one file of testdata/bad: a command, its input files, and the
// answer that is wanted. The lines above the first file are "key: value";
// lines that begin with # say what the case is about.
//
//	command        the command line; it runs with --lang en, then with --lang zh
//	mutate         FILE CHANGE…: how an input is damaged (bad_book_test.go)
//	first          a command line that runs before, and must end well
//	edit           FILE SHEET CELL VALUE: a cell typed over after that, as in Excel
//	now            the moment the command runs at (2026-10-01T09:00:00Z)
//	expect-exit    the exit status
//	expect-code    a problem that is printed, CRM-A05; no other code may be
//	expect-cell    the place printed on the line of the code above it
//	expect-stderr  what stderr of the English run holds
//	expect-stdout  what stdout of the English run holds
//	expect-zh      what stderr of the Chinese run holds
//	expect-output  a new file, or none (what .crm/cache keeps is no output)
//	expect-in      FILE TEXT: what a new file holds
type badCase struct {
	command  []string
	first    [][]string
	edits    [][]string
	now      time.Time
	exit     int
	problems []badProblem
	mutate   [][]string
	stderr   []string
	stdout   []string
	zh       []string
	output   []string
	holds    [][]string
	files    []txtar.File
}

// badProblem is a problem that must be printed, and where.
type badProblem struct {
	code  string
	cells []string
}

// TestBad runs every case of testdata/bad. An input that is wrong and passes,
// or is refused for another reason than its own, fails.
func TestBad(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join("..", "..", "testdata", "bad", "*.txtar"))
	if err != nil || len(paths) < 100 {
		t.Fatalf("%d cases, want at least 100 (%v)", len(paths), err)
	}
	tallyCases(t, paths)
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			c := parseBadCase(t, string(archive.Comment))
			c.files = archive.Files
			c.check(t, "en", c.stderr)
			c.check(t, "zh", c.zh)
		})
	}
}

// catalogue is the cases of the project's page on bad inputs, family by family;
// numbers that are not here were never given.
const catalogue = `F01 F02 F03 F04 F05 F06 F07 F08 F09 F10 F11 F12 F13 F14 F15 F16 F17 F18 F19 F20 F21 F22 F23 F24 F25 F26 F27 F28 F29 F30
	H01 H02 H03 H04 H05 H06 H07 H08 H09 H10 H11 H12
	K01 K02 K03 K04 K05 K06 K07 K08 K09 K10 K11 K12 K13
	A01 A02 A03 A04 A05 A06 A07 A08 A09 A10 A11 A12 A13 A14 A15 A16 A17 A18 A19 A20 A21
	D01 D02 D03 D04 D05 D06 D07 D08 D09 D10 D11 D12 D13 D14 D15 D16
	C01 C02 C03 C04 C05 C06 C07 C09 C10 C11 C13 C14 C16 C17 C18`

// notBuilt is the cases of features that do not exist yet: crm erase (K13, a
// customer whose data it destroyed).
var notBuilt = []string{"K13"}

// tallyCases fails where a case of the catalogue has no file, and counts.
func tallyCases(t *testing.T, paths []string) {
	t.Helper()
	covered, own := map[string]bool{}, 0
	all := strings.Fields(catalogue)
	for _, path := range paths {
		id, _, _ := strings.Cut(filepath.Base(path), "-")
		if slices.Contains(all, id) {
			covered[id] = true
		} else {
			own++
		}
	}
	for _, id := range all {
		if covered[id] == slices.Contains(notBuilt, id) {
			t.Errorf("the catalogue's case %s: a file %t, its feature not built %t", id, covered[id], slices.Contains(notBuilt, id))
		}
		if _, listed := codes.Find(id); !listed && !slices.Contains(notBuilt, id) {
			t.Errorf("crm help errors does not know the catalogue's case %s", id)
		}
	}
	t.Logf("the catalogue: %d of %d cases covered (not built yet: %s); %d files: %d of the catalogue, %d of our own",
		len(covered), len(all), strings.Join(notBuilt, ", "), len(paths), len(paths)-own, own)
}

func parseBadCase(t *testing.T, head string) *badCase {
	c := &badCase{exit: -1, now: today}
	for _, line := range strings.Split(strings.TrimSpace(head), "\n") {
		if strings.HasPrefix(line, "#") || line == "" {
			continue
		}
		key, text, _ := strings.Cut(line, ": ")
		c.set(t, key, strings.TrimSpace(text))
	}
	if c.exit < 0 || len(c.command) == 0 || len(c.problems)+len(c.stderr)+len(c.stdout) == 0 {
		t.Fatal("a case wants command, expect-exit and something to expect of what is printed")
	}
	return c
}

func (c *badCase) set(t *testing.T, key, text string) {
	switch key {
	case "command":
		c.command = shellWords(text)[1:]
	case "first":
		c.first = append(c.first, shellWords(text)[1:])
	case "edit":
		c.edits = append(c.edits, strings.SplitN(text, " ", 4))
	case "now":
		now, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		c.now = now
	case "mutate":
		c.mutate = append(c.mutate, strings.SplitN(text, " ", 4))
	case "expect-exit":
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatal(err)
		}
		c.exit = n
	case "expect-code":
		c.problems = append(c.problems, badProblem{code: text})
	case "expect-cell":
		last := &c.problems[len(c.problems)-1]
		last.cells = append(last.cells, text)
	case "expect-stderr":
		c.stderr = append(c.stderr, text)
	case "expect-stdout":
		c.stdout = append(c.stdout, text)
	case "expect-zh":
		c.zh = append(c.zh, text)
	case "expect-in":
		c.holds = append(c.holds, strings.SplitN(text, " ", 2))
	case "expect-output":
		if text != "none" {
			c.output = append(c.output, text)
		}
	default:
		t.Fatalf("unknown key %q", key)
	}
}

// check runs the case in one language and holds everything against what is wanted.
func (c *badCase) check(t *testing.T, language string, fragments []string) {
	t.Helper()
	t.Chdir(t.TempDir())
	c.build(t)
	for _, command := range c.first {
		if exit, out, errs := c.run(command, language); exit != 0 {
			t.Fatalf("crm %s: exit %d\n%s\n%s", strings.Join(command, " "), exit, out, errs)
		}
	}
	for _, e := range c.edits {
		editCell(t, e)
	}
	before := readTree(t)
	exit, out, printed := c.run(c.command, language)
	if exit != c.exit {
		t.Errorf("%s: exit %d, want %d", language, exit, c.exit)
	}
	wantAll(t, language+" stderr", printed, fragments)
	if len(c.problems)+len(fragments) == 0 && printed != "" {
		t.Errorf("%s: stderr is not empty", language)
	}
	if language == "en" {
		wantAll(t, "stdout", out, c.stdout)
	}
	c.checkProblems(t, printed, language)
	c.checkFiles(t, before)
	if bad := unsafeOnTerminal.FindString(printed); bad != "" {
		t.Errorf("%s: stderr holds %q", language, bad)
	}
	if t.Failed() || testing.Verbose() {
		t.Logf("%s: crm %s: exit %d\nstdout:\n%s\nstderr:\n%s", language, strings.Join(c.command, " "), exit, out, printed)
	}
	if t.Failed() {
		t.FailNow()
	}
}

// run is one run of the command line: its exit status and what it printed.
func (c *badCase) run(command []string, language string) (exit int, out, errs string) {
	var stdout, stderr bytes.Buffer
	exit = cli.Main(context.Background(), cli.Env{
		Args: append(slices.Clone(command), "--lang", language), In: strings.NewReader(""), Out: &stdout, Err: &stderr,
		Now: func() time.Time { return c.now }, Getenv: func(string) string { return "" },
	})
	return exit, stdout.String(), stderr.String()
}

var (
	wholeRow    = regexp.MustCompile(`(\d+):\d+$`)
	problemCode = regexp.MustCompile(`CRM-[A-Z][0-9]{2}`)
	problemLine = regexp.MustCompile(`(?m)^(error|set aside|warning|note) +(CRM-[A-Z][0-9]{2}) `)
	answers     = map[string]codes.Answer{"error": codes.Stop, "set aside": codes.Aside, "warning": codes.Warn, "note": codes.Note}
	// unsafeOnTerminal is what foreign text must never bring to a screen:
	// control characters, marks of direction, zero width.
	unsafeOnTerminal = regexp.MustCompile(`[^\P{Cc}\n]|\p{Cf}|\x{2028}|\x{2029}`)
)

func wantAll(t *testing.T, where, text string, fragments []string) {
	t.Helper()
	for _, f := range fragments {
		if !strings.Contains(text, f) {
			t.Errorf("%s lacks %q", where, f)
		}
	}
}

// checkProblems holds the codes printed against those wanted, both ways, and
// looks for each place on a line of its code.
func (c *badCase) checkProblems(t *testing.T, printed, language string) {
	t.Helper()
	wanted := map[string]bool{}
	for _, p := range c.problems {
		wanted[p.code] = true
		for _, cell := range p.cells {
			if !placed(printed, p.code, cell, language) {
				t.Errorf("%s: no %s at %s", language, p.code, cell)
			}
		}
	}
	got := map[string]bool{}
	for _, code := range problemCode.FindAllString(printed, -1) {
		got[code] = true
	}
	for _, m := range problemLine.FindAllStringSubmatch(printed, -1) {
		if c, _ := codes.Find(m[2]); language == "en" && !c.Answers.Has(answers[m[1]]) {
			t.Errorf("%s is printed as %q, which crm help errors does not say of it", m[2], m[1])
		}
	}
	if !maps.Equal(wanted, got) {
		t.Errorf("%s: problems %v, want %v", language, slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(wanted)))
	}
}

// placed looks for a place, in the short form (book.xlsx!Orders!F3) or that of
// an excerpt (book.xlsx · sheet "Orders" · F3), on a line of its code.
func placed(printed, code, cell, language string) bool {
	forms := regexp.QuoteMeta(cell)
	if part := strings.Split(cell, "!"); len(part) > 1 {
		sheet, row := "sheet", "row $1"
		if language == "zh" {
			sheet, row = "工作表", "第 $1 行"
		}
		part[1] = sheet + ` "` + part[1] + `"`
		excerpt := wholeRow.ReplaceAllString(strings.Join(part, " · "), row)
		forms += "|" + regexp.QuoteMeta(excerpt)
	}
	line := regexp.MustCompile(`(?m)^.*` + code + ` .*(?:` + forms + `)(?:[^0-9A-Za-z].*)?$`)
	return line.MatchString(printed)
}

// checkFiles holds that no input changed and that what is new is what was wanted.
func (c *badCase) checkFiles(t *testing.T, before map[string]string) {
	t.Helper()
	after := readTree(t)
	var fresh []string
	for name, content := range after {
		old, was := before[name]
		if !was {
			fresh = append(fresh, name)
		} else if old != content {
			t.Errorf("%s was changed", name)
		}
	}
	for _, h := range c.holds {
		wantAll(t, h[0], after[h[0]], h[1:])
	}
	slices.Sort(fresh)
	slices.Sort(c.output)
	if !slices.Equal(fresh, c.output) {
		t.Errorf("new files %v, want %v", fresh, c.output)
	}
	for name := range before {
		if _, there := after[name]; !there {
			t.Errorf("%s is gone", name)
		}
	}
}

func readTree(t *testing.T) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.Contains(filepath.ToSlash(path), ".crm/cache/") {
			return err
		}
		content, err := os.ReadFile(path)
		files[filepath.ToSlash(path)] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
