package rules

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/value"
)

func TestAlertsRead(t *testing.T) {
	text, err := os.ReadFile(fixtures + "/ok/alerts.yaml")
	if err != nil {
		t.Fatal(err)
	}
	set := parsed(t, string(text))
	if got := set.AlertIDs(); !slices.Equal(got, []string{"沉默大客户", "paid_late"}) {
		t.Errorf("the alerts are %v", got)
	}
	late := set.Alerts[1]
	if late.Level != crm.Watch || set.Alerts[0].Level != crm.Act || late.Action != lang.Same("停止发货") || late.Role != lang.T("Finance", "") {
		t.Errorf("%+v", late)
	}
	var names []string
	for _, p := range late.Message.In(lang.ZH) {
		names = append(names, p.Name+p.Text)
	}
	if got := strings.Join(names, "|"); got != "customer_name|: |tier|, |late_payments_in_a_row|, |auto_tags" {
		t.Errorf("the message is cut into %s", got)
	}
	for _, p := range late.Message.EN {
		if p.Name != "" && set.AlertSlots[p.Slot].Name != p.Name {
			t.Errorf("%s reads the slot of %s", p.Name, set.AlertSlots[p.Slot].Name)
		}
	}
	if m := set.Alerts[0].Message.In(lang.EN); len(m) != 1 || m[0].Text != "沉默大客户" {
		t.Errorf("without a message the title is told, not %v", m)
	}
	if slices.ContainsFunc(set.Slots, func(s Slot) bool { return s.Name == "late_payments_in_a_row" }) {
		t.Error("classes read what only alerts ask for")
	}
	for name, want := range map[string]int{"paid_late": 1, "Late": 1, " 逾期 ": 1, "沉默大客户": 0} {
		if got, ok := set.AlertNamed(name); !ok || got != want {
			t.Errorf("%q is %d, %v", name, got, ok)
		}
	}
	if _, ok := set.AlertNamed("paid"); ok {
		t.Error("a part of an id is none")
	}
}

func TestKPIsRead(t *testing.T) {
	text, err := os.ReadFile(fixtures + "/ok/alerts.yaml")
	if err != nil {
		t.Fatal(err)
	}
	set := parsed(t, string(text))
	for id, want := range map[string]value.Value{
		"retention_a": share("0.85"), "retention": share("0.7"), "repurchase_cycle": days(60),
		"repurchase_cycle_b": value.Num(value.Days, decimal("120.5").Decimal()), "nps": num(40),
	} {
		if k, ok := set.KPI(id); !ok || value.Compare(k.Target, want) != 0 || k.Target.Kind() != want.Kind() || k.Off {
			t.Errorf("%s is %v of kind %v, want %v", id, k.Target, k.Target.Kind(), want)
		}
	}
	if k, ok := set.KPI("gini"); !ok || !k.Off || k.Target.Present() {
		t.Errorf("gini is %+v", k)
	}
	if _, ok := set.KPI("concentration"); ok {
		t.Error("the file says nothing of it")
	}
}

// TestInheritAlerts: a file without the sections has the embedded ones, as far as
// its classifications have the classes they speak of.
func TestInheritAlerts(t *testing.T) {
	all := embeddedSet()
	if got := parsed(t, "version: 1\n"); !slices.Equal(got.AlertIDs(), all.AlertIDs()) || len(got.Tags) != len(all.Tags) || got.Unfit != nil {
		t.Errorf("a file that says nothing has %v", got.AlertIDs())
	}
	none := parsed(t, "version: 1\nalerts: []\ntags: []\n")
	if len(none.Alerts)+len(none.Tags) != 0 {
		t.Error("[] is none")
	}
	own := parsed(t, "version: 1\nclassifications: [{id: size, classes: [{id: big, when: revenue > 3}, {id: small}]}]\n")
	if len(own.Unfit) != 2 || len(own.Alerts) != len(all.Alerts)-2 || slices.Contains(own.AlertIDs(), "long_cycle") {
		t.Errorf("without a tier A: %v, unfit %v", own.AlertIDs(), own.Unfit)
	}
	renamed := parsed(t, "version: 1\nclassifications: [{id: tier, classes: [{id: gold, when: revenue > 3}, {id: rest}]}]\n")
	if len(renamed.Unfit) != 2 {
		t.Errorf("a tier without a class A: unfit %v", renamed.Unfit)
	}
}

func TestLeaveOutAlerts(t *testing.T) {
	orders := &crm.Data{Tables: []*crm.Layout{{Kind: crm.Orders}}}
	for _, c := range []struct {
		why        string
		text       string
		data       *crm.Data
		tags, left []string
	}{
		{"everything but a log", "version: 1\n", orders, []string{"high_returns", "price_sensitive"},
			[]string{"late_payments", "complaint_waiting", "very_long_cycle", "long_cycle", "silent", "no_inquiry", "long_funnel", "high_returns"}},
		{"nothing at all", "version: 1\n", &crm.Data{}, nil, nil},
		{"rules of one's own stay", "version: 1\nalerts: [{id: own, when: revenue > 3}]\ntags: [{id: mine, when: orders > 3}]\n", &crm.Data{}, []string{"mine"}, []string{"own"}},
	} {
		set := parsed(t, c.text)
		set.LeaveOut(c.data)
		lines := append(set.LeaveOutTags(c.data), set.LeaveOutAlerts(c.data)...)
		var tags []string
		for i := range set.Tags {
			tags = append(tags, set.Tags[i].ID)
		}
		if diff := cmp.Diff(c.left, set.AlertIDs(), cmp.Comparer(slices.Equal[[]string])); diff != "" || !slices.Equal(tags, c.tags) {
			t.Errorf("%s: %s, tags %v", c.why, diff, tags)
		}
		again := append(set.LeaveOutTags(c.data), set.LeaveOutAlerts(c.data)...)
		if len(again) > 0 {
			t.Errorf("%s: found more the second time: %v", c.why, again)
		}
		if c.why == "everything but a log" && (len(lines) != 1 || lines[0].EN != "left out of the default alerts: Dossier untouched for half a year, Dossier untouched for a quarter (needs a communication log)") {
			t.Errorf("the line is %v", lines)
		}
	}
}

// TestCheckAlerts: only who asks for alerts has to have what they need.
func TestCheckAlerts(t *testing.T) {
	set := parsed(t, "version: 1\nalerts:\n  - {id: own, when: days_since_touched > 3 and silence > 2}\ntags:\n  - {id: mine, when: activities > 3}\n")
	orders := &crm.Data{Tables: []*crm.Layout{{Kind: crm.Orders}}}
	if problems := set.Check(orders); problems.Failed() {
		t.Errorf("classes do not need it: %s", answer(problems))
	}
	alerts, tags := set.CheckAlerts(orders), set.CheckTags(orders)
	if len(alerts) != 1 || alerts[0].Pos.Row != 3 || alerts[0].Pos.Col != 21 || alerts[0].Found != "days_since_touched" {
		t.Errorf("alerts: %s", answer(alerts))
	}
	if len(tags) != 1 || tags[0].Pos.Row != 5 || tags[0].Found != "activities" {
		t.Errorf("tags: %s", answer(tags))
	}
	if embedded := parsed(t, "version: 1\n"); embedded.CheckAlerts(orders).Failed() {
		t.Error("the embedded ones are left out, not wrong")
	}
}
