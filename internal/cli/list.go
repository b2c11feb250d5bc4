package cli

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"crm/internal/cond"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/measure"
	"crm/internal/nearest"
	"crm/internal/report"
	"crm/internal/rules"
	"crm/internal/table"
	"crm/internal/value"
)

// shownRows is how many rows a list has on a terminal without --all.
const shownRows = 20

// listFlags is the flags of crm list.
type listFlags struct {
	sourceFlags
	outputFlags
	where   string
	class   []string
	owner   []string
	columns columnNames
	sort    string
	as      string
	all     bool
}

func (a *app) listCommand() *cobra.Command {
	o := &listFlags{sourceFlags: sourceFlags{rows: true, without: singles}}
	cmd := &cobra.Command{
		Use: "list [FILES]", GroupID: "monthly",
		Short: a.t("the customers as a table", "以表格列出客户"),
		Example: a.t(
			`  crm list customers.xlsx orders.xlsx --class A
  crm list --where 'tier == "A" and days_since_order > 90' --sort -revenue
  crm list --columns customer_name,owner,revenue,last_order -o list.csv`,
			`  crm list 客户列表.xlsx 订单列表.xlsx --class A
  crm list --where 'tier == "A" and days_since_order > 90' --sort -revenue
  crm list --columns customer_name,owner,revenue,last_order -o 名单.csv`),
		RunE: func(cmd *cobra.Command, args []string) error { return a.runList(cmd.Context(), args, o) },
	}
	a.addSourceFlags(cmd, &o.sourceFlags)
	a.addOutputFlags(cmd, &o.outputFlags)
	f := cmd.Flags()
	f.StringVar(&o.where, "where", "", a.t("only customers for whom the `CONDITION` holds", "只列出满足`条件`的客户"))
	f.StringSliceVar(&o.class, "class", nil, a.t("only these classes of the main classification, or of another: `segment=vip`", "只列出主分级的这些等级；其他分级写作 `segment=vip`"))
	f.StringSliceVar(&o.owner, "owner", nil, a.t("only the customers of these `OWNERS`", "只看这些`负责人`的客户"))
	f.Var(&o.columns, "columns", a.t("the `COLUMNS` to show, by canonical name", "要显示的`列`（规范名）"))
	f.StringVar(&o.sort, "sort", "", a.t("`COLUMN` to sort by; -COLUMN: largest first (default -revenue)", "排序的`列`；-列 表示从大到小（默认 -revenue）"))
	f.StringVar(&o.as, "as", "", a.t("`mailing`: the columns that Mailchimp imports, one row per e-mail address", "`mailing`：可导入 Mailchimp 的列，每个邮箱一行"))
	a.addViewFlag(cmd, &o.sourceFlags)
	f.BoolVar(&o.all, "all", false, a.t("show all rows on a terminal", "在终端显示全部行"))
	return cmd
}

func (a *app) runList(ctx context.Context, args []string, o *listFlags) error {
	out, err := a.output(&o.outputFlags)
	if err != nil {
		return err
	}
	r, err := a.run(ctx, args, &o.sourceFlags)
	if err != nil {
		return err
	}
	defer r.Close()
	g, err := a.listGrid(r, o, out)
	if err != nil {
		return err
	}
	if err := a.notOverInput(r, out.path); err != nil {
		return err
	}
	a.mention(r)
	out.day = r.AsOf
	if out.several() && out.path == "" {
		report.WithoutEmptyTags(g)
	}
	if out.people() && out.path == "" && !o.all && r.rowLimit == 0 {
		out.limit = shownRows
	}
	if err := a.write(ctx, g, out); err != nil {
		return err
	}
	a.nextInit(r, args)
	return nil
}

func (a *app) listGrid(r *run, o *listFlags, out *output) (*table.Grid, error) {
	if o.as != "" && o.as != "mailing" {
		return nil, usage(lang.F("--as %q is not known; mailing is", "--as %q 无效，可用 mailing", o.as))
	}
	rep := r.report(a.lang)
	keep, err := a.keep(r, o)
	if err != nil {
		return nil, err
	}
	lo := report.ListOptions{Columns: o.columns, Keep: keep, Sort: o.sort, Limit: r.rowLimit}
	if lo.Columns == nil && !out.people() && r.view == nil {
		lo.Columns = report.WithID(rep.DefaultColumns())
	}
	var g *table.Grid
	if o.as == "mailing" {
		g, err = a.mailingGrid(rep, lo, o.columns)
	} else {
		g, err = rep.List(lo)
	}
	return g, columnError(err)
}

// columnError makes a column that nothing has, or that the view does not show,
// wrong usage.
func columnError(err error) error {
	var unknown *report.UnknownColumn
	var denied *report.DeniedColumn
	switch {
	case errors.As(err, &unknown):
		return usage(unknown.Text())
	case errors.As(err, &denied):
		return usage(denied.Text())
	}
	return err
}

// mailingGrid is the list as Mailchimp imports it, or with the columns given; it
// says whom it leaves out.
func (a *app) mailingGrid(rep *report.Run, lo report.ListOptions, columns []string) (*table.Grid, error) {
	m, err := rep.Mailing(lo)
	if err != nil {
		return nil, err
	}
	g := m.Grid()
	if columns != nil {
		if g, err = m.List(columns); err != nil {
			return nil, err
		}
	}
	if left := m.LeftOut(); !left.Empty() {
		say(a.env.Err, a.lang, left)
	}
	return g, nil
}

// keep combines --where, --class and --owner into one filter.
func (a *app) keep(r *run, o *listFlags) (func(int) bool, error) {
	var filters []func(int) bool
	if o.where != "" {
		f, err := a.whereFilter(r, o.where)
		if err != nil {
			return nil, err
		}
		filters = append(filters, f)
	}
	if len(o.class) > 0 {
		f, err := classFilter(r, o.class)
		if err != nil {
			return nil, err
		}
		filters = append(filters, f)
	}
	if len(o.owner) > 0 {
		f, err := ownerFilter(r, o.owner)
		if err != nil {
			return nil, err
		}
		filters = append(filters, f)
	}
	return func(customer int) bool {
		return !slices.ContainsFunc(filters, func(f func(int) bool) bool { return !f(customer) })
	}, nil
}

// whereFilter compiles a condition of the command line over the names of the rules.
func (a *app) whereFilter(r *run, source string) (func(int) bool, error) {
	c, problems := r.Rules.Compile(source)
	if err := conditionError("--where", source, problems); err != nil {
		return nil, err
	}
	if denied := r.view.Denied(c); denied != "" {
		return nil, r.mayAsk("--where", denied)
	}
	for _, use := range c.Names() {
		if m := findMeasure(use.Name); m != nil && !m.Missing(r.Data).Empty() {
			return nil, usage(lang.F("--where: these tables do not give %s", "--where：现有数据得不出 %s", use.Name), lang.F("it needs %s", "需要%s", m.Missing(r.Data)))
		}
	}
	return r.holds(c), nil
}

// conditionError shows the mistakes in a condition of the command line, marked.
func conditionError(flag, source string, problems []cond.Problem) error {
	wrong := &failure{code: exitUsage}
	for _, p := range problems {
		if p.Lint {
			continue
		}
		if wrong.text.Empty() {
			wrong.text = lang.F("%s: %s", "%s：%s", flag, p.Message)
		} else {
			wrong.hints = append(wrong.hints, p.Message)
		}
		from, to := min(p.From, len(source)), min(p.To, len(source))
		wrong.details = append(wrong.details, diag.Escape(source),
			strings.Repeat(" ", diag.Width(source[:from]))+"^"+strings.Repeat("~", max(1, diag.Width(source[from:to]))-1))
		if !p.Hint.Empty() {
			wrong.hints = append(wrong.hints, p.Hint)
		}
	}
	if wrong.text.Empty() {
		return nil
	}
	return wrong
}

func findMeasure(name string) *crm.Measure {
	declared := measure.Declared()
	for i := range declared {
		if declared[i].Name == name {
			return &declared[i]
		}
	}
	return nil
}

// classFilter reads A, or segment=vip.
func classFilter(r *run, wanted []string) (func(int) bool, error) {
	type class struct{ classification, class int }
	var keep []class
	for _, text := range wanted {
		classification, id := r.Rules.Main, text
		if name, value, named := strings.Cut(text, "="); named {
			if classification = findClassification(r, name); classification < 0 {
				return nil, usage(unknownName(lang.T("classification", "分级"), name, classificationIDs(r)))
			}
			id = value
		}
		if err := r.mayAsk("--class", r.Rules.Classifications[classification].ID); err != nil {
			return nil, err
		}
		classes := r.Rules.Classifications[classification].Classes
		var ids []string
		found := -1
		for i := range classes {
			ids = append(ids, classes[i].ID)
			if strings.EqualFold(classes[i].ID, id) || classes[i].Title.EN == id || classes[i].Title.ZH == id {
				found = i
			}
		}
		if found < 0 {
			return nil, usage(unknownName(lang.F("class of %s", " %s 的等级", r.Rules.Classifications[classification].ID), id, ids))
		}
		keep = append(keep, class{classification, found})
	}
	return func(customer int) bool {
		return slices.ContainsFunc(keep, func(k class) bool { return r.Class(k.classification, customer) == k.class })
	}, nil
}

func findClassification(r *run, id string) int {
	for i := range r.Rules.Classifications {
		if r.Rules.Classifications[i].ID == id {
			return i
		}
	}
	return -1
}

func classificationIDs(r *run) []string {
	var ids []string
	for i := range r.Rules.Classifications {
		ids = append(ids, r.Rules.Classifications[i].ID)
	}
	return ids
}

func unknownName(what lang.Text, name string, known []string) lang.Text {
	if near := nearest.Of(name, known); near != "" {
		return lang.F("no %s %q; did you mean %q?", "没有%s %q，是不是 %q？", what, diag.Excerpt(name), near)
	}
	return lang.F("no %s %q; there are: %s", "没有%s %q；可用：%s", what, diag.Excerpt(name), strings.Join(known, ", "))
}

// slotColumn is the values that a condition's slot reads.
func (r *run) slotColumn(slot rules.Slot) []value.Value {
	if r.Own != nil {
		return r.Slot(slot)
	}
	if slot.Kind == rules.CurrentSlot {
		return r.Classes.CurrentIDs()
	}
	if i := findClassification(r, slot.Name); slot.Kind == rules.ClassSlot && i >= 0 {
		return r.Classes.IDs(i)
	}
	return r.Column(slot)
}
