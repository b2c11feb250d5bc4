package check

// longestWord is how many characters of a word are compared.
const longestWord = 48

// edits is how many characters have to be put in, taken out, replaced or swapped
// with their neighbour to make one text the other, up to most; more are most + 1.
func edits(a, b []rune, most int) int {
	a, b = a[:min(len(a), longestWord)], b[:min(len(b), longestWord)]
	if diff := len(a) - len(b); diff > most || -diff > most {
		return most + 1
	}
	var rows [3][longestWord + 1]int
	before, last, now := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		now[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			now[j] = min(last[j]+1, now[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				now[j] = min(now[j], before[j-2]+1)
			}
			least = min(least, now[j])
		}
		if least > most {
			return most + 1
		}
		before, last, now = last, now, before
	}
	return min(last[len(b)], most+1)
}

// mayDiffer is how many edits two words of so many characters may be apart and
// still be one word mistyped.
func mayDiffer(n int) int {
	switch {
	case n < 5:
		return 0
	case n < 9:
		return 1
	}
	return 2
}
