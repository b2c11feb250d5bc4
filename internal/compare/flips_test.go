package compare_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"crm/internal/compare"
	"crm/internal/crm"
)

// stand is a customer of the classes A, B and the rest C, as reasons say: class,
// text, actual value, how it came out; capitals decide.
func stand(class, current string, reasons ...crm.Reason) *crm.Assessment {
	return &crm.Assessment{ID: "1", Name: "Acme", Class: class, Current: current, Reasons: reasons}
}

func reason(class, text, actual string, holds crm.Holds) crm.Reason {
	return crm.Reason{Class: class, Text: text, Actual: actual, Holds: holds}
}

func decisive(r crm.Reason) crm.Reason {
	r.Decisive = true
	return r
}

func manual(a *crm.Assessment) *crm.Assessment {
	a.Manual = true
	return a
}

var flipTests = []struct {
	name     string
	old, now *crm.Assessment
	want     []crm.Flip
	why      string
}{
	{
		"down",
		stand("A", "A", reason("A", "revenue_share > 30%", "31.4%", crm.Yes), reason("A", "tenure >= years(2)", "900", crm.Yes)),
		stand("B", "B", reason("A", "revenue_share > 30%", "28.1%", crm.No), reason("A", "tenure >= years(2)", "990", crm.Yes),
			reason("B", "orders >= 2", "5", crm.Yes)),
		[]crm.Flip{{Class: "A", Text: "revenue_share > 30%", Was: crm.Yes, Is: crm.No, From: "31.4%", To: "28.1%"}},
		"what A fails by; that B holds was not in question before",
	}, {
		"up",
		stand("B", "B", reason("A", "revenue_share > 30%", "28.1%", crm.No), reason("B", "orders >= 2", "5", crm.Yes)),
		stand("A", "A", reason("A", "revenue_share > 30%", "31.4%", crm.Yes)),
		[]crm.Flip{{Class: "A", Text: "revenue_share > 30%", Was: crm.No, Is: crm.Yes, From: "28.1%", To: "31.4%"}},
		"what A no longer fails by; B is not asked any more",
	}, {
		"into the rest",
		stand("B", "B", reason("A", "revenue > 100", "1", crm.No), reason("B", "orders >= 2", "2", crm.Yes)),
		stand("C", "C", reason("A", "revenue > 100", "2", crm.No), reason("B", "orders >= 2", "1", crm.No)),
		[]crm.Flip{{Class: "B", Text: "orders >= 2", Was: crm.Yes, Is: crm.No, From: "2", To: "1"}},
		"the rest asks nothing: B decides",
	}, {
		"out of the rest, over a class between",
		stand("C", "C", reason("A", "revenue > 100", "1", crm.No), reason("B", "orders >= 2", "1", crm.No)),
		stand("A", "A", reason("A", "revenue > 100", "101", crm.Yes)),
		[]crm.Flip{{Class: "A", Text: "revenue > 100", Was: crm.No, Is: crm.Yes, From: "1", To: "101"}},
		"B was passed over and moved nobody",
	}, {
		"absent",
		stand("C", "C", reason("A", "revenue_growth > 0", "", crm.Unknown)),
		stand("A", "A", reason("A", "revenue_growth > 0", "12.5%", crm.Yes)),
		[]crm.Flip{{Class: "A", Text: "revenue_growth > 0", Was: crm.Unknown, Is: crm.Yes, To: "12.5%"}},
		"absent is unknown, not no",
	}, {
		"unrelated conditions that changed",
		stand("B", "B", reason("A", "revenue > 100", "1", crm.No), reason("A", "has_email", "true", crm.Yes), reason("B", "orders >= 2", "5", crm.Yes)),
		stand("C", "C", reason("A", "revenue > 100", "101", crm.Yes), reason("A", "has_email", "false", crm.No), reason("B", "orders >= 2", "1", crm.No)),
		[]crm.Flip{{Class: "B", Text: "orders >= 2", Was: crm.Yes, Is: crm.No, From: "5", To: "1"}},
		"A held in neither state, whatever its parts did",
	}, {
		"the other way inside a class",
		stand("A", "A", reason("A", "revenue > 100", "101", crm.Yes), reason("A", "orders >= 2", "1", crm.No)),
		stand("C", "C", reason("A", "revenue > 100", "99", crm.No), reason("A", "orders >= 2", "3", crm.Yes)),
		[]crm.Flip{{Class: "A", Text: "revenue > 100", Was: crm.Yes, Is: crm.No, From: "101", To: "99"}},
		"a part that came to hold cannot have made the class fail",
	}, {
		"under a not",
		stand("A", "A", reason("A", "unpaid > 0", "0", crm.No)),
		stand("C", "C", reason("A", "unpaid > 0", "10", crm.Yes)),
		[]crm.Flip{{Class: "A", Text: "unpaid > 0", Was: crm.No, Is: crm.Yes, From: "0", To: "10"}},
		"the only one that changed, though it came to hold: a not turns it round",
	}, {
		"decisive ones only",
		stand("A", "A", decisive(reason("A", "revenue > 100", "101", crm.Yes)), reason("A", "unpaid > 0", "0", crm.No), reason("A", "orders >= 2", "3", crm.Yes)),
		stand("C", "C", reason("A", "revenue > 100", "99", crm.No), decisive(reason("A", "unpaid > 0", "10", crm.Yes)), reason("A", "orders >= 2", "3", crm.Yes)),
		[]crm.Flip{{Class: "A", Text: "unpaid > 0", Was: crm.No, Is: crm.Yes, From: "0", To: "10"}},
		"what the class fails by is known: the revenue was made good by another part",
	}, {
		"a limit moved",
		stand("C", "C", reason("A", "revenue_share > 30%", "28.1%", crm.No)),
		stand("A", "A", reason("A", "revenue_share > 25%", "28.1%", crm.Yes)),
		[]crm.Flip{{Class: "A", Text: "revenue_share > 25%", Earlier: "revenue_share > 30%", Was: crm.No, Is: crm.Yes, From: "28.1%", To: "28.1%"}},
		"the same condition written otherwise",
	}, {
		"a condition added",
		stand("A", "A", reason("A", "revenue > 100", "101", crm.Yes)),
		stand("C", "C", reason("A", "revenue > 100", "101", crm.Yes), reason("A", "has_email", "false", crm.No)),
		[]crm.Flip{{Class: "A", Text: "has_email", Asked: crm.AskedNow, Is: crm.No, To: "false"}},
		"asked now, and not met",
	}, {
		"a condition dropped",
		stand("C", "C", reason("A", "revenue > 100", "101", crm.Yes), reason("A", "has_email", "false", crm.No)),
		stand("A", "A", reason("A", "revenue > 100", "101", crm.Yes)),
		[]crm.Flip{{Class: "A", Text: "has_email", Asked: crm.AskedThen, Was: crm.No, From: "false"}},
		"what it was missed by is asked no longer",
	}, {
		"order turned",
		stand("A", "A", reason("A", "revenue > 100", "101", crm.Yes)),
		stand("B", "B", reason("B", "orders >= 2", "3", crm.Yes)),
		[]crm.Flip{
			{Class: "A", Text: "revenue > 100", Asked: crm.AskedThen, Was: crm.Yes, From: "101"},
			{Class: "B", Text: "orders >= 2", Asked: crm.AskedNow, Is: crm.Yes, To: "3"},
		},
		"nothing was asked twice",
	}, {
		"order turned, and both classes came out otherwise",
		stand("A", "A", reason("B", "orders >= 2", "1", crm.No), reason("A", "revenue > 100", "101", crm.Yes)),
		stand("B", "B", reason("A", "revenue > 100", "99", crm.No), reason("B", "orders >= 2", "2", crm.Yes)),
		[]crm.Flip{
			{Class: "A", Text: "revenue > 100", Was: crm.Yes, Is: crm.No, From: "101", To: "99"},
			{Class: "B", Text: "orders >= 2", Was: crm.No, Is: crm.Yes, From: "1", To: "2"},
		},
		"it took both to move",
	}, {
		"at a review, long after",
		stand("A", "B", reason("A", "revenue > 100", "99", crm.No), reason("A", "orders >= 2", "3", crm.Yes), reason("B", "has_email", "true", crm.Yes)),
		stand("B", "B", reason("A", "revenue > 100", "80", crm.No), reason("A", "orders >= 2", "3", crm.Yes), reason("B", "has_email", "true", crm.Yes)),
		[]crm.Flip{{Class: "A", Text: "revenue > 100", Was: crm.No, Is: crm.No, From: "99", To: "80"}},
		"what A fails by, as it did before",
	}, {
		"upwards at a review, long after",
		stand("B", "A", reason("A", "revenue > 100", "101", crm.Yes)),
		stand("A", "A", reason("A", "revenue > 100", "120", crm.Yes)),
		[]crm.Flip{{Class: "A", Text: "revenue > 100", Was: crm.Yes, Is: crm.Yes, From: "101", To: "120"}},
		"what A holds by, as it did before",
	}, {
		"at a review, half before and half now",
		stand("A", "B", reason("A", "revenue > 100", "99", crm.No), reason("B", "orders >= 2", "2", crm.Yes)),
		stand("C", "C", reason("A", "revenue > 100", "99", crm.No), reason("B", "orders >= 2", "1", crm.No)),
		[]crm.Flip{
			{Class: "B", Text: "orders >= 2", Was: crm.Yes, Is: crm.No, From: "2", To: "1"},
			{Class: "A", Text: "revenue > 100", Was: crm.No, Is: crm.No, From: "99", To: "99"},
		},
		"A had failed, B failed since",
	}, {
		"moved by a review between, and back since",
		stand("A", "A", reason("A", "revenue > 100", "101", crm.Yes)),
		stand("B", "A", reason("A", "revenue > 100", "101", crm.Yes)),
		nil,
		"what the rules say by now did not lead to B",
	}, {
		"a person's word set",
		stand("B", "B", reason("A", "revenue > 100", "99", crm.No)),
		manual(stand("A", "A", reason("A", "revenue > 100", "101", crm.Yes))),
		nil,
		"the word decides, though the rule would have it so too",
	}, {
		"a person's word ended",
		manual(stand("A", "A", reason("A", "revenue > 100", "99", crm.No))),
		stand("B", "B", reason("A", "revenue > 100", "99", crm.No)),
		nil,
		"no condition came out otherwise",
	}, {
		"nobody moved",
		stand("A", "A", reason("A", "revenue > 100", "101", crm.Yes)),
		stand("A", "B", reason("A", "revenue > 100", "99", crm.No)),
		nil,
		"the class that counts is the same; it waits for the review",
	}, {
		"a band",
		stand("C", "C", reason("A", "revenue cumulative 80%", "500 (81.2%)", crm.No)),
		stand("A", "A", reason("A", "revenue cumulative 80%", "500 (79.9%)", crm.Yes)),
		[]crm.Flip{{Class: "A", Text: "revenue cumulative 80%", Was: crm.No, Is: crm.Yes, From: "500 (81.2%)", To: "500 (79.9%)"}},
		"the others moved, this one's amount did not",
	},
}

func TestFlips(t *testing.T) {
	for _, test := range flipTests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, compare.Flips(test.old, test.now)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", test.why, diff)
			}
		})
	}
}
