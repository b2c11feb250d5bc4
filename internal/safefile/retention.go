package safefile

import (
	"context"
	"path/filepath"
	"strings"
	"time"
)

// Retention says which replaced contents are kept: the newest Count of each
// file, and all younger than Age. Zero fields mean the usual 20 and 90 days.
type Retention struct {
	Count int
	Age   time.Duration
}

// The usual retention.
const (
	usualCount = 20
	usualAge   = 90 * 24 * time.Hour
)

func (r Retention) orUsual() Retention {
	if r.Count <= 0 {
		r.Count = usualCount
	}
	if r.Age <= 0 {
		r.Age = usualAge
	}
	return r
}

// prune removes the copies that nothing wants any more, then their records. It
// runs after a write that is done: what fails here fails again another day.
func (s *store) prune(ctx context.Context, o Options) {
	all, err := s.records()
	if err != nil {
		return
	}
	wanted := o.Keep.orUsual().wanted(all, o.Now)
	unwanted := map[string]bool{}
	var left []record
	for _, r := range all {
		if r.Before == "" || wanted[r.Before] {
			left = append(left, r)
			continue
		}
		unwanted[r.Before] = true
	}
	if len(unwanted) == 0 {
		return
	}
	names, err := s.disk.names(s.folder)
	if err != nil {
		return
	}
	for _, name := range names {
		if sum, _, _ := strings.Cut(name, "."); unwanted[sum] {
			_ = s.disk.remove(filepath.Join(s.folder, name))
		}
	}
	_ = s.rewrite(ctx, left)
}

// wanted is the contents to keep, by their SHA-256 in hex. Order in the ledger
// decides which is newer: clocks step back. A content counts once for a file,
// where it was replaced last; one of unknown age is kept.
func (r Retention) wanted(all []record, now time.Time) map[string]bool {
	wanted := map[string]bool{}
	seen := map[string]map[string]bool{} // contents by file, newest first
	for i := len(all) - 1; i >= 0; i-- {
		x := all[i]
		if x.Before == "" {
			continue
		}
		if seen[x.Path] == nil {
			seen[x.Path] = map[string]bool{}
		}
		seen[x.Path][x.Before] = true
		if len(seen[x.Path]) <= r.Count || !old(x.Time, now, r.Age) {
			wanted[x.Before] = true
		}
	}
	return wanted
}

func old(at string, now time.Time, age time.Duration) bool {
	t, err := time.Parse(time.RFC3339, at)
	return err == nil && !now.IsZero() && now.Sub(t) > age
}
