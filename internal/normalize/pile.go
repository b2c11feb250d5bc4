package normalize

import "iter"

// pile is a list that only grows at its end. It grows by chunks: what is in it
// is never moved, nor held twice.
type pile[T any] struct{ chunks [][]T }

// pileChunk is how many there are in a chunk of a pile.
const pileChunk = 1 << 9

// add makes room for one more; it is empty.
func (p *pile[T]) add() *T {
	last := len(p.chunks) - 1
	if last < 0 || len(p.chunks[last]) == pileChunk {
		p.chunks = append(p.chunks, make([]T, 0, pileChunk))
		last++
	}
	c := p.chunks[last]
	p.chunks[last] = c[:len(c)+1]
	return &c[:len(c)+1][len(c)]
}

func (p *pile[T]) len() int {
	if len(p.chunks) == 0 {
		return 0
	}
	last := len(p.chunks) - 1
	return last*pileChunk + len(p.chunks[last])
}

func (p *pile[T]) at(i int) *T { return &p.chunks[i/pileChunk][i%pileChunk] }

// all is everything in the pile, in order.
func (p *pile[T]) all() iter.Seq[*T] {
	return func(yield func(*T) bool) {
		for _, c := range p.chunks {
			for i := range c {
				if !yield(&c[i]) {
					return
				}
			}
		}
	}
}
