package crm

import (
	"crm/internal/lang"
	"crm/internal/money"
)

// Account proves that no row was lost: every data row of an order table (or
// order lines, or opportunities) is in exactly one Fate, with its amount.
type Account struct {
	Tables []TableAccount
}

// Fate is what became of a row.
type Fate uint8

// The fates. The identity: Read = the sum of all others.
const (
	Used            Fate = iota
	NoCustomer           // names none, or one that the customers table does not have
	NoOrder              // an order line whose order was not read
	AfterAsOf            // dated after as-of
	LeftOutWhere         // by rules.yaml's orders.where
	LeftOutStatus        // by a status that does not count
	LeftOutRepeat        // an order already read from another table; an order total repeated on its lines
	LeftOutReplaced      // an order's own amount, where its lines were read; a deal that is not won
	SetAside             // unreadable; listed
	fates
)

// Fates is how many fates there are.
const Fates = int(fates)

// Title is the fate's name for people.
func (f Fate) Title() lang.Text {
	return [...]lang.Text{
		lang.T("used", "计入"), lang.T("without customer", "无客户"), lang.T("without order", "无订单"),
		lang.T("after as-of", "晚于截止日"), lang.T("left out by where", "按 where 排除"),
		lang.T("left out by status", "按状态排除"), lang.T("repeated", "重复不计"),
		lang.T("left out", "不计"), lang.T("set aside", "搁置"),
	}[f]
}

// TableAccount is the account of one table. Header, blank and totals rows stand beside the data rows.
type TableAccount struct {
	Table  *Layout
	Read   int // data rows
	Header int
	Blank  int
	Totals int
	Rows   [Fates]int
	// Amounts is per currency the sums of the rows whose amount could be read,
	// sorted by currency.
	Amounts []CurrencyAccount
}

// CurrencyAccount is the sums of one currency by fate, and of everything read,
// summed apart so that the identity can fail.
type CurrencyAccount struct {
	Currency money.Currency
	Read     money.Decimal
	Sums     [Fates]money.Decimal
}

// Balanced reports whether the identities hold: every row read has one fate,
// and so has every amount.
func (t *TableAccount) Balanced() bool {
	rows := 0
	for _, n := range t.Rows {
		rows += n
	}
	if rows != t.Read {
		return false
	}
	for _, c := range t.Amounts {
		var sum money.Decimal
		for _, s := range c.Sums {
			sum = sum.Add(s)
		}
		if !sum.Equal(c.Read) {
			return false
		}
	}
	return true
}
