package pool_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/pool"
)

func date(s string) civil.Date {
	d, ok := civil.ParseISO(s)
	if !ok {
		panic(s)
	}
	return d
}

// ledger reads lines in short: run day action id before after [undoes]; - is
// nobody, * the pool.
func ledger(t *testing.T, lines string) *pool.Ledger {
	t.Helper()
	text := "run,when,action,customer_id,customer_name,owner_before,owner_after,undoes\n"
	for line := range strings.Lines(lines) {
		f := strings.Fields(line)
		if len(f) == 0 {
			continue
		}
		for i, s := range f {
			f[i] = map[string]string{"*": "(public pool)", "-": ""}[s]
			if f[i] == "" && s != "-" {
				f[i] = s
			}
		}
		text += strings.Join([]string{f[0], f[1] + " 09:00:00", f[2], f[3], "", f[4], f[5], strings.Join(f[6:], "")}, ",") + "\n"
	}
	l, problems := pool.Parse("pool.csv", []byte(text))
	if problems.Failed() {
		t.Fatal(problems[0].Error(), problems[0].Pos, problems[0].Found)
	}
	return l
}

// stand is a place in short.
func stand(p pool.Place) string {
	switch {
	case p.Pool:
		return "*"
	case p.Owner == "":
		return "-"
	}
	return p.Owner
}

func TestStand(t *testing.T) {
	const story = "1 2026-03-01 release C1 Li *\n2 2026-03-10 claim C1 * Wang\n3 2026-04-01 hand_over C1 Wang Zhao"
	for _, c := range []struct {
		lines    string
		customer crm.Customer
		want     string
		since    string
		why      string
	}{
		{"", crm.Customer{Owner: "Li"}, "Li", "", "no ledger: the table"},
		{story, crm.Customer{ID: "C2", Owner: "Li"}, "Li", "", "another customer"},
		{story, crm.Customer{Owner: "Li"}, "Zhao", "2026-04-01", "the table of before the release"},
		{story, crm.Customer{Owner: " wang "}, "Zhao", "2026-04-01", "the table of between claim and hand-over; names are compared as names"},
		{story, crm.Customer{Owner: "Zhao"}, "Zhao", "2026-04-01", "the table knows it too"},
		{story, crm.Customer{InPool: true}, "Zhao", "2026-04-01", "the table of between release and claim"},
		{story, crm.Customer{}, "Zhao", "2026-04-01", "a table without owners says nothing"},
		{story, crm.Customer{Owner: "Sun"}, "Sun", "", "an owner that no line knows: the table is newer"},
		{story, crm.Customer{Owner: "Li", Assigned: date("2026-04-02")}, "Li", "", "assigned after the last line: the table is newer"},
		{story, crm.Customer{Owner: "Li", Assigned: date("2026-04-01")}, "Zhao", "2026-04-01", "assigned on the day of the line: the line"},
		{story, crm.Customer{InPool: true, ReleaseDate: date("2026-05-01")}, "*", "", "fallen in their system after the last line"},
		{story, crm.Customer{InPool: true, ReleaseDate: date("2026-02-27")}, "Zhao", "2026-04-01", "fallen in their system before"},
		{story, crm.Customer{Owner: "Li", ReleaseDate: date("2026-05-01")}, "Zhao", "2026-04-01", "a date to come says nothing of who has it"},
		{"1 2026-03-01 release C1 Li *", crm.Customer{Owner: "Li"}, "*", "2026-03-01", "released"},
		{"1 2026-03-01 release C1 - *", crm.Customer{}, "*", "2026-03-01", "nobody's, released"},
		{"1 2026-03-01 release C1 Li *\n2 2026-03-02 undo C1 * Li 1", crm.Customer{Owner: "Li"}, "Li", "", "taken back"},
		{"1 2026-03-01 release C1 - *\n2 2026-03-02 undo C1 * - 1", crm.Customer{}, "-", "", "taken back to nobody"},
		{"1 2026-03-01 release C1 Li *\n2 2026-03-02 undo C1 * Li 1", crm.Customer{InPool: true}, "Li", "", "a table of between: the undo is newer"},
		{story + "\n4 2026-04-02 undo C1 Zhao Wang 3", crm.Customer{Owner: "Zhao"}, "Wang", "2026-03-10", "the stand before, since its own day"},
	} {
		if c.customer.ID == "" {
			c.customer.ID = "C1"
		}
		s := ledger(t, c.lines).Stand(&c.customer)
		want := pool.Stand{Place: s.Place, ByLedger: s.ByLedger}
		if c.since != "" {
			want.Since, want.ByLedger = date(c.since), true
		}
		if got := stand(s.Place); got != c.want || s != want {
			t.Errorf("%s: %s since %v (ledger: %v), want %s since %s", c.why, got, s.Since, s.ByLedger, c.want, c.since)
		}
	}
}

// TestWhose: by id where both have one, else by name.
func TestWhose(t *testing.T) {
	const text = "run,when,action,customer_id,customer_name,owner_before,owner_after,undoes\n"
	for _, c := range []struct{ lines, id, name, want, why string }{
		{"1,2026-03-01,claim,c1,ACME,,Wang,", "Ｃ1", "Acme GmbH", "Wang", "ids are compared as ids; the name may change"},
		{"1,2026-03-01,claim,C1,ACME,,Wang,", "C2", "ACME", "Li", "another id is another customer"},
		{"1,2026-03-01,claim,,ACME,,Wang,", "C2", "Acme", "Wang", "the line has no id: by name"},
		{"1,2026-03-01,claim,C1,ACME,,Wang,", "", "Acme", "Wang", "the table has no ids any more: by name"},
		{"1,2026-03-01,claim,C1,ACME,,Wang,\n2,2026-03-02,claim,C2,ACME,Li,Zhao,", "", "Acme", "Li", "two customers of that name: neither"},
		{"1,2026-03-01,claim,,ACME,Li,Wang,\n2,2026-03-02,hand-over,C1,ACME,Wang,Zhao,", "C1", "ACME", "Zhao", "the table got ids later"},
	} {
		l, problems := pool.Parse("pool.csv", []byte(strings.ReplaceAll(text+c.lines, ",,Wang", ",Li,Wang")))
		if problems.Failed() {
			t.Fatal(problems)
		}
		if got := l.Stand(&crm.Customer{ID: c.id, Name: c.name, Owner: "Li"}); got.Owner != c.want {
			t.Errorf("%s: %q, want %q", c.why, got.Owner, c.want)
		}
	}
}

func TestActions(t *testing.T) {
	month, _ := civil.ParsePeriod("30d")
	now := pool.Moment{Day: date("2026-10-01"), Second: 3661, Who: "li"}
	of := func(customers ...crm.Customer) []pool.Subject {
		var all []pool.Subject
		for i := range customers {
			customers[i].ID = "C" + string(rune('1'+i))
			all = append(all, pool.Subject{Customer: &customers[i]})
		}
		return all
	}
	claim := func(by string, customers ...crm.Customer) func(*pool.Ledger) ([]pool.Line, []pool.Refusal) {
		return func(l *pool.Ledger) ([]pool.Line, []pool.Refusal) { return l.Claim(of(customers...), by, month, now) }
	}
	release := func(customers ...crm.Customer) func(*pool.Ledger) ([]pool.Line, []pool.Refusal) {
		return func(l *pool.Ledger) ([]pool.Line, []pool.Refusal) { return l.Release(of(customers...), now) }
	}
	handOver := func(from, to string, customers ...crm.Customer) func(*pool.Ledger) ([]pool.Line, []pool.Refusal) {
		return func(l *pool.Ledger) ([]pool.Line, []pool.Refusal) { return l.HandOver(of(customers...), from, to, now) }
	}
	undo := func(run int) func(*pool.Ledger) ([]pool.Line, []pool.Refusal) {
		return func(l *pool.Ledger) ([]pool.Line, []pool.Refusal) { return l.Undo(run, "", now) }
	}
	for _, c := range []struct {
		lines string
		do    func(*pool.Ledger) ([]pool.Line, []pool.Refusal)
		want  string // lines as "run id before after", or refusals in Chinese
		why   string
	}{
		{"", release(crm.Customer{Owner: "Li"}), "1 C1 Li *", "given up"},
		{"", release(crm.Customer{}), "1 C1 - *", "nobody's may fall too"},
		{"", release(crm.Customer{Owner: "Li"}, crm.Customer{Owner: "Li", InPool: true}), "已经在公海里", "one that is there: none goes"},
		{"1 2026-09-01 release C1 Li *", release(crm.Customer{Owner: "Li"}), "已经在公海里（2026-09-01 起）", "by the ledger"},
		{"", release(crm.Customer{Owner: "Li", Protected: true}), "受保护客户，不会释放", "protected"},

		{"", claim("Wang", crm.Customer{InPool: true}), "1 C1 * Wang", "the table has it in the pool"},
		{"", claim("Wang", crm.Customer{}), "1 C1 - Wang", "nobody's"},
		{"", claim("Wang", crm.Customer{Owner: "Li"}), "不在公海里，现归Li", "somebody's"},
		{"", claim("LI ", crm.Customer{Owner: "Li"}), "已经归LI", "one's own"},
		{"", claim(" ", crm.Customer{InPool: true}), "负责人不能为空", "nobody claims"},
		{"", claim("（公海）", crm.Customer{InPool: true}), "\"（公海）\" 指公海，不是负责人", "the pool is no owner"},
		{"4 2026-10-01 claim C1 * Zhao", claim("Wang", crm.Customer{InPool: true}), "不在公海里，现归Zhao（2026-10-01 起）", "another was faster"},
		{"4 2026-10-01 release C1 Li *", claim("Li", crm.Customer{Owner: "Li"}), "Li是释放前的负责人，2026-10-31 起才能再次领取", "cool-off"},
		{"4 2026-09-02 release C1 Li *", claim("li", crm.Customer{Owner: "Li"}), "li是释放前的负责人，2026-10-02 起才能再次领取", "the last day of the cool-off"},
		{"4 2026-09-01 release C1 Li *", claim("Li", crm.Customer{Owner: "Li"}), "5 C1 * Li", "day N: over"},
		{"4 2026-10-01 release C1 Li *", claim("Wang", crm.Customer{Owner: "Li"}), "5 C1 * Wang", "the cool-off is the previous owner's"},
		{"4 2026-09-20 release C1 Li *\n5 2026-09-21 claim C1 * Wang\n6 2026-09-22 release C1 Wang *", claim("Li", crm.Customer{}), "7 C1 * Li", "of the last release only"},
		{"4 2026-09-20 release C1 Li *\n5 2026-09-21 undo C1 * Li 4\n6 2026-09-22 release C1 Li *\n7 2026-09-22 undo C1 * Li 6", claim("Wang", crm.Customer{Owner: "Li"}), "不在公海里，现归Li", "releases taken back"},
		{"1 2026-09-01 release C1 Zhao *\n2 2026-09-20 claim C1 * Li\n3 2026-09-21 release C1 Li *\n4 2026-09-21 undo C1 * Li 3\n5 2026-09-21 undo C1 Li * 2", claim("Li", crm.Customer{}), "6 C1 * Li", "in the pool by another's release; one's own was taken back"},
		{"", claim("Li", crm.Customer{Owner: "Li", InPool: true, ReleaseDate: date("2026-09-20")}), "Li是释放前的负责人，2026-10-20 起才能再次领取", "released by their system"},
		{"", claim("Li", crm.Customer{Owner: "Li", InPool: true}), "1 C1 * Li", "released by their system, nobody knows when"},

		{"", handOver("li", "Wang", crm.Customer{Owner: "Li"}, crm.Customer{Owner: "Zhao"}, crm.Customer{Owner: "LI", Protected: true}), "1 C1 Li Wang; 1 C3 LI Wang", "all of the leaver's, the protected too"},
		{"1 2026-09-01 release C1 Li *", handOver("Li", "Wang", crm.Customer{Owner: "Li"}), "Li名下没有客户", "what is in the pool is not the leaver's"},
		{"", handOver("Li", "li", crm.Customer{Owner: "Li"}), "移交双方都是li", "to oneself"},
		{"", handOver("Li", "", crm.Customer{Owner: "Li"}), "负责人不能为空", "to nobody"},

		{"", undo(0), "没有可撤销的操作", "an empty ledger"},
		{"1 2026-09-01 release C1 Li *\n1 2026-09-01 release C2 Wang *", undo(0), "2 C1 * Li; 2 C2 * Wang", "a run whole"},
		{"1 2026-09-01 release C1 Li *\n2 2026-09-02 release C2 Li *\n3 2026-09-03 undo C2 * Li 2", undo(0), "4 C1 * Li", "the last one that stands"},
		{"1 2026-09-01 release C1 Li *\n2 2026-09-02 undo C1 * Li 1", undo(0), "没有可撤销的操作", "all taken back"},
		{"1 2026-09-01 release C1 Li *\n2 2026-09-02 undo C1 * Li 1", undo(1), "批次 1 已经撤销过", "twice"},
		{"1 2026-09-01 release C1 Li *\n2 2026-09-02 undo C1 * Li 1", undo(2), "批次 2 本身就是撤销", "of an undo"},
		{"1 2026-09-01 release C1 Li *", undo(7), "没有批次 7", "no such run"},
		{"1 2026-09-01 release C1 Li *\n2 2026-09-02 claim C1 * Wang", undo(1), "之后还有批次 2（领取）", "under a later one"},
		{"1 2026-09-01 release C1 Li *\n2 2026-09-02 release C2 Li *", undo(1), "3 C1 * Li", "beside a later one"},
		{"1 2026-09-01 release C1 Li *\n2 2026-09-02 claim C1 * Wang\n3 2026-09-02 undo C1 Wang * 2", undo(1), "4 C1 * Li", "under one taken back"},
	} {
		lines, refused := c.do(ledger(t, c.lines))
		var got []string
		for _, l := range lines {
			got = append(got, strings.Join([]string{string(rune('0' + l.Run)), l.ID, stand(l.Before), stand(l.After)}, " "))
			if l.Day != now.Day || l.Who != "li" || l.When() != "2026-10-01 01:01:01" {
				t.Errorf("%s: when and who: %+v", c.why, l)
			}
		}
		for _, r := range refused {
			got = append(got, r.Text.In(lang.ZH))
		}
		if diff := cmp.Diff(c.want, strings.Join(got, "; ")); diff != "" {
			t.Errorf("%s:\n%s", c.why, diff)
		}
	}
}

func TestUntil(t *testing.T) {
	l := ledger(t, "1 2026-03-01 release C1 Li *\n2 2026-03-10 claim C1 * Wang")
	for day, want := range map[string]string{"2026-02-28": "Li", "2026-03-01": "*", "2026-03-09": "*", "2026-03-10": "Wang"} {
		if got := stand(l.Until(date(day)).Stand(&crm.Customer{ID: "C1", Owner: "Li"}).Place); got != want {
			t.Errorf("on %s: %s, want %s", day, got, want)
		}
	}
}

func TestApply(t *testing.T) {
	l := ledger(t, "1 2026-03-01 release C1 Li *\n2 2026-03-10 claim C2 * Wang")
	got := []crm.Customer{
		{ID: "C1", Owner: "Li", ReleaseDate: date("2026-03-05"), Assigned: date("2025-01-01")},
		{ID: "C2", InPool: true, ReleaseDate: date("2026-02-05")},
		{ID: "C2", Owner: "Wang", ReleaseDate: date("2026-06-05")},
		{ID: "C3", Owner: "Li", ReleaseDate: date("2026-03-05")},
	}
	want := []crm.Customer{
		{ID: "C1", InPool: true, Assigned: date("2025-01-01")},
		{ID: "C2", Owner: "Wang", Assigned: date("2026-03-10")},
		{ID: "C2", Owner: "Wang", Assigned: date("2026-03-10"), ReleaseDate: date("2026-06-05")}, // a table that knows of Wang
		{ID: "C3", Owner: "Li", ReleaseDate: date("2026-03-05")},
	}
	l.Apply(got)
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b crm.Customer) bool {
		return a.Owner == b.Owner && a.InPool == b.InPool && a.Assigned == b.Assigned && a.ReleaseDate == b.ReleaseDate
	})); diff != "" {
		t.Error(diff)
	}
	var none *pool.Ledger
	none.Apply(got)
	if none.Until(date("2026-01-01")) != nil || none.Text() != "" || none.Lines() != nil || none.Stand(&got[0]).ByLedger {
		t.Error("no ledger at all is an empty one")
	}
}
