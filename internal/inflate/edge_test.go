package inflate

import (
	"bytes"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
)

// edge is a stream of one corner of RFC 1951.
type edge struct {
	why   string
	write func(w *bitWriter)
	want  string // what comes out
	ends  string // and how
}

func (e edge) packed() []byte {
	w := new(bitWriter)
	e.write(w)
	return w.bytes
}

// fixed writes symbols of a last block with the fixed codes.
func fixed(write func(put func(symbol int), back func(symbol int), w *bitWriter)) func(w *bitWriter) {
	return func(w *bitWriter) {
		w.put(1, 1)
		w.put(kindFixed, 2)
		literals, distances := fixedLengths()
		words, backs := wordsOf(literals), wordsOf(distances)
		write(func(s int) { w.put(words[s], literals[s]) }, func(s int) { w.put(backs[s], distances[s]) }, w)
	}
}

// told writes the head of a last block that brings its codes: the lengths for the
// lengths by symbol, and how many code words it says there are.
func told(w *bitWriter, literals, distances int, packed map[int]int) func(symbol int) {
	w.put(1, 1)
	w.put(kindDynamic, 2)
	w.put(literals-firstLength, 5)
	w.put(distances-1, 5)
	w.put(lengthCodes-4, 4)
	lengths := make([]int, lengthCodes)
	for _, s := range lengthOrder {
		lengths[s] = packed[int(s)]
		w.put(lengths[s], 3)
	}
	words := wordsOf(lengths)
	return func(s int) { w.put(words[s], lengths[s]) }
}

// brief writes a last block of two code words, 'a' and the end, and of the distances
// whose lengths are given: 0, 1 or 2.
func brief(w *bitWriter, distances ...int) {
	put := told(w, firstLength, len(distances), map[int]int{0: 2, 1: 2, 2: 2, 18: 2})
	nothing := func(n int) { put(18); w.put(n-11, 7) }
	nothing('a')
	put(1)
	nothing(endOfBlock - 'a' - 1 - 20)
	nothing(20)
	put(1)
	for _, n := range distances {
		put(n)
	}
}

// zeros writes that so many symbols have no code word.
func zeros(w *bitWriter, put func(int), n int) {
	for n >= 11 {
		step := min(n, 138)
		put(18)
		w.put(step-11, 7)
		n -= step
	}
	for range n {
		put(0)
	}
}

func edges() []edge {
	return append(append(storedEdges(), fixedEdges()...), dynamicEdges()...)
}

func storedEdges() []edge {
	head := func(w *bitWriter, last, n, complement int) {
		w.put(last, 1)
		w.put(kindStored, 2)
		w.align()
		w.put(n, 16)
		w.put(complement, 16)
	}
	return []edge{
		{"nothing at all", func(*bitWriter) {}, "", "cut off"},
		{"an empty block", func(w *bitWriter) { head(w, 1, 0, 0xFFFF) }, "", "whole"},
		{"many empty blocks", func(w *bitWriter) {
			for range 100 {
				head(w, 0, 0, 0xFFFF)
			}
			head(w, 1, 0, 0xFFFF)
		}, "", "whole"},
		{"bytes behind the last block", func(w *bitWriter) { head(w, 1, 1, 0xFFFE); w.put('a', 8); w.put(0xABCDEF, 24) }, "a", "whole"},
		{"a length that is not its complement's", func(w *bitWriter) { head(w, 1, 1, 0xFFFF); w.put('a', 8) }, "", "corrupt"},
		{"a length of which half is there", func(w *bitWriter) { w.put(1, 8); w.put(1, 16) }, "", "cut off"},
		{"fewer bytes than told", func(w *bitWriter) { head(w, 1, 3, 0xFFFC); w.put('a', 8) }, "a", "cut off"},
		{"no last block", func(w *bitWriter) { head(w, 0, 1, 0xFFFE); w.put('a', 8) }, "a", "cut off"},
		{"the fourth kind", func(w *bitWriter) { w.put(1, 1); w.put(3, 2) }, "", "corrupt"},
		{"the longest", func(w *bitWriter) {
			head(w, 1, 0xFFFF, 0)
			for range 0xFFFF {
				w.put('x', 8)
			}
		}, strings.Repeat("x", 0xFFFF), "whole"},
	}
}

func fixedEdges() []edge {
	type put = func(int)
	return []edge{
		{"an empty block", fixed(func(put, _ put, _ *bitWriter) { put(endOfBlock) }), "", "whole"},
		{"each length's symbol", fixed(func(put, back put, w *bitWriter) {
			put('a')
			for s := firstLength; s < mostLiterals; s++ {
				put(s)
				_, extra := lengthOf(s)
				w.put(1<<extra-1, extra)
				back(0)
			}
			put(endOfBlock)
		}), strings.Repeat("a", 1+lengthsTogether()), "whole"},
		{"258 told with extra bits", fixed(func(put, back put, w *bitWriter) {
			put('a')
			put(284)
			w.put(31, 5)
			back(0)
			put(endOfBlock)
		}), strings.Repeat("a", 1+258), "whole"},
		{"a match that reaches into itself", fixed(func(put, back put, _ *bitWriter) {
			put('a')
			put('b')
			put('c')
			put(264) // 10 bytes
			back(2)  // 3 back
			put(endOfBlock)
		}), "abcabcabcabca", "whole"},
		{"the farthest match", fixed(func(put, back put, w *bitWriter) {
			far(put, back, w, Window)
			put(endOfBlock)
		}), "b" + strings.Repeat("a", Window-1) + "baa", "whole"},
		{"a match that begins before the stream", fixed(func(put, back put, w *bitWriter) {
			far(put, back, w, Window-1)
			put(endOfBlock)
		}), "b" + strings.Repeat("a", Window-2), "corrupt"},
		{"a match before anything", fixed(func(put, back put, _ *bitWriter) { put(firstLength); back(0); put(endOfBlock) }), "", "corrupt"},
		{"a length that is none", fixed(func(put, back put, _ *bitWriter) { put('a'); put(286); back(0); put(endOfBlock) }), "a", "corrupt"},
		{"another one", fixed(func(put, back put, _ *bitWriter) { put('a'); put(287); back(0); put(endOfBlock) }), "a", "corrupt"},
		{"a distance that is none", fixed(func(put, back put, _ *bitWriter) { put('a'); put(firstLength); back(30); put(endOfBlock) }), "a", "corrupt"},
		{"another one", fixed(func(put, back put, _ *bitWriter) { put('a'); put(firstLength); back(31); put(endOfBlock) }), "a", "corrupt"},
		{"no end", fixed(func(put, _ put, _ *bitWriter) { put('a'); put('a'); put('a') }), "aaa", "cut off"},
		{"cut within a length", fixed(func(put, _ put, _ *bitWriter) { put('a'); put(284) }), "a", "cut off"},
	}
}

// far writes n bytes, a "b" and "a"s, and a match of three from 32768 back.
func far(put, back func(int), w *bitWriter, n int) {
	put('b')
	for range n - 1 {
		put('a')
	}
	put(firstLength)
	back(29)
	w.put(1<<13-1, 13)
}

func lengthsTogether() int {
	sum := 0
	for s := firstLength; s < mostLiterals; s++ {
		base, extra := lengthOf(s)
		sum += base + 1<<extra - 1
	}
	return sum
}

func dynamicEdges() []edge {
	return []edge{
		{"no distances", func(w *bitWriter) { brief(w, 0); w.put(0b100, 3) }, "aa", "whole"},
		{"one distance of one bit", func(w *bitWriter) { brief(w, 1); w.put(0b10, 2) }, "a", "whole"},
		{"one distance of two bits", func(w *bitWriter) { brief(w, 2); w.put(0b10, 2) }, "", "corrupt"},
		{"too many distances", func(w *bitWriter) { brief(w, 1, 1, 1); w.put(0b10, 2) }, "", "corrupt"},
		{"too few distances", func(w *bitWriter) { brief(w, 1, 2); w.put(0b10, 2) }, "", "corrupt"},
		{"all distances", func(w *bitWriter) { brief(w, 1, 2, 2); w.put(0b10, 2) }, "a", "whole"},
		{"287 literals", func(w *bitWriter) { told(w, 287, 1, map[int]int{0: 1, 1: 1}) }, "", "corrupt"},
		{"31 distances", func(w *bitWriter) { told(w, firstLength, 31, map[int]int{0: 1, 1: 1}) }, "", "corrupt"},
		{"no lengths for lengths", func(w *bitWriter) { told(w, firstLength, 1, nil); w.put(0, 64) }, "", "corrupt"},
		{"too many lengths for lengths", func(w *bitWriter) { told(w, firstLength, 1, map[int]int{0: 1, 1: 1, 2: 1}) }, "", "corrupt"},
		{"too few lengths for lengths", func(w *bitWriter) { told(w, firstLength, 1, map[int]int{0: 1, 1: 2}) }, "", "corrupt"},
		{"no code words at all", func(w *bitWriter) {
			put := told(w, firstLength, 1, map[int]int{18: 1, 0: 1})
			zeros(w, put, firstLength+1)
			w.put(0, 64)
		}, "", "corrupt"},
		{"the end alone", func(w *bitWriter) {
			put := told(w, firstLength, 1, map[int]int{0: 2, 1: 2, 18: 1})
			zeros(w, put, endOfBlock)
			put(1)
			put(0)
			w.put(0, 1)
		}, "", "whole"},
		{"the bit that the end alone leaves", func(w *bitWriter) {
			put := told(w, firstLength, 1, map[int]int{0: 2, 1: 2, 18: 1})
			zeros(w, put, endOfBlock)
			put(1)
			put(0)
			w.put(1, 20)
		}, "", "corrupt"},
		{"a repetition of nothing", func(w *bitWriter) {
			put := told(w, firstLength, 1, map[int]int{16: 1, 1: 1})
			put(16)
			w.put(0, 40)
		}, "", "corrupt"},
		{"a repetition beyond the last", func(w *bitWriter) {
			put := told(w, firstLength, 1, map[int]int{18: 1, 1: 1})
			zeros(w, put, 138)
			put(18)
			w.put(127, 7)
		}, "", "corrupt"},
		{"no end of the block", func(w *bitWriter) {
			put := told(w, firstLength, 1, map[int]int{0: 2, 1: 2, 18: 1})
			put(1)
			put(1)
			zeros(w, put, firstLength+1-2)
			w.put(0xF0, 8)
		}, "\x00\x00\x00\x00\x01\x01\x01\x01", "cut off"},
	}
}

func TestEdges(t *testing.T) {
	for _, e := range edges() {
		t.Run(e.why, func(t *testing.T) {
			packed := e.packed()
			got, err := io.ReadAll(NewReader(bytes.NewReader(packed)))
			if verdict(err) != e.ends {
				t.Errorf("%v, want it %s", err, e.ends)
			}
			// What a cut leaves of the bits of its last byte may be symbols too.
			if string(got) != e.want && !(e.ends == "cut off" && strings.HasPrefix(string(got), e.want)) {
				t.Errorf("got %.80q (%d bytes), want %.80q", got, len(got), e.want)
			}
			same(t, packed, rand.New(rand.NewPCG(3, 4)))
			for n := 0; n < len(packed); n += 1 + len(packed)/40 {
				same(t, packed[:n], rand.New(rand.NewPCG(3, 4)))
			}
		})
	}
}
