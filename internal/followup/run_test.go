package followup

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"crm/internal/civil"
	"crm/internal/cond"
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/rules"
)

func on(t testing.TB, iso string) civil.Date {
	t.Helper()
	d, ok := civil.ParseISO(iso)
	if !ok {
		t.Fatalf("no day %q", iso)
	}
	return d
}

// orderList is orders that have no numbers.
type orderList []crm.Order

func (l orderList) Len() int           { return len(l) }
func (l orderList) At(i int) crm.Order { return l[i] }
func (orderList) Number(int) string    { return "" }

func days(n int) civil.Period { return civil.Period{N: n, Unit: civil.Days} }

// world is five customers of three classes, and a log.
func world(t testing.TB) Input {
	set := &rules.Set{
		Followup: rules.Followup{
			By: 0, Pool: true,
			Cadences: []rules.Cadence{{Release: days(30)}, {Release: days(90), Counts: []string{rules.CountMailing, rules.CountOrder}}, {}},
			Touchpoints: []rules.Touchpoint{
				{Every: days(14), Kind: lang.T("Needs review", "需求调研"), When: &cond.Cond{}},
				{Every: days(60), Kind: lang.T("Visit", "上门拜访")},
			},
			Channels: []rules.Channel{
				{Countries: []string{"DE", "FR"}, Channel: lang.T("email", "邮件"), Hours: rules.Hours{From: 9 * 60, To: 11 * 60}},
				{Region: "sea", Channel: lang.Same("WhatsApp"), Hours: rules.Hours{From: 9 * 60, To: 18 * 60}},
				{Channel: lang.T("phone", "电话")},
			},
		},
		Freeze: []rules.DateRange{{From: on(t, "2026-02-14"), To: on(t, "2026-02-23")}},
	}
	data := &crm.Data{
		Customers: []crm.Customer{
			{ID: "1", Country: "DE"},
			{ID: "2", Country: "VN", Created: on(t, "2026-01-05")},
			{ID: "3", Country: "US", TimeZone: "America/Los_Angeles", Channel: "fax"},
			{ID: "4", LastContact: on(t, "2026-03-02")},
			{ID: "5", InPool: true},
		},
		Activities: []crm.Activity{
			{Customer: 0, Date: on(t, "2026-03-02"), Channel: "电话", Kind: "需求调研"},
			{Customer: 0, Date: on(t, "2026-03-04"), Channel: "EDM"},
			{Customer: 1, Date: on(t, "2026-03-03"), Kind: "群发邮件"},
			{Customer: 2, Date: on(t, "2026-03-03"), Kind: "visit"},
		},
		Orders: orderList{
			{Customer: 1, Date: on(t, "2026-03-06"), Net: money.FromInt(5)},
			{Customer: 1, Date: on(t, "2026-03-07"), Net: money.FromInt(-5)},
			{Customer: 1, Date: on(t, "2026-03-12"), Net: money.FromInt(5)},
			{Customer: 0, Date: on(t, "2026-03-06"), Net: money.FromInt(5)},
		},
		OrdersFrom: crm.Orders,
	}
	classes := []int{0, 1, 2, -1, 0}
	return Input{
		Rules: set, Data: data, Day: on(t, "2026-03-10"),
		Class: func(i int) int { return classes[i] },
		Meant: func(_, i int) bool { return i == 0 },
	}
}

func TestAll(t *testing.T) {
	got := NewBook(world(t)).All()
	want := []crm.FollowUp{
		{State: crm.InTime, Clock: crm.FromActivity, Start: on(t, "2026-03-02"), Due: on(t, "2026-03-16"), DueBy: crm.DueByTouchpoint,
			Release: on(t, "2026-04-01"), DaysLeft: 22}, // the mailing does not count, nor the order
		{State: crm.InTime, Clock: crm.FromOrder, Start: on(t, "2026-03-06"), Due: on(t, "2026-05-05"), DueBy: crm.DueByTouchpoint, Touchpoint: 1,
			Release: on(t, "2026-06-04"), DaysLeft: 86}, // both count; a return and an order of the future do not
		{State: crm.InTime, Clock: crm.FromActivity, Start: on(t, "2026-03-03"), Due: on(t, "2026-05-04"), DueBy: crm.DueByTouchpoint, Touchpoint: 1},
		{State: crm.InTime, Clock: crm.FromLastContact, Start: on(t, "2026-03-02"), Due: on(t, "2026-05-01"), DueBy: crm.DueByTouchpoint, Touchpoint: 1},
		{State: crm.InPool, Touchpoint: -1},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestPoolOfTheExport(t *testing.T) {
	for _, c := range []struct {
		field crm.Field
		want  bool
		why   string
	}{
		{crm.FieldOwner, true, "no pool in the rules nor in the export: only a warning"},
		{crm.FieldInPool, false, "the export has a column that says who is in the pool"},
		{crm.FieldReleaseDate, false, "the export has a column that says when customers go there"},
	} {
		in := world(t)
		in.Rules.Followup.Pool = false
		in.Data.Tables = []*crm.Layout{{Kind: crm.Customers, Columns: []crm.Column{{Field: c.field}}}}
		if got := NewBook(in).All()[0].Warn; got != c.want {
			t.Errorf("warns %v, want %v: %s", got, c.want, c.why)
		}
	}
}

func TestWithoutSection(t *testing.T) {
	in := world(t)
	in.Rules.Followup = rules.Followup{By: -1}
	in.Class, in.Meant = nil, nil
	for i, up := range NewBook(in).All() {
		if i != 4 && (up.State != crm.NoClockState || up.Due != 0 || up.Release != 0 || up.Start == 0) {
			t.Errorf("customer %d: %+v", i, up)
		}
	}
}

func TestOwnLastOrderStandsIn(t *testing.T) {
	in := world(t)
	in.Data.Orders, in.Data.OrdersFrom = nil, crm.Customers
	in.Data.Customers[1].OwnLastOrder = on(t, "2026-03-09")
	if up := NewBook(in).All()[1]; up.Clock != crm.FromOrder || up.Start != on(t, "2026-03-09") {
		t.Errorf("%+v", up)
	}
}

func TestTouches(t *testing.T) {
	b := NewBook(world(t))
	c := b.Case(0)
	want := []Touch{
		{Touchpoint: 0, Last: on(t, "2026-03-02"), Due: on(t, "2026-03-16")},
		{Touchpoint: 1, Due: on(t, "2026-05-04")}, // never done: from the start; 1 May is a holiday, a Friday
	}
	if d := cmp.Diff(want, b.Terms.Touches(&c)); d != "" {
		t.Error(d)
	}
	c = b.Case(2)
	if got := b.Terms.Touches(&c); len(got) != 1 || got[0].Last != on(t, "2026-03-03") {
		t.Errorf("a kind in lower case: %+v", got)
	}
	c.Contacts = append(c.Contacts, Contact{Date: on(t, "2026-02-03"), Kind: "Visit"}, Contact{Date: on(t, "2026-03-20"), Kind: "Visit"})
	if got := b.Terms.Touches(&c); got[0].Last != on(t, "2026-03-03") {
		t.Errorf("neither an older visit nor a planned one is the last: %+v", got)
	}
	if got := b.Terms.Touches(&Case{Rhythms: []Rhythm{{Touchpoint: 3, Every: days(5)}}}); len(got) != 1 || got[0].Due != 0 {
		t.Errorf("no date to run from: %+v", got)
	}
}

// TestKept: what one run found is what the next one says, without any activity.
func TestKept(t *testing.T) {
	in := world(t)
	first := NewBook(in)
	for i := range in.Data.Customers {
		c := first.Case(i)
		owed, some := first.Owed(i)
		if all := first.Terms.Touches(&c); some != (len(all) > 0) || some && all[0] != owed {
			t.Errorf("customer %d is owed %v, of %v", i, owed, all)
		}
	}
	bare := *in.Data
	bare.Activities = nil
	with, without := in, in
	with.Data, with.Kept, without.Data = &bare, first.Keep(), &bare
	if d := cmp.Diff(first.All(), NewBook(with).All()); d != "" {
		t.Errorf("with what was kept (-found +kept):\n%s", d)
	}
	if cmp.Equal(first.All(), NewBook(without).All()) {
		t.Error("the activities say nothing here: this test shows nothing")
	}
	with.Kept = &Kept{Ups: with.Kept.Ups[:1], Owed: with.Kept.Owed} // of other customers
	if d := cmp.Diff(NewBook(without).All(), NewBook(with).All()); d != "" {
		t.Errorf("what does not fit is taken:\n%s", d)
	}
}

func TestFirstOfTheRulesWhateverTheOrder(t *testing.T) {
	terms := Terms{Day: on(t, "2026-03-10")}
	c := Case{Assigned: terms.Day, Rhythms: []Rhythm{{Touchpoint: 4, Every: days(14)}, {Touchpoint: 2, Every: days(14)}}}
	if up := terms.Follow(&c); up.Touchpoint != 2 {
		t.Errorf("touchpoint %d, want 2", up.Touchpoint)
	}
	if got := terms.Touches(&c); got[0].Touchpoint != 2 {
		t.Errorf("%+v", got)
	}
}

func TestMailing(t *testing.T) {
	for _, c := range []struct {
		channel, kind string
		want          bool
		why           string
	}{
		{"EDM", "", true, "a channel, any case"},
		{"邮件", "群发邮件", true, "told by the kind"},
		{" mailing ", "", true, "blanks around it"},
		{"email", "", false, "a letter to one"},
		{"邮件", "报价", false, "a letter to one"},
		{"", "", false, "nothing said: a contact"},
		{"campaign call", "", false, "a word inside another"},
	} {
		if got := Mailing(c.channel, c.kind); got != c.want {
			t.Errorf("Mailing(%q, %q) = %v: %s", c.channel, c.kind, got, c.why)
		}
	}
}

func BenchmarkAll(b *testing.B) {
	in := world(b)
	const customers, perCustomer = 5000, 20
	in.Data = &crm.Data{Customers: make([]crm.Customer, customers)}
	countries := []string{"US", "DE", "VN", "SA", "CN", "BR", ""}
	for i := range in.Data.Customers {
		in.Data.Customers[i].Country = countries[i%len(countries)]
		for k := range perCustomer {
			in.Data.Activities = append(in.Data.Activities, crm.Activity{Customer: int32(i), Date: in.Day.AddDays(-k*7 - i%50), Channel: "电话", Kind: "报价"})
		}
	}
	in.Class, in.Meant = func(i int) int { return i % 3 }, func(_, i int) bool { return i%2 == 0 }
	b.ReportAllocs()
	for b.Loop() {
		NewBook(in).All()
	}
}

// TestMany: of many customers each stands where it stands among few.
func TestMany(t *testing.T) {
	in := world(t)
	few := NewBook(in).Keep()
	n, data := len(few.Ups), crm.Data{OrdersFrom: in.Data.OrdersFrom}
	orders := in.Data.Orders.(orderList)
	var all orderList
	for again := range 3 * many / n {
		data.Customers = append(data.Customers, in.Data.Customers...)
		for _, a := range in.Data.Activities {
			a.Customer += int32(again * n)
			data.Activities = append(data.Activities, a)
		}
		for _, o := range orders {
			o.Customer += int32(again * n)
			all = append(all, o)
		}
	}
	data.Orders = all
	class, meant := in.Class, in.Meant
	in.Data = &data
	in.Class = func(i int) int { return class(i % n) }
	in.Meant = func(touchpoint, i int) bool { return meant(touchpoint, i%n) }
	for i, got := range NewBook(in).Keep().Ups {
		if d := cmp.Diff(few.Ups[i%n], got); d != "" {
			t.Fatalf("customer %d (-among few +among many):\n%s", i, d)
		}
	}
	for i, got := range NewBook(in).Keep().Owed {
		if d := cmp.Diff(few.Owed[i%n], got); d != "" {
			t.Fatalf("customer %d is owed (-among few +among many):\n%s", i, d)
		}
	}
}
