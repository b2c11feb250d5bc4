package measure_test

import (
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crm/internal/crm"
	"crm/internal/measure"
	"crm/internal/value"
)

// Names are fixed: rules, workbooks and scripts of users hold them.
func TestNamesAreFixed(t *testing.T) {
	want := map[string][]string{
		"money": {"revenue", "revenue_share", "revenue_previous", "revenue_growth", "lifetime_revenue", "average_order_value", "budget_share", "pipeline", "unpaid"},
		"orders": {
			"orders", "lifetime_orders", "first_order", "last_order", "days_since_order", "tenure", "repurchase_cycle", "order_regularity",
			"silence", "return_rate", "top_products", "price_preference",
		},
		"payment": {"late_payments_in_a_row", "average_days_late"},
		"contact": {"last_contact", "days_since_contact", "activities", "next_contact", "days_since_touched"},
		"funnel": {
			"stage", "intent", "product_fit", "days_in_stage", "days_in_funnel", "inquiries", "days_since_inquiry", "samples", "sample_pass_rate",
		},
		"service": {"open_complaints", "complaint_hours", "complaint_waiting", "nps"},
		"profile": {
			"country", "region", "market_potential", "industry", "employees", "annual_turnover", "star", "tags", "group",
			"owner", "channel", "status", "has_email",
		},
	}
	got := map[string][]string{}
	for _, m := range measure.Declared() {
		got[m.Group] = append(got[m.Group], m.Name)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestDeclarationsAreWhole(t *testing.T) {
	chinese := regexp.MustCompile(`\p{Han}`)
	table := at(book(2, order(t, "2025-01-01", "1")), asOf)
	for _, m := range measure.Declared() {
		if m.Title.EN == "" || m.Doc.EN == "" || !chinese.MatchString(m.Title.ZH) || !chinese.MatchString(m.Doc.ZH) {
			t.Errorf("%s: title or definition is missing in a language", m.Name)
		}
		if len(table.Column(m.Name)) != 2 {
			t.Errorf("%s: a column has one value per customer", m.Name)
		}
		for _, v := range table.Column(m.Name) {
			if v.Present() && v.Kind() != m.Kind {
				t.Errorf("%s: a value of kind %d, declared is %d", m.Name, v.Kind(), m.Kind)
			}
		}
	}
	if table.Column("no_such_measure") != nil {
		t.Error("an unknown name has no column")
	}
}

func TestMissing(t *testing.T) {
	full := &crm.Data{OrdersFrom: crm.Orders, Tables: []*crm.Layout{
		layout(crm.Customers, crm.Fields(crm.Customers)...), layout(crm.Orders, crm.Fields(crm.Orders)...), layout(crm.Activities, crm.FieldNextDate),
		layout(crm.Opportunities, crm.Fields(crm.Opportunities)...), layout(crm.Complaints, crm.Fields(crm.Complaints)...), layout(crm.Feedback),
	}}
	empty := &crm.Data{Tables: []*crm.Layout{layout(crm.Customers, crm.FieldCustomerName)}}
	own := &crm.Data{OrdersFrom: crm.Customers, Tables: []*crm.Layout{layout(crm.Customers, crm.FieldOwnOrders)}}
	alone := &crm.Data{OrdersFrom: crm.Orders, Tables: []*crm.Layout{layout(crm.Orders, crm.FieldCountry)}}
	for _, m := range measure.Declared() {
		if got := m.Missing(full); !got.Empty() {
			t.Errorf("%s: nothing is missing, got %q", m.Name, got.EN)
		}
		if got := m.Missing(empty); got.EN == "" || got.ZH == "" {
			t.Errorf("%s: has to say what would bring it", m.Name)
		}
		wantOwn := m.Name != "lifetime_orders"
		if got := m.Missing(own); m.Group == "orders" && got.Empty() == wantOwn {
			t.Errorf("%s: own totals have only a number of orders: %q", m.Name, got.EN)
		}
	}
	byName := map[string]crm.Measure{}
	for _, m := range measure.Declared() {
		byName[m.Name] = m
	}
	if !byName["country"].Missing(alone).Empty() || !byName["region"].Missing(alone).Empty() {
		t.Error("orders that stand alone bring the country")
	}
	if byName["owner"].Missing(alone).Empty() || byName["status"].Missing(alone).Empty() {
		t.Error("these orders have no owner, and an order's status is not its customer's")
	}
	if got := byName["budget_share"].Missing(alone); got.ZH != "客户表的“年采购预算”列" {
		t.Errorf("budget_share: %q", got.ZH)
	}
}

func TestColumnsOfTheCustomersTable(t *testing.T) {
	d := &crm.Data{Customers: []crm.Customer{{
		Phone: "123", Created: day(t, "2024-01-02"), Protected: true, Tags: []string{"a", "b"},
		Employees: value.Str("50-100"), AnnualTurnover: value.Int(value.Number, 9), Star: value.Int(value.Number, 4),
		MarketPotential: value.Int(value.Number, 80),
	}}}
	table := at(d, asOf)
	for name, want := range map[string]string{
		"phone": "123", "created": "2024-01-02", "protected": "true", "tags": "a;b", "employees": "-",
		"annual_turnover": "9", "star": "4", "market_potential": "80",
	} {
		if got := shown(table.Column(name))[0]; got != want {
			t.Errorf("%s = %s, want %s", name, got, want)
		}
	}
}
