package report

import (
	"crm/internal/lang"
	"crm/internal/table"
	"crm/internal/value"
)

// alerts is what goes wrong with the customer now, and what to do.
func (d *dossier) alerts() table.Section {
	s := table.Section{ID: "alerts", Title: lang.T("Alerts", "预警")}
	g := &table.Grid{Columns: []table.Column{
		{ID: "level", Title: lang.T("Level", "级别"), Kind: value.Text, Priority: extra, Names: levelNames(), Toned: true},
		{ID: "alert", Title: lang.T("Alert", "预警"), Kind: value.Text, Priority: useful, Names: map[string]lang.Text{}, Toned: true},
		{ID: "message", Title: lang.T("What is wrong", "情况"), Kind: value.Text},
		{ID: "action", Title: lang.T("What to do", "处理"), Kind: value.Text, Priority: useful},
		{ID: "role", Title: lang.T("Who", "由谁"), Kind: value.Text, Priority: extra},
		{ID: "since", Title: lang.T("Since", "起始"), Kind: value.Date, Priority: extra},
	}}
	hushed := 0
	for i := range d.o.Alerts {
		a := &d.o.Alerts[i]
		switch {
		case a.Customer != d.customer:
			continue
		case a.Hushed != 0:
			hushed++
			continue
		}
		g.Columns[1].Names[a.ID] = a.Title
		g.Rows = append(g.Rows, []value.Value{
			value.Str(a.Level.String()), value.Str(a.ID), value.Str(a.Message.In(d.Lang)), value.Str(a.Action.In(d.Lang)), value.Str(a.Role.In(d.Lang)), value.Day(a.Since),
		})
		g.Tones = append(g.Tones, alertTone(a))
	}
	if len(g.Rows) > 0 {
		s.Grid = without(g)
	}
	if hushed > 0 {
		s.Notes = append(s.Notes, lang.N(hushed, "%d acknowledged alert", "%d acknowledged alerts", "另有 %d 条已确认的预警"))
	}
	return s
}
