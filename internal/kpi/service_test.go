package kpi_test

import (
	"testing"

	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/money"
)

// TestPromoters: the newest answer of each customer in the window counts, those of one
// day as their mean.
func TestPromoters(t *testing.T) {
	w := newWorld("2026-06-30", 6)
	say := func(customer int, on, score string) {
		w.data.Scores = append(w.data.Scores, crm.Score{Customer: int32(customer), Day: day(on), Score: amount(score)})
	}
	say(0, "2025-06-30", "10") // the window before
	say(0, "2026-01-01", "3")
	say(0, "2026-06-30", "9")
	say(0, "2026-05-01", "0") // older than the one read before it
	say(1, "2025-07-01", "10")
	say(2, "2026-01-01", "8.99")
	say(3, "2026-01-01", "6")
	say(4, "2026-03-01", "10") // two people of one customer: 8 is neither
	say(4, "2026-03-01", "6")
	say(5, "2026-07-01", "10") // after as-of
	k := indicator(t, w.run(), "nps")
	if k.Value.String() != "20" || k.Before.String() != "100" || k.Counted.In(lang.EN) != "5 answers: 2 promote, 1 detract" {
		t.Errorf("NPS %s before %s: %s", k.Value, k.Before, k.Counted.In(lang.EN))
	}
}

// TestComplaints: hours are those of the window's complaints that have a proposal by its end.
func TestComplaints(t *testing.T) {
	w := newWorld("2026-06-30", 1)
	w.data.Tables = []*crm.Layout{{Kind: crm.Complaints, Columns: []crm.Column{{Field: crm.FieldProposed}}}}
	at := func(iso string, hour int) crm.Moment {
		if iso == "" {
			return crm.Moment{}
		}
		return crm.Moment{Day: day(iso), Second: int32(hour * 3600), Timed: hour > 0}
	}
	add := func(opened, proposed, resolved crm.Moment) {
		w.data.Complaints = append(w.data.Complaints, crm.Complaint{Opened: opened, Proposed: proposed, Resolved: resolved})
	}
	add(at("2026-06-01", 9), at("2026-06-02", 10), at("", 0))            // 25 hours
	add(at("2026-06-01", 9), at("2026-06-03", 0), at("", 0))             // a day without an hour: 48
	add(at("2025-07-01", 1), at("2025-07-01", 3), at("2025-07-02", 0))   // 2, on the window's first day
	add(at("2025-06-30", 1), at("2025-07-10", 1), at("2025-07-11", 0))   // the window before; proposed after it
	add(at("2026-06-20", 9), at("", 0), at("", 0))                       // waits
	add(at("2024-01-01", 9), at("", 0), at("", 0))                       // waits ever since
	add(at("2026-06-20", 9), at("", 0), at("2026-06-21", 0))             // settled without a proposal
	add(at("2026-06-20", 9), at("2026-07-01", 9), at("", 0))             // proposed after as-of: it waits
	add(at("2026-06-20", 9), at("2026-06-19", 9), at("2026-06-22", 9))   // proposed before it was made: a slip
	add(at("2026-06-20", 12), at("2026-06-20", 11), at("2026-06-22", 9)) // an hour before it was made
	k := indicator(t, w.run(), "complaint_hours")
	if k.Value.String() != "25" || k.Counted.In(lang.EN) != "3 of 8 complaints, 3 without a proposal now" {
		t.Errorf("%s hours: %s", k.Value, k.Counted.In(lang.EN))
	}
	if k.Before.Present() {
		t.Errorf("before %s: nothing was proposed by then", k.Before)
	}
}

// TestComplaintsWithoutProposals: a table that does not tell of proposals says of
// nobody that he waits for one.
func TestComplaintsWithoutProposals(t *testing.T) {
	w := newWorld("2026-06-30", 1)
	w.data.Tables = []*crm.Layout{{Kind: crm.Complaints}}
	w.data.Complaints = []crm.Complaint{{Opened: crm.Moment{Day: day("2026-06-01")}}}
	r := w.run()
	if s := r.Service; s.Complaints != 1 || s.Waiting != 0 || s.Told {
		t.Errorf("%d complaints, %d wait, told: %v", s.Complaints, s.Waiting, s.Told)
	}
	if k := indicator(t, r, "complaint_hours"); k.Value.Present() || k.Missing.EN != "a complaints table with customer, opened and proposed" {
		t.Errorf("hours %s, wanted: %s", k.Value, k.Missing.EN)
	}
}

// terms is the terms of the orders of a world.
type terms []crm.Terms

func (l terms) At(i int) crm.Terms { return l[i] }

func (l terms) Known() (due, paid bool) { return true, true }

// TestPayments: orders due in the window, paid in time or late.
func TestPayments(t *testing.T) {
	w := newWorld("2026-06-30", 1)
	var list terms
	add := func(net string, of crm.Terms) {
		w.buys(0, "2025-01-01", net)
		list = append(list, of)
	}
	add("10", crm.Terms{Due: day("2025-07-01"), Paid: day("2025-07-01")}) // on its day
	add("10", crm.Terms{Due: day("2026-06-29"), Paid: day("2026-06-30")}) // a day late
	add("10", crm.Terms{Due: day("2026-06-30"), Open: true})              // not late yet
	add("10", crm.Terms{Due: day("2026-06-29"), Open: true})              // unpaid past its day
	add("10", crm.Terms{Due: day("2026-06-01"), Paid: day("2026-07-05")}) // paid after as-of
	add("10", crm.Terms{Due: day("2025-06-30"), Paid: day("2025-01-05")}) // the window before
	add("10", crm.Terms{Due: day("2026-01-01")})                          // nothing known
	add("-5", crm.Terms{Due: day("2026-01-01"), Paid: day("2026-02-01")}) // a credit note
	w.data.Terms = list
	k := indicator(t, w.run(), "payments_in_time")
	if k.Value.String() != "0.25" || k.Before.String() != "1" || k.Counted.In(lang.EN) != "1 of 4 orders due in the window" {
		t.Errorf("%s before %s: %s", k.Value, k.Before, k.Counted.In(lang.EN))
	}
}

// TestRates: a month's revenue is its currencies' sums, each converted once.
func TestRates(t *testing.T) {
	w := newWorld("2026-06-30", 1)
	rate, _ := money.ParseRate("1/7")
	w.data.Conversion = crm.Conversion{Base: "USD", Rates: map[money.Currency]money.Rate{"CNY": rate}}
	add := func(net string, c money.Currency) {
		w.data.Orders = append(w.data.Orders.(orders), crm.Order{Date: day("2026-06-01"), Net: amount(net), Currency: c})
	}
	add("3", "CNY")
	add("0.25", "USD")
	add("11", "CNY")
	if r := w.run(); len(r.Months) != 1 || r.Months[0].Revenue.String() != "2.25" {
		t.Errorf("%v", r.Months)
	}
	w.data.Conversion = crm.Conversion{Base: "USD", Own: true}
	w.data.Orders.(orders)[1].Base = amount("0.3")
	if r := w.run(); r.Months[0].Revenue.String() != "0.3" {
		t.Errorf("the export's own: %v", r.Months)
	}
}

// TestNothingDue: a table that tells of payments, or samples, lacks none of its
// columns where nothing of the window is told.
func TestNothingDue(t *testing.T) {
	w := newWorld("2026-06-30", 1)
	w.buys(0, "2025-01-01", "10")
	w.data.Terms = terms{{Due: day("2025-01-31"), Paid: day("2025-01-31")}}
	w.data.Tables = []*crm.Layout{{Kind: crm.Opportunities, Columns: []crm.Column{{Field: crm.FieldSamplePassed}}}}
	r := w.run()
	for id, want := range map[string]string{
		"payments_in_time": "an order due from 2025-07-01 to 2026-06-30 that is paid or late",
		"sample_pass_rate": "a sample sent from 2025-07-01 to 2026-06-30 of which it is known whether it passed",
	} {
		if k := indicator(t, r, id); k.Value.Present() || k.Missing.In(lang.EN) != want {
			t.Errorf("%s is %s, missing %q", id, k.Value, k.Missing.In(lang.EN))
		}
	}
}
