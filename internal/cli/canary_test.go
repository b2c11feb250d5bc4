package cli_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"crm/internal/cli"
)

// canaryRun is a command under a view, and what its outputs may and must hold.
type canaryRun struct {
	args     []string
	file     string // that it writes; "" for none
	terminal bool
	exit     int
	allowed  string // the word of the columns that the view shows; "" where the run shows none
	mail     bool   // the view shows addresses and nothing else
	lists    bool   // the view shows lists too
}

// canaryFormats is what a list is printed in.
var canaryFormats = []string{"table", "csv", "tsv", "json", "jsonl", "markdown", "html", "xlsx"}

// canaryRuns is the commands of the test over a book.
func canaryRuns(book string) []canaryRun {
	var runs []canaryRun
	add := func(r canaryRun, args ...string) {
		r.args = append(args, book, "--as-of", "2026-09-30")
		runs = append(runs, r)
	}
	sales, mail := canaryRun{allowed: allowedWord}, canaryRun{allowed: mailWord, mail: true}
	morning, states, reasons := canaryRun{allowed: playWord, lists: true}, canaryRun{lists: true}, canaryRun{}
	inFile := func(r canaryRun, name string) canaryRun { r.file = name; return r }
	seen := func(r canaryRun) canaryRun { r.terminal = true; return r }
	fails := func(exit int) canaryRun { return canaryRun{exit: exit} }
	for i, format := range canaryFormats {
		l := []string{"en", "zh"}[i%2]
		add(sales, "list", "--view", "sales", "--format", format, "--lang", l)
		add(mail, "list", "--view", "mail", "--as", "mailing", "--format", format, "--lang", l)
		add(mail, "list", "--view", "mail", "--format", format, "-v", "--lang", l)
	}
	for i, format := range canaryFormats {
		l := []string{"zh", "en"}[i%2]
		who := allowedWord + "name1"
		add(morning, "overdue", "--view", "morning", "--format", format, "--lang", l)
		add(morning, "overdue", "--view", "morning", "--format", format, "--lang", l, "-v", "--within", "90d", "--owner", "Li", "--class", "A,C")
		add(morning, "overdue", "--view", "morning", "--format", format, "--lang", l, "--escalate", "1,3")
		add(states, "overdue", "--view", "states", "--format", format, "--lang", l)
		add(morning, "alerts", "--view", "morning", "--format", format, "--lang", l, "--all")
		add(states, "alerts", "--view", "states", "--format", format, "--lang", l)
		add(morning, "show", who, "--view", "morning", "--format", format, "--lang", l, "-v")
		add(sales, "show", who, "--view", "sales", "--format", format, "--lang", l)
		add(reasons, "why", who, "--view", "reasons", "--format", format, "--lang", l, "-v")
	}
	for _, command := range []string{"overdue", "alerts", "show", "why"} {
		args, view, r := []string{command}, "morning", morning
		switch command {
		case "show":
			args = append(args, "name2")
		case "why":
			args, view, r = append(args, "name2"), "reasons", reasons
		}
		for _, ending := range []string{"csv", "html", "xlsx"} {
			name := command + "." + ending
			add(inFile(r, name), append(slices.Clone(args), "--view", view, "-o", name)...)
		}
		if r.terminal = true; command == "why" {
			r.allowed = allowedWord
		}
		add(r, append(slices.Clone(args), "--view", view)...)
	}
	add(morning, "overdue", "--view", "morning", "--format", "ics", "--within", "90d")
	add(inFile(morning, "day.ics"), "overdue", "--view", "morning", "-o", "day.ics", "--lang", "zh")
	for _, refused := range [][]string{
		{"overdue", "--view", "sales"}, {"alerts", "--view", "sales"}, {"why", "name1", "--view", "sales"}, {"why", "name1", "--view", "mail"}, {"show", "name1", "--view", "mail"},
		{"show", "name3", "--view", "sales"}, {"why", "name3", "--view", "reasons"}, {"show", "name", "--view", "sales"},
		{"overdue", "--view", "states", "--format", "ics"}, {"overdue", "--view", "states", "--escalate", "3"}, {"overdue", "--view", "morning", "--class", "segment=vip"},
		{"why", "name1", "--view", "reasons", "--classification", "segment"}, {"alerts", "--view", "morning", "--owner", "Wang"},
	} {
		add(fails(2), refused...)
	}
	add(fails(3), "overdue", "--view", "morning", "--strict")
	for _, ending := range []string{"csv", "tsv", "json", "jsonl", "md", "html", "xlsx"} {
		add(inFile(sales, "list."+ending), "list", "--view", "sales", "-o", "list."+ending)
		add(inFile(mail, "mail."+ending), "list", "--view", "mail", "--as", "mailing", "-o", "mail."+ending)
	}
	add(seen(sales), "list", "--view", "sales", "-v")
	add(seen(sales), "list", "--view", "sales", "--sort", "-orders", "--where", `country == "DE" or orders < 9`, "--limit", "2")
	add(seen(sales), "list", "--view", "sales", "--class", "A,C", "--owner", "Li", "--columns", "customer_name,tier")
	for _, ending := range []string{"xlsx", "csv"} {
		add(inFile(sales, "view."+ending), "classify", "--view", "sales", "-o", "view."+ending)
		add(inFile(seen(sales), "said."+ending), "classify", "--view", "sales", "-v", "-o", "said."+ending, "--lang", "zh")
		add(inFile(mail, "addresses."+ending), "classify", "--view", "mail", "-o", "addresses."+ending)
	}
	for _, l := range []string{"en", "zh"} {
		add(inFile(sales, l+".html"), "report", "--view", "sales", "--html", l+".html", "--lang", l)
		add(inFile(seen(mail), "mail"+l+".html"), "report", "--view", "mail", "--html", "mail"+l+".html", "-v", "--lang", l)
		add(sales, "report", "--view", "sales", "--html", "-", "--lang", l)
	}
	for _, format := range canaryFormats[:7] {
		add(canaryRun{}, "classify", "--view", "sales", "--dry-run", "-v", "--format", format)
	}
	for _, refused := range [][]string{
		{"--columns", "customer_name,phone"}, {"--sort", "-revenue"}, {"--where", `phone contains "1"`}, {"--where", `column("` + hidden("header")[:3] + `") == "x"`},
		{"--class", "segment=vip"}, {"--owner", "Wang"}, {"--as", "mailing"}, {"--where", "revenue > mean(\"revenue\")"},
	} {
		add(fails(2), append([]string{"list", "--view", "sales"}, refused...)...)
	}
	add(fails(3), "list", "--view", "sales", "--strict")
	add(fails(3), "classify", "--view", "sales", "--strict", "-o", "strict.xlsx")
	add(fails(3), "report", "--view", "sales", "--strict", "--html", "strict.html")
	for _, refused := range [][]string{{}, {"--since", "7d"}, {"-o", "report.xlsx"}, {"--format", "json"}} {
		add(fails(2), append([]string{"report", "--view", "sales"}, refused...)...)
	}
	add(fails(2), "list", "--view", "sale")
	add(fails(2), "classify", "--view", "sales", "--in-place")
	return runs
}

// TestCanaries: no value of a column that a view does not show, and of no customer
// that it does not show, is anywhere in what a run under the view prints or
// writes, in whatever encoding; and the values that it shows are found.
func TestCanaries(t *testing.T) {
	folder, book := canaryWorkspace(t, strings.Clone)
	t.Chdir(folder)
	secrets := needlesOf(hiddenWord)
	for _, n := range canaryNumbers {
		secrets = append(secrets, needle{n, []byte(n)}, needle{n + " in UTF-16", wide(n, false)})
	}
	shown := map[string][]needle{allowedWord: needlesOf(allowedWord), mailWord: needlesOf(mailWord), playWord: needlesOf(playWord)}
	for _, r := range canaryRuns(filepath.Base(book)) {
		t.Run(strings.Join(r.args[:min(len(r.args), 6)], " "), func(t *testing.T) {
			parts := r.run(t)
			forbidden := slices.Concat(secrets, shown[mailWord])
			if r.mail {
				forbidden = slices.Concat(secrets, shown[allowedWord])
			}
			if !r.lists {
				forbidden = append(forbidden, shown[playWord]...)
			}
			if leaks := found(parts, forbidden); len(leaks) > 0 {
				t.Errorf("crm %s leaks\n%s", strings.Join(r.args, " "), strings.Join(leaks, "\n"))
			}
			if r.allowed != "" && len(found(parts, shown[r.allowed])) == 0 {
				t.Errorf("crm %s does not show what it may: the search finds nothing", strings.Join(r.args, " "))
			}
		})
	}
}

// run runs the command and unpacks all that came of it.
func (r *canaryRun) run(t *testing.T) []part {
	t.Helper()
	var out, errs bytes.Buffer
	status := cli.Main(context.Background(), cli.Env{
		Args: r.args, In: strings.NewReader(""), Out: &out, Err: &errs, Now: func() time.Time { return today }, Getenv: func(string) string { return "" },
		OutTerminal: r.terminal, ErrTerminal: r.terminal, Width: 200,
	})
	if status != r.exit {
		t.Errorf("crm %s: exit %d, want %d\n%s", strings.Join(r.args, " "), status, r.exit, errs.String())
	}
	parts := append(unpacked("stdout", out.Bytes()), unpacked("stderr", errs.Bytes())...)
	if r.file != "" {
		content, err := os.ReadFile(r.file)
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, unpacked(r.file, content)...)
	}
	return parts
}

// TestNothingHiddenMatters: in a world whose hidden values are all others, a run
// under the view prints and writes the same bytes: not only is no value there, but
// nothing that depends on one.
func TestNothingHiddenMatters(t *testing.T) {
	folder, book := canaryWorkspace(t, strings.Clone)
	other, otherBook := canaryWorkspace(t, otherwise.Replace)
	otherLists, _ := canaryWorkspace(t, otherwiseLists.Replace)
	otherMail, _ := canaryWorkspace(t, otherwiseMail.Replace)
	for i, r := range canaryRuns(filepath.Base(book)) {
		if r.exit != 0 {
			continue // a message on what was typed
		}
		t.Chdir(folder)
		parts := r.run(t)
		r.args = canaryRuns(filepath.Base(otherBook))[i].args
		switch t.Chdir(other); {
		case r.mail:
			t.Chdir(otherMail)
		case r.lists:
			t.Chdir(otherLists)
		}
		for k, p := range r.run(t) {
			if k >= len(parts) || !bytes.Equal(p.content, parts[k].content) {
				t.Errorf("crm %s: %s depends on what is hidden:\n%s", strings.Join(r.args, " "), p.name, p.content)
				break
			}
		}
	}
}

// TestCanariesAreRead: without a view the same runs show all of them, so that a
// canary that is not found under a view is hidden by it and not by chance.
func TestCanariesAreRead(t *testing.T) {
	folder, book := canaryWorkspace(t, strings.Clone)
	t.Chdir(folder)
	everything := "customer_id,customer_name,country,owner,email,phone,contact_person,preferences,industry,status,group,tags,employees,annual_turnover,purchasing_budget,created,assigned,manual_class,manual_reason,channel,revenue,why," +
		`"column(""` + hidden("header") + `"")"`
	list := canaryRun{args: []string{"list", filepath.Base(book), "--as-of", "2026-09-30", "--columns", everything}}
	whole := canaryRun{args: []string{"classify", filepath.Base(book), "--as-of", "2026-09-30", "-o", "whole.xlsx", "-v"}, file: "whole.xlsx"}
	inList, inBook := list.run(t), whole.run(t)
	for _, rows := range canaryTables() {
		for _, row := range rows {
			for _, cell := range row {
				if strings.Contains(cell, hiddenWord) && len(found(inBook, []needle{{"UTF-8", []byte(cell)}})) == 0 {
					t.Errorf("%s is not in the whole workbook", cell)
				}
			}
		}
	}
	for _, name := range []string{"id1", "name3", "Wang", "phone3", "person1", "prefers1", "trade1", "status1", "tag1", "own3", "header"} {
		if len(found(inList, []needle{{"UTF-8", []byte(hidden(name))}})) == 0 {
			t.Errorf("%s is not in the list", name)
		}
	}
	if whys := []byte("preferences with " + hidden("prefers")); len(found(inList, []needle{{"UTF-8", whys}})) == 0 {
		t.Errorf("the sentence why does not show the preferences:\n%s", inList[0].content)
	}
	for _, number := range []string{"7318462.57", "90817263", "2019-03-17", "13817264501938"} {
		if len(found(inList, []needle{{"UTF-8", []byte(number)}})) == 0 {
			t.Errorf("%s is not in the list", number)
		}
	}
	for _, name := range []string{"note", "choice", "name", "footer", "format", "tip", "about", "company", "value", "reason of an override", "remark"} {
		if len(found(inBook, []needle{{"UTF-8", []byte(hidden(name))}})) == 0 {
			t.Errorf("%s is not in the whole workbook", name)
		}
	}
}
