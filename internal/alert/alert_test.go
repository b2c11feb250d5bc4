package alert_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crm/internal/alert"
	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/ledger"
	"crm/internal/measure"
	"crm/internal/money"
	"crm/internal/rules"
	"crm/internal/value"
)

var asOf = civil.MustNew(2026, 10, 1)

// world is customers with values by the name of a measure.
type world struct {
	set       *rules.Set
	customers []crm.Customer
	values    map[string][]value.Value
	ledger    *alert.Ledger
	on        civil.Date
}

func (w *world) add(c crm.Customer, values map[string]value.Value) {
	w.customers = append(w.customers, c)
	for name, v := range values {
		for len(w.values[name]) < len(w.customers)-1 {
			w.values[name] = append(w.values[name], value.Value{})
		}
		w.values[name] = append(w.values[name], v)
	}
}

func (w *world) input() alert.Input {
	return alert.Input{
		Rules: w.set, AsOf: w.on, Customers: w.customers, Measures: measure.Declared(), Currency: "USD", Ledger: w.ledger,
		Column: func(s rules.Slot) []value.Value {
			column := w.values[s.Name]
			for column != nil && len(column) < len(w.customers) {
				column = append(column, value.Value{})
			}
			return column
		},
	}
}

func num(n int) value.Value  { return value.Int(value.Number, n) }
func days(n int) value.Value { return value.Int(value.Days, n) }
func dollars(n int) value.Value {
	return value.Int(value.Money, n)
}

// told is alerts as "customer alert level", in their order.
func told(w *world, alerts []crm.Alert) []string {
	var all []string
	for _, a := range alerts {
		all = append(all, fmt.Sprintf("%s %s %s", w.customers[a.Customer].ID, a.ID, a.Level))
	}
	return all
}

const someRules = `
version: 1
tags:
  - {id: slow, title: {zh: 慢, en: Slow}, when: repurchase_cycle > 60}
  - {id: 大, when: revenue > 1000}
alerts:
  - {id: quiet, when: days_since_order > 90, message: {zh: "{days_since_order} 天（{stage}、{tier}）", en: "{days_since_order} days ({stage}, {tier}), {revenue}"}}
  - {id: late, when: late_payments_in_a_row >= 2, level: act, action: {zh: 停, en: Stop}, role: 财务}
  - {id: slow_and_big, when: 'auto_tags contains "Slow" and auto_tags contains "大"', message: "{auto_tags}"}
`

func TestRun(t *testing.T) {
	w := worldOf(t, someRules)
	w.add(crm.Customer{ID: "small", Name: "Zed"}, map[string]value.Value{"days_since_order": days(1200), "revenue": dollars(5), "late_payments_in_a_row": num(2), "stage": value.Str("quote"), "tier": value.Str("A")})
	w.add(crm.Customer{ID: "big", Name: "Ann"}, map[string]value.Value{"days_since_order": days(91), "revenue": dollars(5000), "late_payments_in_a_row": num(1), "repurchase_cycle": days(61), "stage": value.Str("<b>")})
	w.add(crm.Customer{ID: "calm", Name: "Bob"}, map[string]value.Value{"days_since_order": days(90), "revenue": dollars(9000), "repurchase_cycle": days(60)})
	w.add(crm.Customer{ID: "pooled", Name: "Cid", InPool: true}, map[string]value.Value{"days_since_order": days(400), "late_payments_in_a_row": num(9)})
	w.add(crm.Customer{ID: "filed", Name: "Dot", Archived: true}, map[string]value.Value{"days_since_order": days(400), "late_payments_in_a_row": num(9)})
	w.add(crm.Customer{ID: "unknown", Name: "Eve"}, nil)
	alerts := alert.Run(w.input())
	want := []string{"small late act", "big quiet watch", "big slow_and_big watch", "small quiet watch"}
	if diff := cmp.Diff(want, told(w, alerts)); diff != "" {
		t.Error("what wants doing first, then the most valuable, then as the rules have them:", diff)
	}
	for i, want := range []lang.Text{
		lang.Same("late"), lang.T("91 days (<b>, unknown), USD 5,000", "91 天（<b>、未知）"), lang.T("Slow, 大", "慢、大"), lang.T("1,200 days (quote, Core), USD 5", "1,200 天（报价、核心客户）"),
	} {
		if alerts[i].Message != want {
			t.Errorf("the message of %s is %q, want %q", alerts[i].ID, alerts[i].Message, want)
		}
	}
	if a := alerts[0]; a.Action != lang.T("Stop", "停") || a.Role != lang.Same("财务") {
		t.Errorf("action and role are %v, %v", a.Action, a.Role)
	}
	reasons := []crm.Reason{
		{Class: "slow_and_big", Text: `auto_tags contains "Slow"`, Actual: "slow;大", Holds: crm.Yes, Decisive: true},
		{Class: "slow_and_big", Text: `auto_tags contains "大"`, Actual: "slow;大", Holds: crm.Yes, Decisive: true},
	}
	if diff := cmp.Diff(reasons, alerts[2].Reasons); diff != "" {
		t.Error(diff)
	}
}

// TestLimits holds the conditions of every default alert to their limits: just
// below, at it and above.
func TestLimits(t *testing.T) {
	w := worldOf(t, "version: 1\n")
	type known = map[string]value.Value
	share := func(s string) value.Value { return value.Num(value.Share, money.MustParse(s)) }
	hours := func(s string) value.Value { return value.Num(value.Number, money.MustParse(s)) }
	tierA := func(cycle int) known { return known{"tier": value.Str("A"), "repurchase_cycle": days(cycle)} }
	silent := func(ratio string, since int) known {
		return known{"silence": hours(ratio), "days_since_order": days(since), "repurchase_cycle": days(20)}
	}
	for _, c := range []struct {
		why    string
		values known
		want   string
	}{
		{"one late payment", known{"late_payments_in_a_row": num(1)}, ""},
		{"two late payments", known{"late_payments_in_a_row": num(2)}, "late_payments"},
		{"three late payments", known{"late_payments_in_a_row": num(3)}, "late_payments"},
		{"a proposal is still in time", known{"complaint_waiting": hours("47.9997")}, ""},
		{"48 hours are not over 48", known{"complaint_waiting": num(48)}, ""},
		{"over 48 hours", known{"complaint_waiting": hours("48.0003")}, "complaint_waiting"},
		{"a cycle of 90 days", tierA(90), ""},
		{"a cycle of 91 days", tierA(91), "long_cycle"},
		{"a cycle of 180 days", tierA(180), "long_cycle"},
		{"a cycle of 181 days", tierA(181), "very_long_cycle"},
		{"of another class", known{"tier": value.Str("B"), "repurchase_cycle": days(200)}, ""},
		{"silent for two cycles", silent("2", 40), ""},
		{"silent for more than two", silent("2.05", 41), "silent"},
		{"a customer of every week", silent("4", 30), ""},
		{"a month and more", silent("4", 31), "silent"},
		{"an inquiry three months ago less a day", known{"days_since_inquiry": days(91)}, ""},
		{"three months ago", known{"days_since_inquiry": days(92)}, "no_inquiry"},
		{"more than three months ago", known{"days_since_inquiry": days(93)}, "no_inquiry"},
		{"44 days in the funnel", known{"lifetime_orders": num(0), "days_in_funnel": days(44)}, ""},
		{"45 days in the funnel", known{"lifetime_orders": num(0), "days_in_funnel": days(45)}, "long_funnel"},
		{"46 days in the funnel", known{"lifetime_orders": num(0), "days_in_funnel": days(46)}, "long_funnel"},
		{"a customer's next deal takes longer", known{"lifetime_orders": num(1), "days_in_funnel": days(46)}, ""},
		{"just under 10 % came back", known{"return_rate": share("0.0999")}, ""},
		{"10 % came back", known{"return_rate": share("0.1")}, ""},
		{"more than 10 % came back", known{"return_rate": share("0.1001")}, "high_returns"},
		{"touched in this quarter", known{"days_since_touched": days(91)}, ""},
		{"a quarter ago", known{"days_since_touched": days(92)}, "untouched_quarter"},
		{"a day short of half a year", known{"days_since_touched": days(182)}, "untouched_quarter"},
		{"half a year ago", known{"days_since_touched": days(183)}, "untouched_half_year"},
		{"nothing is known", nil, ""},
	} {
		one := &world{set: w.set, values: map[string][]value.Value{}, on: asOf}
		one.add(crm.Customer{ID: "c"}, c.values)
		var ids []string
		for _, a := range alert.Run(one.input()) {
			ids = append(ids, a.ID)
		}
		if got := strings.Join(ids, " "); got != c.want {
			t.Errorf("%s: %q, want %q", c.why, got, c.want)
		}
	}
}

func TestTags(t *testing.T) {
	w := worldOf(t, someRules)
	w.add(crm.Customer{ID: "a"}, map[string]value.Value{"repurchase_cycle": days(61), "revenue": dollars(1001)})
	w.add(crm.Customer{ID: "b", Archived: true}, map[string]value.Value{"repurchase_cycle": days(60), "revenue": dollars(1001)})
	w.add(crm.Customer{ID: "c"}, nil)
	tags := alert.Tags(w.input())
	for i, want := range []string{"slow;大", "大", ""} {
		if got := tags.IDs()[i].String(); got != want {
			t.Errorf("the tags of %d are %q, want %q", i, got, want)
		}
	}
	if got := tags.Words()[0].String(); got != "slow;慢;Slow;大" {
		t.Errorf("conditions may ask for %q", got)
	}
}

// TestHushed: what was acknowledged is marked until its last day, and as it was
// known on the day that is looked at.
func TestHushed(t *testing.T) {
	w := worldOf(t, someRules)
	w.add(crm.Customer{ID: "C1", Name: "Acme"}, map[string]value.Value{"days_since_order": days(100)})
	c := &w.customers[0]
	at := ledger.Moment{Day: asOf.AddDays(-10), Second: 60, Who: "li"}
	until := asOf.AddDays(5)
	w.ledger = alert.NewLedger([]alert.Line{
		alert.Ack(c, "quiet", until, " known\n ", at), alert.Ack(&crm.Customer{ID: "C2", Name: "Acme"}, "quiet", until.AddDays(100), "another", at),
	})
	for _, test := range []struct {
		on   civil.Date
		want civil.Date
		why  string
	}{
		{asOf, until, "in between"}, {until, until, "the last day counts"}, {until.AddDays(1), 0, "over"},
		{at.Day, until, "from the day it was given"}, {at.Day.AddDays(-1), 0, "nobody knew of it the day before"},
	} {
		w.on = test.on
		a := alert.Run(w.input())[0]
		if a.Hushed != test.want || (a.Word == "known") != (test.want != 0) {
			t.Errorf("on %s hushed until %s (%s), want %s: %s", test.on, a.Hushed, a.Word, test.want, test.why)
		}
	}
	later := at
	later.Day = asOf
	w.on, w.ledger = asOf, alert.NewLedger(append(w.ledger.Lines(), alert.TakeBack(c, "quiet", "", later)))
	if a := alert.Run(w.input()); len(a) != 1 || a[0].Hushed != 0 {
		t.Error("what was taken back is open again")
	}
	w.on = asOf.AddDays(-1)
	if a := alert.Run(w.input()); len(a) != 1 || a[0].Hushed == 0 {
		t.Error("the day before it was still hushed")
	}
}

// TestLedger: what is written is read again, whoever's names are in it.
func TestLedger(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var lines []alert.Line
		for range rapid.IntRange(1, 5).Draw(t, "lines") {
			c := &crm.Customer{ID: rapid.StringMatching(`[A-Z=+]?[0-9]{1,4}`).Draw(t, "id"), Name: rapid.String().Draw(t, "name")}
			at := ledger.Moment{Day: asOf.AddDays(rapid.IntRange(-1000, 0).Draw(t, "day")), Second: rapid.IntRange(0, 86399).Draw(t, "second"), Who: rapid.String().Draw(t, "who")}
			line := alert.Ack(c, "late_payments", asOf.AddDays(rapid.IntRange(0, 300).Draw(t, "until")), rapid.String().Draw(t, "reason"), at)
			if rapid.Bool().Draw(t, "undo") {
				line = alert.TakeBack(c, "late_payments", line.Reason, at)
			}
			lines = append(lines, line)
		}
		l := rapid.SampledFrom([]lang.Lang{lang.EN, lang.ZH}).Draw(t, "language")
		var text []byte
		var read *alert.Ledger
		for i := range lines { // one after the other
			var err error
			if text, err = read.Append(lines[i:i+1], l); err != nil {
				t.Fatal(err)
			}
			next, problems := alert.Parse("alerts.csv", text)
			if problems.Failed() {
				t.Fatalf("%s\n%s", problems[0].Error(), text)
			}
			read = next
		}
		if diff := cmp.Diff(lines, read.Lines()); diff != "" {
			t.Fatal(diff, string(text))
		}
	})
}

func TestLedgerWrong(t *testing.T) {
	const head = "when,who,action,customer_id,customer_name,alert,until,reason\n"
	for text, why := range map[string]string{
		"":              "empty: a full disk leaves that",
		"when,action\n": "columns are missing",
		head + "yesterday,li,ack,C1,Acme,late,2026-12-31,x\n":           "no day",
		head + "2026-10-01 09:00:00,li,hush,C1,Acme,late,2026-12-31,\n": "no action",
		head + "2026-10-01 09:00:00,li,ack,C1,Acme,late,,\n":            "no end",
		head + "2026-10-01 09:00:00,li,ack,,,late,2026-12-31,\n":        "no customer",
		head + "2026-10-01 09:00:00,li,ack,C1,Acme,,2026-12-31,\n":      "no alert",
		head + "2026-10-01 09:00:00,li,ack,\"C1,Acme,late,2026-12-31,":  "an open quote",
		"\xff\xfe": "no UTF-8",
	} {
		l, problems := alert.Parse("alerts.csv", []byte(text))
		if !problems.Failed() {
			t.Errorf("%q is taken: %s", text, why)
		}
		if _, standing := l.Standing(&crm.Customer{ID: "C1", Name: "Acme"}, "late", asOf); standing {
			t.Errorf("%q: the alert is hushed: %s", text, why)
		}
	}
}

// TestLedgerDamaged: of a damaged ledger counts what no damaged line may have taken
// back.
func TestLedgerDamaged(t *testing.T) {
	const head, acked = "when,who,action,customer_id,customer_name,alert,until,reason\n", "2026-09-01 09:00:00,li,ack,C1,Acme,late,2026-12-31,x\n"
	for _, c := range []struct {
		why, text string
		want      bool
	}{
		{"whole", acked, true},
		{"a damaged line of another customer", acked + "2026-09-02 09:00:00,li,ack,C2,Beta,late,soon,x\n", true},
		{"of another alert", acked + "2026-09-02 09:00:00,li,ack,C1,Acme,quiet,soon,x\n", true},
		{"of this alert", acked + "2026-09-02 09:00:00,li,und,C1,Acme,late,,\n", false},
		{"by name alone", acked + "2026-09-02 09:00:00,li,und,,Acme,late,,\n", false},
		{"of no alert", acked + "2026-09-02 09:00:00,li,undo,C1,Acme,,,\n", false},
		{"of nobody", acked + "2026-09-02 09:00:00,li,undo,,,late,,\n", false},
		{"of nobody, another alert", acked + "2026-09-02 09:00:00,li,undo,,,quiet,,\n", true},
		{"before", "2026-09-02 09:00:00,li,undo,,,,,\n" + acked, true},
		{"a quotation mark swallows the rest", acked + "2026-09-02 09:00:00,li,undo,C2,Beta,quiet,,\"\n", false},
		{"a damaged line and a quotation mark", acked + "x,li,ack,C2,Beta,late,2026-12-31,x\n2026-09-02 09:00:00,li,undo,C2,Beta,quiet,,\"\n", false},
	} {
		l, _ := alert.Parse("alerts.csv", []byte(head+c.text))
		if _, got := l.Standing(&crm.Customer{ID: "C1", Name: "Acme"}, "late", asOf); got != c.want {
			t.Errorf("%s: hushed %v, want %v", c.why, got, c.want)
		}
	}
}

// failer is what a world can be made for: a test, or a property's draw.
type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

func worldOf(t failer, text string) *world {
	t.Helper()
	set, problems := rules.Parse("rules.yaml", []byte(text), measure.Declared())
	if set == nil {
		t.Fatalf("%v", problems)
	}
	return &world{set: set, values: map[string][]value.Value{}, on: asOf}
}
