package cli_test

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crm/internal/cli"
)

// TestReadme runs every console block of the READMEs, in order, in a folder
// that holds the shipped example, on a terminal of 100 characters, and holds
// what it prints against what the page shows. -update rewrites the pages.
func TestReadme(t *testing.T) {
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"README.md", "README.zh-CN.md"} {
		t.Run(name, func(t *testing.T) {
			page, err := os.ReadFile(filepath.Join(root, name))
			if err != nil {
				t.Fatal(err)
			}
			folder := t.TempDir()
			copyFiles(t, filepath.Join(root, "testdata", "example"), folder)
			t.Chdir(folder)
			t.Setenv("XDG_CONFIG_HOME", folder)
			got := runConsoleBlocks(t, string(page))
			if *update {
				if err := os.WriteFile(filepath.Join(root, name), []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(page), got); diff != "" {
				t.Errorf("%s shows what crm does not print (go test ./internal/cli -run Readme -update rewrites it):\n%s", name, diff)
			}
		})
	}
}

// runConsoleBlocks puts real output below every "$ crm …" line of the page's
// console blocks. The line below "$ date …" is no output: it sets the clock.
func runConsoleBlocks(t *testing.T, page string) string {
	var out strings.Builder
	inside, clock := false, false
	now := today
	for _, line := range strings.SplitAfter(page, "\n") {
		text := strings.TrimSuffix(line, "\n")
		switch {
		case strings.HasPrefix(text, "```"):
			inside = text == "```console"
		case clock:
			var err error
			if now, err = time.ParseInLocation("2006-01-02 15:04", text, shanghai(t)); err != nil {
				t.Fatal(err)
			}
			clock = false
		case inside && strings.HasPrefix(text, "$ date"):
			clock = true
		case inside && strings.HasPrefix(text, "$ cd "):
			t.Chdir(strings.TrimPrefix(text, "$ cd "))
		case inside && strings.HasPrefix(text, "$ for "):
			for _, command := range unroll(t, strings.TrimPrefix(text, "$ for ")) {
				if screen, code := runOnTerminal(shellWords(command), now); code != 0 {
					t.Errorf("crm%s: %s", command, screen)
				}
			}
		case inside && strings.HasPrefix(text, "$ crm"):
			out.WriteString(line)
			screen, _ := runOnTerminal(shellWords(strings.TrimPrefix(text, "$ crm")), now)
			out.WriteString(screen)
			continue
		case inside && !strings.HasPrefix(text, "$ "):
			continue // old output
		}
		out.WriteString(line)
	}
	return out.String()
}

func shanghai(t *testing.T) *time.Location {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// unroll is the commands of a shell's loop "c in A B; do crm … $c …; done
// 2>/dev/null", of which nothing is seen.
func unroll(t *testing.T, loop string) []string {
	head, rest, ok := strings.Cut(loop, "; do crm")
	body, closed := strings.CutSuffix(rest, "; done 2>/dev/null")
	name, list, named := strings.Cut(head, " in ")
	if !ok || !closed || !named {
		t.Fatalf("a loop of another form: %s", loop)
	}
	var commands []string
	for _, word := range strings.Fields(list) {
		commands = append(commands, strings.ReplaceAll(body, "$"+name, word))
	}
	return commands
}

// runOnTerminal runs a command at a time and is what its terminal shows, without
// its output where that goes to /dev/null. Whoever uses it is called linyue.
func runOnTerminal(args []string, now time.Time) (shown string, code int) {
	var screen bytes.Buffer
	var out io.Writer = &screen
	silent := slices.Index(args, ">/dev/null")
	if silent >= 0 {
		args, out = slices.Delete(args, silent, silent+1), io.Discard
	}
	code = cli.Main(context.Background(), cli.Env{
		Args: args, In: strings.NewReader(""), Out: out, Err: &screen, Now: func() time.Time { return now },
		Getenv: func(name string) string {
			return map[string]string{"NO_COLOR": "1", "USER": "linyue"}[name]
		},
		OutTerminal: silent < 0, ErrTerminal: true, Width: 100,
	})
	lines := strings.Split(screen.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n"), code
}

// shellWords splits a command line as a shell does, with '…' and "…".
func shellWords(line string) []string {
	var words []string
	var word strings.Builder
	quote, open := rune(0), false
	for _, r := range line {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote == 0 && (r == '\'' || r == '"'):
			quote, open = r, true
		case quote == 0 && r == ' ':
			if open || word.Len() > 0 {
				words = append(words, word.String())
			}
			word.Reset()
			open = false
		default:
			word.WriteRune(r)
		}
	}
	if open || word.Len() > 0 {
		words = append(words, word.String())
	}
	return words
}

// copyFiles copies the shipped files, and not what somebody's run of the
// README's first command left beside them.
func copyFiles(t *testing.T, from, to string) {
	t.Helper()
	err := filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && d.Name() == ".crm" {
			return fs.SkipDir
		}
		rel, err := filepath.Rel(from, path)
		if err != nil || strings.Contains(d.Name(), ".classified.") {
			return err
		}
		if d.IsDir() {
			return os.MkdirAll(filepath.Join(to, rel), 0o755)
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, rel), content, 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
}
