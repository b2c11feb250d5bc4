package normalize

import (
	"bytes"
	"hash/maphash"
	"math"
	"math/bits"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/money"
)

// Entries are stored in chunks: growing never copies them, and never holds
// twice the memory for a moment.
const (
	chunkShift   = 13
	chunkEntries = 1 << chunkShift
	chunkMask    = chunkEntries - 1
)

// entry is the lines of one order number and customer in one table: an order,
// or the lines of one in a table of order lines. It is 32 bytes and holds no
// pointer, so that a million of them cost little to keep and nothing to collect.
type entry struct {
	net      int64      // the sum of the lines, as a coefficient with scale
	customer int32      // of a table of lines: the entry of the order; below 0: unused, see unusedAs
	date     civil.Date // of the earliest line
	number   uint32     // in store.numbers; 0 without
	row      int32      // the first row, for naming the place
	lines    int32
	from     uint16 // the table in the low 12 bits, marks above
	currency uint8
	scale    uint8 // wideScale: the sum is in store.wide
}

// The marks of an entry, and the bits of its table.
const (
	markTwin     uint16 = 1 << 12 // the same order stands in an earlier table
	markJoined   uint16 = 1 << 13 // its lines were read from a table of order lines
	markNoAmount uint16 = 1 << 14 // no line of it has an amount
	markDropped  uint16 = 1 << 15 // not used: read before, or set aside
	tableMask    uint16 = 1<<12 - 1
)

// maxTables is how many tables of orders a run can tell apart.
const maxTables = int(tableMask)

const wideScale = 0xff

// unusedAs is the customer of an entry that only tells order lines why their
// order was not used.
func unusedAs(f crm.Fate) int32 { return -1 - int32(f) }

func (e *entry) used() bool     { return e.customer >= 0 && e.from&markDropped == 0 }
func (e *entry) fate() crm.Fate { return crm.Fate(-1 - e.customer) }
func (e *entry) table() uint16  { return e.from & tableMask }

// store is the entries of all tables, one table after the other, and an index
// by number, customer and table.
type store struct {
	seed    maphash.Seed
	chunks  []*[chunkEntries]entry
	n       int32
	numbers arena
	wide    map[int32]money.Decimal // sums that do not fit an entry
	byTag   *tagIndex
	lines   int32 // the first entry of a table of order lines: from here on entries name orders, not customers
}

func newStore(seed maphash.Seed) *store {
	return &store{seed: seed, wide: map[int32]money.Decimal{}, byTag: &tagIndex{}, lines: math.MaxInt32}
}

func (s *store) at(i int32) *entry { return &s.chunks[i>>chunkShift][i&chunkMask] }

// add appends an entry.
func (s *store) add(e entry) int32 {
	if int(s.n>>chunkShift) == len(s.chunks) {
		s.chunks = append(s.chunks, new([chunkEntries]entry))
	}
	i := s.n
	*s.at(i) = e
	s.n++
	return i
}

// truncate drops all entries from n on.
func (s *store) truncate(n int32) {
	s.n = n
	s.chunks = s.chunks[:(n+chunkMask)>>chunkShift]
}

// net is the sum of an entry.
func (s *store) net(i int32) money.Decimal {
	e := s.at(i)
	if e.scale == wideScale {
		return s.wide[i]
	}
	return money.New(e.net, e.scale)
}

func (s *store) setNet(i int32, d money.Decimal) {
	e := s.at(i)
	coef, scale, ok := d.Small()
	if ok {
		if e.scale == wideScale {
			delete(s.wide, i)
		}
		e.net, e.scale = coef, scale
		return
	}
	e.net, e.scale = 0, wideScale
	s.wide[i] = d
}

// number is an entry's number as written; empty without.
func (s *store) number(i int32) []byte {
	if n := s.at(i).number; n != 0 {
		return s.numbers.at(n)
	}
	return nil
}

// numberHash is the hash of an order number in its matching form.
func (s *store) numberHash(key []byte) uint64 { return maphash.Bytes(s.seed, key) }

// tag mixes a number's hash with its customer: numbers that every customer
// counts from 1 must not all meet in one place.
func tag(hash uint64, customer int32) uint32 {
	hi, lo := bits.Mul64(hash^uint64(uint32(customer)), 0x9E3779B97F4A7C15)
	return uint32(hi ^ lo)
}

// find is the entry of number, customer and table; -1 where there is none. twin
// reports whether an earlier table has the same number and customer.
func (s *store) find(k *keyer, key []byte, hash uint64, customer int32, table uint16) (i int32, twin bool) {
	for item := range s.byTag.each(tag(hash, customer)) {
		i := int32(item)
		e := s.at(i)
		if e.customer != customer || !k.same(s.numbers.at(e.number), key) {
			continue
		}
		if e.table() == table {
			return i, false
		}
		twin = twin || (i < s.lines) == (s.n < s.lines)
	}
	return -1, twin
}

// earlier is the first entry of an earlier table with the number and customer of i; -1 without.
func (s *store) earlier(k *keyer, i int32) int32 {
	e := s.at(i)
	key := bytes.Clone(k.canonical(s.numbers.at(e.number)))
	first := int32(-1)
	for item := range s.byTag.each(tag(s.numberHash(key), e.customer)) {
		j := int32(item)
		o := s.at(j)
		if j < i && (first < 0 || j < first) && o.customer == e.customer && o.table() != e.table() &&
			(j < s.lines) == (i < s.lines) && k.same(s.numbers.at(o.number), key) {
			first = j
		}
	}
	return first
}

// index makes entry i findable under its number's hash.
func (s *store) index(i int32, hash uint64) {
	s.byTag.add(tag(hash, s.at(i).customer), uint32(i))
}
