package main

import (
	"runtime"
	"testing"
	"time"
)

func TestCollectWithin(t *testing.T) {
	for _, c := range []struct {
		live uint64
		want int
		why  string
	}{
		{0, collectReadingAt, "nothing is known"},
		{1 << 20, 10300, "1 MB may grow to 104"},
		{52 << 20, 100, "52 MB may grow to 104"},
		{100 << 20, collectReadingAt, "what is near the room grows like what is over it"},
		{104 << 20, collectReadingAt, "all the room is taken"},
		{139 << 20, collectReadingAt, "more than the room"},
		{140 << 20, collectMuchAt, "much"},
		{1 << 30, collectMuchAt, "very much"},
	} {
		if got := collectWithin(c.live, roomBytes); got != c.want {
			t.Errorf("collectWithin(%d) = %d, want %d: %s", c.live, got, c.want, c.why)
		}
	}
}

// TestAfterEveryCollection: what is to be done is done after one collection, and after the next.
func TestAfterEveryCollection(t *testing.T) {
	times := make(chan bool, 8)
	afterEveryCollection(func() { times <- true })
	collectUntil(t, times)
	collectUntil(t, times)
}

func collectUntil(t *testing.T, done <-chan bool) {
	t.Helper()
	for range 100 {
		runtime.GC()
		select {
		case <-done:
			return
		case <-time.After(50 * time.Millisecond):
		}
	}
	t.Fatal("nothing was done after 100 collections")
}
