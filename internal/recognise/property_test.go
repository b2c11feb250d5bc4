package recognise

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"crm/internal/crm"
	"crm/internal/table"
)

// tables is per kind the fields of a typical sheet.
var tables = map[crm.TableKind][]crm.Field{
	crm.Customers:     {crm.FieldCustomerID, crm.FieldCustomerName, crm.FieldCountry, crm.FieldLastContact, crm.FieldStage, crm.FieldOwner, crm.FieldStar},
	crm.Orders:        {crm.FieldOrderNo, crm.FieldOrderDate, crm.FieldCustomerName, crm.FieldAmount, crm.FieldCurrency, crm.FieldProduct, crm.FieldQuantity},
	crm.OrderLines:    {crm.FieldOrderNo, crm.FieldProduct, crm.FieldQuantity, crm.FieldUnitPrice},
	crm.Activities:    {crm.FieldCustomerName, crm.FieldActivityDate, crm.FieldChannel, crm.FieldSummary, crm.FieldBy},
	crm.Opportunities: {crm.FieldOpportunityID, crm.FieldCustomerName, crm.FieldOpened, crm.FieldStage, crm.FieldAmount, crm.FieldClosed, crm.FieldReachedQuote, crm.FieldReachedSample, crm.FieldSamplePassed},
	crm.Complaints:    {crm.FieldCustomerName, crm.FieldOpened, crm.FieldProposed, crm.FieldResolved, crm.FieldKind},
	crm.Feedback:      {crm.FieldCustomerName, crm.FieldFeedbackDate, crm.FieldScore, crm.FieldComment},
}

// strongHeaders is the headers of a field that mean nothing else.
func strongHeaders(kind crm.TableKind, f crm.Field) []string {
	var strong []string
	for _, h := range builtIn().byKind[kind] {
		if h.field == f && !h.weak && !h.classes {
			strong = append(strong, h.header)
		}
	}
	slices.Sort(strong)
	return strong
}

// Whatever of its names a field's column has, and wherever it stands, the sheet is understood alike.
func TestRenamedAndPermuted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom([]crm.TableKind{crm.Customers, crm.Orders, crm.OrderLines, crm.Activities, crm.Opportunities, crm.Complaints, crm.Feedback}).Draw(t, "kind")
		fields := rapid.Permutation(tables[kind]).Draw(t, "order")
		var headers, values []string
		for _, f := range fields {
			h := rapid.SampledFrom(strongHeaders(kind, f)).Draw(t, string(f))
			headers = append(headers, rapid.SampledFrom([]string{h, " " + h, "*" + h, strings.ToUpper(h), h + "（必填）"}).Draw(t, "spelling"))
			values = append(values, "x")
		}
		b := book("a.xlsx", "S\n"+strings.Join(headers, "|")+"\n"+strings.Join(values, "|"))
		layouts, _ := Books([]table.Book{b}, Options{AsOf: asOf})
		l := layouts[0]
		if l.Kind != kind {
			t.Fatalf("%v is %s, want %s", headers, l.Kind, kind)
		}
		for i, f := range fields {
			if l.Columns[i].Field != f {
				t.Fatalf("%v: %s is %q, want %s", headers, headers[i], l.Columns[i].Field, f)
			}
		}
	})
}

func FuzzBooks(f *testing.F) {
	f.Add("客户名称|国家\nACME|美国")
	f.Add("订单号|客户|日期|金额(万元)|金额(USD)\n1|a|03/04/2026|1,234|x")
	f.Add("||\n|客户|\n订单号||\n=1|'2|")
	f.Add("Amount|Amount|Customer|Date\n1|2|x|24-4-14")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 4000 {
			return
		}
		layouts, problems := Books([]table.Book{book("a.xlsx", "S\n"+text)}, Options{AsOf: asOf})
		l := layouts[0]
		seen := map[crm.Field]bool{}
		for i := range l.Columns {
			c := &l.Columns[i]
			if i > 0 && c.Index <= l.Columns[i-1].Index {
				t.Errorf("columns do not ascend: %+v", l.Columns)
			}
			if c.Field != "" && seen[c.Field] {
				t.Errorf("two columns are %s", c.Field)
			}
			seen[c.Field] = true
			if c.Factor.Sign() <= 0 {
				t.Errorf("a factor of %v", c.Factor)
			}
		}
		if l.Kind == crm.NoTable && len(l.Notes) == 0 {
			t.Error("nothing says why it is no table")
		}
		for _, p := range append(problems, Survey(l, Options{AsOf: asOf})...) {
			if p.Pos.File == "" || p.Message.EN == "" || p.Message.ZH == "" {
				t.Errorf("a problem without place or words: %+v", p)
			}
		}
	})
}
