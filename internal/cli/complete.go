package cli

import (
	"context"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/measure"
	"crm/internal/pipeline"
	"crm/internal/render"
	"crm/internal/report"
	"crm/internal/rules"
)

// The bounds of completing: who waits for it types faster than it helps, and
// nobody reads a longer list.
const (
	completingTime  = 80 * time.Millisecond
	mostCompletions = 200
)

// complete teaches every command that reads files what can follow on its line.
func (a *app) complete() {
	for cmd, s := range a.sources {
		if strings.Contains(cmd.Use, " CUSTOMER") {
			cmd.ValidArgsFunction = a.completeCustomer(s)
		}
		a.completeFlags(cmd, s)
	}
}

// completeCustomer completes the first argument with customers, and one behind it
// that is an alert; what follows are files, which the shell knows itself.
func (a *app) completeCustomer(s *sourceFlags) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
		if len(args) == 1 && strings.Contains(cmd.Use, " ALERT") {
			return a.alertsLike(typed), cobra.ShellCompDirectiveNoFileComp
		}
		if text := cmd.Flags().Lookup("text"); len(args) > 0 && !(text != nil && text.Changed) {
			return nil, cobra.ShellCompDirectiveDefault
		}
		if s.view != "" { // which shows some only
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return customersLike(a.known(nil, s), typed), cobra.ShellCompDirectiveNoFileComp
	}
}

// customersLike is the ids and names that begin as typed.
func customersLike(data *crm.Data, typed string) []string {
	var found []string
	if data == nil {
		return nil
	}
	for i := range data.Customers {
		c := &data.Customers[i]
		for _, offer := range [][2]string{{c.Name, c.ID}, {c.ID, c.Name}} {
			if len(found) < mostCompletions && begins(offer[0], typed) && (offer[0] == c.Name || typed != "") {
				found = append(found, described(offer[0], offer[1]))
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// begins reports whether a text can stand on a command line and begins as typed.
func begins(text, typed string) bool {
	return text != "" && diag.Escape(text) == text && len(text) >= len(typed) && strings.EqualFold(text[:len(typed)], typed)
}

// described is a completion with what it means.
func described(text, about string) string {
	if about = diag.Escape(about); about == "" || about == text {
		return text
	}
	return text + "\t" + about
}

// completeFlags completes the values of a command's flags, as far as it has them.
func (a *app) completeFlags(cmd *cobra.Command, s *sourceFlags) {
	values := map[string]func(args []string, typed string) []string{
		"owner":          func(args []string, typed string) []string { return ownersLike(a.known(args, s), typed) },
		"class":          a.inList(a.classesLike),
		"classification": a.inList(a.classificationsLike),
		"columns":        a.inList(a.columnsLike),
		"sort":           func(_ []string, typed string) []string { return a.columnsLike(typed) },
		"where":          func(_ []string, typed string) []string { return a.measuresLike(typed) },
		"as":             fixed("mailing"),
		"view":           func(_ []string, typed string) []string { return a.viewsLike(typed) },
		"alert":          a.inList(func(typed string) []string { return a.alertsLike(typed) }),
		"kpi":            a.inList(a.kpisLike),
		"level":          a.inList(func(typed string) []string { return fixed(crm.Act.String(), crm.Watch.String())(nil, typed) }),
		"state":          a.inList(func(typed string) []string { return fixed(stateNames()...)(nil, typed) }),
		"code":           a.inList(func(typed string) []string { return fixed(checkKinds()...)(nil, typed) }),
		"date-order":     fixed("dmy", "mdy", "ymd"),
		"decimal":        fixed(".", ","),
	}
	for name, complete := range values {
		if cmd.Flags().Lookup(name) != nil {
			offer(cmd, name, complete)
		}
	}
	if cmd.Flags().Lookup("format") != nil {
		formats := append(render.Formats(), string(formatXLSX))
		if cmd.Name() == "overdue" {
			formats = append(formats, string(formatICS))
		}
		offer(cmd, "format", fixed(formats...))
	}
}

// offer registers a flag's completion. A flag that is not there is a mistake of
// ours, which the first test that makes the command shows.
func offer(cmd *cobra.Command, flag string, complete func(args []string, typed string) []string) {
	err := cmd.RegisterFlagCompletionFunc(flag, func(_ *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
		return complete(args, typed), cobra.ShellCompDirectiveNoFileComp
	})
	if err != nil {
		cobra.CheckErr(err)
	}
}

// fixed offers words that are always the same.
func fixed(words ...string) func(args []string, typed string) []string {
	return func(_ []string, typed string) []string {
		var found []string
		for _, w := range words {
			if begins(w, typed) {
				found = append(found, w)
			}
		}
		return found
	}
}

// inList completes the last of several values with commas between them.
func (a *app) inList(complete func(typed string) []string) func(args []string, typed string) []string {
	return func(_ []string, typed string) []string {
		at := strings.LastIndexByte(typed, ',') + 1
		found := complete(typed[at:])
		for i := range found {
			found[i] = typed[:at] + found[i]
		}
		return found
	}
}

// ownersLike is the people in charge of customers.
func ownersLike(data *crm.Data, typed string) []string {
	var found []string
	if data == nil {
		return nil
	}
	for i := range data.Customers {
		if owner := data.Customers[i].Owner; begins(owner, typed) && !slices.Contains(found, owner) && len(found) < mostCompletions {
			found = append(found, owner)
		}
	}
	slices.Sort(found)
	return found
}

// classesLike is the classes of the main classification, and those of the others
// as segment=vip.
func (a *app) classesLike(typed string) []string {
	set, l := a.quietRules()
	if set == nil {
		return nil
	}
	var found []string
	for i := range set.Classifications {
		c := &set.Classifications[i]
		lead := c.ID + "="
		if i == set.Main {
			lead = ""
		}
		for k := range c.Classes {
			if begins(lead+c.Classes[k].ID, typed) {
				found = append(found, described(lead+c.Classes[k].ID, c.Classes[k].Title.In(l)))
			}
		}
	}
	return found
}

func (a *app) classificationsLike(typed string) []string {
	var found []string
	if set, l := a.quietRules(); set != nil {
		for i := range set.Classifications {
			if c := &set.Classifications[i]; begins(c.ID, typed) {
				found = append(found, described(c.ID, c.Title.In(l)))
			}
		}
	}
	return found
}

// columnsLike is everything that crm list can show.
func (a *app) columnsLike(typed string) []string {
	set, l := a.quietRules()
	if set == nil {
		return nil
	}
	rep := &report.Run{Rules: set, Declared: measure.Declared(), Data: &crm.Data{}}
	about := map[string]string{}
	for _, m := range rep.Declared {
		about[m.Name] = m.Title.In(l)
	}
	var found []string
	for _, name := range rep.ColumnNames() {
		if begins(name, typed) {
			found = append(found, described(name, about[name]))
		}
	}
	return found
}

// measuresLike completes the last word of a condition.
func (a *app) measuresLike(typed string) []string {
	at := strings.LastIndexAny(typed, " (") + 1
	var found []string
	for _, m := range measure.Declared() {
		if begins(m.Name, typed[at:]) {
			found = append(found, described(typed[:at]+m.Name, m.Title.In(a.lang)))
		}
	}
	return append(found, a.classificationsLike(typed[at:])...)
}

// quiet is the command line without anything said: what a person types may be
// wrong as long as it is not finished.
func (a *app) quiet() *app {
	quiet := *a
	quiet.env.Err, quiet.env.ErrTerminal = io.Discard, false
	quiet.env.Reading = nil
	return &quiet
}

// quietRules is the rules in use, and the language of their titles; nil where they
// are wrong.
func (a *app) quietRules() (*rules.Set, lang.Lang) {
	q := a.quiet()
	set, _, err := q.loadRules()
	if err != nil {
		return nil, q.lang
	}
	return set, q.lang
}

// known is what the files of a command hold, as far as that is to be had at once:
// from the cache, or from files that are small. Else nil, and nothing is said.
func (a *app) known(args []string, s *sourceFlags) *crm.Data {
	q := a.quiet()
	o, r, err := q.pipelineOptions(args, s)
	if err != nil {
		return nil
	}
	o.Cache, o.Without = q.cache(r), singles
	if data := pipeline.Known(*o); data != nil {
		return data
	}
	ctx, cancel := context.WithTimeout(context.Background(), completingTime)
	o.Progress = func(int) error { return ctx.Err() }
	read := make(chan *crm.Data, 1)
	defer cancel()
	go func() { // who is not done in time ends with the program
		result, err := pipeline.Read(*o)
		defer result.Close()
		if err != nil || result.Problems.Failed() {
			read <- nil
			return
		}
		read <- result.Data
	}()
	select {
	case data := <-read:
		return data
	case <-ctx.Done():
		return nil
	}
}
