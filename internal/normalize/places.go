package normalize

import "crm/internal/crm"

// places is where a customer keeps each field: a pointer to its text, date, yes
// or no, list, value or amount. A field that is not here becomes a column of its
// own for column("…").
var places = map[crm.Field]func(*crm.Customer) any{
	crm.FieldCountry:       func(c *crm.Customer) any { return &c.Country },
	crm.FieldRegion:        func(c *crm.Customer) any { return &c.Region },
	crm.FieldIndustry:      func(c *crm.Customer) any { return &c.Industry },
	crm.FieldOwner:         func(c *crm.Customer) any { return &c.Owner },
	crm.FieldStage:         func(c *crm.Customer) any { return &c.Stage },
	crm.FieldIntent:        func(c *crm.Customer) any { return &c.Intent },
	crm.FieldProductFit:    func(c *crm.Customer) any { return &c.ProductFit },
	crm.FieldStatus:        func(c *crm.Customer) any { return &c.Status },
	crm.FieldGroup:         func(c *crm.Customer) any { return &c.Group },
	crm.FieldChannel:       func(c *crm.Customer) any { return &c.Channel },
	crm.FieldTimeZone:      func(c *crm.Customer) any { return &c.TimeZone },
	crm.FieldEmail:         func(c *crm.Customer) any { return &c.Email },
	crm.FieldPhone:         func(c *crm.Customer) any { return &c.Phone },
	crm.FieldContactPerson: func(c *crm.Customer) any { return &c.ContactPerson },
	crm.FieldPreferences:   func(c *crm.Customer) any { return &c.Preferences },
	crm.FieldPreviousClass: func(c *crm.Customer) any { return &c.PreviousClass },
	crm.FieldManualClass:   func(c *crm.Customer) any { return &c.ManualClass },
	crm.FieldManualReason:  func(c *crm.Customer) any { return &c.ManualReason },
	crm.FieldTags:          func(c *crm.Customer) any { return &c.Tags },

	crm.FieldManualUntil:  func(c *crm.Customer) any { return &c.ManualUntil },
	crm.FieldCreated:      func(c *crm.Customer) any { return &c.Created },
	crm.FieldAssigned:     func(c *crm.Customer) any { return &c.Assigned },
	crm.FieldLastContact:  func(c *crm.Customer) any { return &c.LastContact },
	crm.FieldNextContact:  func(c *crm.Customer) any { return &c.NextContact },
	crm.FieldReleaseDate:  func(c *crm.Customer) any { return &c.ReleaseDate },
	crm.FieldOwnLastOrder: func(c *crm.Customer) any { return &c.OwnLastOrder },
	crm.FieldProtected:    func(c *crm.Customer) any { return &c.Protected },
	crm.FieldInPool:       func(c *crm.Customer) any { return &c.InPool },
	crm.FieldArchived:     func(c *crm.Customer) any { return &c.Archived },

	crm.FieldEmployees:        func(c *crm.Customer) any { return &c.Employees },
	crm.FieldAnnualTurnover:   func(c *crm.Customer) any { return &c.AnnualTurnover },
	crm.FieldStar:             func(c *crm.Customer) any { return &c.Star },
	crm.FieldMarketPotential:  func(c *crm.Customer) any { return &c.MarketPotential },
	crm.FieldPurchasingBudget: func(c *crm.Customer) any { return &c.PurchasingBudget },
	crm.FieldOwnOrders:        func(c *crm.Customer) any { return &c.OwnOrders },
	crm.FieldOwnAmount:        func(c *crm.Customer) any { return &c.OwnAmount },
}

// isContact reports whether the rows of one customer may differ in the field
// and still be the same customer's.
func isContact(f crm.Field) bool {
	return f == crm.FieldEmail || f == crm.FieldPhone || f == crm.FieldContactPerson
}
