package normalize

import (
	"hash/maphash"
	"slices"

	"crm/internal/crm"
	"crm/internal/money"
	"crm/internal/rules"
	"crm/internal/table"
)

// currencies numbers the currencies of a run; 0 is none. There are fewer of
// them than a byte counts.
type currencies struct {
	all     []money.Currency
	digits  []uint8 // of their minor units
	symbols map[string]money.Currency
}

func newCurrencies(m rules.Money) *currencies {
	return &currencies{all: []money.Currency{""}, digits: []uint8{money.Currency("").Digits()}, symbols: m.Symbols}
}

func (l *currencies) index(c money.Currency) uint8 {
	i := slices.Index(l.all, c)
	if i < 0 {
		i = len(l.all)
		l.all, l.digits = append(l.all, c), append(l.digits, c.Digits())
	}
	return uint8(i)
}

// wordCache maps the cells of a column with few distinct words to numbers,
// without reading a word twice.
type wordCache struct {
	shared [64]struct{ cell, val int32 } // by the low bits of the shared string's number, plus 1
	short  [1 << wordBits]shortWord      // codes, such as a currency's or a country's
	texts  *keyTable
	others [table.Error + 1]*keyTable // of the other kinds: what is written 1 may be TRUE, and 46027 a day
	above  above                      // the text in the row above, and its number
	val    int32
}

// wordBits is so that the words of a column find a place: 1 << wordBits.
const wordBits = 6

// maxWords bounds how many distinct words of a column are remembered.
const maxWords = 1 << 14

func newWordCache(seed maphash.Seed) wordCache { return wordCache{texts: newKeyTable(seed)} }

func (w *wordCache) find(c *table.Cell) (val int32, ok bool) {
	if c.Shared >= 0 {
		if s := &w.shared[c.Shared&63]; s.cell == c.Shared+1 {
			return s.val, true
		}
	}
	var word shortWord
	var at *shortWord
	if c.Shared < 0 {
		word = packShort(c.Raw)
		word.kind = c.Kind
		at = &w.short[word.place(wordBits)]
		switch {
		case !word.none():
			if at.is(&word) {
				return at.val, true
			}
		case w.above.again(c):
			return w.val, true
		}
	}
	if texts := w.of(c.Kind); texts != nil {
		val, ok = texts.find(c.Raw)
	}
	switch {
	case !ok:
		w.above.forget()
	case !word.none():
		word.val = val
		*at = word
	case c.Shared < 0:
		w.val = val
	default:
		s := &w.shared[c.Shared&63]
		s.cell, s.val = c.Shared+1, val
	}
	return val, ok
}

// of is the words of a kind; nil without any.
func (w *wordCache) of(k table.Kind) *keyTable {
	if k == table.Text {
		return w.texts
	}
	return w.others[k]
}

func (w *wordCache) put(c *table.Cell, val int32) {
	if w.of(c.Kind) == nil {
		w.others[c.Kind] = newKeyTable(w.texts.seed)
	}
	if texts := w.of(c.Kind); texts.len() < maxWords {
		texts.put(c.Raw, val)
	}
}

// currencyFault is why a row's currency is not known.
type currencyFault uint8

const (
	currencyGood     currencyFault = iota
	currencyUnknown                // a word that names none
	currencyConflict               // the places that name one do not agree
)

// currencyReader finds the currency of a row's amount: its column, the sign in
// its cell and its header's bracket, which must agree; else the table's default.
type currencyReader struct {
	list    *currencies
	slot    int
	cache   wordCache
	bracket money.Currency
	other   money.Currency // the table's default
	decided map[currencyCase]int32
	plain   []int32 // decided for cells without a sign, by the column's word
}

// currencyCase is a cell's sign and its column's word.
type currencyCase struct {
	sign   money.Currency
	column int32
}

// The words of a currency column that are no currency, as its cache has them.
const (
	blankCurrency   int32 = -1
	unknownCurrency int32 = -2
)

func (r *run) currencyReader(l *crm.Layout, slot int, amount *crm.Column) currencyReader {
	c := currencyReader{
		list: r.currencies, slot: slot, cache: newWordCache(r.hash), other: r.o.Rules.Money.Default,
		decided: map[currencyCase]int32{},
	}
	if amount == nil {
		return c
	}
	c.bracket = amount.Currency
	for _, rule := range r.o.Rules.Columns {
		if rule.Table == l.Kind && rule.Field == amount.Field && rule.Currency != "" && ruleNames(rule, amount.Header) {
			c.other = rule.Currency
		}
	}
	return c
}

// ruleNames reports whether a column rule is about the header: it lists it, or lists none.
func ruleNames(rule rules.ColumnRule, header string) bool {
	return len(rule.Headers) == 0 || slices.ContainsFunc(rule.Headers, func(h rules.String) bool { return h.Value == header })
}

// read is the number of the currency of a row.
func (c *currencyReader) read(cells []*table.Cell, sign money.Currency) (currency uint8, fault currencyFault) {
	column := blankCurrency
	if cell := cells[c.slot]; cell != nil {
		column = c.word(cell)
		if column == unknownCurrency {
			return 0, currencyUnknown
		}
	}
	if sign == "" {
		return split(c.withoutSign(column))
	}
	k := currencyCase{sign, column}
	v, ok := c.decided[k]
	if !ok {
		v = c.decide(sign, column)
		c.decided[k] = v
	}
	return split(v)
}

// split takes apart what decide put together.
func split(v int32) (uint8, currencyFault) {
	if v < 0 {
		return 0, currencyConflict
	}
	return uint8(v), currencyGood
}

// withoutSign is decide for a cell without a sign; column is blankCurrency or a currency's number.
func (c *currencyReader) withoutSign(column int32) int32 {
	at := int(column + 1)
	for len(c.plain) <= at {
		c.plain = append(c.plain, undecided)
	}
	if c.plain[at] == undecided {
		c.plain[at] = c.decide("", column)
	}
	return c.plain[at]
}

const (
	undecided  int32 = -3
	conflicted int32 = -1
)

// word is the number of the currency that a cell of the currency column names.
func (c *currencyReader) word(cell *table.Cell) int32 {
	if v, ok := c.cache.find(cell); ok {
		return v
	}
	v := unknownCurrency
	text := string(trimmed(cell.Raw))
	if null(text) {
		v = blankCurrency
	} else if found, ok := money.ParseCurrency(text); ok && cell.Kind == table.Text {
		v = int32(c.list.index(found))
	} else if symbol, ok := c.list.symbols[text]; ok {
		v = int32(c.list.index(symbol))
	}
	c.cache.put(cell, v)
	return v
}

// decide brings the places that may name a currency together.
func (c *currencyReader) decide(sign money.Currency, column int32) int32 {
	var found money.Currency
	if column >= 0 {
		found = c.list.settled(c.list.all[column])
	}
	for _, next := range []money.Currency{sign, c.bracket} {
		var ok bool
		if found, ok = money.Agree(found, c.list.settled(next)); !ok {
			return conflicted
		}
	}
	if found == "" || found.Sign() {
		if better, ok := money.Agree(found, c.other); ok {
			found = better
		}
	}
	return int32(c.list.index(found))
}

// settled is the currency that a bare sign stands for by money.symbols.
func (l *currencies) settled(c money.Currency) money.Currency {
	if named, ok := l.symbols[string(c)]; ok {
		return named
	}
	return c
}
