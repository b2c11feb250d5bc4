package cache

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
)

// TestDigest: it is of the content and the secret, and of nothing else; every
// byte of the content counts, and its place.
func TestDigest(t *testing.T) {
	folder, by := t.TempDir(), newSecret()
	of := func(content []byte, by secret) [32]byte {
		path := filepath.Join(folder, "file")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		sum, ok := digest(path, by)
		if !ok {
			t.Fatal("no digest")
		}
		return sum
	}
	whole := make([]byte, 3*digestChunk+17)
	for i, r := 0, rand.New(rand.NewPCG(1, 2)); i < len(whole); i++ {
		whole[i] = byte(r.Uint32())
	}
	first := of(whole, by)
	if of(bytes.Clone(whole), by) != first {
		t.Error("one content has two digests")
	}
	if of(whole, newSecret()) == first {
		t.Error("another secret makes no other digest")
	}
	change := func(why string, changed []byte) {
		if of(changed, by) == first {
			t.Errorf("%s: no other digest", why)
		}
	}
	for _, at := range []int{0, 1, 15, 16, digestChunk - 1, digestChunk, 2*digestChunk + 5, len(whole) - 1} {
		changed := bytes.Clone(whole)
		changed[at] ^= 1
		change("one bit", changed)
	}
	change("two chunks for each other", append(append(bytes.Clone(whole[digestChunk:2*digestChunk]), whole[:digestChunk]...), whole[2*digestChunk:]...))
	change("two blocks for each other", append(append(bytes.Clone(whole[16:32]), whole[:16]...), whole[32:]...))
	change("a zero byte more", append(bytes.Clone(whole), 0))
	change("a byte less", whole[:len(whole)-1])
	change("whole chunks only", whole[:3*digestChunk])
	change("nothing", nil)
	if _, ok := digest(filepath.Join(folder, "none"), by); ok {
		t.Error("a file that is not there has a digest")
	}
}

// BenchmarkDigest is 16 MB, which lie in the system's memory.
func BenchmarkDigest(b *testing.B) {
	path := filepath.Join(b.TempDir(), "file")
	if err := os.WriteFile(path, make([]byte, 16<<20), 0o600); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(16 << 20)
	for b.Loop() {
		if _, ok := digest(path, secret{}); !ok {
			b.Fatal("no digest")
		}
	}
}
