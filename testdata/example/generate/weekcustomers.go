package main

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"crm/internal/civil"
)

// The week's book is of a team of five who sell garden tools: 300 customers of
// one of them, 250 of the others and of nobody. It is as it was on the evening of
// Saturday 10 October 2026, a day of work after the National Day holiday; the week
// that README.zh-CN.md tells begins on the Monday after.
const (
	lin   = "林悦"
	he    = "何涛"
	wu    = "吴倩"
	zheng = "郑凯"
	sun   = "孙蕾" // new since September
	cao   = "曹磊" // left in September
)

// written is the last day of the week's book.
func written() civil.Date { return civil.MustNew(2026, time.October, 10) }

// habit is what a customer is like, which decides its orders and its contacts.
type habit int

const (
	keyAccount habit = iota // large, steady, for years
	growing                 // buys more each year
	steadily                // buys again, no more than before
	once                    // bought once
	hot                     // asks, has a quotation or a sample
	cold                    // has an address
	strayed                 // no address, or not for our products
)

// account is a customer of the week's book.
type account struct {
	id, name, root string
	market         *market
	owner          string // empty: in the pool
	habit          habit
	nth            int // of its owner's customers of this habit
	stage, intent  string
	fit, source    string
	contact, email string
	phone          string
	star, budget   int
	created        civil.Date
	assigned       civil.Date // 0: never passed on
	protected      bool
	orders         []deal
	log            []entry
}

// staff is who has how many customers of each habit.
func staff() []struct {
	owner string
	of    [7]int
} {
	return []struct {
		owner string
		of    [7]int
	}{
		{lin, [7]int{8, 20, 66, 45, 16, 118, 27}},
		{he, [7]int{4, 6, 18, 12, 6, 20, 4}},
		{wu, [7]int{3, 5, 15, 10, 5, 18, 4}},
		{zheng, [7]int{2, 4, 12, 10, 4, 15, 3}},
		{sun, [7]int{0, 1, 4, 6, 4, 10, 0}},
		{"", [7]int{0, 0, 2, 8, 10, 22, 3}},
	}
}

// accounts is all customers, the longest known first, as the system numbers them.
func accounts(r *random) []account {
	var all []account
	of := newDealer(r)
	for _, s := range staff() {
		for h, n := range s.of {
			for nth := range n {
				all = append(all, newAccount(s.owner, habit(h), nth, of, r))
			}
		}
	}
	slices.SortStableFunc(all, func(a, b account) int { return cmp.Compare(a.created, b.created) })
	for i := range all {
		all[i].id = fmt.Sprintf("K%04d", 2001+i)
	}
	return all
}

// dealer gives names out, market by market, by the markets' weights.
type dealer struct {
	markets []market
	bag     []int // indexes of markets, each as often as it weighs
	used    []int
	given   int
}

func newDealer(r *random) *dealer {
	d := &dealer{markets: markets()}
	for i := range d.markets {
		for range d.markets[i].weight {
			d.bag = append(d.bag, i)
		}
	}
	for i := len(d.bag) - 1; i > 0; i-- {
		k := r.below(i + 1)
		d.bag[i], d.bag[k] = d.bag[k], d.bag[i]
	}
	d.used = make([]int, len(d.markets))
	return d
}

func (d *dealer) next() (m *market, name, root string, n int) {
	i := d.bag[d.given%len(d.bag)]
	d.given++
	m, n = &d.markets[i], d.used[i]
	d.used[i]++
	name, root = m.company(n)
	return m, name, root, n
}

func newAccount(owner string, h habit, nth int, of *dealer, r *random) account {
	m, name, root, n := of.next()
	a := account{name: name, root: root, market: m, owner: owner, habit: h, nth: nth, fit: "匹配", source: pick(r, []string{fair, alibaba, website, search, referral, linkedin})}
	a.contact = m.person(n)
	a.email = pick(r, []string{"info", "purchasing", "office", "sales", "import"}) + "@" + plain(root) + ".example"
	a.phone = fmt.Sprintf("%s 555 %04d", m.dial, 1000+r.below(9000))
	a.created = written().AddDays(-since(h, r))
	a.describe(r)
	a.orders = a.buy(r)
	if len(a.orders) > 0 {
		a.created = min(a.created, a.orders[0].day.AddDays(-25-r.below(120)))
	}
	a.pass(r)
	return a
}

// since is how many days ago a customer of that habit was entered.
func since(h habit, r *random) int {
	switch h {
	case keyAccount:
		return 1150 + r.below(900)
	case growing:
		return 500 + r.below(800)
	case steadily:
		return 700 + r.below(1400)
	case once:
		return 200 + r.below(1200)
	case hot:
		return 8 + r.below(130)
	}
	return 90 + r.below(900)
}

// describe fills in stage, intent and what a salesperson notes of such a customer.
func (a *account) describe(r *random) {
	switch a.habit {
	case keyAccount:
		a.stage, a.intent, a.star, a.budget = again, "高", 5, 10_000*(60+r.below(200))
	case growing:
		a.stage, a.intent, a.star, a.budget = again, pick(r, []string{"高", "高", "中"}), 4, 10_000*(8+r.below(40))
	case steadily:
		a.stage, a.intent, a.star = again, pick(r, []string{"高", "中", "中"}), 3+r.below(2)
	case once:
		a.stage, a.intent, a.star = bought, pick(r, []string{"中", "中", "低"}), 2+r.below(2)
	case hot:
		a.stage, a.intent, a.star = pick(r, []string{inquiry, quoted, quoted, sample, sample}), pick(r, []string{"高", "中"}), 2+r.below(3)
	case cold:
		a.stage, a.intent, a.star = waiting, "低", 1+r.below(2)
	case strayed:
		a.stage, a.intent, a.star, a.fit = waiting, "低", 1, pick(r, []string{"不匹配", "匹配"})
		if a.fit == "匹配" {
			a.email = ""
		}
	}
	if a.habit == cold || a.habit == steadily && r.below(3) == 0 {
		a.fit = pick(r, []string{"匹配", ""})
	}
}

// pass hands some customers of who left on to others, in September; the new
// colleague has all of hers from then.
func (a *account) pass(r *random) {
	handed := civil.MustNew(2026, time.September, 21)
	switch {
	case a.created > handed:
	case a.owner == sun:
		a.assigned = handed.AddDays(r.below(3))
	case a.owner == lin && a.habit >= steadily && a.habit <= cold && r.below(14) == 0:
		a.assigned = handed
	}
}
