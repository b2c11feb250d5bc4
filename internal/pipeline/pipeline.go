// Package pipeline is the product's sentence as code: open, recognise,
// normalize, measure, classify. It wires the steps together and decides
// nothing of its own; it prints nothing, writes nothing and asks no clock.
package pipeline

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"crm/internal/alert"
	"crm/internal/cache"
	"crm/internal/civil"
	"crm/internal/classify"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/followup"
	"crm/internal/lang"
	"crm/internal/measure"
	"crm/internal/memory"
	"crm/internal/money"
	"crm/internal/normalize"
	"crm/internal/pool"
	"crm/internal/recognise"
	"crm/internal/rules"
	"crm/internal/sheet"
	"crm/internal/table"
	"crm/internal/value"
	"crm/internal/workbook"
)

// Options is what a run is asked to do.
type Options struct {
	Files []string
	Named map[string]crm.TableKind // book.xlsx#Sheet2 → orders: named by a flag or by rules.yaml's sources
	Only  map[string]bool          // files of which only the named sheets are wanted
	Rules *rules.Set               // flags such as --currency are merged into it
	AsOf  civil.Date
	Today civil.Date // the run's own day
	Sheet sheet.Options
	Order civil.Order // --date-order
	Mark  money.Mark  // --decimal
	// Remembered names, once it is known which books the customers came from, the
	// workbooks in which an earlier run may have left its classes; may be nil. A
	// file that is not there is none.
	Remembered func(customers []table.Book) []string
	// TakeOwn takes workbooks that crm wrote for input like any other.
	TakeOwn bool
	// TakeClasses takes classes and measures from the customers' workbook where it is
	// one that crm wrote and no orders were read. Such a workbook is then input also
	// beside other files, where none of these has customers.
	TakeClasses bool
	// Progress hears how many rows were read, and may end the run with an error; may be nil.
	Progress func(rows int) error
	// Reading is called before files are read; may be nil.
	Reading func()
	// AllRead is called once all rows are read and what only reading them needed is
	// given up; may be nil.
	AllRead func()
	// Cache keeps what was read for the next run over the same files, which then
	// has no rows to read: for who needs the books themselves it is nil.
	Cache *cache.Folder
	// Without is what the command does not look at: a run from the cache then
	// lacks it, one over the files may have it. Measures and classes are complete.
	Without cache.Part
	// FollowUps is set by a command that asks for Followup().All and Owed, and may
	// do Without activities and orders all the same: where these have to be found
	// anew nothing is left out.
	FollowUps bool
	// Payments asks for Data.Payments; a run from the cache has none.
	Payments bool
	// Sales asks for Data.Sales, and thereby for the measures that are made of it
	// (measure.Sales); where the rules name one it is set by itself.
	Sales bool
	// Alerts and Tags ask for Result.Alerts and Tags: what these need is read.
	Alerts, Tags bool
	// OwnDay is set by who does not look at the run as of another day: what only such
	// a look wants is given up early.
	OwnDay bool
	// Beside asks for Result.Alerts beside something else: what the file's own rules
	// lack is no problem of the run then.
	Beside bool
	// Pool is the ledger of the public pool, which knows better than an older
	// customers table who has a customer; nil without one.
	Pool *pool.Ledger

	running bool // by Run: nobody is shown the columns
}

func (o *Options) recognise() recognise.Options {
	return recognise.Options{AsOf: o.AsOf, Rules: o.Rules, Named: o.Named, Only: o.Only, Order: o.Order, Mark: o.Mark, Unseen: o.running}
}

// Result is a whole run: what was read, measured and decided.
type Result struct {
	Rules    *rules.Set
	AsOf     civil.Date
	Books    []table.Book
	Layouts  []*crm.Layout // every sheet, also those that are no table
	Data     *crm.Data
	Measures *measure.Table
	Classes  *classify.Result
	Own      *Own           // what a workbook of ours told instead of orders; nil without, and with it there are no Classes
	Past     *memory.Memory // what an earlier run left; nil without one
	Problems diag.List
	Notes    []lang.Text
	Skipped  []lang.Text // files left out, a line each

	cached       *cache.Measures // what an earlier run measured, whose books are not open; nil where the files were read
	reading      *cache.Reading  // to be kept; nil where nothing is
	keeping      bool            // it is being kept
	readProblems diag.List       // those that reading found
	sold         bool            // it read what was sold by product
	proven       bool            // the run is complete, and its money is that of the tables
	salesFrom    civil.Date      // the day from which on Data.Sales has what was sold; 0: all of it

	follow *followup.Book // nil until it is asked for
	tags   *alert.Tagged  // nil until it is asked for
	fitted *fitted        // nil until tags or alerts are asked for
}

// Readings is how every sheet was read, and what else is worth saying of the
// run, one line each; a sheet that is no table has its line too, unless crm wrote
// it.
func (r *Result) Readings() []lang.Text {
	var lines []lang.Text
	for _, l := range r.Layouts {
		if l.Ours {
			continue
		}
		at := l.Sheet.Pos()
		name := diag.Escape(at.File)
		if at.Sheet != "" {
			name += "#" + diag.Escape(at.Sheet)
		}
		for _, n := range l.Notes {
			lines = append(lines, lang.F("%s: %s", "%s：%s", name, n))
		}
	}
	return append(lines, r.Notes...)
}

// Close waits until what was read of the books is kept, and closes them.
func (r *Result) Close() {
	r.endKeeping()
	for _, b := range r.Books {
		_ = b.Close() // read only: nothing can be lost
	}
}

// Open opens and recognises the files, as crm inspect shows them. A wrong file
// is a problem of the result; an error is what could not be done at all. The
// result is never nil and is to be closed.
func Open(o Options) (*Result, error) {
	r := &Result{Rules: o.Rules, AsOf: o.AsOf}
	if o.Reading != nil {
		o.Reading()
	}
	if err := r.open(o); err != nil || r.Problems.Failed() {
		return r, err
	}
	layouts, problems := recognise.Books(r.Books, o.recognise())
	if o.TakeClasses && !o.TakeOwn && len(r.Skipped) > 0 && !anyCustomers(layouts) {
		r.Close()
		o.TakeOwn = true
		return Open(o)
	}
	r.Layouts = layouts
	r.Problems = append(r.Problems, problems...)
	return r, nil
}

// anyCustomers reports whether some table has customers, or orders that name them.
func anyCustomers(layouts []*crm.Layout) bool {
	return slices.ContainsFunc(layouts, func(l *crm.Layout) bool {
		return l.Kind == crm.Customers || l.Kind == crm.Orders || l.Kind == crm.Opportunities
	})
}

// Run is the whole sentence. The result is never nil and is to be closed.
func Run(o Options) (*Result, error) {
	asked := o.Sales
	o.Sales, o.running = asked || o.salesNamed(), true
	r, err := load(o)
	if err != nil || r.Problems.Failed() {
		return r, err
	}
	r.salesFrom = o.salesFrom()
	if err := r.takeOwn(o); err != nil {
		return r, err
	}
	r.measure(o)
	r.keepMeasured()
	if o.OwnDay && !asked && o.Cache == nil {
		r.releaseSales(&o)
	}
	if err := r.remember(o); err != nil {
		return r, err
	}
	r.classify()
	err = r.proveOnce()
	r.keepDecided(&o)
	return r, err
}

func openAndRead(o Options) (*Result, error) {
	r, err := Open(o)
	if err != nil || r.Problems.Failed() {
		return r, err
	}
	return r, r.read(o)
}

func (r *Result) open(o Options) error {
	var own []table.Book
	var unread []error
	for _, path := range o.Files {
		book, err := sheet.Open(path, o.Sheet)
		var wrong *diag.Problem
		if errors.As(err, &wrong) {
			r.Problems.Add(*wrong)
			continue
		}
		if err != nil {
			unread = append(unread, err)
			continue
		}
		r.Problems = append(r.Problems, book.Problems()...)
		book = marked(book)
		if m, ours := workbook.ReadMarker(book.Properties()); ours && m.Kind != workbook.InPlace && !o.TakeOwn && len(o.Files) > 1 {
			own = append(own, book)
			continue
		}
		r.Books = append(r.Books, book)
	}
	if len(unread) > 0 {
		return errors.Join(unread...)
	}
	if len(r.Books) == 0 { // only our own output was given: it is what is meant
		r.Books = own
		return nil
	}
	for _, b := range own {
		r.Skipped = append(r.Skipped, lang.F("%s was written by crm and is left out: it is output, not input",
			"%s 是 crm 自己写出的结果，不作为输入，已跳过", diag.Escape(b.Path())))
		_ = b.Close()
	}
	return nil
}

// read normalizes the tables. A sheet whose texts the quick survey could not
// settle is surveyed whole, and everything is read again.
func (r *Result) read(o Options) error {
	for {
		data, err := normalize.Read(r.Layouts, normalize.Options{
			AsOf: o.AsOf, Today: o.Today, Rules: o.Rules, Progress: o.Progress, Payments: o.Payments, Sales: o.Sales, SalesFrom: o.salesFrom(),
			LeaveOurs: o.OwnDay && o.Cache == nil, AllRead: func() { r.allRead(&o) },
		})
		var unsettled *normalize.Unsettled
		if errors.As(err, &unsettled) {
			problems := recognise.Survey(unsettled.Layout, o.recognise())
			r.Problems = append(r.Problems, problems...)
			if problems.Failed() {
				return nil
			}
			continue
		}
		var wrong *diag.Problem
		if errors.As(err, &wrong) { // the reader met damage on the way
			r.Problems.Add(*wrong)
			return nil
		}
		if err != nil {
			return err
		}
		o.Pool.Until(o.AsOf).Apply(data.Customers)
		r.Data = data
		r.Problems = append(r.Problems, data.Problems...)
		r.Notes = append(r.Notes, data.Notes...)
		return nil
	}
}

// allRead gives up what only reading the rows needed.
func (r *Result) allRead(o *Options) {
	if o.Cache != nil { // else the books are still needed
		r.forgetTexts()
	}
	if o.AllRead != nil {
		o.AllRead()
	}
}

// forgetTexts has books give up the texts that their sheets share: what the tables
// say of them is read, and is held in their place.
func (r *Result) forgetTexts() {
	for _, b := range r.Books {
		if book, ok := b.(interface{ Forget() }); ok {
			book.Forget()
		}
	}
}

func (r *Result) measure(o Options) {
	r.Measures = measure.New(r.Data, measure.Options{AsOf: o.AsOf, Window: o.Rules.Window, Regions: o.Rules.Regions, Kept: r.measured()})
	r.Problems = append(r.Problems, r.Measures.Problems()...)
	r.Notes = append(r.Notes, r.Measures.Notes()...)
	if r.Own != nil {
		return // the rules were fitted to the data of the run that wrote the classes
	}
	r.Problems = append(r.Problems, o.Rules.Check(r.Data)...)
	r.Notes = append(r.Notes, o.Rules.LeaveOut(r.Data)...)
	r.askAlerts(o)
}

func (r *Result) classify() {
	if r.Problems.Failed() || r.Own != nil {
		return
	}
	r.measureSlots()
	classes, problems := classify.Run(r.Rules, classify.Options{
		AsOf: r.AsOf, Column: r.Column, Customers: len(r.Data.Customers), Find: r.find,
		Held: r.held(), Manual: r.manual, Kept: r.ruled,
		Currency: r.Data.Conversion.Base, Measures: measure.Declared(),
	})
	r.Classes = classes
	r.Problems = append(r.Problems, problems...)
}

// measureSlots makes the measures that the rules ask for, several at once. What an
// earlier run left is only read where it is asked for.
func (r *Result) measureSlots() {
	if r.cached != nil {
		return
	}
	var names []string
	for _, s := range r.Rules.Slots {
		if s.Kind == rules.MeasureSlot || s.Kind == rules.FieldSlot {
			names = append(names, s.Name)
		}
	}
	ask := func(names []string) {
		for _, name := range names {
			r.Measures.Column(name)
		}
	}
	var half sync.WaitGroup
	half.Go(func() { ask(names[len(names)/2:]) })
	ask(names[:len(names)/2])
	half.Wait()
}

// Column is the values of a slot, one per customer; nil for what is not there.
func (r *Result) Column(s rules.Slot) []value.Value {
	switch s.Kind {
	case rules.MeasureSlot, rules.FieldSlot:
		return r.Measures.Column(s.Name)
	case rules.TagsSlot:
		return r.tagWords()
	case rules.HeaderSlot:
		for i, c := range r.Data.ExtraColumns {
			if c.Header == s.Name {
				return r.extra(i)
			}
		}
	}
	return nil
}

func (r *Result) extra(column int) []value.Value {
	values := make([]value.Value, len(r.Data.Customers))
	for i := range r.Data.Customers {
		if e := r.Data.Customers[i].Extra; column < len(e) {
			values[i] = e[column]
		}
	}
	return values
}

// find is the one customer whose id or name is the given text.
func (r *Result) find(name string) (customer int, ok bool) {
	found := r.Find(name)
	if len(found) != 1 {
		return 0, false
	}
	return found[0], true
}

// Name is a file's name without folder and ending: what our output is called after.
func Name(path string) string {
	base := filepath.Base(path)
	return strings.TrimSuffix(base, filepath.Ext(base))
}
