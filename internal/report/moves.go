package report

import (
	"strings"

	"crm/internal/compare"
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/table"
	"crm/internal/value"
)

// directionTitles is which way a customer moved, in words.
var directionTitles = map[string]lang.Text{
	compare.Up.String():       lang.T("up", "上升"),
	compare.Down.String():     lang.T("down", "下降"),
	compare.Sideways.String(): lang.T("other", "其他"),
	compare.New.String():      lang.T("new", "新增"),
	compare.Gone.String():     lang.T("gone", "移出"),
}

// tally is how many customers moved each way and what they bring.
type tally struct {
	customers int
	revenue   value.Value
}

func tallies(d *compare.Diff) (t [compare.Gone + 1]tally) {
	for i := range d.Moves {
		to := &t[d.Direction(&d.Moves[i])]
		to.customers++
		to.revenue = compare.Sum(to.revenue, d.Moves[i].Revenue)
	}
	return t
}

// MovesHeadline is a comparison in one line: how many moved which way, and the
// revenue that went with them.
func MovesHeadline(d *compare.Diff) lang.Text {
	if d.Matrix == nil {
		return incomparable(d)
	}
	t := tallies(d)
	moved := t[compare.Up].customers + t[compare.Down].customers + t[compare.Sideways].customers
	line := lang.T("nobody moved", "没有等级变动")
	switch {
	case moved > 0:
		line = lang.F("%s moved: %s", "%s 个客户等级有变动：%s", grouped(moved), ways(&t))
	case len(d.Moves) == 0:
		line = nobodyMoved(stayed(d))
	}
	if came := came(&t); !came.Empty() {
		line = lang.F("%s; %s", "%s；%s", line, came)
	}
	if r := revenueMoved(d, &t); !r.Empty() {
		line = lang.F("%s; %s", "%s；%s", line, r)
	}
	return line
}

func nobodyMoved(stayed int) lang.Text {
	if stayed == 1 {
		return lang.T("nobody moved: the one customer is in the class it had", "没有等级变动：仅有的 1 个客户等级与上次相同")
	}
	return lang.F("nobody moved: all %s customers are in the classes they had", "没有等级变动：全部 %s 个客户的等级均与上次相同", grouped(stayed))
}

// stayed is how many customers are in the class they had.
func stayed(d *compare.Diff) int {
	n := 0
	for i, row := range d.Matrix.Cells {
		for j := range row {
			if d.Matrix.From[i].ID == d.Matrix.To[j].ID {
				n += row[j].Customers
			}
		}
	}
	return n
}

func ways(t *[compare.Gone + 1]tally) lang.Text {
	line := lang.F("%s up, %s down", "升 %s，降 %s", grouped(t[compare.Up].customers), grouped(t[compare.Down].customers))
	if n := t[compare.Sideways].customers; n > 0 {
		line = lang.F("%s, %s otherwise", "%s，其他 %s", line, grouped(n))
	}
	return line
}

func came(t *[compare.Gone + 1]tally) lang.Text {
	var line lang.Text
	if n := t[compare.New].customers; n > 0 {
		line = lang.F("%s new", "新增 %s", grouped(n))
	}
	if n := t[compare.Gone].customers; n > 0 {
		gone := lang.F("%s gone", "移出 %s", grouped(n))
		if line.Empty() {
			return gone
		}
		line = lang.F("%s, %s", "%s，%s", line, gone)
	}
	return line
}

func revenueMoved(d *compare.Diff, t *[compare.Gone + 1]tally) lang.Text {
	up, down := t[compare.Up].revenue, t[compare.Down].revenue
	switch c := d.Now.Currency; {
	case up.Present() && down.Present():
		return lang.F("revenue %s moved up, %s down", "上升客户收入 %s，下降客户收入 %s", amount(c, up), amount(c, down))
	case up.Present():
		return lang.F("revenue %s moved up", "上升客户收入 %s", amount(c, up))
	case down.Present():
		return lang.F("revenue %s moved down", "下降客户收入 %s", amount(c, down))
	}
	return lang.Text{}
}

// amount is money with its currency, rounded to the minor unit.
func amount(c money.Currency, v value.Value) string {
	return unit(c) + money.Group(v.Decimal().Fixed(c.Digits()))
}

// incomparable says why two states have no moves.
func incomparable(d *compare.Diff) lang.Text {
	if d.Old == nil || d.Old.Classification == "" {
		return lang.T("no earlier state to compare with: this is the first run, or one as of an earlier day than the last",
			"没有可比较的上次结果：这是首次运行，或截止日期早于上次运行")
	}
	return lang.F("not compared: the earlier state is of %s, this one of %s", "未作比较：上次的分级是“%s”，本次是“%s”",
		titleOr(d.Old.Title, d.Old.Classification), titleOr(d.Now.Title, d.Now.Classification))
}

func titleOr(title lang.Text, id string) lang.Text {
	if title.Empty() {
		return lang.Same(id)
	}
	return title
}

// MovesSummary is, per class, how many customers came and left, from and to
// other classes or new and gone, and what they bring.
func MovesSummary(d *compare.Diff) *table.Grid {
	title, c := lang.T("Moves", "等级变动"), d.Now.Currency
	g := &table.Grid{Title: title, Columns: []table.Column{
		{ID: "class", Title: titleOr(d.Now.Title, d.Now.Classification), Kind: value.Text, Names: classTitles(d)},
		{ID: "came", Title: lang.T("Came", "转入"), Kind: value.Number},
		{ID: "left", Title: lang.T("Left", "转出"), Kind: value.Number},
		{ID: "revenue_came", Title: lang.T("Revenue that came", "转入收入"), Kind: value.Money, Currency: c, Digits: c.Digits()},
		{ID: "revenue_left", Title: lang.T("Revenue that left", "转出收入"), Kind: value.Money, Currency: c, Digits: c.Digits()},
	}, Ranks: len(d.Now.Classes)}
	came, left := map[string]tally{}, map[string]tally{}
	add := func(to map[string]tally, class string, revenue value.Value) {
		if class != "" {
			to[class] = tally{to[class].customers + 1, compare.Sum(to[class].revenue, revenue)}
		}
	}
	for i := range d.Moves {
		m := &d.Moves[i]
		add(came, m.To, m.Revenue)
		add(left, m.From, m.Revenue)
	}
	for i, class := range allClasses(d) {
		g.Rows = append(g.Rows, []value.Value{
			value.Str(class.ID), value.Int(value.Number, came[class.ID].customers), value.Int(value.Number, left[class.ID].customers),
			came[class.ID].revenue, left[class.ID].revenue,
		})
		g.Classes = append(g.Classes, rankAmong(i, len(d.Now.Classes)))
	}
	return g
}

// rankAmong is a place among the later state's classes; -1 for one after them.
func rankAmong(place, classes int) int {
	if place >= classes {
		return -1
	}
	return place
}

// allClasses is the later state's classes, then those that only the earlier one
// has, then any that only customers name.
func allClasses(d *compare.Diff) []crm.ClassName {
	list := append([]crm.ClassName(nil), d.Now.Classes...)
	if d.Matrix == nil {
		return list
	}
	seen := map[string]bool{"": true}
	for _, c := range list {
		seen[c.ID] = true
	}
	for _, more := range [][]crm.ClassName{d.Matrix.From, d.Matrix.To} {
		for _, c := range more {
			if !seen[c.ID] {
				seen[c.ID] = true
				list = append(list, c)
			}
		}
	}
	return list
}

// classTitles is the titles of all classes of both states by their ids. Several
// of one title have their ids beside it: "Core → Core" would tell nobody anything.
func classTitles(d *compare.Diff) map[string]lang.Text {
	names, same := map[string]lang.Text{}, map[lang.Text]int{}
	for _, c := range allClasses(d) {
		names[c.ID] = titleOr(c.Title, c.ID)
		same[names[c.ID]]++
	}
	for id, name := range names {
		if same[name] > 1 {
			names[id] = lang.F("%s (%s)", "%s（%s）", name, id)
		}
	}
	return names
}

// titleOf is a class by its title.
func titleOf(names map[string]lang.Text, id string) lang.Text {
	return titleOr(names[id], strings.TrimSpace(id))
}
