package pipeline

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"

	"crm/internal/cache"
	"crm/internal/followup"
	"crm/internal/measure"
	"crm/internal/recognise"
	"crm/internal/sheet"
)

// load opens, recognises and reads the files, or takes from the cache what an
// earlier run made of them.
func load(o Options) (*Result, error) {
	if o.Cache == nil || len(o.Files) == 0 {
		return Read(o)
	}
	key := o.key()
	s := o.Cache.Load(key, o.Without)
	if s != nil && o.FollowUps && !o.followed(s) {
		s = o.Cache.Load(key, o.Without&^(cache.Activities|cache.Orders))
	}
	if s != nil && (!o.Sales || soldKept(s.Measures)) {
		return o.restore(s), nil
	}
	go recognise.Ready()
	reading := o.Cache.Begin(key)
	r, err := Open(o)
	if err != nil || r.Problems.Failed() {
		return r, err
	}
	if reading != nil {
		reading.Digest()
	}
	err = r.read(o)
	if err == nil && !r.Problems.Failed() && reading != nil && !sheet.Protected(r.Problems) { // what a password protects stays in its file
		r.reading, r.readProblems, r.sold = reading, slices.Clone(r.Problems), o.Sales
		reading.Prepare(r.Data)
	}
	return r, err
}

// followed reports whether an entry has the follow-up of this run. Where a
// workbook of ours may tell the classes it has not: it is asked anew each time.
func (o *Options) followed(s *cache.Snapshot) bool {
	return len(s.Measures.FollowUps) == len(s.Data.Customers) && (!o.TakeClasses || (&Result{Data: s.Data}).ordersRead())
}

// restore is the result that reading left, before measuring.
func (o *Options) restore(s *cache.Snapshot) *Result {
	if !o.Sales {
		s.Data.Sales = nil // a run over the files would have none
		s.Measures.Column = withoutSales(s.Measures.Column)
	}
	return &Result{
		Rules: o.Rules, AsOf: o.AsOf, Books: s.Books, Layouts: s.Layouts, Data: s.Data, Problems: s.Problems,
		Notes: slices.Clone(s.Data.Notes), Skipped: s.Skipped, cached: s.Measures,
	}
}

// keepMeasured has the cache keep what was read and measured, beside the run that
// goes on. What cannot be kept is read again the next time.
func (r *Result) keepMeasured() {
	if r.reading == nil || r.Problems.Failed() {
		return
	}
	kept := r.Measures.Keep()
	m := &cache.Measures{Oldest: kept.Oldest, Newest: kept.Newest, Column: kept.Column}
	for _, declared := range measure.Declared() {
		if r.sold || !measure.Sales(declared.Name) {
			m.Names = append(m.Names, declared.Name)
		}
	}
	m.Names = append(m.Names, r.Measures.Unrounded()...)
	r.reading.Measured(&cache.Snapshot{
		Books: r.Books, Layouts: r.Layouts, Data: r.Data, Problems: r.readProblems, Skipped: r.Skipped, Measures: m,
	})
}

// keepDecided has the cache keep what was decided, beside what the command goes on
// to do with it.
func (r *Result) keepDecided(o *Options) {
	if r.reading == nil || !r.proven {
		return
	}
	if o.FollowUps {
		r.Followup().Keep()
	}
	twin, set := *r, *r.Rules // the rules may be asked for more meanwhile
	twin.Rules = &set
	r.reading.Decided(twin.decisions)
	r.keeping = true
}

// endKeeping waits until nothing reads the data any more.
func (r *Result) endKeeping() {
	switch {
	case r.reading == nil:
	case r.keeping:
		_ = r.reading.Wait() // only slower next time where that fails
	default:
		r.reading.Abandon()
	}
	r.reading = nil
}

// decisions is what the rules alone give where only the data decides: between two
// reviews what an earlier run left decides with it.
func (r *Result) decisions() (d cache.Decisions) {
	if len(r.Rules.Review) > 0 || r.Classes == nil {
		return d
	}
	for i := range r.Rules.Classifications {
		ruled := make([]int16, len(r.Data.Customers))
		for customer := range ruled {
			ruled[customer] = int16(r.Classes.Ruled(i, customer))
		}
		d.Ruled = append(d.Ruled, ruled)
	}
	follow := r.Followup().Keep()
	d.FollowUps = follow.Ups
	for _, t := range follow.Owed {
		d.Owed = append(d.Owed, cache.Owed{Place: t.Touchpoint, Last: t.Last, Due: t.Due})
	}
	return d
}

// followedUp is what an earlier run found of the customers' follow-up; nil
// without, and where a touchpoint is none of the rules'.
func (r *Result) followedUp() *followup.Kept {
	if r.cached == nil || r.Own != nil || len(r.cached.FollowUps) != len(r.cached.Owed) {
		return nil
	}
	kept := &followup.Kept{Ups: r.cached.FollowUps, Owed: make([]followup.Touch, len(r.cached.Owed))}
	last := len(r.Rules.Followup.Touchpoints)
	for i := range kept.Owed {
		o, next := &r.cached.Owed[i], kept.Ups[i].Touchpoint
		if min(o.Place, next) < -1 || max(o.Place, next) >= last {
			return nil
		}
		kept.Owed[i] = followup.Touch{Touchpoint: o.Place, Last: o.Last, Due: o.Due}
	}
	return kept
}

// measured is what an earlier run measured; nil where the files were read.
func (r *Result) measured() *measure.Kept {
	if r.cached == nil {
		return nil
	}
	return &measure.Kept{Oldest: r.cached.Oldest, Newest: r.cached.Newest, Column: r.cached.Column}
}

// ruled is what the rules alone gave in an earlier run; nil for what they did not.
func (r *Result) ruled(classification int) []int16 {
	if r.cached == nil || classification >= len(r.cached.Ruled) || len(r.cached.Ruled) != len(r.Rules.Classifications) {
		return nil
	}
	return r.cached.Ruled[classification]
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
	takes := o.TakeClasses && len(o.Files) > 1 // else it changes nothing of the reading
	put(o.AsOf, o.Today, o.Order, o.Mark, o.TakeOwn, takes, fmt.Sprintf("%+v", o.Sheet))
	for _, source := range slices.Sorted(maps.Keys(o.Named)) {
		put("named", source, o.Named[source])
	}
	for _, file := range slices.Sorted(maps.Keys(o.Only)) {
		put("only", file, o.Only[file])
	}
	put(o.Pool.Text())
	return cache.Key{Files: o.Files, Digest: [sha256.Size]byte(h.Sum(nil))}
}
