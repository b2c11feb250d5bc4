package check

import (
	"cmp"
	"slices"
	"strings"
)

// widest is how many customers share a key at most before it says nothing by
// itself: then only neighbours in the alphabet are compared.
const widest = 40

// neighbours is how many of them each is compared with.
const neighbours = 4

// blockKey is a key under which customers who may be one meet.
type blockKey struct {
	hash     uint64
	customer int32
}

// pairs is the pairs of customers worth comparing, each once, the smaller number
// first. Comparing all with all is out of the question: those meet that share a
// key, a word of the name with a letter left out, an address, a number.
func pairs(all []profile) [][2]int32 {
	keys := make([]blockKey, 0, len(all)*16)
	for i := range all {
		keys = all[i].keys(int32(i), keys)
	}
	slices.SortFunc(keys, func(a, b blockKey) int {
		return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.customer, b.customer))
	})
	keys = slices.Compact(keys)
	var found [][2]int32
	for from := 0; from < len(keys); {
		to := from + 1
		for to < len(keys) && keys[to].hash == keys[from].hash {
			to++
		}
		found = meetAll(all, keys[from:to], found)
		from = to
	}
	slices.SortFunc(found, func(a, b [2]int32) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	return slices.Compact(found)
}

func meetAll(all []profile, block []blockKey, found [][2]int32) [][2]int32 {
	reach := len(block)
	if reach > widest {
		reach = neighbours + 1
		block = slices.Clone(block)
		slices.SortFunc(block, func(a, b blockKey) int {
			x, y := &all[a.customer], &all[b.customer]
			return cmp.Or(strings.Compare(x.joined, y.joined), strings.Compare(x.named, y.named), strings.Compare(x.country, y.country), cmp.Compare(a.customer, b.customer))
		})
	}
	for i := range block {
		for j := i + 1; j < min(len(block), i+reach); j++ {
			a, b := block[i].customer, block[j].customer
			found = append(found, [2]int32{min(a, b), max(a, b)})
		}
	}
	return found
}

// keys adds a customer's keys.
func (p *profile) keys(customer int32, keys []blockKey) []blockKey {
	put := func(kind byte, parts ...[]rune) {
		keys = append(keys, blockKey{hashOf(kind, parts...), customer})
	}
	for k, w := range p.spelled {
		switch n := len(w); {
		case n == 0:
		case scriptOf(w[0]) == han:
			put('h', w)
			for i := 0; i+2 <= n; i++ {
				put('h', w[i:i+2])
			}
		case n < 4:
			if len(p.spelled) == 1 {
				put('w', w)
			}
		default:
			w = w[:min(n, longestKey)]
			put('w', w)
			for i := range w {
				put('w', w[:i], w[i+1:])
			}
			if n >= 9 { // two letters may differ: then the first or the last are right
				put('f', w[:4])
				put('l', p.spelled[k][n-4:])
			}
		}
	}
	if n := len(p.whole); n > 0 {
		put('j', p.whole)
		if n >= 8 {
			put('f', p.whole[:4])
			put('l', p.whole[n-4:])
		}
	}
	for kind, list := range [][]string{p.owners, p.phones, nonEmpty(p.tax)} {
		for _, item := range list {
			put('0'+byte(kind), []rune(item))
		}
	}
	return keys
}

// longestKey is how many characters of a word make keys.
const longestKey = 12

// hashOf is FNV-1a over the characters of all parts: the same in every run.
func hashOf(kind byte, parts ...[]rune) uint64 {
	const offset, prime = 14695981039346656037, 1099511628211
	h := (uint64(offset) ^ uint64(kind)) * prime
	for _, part := range parts {
		for _, r := range part {
			h = (h ^ uint64(r)) * prime
		}
	}
	return h
}
