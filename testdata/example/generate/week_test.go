package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/measure"
	"crm/internal/pipeline"
	"crm/internal/rules"
	"crm/internal/sheet"
	"crm/internal/sheet/xlsx"
)

// TestWeekPlan: 300 customers are one salesperson's; no name comes twice; nothing
// lies after the day that the book is of, and nobody was at work on a day off.
func TestWeekPlan(t *testing.T) {
	r := &random{state: 20261012}
	all := accounts(r)
	numberDeals(all)
	contactAccounts(all, r)
	names, emails, hers := map[string]bool{}, map[string]bool{}, 0
	for _, a := range all {
		if names[a.name] || a.email != "" && emails[a.email] {
			t.Errorf("%s, %s twice", a.name, a.email)
		}
		names[a.name], emails[a.email] = true, true
		if a.owner == lin {
			hers++
		}
		for _, d := range a.orders {
			if d.day > written() || d.day < a.created || d.amount <= 0 {
				t.Errorf("%s of %s: %v, entered on %s", d.number, a.name, d, a.created)
			}
		}
		for _, e := range a.log {
			if e.day > written() || e.day < a.created || !officeDay(e.day) || e.next != 0 && e.next <= e.day || e.said == "" || e.by == "" {
				t.Errorf("%s: %+v", a.name, e)
			}
		}
	}
	if hers != 300 || len(all) != 550 {
		t.Errorf("%d customers, %d of them hers", len(all), hers)
	}
}

// TestWeekMonday: on the Monday the week begins with, every state has a customer,
// her list fits a screen, and crm finds nothing wrong in the book.
func TestWeekMonday(t *testing.T) {
	var files []string
	for _, n := range []string{"客户.xlsx", "订单.xlsx", "跟进记录.xlsx"} {
		files = append(files, filepath.Join("..", "week", n))
	}
	text, err := os.ReadFile(filepath.Join("..", "week", "rules.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	set, problems := rules.Parse("rules.yaml", text, measure.Declared())
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	day := civil.MustNew(2026, time.October, 12)
	run, err := pipeline.Run(pipeline.Options{Files: files, Rules: set, AsOf: day, Today: day, Sheet: sheet.Options{Limits: xlsx.DefaultLimits()}})
	if err != nil {
		t.Fatal(err)
	}
	defer run.Close()
	for _, p := range run.Problems {
		if p.Severity != diag.Note {
			t.Error(p)
		}
	}
	states := map[crm.FollowState]int{}
	for i, up := range run.Followup().All() {
		if run.Data.Customers[i].Owner == lin || up.State == crm.InPool {
			states[up.State]++
		}
	}
	for _, s := range []crm.FollowState{crm.InTime, crm.DueSoon, crm.Overdue, crm.Released, crm.InPool, crm.NoClockState} {
		if states[s] == 0 {
			t.Errorf("nobody is %s", s)
		}
	}
	if n := states[crm.DueSoon] + states[crm.Overdue] + states[crm.Released]; n < 12 || n > 20 {
		t.Errorf("%d customers on her list", n)
	}
}
