package main

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// How much the heap may grow between collections, in percent. While files are
// read little, once there is much: what crm keeps of them is large arrays without
// pointers, so that collecting often costs next to nothing and keeps a million
// orders under 150 MB. Up to roomBytes nothing is collected: a run that reads no
// files is over before collecting pays, and so is one over a book of usual size.
const (
	collectAt        = 1000
	collectReadingAt = 15
	roomBytes        = 64 << 20
)

// firstGoal is what the heap may grow to before the first collection at 100
// percent; it grows with the percentage.
const firstGoal = 4 << 20

// readingBegins sets how often memory is collected while files are read.
func readingBegins() {
	debug.SetGCPercent(100 * roomBytes / firstGoal)
	afterEveryCollection(func() { debug.SetGCPercent(collectWithin(liveBytes())) })
}

// collectWithin is the percentage by which a heap of so many bytes may grow.
func collectWithin(live uint64) int {
	if live == 0 || live >= roomBytes {
		return collectReadingAt
	}
	return max(collectReadingAt, int(100*(roomBytes-live)/live))
}

// afterEveryCollection does something whenever memory was collected. It is told
// by the end of something that nobody uses.
func afterEveryCollection(do func()) {
	type nothing struct{ _ *nothing }
	var again func(*nothing)
	again = func(n *nothing) {
		do()
		runtime.SetFinalizer(n, again)
	}
	runtime.SetFinalizer(&nothing{}, again)
}

// liveBytes is what the last collection left.
func liveBytes() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	if sample[0].Value.Kind() != metrics.KindUint64 {
		return roomBytes
	}
	return sample[0].Value.Uint64()
}
