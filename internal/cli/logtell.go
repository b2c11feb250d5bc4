package cli

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"crm/internal/civil"
	"crm/internal/contactlog"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/followup"
	"crm/internal/lang"
	"crm/internal/safefile"
)

// logWho is a customer for people, unescaped.
func logWho(c *crm.Customer) string {
	if c.ID == "" || c.ID == c.Label() {
		return c.Label()
	}
	return c.Label() + " (" + c.ID + ")"
}

// tellLogged says what was written, where, and when the customer is next. What is
// not in the log, and that nobody would read it, is said also without a terminal.
func (a *app) tellLogged(w *logWriter) {
	if len(w.unplaced) > 0 {
		var names []string
		for _, f := range w.unplaced {
			names = append(names, contactlog.Title(f).In(a.lang))
		}
		list := strings.Join(names, a.t(", ", "、"))
		say(a.env.Err, a.lang, lang.F("not written, for %s has no such column: %s", "%s 没有这些列，未写入：%s", diag.Escape(w.to.source()), list))
		hint(a.env.Err, a.lang, lang.F("give the log a column with that header: %s", "请在跟进记录里加上这样的表头：%s", list))
	}
	if a.env.ErrTerminal || a.flags.verbose {
		a.printLines(a.env.Err, a.logged(w))
	}
	if w.to.unlisted {
		a.tellUnlisted(w)
	}
}

// logged is the lines about an entry that was written.
func (a *app) logged(w *logWriter) []lang.Text {
	e := w.entries[0]
	who := diag.Escape(logWho(&w.run.Data.Customers[w.customers[0]]))
	if n := len(w.customers); n > 1 {
		who = lang.F("%d customers", "%d 个客户", n).In(a.lang)
	}
	parts := []string{who, e.Date.String()}
	for _, said := range []struct {
		field crm.Field
		text  string
	}{{crm.FieldChannel, e.Channel}, {crm.FieldKind, e.Kind}, {crm.FieldSummary, e.Summary}, {crm.FieldOutcome, e.Outcome}, {crm.FieldBy, e.By}} {
		if said.text != "" && !slices.Contains(w.unplaced, said.field) {
			parts = append(parts, diag.Excerpt(strings.ReplaceAll(said.text, "\n", " ")))
		}
	}
	what := strings.Join(parts, " · ")
	lines := []lang.Text{lang.F("written down: %s", "已记录：%s", what)}
	first, last := w.rows[0], w.rows[len(w.rows)-1]
	where := lang.F("in %s, row %d", "写入 %s 第 %d 行", diag.Escape(shortPath(w.to.source())), first)
	if last > first {
		where = lang.F("in %s, rows %d-%d", "写入 %s 第 %d-%d 行", diag.Escape(shortPath(w.to.source())), first, last)
	}
	added := w.chain.last()
	if added != nil && added.Table != "" {
		where = lang.F("%s; the table %s reaches over it", "%s；表格 %s 已扩展到该行", where, diag.Excerpt(added.Table))
	}
	if a.env.ErrTerminal {
		where = lang.F("%s; to take this back: %s", "%s；撤销：%s", where, w.undoLine())
	}
	lines = append(lines, where)
	lines = append(lines, w.saved.Notes...)
	if added != nil {
		lines = append(lines, added.Notes...)
	}
	if len(w.customers) == 1 {
		return append(lines, a.nextContact(w, 0))
	}
	for k, i := range w.customers[:min(len(w.customers), shownRows)] {
		lines = append(lines, lang.F("  %s: %s", "  %s：%s", diag.Escape(logWho(&w.run.Data.Customers[i])), a.nextContact(w, k)))
	}
	if more := len(w.customers) - shownRows; more > 0 {
		lines = append(lines, lang.F("  … and %d more", "  ……另有 %d 个客户", more))
	}
	return lines
}

// nextContact says when a customer is to be contacted next: as was asked for, else
// as the rules have it now.
func (a *app) nextContact(w *logWriter, k int) lang.Text {
	next := w.entries[k].Next
	if slices.Contains(w.unplaced, crm.FieldNextDate) {
		next = 0
	}
	up := w.followUp(k, next)
	switch {
	case up.State == crm.InPool:
		return lang.T("next contact: none, the customer is in the public pool", "下次跟进：无（客户在公海）")
	case up.Due == 0:
		return lang.T("next contact: none; --next sets one", "下次跟进：未定，可用 --next 指定")
	case next == 0 && up.DueBy == crm.DueByNextContact:
		return lang.F("next contact, as agreed before: %s", "下次跟进（此前已约定）：%s", dayAhead(up.Due, w.run.AsOf))
	case next != 0 && up.Due == next:
		return lang.F("next contact: %s", "下次跟进：%s", dayAhead(up.Due, w.run.AsOf))
	case next != 0 && up.Due > next:
		return lang.F("next contact: %s, for %s is no working day there", "下次跟进：%s，因为 %s 当地休息", dayAhead(up.Due, w.run.AsOf), next)
	case next != 0:
		return lang.F("next contact: %s, for the rules do not wait until %s", "下次跟进：%s，规则期限早于你指定的 %s", dayAhead(up.Due, w.run.AsOf), next)
	}
	return lang.F("next contact by the rules: %s", "按规则下次跟进：%s", dayAhead(up.Due, w.run.AsOf))
}

// followUp is where a customer stands with the new contact.
func (w *logWriter) followUp(k int, next civil.Date) crm.FollowUp {
	book, e := w.run.Followup(), w.entries[k]
	c := book.Case(w.customers[k])
	c.Contacts = append(c.Contacts, followup.Contact{
		Date: e.Date, Next: next, Kind: e.Kind, Mailing: followup.Mailing(e.Channel, e.Kind),
	})
	return book.Terms.Follow(&c)
}

// undoLine is what to type to take the entry back.
func (w *logWriter) undoLine() string {
	if w.flags.named {
		return "crm undo " + shellQuote(diag.Escape(shortPath(w.to.path)))
	}
	return "crm log --undo"
}

// tellUnlisted says where a log lies that no run reads, and what to paste so that
// all do.
func (a *app) tellUnlisted(w *logWriter) {
	path := diag.Escape(shortPath(w.to.path))
	if w.to.fresh {
		say(a.env.Err, a.lang, lang.F("there was no log; a new one is %s", "原先没有跟进记录，已新建 %s", path))
	}
	rules := w.run.Rules
	if !w.run.rulesFound {
		files := append([]string{}, w.run.in.files...)
		hint(a.env.Err, a.lang, lang.F("so that it is read from now on: %s", "要让以后都读取它：%s", "crm init "+quoteAll(append(files, w.to.path))))
		return
	}
	line := "activities: " + yamlPath(relative(filepath.Dir(rules.File), w.to.path))
	if len(rules.Sources.Tables) == 0 {
		hint(a.env.Err, a.lang, lang.F("so that it is read from now on, put into %s:", "要让以后都读取它，请在 %s 中写入：", diag.Escape(rules.File)))
		a.printLines(a.env.Err, []lang.Text{lang.Same("sources:"), lang.Same("  " + line)})
		return
	}
	hint(a.env.Err, a.lang, lang.F("so that it is read from now on, put below sources: in %s:", "要让以后都读取它，请在 %s 的 sources: 下面加一行：", diag.Escape(rules.File)))
	a.printLines(a.env.Err, []lang.Text{lang.Same("  " + line)})
}

// yamlPath is a path as a scalar of YAML.
func yamlPath(path string) string {
	path = filepath.ToSlash(path)
	if strings.ContainsAny(path, ":{}[],&*#?|<>=!%@\\\"'`") || strings.TrimSpace(path) != path {
		return "'" + strings.ReplaceAll(path, "'", "''") + "'"
	}
	return path
}

// undoLog takes the last row of the log back.
func (a *app) undoLog(ctx context.Context, o *logFlags) error {
	r, err := a.open(nil, &o.sourceFlags)
	if err != nil {
		return err
	}
	defer r.Close()
	to, err := a.logOf(r)
	if err != nil {
		return err
	}
	if to.fresh {
		return failed(nil, lang.F("nothing was written down yet: there is no %s", "还没有写过跟进记录：%s 不存在", diag.Escape(to.path)))
	}
	how := a.saving(to.path, &o.savingFlags, "log --undo")
	versions, err := safefile.Versions(how.Backups, to.path)
	if err != nil {
		return err
	}
	if len(versions) > 0 && !strings.HasPrefix(versions[0].Command, "crm log") {
		return failed(nil, lang.F("the last write to %s was no contact but %s; nothing was taken back", "对 %s 的上一次写入不是跟进，而是 %s；没有撤销", diag.Escape(to.path), diag.Escape(versions[0].Command)),
			lang.Same("crm undo "+shellQuote(diag.Escape(to.path))))
	}
	saved, version, err := safefile.Undo(ctx, to.path, how)
	if err != nil {
		return err
	}
	a.tellUndone(to.path, &saved, &version)
	return nil
}
