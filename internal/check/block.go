package check

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"
)

// widest is how many customers share a key at most before it says nothing by
// itself: then only neighbours in the alphabet are compared.
const widest = 40

// neighbours is how many of them each is compared with.
const neighbours = 4

// blocks is the keys under which customers who may be one meet: in each the hash
// of a key, and in its low bits the customer. They sort as plain numbers; that two
// keys may have one hash only makes two more customers meet.
type blocks struct {
	keys []uint64
	bits int     // of a customer
	rank []int32 // per customer, in the alphabet
}

func (b *blocks) customer(key uint64) int32 { return int32(key & (1<<b.bits - 1)) }

func (b *blocks) put(customer int, kind byte, parts ...[]rune) {
	b.keys = append(b.keys, hashOf(kind, parts...)>>b.bits<<b.bits|uint64(customer))
}

// pairs is the pairs of customers worth comparing, each once, the smaller number
// first. Comparing all with all is out of the question: those meet that share a
// key, a word of the name with a letter left out, an address, a number.
func pairs(all []profile) [][2]int32 {
	b := blocks{keys: make([]uint64, 0, len(all)*24), bits: max(bits.Len(uint(len(all))), 1)}
	for i := range all {
		all[i].keys(i, &b)
	}
	b.rank = ranks(all)
	slices.Sort(b.keys)
	b.keys = slices.Compact(b.keys)
	var found []uint64
	for from := 0; from < len(b.keys); {
		to := from + 1
		for to < len(b.keys) && b.keys[to]>>b.bits == b.keys[from]>>b.bits {
			to++
		}
		found = b.meet(b.keys[from:to], found)
		from = to
	}
	slices.Sort(found)
	found = slices.Compact(found)
	list := make([][2]int32, len(found))
	for i, p := range found {
		list[i] = [2]int32{int32(p >> 32), int32(p & 0xffffffff)}
	}
	return list
}

// ranks is the customers' places in the alphabet.
func ranks(all []profile) []int32 {
	order := make([]int32, len(all))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(x, y int32) int {
		p, q := &all[x], &all[y]
		return cmp.Or(strings.Compare(p.joined, q.joined), strings.Compare(p.named, q.named), strings.Compare(p.country, q.country), strings.Compare(p.id, q.id), cmp.Compare(x, y))
	})
	rank := make([]int32, len(all))
	for place, i := range order {
		rank[i] = int32(place)
	}
	return rank
}

// meet pairs the customers of a block.
func (b *blocks) meet(block []uint64, found []uint64) []uint64 {
	reach := len(block)
	if reach > widest {
		reach = neighbours + 1
		block = slices.Clone(block)
		slices.SortFunc(block, func(x, y uint64) int { return int(b.rank[b.customer(x)] - b.rank[b.customer(y)]) })
	}
	for i := range block {
		for j := i + 1; j < min(len(block), i+reach); j++ {
			x, y := b.customer(block[i]), b.customer(block[j])
			found = append(found, uint64(min(x, y))<<32|uint64(max(x, y)))
		}
	}
	return found
}

// keys adds a customer's keys.
func (p *profile) keys(customer int, b *blocks) {
	for k := range p.spelled {
		p.wordKeys(customer, k, b)
		p.restKeys(customer, k, b)
	}
	if n := len(p.whole); n > 0 {
		b.put(customer, 'j', p.whole)
		b.put(customer, 'j', []rune(p.entire))
		if n >= 8 {
			b.put(customer, 'f', p.whole[:4])
			b.put(customer, 'l', p.whole[n-4:])
		}
	}
	for _, owner := range p.owners {
		b.put(customer, '@', []rune(owner))
	}
	for _, number := range p.phones {
		b.put(customer, '+', []rune(number.tail))
	}
	if p.tax != "" {
		b.put(customer, '#', []rune(p.tax))
	}
}

// longestKey is how many characters of a word make keys.
const longestKey = 12

// wordKeys is the keys of a word: itself, and itself with one letter left out,
// which two words share that are one edit apart.
func (p *profile) wordKeys(customer, k int, b *blocks) {
	w := p.spelled[k]
	switch n := len(w); {
	case n == 0:
	case scriptOf(w[0]) == han:
		b.put(customer, 'h', w)
		for i := 0; i+2 <= n; i++ {
			b.put(customer, 'h', w[i:i+2])
		}
	case n < 4:
		if len(p.spelled) == 1 {
			b.put(customer, 'w', w)
		}
	case p.often[k]:
		b.put(customer, 'w', w[:min(n, longestKey)])
	default:
		if n >= 9 { // two letters may differ: then the first or the last are right
			b.put(customer, 'f', w[:4])
			b.put(customer, 'l', w[n-4:])
		}
		w = w[:min(n, longestKey)]
		b.put(customer, 'w', w)
		for i := range w {
			b.put(customer, 'w', w[:i], w[i+1:])
		}
	}
}

// restKeys is the keys of a name whose other words are all frequent: these
// together, and the word with one letter left out.
func (p *profile) restKeys(customer, k int, b *blocks) {
	if len(p.spelled) < 2 {
		return
	}
	rest := make([][]rune, 0, len(p.spelled)+1)
	for i, w := range p.spelled {
		if i == k {
			continue
		}
		if !p.often[i] {
			return // by which they meet
		}
		rest = append(rest, w)
	}
	w := p.spelled[k][:min(len(p.spelled[k]), longestKey)]
	b.put(customer, 'c', append(rest, w)...)
	for i := range w {
		b.put(customer, 'c', append(rest, w[:i], w[i+1:])...)
	}
}

// hashOf is FNV-1a over the characters of all parts, its bits mixed once more: the
// high ones decide. It is the same in every run.
func hashOf(kind byte, parts ...[]rune) uint64 {
	const offset, prime = 14695981039346656037, 1099511628211
	h := (uint64(offset) ^ uint64(kind)) * prime
	for _, part := range parts {
		for _, r := range part {
			h = (h ^ uint64(r)) * prime
		}
	}
	h ^= h >> 32
	return h * 0x9E3779B97F4A7C15
}
