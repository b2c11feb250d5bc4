package cli

import (
	"context"
	"strings"

	"crm/internal/civil"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/render"
	"crm/internal/report"
)

// sinceDay is the day that --since names: a day, or as many days ago as a period has.
func sinceDay(text string, asOf civil.Date) (civil.Date, error) {
	day, ok := civil.ParseISO(text)
	if !ok {
		var p civil.Period
		if p, ok = civil.ParsePeriod(strings.TrimSpace(text)); ok {
			day = p.Before(asOf)
		}
	}
	switch {
	case !ok:
		return 0, usage(lang.F("--since %q is neither a day nor a period", "--since %q 既不是日期也不是期限", diag.Excerpt(text)), lang.T("such as 2026-09-24, 7d or 1mo", "例如 2026-09-24、7d、1mo"))
	case day >= asOf:
		return 0, usage(lang.F("--since %s is not before the day of the report, %s", "--since %s 不早于报告日 %s", day, asOf))
	}
	return day, nil
}

// tellDigest writes what changed since an earlier day; found is whether anything did.
func (a *app) tellDigest(ctx context.Context, r *run, o *reportFlags, out *output) (found bool, err error) {
	day, err := sinceDay(o.since, r.AsOf)
	if err != nil {
		return false, err
	}
	d, err := a.digest(r, day)
	if err != nil {
		return false, err
	}
	found = !d.Empty()
	quiet := o.format == "" && o.path == ""
	if quiet {
		out.format = render.Table // a digest is read by people, also in a pipe: cron mails it
	}
	if quiet && !found && !a.env.OutTerminal {
		return false, nil
	}
	a.mention(r)
	if !out.several() && out.format != render.HTML {
		return found, a.write(ctx, d.Grid(), out)
	}
	limit := 0
	if out.path == "" && !o.all {
		limit = shownRows
	}
	return found, a.writePage(ctx, d.Page(limit), out)
}

// digest compares the run with the same data as of an earlier day.
func (a *app) digest(r *run, day civil.Date) (*report.Digest, error) {
	rep := r.report(a.lang)
	rep.Class = r.Class
	then := r.As(day)
	d := &report.Digest{Run: rep, Since: day, Then: then.Column, KPIs: r.Verdicts(), KPIsThen: then.Verdicts()}
	if r.Classes == nil {
		return d, nil
	}
	ledger, err := a.acknowledged(r)
	if err != nil {
		return nil, err
	}
	d.Moves = then.Moves()
	d.Ups, d.UpsThen = r.Followup().All(), then.FollowUps()
	d.Alerts, d.AlertsThen = r.Alerts(ledger), then.Alerts(nil)
	return d, nil
}
