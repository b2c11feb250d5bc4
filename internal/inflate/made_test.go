package inflate

import (
	"math/bits"
	"math/rand/v2"
)

// bitWriter writes streams by hand, also ones that no compressor makes.
type bitWriter struct {
	bytes []byte
	count int
}

// put writes the n lowest bits, the lowest one first.
func (w *bitWriter) put(v, n int) {
	for i := range n {
		if w.count%8 == 0 {
			w.bytes = append(w.bytes, 0)
		}
		w.bytes[len(w.bytes)-1] |= byte(v>>i&1) << (w.count % 8)
		w.count++
	}
}

// align goes on with the next byte.
func (w *bitWriter) align() {
	for w.count%8 != 0 {
		w.count++
	}
}

// wordsOf is the code words that symbols get from their lengths.
func wordsOf(lengths []int) []int {
	words := make([]int, len(lengths))
	next := 0
	for n := 1; n <= longestWord; n++ {
		next <<= 1
		for symbol, length := range lengths {
			if length == n {
				words[symbol] = int(bits.Reverse16(uint16(next)) >> (16 - n))
				next++
			}
		}
	}
	return words
}

// maker makes streams of random codes and symbols: nearly all of them are right.
type maker struct {
	bitWriter
	*rand.Rand
	came int // bytes that come out so far
}

// stream is some blocks.
func (m *maker) stream() []byte {
	blocks := 1 + m.IntN(4)
	for i := range blocks {
		m.put(b2i(i == blocks-1), 1)
		switch m.IntN(8) {
		case 0:
			m.stored()
		case 1:
			m.put(kindFixed, 2)
			m.symbols(fixedLengths())
		default:
			m.dynamic()
		}
	}
	if m.rarely() {
		m.bytes = m.bytes[:m.IntN(len(m.bytes)+1)]
	}
	if m.rarely() && len(m.bytes) > 0 {
		m.bytes[m.IntN(len(m.bytes))] ^= 1 << m.IntN(8)
	}
	return m.bytes
}

func (m *maker) rarely() bool { return m.IntN(50) == 0 }

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

func fixedLengths() (literals, distances []int) {
	literals, distances = make([]int, mostSymbols), make([]int, 32)
	for i := range literals {
		literals[i] = 8 + b2i(i >= 144 && i < 256) - b2i(i >= 256 && i < 280)
	}
	for i := range distances {
		distances[i] = 5
	}
	return literals, distances
}

func (m *maker) stored() {
	m.put(kindStored, 2)
	m.align()
	n := m.IntN(1 << m.IntN(10))
	m.put(n, 16)
	m.put(n^0xFFFF^b2i(m.rarely()), 16)
	for range n {
		m.put(m.IntN(256), 8)
	}
	m.came += n
}

// tree is the lengths of a random code of n words.
func (m *maker) tree(n, longest int) []int {
	leaves := []int{0}
	for len(leaves) < n {
		i := m.IntN(len(leaves))
		if m.IntN(2) == 0 {
			i = len(leaves) - 1 // some long ones
		}
		if leaves[i] < longest {
			leaves[i]++
			leaves = append(leaves, leaves[i])
		}
	}
	if n == 1 {
		leaves[0] = 1
	}
	if m.rarely() {
		leaves[m.IntN(len(leaves))] = 1 + m.IntN(longest)
	}
	return leaves
}

// codeOf gives some of the symbols random lengths, those that must have one at least.
func (m *maker) codeOf(symbols, words, longest int, must ...int) []int {
	lengths := make([]int, symbols)
	chosen := must
	for _, s := range m.Perm(symbols) {
		if len(chosen) < words && (len(must) == 0 || s != must[0]) {
			chosen = append(chosen, s)
		}
	}
	m.Shuffle(len(chosen), func(i, j int) { chosen[i], chosen[j] = chosen[j], chosen[i] })
	for i, n := range m.tree(len(chosen), longest) {
		lengths[chosen[i]] = n
	}
	return lengths
}

func (m *maker) dynamic() {
	m.put(kindDynamic, 2)
	literals := m.codeOf(firstLength+m.IntN(30), 1+m.IntN(1<<m.IntN(9)), longestWord, endOfBlock)
	distances := make([]int, 1+m.IntN(30))
	if n := m.IntN(len(distances) + 1); n > 0 {
		distances = m.codeOf(len(distances), n, longestWord)
	}
	m.header(literals, distances)
	m.symbols(literals, distances)
}

// header tells the codes; runs are told as such, or not.
func (m *maker) header(literals, distances []int) {
	all := append(append([]int{}, literals...), distances...)
	packed := m.codeOf(lengthCodes, lengthCodes, 7)
	words := wordsOf(packed)
	m.put(len(literals)-firstLength, 5)
	m.put(len(distances)-1, 5)
	m.put(lengthCodes-4, 4)
	for _, s := range lengthOrder {
		m.put(packed[s], 3)
	}
	put := func(s, extra, n int) {
		m.put(words[s], packed[s])
		m.put(extra, n)
	}
	for i := 0; i < len(all); {
		run := 1
		for i+run < len(all) && all[i+run] == all[i] {
			run++
		}
		before := i > 0 && all[i-1] == all[i]
		switch {
		case all[i] == 0 && run >= 11 && m.IntN(4) > 0:
			run = min(run, 138)
			put(18, run-11, 7)
		case all[i] == 0 && run >= 3 && m.IntN(4) > 0:
			run = min(run, 10)
			put(17, run-3, 3)
		case before && run >= 3 && m.IntN(4) > 0:
			run = min(run, 6)
			put(16, run-3, 2)
		default:
			run = 1
			put(all[i], 0, 0)
		}
		i += run
	}
}

// symbols is literals and matches and the end of a block.
func (m *maker) symbols(literals, distances []int) {
	words, backs := wordsOf(literals), wordsOf(distances)
	var some, lengths, far []int
	for s, n := range literals {
		if n > 0 && s < endOfBlock {
			some = append(some, s)
		}
		if n > 0 && s > endOfBlock && (s < mostLiterals || m.rarely()) {
			lengths = append(lengths, s)
		}
	}
	for s, n := range distances {
		if base, _ := distanceOf(s); n > 0 && (base > 0 && base <= m.came+300 || m.rarely()) {
			far = append(far, s)
		}
	}
	for range m.IntN(1 << m.IntN(15)) {
		if len(lengths) > 0 && len(far) > 0 && m.came > 0 && m.IntN(3) > 0 || len(some) == 0 {
			m.match(literals, words, lengths, distances, backs, far)
			continue
		}
		s := some[m.IntN(len(some))]
		m.put(words[s], literals[s])
		m.came++
	}
	m.put(words[endOfBlock], literals[endOfBlock])
}

// match is a match that reaches too far only rarely.
func (m *maker) match(literals, words, lengths, distances, backs, far []int) {
	if len(lengths) == 0 || len(far) == 0 {
		return
	}
	for range 20 {
		d := far[m.IntN(len(far))]
		base, extra := distanceOf(d)
		back := m.IntN(1 << extra)
		if base+back > m.came && !(m.rarely() && m.rarely()) {
			continue
		}
		l := lengths[m.IntN(len(lengths))]
		m.put(words[l], literals[l])
		shortest, more := lengthOf(l)
		n := m.IntN(1 << more)
		m.put(n, more)
		m.put(backs[d], distances[d])
		m.put(back, extra)
		m.came += shortest + n
		return
	}
}
