package cli

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"crm/internal/calendar"
	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/pipeline"
	"crm/internal/render"
	"crm/internal/report"
	"crm/internal/table"
)

// overdueFlags is the flags of crm overdue.
type overdueFlags struct {
	sourceFlags
	outputFlags
	owner    []string
	class    []string
	state    []string
	within   string
	escalate string
	all      bool
	exitCode bool
}

func (a *app) overdueCommand() *cobra.Command {
	o := &overdueFlags{outputFlags: outputFlags{calendar: true}, sourceFlags: sourceFlags{
		without: singles, prepare: readForFollowUp,
	}}
	cmd := &cobra.Command{
		Use: "overdue [FILES]", GroupID: "daily",
		Short: a.t("whom to contact now, why and how", "现在该联系谁、为什么、怎么联系"),
		Long: a.t(`Whom to contact now: who is overdue, due soon, or past the last day before
release, the most valuable first. The clock of a customer starts with its last
contact, and with the day it was assigned or created where that is later; how
long it runs is said in rules.yaml (followup). A workbook that crm wrote is
enough: without orders its classes are taken, with the day they are true for.`,
			`现在该联系谁：已逾期、即将到期、超过保留期的客户，最有价值的排在前面。
时钟从最近一次联系算起，分配或建档更晚的从那天算起；多久联系一次写在 rules.yaml 的 followup 里。
只给一个 crm 写出的工作簿也可以：没有订单时，直接用其中的等级，并注明截至日期。`),
		Example: a.t(
			`  crm overdue
  crm overdue --owner Li --within 7d
  crm overdue --escalate 3,5,7
  crm overdue -o today.xlsx
  crm overdue --within 30d -o contacts.ics`,
			`  crm overdue
  crm overdue --owner 李娜 --within 7d
  crm overdue --escalate 3,5,7
  crm overdue -o 今日.xlsx
  crm overdue --within 30d -o 跟进.ics`),
		RunE: func(cmd *cobra.Command, args []string) error { return a.runOverdue(cmd.Context(), args, o) },
	}
	a.addSourceFlags(cmd, &o.sourceFlags)
	a.addOutputFlags(cmd, &o.outputFlags)
	f := cmd.Flags()
	f.StringSliceVar(&o.owner, "owner", nil, a.t("only the customers of these `OWNERS`", "只看这些`负责人`的客户"))
	f.StringSliceVar(&o.class, "class", nil, a.t("only these classes of the main classification, or of another: `segment=vip`", "只列出主分级的这些等级；其他分级写作 `segment=vip`"))
	f.StringSliceVar(&o.state, "state", nil, a.t("only these `STATES`: released, overdue, due_soon, in_time, no_clock, protected", "只看这些`状态`：released、overdue、due_soon、in_time、no_clock、protected"))
	f.StringVar(&o.within, "within", "", a.t("also who is due within a `PERIOD`, such as 7d", "也列出在`期限`内到期的客户，如 7d"))
	f.StringVar(&o.escalate, "escalate", "", a.t("who is over by so many `DAYS` or more, by owner, such as 3,5,7", "逾期达到这些`天数`的客户，按负责人列出，如 3,5,7"))
	a.addViewFlag(cmd, &o.sourceFlags)
	f.BoolVar(&o.all, "all", false, a.t("show all rows on a terminal", "在终端显示全部行"))
	f.BoolVar(&o.exitCode, "exit-code", false, a.t("exit with 4 when anybody is overdue or released", "有人逾期或超过保留期时退出码为 4"))
	return cmd
}

// readForFollowUp asks for no orders file where a workbook of ours tells the
// classes, and for no single activity or order where the cache has the clocks.
func readForFollowUp(o *pipeline.Options) {
	o.TakeClasses, o.FollowUps = true, true
}

func (a *app) runOverdue(ctx context.Context, args []string, o *overdueFlags) error {
	out, err := a.output(&o.outputFlags)
	if err != nil {
		return err
	}
	asked, err := o.parse()
	if err != nil {
		return err
	}
	if o.escalate != "" && out.format == formatICS {
		return usage(lang.T("--escalate is a list, no calendar", "--escalate 只能输出名单，不能输出日历"))
	}
	r, err := a.runInto(ctx, args, &o.sourceFlags, out)
	if err != nil {
		return err
	}
	defer r.Close()
	if err := asked.mayShow(r, out); err != nil {
		return err
	}
	list, err := a.followUps(r, asked, out)
	if err != nil {
		return err
	}
	out.day, out.more = r.AsOf, a.t("today.xlsx", "今日.xlsx")
	out.shorten(o.all)
	found, err := a.tellFollowUps(ctx, r, list, asked, out)
	if err != nil {
		return err
	}
	a.nextInit(r, args)
	if o.exitCode && found {
		return errFound
	}
	return nil
}

// askedFollowUps is what the flags of crm overdue ask for.
type askedFollowUps struct {
	flags  *overdueFlags
	states []crm.FollowState
	within *civil.Period // nil: not asked for
	steps  []int         // of --escalate
	quiet  bool          // nothing is to be printed where there is nothing to say
}

// parse reads the flags that need no data.
func (o *overdueFlags) parse() (*askedFollowUps, error) {
	asked := &askedFollowUps{flags: o, quiet: o.format == "" && o.path == ""}
	for _, name := range o.state {
		s, ok := followState(name)
		if !ok {
			return nil, usage(unknownName(lang.T("state", "状态"), name, stateNames()))
		}
		if s == crm.InPool {
			return nil, usage(lang.T("customers in the public pool are in no list of follow-ups", "公海中的客户不在跟进名单里"))
		}
		asked.states = append(asked.states, s)
	}
	if o.within != "" {
		p, ok := civil.ParsePeriod(o.within)
		if n, err := strconv.Atoi(o.within); err == nil && n >= 0 && n <= civil.Longest(civil.Days) {
			p, ok = civil.Period{N: n, Unit: civil.Days}, true
		}
		if !ok {
			return nil, usage(lang.F("--within %q is no period", "--within %q 不是期限", diag.Excerpt(o.within)), lang.T("such as 7d, 2w or 1mo", "例如 7d、2w 或 1mo"))
		}
		asked.within = &p
	}
	if o.escalate == "" {
		return asked, nil
	}
	for _, text := range strings.FieldsFunc(o.escalate, func(r rune) bool { return r == ',' || r == '，' }) {
		n, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil || n < 1 {
			return nil, usage(lang.F("--escalate %q: %q is no number of days", "--escalate %q：%q 不是天数", diag.Excerpt(o.escalate), diag.Excerpt(text)), lang.Same("--escalate 3,5,7"))
		}
		asked.steps = append(asked.steps, n)
	}
	if len(asked.steps) == 0 {
		return nil, usage(lang.T("--escalate wants days", "--escalate 需要天数"), lang.Same("--escalate 3,5,7"))
	}
	return asked, nil
}

// followState reads the name of a state, also as people write it.
func followState(name string) (crm.FollowState, bool) {
	name = strings.NewReplacer("-", "_", " ", "_").Replace(strings.ToLower(strings.TrimSpace(name)))
	return crm.ParseFollowState(name)
}

// stateNames is the states that a list can have.
func stateNames() []string {
	var names []string
	for _, s := range crm.FollowStates() {
		if s != crm.InPool {
			names = append(names, s.String())
		}
	}
	return names
}

// followUps is the list that the flags ask for.
func (a *app) followUps(r *run, asked *askedFollowUps, out *output) (*report.FollowList, error) {
	keep, err := keepFollowUps(r, asked.flags)
	if err != nil {
		return nil, err
	}
	return a.followReport(r).FollowUps(report.FollowOptions{
		Keep: keep, States: asked.states, Within: asked.days(r.AsOf), People: out.people(), Whole: out.format == formatXLSX,
	}), nil
}

// followReport is the run as the lists of follow-ups take it.
func (a *app) followReport(r *run) *report.Run {
	rep := r.report(a.lang)
	rep.Measure, rep.Class, rep.Zone = r.Values, r.Class, a.zone(r.Rules)
	rep.Follow = r.Followup()
	rep.Ups = rep.Follow.All()
	return rep
}

// days is how many days ahead --within asks for; -1 without.
func (asked *askedFollowUps) days(day civil.Date) int {
	if asked.within == nil {
		return -1
	}
	return asked.within.After(day).Since(day)
}

// keepFollowUps combines --owner and --class.
func keepFollowUps(r *run, o *overdueFlags) (func(int) bool, error) {
	keep := func(int) bool { return true }
	if len(o.class) > 0 {
		var err error
		if keep, err = classFilter(r, o.class); err != nil {
			return nil, err
		}
	}
	if len(o.owner) == 0 {
		return keep, nil
	}
	owned, err := ownerFilter(r, o.owner)
	if err != nil {
		return nil, err
	}
	return func(i int) bool { return owned(i) && keep(i) }, nil
}

// tellFollowUps writes the list, the calendar, or who is to be escalated; found
// is whether anybody is what --exit-code asks about.
func (a *app) tellFollowUps(ctx context.Context, r *run, list *report.FollowList, asked *askedFollowUps, out *output) (found bool, err error) {
	if asked.steps != nil {
		return a.tellEscalation(ctx, r, list, asked, out)
	}
	found = list.Pressing()
	if asked.quiet && list.Empty() && !a.env.OutTerminal {
		return found, nil
	}
	a.mention(r)
	if out.format == formatICS {
		return found, a.writeCalendar(ctx, list.Events(asked.days(r.AsOf)), out)
	}
	g := list.Grid()
	return found, a.writeFollowUps(ctx, r, g, a.withDay(r, list.Headline()), nil, out)
}

func (a *app) tellEscalation(ctx context.Context, r *run, list *report.FollowList, asked *askedFollowUps, out *output) (found bool, err error) {
	e := list.Escalate(asked.steps)
	if asked.quiet && e.Empty() && !a.env.OutTerminal {
		return false, nil
	}
	a.mention(r)
	return !e.Empty(), a.writeFollowUps(ctx, r, e.Grid(), a.withDay(r, list.Headline()), e.Owners(), out)
}

// withDay names the day of a list that is not today's.
func (a *app) withDay(r *run, line lang.Text) lang.Text {
	if r.AsOf == r.today {
		return line
	}
	return lang.F("%s · as of %s", "%s · 截至 %s", line, r.AsOf)
}

// writeFollowUps writes a list; for people its headline comes first, and a table
// before it where there is one.
func (a *app) writeFollowUps(ctx context.Context, r *run, g *table.Grid, headline lang.Text, before *table.Grid, out *output) error {
	origin := r.origin()
	if !out.people() {
		a.printLines(a.env.Err, origin)
		return a.write(ctx, g, out)
	}
	if out.format == formatXLSX { // whose rows are customers, nothing else
		if a.env.ErrTerminal {
			a.printLines(a.env.Err, append([]lang.Text{headline}, g.Notes...))
		}
		a.printLines(a.env.Err, origin)
		return a.write(ctx, g, out)
	}
	g.Notes = append(g.Notes, origin...)
	if !out.several() || out.path != "" {
		g.Notes = append([]lang.Text{headline}, g.Notes...)
		return a.write(ctx, g, out)
	}
	fmt.Fprintln(a.env.Out, headline.In(a.lang))
	if len(g.Rows) == 0 {
		a.printLines(a.env.Out, g.Notes)
		return nil
	}
	fmt.Fprintln(a.env.Out)
	if before != nil {
		opts := render.Options{Lang: a.lang, Color: a.color(), Width: a.env.Width}
		if err := render.Grid(a.env.Out, before, out.format, opts); err != nil {
			return err
		}
		fmt.Fprintln(a.env.Out)
	}
	g.Title = lang.Text{}
	return a.write(ctx, g, out)
}

// writeCalendar writes events as an iCalendar file.
func (a *app) writeCalendar(ctx context.Context, events []report.Event, out *output) error {
	book := calendar.Book{Name: a.t("Customers to contact", "客户跟进"), Stamp: out.day}
	for _, e := range events {
		book.Events = append(book.Events, calendar.Event{UID: e.UID, Day: e.Day, Summary: e.Summary, Lines: e.Lines, Category: e.Category})
	}
	if out.path == "" {
		return book.Write(a.env.Out)
	}
	if err := a.save(ctx, out.path, func(w io.Writer) error { return book.Write(w) }); err != nil || !a.env.ErrTerminal {
		return err
	}
	greetings := 0
	for i := range events {
		if events[i].Greeting {
			greetings++
		}
	}
	a.printLines(a.env.Err, []lang.Text{lang.F("%s, %s", "%s、%s", countCustomers(len(events)-greetings),
		lang.N(greetings, "%d greeting", "%d greetings", "%d 条节日问候"))})
	return nil
}
