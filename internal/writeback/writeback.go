// Package writeback turns a finished run into the workbook that is written: a
// copy of the user's own, or that book itself, with our columns beside the
// customers and our sheets behind theirs; a new one where the customers came
// from a CSV file or from orders alone. It decides what of an earlier run is
// replaced and what was edited by hand since; it opens no file for writing.
package writeback

import (
	"fmt"

	"crm/internal/compare"
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/measure"
	"crm/internal/memory"
	"crm/internal/pipeline"
	"crm/internal/report"
	"crm/internal/sheet"
	"crm/internal/table"
)

// Run is a finished run, and how it is told.
type Run struct {
	*pipeline.Result
	Report  *report.Run
	Lang    lang.Lang
	Version string         // of crm
	Next    *memory.Memory // what the book will remember
	Since   *compare.Diff  // what changed since the run before
}

// Recall goes on with what an earlier run left: what the book is to remember
// from now on, and what changed since. The run gives up that memory, its single
// orders, which are measured, and the columns that only rules read: of a large run
// half of all it holds, which the writing has use for.
func Recall(r *pipeline.Result, rep *report.Run, l lang.Lang) (*memory.Memory, *compare.Diff, error) {
	if r.Data.Sales != nil {
		r.Measures.DetachSales(measure.SalesNames())
		r.Data.Sales = nil
	}
	r.Measures.Detach()
	r.Data.Orders, r.Data.Terms, r.Data.Returns = nil, nil, nil
	for i := range r.Data.Customers {
		r.Data.Customers[i].Extra = nil
	}
	for _, b := range r.CustomerBooks() {
		if Copied(r, b) {
			go b.SHA256() //nolint:errcheck // taken once, and asked for by whoever writes
		}
	}
	now := r.State()
	since := compare.States(r.Earlier(now), now)
	next := r.Past.Advance(now, since.Moves)
	r.Past = nil
	if !r.Data.Read(crm.Customers) {
		return next, since, nil
	}
	added, err := rep.Added()
	if err != nil {
		return nil, nil, err
	}
	keys := make([]string, len(r.Data.Customers))
	for i := range keys {
		keys[i] = memory.Key(r.Data.Customers[i].ID, r.Data.Customers[i].Name)
	}
	next.Show(added, keys, l)
	return next, since, nil
}

// forget gives up what is remembered of single customers, once it is on its way
// into a book: of a large run a good part of all it holds.
func (r *Run) forget() {
	r.Next.Now.Assessments, r.Next.Before.Assessments, r.Next.Written = nil, nil, nil
	for _, s := range []*crm.State{r.Since.Old, r.Since.Now} {
		if s != nil {
			s.Assessments = nil
		}
	}
}

// Copied reports whether the workbook is a copy of the user's: the customers
// came from a workbook of a kind that crm writes. One that a password protects is
// none: its parts lie encrypted in the file.
func Copied(r *pipeline.Result, b table.Book) bool {
	return r.Data.Read(crm.Customers) && Writable(b)
}

// Writable reports whether crm can write into a workbook as it is.
func Writable(b table.Book) bool {
	return (b.Format() == "xlsx" || b.Format() == "xlsm") && !sheet.Protected(b.Problems())
}

// Changed says that a book was changed between being read and being written.
type Changed struct{ Path string }

func (c *Changed) Error() string { return fmt.Sprintf("%s was changed while it was read", c.Path) }
