package main

// random is SplitMix64: small, and the same everywhere and for ever.
type random struct{ state uint64 }

func (r *random) next() uint64 {
	r.state += 0x9e3779b97f4a7c15
	z := r.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// below is a number from 0 to n-1.
func (r *random) below(n int) int { return int(r.next() % uint64(n)) }

// around is a number within share percent of n.
func (r *random) around(n, share int) int {
	spread := n * share / 100
	if spread == 0 {
		return n
	}
	return n - spread + r.below(2*spread+1)
}

func pick[T any](r *random, list []T) T { return list[r.below(len(list))] }
