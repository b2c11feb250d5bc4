package normalize

import (
	"hash/maphash"
	"testing"

	"pgregory.net/rapid"

	"crm/internal/civil"
	"crm/internal/table"
)

// TestWordsByKind: what a column's cell says depends on its kind and on no cell
// before it, however alike they are written.
func TestWordsByKind(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := newSharedTexts(maphash.MakeSeed())
		shared := []string{"1", "46027", "a text of more than sixteen bytes", "0", "x"}
		for range rapid.IntRange(1, 60).Draw(t, "cells") {
			c := table.Cell{Shared: -1, Style: -1, Kind: rapid.SampledFrom([]table.Kind{table.Text, table.Number, table.Date, table.Bool, table.Error}).Draw(t, "kind")}
			switch c.Kind {
			case table.Text:
				i := rapid.IntRange(0, len(shared)-1).Draw(t, "text")
				c.Raw = []byte(shared[i])
				if rapid.Bool().Draw(t, "shared") {
					c.Shared = int32(i)
				}
			case table.Bool:
				c.Raw = []byte(rapid.SampledFrom([]string{"0", "1"}).Draw(t, "truth"))
			case table.Error:
				c.Raw = []byte(rapid.SampledFrom([]string{"#N/A", "x"}).Draw(t, "error"))
			default:
				c.Raw = []byte(rapid.SampledFrom([]string{"0", "1", "46027", "1.50", "123456789.12345678"}).Draw(t, "number"))
			}
			if c.Kind == table.Date {
				c.Day = civil.Date(len(c.Raw))
			}
			if got, want := x.of(&c), textOf(&c); got != want {
				t.Fatalf("%v %q is %q, want %q", c.Kind, c.Raw, got, want)
			}
		}
	})
}
