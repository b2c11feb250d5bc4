package main_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// The names in the folders of a log of contacts and of the pool's ledger.
const (
	rulesName  = "rules.yaml"
	peopleName = "people.csv"
	logName    = "log.csv"
	newLogName = "activities.csv"
	poolName   = ".crm/pool.csv"
)

const (
	poolRules = "followup:\n  by: segment\n  pool: true\n  classes: {vip: {release: 30d}, repeat: {release: 45d}, one_time: {release: 45d}}\n"
	people    = "customer id,customer name,owner,created,last contact\n" +
		"C1,Acme GmbH,Li,2020-01-05,2020-08-01\nC2,Brio SARL,Li,2020-01-05,2020-08-01\nC3,Cato Ltd,Wang,2020-01-05,2020-08-01\n"
	contacts = "date,customer id,channel,summary\n2020-01-05,C1,phone,called\n2020-02-05,C2,mail,\"wrote, twice\"\n"
)

// makeDesk makes the folder of somebody who writes contacts down: customers,
// orders, and the sources that rules.yaml names.
func makeDesk(t testing.TB, folder, sources string) {
	t.Helper()
	must(t, os.MkdirAll(folder, 0o700))
	makeBook(t, filepath.Join(folder, bookName))
	f, err := excelize.OpenFile(filepath.Join(folder, bookName))
	must(t, err)
	defer f.Close()
	_, err = f.NewSheet("Log")
	must(t, err)
	for i, line := range strings.Split(strings.TrimSpace(contacts), "\n") {
		var row []any
		for _, field := range strings.SplitN(line, ",", 4) {
			row = append(row, field)
		}
		must(t, f.SetSheetRow("Log", "A"+strconv.Itoa(i+1), &row))
	}
	must(t, f.Save())
	for name, text := range map[string]string{
		rulesName:  "version: 1\nlanguage: en\nsources: {" + sources + "}\n" + poolRules,
		peopleName: people, logName: contacts,
	} {
		must(t, os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600))
	}
}

func logArgs(text string) []string {
	return []string{"log", "C1", text, "--channel", "phone", "--date", "2020-10-01", "--lang", "en"}
}

func poolArgs(args ...string) []string {
	return append([]string{"pool"}, append(args, "--lang", "en")...)
}

// keepScenes is every command that adds to a log of contacts or to the pool's
// ledger, or takes that back: each leaves the file as it was, or with all of its
// lines more and nothing else.
func keepScenes(t testing.TB) []scene {
	t.Helper()
	undo := []string{"log", "--undo", "--lang", "en"}
	back := func(file string) []string { return []string{"undo", file, "--lang", "en"} }
	var all []scene
	for _, desk := range []struct {
		sources string
		scenes  []scene
	}{
		{"customers: people.csv, orders: orders.csv, activities: log.csv", []scene{
			{name: "log", target: logName, args: logArgs("asked, for a quote"), back: undo},
			{name: "log undo", target: logName, args: undo, back: back(logName)},
		}},
		{`customers: "customers.xlsx#Clients", orders: orders.csv, activities: "customers.xlsx#Log"`, []scene{
			{name: "log book", args: logArgs("asked for a quote"), back: undo},
			{name: "log book undo", args: undo, back: back(bookName)},
		}},
		{"customers: people.csv, orders: orders.csv", []scene{
			{name: "log new", target: newLogName, fresh: true, args: logArgs("asked for a quote"), back: undo},
		}},
		{"customers: people.csv, orders: orders.csv, activities: log.csv", []scene{
			{name: "pool release", target: poolName, ledger: true, fresh: true, args: poolArgs("release", "--due"), back: poolArgs("undo")},
			{name: "pool claim", target: poolName, ledger: true, args: poolArgs("claim", "C2", "--by", "Zhao"), back: poolArgs("undo")},
			{name: "pool hand over", target: poolName, ledger: true, args: poolArgs("hand-over", "--from", "Zhao", "--to", "Li"), back: poolArgs("undo")},
			{name: "pool undo", target: poolName, ledger: true, args: poolArgs("undo"), back: poolArgs("undo")},
		}},
	} {
		root := t.TempDir()
		work := filepath.Join(root, "work")
		makeDesk(t, work, desk.sources)
		for i := range desk.scenes {
			all = append(all, makeScene(t, desk.scenes[i], work, filepath.Join(root, strconv.Itoa(i))))
		}
	}
	return all
}

// makeScene runs a scene's command in work, and keeps what the folder was before
// it. What the way back leads to is tried in a copy.
func makeScene(t testing.TB, s scene, work, folder string) scene {
	t.Helper()
	s.folder = folder
	s.dress(t, work)
	copyFolder(t, work, folder)
	old, err := s.sum(work)
	must(t, err)
	s.old = old
	run := func(in string, args []string) string {
		if r := runIn(t, in, args...); r.code != 0 {
			t.Fatalf("%s: %v: exit %d: %s", s.name, args, r.code, r.said)
		}
		sum, err := s.sum(in)
		must(t, err)
		return sum
	}
	if s.new = run(work, s.args); s.new == s.old {
		t.Fatalf("%s changes nothing", s.name)
	}
	again := folder + ".back"
	copyFolder(t, work, again)
	lines, wrong := readLedger(work)
	if !s.ledger && (len(wrong) > 0 || len(lines) == 0) {
		t.Fatalf("%s: %d lines in the ledger of backups: %v", s.name, len(lines), wrong)
	}
	if s.fresh && !s.ledger { // a log that was just made has no row yet
		s.blank = lines[len(lines)-1].Before
	}
	// The copy is another folder to the ledger of backups, which names files by
	// their paths within it.
	s.backTo = run(again, s.back)
	return s
}
