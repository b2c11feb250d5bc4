package cli

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"crm/internal/civil"
	"crm/internal/compare"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/measure"
	"crm/internal/memory"
	"crm/internal/pipeline"
	"crm/internal/pool"
	"crm/internal/report"
	"crm/internal/rules"
	"crm/internal/safefile"
	"crm/internal/sheet"
	"crm/internal/sheet/xlsx"
	"crm/internal/words"
)

// run is a finished pipeline with what the command line knows about it.
type run struct {
	*pipeline.Result
	in         *input
	rulesFound bool // a rules.yaml is in use
	rowLimit   int
	strict     bool // --strict
	limits     xlsx.Limits
	today      civil.Date
	pool       *pool.Ledger            // nil without one
	next       *memory.Memory          // of classify: what the book will remember
	since      *compare.Diff           // and what changed since the run before
	told       *report.Run             // the last that report made
	view       *rules.View             // of --view; nil: everything may be seen
	inView     func(customer int) bool // whom the view shows; nil: everybody
}

// open opens and recognises the files of a command; the caller closes the run.
func (a *app) open(args []string, s *sourceFlags) (*run, error) {
	o, r, err := a.pipelineOptions(args, s)
	if err != nil {
		return nil, err
	}
	r.Result, err = pipeline.Open(*o)
	a.learnLanguage(r.Result)
	return a.finish(r, err, s)
}

// run runs the pipeline over the files of a command; the caller closes the run.
func (a *app) run(ctx context.Context, args []string, s *sourceFlags) (*run, error) {
	o, r, err := a.pipelineOptions(args, s)
	if err != nil {
		return nil, err
	}
	if !s.books {
		o.Cache = a.cache(r)
	}
	if !a.flags.verbose { // which accounts for every order
		o.Without = s.without
	}
	o.Sales, o.Tags = a.namesSales(o.Rules), a.namesTags(o.Rules)
	if s.prepare != nil {
		s.prepare(o)
	}
	p := a.progress()
	o.Progress = func(rows int) error {
		p.rows(rows)
		return ctx.Err()
	}
	r.Result, err = pipeline.Run(*o)
	p.done()
	a.learnLanguage(r.Result)
	if err == nil {
		err = ctx.Err()
	}
	if r, err = a.finish(r, err, s); err != nil {
		return nil, err
	}
	if err := a.takeView(r); err != nil {
		r.Close()
		return nil, err
	}
	return r, nil
}

// runInto is run for a command whose output must not go over a file that was read.
func (a *app) runInto(ctx context.Context, args []string, s *sourceFlags, out *output) (*run, error) {
	r, err := a.run(ctx, args, s)
	if err != nil {
		return nil, err
	}
	if err := a.notOverInput(r, out.path); err != nil {
		r.Close()
		return nil, err
	}
	return r, nil
}

// runOf is run for a command that is about one customer; who is as people name it.
func (a *app) runOf(ctx context.Context, who string, files []string, s *sourceFlags) (r *run, customer int, err error) {
	if r, err = a.run(ctx, files, s); err != nil {
		return nil, 0, err
	}
	if customer, err = oneCustomer(r, who); err != nil {
		r.Close()
		return nil, 0, err
	}
	return r, customer, nil
}

// finish reports what is wrong; with an error the run is closed.
func (a *app) finish(r *run, err error, s *sourceFlags) (*run, error) {
	for _, path := range r.in.skipped {
		say(a.env.Err, a.lang, lang.F("%s is a lock file of an open workbook and is left out", "%s 是打开中的工作簿的锁文件，已跳过", diag.Escape(path)))
	}
	for _, line := range r.Skipped {
		say(a.env.Err, a.lang, line)
	}
	if a.env.ErrTerminal || a.flags.verbose {
		a.tellOpenElsewhere(r)
	}
	r.Problems = append(r.Problems, sheet.Copies(r.in.files)...)
	r.Problems.Sort()
	if err == nil && r.Problems.Failed() {
		a.reportUnder(r.view, r.Problems)
		if !r.rulesFound && r.Problems.Has("A10") {
			hint(a.env.Err, a.lang, lang.F("or draft a rules.yaml with a place for the rates: %s", "或者先起草一份 rules.yaml，里面留好了填汇率的位置：%s", "crm init "+quoteAll(r.in.files)))
		}
		err = errData
	}
	if err == nil && s.strict && r.Problems.Count(diag.Aside)+r.Problems.Count(diag.Warning) > 0 {
		err = a.strictFailure(r.view, r.Problems)
	}
	if err != nil {
		r.Close()
		return nil, err
	}
	return r, nil
}

// tellOpenElsewhere says which files are open in another program: what is not
// saved yet was not read.
func (a *app) tellOpenElsewhere(r *run) {
	for _, b := range r.Books {
		if held := safefile.InUse(b.Path()); !held.Empty() {
			say(a.env.Err, a.lang, escaped(lang.F("%s; read as it was last saved", "%s；读取的是上次保存的内容", held)))
		}
	}
}

// strictFailure ends a run with --strict that had to set rows aside or to warn.
func (a *app) strictFailure(v *rules.View, problems diag.List) error {
	a.reportUnder(v, problems)
	say(a.env.Err, a.lang, lang.T("--strict: rows were set aside or warned of; nothing was written",
		"--strict：有搁置的行或提醒，没有写任何文件"))
	return errData
}

func (a *app) pipelineOptions(args []string, s *sourceFlags) (*pipeline.Options, *run, error) {
	set, found, err := a.loadRules()
	if err != nil {
		return nil, nil, err
	}
	o, r, err := a.optionsUnder(set, args, s)
	if err != nil {
		return nil, nil, err
	}
	r.rulesFound = found
	return o, r, nil
}

// optionsUnder is what a run under the given rules is asked to do.
func (a *app) optionsUnder(set *rules.Set, args []string, s *sourceFlags) (*pipeline.Options, *run, error) {
	view, err := viewNamed(set, s.view)
	if err != nil {
		return nil, nil, err
	}
	if err := s.mergeMoney(set); err != nil {
		return nil, nil, err
	}
	in, err := a.input(args, s, set)
	if err != nil {
		return nil, nil, err
	}
	o := pipeline.Options{Files: in.files, Named: in.named, Only: in.only, Rules: set, TakeOwn: s.takeOwn, Remembered: s.remembered, Reading: a.env.Reading, AllRead: a.env.AllRead}
	if o.Remembered == nil && len(set.Review) > 0 { // classes are held until a review
		o.Remembered = rememberedIn("", false)
	}
	if o.AsOf, o.Today, err = a.asOfDay(s, set); err != nil {
		return nil, nil, err
	}
	if o.Order, err = s.order(); err != nil {
		return nil, nil, err
	}
	if o.Mark, err = s.mark(); err != nil {
		return nil, nil, err
	}
	if o.Pool, err = a.readLedger(a.ledgerPath(in.files)); err != nil {
		return nil, nil, err
	}
	r := &run{in: in, strict: s.strict, today: o.Today, pool: o.Pool, view: view}
	if o.Sheet, r.rowLimit, err = s.sheetOptions(); err != nil {
		return nil, nil, err
	}
	r.limits = o.Sheet.Limits
	return &o, r, nil
}

// learnLanguage takes the language of the first table's headers unless one was asked for.
func (a *app) learnLanguage(r *pipeline.Result) {
	if !a.langAsked && len(r.Layouts) > 0 {
		a.lang = words.Language(r.Layouts)
	}
}

// report is the run as the reports take it: one and the same for a language,
// which makes the customers' sentences once.
func (r *run) report(l lang.Lang) *report.Run {
	if r.told == nil || r.told.Lang != l {
		r.told = &report.Run{
			AsOf: r.AsOf, Lang: l, Data: r.Data, Rules: r.Rules, Declared: measure.Declared(),
			Measure: r.Measures.Column, Amounts: r.Measures.Amounts, Classes: r.Classes, Tags: r.Tags, View: r.view, InView: r.inView,
		}
	}
	return r.told
}

// mention prints what a run of a command other than classify has to tell
// beside its result: rows set aside, the account of all rows, how it read them.
func (a *app) mention(r *run) {
	if r.view != nil {
		a.mentionView(r)
		return
	}
	aside := r.Problems.Count(diag.Aside)
	if aside > 0 || r.Problems.Count(diag.Warning) > 0 || a.flags.verbose {
		a.reportProblems(r)
	}
	if a.flags.verbose {
		a.printNotes(r)
	}
	if aside > 0 || a.flags.verbose {
		a.printReconciliation(r)
	}
}

func (a *app) reportProblems(r *run) { a.report(r.Problems) }

func (a *app) printNotes(r *run) { a.printLines(a.env.Err, r.Readings()) }

func (a *app) printLines(w io.Writer, lines []lang.Text) {
	for _, line := range lines {
		fmt.Fprintln(w, line.In(a.lang))
	}
}

func (a *app) printReconciliation(r *run) {
	rep := r.report(a.lang)
	a.printLines(a.env.Err, rep.Reconciliation(a.flags.verbose))
	if a.flags.verbose {
		a.printLines(a.env.Err, rep.ByClass())
	}
}

// needsNoArguments refuses arguments of a command that takes none.
func (a *app) needsNoArguments(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return usage(lang.F("%s takes no arguments, found %q", "%s 不需要参数，却有 %q", cmd.CommandPath(), args[0]))
}
