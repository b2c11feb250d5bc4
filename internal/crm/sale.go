package crm

import "crm/internal/money"

// Sale is what one line of an order sold of one product.
type Sale struct {
	Order    int32         // its place in Data.Orders: whose it is, when, and in which currency
	Product  int32         // its place in the SaleList's products
	Net      money.Decimal // in the order's currency; below 0 for a return
	Base     money.Decimal // Net in the export's own converted column, where that is how the run converts; else 0
	Quantity money.Decimal // 0 where not known
}

// SaleList is the lines of the orders that name a product.
type SaleList interface {
	Len() int
	At(i int) Sale
	// Products is what the products are called, each spelling of one once.
	Products() []string
}

// ReturnList is what came back of the orders of an OrderList, by their places in
// it: the sum of their negative lines and of their column of returned amounts, in
// the order's currency and in the export's own converted one. It is 0 or more.
type ReturnList interface {
	At(i int) (net, base money.Decimal)
}
