package pipeline

import (
	"crm/internal/cache"
	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/money"
	"crm/internal/pool"
	"crm/internal/recognise"
	"crm/internal/rules"
	"crm/internal/sheet"
	"crm/internal/table"
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
