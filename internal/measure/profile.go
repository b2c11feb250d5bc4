package measure

import (
	"strings"
	"unicode"

	"crm/internal/crm"
	"crm/internal/value"
)

// field is a measure that is a column of the customers table as it stands.
func field(name crm.Field) func(*Table) []value.Value {
	get := fields[name]
	return func(t *Table) []value.Value { return t.each(get) }
}

// fields is the canonical columns of the customers table, measures or not.
var fields = map[crm.Field]func(*crm.Customer) value.Value{
	crm.FieldCustomerID:       func(c *crm.Customer) value.Value { return value.Str(c.ID) },
	crm.FieldCustomerName:     func(c *crm.Customer) value.Value { return value.Str(c.Name) },
	crm.FieldCountry:          func(c *crm.Customer) value.Value { return value.Str(c.Country) },
	crm.FieldIndustry:         func(c *crm.Customer) value.Value { return value.Str(c.Industry) },
	crm.FieldEmployees:        func(c *crm.Customer) value.Value { return number(c.Employees) },
	crm.FieldAnnualTurnover:   func(c *crm.Customer) value.Value { return number(c.AnnualTurnover) },
	crm.FieldOwner:            func(c *crm.Customer) value.Value { return value.Str(c.Owner) },
	crm.FieldStage:            func(c *crm.Customer) value.Value { return value.Str(c.Stage) },
	crm.FieldIntent:           func(c *crm.Customer) value.Value { return value.Str(c.Intent) },
	crm.FieldProductFit:       func(c *crm.Customer) value.Value { return value.Str(c.ProductFit) },
	crm.FieldStatus:           func(c *crm.Customer) value.Value { return value.Str(c.Status) },
	crm.FieldGroup:            func(c *crm.Customer) value.Value { return value.Str(c.Group) },
	crm.FieldStar:             func(c *crm.Customer) value.Value { return number(c.Star) },
	crm.FieldTags:             func(c *crm.Customer) value.Value { return value.Items(c.Tags) },
	crm.FieldChannel:          func(c *crm.Customer) value.Value { return value.Str(c.Channel) },
	crm.FieldTimeZone:         func(c *crm.Customer) value.Value { return value.Str(c.TimeZone) },
	crm.FieldEmail:            func(c *crm.Customer) value.Value { return value.Str(c.Email) },
	crm.FieldPhone:            func(c *crm.Customer) value.Value { return value.Str(c.Phone) },
	crm.FieldContactPerson:    func(c *crm.Customer) value.Value { return value.Str(c.ContactPerson) },
	crm.FieldPreferences:      func(c *crm.Customer) value.Value { return value.Str(c.Preferences) },
	crm.FieldPurchasingBudget: func(c *crm.Customer) value.Value { return c.PurchasingBudget },
	crm.FieldMarketPotential:  func(c *crm.Customer) value.Value { return value.Str(c.MarketPotential.String()) },
	crm.FieldPreviousClass:    func(c *crm.Customer) value.Value { return value.Str(c.PreviousClass) },
	crm.FieldManualClass:      func(c *crm.Customer) value.Value { return value.Str(c.ManualClass) },
	crm.FieldManualReason:     func(c *crm.Customer) value.Value { return value.Str(c.ManualReason) },
	crm.FieldManualUntil:      func(c *crm.Customer) value.Value { return value.Day(c.ManualUntil) },
	crm.FieldCreated:          func(c *crm.Customer) value.Value { return value.Day(c.Created) },
	crm.FieldAssigned:         func(c *crm.Customer) value.Value { return value.Day(c.Assigned) },
	crm.FieldReleaseDate:      func(c *crm.Customer) value.Value { return value.Day(c.ReleaseDate) },
	crm.FieldProtected:        func(c *crm.Customer) value.Value { return value.Truth(c.Protected) },
	crm.FieldInPool:           func(c *crm.Customer) value.Value { return value.Truth(c.InPool) },
	crm.FieldArchived:         func(c *crm.Customer) value.Value { return value.Truth(c.Archived) },
}

// number is a value as a Number: a band of text ("50-100") is none.
func number(v value.Value) value.Value {
	if v.Kind().Numeric() {
		return value.Num(value.Number, v.Decimal())
	}
	return value.Value{}
}

// hasEmail is whether the customer has an address that mail could reach; absent
// where the table has no such column.
func hasEmail(t *Table) []value.Value {
	if !t.data.Has(crm.Customers, crm.FieldEmail) {
		return t.absent()
	}
	return t.each(func(c *crm.Customer) value.Value { return value.Truth(plausibleEmail(c.Email)) })
}

// plausibleEmail reports whether a cell holds at least one address of the form
// name@host.domain. Several are separated by spaces, commas, semicolons or slashes.
func plausibleEmail(cell string) bool {
	for _, a := range strings.FieldsFunc(cell, betweenAddresses) {
		name, host, found := strings.Cut(a, "@")
		if found && plausibleName(name) && plausibleHost(host) {
			return true
		}
	}
	return false
}

func betweenAddresses(r rune) bool {
	switch r {
	case ',', ';', '/', '，', '；', '、', '<', '>':
		return true
	}
	return unicode.IsSpace(r)
}

func plausibleName(name string) bool {
	return name != "" && !strings.HasPrefix(name, ".") && !strings.HasSuffix(name, ".") && !strings.Contains(name, "..")
}

// plausibleHost wants at least two labels, the last one of letters.
func plausibleHost(host string) bool {
	labels := strings.Split(host, ".")
	for _, label := range labels {
		if label == "" || strings.HasPrefix(label, "-") || strings.HasSuffix(label, "-") ||
			strings.ContainsFunc(label, func(r rune) bool { return r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			return false
		}
	}
	last := []rune(labels[len(labels)-1])
	return len(labels) > 1 && len(last) > 1 && unicode.IsLetter(last[0])
}
