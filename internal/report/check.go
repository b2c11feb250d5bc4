package report

import (
	"slices"
	"strconv"
	"strings"

	"crm/internal/check"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/table"
	"crm/internal/value"
)

// CheckOptions is which findings of a check a list shows.
type CheckOptions struct {
	Keep  func(customer int) bool // nil: all, those about no single customer too
	Codes []string                // "Q01", or names of kinds; nil: all
	Made  check.Decisions
}

// CheckList is what a check found, less what was decided.
type CheckList struct {
	run    *Run
	result *check.Result
	sorted *check.Sorted
	shown  []check.Finding
	whole  bool // nothing was filtered
}

// Check lists the findings of a check.
func (r *Run) Check(result *check.Result, o CheckOptions) *CheckList {
	l := &CheckList{run: r, result: result, sorted: result.Sort(r.Data, o.Made, r.AsOf), whole: o.Keep == nil && o.Codes == nil}
	for i := range l.sorted.Open {
		if f := &l.sorted.Open[i]; o.keeps(f) {
			l.shown = append(l.shown, *f)
		}
	}
	return l
}

func (o *CheckOptions) keeps(f *check.Finding) bool {
	if o.Codes != nil && !slices.Contains(o.Codes, f.Code) && !slices.Contains(o.Codes, f.Kind.String()) {
		return false
	}
	return o.Keep == nil || f.Customer >= 0 && o.Keep(f.Customer) || f.Other >= 0 && o.Keep(f.Other)
}

// Empty reports whether nothing is to be shown.
func (l *CheckList) Empty() bool { return len(l.shown) == 0 }

// Headline counts the findings, per severity and kind.
func (l *CheckList) Headline() lang.Text {
	if l.Empty() {
		return lang.T("nothing found", "没有发现问题")
	}
	var severities [check.Hint + 1]int
	kinds := map[check.Kind]int{}
	for i := range l.shown {
		severities[l.shown[i].Severity]++
		kinds[l.shown[i].Kind]++
	}
	line := lang.N(len(l.shown), "%d finding: %d wrong, %d doubtful, %d to look at", "%d findings: %d wrong, %d doubtful, %d to look at", "共 %d 个问题：错误 %d、可疑 %d、提示 %d",
		severities[check.Wrong], severities[check.Doubtful], severities[check.Hint])
	for _, k := range check.Kinds() {
		if n := kinds[k]; n > 0 {
			line = lang.F("%s · %s %d", "%s · %s %d", line, k.Title(), n)
		}
	}
	return line
}

// Notes is what is to be known of the list.
func (l *CheckList) Notes() []lang.Text {
	notes := slices.Clone(l.result.Notes)
	s := l.sorted
	if n := len(s.LeftOut); n > 0 {
		notes = append(notes, lang.N(n, "%d finding was left out: ignored or put off, with a reason", "%d findings were left out: ignored or put off, with a reason", "已略去 %d 个：有理由地忽略或延后"))
	}
	if s.Unreasoned > 0 {
		notes = append(notes, placed(s.FirstUnreasoned, lang.N(s.Unreasoned, "%d decision has no reason and does not count", "%d decisions have no reason and do not count", "有 %d 个处理没有写理由，不生效")))
	}
	if s.Unfixed > 0 {
		notes = append(notes, lang.N(s.Unfixed, "%d finding is marked as fixed and is still there", "%d findings are marked as fixed and are still there", "有 %d 个标为已修正，但问题还在"))
	}
	if s.Unknown > 0 {
		notes = append(notes, placed(s.FirstUnknown, lang.N(s.Unknown, "%d decision is none that is known: ignore, fixed, or a date", "%d decisions are none that are known: ignore, fixed, or a date", "有 %d 个处理看不懂：请写 忽略、已修正 或日期")))
	}
	return notes
}

// placed says of decisions where the first of them stands, and what it says.
func placed(d check.Decision, what lang.Text) lang.Text {
	return lang.F("%s (%s: \"%s\")", "%s（%s：“%s”）", what, diag.Escape(d.Pos.String()), diag.Excerpt(d.Text))
}

// findingColumn is a column of findings.
type findingColumn struct {
	table.Column
	of func(f *check.Finding) value.Value
}

// Grid is the findings as a table, for people or machines.
func (l *CheckList) Grid(people bool) *table.Grid {
	title := lang.T("Findings", "问题清单")
	if !people {
		return l.grid(title, l.forMachines(), l.shown)
	}
	g := l.grid(title, l.forPeople(), l.shown)
	brief := &table.Brief{Title: lang.T("Cell", "单元格"), Priority: important, Cells: make([]value.Value, len(l.shown))}
	for i := range l.shown {
		brief.Cells[i] = value.Str(cell(&l.shown[i]))
	}
	for i := range g.Columns {
		if g.Columns[i].ID == "place" {
			g.Columns[i].Brief = brief
		}
	}
	return g
}

// noClass is the column that carries a class's colour: none does.
const noClass = "-"

func (l *CheckList) grid(title lang.Text, columns []findingColumn, findings []check.Finding) *table.Grid {
	g := &table.Grid{Title: title, ClassID: noClass}
	for _, c := range columns {
		g.Columns = append(g.Columns, c.Column)
	}
	for i := range findings {
		f := &findings[i]
		row := make([]value.Value, len(columns))
		for k := range columns {
			row[k] = columns[k].of(f)
		}
		g.Rows = append(g.Rows, row)
		g.Tones = append(g.Tones, toneOfSeverity(f.Severity))
	}
	return g
}

func toneOfSeverity(s check.Severity) table.Tone {
	switch s {
	case check.Wrong:
		return table.Late
	case check.Doubtful:
		return table.Soon
	}
	return table.Calm
}

// sentenceWidth is how much of what is wrong a narrow screen shows at least, in
// characters: other columns go first.
const sentenceWidth = 48

// forPeople is the columns on a screen, the most important first.
func (l *CheckList) forPeople() []findingColumn {
	problem := l.words("problem", lang.T("What is wrong", "问题"), always, func(f *check.Finding) lang.Text { return f.Message })
	problem.Least = sentenceWidth
	return []findingColumn{
		l.severity(always), l.label(always), problem,
		l.words("found", lang.T("Found", "现有值"), useful, foundOrWhy),
		l.foreign("place", lang.T("Where", "位置"), important, func(f *check.Finding) string { return f.Pos.String() }),
		l.foreign("owner", lang.T("Owner", "负责人"), useful, l.owner),
		l.words("do", lang.T("What to do", "怎么办"), extra, func(f *check.Finding) lang.Text { return f.Do }),
		l.code(extra),
	}
}

// forMachines is everything, in a fixed order.
func (l *CheckList) forMachines() []findingColumn {
	return slices.Concat([]findingColumn{l.code(useful), l.kind(), l.severity(useful)}, l.who(), []findingColumn{
		l.foreign("file", lang.T("File", "文件"), useful, func(f *check.Finding) string { return f.Pos.File }),
		l.foreign("sheet", lang.T("Sheet", "工作表"), useful, func(f *check.Finding) string { return f.Pos.Sheet }),
		l.foreign("cell", lang.T("Cell", "单元格"), useful, cell),
		l.foreign("field", lang.T("Column", "列"), useful, func(f *check.Finding) string { return f.Field }),
		l.foreign("found", lang.T("Found", "现有值"), useful, found),
		l.words("expected", lang.T("Expected", "应为"), useful, func(f *check.Finding) lang.Text { return f.Expected }),
		l.words("problem", lang.T("What is wrong", "问题"), useful, func(f *check.Finding) lang.Text { return f.Message }),
		l.words("do", lang.T("What to do", "怎么办"), useful, func(f *check.Finding) lang.Text { return f.Do }),
		{table.Column{ID: "score", Title: lang.T("Score", "评分"), Kind: value.Number}, score}, l.reasons(),
		l.foreign("other_id", lang.T("Other customer's ID", "另一客户编号"), extra, func(f *check.Finding) string { return l.id(f.Other) }),
		l.foreign("other_name", lang.T("Other customer", "另一客户"), extra, func(f *check.Finding) string { return l.name(f.Other) }),
		l.foreign("other_places", lang.T("Also at", "另见"), extra, also),
		{table.Column{ID: "rows", Title: lang.T("Rows", "行数"), Kind: value.Number}, func(f *check.Finding) value.Value { return value.Int(value.Number, max(f.Rows, 1)) }},
		l.key(),
	})
}

// forBook is the columns of a workbook that is worked off: what is wrong, then
// the two columns to write in, then where and what else.
func (l *CheckList) forBook() []findingColumn {
	decided := func(column string, of func(d check.Decision) string) findingColumn {
		return l.foreign(column, check.ColumnTitle(column), always, func(f *check.Finding) string { return of(l.sorted.Of[f.Key(l.run.Data)]) })
	}
	return slices.Concat([]findingColumn{l.severity(always), l.kind()}, l.who(), []findingColumn{
		l.words("problem", lang.T("What is wrong", "问题"), always, func(f *check.Finding) lang.Text { return f.Message }),
		l.words("found", lang.T("Found", "现有值"), always, foundOrWhy),
		l.words("expected", lang.T("Expected", "应为"), always, func(f *check.Finding) lang.Text { return f.Expected }),
		l.words("do", lang.T("What to do", "怎么办"), always, func(f *check.Finding) lang.Text { return f.Do }),
		decided(check.DecisionColumn, func(d check.Decision) string { return d.Text }),
		decided(check.ReasonColumn, func(d check.Decision) string { return d.Reason }),
		l.foreign("file", lang.T("File", "文件"), always, func(f *check.Finding) string { return f.Pos.File }),
		l.foreign("sheet", lang.T("Sheet", "工作表"), always, func(f *check.Finding) string { return f.Pos.Sheet }),
		l.foreign("cell", lang.T("Cell", "单元格"), always, cell),
		l.foreign("other_places", lang.T("Also at", "另见"), always, also),
		l.code(always), l.key(),
	})
}

// Open is the sheet of what is to be worked off; Settled that of what was left out
// and of decisions about findings that the list does not show.
func (l *CheckList) Open() *table.Grid {
	return l.grid(lang.T("To do", "待处理"), l.forBook(), l.shown)
}

// Settled keeps the decisions that Open does not show, so that they are there
// the next time.
func (l *CheckList) Settled() *table.Grid {
	var rest []check.Finding
	for i := range l.sorted.LeftOut {
		rest = append(rest, l.sorted.LeftOut[i].Finding)
	}
	if !l.whole {
		seen := map[string]bool{}
		for i := range l.shown {
			seen[l.shown[i].Key(l.run.Data)] = true
		}
		for i := range l.sorted.Open {
			f := &l.sorted.Open[i]
			key := f.Key(l.run.Data)
			if _, decided := l.sorted.Of[key]; decided && !seen[key] {
				rest = append(rest, *f)
			}
		}
	}
	return l.grid(lang.T("Decided", "已处理"), l.forBook(), rest)
}

// who is the columns that name the customer.
func (l *CheckList) who() []findingColumn {
	return []findingColumn{
		l.foreign("customer_id", lang.T("Customer ID", "客户编号"), useful, func(f *check.Finding) string { return l.id(f.Customer) }),
		l.foreign("customer_name", lang.T("Customer", "客户名称"), always, func(f *check.Finding) string { return l.name(f.Customer) }),
		l.foreign("owner", lang.T("Owner", "负责人"), useful, l.owner),
	}
}

func (l *CheckList) foreign(id string, title lang.Text, priority int, of func(*check.Finding) string) findingColumn {
	return findingColumn{table.Column{ID: id, Title: title, Kind: value.Text, Priority: priority}, func(f *check.Finding) value.Value { return value.Str(of(f)) }}
}

func (l *CheckList) words(id string, title lang.Text, priority int, of func(*check.Finding) lang.Text) findingColumn {
	return l.foreign(id, title, priority, func(f *check.Finding) string { return of(f).In(l.run.Lang) })
}

func (l *CheckList) severity(priority int) findingColumn {
	names := map[string]lang.Text{}
	var order []string
	for s := check.Wrong; s <= check.Hint; s++ {
		names[s.String()] = s.Title()
		order = append(order, s.String())
	}
	return findingColumn{
		table.Column{ID: "severity", Title: lang.T("Weight", "程度"), Kind: value.Text, Names: names, Order: order, Toned: true, Priority: priority},
		func(f *check.Finding) value.Value { return value.Str(f.Severity.String()) },
	}
}

func (l *CheckList) kind() findingColumn {
	names := map[string]lang.Text{}
	for _, k := range check.Kinds() {
		names[k.String()] = k.Title()
	}
	return findingColumn{
		table.Column{ID: "kind", Title: lang.T("Kind", "类别"), Kind: value.Text, Names: names, Priority: useful},
		func(f *check.Finding) value.Value { return value.Str(f.Kind.String()) },
	}
}

func (l *CheckList) code(priority int) findingColumn {
	return l.foreign("code", lang.T("Code", "代码"), priority, func(f *check.Finding) string { return "CRM-" + f.Code })
}

func (l *CheckList) key() findingColumn {
	return l.foreign(check.KeyColumn, check.ColumnTitle(check.KeyColumn), extra, func(f *check.Finding) string { return f.Key(l.run.Data) })
}

// label is the customer, else the file.
func (l *CheckList) label(priority int) findingColumn {
	return l.foreign("customer_name", lang.T("Customer", "客户名称"), priority, func(f *check.Finding) string {
		if f.Customer >= 0 {
			return l.run.Data.Customers[f.Customer].Label()
		}
		return ""
	})
}

// reasons is why two customers may be one.
func (l *CheckList) reasons() findingColumn {
	return l.words("reasons", lang.T("Reasons", "依据"), useful, func(f *check.Finding) lang.Text { return check.Join(f.Reasons) })
}

func (l *CheckList) id(customer int) string {
	if customer < 0 {
		return ""
	}
	return l.run.Data.Customers[customer].ID
}

func (l *CheckList) name(customer int) string {
	if customer < 0 {
		return ""
	}
	return l.run.Data.Customers[customer].Name
}

func (l *CheckList) owner(f *check.Finding) string {
	if f.Customer < 0 {
		return ""
	}
	return l.run.Data.Customers[f.Customer].Owner
}

// found is the value found, without blanks around.
func found(f *check.Finding) string { return strings.TrimSpace(f.Found) }

// foundOrWhy is the value found; of two customers, what they have in common.
func foundOrWhy(f *check.Finding) lang.Text {
	if len(f.Reasons) > 0 {
		return check.Join(f.Reasons)
	}
	return lang.Same(found(f))
}

func cell(f *check.Finding) string {
	if f.Pos.Sheet == "" && f.Pos.Row > 0 {
		if f.Pos.Col > 0 {
			return strconv.Itoa(f.Pos.Row) + ":" + strconv.Itoa(f.Pos.Col)
		}
		return strconv.Itoa(f.Pos.Row)
	}
	return f.Pos.Cell()
}

func also(f *check.Finding) string {
	places := make([]string, len(f.Also))
	for i, p := range f.Also {
		places[i] = p.String()
	}
	return diag.Escape(strings.Join(places, "; "))
}

func score(f *check.Finding) value.Value {
	if f.Score == 0 {
		return value.Value{}
	}
	return value.Int(value.Number, f.Score)
}
