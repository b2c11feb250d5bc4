package recognise

import (
	"slices"

	"crm/internal/crm"
	"crm/internal/lang"
)

// rejection is why a sheet is no table, and what it nearly was.
type rejection struct {
	reason  lang.Text
	near    crm.TableKind
	missing []crm.Field
	headers [2]int // the rows of two tables' headers, the better one first, where that is why
}

// decide says what the rows of a sheet are, by its columns alone; s.rejected
// says why where they are nothing.
func (s *sample) decide() crm.TableKind {
	switch {
	case s.isFeedback():
		return crm.Feedback
	case s.isComplaints():
		return crm.Complaints
	case s.isOpportunities():
		return crm.Opportunities
	case s.isOrders():
		return crm.Orders
	case s.isLines():
		return crm.OrderLines
	case s.isActivities() && !s.ratherTold():
		return crm.Activities
	}
	return s.customersOrNothing()
}

// profileFields is the fields that only a table of customers has: the more of
// them, the surer its rows are customers and not what customers did.
var profileFields = []crm.Field{
	crm.FieldShortName, crm.FieldIndustry, crm.FieldEmployees, crm.FieldAnnualTurnover, crm.FieldAssigned, crm.FieldStage,
	crm.FieldIntent, crm.FieldProductFit, crm.FieldGroup, crm.FieldStar, crm.FieldTags, crm.FieldLastContact, crm.FieldTimeZone,
	crm.FieldMarketPotential, crm.FieldPurchasingBudget, crm.FieldPreviousClass, crm.FieldManualClass, crm.FieldInPool,
	crm.FieldReleaseDate, crm.FieldProtected, crm.FieldArchived, crm.FieldOwnOrders, crm.FieldOwnAmount, crm.FieldOwnLastOrder,
	crm.FieldPreferences,
}

// profile counts the columns that make a sheet a table of customers and that
// mean nothing in the other kind.
func (s *sample) profile(other crm.TableKind) int {
	n := 0
	a, b := &s.found[crm.Customers], &s.found[other]
	for f, i := range a.have {
		if slices.Contains(profileFields, f) && b.fields[i] == "" {
			n++
		}
	}
	return n
}

func (s *sample) isFeedback() bool {
	a := &s.found[crm.Feedback]
	return a.customer() && a.has(crm.FieldFeedbackDate) && s.profile(crm.Feedback) < 3 && (a.strong(crm.FieldScore) || s.isRated())
}

// isRated reports whether a score by a common word (评分, Rating) is what a customer
// answered: beside the date of an answer, in a sheet that is nothing else. A list
// of leads has a Rating and a Response Date too, and more to tell of each.
func (s *sample) isRated() bool {
	a, customers := &s.found[crm.Feedback], &s.found[crm.Customers]
	if !a.has(crm.FieldScore) || !a.strong(crm.FieldFeedbackDate) || s.isActivities() || s.isOrders() {
		return false
	}
	for _, i := range customers.have {
		if a.fields[i] == "" {
			return false
		}
	}
	return true
}

func (s *sample) isComplaints() bool {
	a := &s.found[crm.Complaints]
	return a.customer() && a.has(crm.FieldOpened) && s.profile(crm.Complaints) < 3 &&
		(a.strong(crm.FieldOpened) || a.strong(crm.FieldKind) || a.strong(crm.FieldProposed))
}

func (s *sample) isOpportunities() bool {
	a, orders := &s.found[crm.Opportunities], &s.found[crm.Orders]
	if !a.customer() || !a.begun() && !a.has(crm.FieldClosed) {
		return false
	}
	if orders.strong(crm.FieldOrderNo) && orders.strong(crm.FieldOrderDate) {
		return false
	}
	steps := s.funnelSteps()
	named := a.strong(crm.FieldOpportunityID) || a.strong(crm.FieldStage) || a.strong(crm.FieldResult) || a.has(crm.FieldLostReason) || steps > 1
	sized := a.strong(crm.FieldOpportunityID) || a.has(crm.FieldAmount) || a.has(crm.FieldClosed) || steps > 1
	return named && sized && (a.strong(crm.FieldOpportunityID) || s.profile(crm.Opportunities) < 3)
}

// begun reports whether an opportunity says when it was opened.
func (a *assignment) begun() bool { return a.has(crm.FieldOpened) || a.has(crm.FieldReachedInquiry) }

// funnelSteps is how many steps of the funnel have columns of their own: the
// inquiry counts only by a header that is no customer's date of creation.
func (s *sample) funnelSteps() int {
	a, customers := &s.found[crm.Opportunities], &s.found[crm.Customers]
	steps := 0
	for _, f := range []crm.Field{crm.FieldReachedQuote, crm.FieldReachedSample, crm.FieldSamplePassed} {
		if a.strong(f) {
			steps++
		}
	}
	if i, ok := a.have[crm.FieldOpened]; ok && customers.fields[i] == "" && a.strong(crm.FieldOpened) || a.has(crm.FieldReachedInquiry) {
		steps++
	}
	return steps
}

// isOrders also weighs how sure the date is: 创建时间 beside an amount may as well
// stand in a list of customers.
func (s *sample) isOrders() bool {
	a := &s.found[crm.Orders]
	if !a.customer() || !a.has(crm.FieldOrderDate) || !a.money() {
		return false
	}
	if a.strong(crm.FieldOrderNo) || a.has(crm.FieldProduct) || a.has(crm.FieldQuantity) || a.has(crm.FieldUnitPrice) {
		return true
	}
	if a.strong(crm.FieldOrderDate) {
		return s.profile(crm.Orders) < 3
	}
	return s.profile(crm.Orders) < 1
}

func (s *sample) isLines() bool {
	a := &s.found[crm.OrderLines]
	return a.has(crm.FieldOrderNo) && a.money() && !s.found[crm.Orders].customer()
}

func (s *sample) isActivities() bool {
	a := &s.found[crm.Activities]
	if !a.customer() || !a.has(crm.FieldActivityDate) || s.found[crm.Customers].has(crm.FieldLastContact) || s.profile(crm.Activities) >= 3 {
		return false
	}
	if !a.strong(crm.FieldActivityDate) {
		return a.strong(crm.FieldSummary)
	}
	return a.has(crm.FieldSummary) || (a.has(crm.FieldChannel) || a.has(crm.FieldKind)) && s.profile(crm.Activities) == 0
}

// deeds is the tables of [other] whose rows are what customers did.
var deeds = []string{"payments", "quotations", "shipments", "samples", "orders"}

func (s *sample) customersOrNothing() crm.TableKind {
	a, orders := &s.found[crm.Customers], &s.found[crm.Orders]
	profile := s.profile(crm.Orders)
	switch other := s.otherTable(); {
	case s.nearlyOrders(profile):
	case !a.customer():
		s.rejected.reason = lang.T("no column names the customer", "没有哪一列写明客户")
		if other != "" && orders.has(crm.FieldOrderNo) {
			s.rejected.reason = lang.T("orders without an amount and without a customer", "有订单号，但没有金额，也没有客户")
		} else if other != "" {
			s.rejected.reason = notCustomers(other)
		}
	case s.nearlyTold():
	case slices.Contains(deeds, other) && profile < 2, other != "" && other != "contacts" && !slices.Contains(deeds, other) && s.genericName():
		s.rejected.reason = notCustomers(other)
	case !a.has(crm.FieldCustomerID) && !a.strong(crm.FieldCustomerName) && len(a.have) < 3:
		s.rejected.reason = lang.T("a column of names alone does not make a table of customers", "只有一列名称，看不出是客户表")
	case profile == 0 && s.repeats(s.customerColumn()):
		s.rejected.reason = lang.T("the same customers come again and again: no list of customers, and no table that crm knows", "同样的客户反复出现：不像客户名单，也认不出是别的什么表")
	default:
		return crm.Customers
	}
	return crm.NoTable
}

// nearlyOrders notices a sheet of orders that lacks one column.
func (s *sample) nearlyOrders(profile int) bool {
	a := &s.found[crm.Orders]
	no, date, amount := a.strong(crm.FieldOrderNo), a.strong(crm.FieldOrderDate), a.strong(crm.FieldAmount)
	var missing []crm.Field
	switch {
	case a.customer() && a.has(crm.FieldOrderDate) && !a.money() && (no || date) && profile < 3:
		missing = []crm.Field{crm.FieldAmount}
	case a.customer() && !a.has(crm.FieldOrderDate) && a.money() && no:
		missing = []crm.Field{crm.FieldOrderDate}
	case !a.customer() && date && amount && !a.has(crm.FieldOrderNo):
		missing = []crm.Field{crm.FieldCustomerName}
	default:
		return false
	}
	s.rejected = rejection{reason: lang.F("orders without %s", "像订单表，但缺少%s", fieldNames(missing)), near: crm.Orders, missing: missing}
	return true
}

// otherTable is the table of [other] that a header belongs to; empty without one.
func (s *sample) otherTable() string {
	for i := range s.head {
		if name := builtIn().other[s.head[i].key]; name != "" {
			return name
		}
	}
	return ""
}

// genericNames is the headers that name companies of any sort.
var genericNames = []string{"公司名称", "公司全称", "公司名", "企业名称", "企业名", "单位名称", "companyname", "company", "organizationname",
	"organization", "organisation", "organisationname", "name", "名称", "姓名", "公司", "组织", "组织名称"}

// genericName reports whether nothing but a company's name says that these are customers.
func (s *sample) genericName() bool {
	a := &s.found[crm.Customers]
	if a.has(crm.FieldCustomerID) {
		return false
	}
	return slices.Contains(genericNames, a.match[a.have[crm.FieldCustomerName]].base)
}

// customerColumn is the sheet's column of the customers' ids, else names.
func (s *sample) customerColumn() int {
	a := &s.found[crm.Customers]
	i, ok := a.have[crm.FieldCustomerID]
	if !ok {
		i = a.have[crm.FieldCustomerName]
	}
	return s.layout.Columns[i].Index
}

// lacks is the fields that a table of the kind must have and the sheet has not.
func (s *sample) lacks(kind crm.TableKind) []crm.Field {
	a := &s.found[kind]
	var missing []crm.Field
	need := func(have bool, f crm.Field) {
		if !have {
			missing = append(missing, f)
		}
	}
	if kind != crm.OrderLines {
		need(a.customer(), crm.FieldCustomerName)
	}
	switch kind {
	case crm.Orders:
		need(a.has(crm.FieldOrderDate), crm.FieldOrderDate)
		need(a.money(), crm.FieldAmount)
	case crm.OrderLines:
		need(a.has(crm.FieldOrderNo), crm.FieldOrderNo)
		need(a.money(), crm.FieldAmount)
	case crm.Activities:
		need(a.has(crm.FieldActivityDate), crm.FieldActivityDate)
	case crm.Opportunities:
		need(a.begun() || a.has(crm.FieldClosed), crm.FieldOpened)
	case crm.Complaints:
		need(a.has(crm.FieldOpened), crm.FieldOpened)
	case crm.Feedback:
		need(a.has(crm.FieldFeedbackDate), crm.FieldFeedbackDate)
		need(a.has(crm.FieldScore), crm.FieldScore)
	}
	return missing
}
