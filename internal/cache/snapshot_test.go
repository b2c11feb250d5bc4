package cache

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/table"
	"crm/internal/value"
)

// filler fills values of any type, every field with something else, so that a
// field that is not kept shows.
type filler struct{ n int }

func (f *filler) next() int { f.n++; return f.n }

// longAmount does not fit the small form of a decimal.
const longAmount = "-123456789012345678901234567890.5"

func (f *filler) fill(t *testing.T, v reflect.Value) {
	switch v.Type() {
	case reflect.TypeFor[value.Value]():
		n := f.next()
		long, _ := money.ParseLong(longAmount)
		v.Set(reflect.ValueOf([]value.Value{
			value.Num(value.Money, money.New(int64(n), 2)), value.Str(fmt.Sprint("值", n)), value.Day(civil.Date(n)), value.Truth(true),
			value.Items([]string{"a", fmt.Sprint(n)}), {}, value.Num(value.Number, long), value.Int(value.Days, -n),
		}[n%8]))
		return
	case reflect.TypeFor[money.Decimal]():
		d := money.New(int64(-f.next()), 3)
		if f.n%3 == 0 {
			d, _ = money.ParseLong(longAmount)
		}
		v.Set(reflect.ValueOf(d))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprint("text ", f.next()))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int32, reflect.Int64:
		v.SetInt(int64(f.next()))
	case reflect.Uint8: // a kind
		v.SetUint(1)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 3, 3))
		for i := range v.Len() {
			f.fill(t, v.Index(i))
		}
	case reflect.Array:
		for i := range v.Len() {
			f.fill(t, v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f.fill(t, v.Field(i))
		}
	default:
		t.Fatalf("nothing to fill a %s with: is it kept?", v.Type())
	}
}

// full is a snapshot of which everything is something.
func full(t *testing.T) *Snapshot {
	t.Helper()
	f := &filler{}
	books := []table.Book{&book{path: "客户.xlsx", format: "xlsx"}, &book{path: "log.csv", format: "csv", detail: "UTF-8"}}
	s := &Snapshot{Books: books, Data: &crm.Data{}, Measures: &Measures{Oldest: 5, Newest: 70, Names: []string{"revenue", "owner"}}}
	for i := range 3 {
		b := books[i%2].(*book)
		l := &crm.Layout{Book: b, Kind: crm.TableKind(i), Header: i + 1, Converted: i - 1, Surveyed: true, Ours: i == 2}
		p := &page{pos: diag.Pos{File: b.path, Sheet: fmt.Sprint("表", i)}, visibility: table.Hidden}
		l.Sheet, b.sheets = p, append(b.sheets, p)
		f.fill(t, reflect.ValueOf(&l.Columns).Elem())
		f.fill(t, reflect.ValueOf(&l.Merged).Elem())
		f.fill(t, reflect.ValueOf(&l.Notes).Elem())
		s.Layouts = append(s.Layouts, l)
	}
	d := s.Data
	for _, into := range []any{&s.Problems, &s.Skipped, &d.Customers, &d.ExtraColumns, &d.Words, &d.Notes, &d.Activities, &d.Opportunities, &d.Complaints, &d.Scores} {
		f.fill(t, reflect.ValueOf(into).Elem())
	}
	d.Problems, d.Language, d.OrdersFrom, d.NewestOrder = s.Problems[1:], lang.ZH, crm.Opportunities, 9
	d.Tables = s.Layouts[1:]
	for i := range d.Activities {
		d.Activities[i].Customer, d.Activities[i].Table = int32(i), int32(i%2)
	}
	d.Activities[1].Summary = ""
	for i := range 3 {
		d.Opportunities[i].Customer, d.Opportunities[i].Table = int32(i), 1
		d.Complaints[i].Customer, d.Complaints[i].Table = int32(i), 0
		d.Scores[i].Customer, d.Scores[i].Table = 2, int32(i%2)
	}
	d.Complaints[1].Proposed = crm.Moment{Day: 7}
	rate, _ := money.ParseRate("1/7.2")
	d.Conversion = crm.Conversion{Base: "USD", Rates: map[money.Currency]money.Rate{"CNY": rate}, Own: true}
	account := crm.TableAccount{Table: s.Layouts[1]}
	for _, into := range []any{&account.Read, &account.Header, &account.Blank, &account.Totals, &account.Rows, &account.Amounts} {
		f.fill(t, reflect.ValueOf(into).Elem())
	}
	d.Account.Tables = []crm.TableAccount{account}
	d.Orders = someOrders{
		{Customer: 2, Date: 8, Lines: 3, Net: money.New(-5, 2), Currency: "EUR", Base: money.New(7, 1)},
		{Customer: 0, Date: 9, Lines: 1, Net: money.MustParse("99"), Currency: "USD", Base: d.Customers[2].OwnAmount},
	}
	d.Terms = someTerms{{Due: 5, Paid: 6}, {Due: 7, Open: true}}
	d.Returns = someReturns{{money.New(3, 1), money.New(4, 2)}, {d.Customers[2].OwnAmount, money.Decimal{}}}
	d.Sales = someSales{
		{Order: 1, Product: 0, Net: money.New(-5, 2), Base: money.New(7, 1), Quantity: money.New(3, 0)},
		{Order: 0, Product: 1, Net: d.Customers[2].OwnAmount},
	}
	columns := map[string][]value.Value{"revenue": {value.Int(value.Money, 3), {}, value.Int(value.Money, -1)}, "owner": {value.Str("x"), value.Str("y"), {}}}
	s.Measures.Column = func(name string) []value.Value { return columns[name] }
	s.Measures.Ruled = [][]int16{{0, 4, 2}, nil}
	f.fill(t, reflect.ValueOf(&s.Measures.FollowUps).Elem())
	f.fill(t, reflect.ValueOf(&s.Measures.Owed).Elem())
	return s
}

// someOrders is a list of orders with numbers made of their places.
type someOrders []crm.Order

func (o someOrders) Len() int            { return len(o) }
func (o someOrders) At(i int) crm.Order  { return o[i] }
func (o someOrders) Number(i int) string { return strings.Repeat("SO", i) }

type someTerms []crm.Terms

func (x someTerms) At(i int) crm.Terms      { return x[i] }
func (x someTerms) Known() (due, paid bool) { return false, true }

type someReturns [][2]money.Decimal

func (x someReturns) At(i int) (net, base money.Decimal) { return x[i][0], x[i][1] }

type someSales []crm.Sale

func (x someSales) Len() int           { return len(x) }
func (x someSales) At(i int) crm.Sale  { return x[i] }
func (x someSales) Products() []string { return []string{"水泵", "Pump"} }

// packed is the parts of a snapshot.
func packed(s *Snapshot) (all [parts]string) {
	var orders, log, said strings.Builder
	if err := errors.Join(writeOrders(&orders, s.Data), writeActivities(&log, s.Data.Activities), writeSummaries(&said, s.Data.Activities)); err != nil {
		panic(err)
	}
	return [parts]string{ordersPart: orders.String(), salesPart: joined(packSales(s.Data.Sales)), activitiesPart: log.String(), summariesPart: said.String(), recordsPart: joined(packRecords(s.Data)), frontPart: joined(newFront(s).pack(s.Measures.Decisions))}
}

func joined(part [][]byte) string { return string(bytes.Join(part, nil)) }

// lying hands out parts as they lie.
func lying(all [parts]string) func(int) (string, bool) {
	return func(part int) (string, bool) { return all[part], true }
}

// alike compares everything that is kept; lists of orders and columns by what they hold.
func alike(t *testing.T, want, got *Snapshot) {
	t.Helper()
	list := func(o crm.OrderList) (all []string) {
		for i := range o.Len() {
			all = append(all, fmt.Sprintf("%+v %s", o.At(i), o.Number(i)))
		}
		return all
	}
	terms := func(x crm.TermList) string { // of the two orders there are
		due, paid := x.Known()
		return fmt.Sprint(due, paid, x.At(0), x.At(1))
	}
	returns := func(x crm.ReturnList) string {
		net, base := x.At(0)
		net1, base1 := x.At(1)
		return fmt.Sprint(net, base, net1, base1)
	}
	sales := func(x crm.SaleList) (all []string) {
		for i := range x.Len() {
			all = append(all, fmt.Sprintf("%+v", x.At(i)))
		}
		return append(all, x.Products()...)
	}
	same := cmp.Options{
		cmp.Transformer("terms", terms), cmp.Transformer("returns", returns), cmp.Transformer("sales", sales),
		cmp.Transformer("decimal", money.Decimal.String), cmp.Transformer("rate", money.Rate.String),
		cmp.Transformer("value", func(v value.Value) string { return fmt.Sprint(v.Kind(), v) }),
		cmp.Transformer("list", list), cmp.AllowUnexported(book{}, page{}),
		cmp.Transformer("column", func(column func(string) []value.Value) []value.Value {
			return append(append(column("revenue"), column("owner")...), column("none")...)
		}),
	}
	if d := cmp.Diff(want, got, same); d != "" {
		t.Errorf("not what was kept (-kept +read):\n%s", d)
	}
}

func TestRoundTrip(t *testing.T) {
	s := full(t)
	got, ok := decode(lying(packed(s)))
	if !ok {
		t.Fatal("what was written is not read")
	}
	alike(t, s, got)
	for i, l := range got.Data.Tables {
		if l != got.Layouts[i+1] {
			t.Error("a table is not one of the layouts")
		}
	}
	if got.Data.Account.Tables[0].Table != got.Layouts[1] {
		t.Error("an account's table is not one of the layouts")
	}
	if _, err := got.Layouts[0].Sheet.Rows(); err == nil {
		t.Error("a sheet that was not opened has rows")
	}
}

func TestWithoutParts(t *testing.T) {
	all := packed(full(t))
	all[ordersPart], all[salesPart], all[summariesPart] = "", "", ""
	got, ok := decode(lying(all))
	if !ok || got.Data.Orders != nil || got.Data.Terms != nil || got.Data.Returns != nil || got.Data.Sales != nil || len(got.Data.Activities) != 3 || got.Data.Activities[0].Summary != "" || got.Data.Activities[0].Kind == "" {
		t.Errorf("without orders and summaries: %v, %+v", ok, got.Data.Activities)
	}
	all[activitiesPart] = ""
	if got, ok = decode(lying(all)); !ok || got.Data.Activities != nil || len(got.Data.Customers) != 3 || len(got.Data.Scores) != 3 {
		t.Error("without activities nothing else may be lacking")
	}
	all[recordsPart] = ""
	if got, ok = decode(lying(all)); !ok || got.Data.Opportunities != nil || got.Data.Complaints != nil || got.Data.Scores != nil || len(got.Data.Customers) != 3 {
		t.Error("without records nothing else may be lacking")
	}
}

func TestEmpty(t *testing.T) {
	s := &Snapshot{Data: &crm.Data{Orders: someOrders{}}, Measures: &Measures{Column: func(string) []value.Value { return nil }}}
	got, ok := decode(lying(packed(s)))
	if !ok || len(got.Data.Customers) != 0 || got.Data.Orders.Len() != 0 || got.Data.Terms != nil || got.Data.Returns != nil || got.Data.Sales != nil || got.Data.Activities != nil {
		t.Errorf("a snapshot of nothing: %v", ok)
	}
}
