package recognise

import "testing"

// BenchmarkAliases is what a run takes before it can recognise anything.
func BenchmarkAliases(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		parseAliases(aliasText)
	}
}
