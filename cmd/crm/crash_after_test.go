package main_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"crm/internal/sheet"
	"crm/internal/sheet/xlsx"
	"crm/internal/table"
)

// opens reads a workbook strictly, to the last row of every sheet.
func opens(path string) error {
	book, err := sheet.Open(path, sheet.Options{Limits: xlsx.DefaultLimits()})
	if err != nil {
		return err
	}
	defer book.Close()
	for _, s := range book.Sheets() {
		if err := readOut(s); err != nil {
			return fmt.Errorf("sheet %s: %w", s.Pos().Sheet, err)
		}
	}
	return nil
}

func readOut(s table.Sheet) error {
	rows, err := s.Rows()
	if err != nil {
		return err
	}
	defer rows.Close()
	for {
		if _, err := rows.Next(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// entry is one line of the ledger.
type entry struct {
	Path, Before, After, Ending string
	Size                        int64
}

// readLedger reads the ledger of a folder, and says what is wrong with it or
// with the copies that it names.
func readLedger(folder string) (lines []entry, wrong []string) {
	backups := filepath.Join(folder, ".crm", "backups")
	data, err := os.ReadFile(filepath.Join(backups, "ledger.jsonl"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, []string{err.Error()}
	}
	checked := map[string]bool{}
	for line := range bytes.Lines(data) {
		var e entry
		if err := json.Unmarshal(line, &e); err != nil || !bytes.HasSuffix(line, []byte("\n")) {
			wrong = append(wrong, fmt.Sprintf("the ledger has the line %q", line))
			continue
		}
		lines = append(lines, e)
		kept := filepath.Join(backups, e.Before+e.Ending)
		if checked[kept] {
			continue
		}
		checked[kept] = true
		if data, err := os.ReadFile(kept); err != nil || hexSum(data) != e.Before || int64(len(data)) != e.Size {
			wrong = append(wrong, fmt.Sprintf("the kept copy %.12s is damaged or gone: %v", e.Before, err))
		}
	}
	return lines, wrong
}

// undoable is what undo would put back for a content; empty when nothing.
func undoable(lines []entry, now string) string {
	for i := len(lines) - 1; i >= 0; i-- {
		if lines[i].After == now && lines[i].Before != now {
			return lines[i].Before
		}
	}
	return ""
}

// namesOfScenes is the files that lie in some scene's folder for good.
var namesOfScenes = []string{bookName, ordersName, rulesName, peopleName, logName, newLogName, poolName}

// leftovers is every file that no finished run leaves.
func leftovers(t testing.TB, folder string) []string {
	t.Helper()
	var left []string
	must(t, filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(folder, path)
		rel = filepath.ToSlash(rel)
		kept := strings.HasPrefix(rel, ".crm/backups/") && !strings.HasPrefix(d.Name(), ".") &&
			slices.Contains([]string{".jsonl", ".xlsx", ".csv"}, filepath.Ext(rel))
		cached := filepath.ToSlash(filepath.Dir(rel)) == ".crm/cache" && filepath.Ext(rel) == ".crmcache"
		if !slices.Contains(namesOfScenes, rel) && !kept && !cached {
			left = append(left, rel)
		}
		return err
	}))
	spilled, err := os.ReadDir(folder + ".tmp")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	for _, e := range spilled {
		left = append(left, "TMPDIR/"+e.Name())
	}
	return left
}

// spills reports whether something lies in the folder for temporary files.
func spills(left []string) bool {
	for _, name := range left {
		if strings.HasPrefix(name, "TMPDIR/") {
			return true
		}
	}
	return false
}

// allowed is what a disturbance may leave behind.
type allowed struct {
	leftovers   bool // temporary files, a lock nobody holds
	locks       bool // only the latter
	anyExit     bool // it was killed, there is no exit status
	interrupted bool // 130 is the right answer
	wordless    bool // it cannot print either
	confirmless bool // the disk may refuse to confirm: exit 1 with the new content
}

// verdict is what is wrong after a run; nothing, if all is well.
type verdict struct {
	isNew bool // the new content is in place
	lost  bool // neither content is
	wrong []string
}

func (v *verdict) add(format string, args ...any) {
	v.wrong = append(v.wrong, fmt.Sprintf(format, args...))
}

// judge looks at the folder of a run that was disturbed.
func (s *scene) judge(t testing.TB, folder string, r ran, may allowed) verdict {
	t.Helper()
	var v verdict
	now, err := s.sum(folder)
	switch {
	case err != nil:
		v.lost = true
		v.add("LOST: %v", err)
		return v
	case now != s.old && now != s.new && (now != s.blank || now == ""):
		v.lost = true
		v.add("TORN: another content")
		return v
	}
	v.isNew = now == s.new
	s.judgeExit(&v, r, may)
	if info, err := os.Stat(s.path(folder)); err == nil && info.Mode().Perm()&^bookMode != 0 {
		v.add("the file's mode became %v", info.Mode())
	}
	left := leftovers(t, folder)
	if may.locks {
		left = slices.DeleteFunc(left, func(name string) bool { return filepath.Base(name) == "lock" })
	}
	if spills(left) || len(left) > 0 && !may.leftovers {
		v.add("left behind: %s", strings.Join(left, " "))
	}
	lines, wrong := readLedger(folder)
	v.wrong = append(v.wrong, wrong...)
	if s.ledger {
		return v
	}
	before, _ := readLedger(s.folder)
	if len(lines) < len(before) || len(lines) > len(before)+1 {
		v.add("the ledger went from %d lines to %d", len(before), len(lines))
	}
	if v.isNew && (len(lines) != len(before)+1 || lines[len(lines)-1].Before != cmp.Or(s.blank, s.old) || lines[len(lines)-1].After != s.new) {
		v.add("the new content is in place, and the ledger does not say what it replaced")
	}
	return v
}

func (s *scene) judgeExit(v *verdict, r ran, may allowed) {
	unconfirmed := strings.Contains(r.said, "did not confirm")
	switch {
	case r.killed && may.anyExit:
	case r.killed:
		v.add("ended by a signal")
	case strings.Contains(r.said, "panic: ") || strings.Contains(r.said, "goroutine "):
		v.add("panicked")
	case r.code == 0 && !v.isNew:
		v.add("exit 0, and the old content is there")
	case r.code == 130 && (v.isNew || !may.interrupted):
		v.add("exit 130")
	case r.code != 0 && v.isNew && !(r.code == 1 && unconfirmed && may.confirmless):
		v.add("exit %d, and the new content is there", r.code)
	case r.code != 0 && !v.isNew && unconfirmed:
		v.add("said to be written, and the old content is there")
	case r.code != 0 && r.code != 1 && r.code != 3 && r.code != 5 && r.code != 130:
		v.add("exit %d", r.code)
	case r.code != 0 && strings.TrimSpace(r.said) == "" && !may.wordless:
		v.add("exit %d without a word", r.code)
	}
}

// goesOn makes sure that after the disturbance everything works as if nothing
// had been: the same command comes to the same content, undo puts the old one
// back, and what a killed run left is swept once it is old.
func (s *scene) goesOn(t testing.TB, folder string, v *verdict) {
	t.Helper()
	age(t, folder)
	next := func(want string, args ...string) {
		r := runIn(t, folder, args...)
		if r.code != 0 {
			v.add("the next run (%s): exit %d: %s", args, r.code, r.said)
		} else if got, err := s.sum(folder); got != want {
			v.add("the next run (%s) comes to another content: %v", args, err)
		}
	}
	if s.args[0] == "classify" || !v.isNew {
		next(s.new, s.args...)
	}
	next(s.backTo, s.back...)
	left := slices.DeleteFunc(leftovers(t, folder), func(name string) bool { // which the next run that reads anew sweeps
		return strings.HasPrefix(name, ".crm/cache/")
	})
	if len(left) > 0 {
		v.add("the next runs left %s", strings.Join(left, " "))
	}
	if _, wrong := readLedger(folder); len(wrong) > 0 {
		v.add("after the next runs %s", strings.Join(wrong, ", "))
	}
}

var random = regexp.MustCompile(`\.crm-\d+-[0-9a-f]+\.tmp$`)

// state tells two folders apart that the next run could: by the names, sizes
// and contents in them, but not by process numbers and times.
func state(t testing.TB, folder string) string {
	t.Helper()
	var parts []string
	must(t, filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := random.ReplaceAllString(strings.TrimPrefix(path, folder), ".tmp")
		switch {
		case d.IsDir() || d.Name() == "lock.json":
		case filepath.Ext(name) == ".crmcache":
			name = "a cache" // whatever is in it matters to nobody
		case strings.HasSuffix(filepath.ToSlash(path), poolName):
			data, _ := os.ReadFile(path)
			name += " " + hexSum(stamp.ReplaceAll(data, []byte("then")))
		case d.Name() == "ledger.jsonl":
			lines, wrong := readLedger(folder)
			name += fmt.Sprint(lines, wrong)
		default:
			name += " " + sumOf(t, path)
		}
		parts = append(parts, name)
		return nil
	}))
	return strings.Join(parts, "\n")
}

// age makes whatever was left behind two hours old: a run sweeps only what
// cannot be another run's that is just writing.
func age(t testing.TB, folder string) {
	t.Helper()
	past := time.Now().Add(-2 * time.Hour)
	must(t, filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(d.Name(), ".tmp") {
			err = os.Chtimes(path, past, past)
		}
		return err
	}))
}
