package measure

import (
	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/value"
)

func serviceMeasures() []measure {
	return grouped("service", []measure{
		{name: "open_complaints", kind: value.Number, column: openComplaints, missing: withoutComplaintColumn(crm.FieldResolved),
			title: lang.T("Open complaints", "未解决投诉数"),
			doc:   lang.T("Complaints made and not resolved by the as-of date, over all time.", "截止日尚未解决的投诉数，不限统计期。")},
		{name: "complaint_hours", kind: value.Number, column: complaintHours, missing: withoutComplaintColumn(crm.FieldProposed),
			title: lang.T("Hours to a proposal", "投诉方案平均用时（小时）"),
			doc: lang.T("Mean hours from a complaint of the window to the proposal of a solution: exact where both have a time of day, else 24 for each day between them. Complaints without a proposal are not in it; absent without any.",
				"统计期内投诉从提出到给出方案的平均小时数：两端都有钟点时按实际时间，否则每相差一天按 24 小时计。还没有方案的投诉不计入；全都没有时为缺失。")},
		{name: "complaint_waiting", kind: value.Number, column: complaintWaiting, missing: withoutComplaintColumn(crm.FieldProposed),
			title: lang.T("Hours waiting for a proposal", "投诉等待方案时长（小时）"),
			doc: lang.T("Hours from the oldest open complaint without a proposal to the end of the as-of day; a complaint without a time of day counts from the end of its day, so it waits at least so long. Absent where none waits.",
				"最早一条未解决且还没有方案的投诉，到截止日当天结束已等待的小时数；没有钟点的投诉从当天结束算起，即至少等了这么久。没有此类投诉为缺失。")},
		{name: "nps", kind: value.Number, column: nps, missing: withoutFeedback,
			title: lang.T("NPS score", "NPS 评分"),
			doc: lang.T("The customer's newest score of the window, 0 to 10; the mean where several were given that day: 9 and 10 promote, 0 to 6 detract. Absent without one.",
				"客户在统计期内最近一次的推荐评分（0 到 10），同一天有多个时取平均：9–10 为推荐者，0–6 为贬损者。没有评分为缺失。")},
	})
}

func withoutComplaintColumn(f crm.Field) func(*crm.Data) lang.Text {
	return func(d *crm.Data) lang.Text {
		switch {
		case d.Has(crm.Complaints, f):
			return lang.Text{}
		case d.Read(crm.Complaints):
			return lang.F("a column %q in the complaints table", "投诉表的“%s”列", columnTitle(f))
		}
		return lang.F("a complaints table with customer, date of the complaint and %q", "含客户、投诉时间和“%s”的投诉表", columnTitle(f))
	}
}

func withoutFeedback(d *crm.Data) lang.Text {
	if d.Read(crm.Feedback) {
		return lang.Text{}
	}
	return lang.T("a feedback table with customer, date and score from 0 to 10", "含客户、日期和 0 到 10 分评分的反馈表")
}

// openComplaints is the number of complaints that are not resolved at as-of.
func openComplaints(t *Table) []value.Value {
	column := t.absent()
	if !t.data.Has(crm.Complaints, crm.FieldResolved) {
		return column
	}
	counts := make([]int, len(column))
	for i := range t.data.Complaints {
		if c := &t.data.Complaints[i]; c.OpenAt(t.asOf) {
			counts[c.Customer]++
		}
	}
	for i, n := range counts {
		column[i] = value.Int(value.Number, n)
	}
	return column
}

// hoursDigits is how many digits after the point hours keep.
const hoursDigits = 10

func hours(seconds int64, of int) money.Decimal {
	return money.New(seconds, 0).Div(money.FromInt(of*60*60), hoursDigits)
}

// complaintHours is the mean time from the window's complaints to their proposals.
// A proposal before its complaint is a mistake and in no mean.
func complaintHours(t *Table) []value.Value {
	seconds, counts := make([]int64, len(t.data.Customers)), make([]int, len(t.data.Customers))
	for i := range t.data.Complaints {
		c := &t.data.Complaints[i]
		if t.inWindow(c.Opened.Day) && c.ProposedBy(t.asOf) && !c.Proposed.Before(c.Opened) {
			seconds[c.Customer] += c.Opened.SecondsTo(c.Proposed)
			counts[c.Customer]++
		}
	}
	column := t.absent()
	for i, n := range counts {
		if n > 0 {
			column[i] = value.Num(value.Number, hours(seconds[i], n))
		}
	}
	return column
}

// complaintWaiting is how long the oldest open complaint has waited for a
// proposal at the end of the as-of day.
func complaintWaiting(t *Table) []value.Value {
	longest := make([]int64, len(t.data.Customers))
	for i := range longest {
		longest[i] = -1
	}
	if t.data.Has(crm.Complaints, crm.FieldProposed) {
		for i := range t.data.Complaints {
			if c := &t.data.Complaints[i]; c.OpenAt(t.asOf) && !c.ProposedBy(t.asOf) {
				longest[c.Customer] = max(longest[c.Customer], c.Opened.SecondsToEnd(t.asOf))
			}
		}
	}
	column := t.absent()
	for i, n := range longest {
		if n >= 0 {
			column[i] = value.Num(value.Number, hours(n, 1))
		}
	}
	return column
}

// nps is the mean of the scores of the last day in the window on which the
// customer gave any.
func nps(t *Table) []value.Value {
	newest, counts := make([]civil.Date, len(t.data.Customers)), make([]int, len(t.data.Customers))
	sums := make([]money.Decimal, len(t.data.Customers))
	for i := range t.data.Scores {
		s := &t.data.Scores[i]
		if !t.inWindow(s.Day) || s.Day < newest[s.Customer] {
			continue
		}
		if s.Day > newest[s.Customer] {
			newest[s.Customer], counts[s.Customer], sums[s.Customer] = s.Day, 0, money.Decimal{}
		}
		counts[s.Customer]++
		sums[s.Customer] = sums[s.Customer].Add(s.Score)
	}
	column := t.absent()
	for i, n := range counts {
		if n > 0 {
			column[i] = value.Num(value.Number, sums[i].Div(money.FromInt(n), scoreDigits))
		}
	}
	return column
}

// scoreDigits is how many digits after the point a mean of scores keeps.
const scoreDigits = 6
