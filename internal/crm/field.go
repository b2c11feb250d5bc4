package crm

import "slices"

// The canonical fields of all tables. A field means the same in every table that
// has it; FieldAmount is the amount of an order, of a line or of an opportunity.
const (
	FieldCustomerID       Field = "customer_id"
	FieldCustomerName     Field = "customer_name"
	FieldShortName        Field = "short_name"
	FieldCountry          Field = "country"
	FieldRegion           Field = "region"
	FieldIndustry         Field = "industry"
	FieldEmployees        Field = "employees"
	FieldAnnualTurnover   Field = "annual_turnover" // the customer's own
	FieldOwner            Field = "owner"
	FieldCreated          Field = "created"
	FieldAssigned         Field = "assigned"
	FieldStage            Field = "stage"
	FieldIntent           Field = "intent"
	FieldProductFit       Field = "product_fit"
	FieldStatus           Field = "status"
	FieldGroup            Field = "group"
	FieldStar             Field = "star"
	FieldTags             Field = "tags"
	FieldLastContact      Field = "last_contact"
	FieldNextContact      Field = "next_contact"
	FieldChannel          Field = "channel"
	FieldTimeZone         Field = "time_zone"
	FieldEmail            Field = "email"
	FieldPhone            Field = "phone"
	FieldContactPerson    Field = "contact_person"
	FieldPreferences      Field = "preferences"
	FieldMarketPotential  Field = "market_potential"
	FieldPurchasingBudget Field = "purchasing_budget" // per year
	FieldPreviousClass    Field = "previous_class"
	FieldManualClass      Field = "manual_class"
	FieldManualReason     Field = "manual_reason"
	FieldManualUntil      Field = "manual_until"
	FieldProtected        Field = "protected"
	FieldInPool           Field = "in_pool"
	FieldReleaseDate      Field = "release_date"
	FieldArchived         Field = "archived"
	FieldOwnOrders        Field = "own_orders"     // the export's own number of orders
	FieldOwnAmount        Field = "own_amount"     // the export's own total
	FieldOwnLastOrder     Field = "own_last_order" // the export's own date of the last order
	FieldCurrency         Field = "currency"
	FieldOrderNo          Field = "order_no"
	FieldOrderDate        Field = "order_date"
	FieldAmount           Field = "amount"
	FieldAmountConverted  Field = "amount_converted" // the export's own conversion into one currency
	FieldProduct          Field = "product"
	FieldQuantity         Field = "quantity"
	FieldUnitPrice        Field = "unit_price"
	FieldDiscount         Field = "discount"
	FieldReturnedAmount   Field = "returned_amount"
	FieldDueDate          Field = "due_date" // of the payment
	FieldPaidDate         Field = "paid_date"
	FieldOwnerShare       Field = "owner_share" // several owners of one order
	FieldActivityDate     Field = "activity_date"
	FieldKind             Field = "kind"
	FieldSummary          Field = "summary"
	FieldOutcome          Field = "outcome"
	FieldNextDate         Field = "next_date"
	FieldBy               Field = "by" // who did it
	FieldOpportunityID    Field = "opportunity_id"
	FieldOpened           Field = "opened"
	FieldClosed           Field = "closed"
	FieldResult           Field = "result" // won, lost or open
	FieldLostReason       Field = "lost_reason"
	FieldSamplePassed     Field = "sample_passed"
	FieldReachedInquiry   Field = "reached_inquiry" // the day an opportunity came to a step; without, opened
	FieldReachedQuote     Field = "reached_quote"
	FieldReachedSample    Field = "reached_sample"
	FieldReachedOrder     Field = "reached_order" // without, the day a won one was closed
	FieldProposed         Field = "proposed"
	FieldResolved         Field = "resolved"
	FieldFeedbackDate     Field = "feedback_date"
	FieldScore            Field = "score"
	FieldComment          Field = "comment"
)

var tableFields = [...][]Field{
	Customers: {
		FieldCustomerID, FieldCustomerName, FieldShortName, FieldCountry, FieldRegion, FieldIndustry,
		FieldEmployees, FieldAnnualTurnover, FieldOwner, FieldCreated, FieldAssigned, FieldStage, FieldIntent,
		FieldProductFit, FieldStatus, FieldGroup, FieldStar, FieldTags, FieldLastContact, FieldNextContact,
		FieldChannel, FieldTimeZone, FieldEmail, FieldPhone, FieldContactPerson, FieldPreferences,
		FieldMarketPotential, FieldPurchasingBudget, FieldPreviousClass, FieldManualClass, FieldManualReason,
		FieldManualUntil, FieldProtected, FieldInPool, FieldReleaseDate, FieldArchived, FieldOwnOrders,
		FieldOwnAmount, FieldOwnLastOrder, FieldCurrency,
	},
	Orders: {
		FieldOrderNo, FieldOrderDate, FieldCustomerID, FieldCustomerName, FieldAmount, FieldAmountConverted,
		FieldCurrency, FieldProduct, FieldQuantity, FieldUnitPrice, FieldDiscount, FieldStatus,
		FieldReturnedAmount, FieldDueDate, FieldPaidDate, FieldOwner, FieldCountry, FieldOwnerShare,
	},
	OrderLines: {
		FieldOrderNo, FieldAmount, FieldProduct, FieldQuantity, FieldUnitPrice, FieldDiscount, FieldCurrency,
		FieldAmountConverted,
	},
	Activities: {
		FieldCustomerID, FieldCustomerName, FieldActivityDate, FieldChannel, FieldKind, FieldSummary,
		FieldOutcome, FieldNextDate, FieldBy,
	},
	Opportunities: {
		FieldOpportunityID, FieldCustomerID, FieldCustomerName, FieldOpened, FieldStage, FieldAmount,
		FieldCurrency, FieldAmountConverted, FieldReachedInquiry, FieldReachedQuote, FieldReachedSample,
		FieldReachedOrder, FieldClosed, FieldResult, FieldLostReason, FieldSamplePassed, FieldProduct, FieldOwner,
	},
	Complaints: {
		FieldCustomerID, FieldCustomerName, FieldOpened, FieldProposed, FieldResolved, FieldKind,
	},
	Feedback: {
		FieldCustomerID, FieldCustomerName, FieldFeedbackDate, FieldScore, FieldComment,
	},
}

// Fields is the canonical fields of a kind of table, in the order people read
// them; the caller must not change it. NoTable has none.
func Fields(k TableKind) []Field {
	if int(k) >= len(tableFields) {
		return nil
	}
	return tableFields[k]
}

// ParseField reads the name of a field of a kind of table.
func ParseField(k TableKind, name string) (Field, bool) {
	if slices.Contains(Fields(k), Field(name)) {
		return Field(name), true
	}
	return "", false
}
