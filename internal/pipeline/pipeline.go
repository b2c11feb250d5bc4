// Package pipeline is the product's sentence as code: open, recognise,
// normalize, measure, classify. It wires the steps together and decides
// nothing of its own; it prints nothing, writes nothing and asks no clock.
package pipeline

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"

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
	"crm/internal/normalize"
	"crm/internal/recognise"
	"crm/internal/rules"
	"crm/internal/sheet"
	"crm/internal/table"
	"crm/internal/workbook"
)

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
