package pipeline

import "crm/internal/crm"

// Known is what an earlier run over the same files left in the cache, whichever
// command that was; nil where it left nothing.
func Known(o Options) *crm.Data {
	if o.Cache == nil || len(o.Files) == 0 {
		return nil
	}
	for range 2 {
		if s := o.Cache.Load(o.key(), o.Without); s != nil {
			return s.Data
		}
		o.TakeClasses = !o.TakeClasses
	}
	return nil
}

// Read is what the files hold, neither measured nor classified. The result is
// never nil and is to be closed.
func Read(o Options) (*Result, error) {
	r, err := Open(o)
	if err != nil || r.Problems.Failed() {
		return r, err
	}
	return r, r.read(o)
}
