package main_test

import (
	"cmp"
	"fmt"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// fault is one thing that can go wrong at a system call.
type fault struct {
	name   string
	inject string   // as strace wants it, without the count
	calls  []string // at which calls; nil: at all
	always bool     // from that call on, not only then
	lies   bool     // the call is told to have been made
	often  bool     // of a call that is made hundreds of times some are enough
	may    allowed
}

// The calls that change the disk, and those that read files.
var (
	changing = []string{"openat", "write", "pwrite64", "fsync", "fdatasync", "close", "renameat", "renameat2", "unlinkat", "mkdirat", "fchmod", "fchmodat", "fchown", "fchownat", "ftruncate", "setxattr", "fsetxattr", "removexattr", "fremovexattr", "linkat"}
	guarded  = []string{"openat", "renameat", "renameat2", "unlinkat", "mkdirat", "fchmod", "fchmodat", "fchown", "fchownat", "setxattr", "removexattr", "newfstatat", "statx", "getdents64", "faccessat", "faccessat2"}
	broken   = []string{"openat", "read", "pread64", "write", "pwrite64", "fsync", "fdatasync", "close", "flock", "renameat", "renameat2", "unlinkat", "mkdirat", "fchmod"}
	reading  = []string{"read", "pread64", "getdents64"}
	beside   = []string{"read", "pread64", "openat", "close", "fstat", "newfstatat", "fcntl", "lseek"}
)

func faults() []fault {
	failing := allowed{confirmless: true}
	stopped := allowed{interrupted: true, locks: true} // stopped before it had the lock, it leaves it to us
	return []fault{
		{name: "SIGKILL", inject: "signal=SIGKILL", may: allowed{leftovers: true, anyExit: true}},
		{name: "SIGINT", often: true, inject: "signal=SIGINT", may: stopped},
		{name: "SIGTERM", often: true, inject: "signal=SIGTERM", may: stopped},
		{name: "EIO", inject: "error=EIO", may: failing},
		{name: "EIO on", often: true, inject: "error=EIO", always: true, may: failing},
		{name: "ENOSPC", inject: "error=ENOSPC", calls: changing, may: failing},
		{name: "ENOSPC on", inject: "error=ENOSPC", calls: []string{"write", "openat", "mkdirat", "renameat"}, always: true, may: failing},
		{name: "EDQUOT", inject: "error=EDQUOT", calls: changing, may: failing},
		{name: "EACCES", inject: "error=EACCES", calls: guarded, may: failing},
		{name: "EROFS", inject: "error=EROFS", calls: guarded, may: failing},
		{name: "EINTR", often: true, inject: "error=EINTR", calls: broken, may: failing},
		{name: "EINVAL", inject: "error=EINVAL", calls: []string{"fsync", "flock"}, may: failing},
		{name: "ENOLCK", inject: "error=ENOLCK", calls: []string{"flock"}, may: failing},
		// A disk that says it wrote and did not, less than it was told, nothing at
		// all; and one that says a file ends where it does not.
		{name: "lie: all", lies: true, calls: []string{"write"}, may: failing},
		{name: "lie: 1", inject: "retval=1", calls: []string{"write"}, may: failing},
		{name: "lie: 0", inject: "retval=0", calls: []string{"write"}, may: failing},
		{name: "the end", inject: "retval=0", calls: reading, may: failing},
	}
}

// manyCalls is how many of those that are made hundreds of times.
const manyCalls = 120

// counted is what the calls of a scene's save return, in order, by the name of
// the call.
type counted map[string][]string

// String tells how often each call is made.
func (c counted) String() string {
	var parts []string
	for _, call := range slices.Sorted(maps.Keys(c)) {
		parts = append(parts, fmt.Sprintf("%s %d", call, len(c[call])))
	}
	return strings.Join(parts, ", ")
}

// count takes the calls that concern the scene's folder from a run that was
// traced and not disturbed: the sweep is about our files, not about what the
// language's runtime asks the system. The counts are of one thread, as the
// tracer counts.
func count(r *traced, folder string) counted {
	ours := map[string]bool{}
	made := map[string]map[string][]string{} // by call and thread: what each returned
	for _, c := range r.calls() {
		here := strings.Contains(c.text, folder)
		ours[c.name] = ours[c.name] || here
		if made[c.name] == nil {
			made[c.name] = map[string][]string{}
		}
		i := strings.LastIndex(c.text, " = ")
		if i < 0 || c.name == "write" && !here { // of the runtime, now and then
			continue
		}
		value, _, _ := strings.Cut(strings.TrimSpace(c.text[i+3:]), " ")
		made[c.name][c.thread] = append(made[c.name][c.thread], value)
	}
	c := counted{}
	for name, threads := range made {
		if !ours[name] || name == "epoll_ctl" {
			continue
		}
		for _, returns := range threads {
			if len(returns) > len(c[name]) {
				c[name] = returns
			}
		}
	}
	return c
}

// point is one disturbance at one place.
type point struct {
	scene *scene
	call  string
	n     int
	fault fault
	value string // what the call would have returned
	total int    // how often the undisturbed save makes the call
	shift int    // how many calls of the runtime's are between
}

// misses reports whether a fault that was to hit a certain write hit another,
// and shifts the point.
func (p *point) misses(r *traced, folder string) bool {
	if p.call != "write" || p.fault.always || p.n > p.total || strings.HasPrefix(p.fault.inject, "signal") {
		return false
	}
	hit := r.hit(folder)
	switch {
	case hit == p.n:
		return false
	case hit == 0 || hit < p.n:
		p.shift++
	case p.shift > 0:
		p.shift--
	}
	return true
}

// firesRightly reports whether the point is right to fire, or not to: one beyond
// the last call shows that the sweep came to the end. What the program does
// after the save may be on the save's thread or not, and so may what it reads
// beside the writing.
func (p *point) firesRightly(fired bool) bool {
	margin := 2
	if slices.Contains(beside, p.call) {
		margin += p.total / 2
	}
	return fired && p.n < p.total+beyond || !fired && p.n > p.total-margin
}

// beyond is how far after a save's last call there are none any more.
const beyond = 10

func (p *point) String() string {
	return fmt.Sprintf("%s: %s at %s %d", p.scene.name, p.fault.name, p.call, p.n)
}

// options is the point as the tracer wants it.
func (p *point) options() []string {
	inject := p.fault.inject
	if p.fault.lies {
		inject = "retval=" + p.value
	}
	when := fmt.Sprint(p.n + p.shift)
	if p.fault.always {
		when += "+"
	}
	return []string{"-e", "trace=" + p.call, "-e", fmt.Sprintf("inject=%s:%s:when=%s", p.call, inject, when)}
}

// allowed is what may be left after this point: a file that could not be
// removed stays, and a lock that may be another's because the system does not
// tell whose it is.
func (p *point) allowed() allowed {
	may := p.fault.may
	failing := strings.HasPrefix(p.fault.inject, "error=")
	may.leftovers = may.leftovers || failing && p.call == "unlinkat"
	may.locks = may.locks || failing && slices.Contains([]string{"flock", "fstat", "newfstatat"}, p.call)
	if failing && p.call == "openat" && p.n == 1 {
		may.locks = true // it never got to the lock, which we made
	}
	may.wordless = p.call == "write" && p.fault.always
	return may
}

// points lists the disturbances of a scene: of every call and fault all places,
// or about as many as most says, spread evenly, beginning elsewhere for each.
func points(s *scene, c counted, faults []fault, most int) []point {
	var list []point
	for i, call := range slices.Sorted(maps.Keys(c)) {
		for j, f := range faults {
			if f.calls != nil && !slices.Contains(f.calls, call) {
				continue
			}
			step := 1
			if most > 0 {
				step = max(1, (len(c[call])+most-1)/most)
			} else if f.often {
				step = 1 + len(c[call])/manyCalls
			}
			for n := 1 + (i+j)%step; n <= len(c[call]); n += step {
				list = append(list, point{scene: s, call: call, n: n, fault: f, value: c[call][n-1], total: len(c[call])})
			}
			if most == 0 && !f.lies {
				list = append(list, point{scene: s, call: call, n: len(c[call]) + beyond, fault: f, total: len(c[call])})
			}
		}
	}
	return list
}

// tally is what came of the points of one scene and call.
type tally struct {
	points, isOld, isNew, lost, beyond int
}

func (x *tally) add(v verdict, fired bool) {
	x.points++
	switch {
	case v.lost:
		x.lost++
	case v.isNew:
		x.isNew++
	default:
		x.isOld++
	}
	if !fired {
		x.beyond++
	}
}

type tallies map[string]map[string]*tally // by scene and call, then by fault

func (all tallies) at(p *point) *tally {
	key := p.scene.name + "\t" + p.call
	if all[key] == nil {
		all[key] = map[string]*tally{}
	}
	if all[key][p.fault.name] == nil {
		all[key][p.fault.name] = &tally{}
	}
	return all[key][p.fault.name]
}

// log tells how many points there were, a line per scene and call.
func (all tallies) log(t testing.TB) {
	t.Helper()
	var sum tally
	for _, key := range slices.Sorted(maps.Keys(all)) {
		scene, call, _ := strings.Cut(key, "\t")
		line := fmt.Sprintf("%-15s %-12s", scene, call)
		for _, name := range slices.SortedFunc(maps.Keys(all[key]), cmp.Compare[string]) {
			x := all[key][name]
			line += fmt.Sprintf(" %s %d (%d old, %d new)", name, x.points, x.isOld, x.isNew)
			sum.points += x.points
			sum.isOld += x.isOld
			sum.isNew += x.isNew
			sum.lost += x.lost
			sum.beyond += x.beyond
		}
		t.Log(line)
	}
	t.Logf("%d points: %d with the old content, %d with the new one, %d lost or torn, %d beyond the last call or in the runtime", sum.points, sum.isOld, sum.isNew, sum.lost, sum.beyond)
}

// syncedAgain is a file of ours whose failed sync was tried again: the kernel
// may have dropped what the first one was to write.
func syncedAgain(r *traced) string {
	failed := map[string]bool{}
	for _, line := range r.log {
		m := regexp.MustCompile(`fsync\(\d+<([^>]*)>`).FindStringSubmatch(line)
		if m == nil || !strings.HasSuffix(m[1], ".tmp") {
			continue
		}
		if failed[m[1]] {
			return filepath.Base(m[1])
		}
		failed[m[1]] = strings.Contains(line, "(INJECTED)") && !strings.Contains(line, "EINTR")
	}
	return ""
}
