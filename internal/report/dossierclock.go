package report

import (
	"time"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/holiday"
	"crm/internal/lang"
	"crm/internal/table"
	"crm/internal/value"
)

// clocks is where the customer's follow-up stands, and when it can be reached.
func (d *dossier) clocks() table.Section {
	s := table.Section{ID: "followup", Title: lang.T("Follow-up", "跟进")}
	up := &d.up
	s.Facts = append(s.Facts, d.standing(), d.due(), hidden("due_by", value.Str(up.DueBy)), d.lastContact(), d.clock(), d.release())
	over, left := value.Value{}, value.Value{}
	if up.Due != 0 {
		over = value.Int(value.Days, up.DaysOver)
	}
	if up.Release != 0 {
		left = value.Int(value.Days, up.DaysLeft)
	}
	s.Facts = append(s.Facts, hidden("clock_start", value.Day(up.Start)), hidden("days_over", over), hidden("days_left", left),
		hidden("system_release", value.Truth(up.SystemRelease)), hidden("warns_only", value.Truth(up.Warn)))
	now, zone, off := d.timeThere()
	s.Facts = append(s.Facts, d.channel(), now, d.hours(), zone, off)
	return s
}

// standing is the state in words.
func (d *dossier) standing() table.Fact {
	up := &d.up
	text := stateName(up.State, lang.T("released", "应移入公海"))
	switch {
	case up.State == crm.Overdue:
		text = lang.N(up.DaysOver, "%d day overdue", "%d days overdue", "已逾期 %d 天")
	case up.State == crm.Released && up.Warn:
		text = lang.T("past its last day", "超过保留期")
	case up.State == crm.Protected:
		text = lang.T("past its last day, but protected", "超过保留期，但受保护")
	case up.State == crm.InPool:
		text = lang.T("in the public pool", "已在公海")
	case up.State == crm.NoClockState: // also where the class has none
		text = lang.T("no clock", "没有跟进期限")
	}
	return table.Fact{Column: table.Column{ID: "state", Title: lang.T("State", "状态"), Kind: value.Text}, Value: value.Str(up.State.String()), Text: text, Tone: tone(&d.up)}
}

// due is the day by which the customer is to be contacted, and what for.
func (d *dossier) due() table.Fact {
	f := table.Fact{Column: table.Column{ID: "due", Title: lang.T("Due", "应联系日期"), Kind: value.Date}, Value: value.Day(d.up.Due)}
	switch d.up.DueBy {
	case crm.DueByNextContact:
		f.Text = lang.F("%s (as agreed)", "%s（约定）", d.up.Due)
	case crm.DueByRelease:
		f.Text = lang.F("%s (before release)", "%s（保留期所限）", d.up.Due)
	case crm.DueByTouchpoint:
		if owed, _ := d.Follow.Owed(d.customer); owed.Last != 0 && owed.Touchpoint == d.up.Touchpoint {
			f.Text = lang.F("%s (%s, every %s)", "%s（%s，每 %s一次）", d.up.Due, d.Rules.Followup.Touchpoints[owed.Touchpoint].Kind, every(d.Rules.Followup.Touchpoints[owed.Touchpoint].Every))
		} else if d.up.Touchpoint >= 0 {
			f.Text = lang.F("%s (a contact every %s)", "%s（至少每 %s联系一次）", d.up.Due, every(d.Rules.Followup.Touchpoints[d.up.Touchpoint].Every))
		}
	}
	return f
}

func (d *dossier) lastContact() table.Fact {
	f := d.fact("last_contact")
	if f.Value.Present() {
		f.Text = lang.F("%s (%s)", "%s（%s）", f.Value.Date(), ago(d.AsOf.Since(f.Value.Date())))
	}
	return f
}

// clock is what everything is counted from; people need it only where that is
// not the last contact.
func (d *dossier) clock() table.Fact {
	up := &d.up
	f := table.Fact{Column: table.Column{ID: "clock", Title: lang.T("Counted from", "起算"), Kind: value.Text}, Value: value.Str(up.Clock.String())}
	if up.Clock == crm.NoClock {
		return f
	}
	f.Text = lang.F("%s (%s)", "%s（%s）", up.Start, up.Clock.Title())
	f.Hidden = d.sees("last_contact") && up.Start == d.measured("last_contact").Date() && up.Clock != crm.FromAssigned && up.Clock != crm.FromCreated
	return f
}

// release is the last day before release.
func (d *dossier) release() table.Fact {
	up := &d.up
	f := table.Fact{Column: table.Column{ID: "release", Title: lang.T("Last day", "保留期至"), Kind: value.Date}, Value: value.Day(up.Release)}
	if up.Release == 0 {
		return f
	}
	left := lang.N(up.DaysLeft, "%d day left", "%d days left", "剩 %d 天")
	switch {
	case up.DaysLeft == 0:
		left = lang.T("today", "今天是最后一天")
	case up.DaysLeft < 0:
		left = ago(-up.DaysLeft)
	}
	if up.SystemRelease {
		left = lang.F("%s, by the system", "%s，以系统为准", left)
	}
	if up.Warn {
		left = lang.F("%s, a reminder only", "%s，仅提醒", left)
	}
	f.Text, f.Tone = lang.F("%s (%s)", "%s（%s）", up.Release, left), tone(&d.up)
	if f.Tone == table.Soon {
		f.Tone = table.Calm
	}
	return f
}

// channel is how the customer is reached.
func (d *dossier) channel() table.Fact {
	f := table.Fact{Column: table.Column{ID: "channel", Title: lang.T("Channel", "渠道"), Kind: value.Text}}
	f.Value = value.Str(d.reach.Channel.In(d.Lang))
	return f
}

// hours is when the customer is reached, by its clock and by ours.
func (d *dossier) hours() table.Fact {
	f := table.Fact{Column: table.Column{ID: "hours", Title: lang.T("Good hours", "联系时间"), Kind: value.Text}}
	if !d.reach.Hours.Given() {
		return f
	}
	f.Value = value.Str(d.reach.Hours.String())
	day := d.AsOf
	if d.reach.Zone != nil && !d.o.Now.IsZero() {
		day = civil.Of(d.o.Now.In(d.reach.Zone))
	}
	f.Text = hoursOn(day, &d.reach, d.Zone)
	return f
}

// holidayAhead is how many days ahead a holiday is worth a word.
const holidayAhead = 14

// timeThere is the customer's clock, its time zone, and the next day off there.
func (d *dossier) timeThere() (now, zone, off table.Fact) {
	zone = hidden("time_zone", value.Value{})
	if d.reach.Zone != nil {
		zone.Value = value.Str(d.reach.Zone.String())
	}
	now = table.Fact{Column: table.Column{ID: "local_time", Title: lang.T("Time there", "当地时间"), Kind: value.Text}}
	book, today, iso := holiday.NewBook(), d.AsOf, d.c.Country
	if !d.sees("country") {
		iso = ""
	}
	if d.reach.Zone != nil && !d.o.Now.IsZero() {
		there := d.o.Now.In(d.reach.Zone)
		today = civil.Of(there)
		now.Value = value.Str(there.Format("2006-01-02T15:04-07:00"))
		now.Text = lang.F("%s %s", "%s %s", weekday(there.Weekday()), there.Format("15:04"))
		if !book.Working(iso, today) {
			now.Text = lang.F("%s, a day off", "%s，休息日", now.Text)
		}
	}
	off = table.Fact{Column: table.Column{ID: "next_holiday", Title: lang.T("Holiday", "节假日"), Kind: value.Date}}
	if days := book.Between(iso, today, today.AddDays(holidayAhead)); len(days) > 0 {
		off.Value = value.Day(days[0].Date)
		off.Text = lang.F("%s %s", "%s %s", days[0].Date, days[0].Name)
	}
	return now, zone, off
}

func weekday(d time.Weekday) lang.Text {
	return [...]lang.Text{
		lang.T("Sun", "周日"), lang.T("Mon", "周一"), lang.T("Tue", "周二"), lang.T("Wed", "周三"), lang.T("Thu", "周四"),
		lang.T("Fri", "周五"), lang.T("Sat", "周六"),
	}[d]
}
