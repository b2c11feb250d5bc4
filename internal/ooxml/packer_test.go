package ooxml

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"
)

// TestPackerForgets: an entry is packed to the same bytes whatever was packed
// before it, or a second run over the same book would find a difference.
func TestPackerForgets(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var used packer
	for n := range 200 {
		var part bytes.Buffer
		for i := range 1 << random.IntN(12) {
			fmt.Fprintf(&part, `<c r="A%d" s="%d"><v>%d</v></c>`, i, random.IntN(9), random.IntN(1<<random.IntN(20)))
		}
		if again, first := packedBy(t, &used, part.Bytes()), packedBy(t, new(packer), part.Bytes()); !bytes.Equal(again, first) {
			t.Fatalf("entry %d of %d bytes is packed otherwise behind others", n, part.Len())
		}
	}
}

func packedBy(t *testing.T, p *packer, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := p.open(&out)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
