package normalize

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestTagIndex: every item added under a tag is found under it, and none else.
func TestTagIndex(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tags := rapid.SliceOfN(rapid.OneOf(rapid.Uint32(), rapid.Uint32Range(0, 40)), 0, 500).Draw(t, "tags")
		var x tagIndex
		want := map[uint32][]uint32{}
		for item, tag := range tags {
			x.add(tag, uint32(item))
			want[tag] = append(want[tag], uint32(item))
		}
		for tag, items := range want {
			got := slices.Sorted(x.each(tag))
			if !slices.Equal(got, items) {
				t.Fatalf("tag %d: %v, want %v", tag, got, items)
			}
		}
		for range x.each(0xFFFF_FFFF) {
			if len(want[0xFFFF_FFFF]) == 0 {
				t.Fatal("an item that was never added")
			}
		}
	})
}
