package normalize

import (
	"bytes"
	"fmt"
	"hash/maphash"
	"testing"

	"pgregory.net/rapid"

	"crm/internal/table"
)

// TestNumberOf: an id has one number of its own, however many there are and
// whichever of them share a place.
func TestNumberOf(t *testing.T) {
	f := &foresight{ids: newKeyTable(maphash.MakeSeed()), short: new([1 << shortIDBits]shortWord)}
	const ids = 3 << shortIDBits
	id := func(i int) []byte {
		if i%3 == 0 {
			return fmt.Appendf(nil, "A LONG CUSTOMER-%06d", i) // too long for a place
		}
		return fmt.Appendf(nil, "C%05d", i)
	}
	for range 2 {
		for i := range ids {
			if n := f.numberOf(id(i)); n != int32(i+1) {
				t.Fatalf("%s has the number %d", id(i), n)
			}
		}
	}
}

// TestSameFields: columns beside each other are compared at once, and come to what
// they come to one by one.
func TestSameFields(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var l table.TextLines
		line := func() *table.TextLine {
			fields := rapid.SliceOfN(rapid.SampledFrom([]string{"", "a", "b", "a,", ","}), 1, 5).Draw(t, "fields")
			x := table.TextLine{From: int32(len(l.Text)), First: int32(len(l.Ends)), Fields: int32(len(fields))}
			for i, field := range fields {
				if i > 0 {
					l.Text = append(l.Text, ',')
				}
				l.Text = append(l.Text, field...)
				l.Ends = append(l.Ends, int32(len(l.Text)))
				x.Joined = x.Joined || bytes.ContainsRune([]byte(field), ',')
			}
			return &x
		}
		x, y := line(), line()
		columns := rapid.SliceOfDistinct(rapid.IntRange(0, 5), rapid.ID).Draw(t, "columns")
		want := len(columns) > 0
		for _, c := range columns {
			want = want && bytes.Equal(l.Field(x, c), l.Field(y, c))
		}
		if got := sameFields(&l, x, y, columnSpans(columns)); got != want {
			t.Fatalf("%q and %q in %v: %v", l.Whole(x), l.Whole(y), columns, got)
		}
	})
}
