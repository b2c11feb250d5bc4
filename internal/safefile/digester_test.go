package safefile

import (
	"crypto/sha256"
	"testing"

	"pgregory.net/rapid"
)

func TestDigester(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var d digester
		h := sha256.New()
		for _, n := range rapid.SliceOf(rapid.SampledFrom([]int{0, 1, 1 << 16, 1<<16 + 1, 300_000})).Draw(t, "pieces") {
			piece := make([]byte, n)
			for i := range piece {
				piece[i] = byte(i * n)
			}
			h.Write(piece)
			d.Write(piece)
			clear(piece) // the caller's buffer is the caller's again
		}
		if want := [sha256.Size]byte(h.Sum(nil)); d.sum() != want || d.sum() != want {
			t.Fatal("another digest")
		}
	})
}
