package measure

// pile is a list that becomes longer by chunks: what is in it is never moved, nor
// held twice.
type pile[T any] struct {
	chunks []*[pileChunk]T
	n      int
}

const pileChunk = 1 << 8

func (p *pile[T]) at(i int32) *T { return &p.chunks[i/pileChunk][i%pileChunk] }

// grow makes it n long, where it is shorter; what comes new is empty.
func (p *pile[T]) grow(n int) {
	p.n = max(p.n, n)
	for len(p.chunks)*pileChunk < n {
		p.chunks = append(p.chunks, new([pileChunk]T))
	}
}
