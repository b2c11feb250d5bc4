package check

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/rules"
	"crm/internal/table"
	"crm/internal/value"
)

var asOf = civil.MustNew(2026, time.September, 30)

// fakeSheet is a sheet that only knows its place.
type fakeSheet struct {
	table.Sheet
	pos diag.Pos
}

func (s fakeSheet) Pos() diag.Pos { return s.pos }

// orderList is orders in memory, each in the row of its number.
type orderList []crm.Order

func (l orderList) Len() int             { return len(l) }
func (l orderList) At(i int) crm.Order   { return l[i] }
func (l orderList) Number(int) string    { return "" } // which of them is the first must not show
func (l orderList) Place(i int) diag.Pos { return diag.Pos{File: "orders.csv", Row: i + 2, Col: 4} }

func layout(kind crm.TableKind, file string, fields ...crm.Field) *crm.Layout {
	l := &crm.Layout{Kind: kind, Header: 1, Sheet: fakeSheet{pos: diag.Pos{File: file}}}
	for i, f := range fields {
		l.Columns = append(l.Columns, crm.Column{Index: i, Header: string(f), Field: f})
	}
	return l
}

// everyField is the columns of the customers tables of the tests.
func everyField() []crm.Field {
	return []crm.Field{
		crm.FieldCustomerID, crm.FieldCustomerName, crm.FieldCountry, crm.FieldOwner, crm.FieldStage, crm.FieldEmail, crm.FieldPhone,
		crm.FieldCreated, crm.FieldAssigned, crm.FieldLastContact, crm.FieldOwnLastOrder,
	}
}

// world is customers without a fault, and what else a test adds.
type world struct {
	customers []crm.Customer
	orders    []crm.Order
	payments  []crm.Payment
	problems  diag.List
	fields    []crm.Field
}

// sound is n customers of whom nothing is to be said.
func sound(n int) *world {
	w := &world{fields: everyField()}
	names := []string{"Alder", "Brandt", "Cedar", "Danube", "Ember", "Fjord", "Garnet", "Harbor", "Indigo", "Juniper", "Kestrel", "Lotus", "Maple", "Nimbus", "Onyx", "Pegasus"}
	for i := range n {
		w.customers = append(w.customers, crm.Customer{
			ID: "C" + strconv.Itoa(1001+i), Name: names[i%len(names)] + " " + strconv.Itoa(i) + " Ltd", Pos: diag.Pos{File: "customers.csv", Row: i + 2},
			Country: "GB", Owner: "Li", Stage: "inquiry", Email: "p" + strconv.Itoa(i) + "@gmail.com", Phone: "+44 20 " + strconv.Itoa(10_000_017+i*7919),
			Created: asOf.AddMonths(-1), Assigned: asOf.AddMonths(-1), LastContact: asOf.AddDays(-9),
		})
	}
	return w
}

func (w *world) buys(customer int, day civil.Date, amount string) *world {
	w.orders = append(w.orders, crm.Order{Customer: int32(customer), Date: day, Lines: 1, Net: money.MustParse(amount), Currency: "USD"})
	return w
}

func (w *world) data() *crm.Data {
	d := &crm.Data{
		Customers: w.customers, OrdersFrom: crm.Orders, Orders: orderList(w.orders), Payments: w.payments,
		Tables: []*crm.Layout{
			layout(crm.Customers, "customers.csv", w.fields...),
			layout(crm.Orders, "orders.csv", crm.FieldOrderNo, crm.FieldOrderDate, crm.FieldCustomerID, crm.FieldAmount, crm.FieldDueDate, crm.FieldPaidDate),
		},
	}
	for _, o := range w.orders {
		d.NewestOrder = max(d.NewestOrder, o.Date)
	}
	return d
}

func (w *world) check() *Result {
	return Run(Input{Data: w.data(), Rules: &rules.Set{Default: true}, AsOf: asOf, Today: asOf, Problems: w.problems})
}

// codes is the findings' codes and customers: "Q01 C1001".
func codes(r *Result, w *world) []string {
	var all []string
	for _, f := range r.Findings {
		text := f.Code
		if f.Customer >= 0 {
			text += " " + w.customers[f.Customer].ID
		}
		all = append(all, text)
	}
	return all
}

func TestNothingToSay(t *testing.T) {
	w := sound(60)
	w.customers[3].Stage = "order"
	w.buys(3, asOf.AddDays(-5), "100")
	if got := codes(w.check(), w); len(got) > 0 {
		t.Errorf("found %v in data without a fault", got)
	}
}

// TestLimits has each finding just below and just at its limit.
func TestLimits(t *testing.T) {
	for _, c := range []struct {
		name string
		make func(w *world)
		want []string
		why  string
	}{
		{"no country", func(w *world) { w.customers[0].Country = "" }, []string{"Q01 C1001"}, "markets go by it"},
		{"no owner", func(w *world) { w.customers[0].Owner = "" }, []string{"Q01 C1001"}, "nobody keeps the customer"},
		{"no owner in the pool", func(w *world) { w.customers[0].Owner, w.customers[0].InPool = "", true }, nil, "who is in the pool has none"},
		{"archived", func(w *world) { w.customers[0] = crm.Customer{ID: "C1001", Archived: true} }, nil, "nobody keeps it up"},
		{"phone alone", func(w *world) { w.customers[0].Email = "" }, nil, "it can be reached"},
		{"neither", func(w *world) { w.customers[0].Email, w.customers[0].Phone = "", "" }, []string{"Q01 C1001"}, "it cannot be reached"},
		{"prospect without stage", func(w *world) { w.customers[0].Stage = "" }, []string{"Q01 C1001"}, "nobody knows how far it is"},
		{"buyer without stage", func(w *world) { w.customers[0].Stage = ""; w.buys(0, asOf, "1") }, nil, "it has bought"},
		{"no date at all", func(w *world) {
			w.customers[0].Created, w.customers[0].Assigned, w.customers[0].LastContact = 0, 0, 0
		}, []string{"Q02 C1001"}, "follow-up has nothing to run from"},
		{"a quarter less a day", func(w *world) { w.untouched(0, asOf.AddMonths(-3).AddDays(1)) }, nil, "not yet"},
		{"a quarter", func(w *world) { w.untouched(0, asOf.AddMonths(-3)) }, []string{"Q03 C1001"}, "three months to the day"},
		{"half a year less a day", func(w *world) { w.untouched(0, asOf.AddMonths(-6).AddDays(1)) }, []string{"Q03 C1001"}, "not yet half a year"},
		{"half a year", func(w *world) { w.untouched(0, asOf.AddMonths(-6)) }, []string{"Q04 C1001"}, "six months to the day"},
		{"an order touches", func(w *world) {
			w.untouched(0, asOf.AddMonths(-9))
			w.buys(0, asOf.AddDays(-1), "1")
			w.customers[0].Stage = "order"
		}, nil, "somebody took it"},
		{"stage order without one", func(w *world) {
			w.customers[0].Stage = "order"
			w.buys(1, asOf.AddMonths(-2), "1")
			w.customers[1].Stage = "order"
		}, []string{"Q10 C1001"}, "no order is there"},
		{"prospect with an order", func(w *world) { w.customers[0].Stage = "sample"; w.buys(0, asOf, "1") }, []string{"Q11 C1001"}, "the stage is behind"},
		{"a return only", func(w *world) { w.customers[0].Stage = "sample"; w.buys(0, asOf, "-1") }, nil, "a return is no purchase"},
		{"own last order 31 days later", func(w *world) { w.ownLast(asOf.AddDays(-40), asOf.AddDays(-9)) }, nil, "one counts the shipment"},
		{"own last order 32 days later", func(w *world) { w.ownLast(asOf.AddDays(-41), asOf.AddDays(-9)) }, []string{"Q12 C1001"}, "an order is missing"},
		{"own last order 32 days earlier", func(w *world) { w.ownLast(asOf.AddDays(-9), asOf.AddDays(-41)) }, []string{"Q12 C1001"}, "the table is old"},
		{"created 31 days after the first order", func(w *world) { w.createdAfter(31) }, nil, "entered a little late"},
		{"created 32 days after the first order", func(w *world) { w.createdAfter(32) }, []string{"Q13 C1001"}, "an older dossier may exist"},
		{"assigned before created", func(w *world) { w.customers[0].Assigned = w.customers[0].Created.AddDays(-1) }, []string{"Q14 C1001"}, "one of the two is wrong"},
		{"created today", func(w *world) { w.customers[0].Created, w.customers[0].Assigned = asOf, asOf }, nil, "today is no future"},
		{"created tomorrow", func(w *world) { w.customers[0].Created, w.customers[0].Assigned = asOf.AddDays(1), 0 }, []string{"D08 C1001"}, "tomorrow is"},
		{"German phone in France", func(w *world) { w.customers[0].Country, w.customers[0].Phone = "FR", "0049 30 123456" }, []string{"Q15 C1001"}, "the code is Germany's"},
		{"American phone in Canada", func(w *world) { w.customers[0].Country, w.customers[0].Phone = "CA", "+1 416 5550199" }, nil, "they share the code"},
		{"mainland phone in Hong Kong", func(w *world) { w.customers[0].Country, w.customers[0].Phone = "HK", "+86 755 8888 1234" }, nil, "an office over the border"},
		{"a local number", func(w *world) { w.customers[0].Country, w.customers[0].Phone = "FR", "030 1234567" }, nil, "no code, nothing to say"},
		{"French mail in Spain", func(w *world) {
			w.customers[0].Country, w.customers[0].Phone, w.customers[0].Email = "ES", "", "a@b.fr"
		}, []string{"Q16 C1001"}, "the ending is France's"},
		{"an ending anybody uses", func(w *world) {
			w.customers[0].Country, w.customers[0].Phone, w.customers[0].Email = "ES", "", "a@b.io"
		}, nil, "no country's in practice"},
		{"malformed mail", func(w *world) { w.customers[0].Email = "li@acme" }, []string{"Q21 C1001"}, "no ending"},
		{"four digits", func(w *world) { w.customers[0].Phone = "1234" }, []string{"Q22 C1001"}, "too few"},
		{"five digits", func(w *world) { w.customers[0].Phone = "12345" }, nil, "a short number"},
		{"power of ten", func(w *world) { w.customers[0].Phone = "8.61389E+12" }, []string{"K03 C1001"}, "Excel did that"},
		{"999 times the median", func(w *world) { w.outlying("99999") }, nil, "not a thousand times"},
		{"1000 times the median", func(w *world) { w.outlying("100000") }, []string{"A18 C1001"}, "the catalogue's limit"},
		{"paid on the day", func(w *world) { w.pays(0, 0) }, nil, "cash on order"},
		{"paid the day before", func(w *world) { w.pays(-1, 0) }, []string{"D15 C1001"}, "before it was ordered"},
		{"due the day before", func(w *world) { w.pays(0, -1) }, []string{"D08 C1001"}, "before it was ordered"},
		{"one mail, two customers", func(w *world) { w.customers[1].Email = w.customers[0].Email }, []string{"K10 C1001"}, "perhaps one"},
		{"one phone in two spellings", func(w *world) {
			w.customers[0].Phone, w.customers[1].Phone = "+44 20 7946 0018", "(020) 79460018"
		}, []string{"K10 C1001"}, "the last eight digits"},
		{"two towns' phones", func(w *world) {
			w.customers[0].Phone, w.customers[1].Phone = "+44 20 555 4500", "+44 30 555 4500"
		}, nil, "the area codes differ"},
		{"two phones that end alike", func(w *world) {
			w.customers[0].Phone, w.customers[1].Country, w.customers[1].Phone = "+44 20 7946 0018", "DE", "+49 20 7946 0018"
		}, nil, "of two countries"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := sound(12)
			c.make(w)
			if diff := cmp.Diff(c.want, codes(w.check(), w)); diff != "" {
				t.Errorf("%s\n%s", c.why, diff)
			}
		})
	}
}

func (w *world) untouched(customer int, since civil.Date) {
	c := &w.customers[customer]
	c.Created, c.Assigned, c.LastContact = since, since, since
}

// ownLast gives the first customer orders up to a day and another day in its table.
func (w *world) ownLast(last, own civil.Date) {
	c := &w.customers[0]
	c.Stage, c.Created, c.Assigned, c.OwnLastOrder = "order", last, last, own
	w.buys(0, last, "1").buys(1, asOf, "1")
	w.customers[1].Stage = "order"
}

func (w *world) createdAfter(days int) {
	c := &w.customers[0]
	c.Stage = "order"
	w.buys(0, c.Created.AddDays(-days), "1")
}

// outlying gives the first customer five orders of 100 but for one.
func (w *world) outlying(amount string) {
	w.customers[0].Stage = "order"
	for i, a := range []string{"100", "100", amount, "100", "100"} {
		w.buys(0, asOf.AddDays(-i), a)
	}
}

func (w *world) pays(paid, due int) {
	day := asOf.AddDays(-3)
	w.customers[0].Stage = "order"
	w.buys(0, day, "1")
	w.payments = append(w.payments, crm.Payment{Customer: 0, Table: 1, Row: 2, Ordered: day, Due: day.AddDays(due), Paid: day.AddDays(paid)})
}

// TestHowAColumnIsKept: what many customers lack is one finding about the column.
func TestHowAColumnIsKept(t *testing.T) {
	for _, c := range []struct {
		empty int
		want  int
		why   string
	}{
		{10, 10, "a few are always listed one by one"},
		{12, 12, "30 % of 40 may be slips"},
		{13, 1, "more than 30 % is a column nobody keeps"},
	} {
		w := sound(40)
		for i := range c.empty {
			w.customers[i].Country = ""
		}
		got := w.check().Findings
		if len(got) != c.want {
			t.Errorf("%d of 40 empty: %d findings, want %d: %s", c.empty, len(got), c.want, c.why)
		}
		if c.want == 1 && (got[0].Customer >= 0 || got[0].Rows != c.empty || got[0].Pos != (diag.Pos{File: "customers.csv", Row: 1, Col: 3})) {
			t.Errorf("the one finding is %+v, want the header's cell and %d rows", got[0], c.empty)
		}
	}
}

func TestRoundedIDs(t *testing.T) {
	for _, c := range []struct {
		ids  []string
		want int
		why  string
	}{
		{[]string{"487688012345678000"}, 1, "three zeros are no chance"},
		{[]string{"487688012345678001"}, 0, "all its digits are there"},
		{[]string{"4876880123456780"}, 0, "one id of ten ends in a zero"},
		{[]string{"4876880123456780", "4876880123456710", "4876880123456720", "4876880123456730"}, 4, "all four do"},
		{[]string{"4876880123456780", "4876880123456710", "4876880123456720", "4876880123456731"}, 0, "one does not"},
		{[]string{"100000000000000"}, 0, "fifteen digits are kept"},
	} {
		w := sound(12)
		for i, id := range c.ids {
			w.customers[i].ID = id
		}
		n := 0
		for _, f := range w.check().Findings {
			if f.Code == "K01" {
				n++
			}
		}
		if n != c.want {
			t.Errorf("%v: %d rounded, want %d: %s", c.ids, n, c.want, c.why)
		}
	}
}

// TestColumnsOfTables: a customer is not asked for a column that its own table does
// not have.
func TestColumnsOfTables(t *testing.T) {
	w := sound(12)
	d := w.data()
	d.Tables = append(d.Tables, layout(crm.Customers, "more.csv", crm.FieldCustomerID, crm.FieldCustomerName))
	d.Customers = append(d.Customers, crm.Customer{ID: "M1", Name: "Zircon Ltd", Pos: diag.Pos{File: "more.csv", Row: 2}})
	r := Run(Input{Data: d, Rules: &rules.Set{Default: true}, AsOf: asOf, Today: asOf})
	for _, f := range r.Findings {
		if f.Code == "Q01" {
			t.Errorf("asked for %s: %v", f.Field, f.Message)
		}
	}
}

func TestIDs(t *testing.T) {
	number := func(w *world, id func(i int) string) {
		for i := range w.customers {
			w.customers[i].ID = id(i)
		}
	}
	padded := func(i int) string { return "0" + strconv.Itoa(100+i) }
	for _, c := range []struct {
		name string
		make func(w *world)
		want []string
		why  string
	}{
		{"all padded", func(w *world) { number(w, padded) }, nil, "no zero is lost"},
		{"one lost its zeros", func(w *world) { number(w, padded); w.customers[5].ID = "105" }, []string{"K02 105"}, "the others have four digits"},
		{"with its double", func(w *world) { number(w, padded); w.customers[5].ID = "106" }, []string{"K02 106"}, "106 and 0106 are one"},
		{"no zeros anywhere", func(w *world) { number(w, func(i int) string { return strconv.Itoa(95 + i) }) }, nil, "95 to 135 is a count"},
		{"zeros, no fixed length", func(w *world) { number(w, padded); w.customers[5].ID, w.customers[6].ID = "007", "7" }, nil, "there is no length to keep"},
		{"one of another shape", func(w *world) { w.customers[5].ID = "C-10.06" }, []string{"Q20 C-10.06"}, "all others are a letter and digits"},
		{"one of another prefix and length", func(w *world) { w.customers[5].ID = "CX10064" }, nil, "the same shape"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := sound(50)
			c.make(w)
			got := slices.DeleteFunc(codes(w.check(), w), func(s string) bool { return s[:3] != "K02" && s[:3] != "Q20" })
			if diff := cmp.Diff(c.want, got, cmp.Transformer("empty", func(s []string) []string { return slices.Clip(append([]string{}, s...)) })); diff != "" {
				t.Errorf("%s\n%s", c.why, diff)
			}
		})
	}
}

// TestTold: what reading said is taken up, but for notes and what is of the rules.
func TestTold(t *testing.T) {
	w := sound(12)
	at := diag.Pos{File: "customers.csv", Row: 4, Col: 1}
	w.problems = diag.List{
		{Code: "K05", Severity: diag.Warning, Pos: at, Message: lang.T("twice", "重复"), Found: "C1003"},
		{Code: "A01", Severity: diag.Aside, Pos: diag.Pos{File: "orders.csv", Row: 9, Col: 4}, Message: lang.T("no amount", "没有金额")},
		{Code: "D05", Severity: diag.Note, Pos: at, Message: lang.T("1904", "1904")},
		{Code: "C30", Severity: diag.Warning, Pos: at, Message: lang.T("nobody", "没有")},
		{Code: "K10", Severity: diag.Warning, Pos: at, Message: lang.T("mail", "邮箱")},
	}
	if diff := cmp.Diff([]string{"A01", "K05 C1003"}, codes(w.check(), w)); diff != "" {
		t.Errorf("rows set aside come first, a row of the customers table is the customer's\n%s", diff)
	}
	for range mostAlike + 1 {
		w.problems = append(w.problems, diag.Problem{Code: "D02", Severity: diag.Aside, Pos: diag.Pos{File: "orders.csv", Row: 9, Col: 2}, Field: "order_date", Message: lang.T("no date", "没有日期")})
	}
	got := w.check().Findings
	if i := slices.IndexFunc(got, func(f Finding) bool { return f.Code == "D02" }); i < 0 || got[i].Rows != mostAlike+1 || len(got) != 3 {
		t.Errorf("%d rows with one fault are one finding: %+v", mostAlike+1, got)
	}
}

// TestFieldsOfRules: what the team's own rules read matters too.
func TestFieldsOfRules(t *testing.T) {
	w := sound(12)
	w.fields = append(w.fields, crm.FieldIndustry, "Terms")
	for i := range w.customers[1:] {
		w.customers[i+1].Industry = "retail"
	}
	d := w.data()
	d.ExtraColumns = []crm.ExtraColumn{{Header: "Terms", Kind: value.Text}}
	for i := range d.Customers {
		d.Customers[i].Extra = []value.Value{value.Str("30d")}
	}
	d.Customers[2].Extra = nil
	set := &rules.Set{Slots: []rules.Slot{{Kind: rules.MeasureSlot, Name: "industry"}, {Kind: rules.HeaderSlot, Name: "Terms"}, {Kind: rules.MeasureSlot, Name: "revenue"}}}
	r := Run(Input{Data: d, Rules: set, AsOf: asOf, Today: asOf})
	if diff := cmp.Diff([]string{"Q01 C1001", "Q01 C1003"}, codes(r, w)); diff != "" {
		t.Errorf("industry of the first, Terms of the third customer\n%s", diff)
	}
	if r := Run(Input{Data: d, Rules: &rules.Set{Default: true, Slots: set.Slots}, AsOf: asOf, Today: asOf}); len(r.Findings) > 0 {
		t.Errorf("the embedded rules ask for more than a team has: %v", codes(r, w))
	}
}

// TestOldData: where the newest date is a quarter old, nobody is called stale.
func TestOldData(t *testing.T) {
	w := sound(12)
	for i := range w.customers {
		w.untouched(i, asOf.AddMonths(-3-i))
	}
	r := w.check()
	if len(r.Findings) > 0 || len(r.Notes) != 1 || r.Stale != nil {
		t.Errorf("an old export was judged: %v, notes %v", codes(r, w), r.Notes)
	}
}
