package pipeline

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"

	"crm/internal/cache"
)

// load opens, recognises and reads the files, or takes from the cache what an
// earlier run made of them.
func load(o Options) (*Result, error) {
	if o.Cache == nil || len(o.Files) == 0 {
		return openAndRead(o)
	}
	key := o.key()
	if s := o.Cache.Load(key); s != nil {
		return o.restore(s), nil
	}
	reading := o.Cache.Begin(key)
	r, err := openAndRead(o)
	if err == nil && !r.Problems.Failed() && reading != nil {
		r.store(reading)
	}
	return r, err
}

// restore is the result that reading left, before measuring.
func (o *Options) restore(s *cache.Snapshot) *Result {
	return &Result{
		Rules: o.Rules, AsOf: o.AsOf, Books: s.Books, Layouts: s.Layouts, Data: s.Data, Problems: s.Problems,
		Notes: slices.Clone(s.Data.Notes), Skipped: s.Skipped, cached: true,
	}
}

// store keeps what was read, while the run goes on; Close waits for it. What
// cannot be kept is read again the next time.
func (r *Result) store(reading *cache.Reading) {
	s := &cache.Snapshot{Books: r.Books, Layouts: r.Layouts, Data: r.Data, Problems: slices.Clone(r.Problems), Skipped: r.Skipped}
	stored := make(chan struct{})
	r.stored = stored
	go func() {
		defer close(stored)
		_ = reading.Store(s)
	}()
}

// key tells this way of reading from all others: everything that recognising
// and reading depend on is in it, besides the build of crm, which the folder knows.
func (o *Options) key() cache.Key {
	h := sha256.New()
	put := func(values ...any) {
		for _, v := range values {
			text := fmt.Sprint(v)
			fmt.Fprintf(h, "%d:%s\n", len(text), text)
		}
	}
	put(o.Rules.File, o.Rules.Default, string(o.Rules.Source), o.Rules.Money.Base, o.Rules.Money.Default)
	for _, c := range slices.Sorted(maps.Keys(o.Rules.Money.Rates)) {
		put(c, o.Rules.Money.Rates[c])
	}
	put(o.AsOf, o.Today, o.Order, o.Mark, o.TakeOwn, fmt.Sprintf("%+v", o.Sheet))
	for _, source := range slices.Sorted(maps.Keys(o.Named)) {
		put("named", source, o.Named[source])
	}
	for _, file := range slices.Sorted(maps.Keys(o.Only)) {
		put("only", file, o.Only[file])
	}
	return cache.Key{Files: o.Files, Digest: [sha256.Size]byte(h.Sum(nil))}
}
