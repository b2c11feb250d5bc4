package report

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"crm/internal/civil"
	"crm/internal/country"
	"crm/internal/crm"
	"crm/internal/holiday"
	"crm/internal/lang"
)

// Event is something to do on a day.
type Event struct {
	UID      string // the same whenever the event is written
	Day      civil.Date
	Summary  string
	Lines    []string // what to know of it
	Category string
	Greeting bool // a holiday of a country, not a customer to contact
}

// greetingDays is how many days ahead holidays are greetings to send, where
// nobody asks for more.
const greetingDays = 30

// Events is the list as days of a calendar: whom to contact on the due day, or
// today where that is past, and the holidays of the customers' countries as
// greetings to send, within so many days; below 0: a month.
func (l *FollowList) Events(within int) []Event {
	r := l.run
	var events []Event
	alike := map[string]int{} // of a view that hides ids
	for _, i := range l.shown {
		if r.Ups[i].Due == 0 {
			continue
		}
		e := l.event(i)
		if alike[e.UID]++; alike[e.UID] > 1 {
			e.UID = uid("contact", e.UID, strconv.Itoa(alike[e.UID]))
		}
		events = append(events, e)
	}
	if within < 0 {
		within = greetingDays
	}
	return append(events, l.greetings(r.AsOf.AddDays(within))...)
}

// event is one customer's. Its UID rests on what does not change when the
// calendar is written again: who it is, when it is due and what for.
func (l *FollowList) event(customer int) Event {
	r := l.run
	up := &r.Ups[customer]
	kind := up.DueBy
	if t := l.touchpoint(customer); t != nil && up.DueBy == crm.DueByTouchpoint {
		kind = t.Kind.EN
	}
	summary := lang.F("Contact %s", "联系 %s", r.Label(customer))
	if step := l.step(customer); !step.Empty() {
		summary = lang.F("%s: %s", "%s：%s", summary, step)
	}
	return Event{
		UID: uid("contact", r.key(customer), up.Due.String(), kind), Day: max(up.Due, r.AsOf),
		Summary: summary.In(r.Lang), Lines: l.eventLines(customer), Category: lang.T("Customer follow-up", "客户跟进").In(r.Lang),
	}
}

// key is what tells a customer from the others: its id, else its name, of these what
// the view shows.
func (r *Run) key(customer int) string {
	c := &r.Data.Customers[customer]
	if c.ID != "" && r.sees(string(crm.FieldCustomerID)) {
		return c.ID
	}
	if r.View == nil {
		return c.Name
	}
	return r.Label(customer)
}

// eventLines is what to know before the call: the columns of the list, a line each.
func (l *FollowList) eventLines(customer int) []string {
	r := l.run
	c, up := &r.Data.Customers[customer], &r.Ups[customer]
	var lines []string
	add := func(title lang.Text, text string) {
		if text != "" {
			lines = append(lines, lang.F("%s: %s", "%s：%s", title, text).In(r.Lang))
		}
	}
	seen := func(column string, title lang.Text, text string) {
		if r.sees(column) {
			add(title, text)
		}
	}
	state := l.stateNames()[up.State.String()]
	if up.DaysOver > 0 {
		state = lang.F("%s, %s", "%s，%s", state, lang.N(up.DaysOver, "%d day over", "%d days over", "逾期 %d 天"))
	}
	add(lang.T("State", "状态"), state.In(r.Lang))
	add(lang.T("Due", "应联系日期"), up.Due.String())
	if up.Release != 0 {
		add(lang.T("Last day", "保留期最后一天"), up.Release.String())
	}
	for _, class := range l.classes() {
		if id := class.of(customer); id.Present() && r.sees(class.ID) {
			title := class.Names[id.Text()]
			add(class.Title, cmp.Or(title.In(r.Lang), id.Text()))
		}
	}
	seen("owner", lang.T("Owner", "负责人"), c.Owner)
	seen("last_contact", lang.T("Last contact", "最近联系"), r.value("last_contact", customer).String())
	add(lang.T("Counted from", "起算"), clockText(up).In(r.Lang))
	add(lang.T("Channel", "渠道"), l.channel().of(customer).String())
	add(lang.T("Hours", "联系时间"), l.hours(customer).In(r.Lang))
	seen("contact_person", lang.T("Contact person", "联系人"), c.ContactPerson)
	seen("phone", lang.T("Phone", "电话"), c.Phone)
	seen("email", lang.T("Email", "邮箱"), c.Email)
	seen("customer_id", lang.T("Customer ID", "客户编号"), c.ID)
	return lines
}

// greetings is the public holidays of the customers' countries up to a day, one
// event for each country and holiday. A day off that stands for another is none.
func (l *FollowList) greetings(last civil.Date) []Event {
	r := l.run
	of := map[string][]int{}
	for _, i := range l.kept {
		if iso := r.Data.Customers[i].Country; iso != "" && r.sees("country") {
			of[iso] = append(of[iso], i)
		}
	}
	book := holiday.NewBook()
	var events []Event
	for iso, customers := range of {
		l.sort(customers)
		for _, d := range book.Between(iso, r.AsOf, last) {
			if d.Observed {
				continue
			}
			name := lang.T(country.Name(iso, lang.EN), country.Name(iso, lang.ZH))
			events = append(events, Event{
				UID: uid("holiday", iso, d.Date.String(), d.Name.EN), Day: d.Date,
				Summary:  lang.F("Send greetings: %s (%s)", "节日问候：%s（%s）", d.Name, name).In(r.Lang),
				Lines:    l.greeted(customers),
				Category: lang.T("Greetings", "节日问候").In(r.Lang), Greeting: true,
			})
		}
	}
	slices.SortFunc(events, func(a, b Event) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), strings.Compare(a.UID, b.UID))
	})
	return oncePerDay(events)
}

// greetedShown is how many customers a greeting names.
const greetedShown = 20

// greeted is the customers to greet, a line each.
func (l *FollowList) greeted(customers []int) []string {
	var lines []string
	for _, i := range customers[:min(len(customers), greetedShown)] {
		lines = append(lines, l.run.Label(i))
	}
	if more := len(customers) - len(lines); more > 0 {
		lines = append(lines, lang.F("… and %d more", "……等 %d 个客户", more).In(l.run.Lang))
	}
	return lines
}

// oncePerDay keeps one event of a country's holiday that lasts several days: the
// greeting goes out on the first. The events are sorted by day.
func oncePerDay(events []Event) []Event {
	lately := map[string]civil.Date{}
	return slices.DeleteFunc(events, func(e Event) bool {
		last, seen := lately[e.Summary]
		lately[e.Summary] = e.Day
		return seen && e.Day.Since(last) <= 1
	})
}

// uid is a name that is the same for the same parts, and for no other ones.
func uid(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return parts[0] + "-" + hex.EncodeToString(sum[:12]) + "@crm"
}
