package cache

import (
	"errors"
	"maps"
	"slices"

	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/table"
)

// Snapshot is everything that a run made of its files before it measured. What
// comes from an entry has books without rows.
type Snapshot struct {
	Books    []table.Book
	Layouts  []*crm.Layout // every sheet; Data's tables are among them
	Data     *crm.Data
	Problems diag.List   // of opening, recognising and reading; Data's are the last of them
	Skipped  []lang.Text // files left out
	Measures *Measures
}

// errTooLarge is for what an entry has no room for.
var errTooLarge = errors.New("too much to keep")

// errNothing is for files that are not what they were when they were read, and
// for a run that came to nothing.
var errNothing = errors.New("nothing to keep")

// front is the part that every run needs, while it is written.
type front struct {
	coder    *coder
	measures *Measures
	columns  [][]byte
}

// newFront writes what there is before anything was decided.
func newFront(s *Snapshot) *front {
	n := len(s.Data.Customers)
	f := &front{coder: &coder{writing: true, words: newWordsFor(n * usualTexts), out: make([]byte, 0, n*usualCustomer)}, measures: s.Measures}
	f.columns = f.coder.columns(s.Measures)
	f.coder.snapshot(s)
	return f
}

// usualCustomer is how many bytes most customers have, and usualTexts how many texts
// that no other has.
const (
	usualCustomer = 64
	usualTexts    = 3
)

// pack is the part with what was decided.
func (f *front) pack(d Decisions) [][]byte {
	m := *f.measures
	m.Decisions = d
	f.coder.measured(&m, f.columns)
	return f.coder.words.pack(append([][]byte{f.coder.out}, f.columns...)...)
}

// unpackFront reads that part; ok is false for one that pack did not write,
// and such a one costs no more than its size.
func unpackFront(part string) (s *Snapshot, ok bool) {
	t, rest, ok := unpack(part)
	if !ok {
		return nil, false
	}
	c := &coder{in: rest, texts: t}
	s = &Snapshot{Data: &crm.Data{}}
	c.snapshot(s)
	s.Measures = c.measures(len(s.Data.Customers))
	return s, !c.bad
}

// longLists is the parts that are read beside the front.
type longLists struct {
	orders    *orders
	customers int // that the orders need
	sales     *sales
	log       log
	records   records
	ok        bool
}

// readLists reads the long lists; a part that is not wanted is empty.
func readLists(read func(part int) (string, bool)) (l longLists) {
	var lies [parts]string
	for i := range lies {
		if i == frontPart {
			continue
		}
		if lies[i], l.ok = read(i); !l.ok {
			return l
		}
	}
	if part := lies[ordersPart]; part != "" {
		if l.orders, l.customers, l.ok = unpackOrders(part); !l.ok {
			return l
		}
	}
	if part := lies[salesPart]; part != "" && l.orders != nil {
		if l.sales, l.ok = unpackSales(part, l.orders.n); !l.ok {
			return l
		}
	}
	if part := lies[activitiesPart]; part != "" {
		if l.log, l.ok = unpackActivities(part, lies[summariesPart]); !l.ok {
			return l
		}
	}
	if part := lies[recordsPart]; part != "" {
		l.records, l.ok = unpackRecords(part)
	}
	return l
}

// decode reads an entry by its parts: the long lists beside the rest.
func decode(read func(part int) (string, bool)) (s *Snapshot, ok bool) {
	lists := make(chan longLists, 1)
	go func() { lists <- readLists(read) }()
	front, ok := read(frontPart)
	if ok {
		s, ok = unpackFront(front)
	}
	long := <-lists
	if !ok || !long.ok {
		return nil, false
	}
	d := s.Data
	if max(long.customers, long.log.customers, long.records.customers) > len(d.Customers) || max(long.log.tables, long.records.tables) > len(d.Tables) {
		return nil, false
	}
	if o := long.orders; o != nil {
		if (o.has&hasBases != 0) != d.Conversion.Own {
			return nil, false
		}
		long.give(d)
	}
	d.Activities = long.log.all
	d.Opportunities, d.Complaints, d.Scores = long.records.opportunities, long.records.complaints, long.records.scores
	return s, true
}

// give gives the data its orders, and what there is beside them.
func (l *longLists) give(d *crm.Data) {
	o := l.orders
	d.Orders = o
	if o.has&hasTerms != 0 {
		d.Terms = &terms{o.terms, o.has}
	}
	if o.has&hasReturns != 0 {
		d.Returns = &returns{o.returns, o}
	}
	if l.sales != nil {
		d.Sales = l.sales
	}
}

// snapshot is everything but the long lists.
func (c *coder) snapshot(s *Snapshot) {
	list(c, &s.Books, 4, c.book)
	list(c, &s.Layouts, layoutLeast, func(l **crm.Layout) {
		if !c.writing {
			*l = &crm.Layout{}
		}
		c.layout(*l, s.Books)
	})
	list(c, &s.Problems, problemLeast, c.problem)
	list(c, &s.Skipped, 2, c.message)
	c.data(s)
}

func (c *coder) book(b *table.Book) {
	var x book
	if c.writing {
		x = book{path: (*b).Path(), format: (*b).Format(), detail: (*b).Detail()}
	}
	text(c, &x.path)
	text(c, &x.format)
	if text(c, &x.detail); !c.writing {
		*b = &x
	}
}

func (c *coder) data(s *Snapshot) {
	d := s.Data
	list(c, &d.Tables, 1, func(l **crm.Layout) { c.layoutAmong(l, s.Layouts) })
	list(c, &d.Customers, customerLeast, c.customer)
	list(c, &d.ExtraColumns, 2, c.extraColumn)
	list(c, &d.Words, 4, c.word)
	c.conversion(&d.Conversion)
	list(c, &d.Account.Tables, 5+crm.Fates, func(t *crm.TableAccount) { c.account(t, s.Layouts) })
	own := len(d.Problems)
	if code(c, &own, len(s.Problems)); !c.writing && !c.bad {
		d.Problems = s.Problems[len(s.Problems)-own:]
	}
	list(c, &d.Notes, 2, c.message)
	code(c, &d.Language, int(lang.ZH))
	code(c, &d.OrdersFrom, int(crm.Feedback))
	c.date(&d.NewestOrder)
}

func (c *coder) conversion(x *crm.Conversion) {
	text(c, &x.Base)
	c.flag(&x.Own)
	given := x.Rates != nil
	c.flag(&given)
	codes := slices.Sorted(maps.Keys(x.Rates))
	rates := x.Rates
	if given && !c.writing {
		rates = map[money.Currency]money.Rate{}
	}
	list(c, &codes, 2, func(currency *money.Currency) {
		text(c, currency)
		price := ""
		if c.writing {
			price = rates[*currency].String()
		}
		if text(c, &price); c.writing {
			return
		}
		rate, ok := money.ParseRate(price)
		if !ok || !given {
			c.fail()
			return
		}
		rates[*currency] = rate
	})
	if !c.writing {
		x.Rates = rates
	}
}
