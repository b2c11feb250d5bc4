package money

// Currency is an ISO 4217 code such as USD; a bare sign (¥, $) where the data
// never says which currency it stands for; or empty where it names none.
type Currency string

// Amount is a decimal of one currency.
type Amount struct {
	Decimal
	Currency Currency
}
