package main

import (
	"math"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync/atomic"
)

// How much the heap may grow between collections, in percent. While files are
// read little, once there is much: what crm keeps of them is large arrays without
// pointers, so that collecting often costs next to nothing and keeps a million
// orders under 150 MB. Up to roomBytes nothing is collected: a run that reads no
// files is over before collecting pays, and so is one over a book of usual size,
// with its 50 000 orders and 100 000 contacts; before, a ledger that is far too
// large fills no more than earlyBytes with what it leaves behind. From muchBytes on
// there are so many orders that no million of them would take as much: memory may
// grow faster again.
// What is written is many small texts, which cost the collector more, and the
// orders are given up by then: it may take writingRoomBytes.
const (
	collectAt        = 1000
	earlyBytes       = 300 << 20
	collectReadingAt = 8
	collectMuchAt    = 40
	roomBytes        = 104 << 20
	writingRoomBytes = 120 << 20
	muchBytes        = 140 << 20
)

// firstGoal is what the heap may grow to before the first collection at 100
// percent; it grows with the percentage.
const firstGoal = 4 << 20

// collectEarly sets how often memory is collected before files are read.
func collectEarly() {
	debug.SetGCPercent(collectAt)
	debug.SetMemoryLimit(earlyBytes)
}

// collector sets how often memory is collected.
type collector struct{ room atomic.Uint64 }

// reading begins to read files.
func (c *collector) reading() {
	c.room.Store(roomBytes)
	debug.SetMemoryLimit(math.MaxInt64)
	debug.SetGCPercent(100 * roomBytes / firstGoal)
	afterEveryCollection(c.adjust)
}

// allRead ends the reading of files. Of a million orders a third of the memory is
// given up now, in pieces into which little fits of what comes next: it goes back
// to the system rather than being held beside that. Of a small book it is not worth
// the time, of a very large one it takes too long.
func (c *collector) allRead() {
	if used := sampled("/memory/classes/heap/objects:bytes"); used > roomBytes/4*3 && used < muchBytes {
		debug.FreeOSMemory()
	}
}

// writing begins to write what was read.
func (c *collector) writing() {
	c.room.Store(writingRoomBytes)
	c.adjust()
}

func (c *collector) adjust() { debug.SetGCPercent(collectWithin(liveBytes(), c.room.Load())) }

// collectWithin is the percentage by which a heap of so many bytes may grow.
func collectWithin(live, room uint64) int {
	switch {
	case live >= muchBytes:
		return collectMuchAt
	case live == 0 || live >= room:
		return collectReadingAt
	}
	return max(collectReadingAt, int(100*(room-live)/live))
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
func liveBytes() uint64 { return sampled("/gc/heap/live:bytes") }

// sampled is one of the figures that the runtime keeps of its memory.
func sampled(name string) uint64 {
	sample := []metrics.Sample{{Name: name}}
	metrics.Read(sample)
	if sample[0].Value.Kind() != metrics.KindUint64 {
		return roomBytes
	}
	return sample[0].Value.Uint64()
}
