// Package normalize turns the rows of recognised tables into customers, orders
// and activities, exactly, and accounts for every row: used, left out for a
// reason, or set aside with its place. It opens no file, asks no clock and
// guesses nothing; how a column is read was decided by recognise.
//
// Rows stream through it once. What it keeps are compact entries (an order is
// 32 bytes and its number), and what it finds out only at the end of a table is
// settled on these: whether amounts are per line or per order, which orders
// were read twice, which lines belong to which order.
package normalize

import (
	"errors"
	"hash/maphash"
	"io"
	"slices"
	"sync"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/rules"
	"crm/internal/words"
)

// Options is what a run says about its rows.
type Options struct {
	AsOf  civil.Date
	Today civil.Date // the run's own day: only dates after it are suspicious
	Rules *rules.Set // may be nil; flags such as --currency are merged into it
	// Payments asks for Data.Payments, Sales for Data.Sales.
	Payments, Sales bool
	// SalesFrom is the day from which on Data.Sales has what was sold; 0: all of it.
	SalesFrom civil.Date
	// LeaveOurs leaves out of a customers table the columns that crm wrote, but for
	// those that the rules name.
	LeaveOurs bool
	// Progress hears the number of rows read so far, every few thousand; may be
	// nil. An error of it ends the reading and comes back from Read.
	Progress func(rows int) error
	// AllRead is called once all rows are read: what their sheets share is not needed
	// any more; may be nil.
	AllRead func()
}

// Read reads the rows of all layouts. What is wrong in them is in Data.Problems:
// an Error there means that the run must not go on. An error is *Unsettled, what
// a reader returned, or an internal one: an account that does not balance.
func Read(layouts []*crm.Layout, o Options) (*crm.Data, error) {
	if o.Rules == nil {
		o.Rules = &rules.Set{}
	}
	r := newRun(layouts, o)
	if err := r.read(); err != nil {
		return nil, err
	}
	if r.again { // rows without an id may mean customers whose ids are known by now
		second := newRun(layouts, o)
		second.seed(r.profile)
		if err := second.read(); err != nil {
			return nil, err
		}
		r = second
	}
	return r.finish()
}

// run is one reading of all tables.
type run struct {
	o           Options
	hash        maphash.Seed
	layouts     []*crm.Layout
	problems    *collector
	data        *crm.Data
	book        *book
	store       *store
	currencies  *currencies
	customerKey *keyer
	orderKey    *keyer
	tables      []*orderTable
	coded       []*codedColumn
	profile     *profile // of customers known from orders alone
	numbers     *numberIndex
	bases       *decimals            // the orders' amounts as the export converted them; nil without
	baseless    int                  // lines without such an amount
	baseblank   []diag.Pos           // the first of them, where the table has the column
	terms       *terms               // when the orders were due and paid; nil where no table says so
	returns     *returns             // what came back of the orders; nil where nothing did
	lost        map[int32]lostReturn // of orders that may have lines in another table
	sales       *sales               // what the lines sold; nil unless it is asked for
	activities  pile[activityEntry]  // in reading order
	said        texts                // what their summaries say
	spoken      [len(activityWords)]sharedTexts
	prints      *prints     // of the orders' lines, where several tables may hold the same
	amounts     []ownAmount // the customers' own amounts, until the base currency is known
	rows        int
	alone       bool // no table of customers: the orders' are the customers
	asked       bool // some table answers orders.where
	withLines   bool // a table of order lines is among the tables
	idsOnRows   bool // some table of orders has a column of customers' ids
	seeded      bool // the customers are those of an earlier reading
	again       bool // the orders have to be read a second time
	records     []*recordTable
	deals       map[dealKey]int32 // opportunities by id and customer; nil where one table has them all
	likes       map[any]int32     // the table in which a record without an id stood first
	twins       map[any]*copies   // complaints and answers, where several tables have some
}

func newRun(layouts []*crm.Layout, o Options) *run {
	hash := maphash.MakeSeed()
	r := &run{
		o: o, hash: hash, layouts: layouts, problems: newCollector(), data: &crm.Data{}, store: newStore(hash),
		currencies: newCurrencies(o.Rules.Money), customerKey: newKeyer(hash), orderKey: newKeyer(hash),
		spoken: newSpoken(hash),
	}
	r.book = r.newBook()
	r.data.Language = words.Language(layouts)
	r.alone = !r.has(crm.Customers)
	if r.alone {
		r.profile = newProfile()
	}
	r.withLines = r.has(crm.OrderLines)
	r.idsOnRows = r.idsSomewhere()
	if r.severalTables(crm.Orders) || r.severalTables(crm.OrderLines) || r.severalTables(crm.Opportunities) {
		r.prints = &prints{}
	}
	return r
}

func (r *run) has(k crm.TableKind) bool {
	return slices.ContainsFunc(r.layouts, func(l *crm.Layout) bool { return l.Kind == k })
}

// idsSomewhere reports whether some table of orders has a column of customers' ids.
func (r *run) idsSomewhere() bool {
	return slices.ContainsFunc(r.layouts, func(l *crm.Layout) bool {
		return (l.Kind == crm.Orders || l.Kind == crm.Opportunities) && l.Column(crm.FieldCustomerID) != nil
	})
}

// seed makes the customers known that an earlier reading found by their ids.
func (r *run) seed(p *profile) {
	r.seeded = true
	names := slices.Index(profileFields(), crm.FieldCustomerName)
	for i, c := range p.known {
		if c.id == "" {
			continue // known by a name that may turn out to be another's
		}
		at := r.profile.add(knownCustomer{id: c.id})
		r.book.know(at, r.customerKey.canonical([]byte(c.id)), nil)
		if i < len(p.texts[names]) {
			r.book.call(at, r.customerKey.canonical([]byte(p.texts[names][i])))
		}
	}
}

// read reads the tables in the order in which they need each other: customers,
// orders, their lines, activities.
func (r *run) read() error {
	if err := r.each(crm.Customers, r.readCustomers); err != nil {
		return err
	}
	r.book.gather()
	kind := crm.Orders
	if !r.has(crm.Orders) {
		kind = crm.Opportunities
	}
	if err := r.each(kind, r.readOrders); err != nil || r.again {
		return err
	}
	if r.withLines {
		r.numbers, r.store.lines = r.indexNumbers(), r.store.n
		if err := r.each(crm.OrderLines, r.readOrders); err != nil {
			return err
		}
		r.numbers = nil
		r.joinLines()
	}
	r.unnamedCurrencies()
	r.useOrders()
	r.store.byTag, r.prints = nil, nil
	if !r.moreFollows() {
		r.allRead()
		r.listOrders()
		return nil
	}
	r.listOrders()
	if err := r.each(crm.Activities, r.readActivities); err != nil {
		return err
	}
	if err := r.readRecords(); err != nil {
		return err
	}
	r.allRead()
	return nil
}

// moreFollows reports whether there are tables that are read when the orders are listed.
func (r *run) moreFollows() bool {
	return r.has(crm.Activities) || r.has(crm.Opportunities) || r.has(crm.Complaints) || r.has(crm.Feedback)
}

// allRead tells whoever wants to know that no row will be read any more.
func (r *run) allRead() {
	if r.o.AllRead != nil {
		r.o.AllRead()
	}
}

// readRecords reads what is neither an order nor a contact.
func (r *run) readRecords() error {
	for _, k := range []struct {
		kind crm.TableKind
		read func(*crm.Layout) error
	}{{crm.Opportunities, r.readFunnel}, {crm.Complaints, r.readComplaints}, {crm.Feedback, r.readFeedback}} {
		if err := r.each(k.kind, k.read); err != nil {
			return err
		}
	}
	return nil
}

// each reads the layouts of a kind, in their order.
func (r *run) each(k crm.TableKind, read func(*crm.Layout) error) error {
	for _, l := range r.layouts {
		if l.Kind != k {
			continue
		}
		if err := read(l); err != nil {
			return err
		}
	}
	return nil
}

// progress counts a row and tells whoever wants to know.
func (r *run) progress() error {
	r.rows++
	if r.rows%progressStep == 0 && r.o.Progress != nil {
		return r.o.Progress(r.rows)
	}
	return nil
}

// finish brings everything together that the tables left.
func (r *run) finish() (*crm.Data, error) {
	var sorting sync.WaitGroup
	sorting.Go(r.finishActivities) // which nothing else here looks at
	defer sorting.Wait()
	for _, l := range r.layouts {
		if r.wasRead(l) {
			r.data.Tables = append(r.data.Tables, l)
		}
	}
	r.convert()
	r.convertFunnel()
	r.finishAlike()
	r.finishOverlaps()
	r.finishWords()
	r.require()
	for _, t := range r.tables {
		a, err := t.finishAccount()
		if err != nil {
			return nil, err
		}
		r.data.Account.Tables = append(r.data.Account.Tables, a)
	}
	if err := r.finishRecords(); err != nil {
		return nil, err
	}
	r.finishExtras()
	r.data.Customers = r.book.customers
	r.data.Problems = r.problems.finish()
	return r.data, nil
}

// wasRead reports whether the run used the layout's rows.
func (r *run) wasRead(l *crm.Layout) bool { return l.Kind != crm.NoTable }

// require reports what a run cannot do without.
func (r *run) require() {
	if r.has(crm.Customers) || r.has(crm.Orders) || r.has(crm.Opportunities) || len(r.layouts) == 0 {
		return
	}
	r.problems.add(diag.Problem{
		Code: "H01", Severity: diag.Error, Pos: r.layouts[0].Sheet.Pos(),
		Message:  lang.T("no table of customers or orders", "没有客户表或订单表"),
		Expected: lang.T("a sheet with customers, or with customer, order date and amount", "客户表，或含客户、订单日期和金额的订单表"),
		Hint:     lang.T("how each column was understood: crm inspect FILES", "看每一列被识别成了什么：crm inspect 文件"),
	})
}

// eachRow calls row for every data row of a sheet.
func (s *sheetRows) eachRow(row func() error) error {
	defer s.close()
	for {
		r, err := s.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		s.row = r
		if err := row(); err != nil {
			return err
		}
	}
}
