package report

import (
	"cmp"
	"slices"

	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/table"
	"crm/internal/value"
)

// opportunities is what is open with the customer, the newest first.
func (d *dossier) opportunities() table.Section {
	s := table.Section{ID: "opportunities", Title: lang.T("Opportunities", "进行中商机")}
	if !d.Data.Read(crm.Opportunities) {
		return s
	}
	for _, id := range []string{"pipeline", "days_in_stage", "days_in_funnel", "days_since_inquiry"} {
		f := d.fact(id)
		f.Hidden = id != "pipeline" || d.isZero(id)
		s.Facts = append(s.Facts, f)
	}
	var open []*crm.Opportunity
	won, lost := 0, 0
	for i := range d.Data.Opportunities {
		switch o := &d.Data.Opportunities[i]; {
		case int(o.Customer) != d.customer || o.Opened > d.AsOf:
		case o.OpenAt(d.AsOf):
			open = append(open, o)
		case o.Result == crm.Won:
			won++
		default:
			lost++
		}
	}
	slices.SortStableFunc(open, func(a, b *crm.Opportunity) int {
		return cmp.Or(cmp.Compare(b.Opened, a.Opened), cmp.Compare(b.Row, a.Row))
	})
	g := &table.Grid{Columns: []table.Column{
		{ID: "opened", Title: lang.T("Since", "开始日期"), Kind: value.Date},
		{ID: "stage", Title: lang.T("Stage", "阶段"), Kind: value.Text, Names: d.named("stage")},
		{ID: "amount", Title: lang.T("Amount", "金额"), Kind: value.Money},
		{ID: "currency", Title: lang.T("Currency", "币种"), Kind: value.Text},
	}}
	shown := open[:min(len(open), mostRecent)]
	for _, o := range shown {
		amount := value.Value{}
		if !o.Amount.IsZero() {
			amount = value.Num(value.Money, o.Amount)
			g.Columns[2].Digits = max(g.Columns[2].Digits, o.Currency.Digits())
		}
		g.Rows = append(g.Rows, []value.Value{value.Day(o.Opened), value.Str(o.Stage), amount, value.Str(string(o.Currency))})
	}
	s.Grid = without(g)
	s.Notes = more(len(open)-len(shown), "… %d earlier one", "… %d earlier ones", "…… 之前还有 %d 条")
	if won+lost > 0 {
		s.Notes = append(s.Notes, lang.F("closed: %d won, %d lost", "已结束：赢单 %d，输单 %d", won, lost))
	}
	return s
}

// named is the words for a measure's coded values; nil without.
func (d *dossier) named(measure string) map[string]lang.Text {
	if c, ok := d.column(measure); ok {
		return c.Names
	}
	return nil
}

// service is the customer's open complaints, the oldest first, and its last score.
func (d *dossier) service() table.Section {
	s := table.Section{ID: "complaints", Title: lang.T("Service", "投诉与反馈")}
	for _, id := range []string{"open_complaints", "complaint_hours", "complaint_waiting"} {
		if d.Data.Read(crm.Complaints) {
			f := d.fact(id)
			f.Hidden = true
			s.Facts = append(s.Facts, f)
		}
	}
	if d.Data.Read(crm.Feedback) {
		s.Facts = append(s.Facts, d.lastScore())
	}
	var open []*crm.Complaint
	for i := range d.Data.Complaints {
		if c := &d.Data.Complaints[i]; int(c.Customer) == d.customer && c.OpenAt(d.AsOf) {
			open = append(open, c)
		}
	}
	slices.SortStableFunc(open, func(a, b *crm.Complaint) int {
		return cmp.Or(cmp.Compare(a.Opened.Day, b.Opened.Day), cmp.Compare(a.Opened.Second, b.Opened.Second))
	})
	g := &table.Grid{Columns: []table.Column{
		{ID: "opened", Title: lang.T("Complaint of", "投诉日期"), Kind: value.Date},
		{ID: "kind", Title: lang.T("About", "类型"), Kind: value.Text},
		{ID: "proposed", Title: lang.T("Proposal of", "提出方案日期"), Kind: value.Date},
		{ID: "hours_waiting", Title: lang.T("Hours without one", "等待方案（小时）"), Kind: value.Number},
	}}
	shown := open[:min(len(open), mostRecent)]
	for _, c := range shown {
		proposed, waiting := value.Value{}, value.Value{}
		if c.ProposedBy(d.AsOf) {
			proposed = value.Day(c.Proposed.Day)
		} else {
			waiting = value.Num(value.Number, money.New(c.Opened.SecondsToEnd(d.AsOf), 0).Div(money.FromInt(60*60), 1))
		}
		g.Rows = append(g.Rows, []value.Value{value.Day(c.Opened.Day), value.Str(c.Kind), proposed, waiting})
	}
	s.Grid = without(g)
	s.Notes = more(len(open)-len(shown), "… %d later one", "… %d later ones", "…… 之后还有 %d 条")
	return s
}

// lastScore is the measure nps, with the day and the words of the last answer.
func (d *dossier) lastScore() table.Fact {
	f := d.fact("nps")
	var last *crm.Score
	for i := range d.Data.Scores {
		if x := &d.Data.Scores[i]; int(x.Customer) == d.customer && x.Day <= d.AsOf && (last == nil || x.Day >= last.Day) {
			last = x
		}
	}
	if last == nil || !f.Value.Present() {
		return f
	}
	f.Text = lang.F("%s (%s)", "%s（%s）", f.Value.Decimal().Round(1), last.Day)
	if last.Comment != "" {
		comment := diag.Excerpt(last.Comment)
		f.Text = lang.F("%s: %s", "%s：%s", f.Text, comment)
	}
	return f
}
