package measure_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/money"
	"crm/internal/value"
)

// deal is an opportunity of customer 0: "opened closed quote sample order", each a
// day or -.
func deal(t testing.TB, days string, change ...func(*crm.Opportunity)) crm.Opportunity {
	t.Helper()
	var dates [5]civil.Date
	for i, text := range strings.Fields(days) {
		if text != "-" {
			dates[i] = day(t, text)
		}
	}
	o := crm.Opportunity{Opened: dates[0], Closed: dates[1], Reached: [crm.Steps]civil.Date{dates[0], dates[2], dates[3], dates[4]}, Currency: "USD"}
	for _, f := range change {
		f(&o)
	}
	return o
}

func stage(s string) func(*crm.Opportunity)       { return func(o *crm.Opportunity) { o.Stage = s } }
func result(r crm.Result) func(*crm.Opportunity)  { return func(o *crm.Opportunity) { o.Result = r } }
func sampled(p crm.Passed) func(*crm.Opportunity) { return func(o *crm.Opportunity) { o.Sample = p } }
func worth(c, amount string) func(*crm.Opportunity) {
	return func(o *crm.Opportunity) { o.Currency, o.Amount = money.Currency(c), money.MustParse(amount) }
}

func funnelBook(deals ...crm.Opportunity) *crm.Data {
	d := book(1)
	d.Opportunities = deals
	d.Tables = []*crm.Layout{layout(crm.Customers, crm.FieldCreated), layout(crm.Opportunities, crm.Fields(crm.Opportunities)...)}
	return d
}

// The as-of day is 2025-06-30, the window the days after 2024-06-30.
func TestFunnel(t *testing.T) {
	names := []string{"pipeline", "days_in_stage", "days_in_funnel", "inquiries", "days_since_inquiry", "samples", "sample_pass_rate"}
	for _, c := range []struct {
		why   string
		deals []crm.Opportunity
		want  []string
	}{
		{"none: counts and sums are 0, days and shares absent", nil, []string{"0", "-", "-", "0", "-", "0", "-"}},
		{
			"an open deal at its quote", []crm.Opportunity{deal(t, "2025-05-01 - 2025-06-10 - -", stage("quote"), worth("USD", "100.25"))},
			[]string{"100.25", "20", "60", "1", "60", "0", "-"},
		},
		{
			"the window begins on the day after as-of − 12 months",
			[]crm.Opportunity{deal(t, "2024-06-30", result(crm.Won)), deal(t, "2024-07-01", result(crm.Lost))}, []string{"0", "-", "-", "1", "364", "0", "-"},
		},
		{
			"closed on the as-of day: closed; on the next: open then",
			[]crm.Opportunity{
				deal(t, "2025-05-01 2025-06-30", result(crm.Won), worth("USD", "1")), deal(t, "2025-05-11 2025-07-01", result(crm.Won), worth("USD", "2")),
			}, []string{"2", "50", "50", "2", "50", "0", "-"},
		},
		{
			"lost without a day it was lost on is no open deal", []crm.Opportunity{deal(t, "2025-05-01", result(crm.Lost), worth("USD", "5"))},
			[]string{"0", "-", "-", "1", "60", "0", "-"},
		},
		{
			"opened after as-of: nobody knew of it", []crm.Opportunity{deal(t, "2025-07-01", worth("USD", "5"))}, []string{"0", "-", "-", "0", "-", "0", "-"},
		},
		{
			"opened on a day nobody noted: in the pipeline, in no count of days", []crm.Opportunity{deal(t, "-", worth("USD", "5"))},
			[]string{"5", "-", "-", "0", "-", "0", "-"},
		},
		{
			"the newest open deal's stage, the oldest one's funnel",
			[]crm.Opportunity{deal(t, "2025-01-01 - 2025-02-01", stage("quote")), deal(t, "2025-06-01 - - 2025-06-20", stage("sample"))},
			[]string{"0", "10", "180", "2", "29", "1", "-"},
		},
		{
			"a stage without a day: since the last step that has one", []crm.Opportunity{deal(t, "2025-05-01 - 2025-05-31", stage("sample"))},
			[]string{"0", "30", "60", "1", "60", "1", "-"},
		},
		{
			"the team's own word for a stage", []crm.Opportunity{deal(t, "2025-05-01", stage("初谈"))}, []string{"0", "60", "60", "1", "60", "0", "-"},
		},
		{
			"two of three samples passed; one sent but not judged",
			[]crm.Opportunity{
				deal(t, "2025-01-01 - - 2025-02-01", sampled(crm.SamplePassed), result(crm.Won)), deal(t, "2025-01-02", sampled(crm.SamplePassed), result(crm.Won)),
				deal(t, "2025-01-03 - - 2025-02-01", sampled(crm.SampleFailed), result(crm.Lost)), deal(t, "2025-01-04 - - 2025-02-01", result(crm.Lost)),
			}, []string{"0", "-", "-", "4", "177", "4", "0.666666666666667"},
		},
		{
			"a sample before the window, of an inquiry before it",
			[]crm.Opportunity{deal(t, "2024-05-01 - - 2024-06-30", sampled(crm.SamplePassed), result(crm.Won))}, []string{"0", "-", "-", "0", "425", "0", "-"},
		},
	} {
		table := at(funnelBook(c.deals...), asOf)
		var got []string
		for _, name := range names {
			got = append(got, shown(table.Column(name))[0])
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %v\n%s", c.why, names, diff)
		}
	}
}

// A prospect of 45 days or more asks for a word: who never bought is in the
// funnel since it was created where no deal of it is open.
func TestDaysInFunnel(t *testing.T) {
	for _, c := range []struct {
		why     string
		created string
		deals   []crm.Opportunity
		orders  []crm.Order
		want    string
	}{
		{"one day short", "2025-05-17", nil, nil, "44"},
		{"at the limit", "2025-05-16", nil, nil, "45"},
		{"above", "2025-05-15", nil, nil, "46"},
		{"an open deal counts before the day of creation", "2025-01-01", []crm.Opportunity{deal(t, "2025-06-01")}, nil, "29"},
		{"a lost one does not", "2025-06-01", []crm.Opportunity{deal(t, "2025-01-01 2025-02-01", result(crm.Lost))}, nil, "29"},
		{"who bought is through", "2025-01-01", nil, []crm.Order{order(t, "2025-02-01", "1")}, "-"},
		{"unless a new deal is open", "2025-01-01", []crm.Opportunity{deal(t, "2025-06-29")}, []crm.Order{order(t, "2025-02-01", "1")}, "1"},
		{"created after as-of", "2025-07-01", nil, nil, "-"},
	} {
		d := funnelBook(c.deals...)
		d.Orders = orderList(c.orders)
		d.Customers[0].Created = day(t, c.created)
		if got := shown(at(d, asOf).Column("days_in_funnel"))[0]; got != c.want {
			t.Errorf("%s: %s, want %s", c.why, got, c.want)
		}
	}
	d := &crm.Data{Customers: []crm.Customer{{Created: day(t, "2025-01-01")}}}
	if got := shown(at(d, asOf).Column("days_in_funnel"))[0]; got != "-" {
		t.Errorf("without orders nobody knows who never bought: %s", got)
	}
}

// Each currency is converted once, of its sum; what nothing converts is in no sum.
func TestPipelineConverts(t *testing.T) {
	deals := []crm.Opportunity{
		deal(t, "2025-05-01", worth("CNY", "1")), deal(t, "2025-05-02", worth("CNY", "6.2")), deal(t, "2025-05-03", worth("USD", "3")),
		deal(t, "2025-05-04", worth("EUR", "50")),
	}
	rate, _ := money.ParseRate("1/7.2")
	d := funnelBook(deals...)
	d.Conversion.Rates = map[money.Currency]money.Rate{"CNY": rate}
	if got := shown(at(d, asOf).Column("pipeline"))[0]; got != "4" {
		t.Errorf("pipeline %s: 7.2 CNY are 1 USD, beside 3", got)
	}
	for i, base := range []string{"0.1", "0.9", "0", "0"} { // none for the last
		d.Opportunities[i].Base = money.MustParse(base)
	}
	d.Conversion = crm.Conversion{Base: "USD", Own: true}
	if got := shown(at(d, asOf).Column("pipeline"))[0]; got != "4" {
		t.Errorf("pipeline %s by the export's own conversion: 0.1 + 0.9 + 3", got)
	}
}

func complaint(opened, proposed, resolved crm.Moment) crm.Complaint {
	return crm.Complaint{Opened: opened, Proposed: proposed, Resolved: resolved}
}

// when is "2025-06-01 14:30", "2025-06-01", or "" for what is not known.
func when(t testing.TB, text string) crm.Moment {
	t.Helper()
	if text == "" {
		return crm.Moment{}
	}
	m := crm.Moment{Day: day(t, text[:10])}
	if len(text) > 10 {
		hour, minute := int(text[11]-'0')*10+int(text[12]-'0'), int(text[14]-'0')*10+int(text[15]-'0')
		m.Second, m.Timed = int32(hour*3600+minute*60), true
	}
	return m
}

func TestComplaints(t *testing.T) {
	for _, c := range []struct {
		why  string
		rows [][3]string // opened, proposed, resolved
		want [3]string   // open_complaints, complaint_hours, complaint_waiting
	}{
		{"none", nil, [3]string{"0", "-", "-"}},
		{"to the minute", [][3]string{{"2025-06-01 14:30", "2025-06-03 14:29", "2025-06-05"}}, [3]string{"0", "47.9833333333", "-"}},
		{"at 48 hours", [][3]string{{"2025-06-01 14:30", "2025-06-03 14:30", "2025-06-05"}}, [3]string{"0", "48", "-"}},
		{"days only: 24 hours each", [][3]string{{"2025-06-01", "2025-06-03", ""}}, [3]string{"1", "48", "-"}},
		{"one side without a time: days", [][3]string{{"2025-06-01 23:00", "2025-06-02", ""}}, [3]string{"1", "24", "-"}},
		{"the same day, days only", [][3]string{{"2025-06-01", "2025-06-01", "2025-06-01"}}, [3]string{"0", "0", "-"}},
		{"a mean; who waits is not in it", [][3]string{{"2025-06-01", "2025-06-02", ""}, {"2025-06-01", "2025-06-04", ""}, {"2025-06-28 12:00", "", ""}}, [3]string{"3", "48", "60"}},
		{"47 hours at the end of the day", [][3]string{{"2025-06-29 01:00", "", ""}}, [3]string{"1", "-", "47"}},
		{"48 hours", [][3]string{{"2025-06-29 00:00", "", ""}, {"2025-06-30", "", ""}}, [3]string{"2", "-", "48"}},
		{"without a time from the end of its day", [][3]string{{"2025-06-28", "", ""}}, [3]string{"1", "-", "48"}},
		{"made today, no time: not an hour yet", [][3]string{{"2025-06-30", "", ""}}, [3]string{"1", "-", "0"}},
		{"resolved without a proposal waits no more", [][3]string{{"2025-06-01", "", "2025-06-30"}}, [3]string{"0", "-", "-"}},
		{"resolved, and proposed, the day after as-of", [][3]string{{"2025-06-29", "2025-07-01", "2025-07-01"}}, [3]string{"1", "-", "24"}},
		{"made after as-of", [][3]string{{"2025-07-01", "", ""}}, [3]string{"0", "-", "-"}},
		{"open from before the window: open all the same, in no mean", [][3]string{{"2024-06-30", "2024-07-02", ""}}, [3]string{"1", "-", "-"}},
		{"proposed before it was made: in no mean", [][3]string{{"2025-06-02", "2025-06-01", ""}}, [3]string{"1", "-", "-"}},
	} {
		d := book(1)
		d.Tables = []*crm.Layout{layout(crm.Complaints, crm.Fields(crm.Complaints)...)}
		for _, r := range c.rows {
			d.Complaints = append(d.Complaints, complaint(when(t, r[0]), when(t, r[1]), when(t, r[2])))
		}
		table := at(d, asOf)
		var got [3]string
		for i, name := range []string{"open_complaints", "complaint_hours", "complaint_waiting"} {
			got[i] = shown(table.Column(name))[0]
		}
		if got != c.want {
			t.Errorf("%s: %v, want %v", c.why, got, c.want)
		}
	}
}

func TestNPS(t *testing.T) {
	type answer struct{ day, score string }
	for _, c := range []struct {
		why     string
		answers []answer
		want    string
	}{
		{"none", nil, "-"},
		{"the newest, whatever the order of rows", []answer{{"2025-06-01", "9"}, {"2025-03-01", "3"}}, "9"},
		{"two of one day: their mean", []answer{{"2025-06-01", "9"}, {"2025-06-01", "10"}, {"2025-06-01", "8"}, {"2025-01-01", "0"}}, "9"},
		{"a mean that does not end", []answer{{"2025-06-01", "9"}, {"2025-06-01", "9"}, {"2025-06-01", "8"}}, "8.666667"},
		{"0 is a score", []answer{{"2025-06-30", "0"}}, "0"},
		{"before the window, and after as-of", []answer{{"2024-06-30", "9"}, {"2025-07-01", "1"}}, "-"},
		{"the first day of the window", []answer{{"2024-07-01", "7"}}, "7"},
	} {
		d := book(1)
		d.Tables = []*crm.Layout{layout(crm.Feedback, crm.Fields(crm.Feedback)...)}
		for _, a := range c.answers {
			d.Scores = append(d.Scores, crm.Score{Day: day(t, a.day), Score: money.MustParse(a.score)})
		}
		if got := shown(at(d, asOf).Column("nps"))[0]; got != c.want {
			t.Errorf("%s: %s, want %s", c.why, got, c.want)
		}
	}
}

// From a table or column that was not read everything is absent, and said.
func TestFunnelNotRead(t *testing.T) {
	d := book(1)
	d.Tables = []*crm.Layout{layout(crm.Opportunities, crm.FieldOpened), layout(crm.Complaints, crm.FieldOpened)}
	d.Opportunities = []crm.Opportunity{deal(t, "2025-05-01")}
	d.Complaints = []crm.Complaint{complaint(when(t, "2025-06-01"), crm.Moment{}, crm.Moment{})}
	table := at(d, asOf)
	for _, name := range []string{"pipeline", "samples", "sample_pass_rate", "open_complaints", "complaint_hours", "complaint_waiting", "nps"} {
		if got := table.Column(name)[0]; got.Present() {
			t.Errorf("%s = %v without its column", name, got)
		}
	}
	if got := table.Column("inquiries")[0]; value.Compare(got, value.Int(value.Number, 1)) != 0 {
		t.Errorf("inquiries = %v: that the table tells", got)
	}
}
