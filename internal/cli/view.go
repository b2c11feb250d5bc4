package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"crm/internal/cond"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/report"
	"crm/internal/rules"
	"crm/internal/value"
)

// A run under --view shows whoever gets its output the columns and customers of
// the view and nothing else, on stderr neither: there it says how many rows were
// set aside, and no word of what stands in which cell.

func (a *app) addViewFlag(cmd *cobra.Command, s *sourceFlags) {
	cmd.Flags().StringVar(&s.view, "view", "", a.t("only what the `VIEW` of rules.yaml allows: its columns, its customers", "只输出 rules.yaml 中该`视图`允许的内容：它的列、它的客户"))
}

// viewNamed is the view that --view names; nil without.
func viewNamed(set *rules.Set, id string) (*rules.View, error) {
	if id == "" {
		return nil, nil
	}
	if v := set.View(id); v != nil {
		return v, nil
	}
	if len(set.Views) == 0 {
		return nil, usage(lang.F("--view %s: the rules have no views", "--view %s：规则里没有视图", diag.Excerpt(id)),
			lang.F("write into rules.yaml: views: [{id: %s, columns: [customer_name, country]}]", "请在 rules.yaml 中写：views: [{id: %s, columns: [customer_name, country]}]", diag.Escape(id)))
	}
	return nil, usage(unknownView(id, set.ViewIDs()))
}

// unknownView names all views: they are few.
func unknownView(id string, known []string) lang.Text {
	there := lang.Text{}
	for _, name := range known {
		if there.Empty() {
			there = lang.Same(name)
		} else {
			there = lang.F("%s, %s", "%s、%s", there, name)
		}
	}
	return lang.F("there is no view %q; there are: %s", "没有视图 %q；可用：%s", diag.Excerpt(id), there)
}

// takeView holds the view against the data, and finds its customers.
func (a *app) takeView(r *run) error {
	if r.view == nil {
		return nil
	}
	if r.Own == nil { // which tells what these tables do not
		if problems := r.Rules.CheckView(r.view, r.Data); problems.Failed() {
			a.report(problems)
			return errData
		}
	}
	if r.view.Where == "" {
		return nil
	}
	c, problems := r.Rules.Compile(r.view.Where)
	if err := conditionError("views."+r.view.ID+".where", r.view.Where, problems); err != nil {
		return err
	}
	r.inView = r.holds(c)
	return nil
}

// holds finds the customers for whom a condition is true. Under a view it knows
// only the view's customers: a quantile is one of theirs.
func (r *run) holds(c *cond.Cond) func(customer int) bool {
	columns := make(cond.Columns, len(r.Rules.Slots))
	for i, slot := range r.Rules.Slots {
		columns[i] = r.slotColumn(slot)
		if columns[i] == nil {
			columns[i] = make([]value.Value, len(r.Data.Customers))
		}
		if r.inView != nil {
			columns[i] = only(columns[i], r.inView)
		}
	}
	bound := cond.NewRun(r.AsOf, columns).Bind(c)
	return func(customer int) bool { return bound.Eval(customer) == cond.True }
}

// only is a column in which other customers have nothing.
func only(values []value.Value, keep func(customer int) bool) []value.Value {
	values = slices.Clone(values)
	for i := range values {
		if !keep(i) {
			values[i] = value.Value{}
		}
	}
	return values
}

// mayAsk refuses a flag that asks about a column that the view does not show.
func (r *run) mayAsk(flag, column string) error {
	if r.view.Allows(column) {
		return nil
	}
	denied := report.DeniedColumn{Name: column, View: r.view}
	return usage(lang.F("%s: %s", "%s：%s", flag, denied.Text()))
}

// known is by what a customer may be named: its id and name, of these what the view
// shows, of a customer of the view.
func (r *run) known() func(customer int) (id, name string) {
	return func(i int) (id, name string) {
		c := &r.Data.Customers[i]
		if r.inView != nil && !r.inView(i) {
			return "", ""
		}
		if r.view.Allows(string(crm.FieldCustomerID)) {
			id = c.ID
		}
		if r.view.Allows(string(crm.FieldCustomerName)) {
			name = c.Name
		}
		return id, name
	}
}

// named reports whether a customer of this run can be named at all.
func (r *run) named() bool {
	return r.view.Allows(string(crm.FieldCustomerID)) || r.view.Allows(string(crm.FieldCustomerName))
}

// mayList refuses a command whose list the view does not show.
func (r *run) mayList(command, list string) error {
	if r.view.Shows(list) {
		return nil
	}
	return usage(lang.F("the view %s does not show the list of crm %s", "视图 %s 看不到 crm %s 的清单", r.view.ID, command),
		lang.F("to show it, write into this view in rules.yaml: lists: [%s]", "要让它可见，请在 rules.yaml 的该视图里写 lists: [%s]", list))
}

// mayShow refuses what of crm overdue the view does not show.
func (asked *askedFollowUps) mayShow(r *run, out *output) error {
	if err := r.mayList("overdue", rules.ViewFollowUp); err != nil {
		return err
	}
	if asked.steps != nil {
		return r.mayAsk("--escalate", string(crm.FieldOwner))
	}
	if out.format == formatICS && !r.named() {
		return r.mayAsk("ics", string(crm.FieldCustomerName))
	}
	return nil
}

// origin says where the classes come from, where a workbook of ours told them; under
// a view without its name.
func (r *run) origin() []lang.Text {
	if r.Own == nil {
		return nil
	}
	var lines []lang.Text
	for i := range r.Own.Books {
		b := &r.Own.Books[i]
		line := b.Note()
		if r.view != nil {
			line = lang.F("classes and measures as of %s, as crm wrote them into a workbook", "等级和指标取自 crm 写入工作簿的内容，截至 %s", b.AsOf)
		}
		lines = append(lines, line)
	}
	return lines
}

// mentionView is what a run under a view tells beside its result.
func (a *app) mentionView(r *run) {
	aside, warned := r.Problems.Count(diag.Aside), r.Problems.Count(diag.Warning)
	if aside+warned > 0 && (aside > 0 || a.env.ErrTerminal || a.flags.verbose) {
		say(a.env.Err, a.lang, lang.F("%s, %s; without --view crm names them", "%s，%s；不加 --view 可查看详情",
			lang.N(aside, "%d row set aside", "%d rows set aside", "%d 行搁置"), lang.N(warned, "%d warning", "%d warnings", "%d 条提醒")))
	}
	if !a.env.ErrTerminal && !a.flags.verbose {
		return
	}
	for _, name := range r.report(a.lang).Lacking() {
		say(a.env.Err, a.lang, lang.F("%s is left out: this data does not give it", "没有 %s 这一列：现有数据得不出", name))
	}
}

// reportUnder reports problems that end a run: under a view those of the data by
// their codes alone, for the rest would show what stands there.
func (a *app) reportUnder(v *rules.View, problems diag.List) {
	if v == nil {
		a.report(problems)
		return
	}
	var told diag.List
	var codes []string
	for _, p := range problems {
		switch code := "CRM-" + p.Code; {
		case p.Severity == diag.Note:
		case strings.HasPrefix(p.Code, "C"): // those of rules.yaml speak of rules
			told.Add(p)
		case !slices.Contains(codes, code):
			codes = append(codes, code)
		}
	}
	a.report(told)
	if len(codes) > 0 {
		slices.Sort(codes)
		say(a.env.Err, a.lang, lang.F("problems in the data: %s; run it without --view to see where and what", "数据有问题：%s；不加 --view 运行可查看位置和内容", strings.Join(codes, ", ")))
	}
}

// viewsLike completes --view.
func (a *app) viewsLike(typed string) []string {
	var found []string
	if set, l := a.quietRules(); set != nil {
		for i := range set.Views {
			if v := &set.Views[i]; begins(v.ID, typed) {
				found = append(found, described(v.ID, v.Title.In(l)))
			}
		}
	}
	return found
}
