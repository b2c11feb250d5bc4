package normalize

import (
	"cmp"
	"errors"
	"slices"

	"crm/internal/crm"
	"crm/internal/money"
)

// tally is the account of one table while it is read. What was read is summed
// apart from what became of it; what is used is summed from the orders at the
// end. Were a row lost in between, the two would differ.
type tally struct {
	read   int
	rows   [crm.Fates]int
	totals int
	all    []money.Decimal            // of the rows read, by currency
	sums   [crm.Fates][]money.Decimal // by fate and currency
}

// readAmount adds to the sum of the rows read.
func (t *tally) readAmount(currency uint8, d money.Decimal) { add(&t.all, currency, d) }

// put gives one row its fate.
func (t *tally) put(f crm.Fate, ln *line) {
	t.rows[f]++
	if ln.has {
		add(&t.sums[f], ln.currency, ln.amount)
	}
}

// move takes an amount read from one currency to another: it was read without
// one, and the order's other lines name it.
func (t *tally) move(from, to uint8, d money.Decimal) {
	add(&t.all, from, d.Neg())
	add(&t.all, to, d)
}

func add(sums *[]money.Decimal, currency uint8, d money.Decimal) {
	for int(currency) >= len(*sums) {
		*sums = append(*sums, money.Decimal{})
	}
	s := &(*sums)[currency]
	*s = s.Add(d)
}

// total is the sum of all amounts read so far, whatever their currency: what a
// totals row under them shows.
func (t *tally) total() money.Decimal {
	var sum money.Decimal
	for _, d := range t.all {
		sum = sum.Add(d)
	}
	return sum
}

var errUnbalanced = errors.New("internal error: the reconciliation of a table does not hold")

// finishAccount is the finished account of a table.
func (t *orderTable) finishAccount() (crm.TableAccount, error) {
	return t.run.accountOf(t.rows, &t.account)
}

func (r *run) accountOf(rows *sheetRows, t *tally) (crm.TableAccount, error) {
	a := crm.TableAccount{
		Table: rows.layout, Read: t.read, Header: rows.header, Blank: rows.blank, Totals: t.totals, Rows: t.rows,
	}
	for i, c := range r.currencies.all {
		row := crm.CurrencyAccount{Currency: c, Read: at(t.all, i)}
		occurs := !row.Read.IsZero()
		for f := range crm.Fates {
			row.Sums[f] = at(t.sums[f], i)
			occurs = occurs || !row.Sums[f].IsZero()
		}
		if occurs {
			a.Amounts = append(a.Amounts, row)
		}
	}
	slices.SortFunc(a.Amounts, func(x, y crm.CurrencyAccount) int { return cmp.Compare(x.Currency, y.Currency) })
	if !a.Balanced() {
		return a, errUnbalanced
	}
	return a, nil
}

func at(sums []money.Decimal, i int) money.Decimal {
	if i < len(sums) {
		return sums[i]
	}
	return money.Decimal{}
}
