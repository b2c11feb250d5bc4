package main_test

import (
	"context"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// TestSweep kills and fails the real program at the system calls of the save
// path, of every command that writes into a user's book. After each point the
// book holds the old content or the new one, whole; the exit status is right;
// nothing is left but by SIGKILL; and everything goes on.
//
// By default a sample: CRM_SWEEP=all takes every call, every count, every fault
// (with -timeout 5h), CRM_SWEEP=5 about five places of each call and fault;
// CRM_SCENE and CRM_CALL take those of these names only, written with bars
// between: CRM_SCENE='log|log undo'.
func TestSweep(t *testing.T) {
	strace := tracer(t)
	most, everything := all("CRM_SWEEP")
	var list []point
	for i, s := range sceneList(t) {
		folder := filepath.Join(t.TempDir(), "undisturbed")
		s.stage(t, folder)
		r, err := s.trace(t.Context(), t, strace, folder)
		if err != nil {
			t.Fatal(err)
		}
		if v := s.judge(t, folder, r.ran, allowed{}); len(v.wrong) > 0 || r.code != 0 || !v.isNew {
			t.Fatalf("%s, undisturbed under the tracer: exit %d, %v: %s", s.name, r.code, v.wrong, r.said)
		}
		c := count(r, folder)
		if only := os.Getenv("CRM_CALL"); only != "" {
			maps.DeleteFunc(c, func(call string, _ []string) bool { return !oneOf(only, call) })
		}
		t.Logf("%s: a save makes %v", s.name, c)
		if everything {
			list = append(list, points(s, c, faults(), most)...)
		} else {
			list = append(list, sample(s, c, i)...)
		}
	}
	t.Logf("%d points", len(list))
	budget := patience * 1000
	if !everything {
		budget = sampleTime
		mix := rand.New(rand.NewPCG(sweepSeed, 0))
		mix.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	}
	s := sweeper{strace: strace, lanes: runtime.GOMAXPROCS(0), result: tallies{}, states: map[string]bool{}, until: time.Now().Add(budget)}
	s.run(t, list)
}

// sampleTime is how long the sample may take; on a machine that is too busy for
// all of it, the same beginning of it is taken every time.
const (
	sampleTime = 20 * time.Second
	sweepSeed  = 20261122
)

func sceneList(t *testing.T) []*scene {
	made := append(scenes(t), keepScenes(t)...)
	var list []*scene
	for i := range made {
		if only := os.Getenv("CRM_SCENE"); only == "" || oneOf(only, made[i].name) {
			list = append(list, &made[i])
		}
	}
	return list
}

// oneOf reports whether a list with bars between has a name.
func oneOf(list, name string) bool { return slices.Contains(strings.Split(list, "|"), name) }

// sample is what runs with the other tests: a kill at every call, and of the
// other faults one each per scene, at another place in each.
func sample(s *scene, c counted, nth int) []point {
	kinds := faults()
	most := []int{2, 1, 1, 1}[nth%4]
	list := points(s, c, kinds[:1], most)
	rest := points(s, c, kinds[1:], 1)
	const every = 11
	for i := nth; i < len(rest); i += every {
		list = append(list, rest[i])
	}
	return list
}

// sweeper runs points, as many at a time as lanes says.
type sweeper struct {
	strace string
	lanes  int
	mu     sync.Mutex
	result tallies
	states map[string]bool // from which the next runs were tried
	until  time.Time
}

func (s *sweeper) run(t *testing.T, list []point) {
	var next atomic.Int64
	t.Run("points", func(t *testing.T) {
		for lane := range s.lanes {
			t.Run(strconv.Itoa(lane), func(t *testing.T) {
				t.Parallel()
				root := t.TempDir()
				for i := next.Add(1); i <= int64(len(list)) && time.Now().Before(s.until); i = next.Add(1) {
					if i%tellEvery == 0 {
						t.Logf("%d of %d points", i, len(list))
					}
					p := &list[i-1]
					v, fired := s.disturb(t, p, filepath.Join(root, "one", "work"), maxAttempts)
					s.mu.Lock()
					s.result.at(p).add(v, fired)
					s.mu.Unlock()
				}
			})
		}
	})
	s.result.log(t)
	t.Logf("%d different states of the folder, from each of which everything went on", len(s.states))
}

// isNew reports whether a state has not been seen in this scene.
func (s *sweeper) isNew(scene, state string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := scene + "\n" + state
	known := s.states[key]
	s.states[key] = true
	return !known
}

// maxAttempts is how often a point is tried: the counts are shifted where the
// program asked for the lock once more, and a fault may hit the language's
// runtime as it wakes another thread by a write, which is no matter of our files.
const maxAttempts = 12

// runtimeExit is the exit status of a crash of the runtime; nothing of ours
// that these commands do ends so.
const runtimeExit = 2

// disturb disturbs one run and looks at what became of the book.
func (s *sweeper) disturb(t *testing.T, p *point, folder string, attempts int) (v verdict, fired bool) {
	if err := os.RemoveAll(filepath.Dir(folder)); err != nil {
		t.Error(err)
		return v, false
	}
	p.scene.stage(t, folder)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	r, err := p.scene.trace(ctx, t, s.strace, folder, p.options()...)
	if err != nil {
		t.Errorf("%v: %v", p, err)
		return v, false
	}
	crashed := p.call == "write" && r.code == runtimeExit
	if attempts > 1 && (crashed || p.misses(r, folder)) {
		return s.disturb(t, p, folder, attempts-1)
	}
	if crashed {
		return p.scene.judgeCrash(t, p, folder), false
	}
	may := p.allowed()
	may.locks = may.locks || r.hitLock()
	v = p.scene.judge(t, folder, r.ran, may)
	switch fired = r.injected() > 0; {
	case attempts > 1 && !v.lost && !p.firesRightly(fired):
		return s.disturb(t, p, folder, attempts-1)
	case !p.firesRightly(fired):
		v.add("fired: %v, and an undisturbed save makes the call %d times", fired, p.total)
	case !fired && r.code != 0:
		v.add("nothing was injected, and it failed")
	}
	if name := syncedAgain(r); name != "" {
		v.add("%s was synced again after a sync of it failed", name)
	}
	exit, said := r.code, strings.TrimSpace(r.said)
	const shown = 300
	said = said[:min(len(said), shown)]
	if !v.lost && s.isNew(p.scene.name, state(t, folder)) {
		p.scene.goesOn(t, folder, &v)
	}
	for _, wrong := range v.wrong {
		t.Errorf("%v: %s (exit %d: %s)", p, wrong, exit, said)
	}
	return v, fired
}

// judgeCrash looks after a crash of the language's runtime, as after a kill.
func (s *scene) judgeCrash(t *testing.T, p *point, folder string) verdict {
	t.Helper()
	v := s.judge(t, folder, ran{code: -1, killed: true}, allowed{leftovers: true, anyExit: true})
	for _, wrong := range v.wrong {
		t.Errorf("%v, hitting the runtime: %s", p, wrong)
	}
	return v
}
