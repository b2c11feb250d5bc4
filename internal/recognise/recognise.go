// Package recognise finds out which sheet is which table and which column is
// which field, and how a column's text dates and amounts are read. It turns no
// row into a customer or an order: that is normalize.
package recognise

import (
	"errors"
	"runtime"
	"sync"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/rules"
	"crm/internal/table"
)

// Options is what the user said about the tables.
type Options struct {
	AsOf  civil.Date
	Rules *rules.Set // may be nil
	// Named is the tables named outright, by flag or rules.yaml's sources:
	// "book.xlsx#Sheet2", or "book.xlsx" for every sheet of it that can be one.
	Named map[string]crm.TableKind
	// Only is the books, by path, of which no sheet but the named ones is wanted.
	Only  map[string]bool
	Order civil.Order // --date-order: of columns that their values do not settle
	Mark  money.Mark  // --decimal: likewise
	// Unseen is set where nobody is shown how each column would be read: those whose
	// fields are texts are then read as the flags say.
	Unseen bool
}

// base is the base currency of the rules, empty without.
func (o *Options) base() money.Currency {
	if o.Rules == nil {
		return ""
	}
	return o.Rules.Money.Base
}

// Books understands every sheet of every book, in their order. A sheet that is
// no table has Kind NoTable and a Note that says why. Problems are sheets that
// cannot be read, and those that nearly are a table, or were named as one, and
// lack a column (bad-inputs H01, H02, H09); sheets named that are not there (F20)
// and tables on hidden ones (F21); files and tables that give nothing (H16).
func Books(books []table.Book, o Options) ([]*crm.Layout, diag.List) {
	r := &run{lexicon: newLexicon(o.Rules), options: o}
	r.look(books)
	r.ordersWithLines()
	r.leaveOutComputed()
	r.preferCustomers()
	var layouts []*crm.Layout
	for _, s := range r.samples {
		r.finish(s)
		r.hidden(s.layout)
		layouts = append(layouts, s.layout)
	}
	beside(len(r.samples), func(i int) { r.settle(r.samples[i]) })
	r.nothing(books)
	return layouts, r.problems
}

// Ready makes ready what Books needs, for who will soon ask it.
func Ready() { builtIn() }

// look looks at every sheet by itself, at several of them at once.
func (r *run) look(books []table.Book) {
	var sheets []func()
	var found []*run
	for _, b := range books {
		m := readMarker(b.Properties())
		own := ownSheets(b, m)
		first := &run{lexicon: r.lexicon, options: r.options}
		first.absent(b)
		found = append(found, first)
		for _, sheet := range b.Sheets() {
			one := &run{lexicon: r.lexicon, options: r.options}
			found = append(found, one)
			sheets = append(sheets, func() { one.add(b, sheet, m, own[sheet]) })
		}
	}
	beside(len(sheets), func(i int) { sheets[i]() })
	for _, one := range found {
		r.samples, r.problems = append(r.samples, one.samples...), append(r.problems, one.problems...)
	}
}

// beside does something for each of n, for as many at once as there are processors.
func beside(n int, do func(i int)) {
	var all sync.WaitGroup
	gate := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i := range n {
		gate <- struct{}{}
		all.Go(func() {
			do(i)
			<-gate
		})
	}
	all.Wait()
}

// run is one call of Books.
type run struct {
	lexicon  *lexicon
	options  Options
	samples  []*sample
	problems diag.List
}

// add reads one sheet's first rows and decides what it is by itself.
func (r *run) add(b table.Book, sheet table.Sheet, m marker, ours bool) {
	l := &crm.Layout{Sheet: sheet, Book: b, Converted: -1}
	s := &sample{layout: l, marker: m}
	r.samples = append(r.samples, s)
	path, name := b.Path(), sheet.Pos().Sheet
	if ours {
		l.Ours = true
		s.rejected.reason = lang.T("written by crm", "由 crm 写入")
		return
	}
	kind, outright := r.options.Named[path+"#"+name]
	if !outright && r.options.Only[path] {
		s.rejected.reason = lang.T("another sheet of this book was named", "已指定读取该文件的其他工作表")
		return
	}
	var whole bool
	if !outright {
		kind, whole = r.options.Named[path]
	}
	read, err := readSample(l, m)
	if err != nil {
		r.unreadable(l, err)
		s.rejected.reason = lang.T("could not be read", "无法读取")
		return
	}
	*s = *read
	r.understand(s, kind, outright || whole && len(b.Sheets()) == 1)
}

// understand finds the header and the kind. A kind that was named outright is
// that, whatever the columns say.
func (r *run) understand(s *sample, kind crm.TableKind, outright bool) {
	if len(s.rows) == 0 {
		s.rejected.reason = lang.T("empty", "空表")
		return
	}
	header, second, ok := r.lexicon.findHeader(s.rows, kind)
	if !ok {
		s.rejected.reason = lang.F("no header row in the first %d rows", "前 %d 行里没有找到表头", headerRows)
		if outright {
			header = headerRow{number: s.rows[0].number, cells: s.rows[0].cells}
			r.lexicon.rate(&header, kind)
			r.takeHeader(s, header)
			r.missing(s, kind, diag.Error)
		}
		return
	}
	r.takeHeader(s, header)
	if second != nil {
		first, last := min(header.number, second.number), max(header.number, second.number)
		s.rejected.reason = lang.F("two tables on one sheet: headers in rows %d and %d", "一个工作表里有两张表：表头分别在第 %d 行和第 %d 行", first, last)
		s.rejected.headers = [2]int{header.number, second.number}
		s.outright = outright
		return
	}
	if kind == crm.NoTable {
		s.layout.Kind = s.decide()
		return
	}
	switch missing := s.lacks(kind); {
	case len(missing) == 0:
		s.layout.Kind = kind
	case len(missing) == 1 && kind == crm.Orders && missing[0] == crm.FieldAmount && s.found[kind].has(crm.FieldOrderNo):
		s.rejected = rejection{near: kind, missing: missing} // its lines may be elsewhere
	default:
		s.rejected = rejection{reason: lang.F("lacks %s", "缺少%s", fieldNames(missing)), near: kind, missing: missing}
	}
	if outright && s.layout.Kind == crm.NoTable {
		s.outright = true
	}
}

// takeHeader makes the header's cells the layout's columns.
func (r *run) takeHeader(s *sample, h headerRow) {
	l := s.layout
	l.Header = h.number
	for i := range h.cells {
		l.Columns = append(l.Columns, crm.Column{Index: h.cells[i].col, Header: h.cells[i].text, Factor: money.FromInt(1)})
		s.head = append(s.head, h.heads[i])
	}
	s.body = s.rows[h.index+1:]
	for k := 1; k < kinds; k++ {
		s.found[k] = r.lexicon.assign(s, crm.TableKind(k), r.options.base())
	}
	switch {
	case h.double:
		l.Notes = append(l.Notes, lang.F("the header is rows %d and %d together", "表头占两行：第 %d 行和第 %d 行", h.number-1, h.number))
	case h.number > 1:
		l.Notes = append(l.Notes, lang.F("the header is row %d", "表头在第 %d 行", h.number))
	}
}

// unreadable reports a sheet that its file does not give.
func (r *run) unreadable(l *crm.Layout, err error) {
	var p *diag.Problem
	if errors.As(err, &p) {
		r.problems.Add(*p)
		return
	}
	r.problems.Add(diag.Problem{
		Code: "F09", Severity: diag.Error, Pos: l.Sheet.Pos(), Found: err.Error(),
		Message: lang.T("the sheet cannot be read", "无法读取该工作表"), Effect: lang.T("nothing is written", "不写入任何文件"),
	})
}
