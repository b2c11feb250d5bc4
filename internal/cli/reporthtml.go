package cli

import (
	"context"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/page"
	"crm/internal/render"
	"crm/internal/report"
	"crm/internal/table"
	"crm/internal/value"
)

// htmlFlags is the flags of the one page that crm report writes.
type htmlFlags struct {
	html string
}

func (a *app) addHTMLFlags(cmd *cobra.Command, o *htmlFlags, s *sourceFlags) {
	cmd.Flags().StringVar(&o.html, "html", "", a.t("write one self-contained page to `FILE`: charts, alerts, the customers; - is stdout", "写出一个独立网页`文件`：图表、预警、客户表；- 表示标准输出"))
	a.addViewFlag(cmd, s)
}

// takeHTML holds --html and --view against the other flags: --html is -o with the
// format of the page, and a view is shown on a page alone, for every other output
// has figures of all customers.
func (o *reportFlags) takeHTML() error {
	switch {
	case o.html != "" && (o.path != "" || o.format != ""):
		return usage(lang.T("--html says where the page goes; -o and --format are for the other outputs", "--html 已指定网页的去处，不能与 -o、--format 同用"))
	case o.html != "" && o.html != "-" && !slices.Contains([]string{".html", ".htm"}, strings.ToLower(filepath.Ext(o.html))):
		return usage(lang.F("--html %q: a page's name ends in .html", "--html %q：网页文件名应以 .html 结尾", diag.Excerpt(filepath.Base(o.html))))
	case o.html != "" && o.since != "":
		return usage(lang.T("--html is for the report; --since is a digest", "--html 用于报告，不能与 --since 同用"))
	case o.view != "" && o.html == "":
		return usage(lang.T("--view goes with --html: the other outputs are figures of all customers", "--view 须与 --html 同用：其他输出都是全部客户的数字"))
	case o.view != "" && (len(o.kpis) > 0 || o.exitCode):
		return usage(lang.T("a view shows customers, no KPIs; leave out --kpi and --exit-code", "视图只含客户，不含指标：请去掉 --kpi 和 --exit-code"))
	}
	if o.html != "" {
		o.format = string(render.HTML)
	}
	if o.html != "" && o.html != "-" {
		o.path = o.html
	}
	return nil
}

// tellHTML writes the report as a page.
func (a *app) tellHTML(ctx context.Context, r *run, m *report.Manager, out *output) error {
	p, err := a.reportPage(r, m)
	if err != nil {
		return err
	}
	return a.writeHTML(ctx, p, out)
}

// tellView writes the page of a view.
func (a *app) tellView(ctx context.Context, r *run, out *output) error {
	a.mention(r)
	p, err := a.viewPage(r)
	if err != nil {
		return err
	}
	return a.writeHTML(ctx, p, out)
}

// writeHTML writes a page to stdout or to a file.
func (a *app) writeHTML(ctx context.Context, p *page.Page, out *output) error {
	if out.path == "" {
		return page.Write(a.env.Out, p)
	}
	return a.save(ctx, out.path, func(w io.Writer) error { return page.Write(w, p) })
}

// reportPage is everything that the page shows of a report.
func (a *app) reportPage(r *run, m *report.Manager) (*page.Page, error) {
	p := &page.Page{
		Title: lang.T("Manager's report", "客户经营报告"), Sources: baseNames(r.in.files), From: m.KPI.From.AddDays(1), AsOf: r.AsOf, Lang: a.lang,
		Currency: m.KPI.Currency, Indicators: m.KPI.Indicators, Charts: pageCharts(m.Pictures()), Alerts: pageAlerts(m), HasAlerts: true,
		Notes: pageNotes(r, m),
	}
	return p, customersOf(p, m.Run, nil)
}

// viewPage is the page under a view: the customers and columns that the view
// shows, and charts that are counted from these cells; no other figure.
func (a *app) viewPage(r *run) (*page.Page, error) {
	rep := r.report(a.lang)
	p := &page.Page{Title: r.view.Title, View: r.view.ID, AsOf: r.AsOf, Lang: a.lang}
	if err := customersOf(p, rep, r.inView); err != nil {
		return nil, err
	}
	for _, g := range rep.ViewSummary(p.Customers.Grid) {
		p.Charts = append(p.Charts, page.Chart{ID: "class-" + g.Columns[0].ID, Kind: page.Bars, Title: lang.F("Customers: %s", "客户数：%s", g.Columns[0].Title), Grid: g, Series: []int{1}})
	}
	return p, nil
}

func customersOf(p *page.Page, rep *report.Run, keep func(customer int) bool) error {
	g, whys, err := rep.ListWithWhys(report.ListOptions{Keep: keep})
	if err != nil {
		return err
	}
	narrow(g)
	p.Customers.Grid = g
	for _, why := range whys {
		p.Customers.Whys = append(p.Customers.Whys, page.Why{Title: why.Title, Texts: why.Texts})
	}
	return nil
}

// narrow says which columns stay where a screen has no room for all: the first,
// the main class and what the customer brings.
func narrow(g *table.Grid) {
	for i := range g.Columns {
		switch c := &g.Columns[i]; {
		case i == 0:
		case c.ID == g.ClassID || c.ID == "revenue":
			c.Priority = 1
		default:
			c.Priority = max(c.Priority, 1) + 1
		}
	}
}

func baseNames(files []string) []string {
	names := make([]string, len(files))
	for i, file := range files {
		names[i] = filepath.Base(file)
	}
	return names
}

// pageBars is how many of many bars the page draws; its table has all.
const pageBars = 10

// pageCharts is the report's pictures as the page draws them.
func pageCharts(parts []table.Part) []page.Chart {
	var charts []page.Chart
	for i := range parts {
		part := &parts[i]
		if part.ID == "lost" && len(part.Grid.Rows) < 2 { // one reason, or none given
			continue
		}
		c := page.Chart{ID: part.ID, Kind: pageKind(part), Title: part.Chart.Title, Notes: part.Lines, Grid: part.Grid, Rows: min(part.Chart.Rows, pageBars)}
		series := append([]string{part.Chart.Values}, part.Chart.More...)
		if part.ID == report.MonthsOfCustomers {
			series = []string{"new", "recovered", "returning", "lost"}
			c.Below = places(part.Grid, "lost")
		}
		c.Series = places(part.Grid, series...)
		if told(&c) {
			charts = append(charts, c)
		}
	}
	return charts
}

// told reports whether a chart has anything to draw. What has a figure written on
// it tells of a zero; bars without one that are all zero are an empty frame.
func told(c *page.Chart) bool {
	frame := c.Kind == page.Stack || c.Kind == page.Columns
	return slices.ContainsFunc(c.Grid.Rows, func(row []value.Value) bool {
		return slices.ContainsFunc(c.Series, func(at int) bool {
			return row[at].Present() && (!frame || row[at].Decimal().Sign() != 0)
		})
	})
}

// places is where the columns of these ids stand.
func places(g *table.Grid, ids ...string) []int {
	var at []int
	for i := range ids {
		if k := slices.IndexFunc(g.Columns, func(c table.Column) bool { return c.ID == ids[i] }); k >= 0 {
			at = append(at, k)
		}
	}
	return at
}

// pageKind is how the page draws what a workbook draws in its own ways: what is
// over time or a distribution stands, what has names lies.
func pageKind(part *table.Part) page.Kind {
	switch part.Chart.Kind {
	case table.Curve:
		return page.Curve
	case table.Heat:
		return page.Heat
	case table.Lines:
		return page.Lines
	case table.Stacked:
		return page.Stack
	}
	switch part.ID {
	case report.MonthsOfCustomers:
		return page.Stack
	case "funnel":
		return page.Funnel
	case "revenue", "spread":
		return page.Columns
	}
	return page.Bars
}

// pageAlerts is the alerts with the names of their customers.
func pageAlerts(m *report.Manager) []page.Alert {
	var all []page.Alert
	for _, alert := range m.Ranked() {
		c := &m.Data.Customers[alert.Customer]
		all = append(all, page.Alert{Alert: alert, Name: c.Label(), Owner: c.Owner})
	}
	return all
}

// pageNotes is how the data was read, what was set aside, without the values that
// stand in the cells, and what is to be known of the figures.
func pageNotes(r *run, m *report.Manager) []lang.Text {
	notes := slices.Concat(m.KPI.Notes, r.Readings(), m.Reconciliation(false))
	const most = 50
	left := 0
	for _, p := range r.Problems {
		switch {
		case p.Severity != diag.Aside && p.Severity != diag.Warning:
		case left >= most:
			left++
		default:
			left++
			notes = append(notes, lang.F("%s %s: %s", "%s %s：%s", p.Code, p.Pos.String(), p.Message))
		}
	}
	if left > most {
		notes = append(notes, lang.F("… %d more: crm inspect", "…… 还有 %d 条：crm inspect", left-most))
	}
	return notes
}
