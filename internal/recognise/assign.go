package recognise

import (
	"cmp"
	"slices"

	"crm/internal/crm"
	"crm/internal/money"
)

// assignment is which column would be which field if the sheet were of a kind.
type assignment struct {
	fields []crm.Field // by column of layout.Columns; empty: none
	match  []match
	known  []bool // the header means something in this kind
	losers []loser
	have   map[crm.Field]int // the column of a field
}

// loser is a column whose field another one has already.
type loser struct{ column, winner int }

func (a *assignment) has(f crm.Field) bool {
	_, ok := a.have[f]
	return ok
}

// strong reports whether a field was found by a header that names just that.
func (a *assignment) strong(f crm.Field) bool {
	i, ok := a.have[f]
	return ok && a.match[i].via != weakAlias
}

func (a *assignment) customer() bool {
	return a.has(crm.FieldCustomerID) || a.has(crm.FieldCustomerName)
}

// money reports whether there is an amount, or what makes one.
func (a *assignment) money() bool {
	return a.has(crm.FieldAmount) || a.has(crm.FieldQuantity) && a.has(crm.FieldUnitPrice)
}

// assign reads the headers as those of a kind of table.
func (l *lexicon) assign(s *sample, kind crm.TableKind, base money.Currency) assignment {
	n := len(s.head)
	a := assignment{fields: make([]crm.Field, n), match: make([]match, n), known: make([]bool, n), have: map[crm.Field]int{}}
	wanted := crm.Fields(kind)
	claims := map[crm.Field][]int{}
	for i := range s.head {
		if s.marker.ours(s.layout.Columns[i].Header) {
			a.known[i] = true
			continue
		}
		m, ok := l.find(kind, &s.head[i])
		a.match[i], a.known[i] = m, ok
		if !ok || m.field == "" || !slices.Contains(wanted, m.field) {
			continue
		}
		if m.classes && !s.looksLikeClasses(s.layout.Columns[i].Index) {
			continue
		}
		claims[m.field] = append(claims[m.field], i)
	}
	l.settleConverted(s, &a, claims, base)
	for _, f := range wanted {
		a.give(f, claims[f])
	}
	return a
}

// give hands a field to the best of the columns that claim it.
func (a *assignment) give(f crm.Field, claims []int) {
	if len(claims) == 0 {
		return
	}
	slices.SortStableFunc(claims, func(x, y int) int { return a.match[x].compare(&a.match[y]) })
	a.fields[claims[0]], a.have[f] = f, claims[0]
	for _, i := range claims[1:] {
		a.losers = append(a.losers, loser{column: i, winner: claims[0]})
	}
}

func (m *match) compare(n *match) int {
	return cmp.Or(cmp.Compare(m.via, n.via), cmp.Compare(m.rank, n.rank))
}

// anyAmount reports whether a folded header says no more than that it is an
// amount: beside 订单金额, 金额（RMB） is the order's amount in another currency.
func anyAmount(base string) bool { return base == "金额" || base == "amount" }

// settleConverted tells an amount from the export's own conversions of it:
// 订单金额, 订单金额（美元）, 金额（RMB）. They are named alike but for the
// currency; the one that names none is in the document's currency.
func (l *lexicon) settleConverted(s *sample, a *assignment, claims map[crm.Field][]int, base money.Currency) {
	amounts := claims[crm.FieldAmount]
	plain := slices.IndexFunc(amounts, func(i int) bool { return a.currency(s, i) == "" })
	if plain < 0 || len(amounts) < 2 {
		claims[crm.FieldAmount] = l.oneCurrency(s, a, amounts, base)
		return
	}
	name := a.match[amounts[plain]].base
	var rest, converted []int
	for _, i := range amounts {
		alike := a.match[i].base == name || anyAmount(a.match[i].base)
		if i != amounts[plain] && alike && a.currency(s, i) != "" && a.match[i].via != byRule {
			converted = append(converted, i)
		} else {
			rest = append(rest, i)
		}
	}
	claims[crm.FieldAmount] = rest
	byPreference(converted, func(i int) money.Currency { return a.currency(s, i) }, base)
	claims[crm.FieldAmountConverted] = append(claims[crm.FieldAmountConverted], converted...)
	for rank, i := range converted {
		a.match[i].rank, a.match[i].field = rank, crm.FieldAmountConverted
	}
}

// oneCurrency orders amounts that differ in their currency only: 金额(USD), 金额(RMB).
func (l *lexicon) oneCurrency(s *sample, a *assignment, amounts []int, base money.Currency) []int {
	if len(amounts) < 2 {
		return amounts
	}
	for _, i := range amounts[1:] {
		if a.match[i].base != a.match[amounts[0]].base {
			return amounts
		}
	}
	byPreference(amounts, func(i int) money.Currency { return a.currency(s, i) }, base)
	for rank, i := range amounts {
		if a.match[i].via != byRule {
			a.match[i].rank, a.match[i].via = rank, byName
		}
	}
	return amounts
}

// byPreference sorts columns: the base currency first, then USD, then CNY.
func byPreference(columns []int, currency func(int) money.Currency, base money.Currency) {
	order := func(i int) int {
		switch currency(i) {
		case base:
			return 0
		case "USD":
			return 1
		case "CNY":
			return 2
		}
		return 3
	}
	slices.SortStableFunc(columns, func(x, y int) int { return cmp.Compare(order(x), order(y)) })
}

// currency is what the header of a column says its amounts are in.
func (a *assignment) currency(s *sample, i int) money.Currency {
	if c := s.head[i].currency; c != "" {
		return c
	}
	return a.match[i].currency
}
