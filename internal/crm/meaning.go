package crm

import (
	"slices"

	"crm/internal/value"
)

// FieldOrderStatus is no column: it is the name under which rules.yaml's values
// lists the words of an order's status, apart from the customers' FieldStatus.
const FieldOrderStatus Field = "order_status"

// Meanings is what the words of a field can stand for, in their order; nil for
// a field whose words stand for themselves. A class field (previous_class,
// manual_class) means the main classification's classes, which only the rules know.
func Meanings(f Field) []string {
	switch f {
	case FieldStage:
		return []string{"inquiry", "quote", "sample", "order"}
	case FieldIntent:
		return []string{"clear", "unclear"}
	case FieldMarketPotential:
		return []string{"high", "medium", "low"}
	case FieldOrderStatus:
		return []string{"counts", "does_not_count"}
	case FieldResult:
		return []string{"won", "lost", "open"}
	case FieldProductFit, FieldProtected, FieldInPool, FieldArchived, FieldSamplePassed:
		return []string{"yes", "no"}
	}
	return nil
}

// Kind is what a field's values mostly are: Money for amounts and prices, Number
// for counts, Date for days, Bool for yes or no, Text otherwise. Some exports
// write words where others have numbers (employees "60-149", annual_turnover);
// the kind says how a number of that column is to be read, not that all are numbers.
func (f Field) Kind() value.Kind {
	switch {
	case slices.Contains(dateFields, f):
		return value.Date
	case slices.Contains(moneyFields, f):
		return value.Money
	case slices.Contains(numberFields, f):
		return value.Number
	case slices.Contains(boolFields, f):
		return value.Bool
	}
	return value.Text
}

var (
	dateFields = []Field{
		FieldCreated, FieldAssigned, FieldLastContact, FieldNextContact, FieldManualUntil, FieldReleaseDate,
		FieldOwnLastOrder, FieldOrderDate, FieldDueDate, FieldPaidDate, FieldActivityDate, FieldNextDate,
		FieldOpened, FieldClosed, FieldProposed, FieldResolved, FieldFeedbackDate,
		FieldReachedInquiry, FieldReachedQuote, FieldReachedSample, FieldReachedOrder,
	}
	moneyFields = []Field{
		FieldAmount, FieldAmountConverted, FieldUnitPrice, FieldReturnedAmount, FieldOwnAmount,
		FieldPurchasingBudget, FieldAnnualTurnover,
	}
	numberFields = []Field{FieldQuantity, FieldDiscount, FieldStar, FieldOwnOrders, FieldScore, FieldEmployees}
	boolFields   = []Field{FieldProtected, FieldInPool, FieldArchived, FieldSamplePassed}
)
