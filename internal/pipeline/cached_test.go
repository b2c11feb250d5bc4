package pipeline_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crm/internal/cache"
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/measure"
	"crm/internal/pipeline"
	"crm/internal/render"
	"crm/internal/report"
	"crm/internal/table"
)

// told is all that people and programs hear of a run: everything in it, how the
// sheets were read, and the reports as they are printed.
func told(t failer, r *pipeline.Result) string {
	t.Helper()
	var b strings.Builder
	b.WriteString(everything(r))
	b.WriteString(besideOrders(r))
	for _, l := range append(r.Readings(), r.Skipped...) {
		b.WriteString(l.EN + l.ZH + "\n")
	}
	rep := &report.Run{
		AsOf: r.AsOf, Lang: lang.ZH, Data: r.Data, Rules: r.Rules, Declared: measure.Declared(),
		Measure: r.Measures.Column, Amounts: r.Measures.Amounts, Classes: r.Classes,
	}
	grids := []*table.Grid{report.Inspect(r.Layouts, lang.ZH)}
	list, err := rep.List(report.ListOptions{Columns: slices.Concat([]string{report.Why}, report.WithID(rep.DefaultColumns()), allMeasures())})
	if err != nil {
		t.Fatalf("%v", err)
	}
	grids = append(grids, list)
	for i := range r.Data.Customers {
		for c := range r.Rules.Classifications {
			grids = append(grids, rep.Why(i, &crm.Turn{Classification: c}))
		}
	}
	for _, g := range grids {
		if err := render.Grid(&b, g, render.JSON, render.Options{Lang: lang.ZH}); err != nil {
			t.Fatalf("%v", err)
		}
	}
	for _, l := range slices.Concat(rep.Reconciliation(true), rep.ByClass()) {
		b.WriteString(l.EN + l.ZH + "\n")
	}
	return b.String()
}

// cached runs with a cache, and says whether anything had to be read.
func cached(t failer, o pipeline.Options, folder *cache.Folder) (all string, read bool) {
	t.Helper()
	o.Cache = folder
	o.Reading = func() { read = true }
	r, err := pipeline.Run(o)
	if err != nil {
		t.Fatalf("%v", err)
	}
	defer r.Close()
	if r.Problems.Failed() {
		return "", read
	}
	return told(t, r), read
}

// fresh runs without a cache.
func fresh(t failer, o pipeline.Options) string {
	t.Helper()
	all, _ := cached(t, o, nil)
	return all
}

func newCache(t *testing.T) *cache.Folder {
	t.Helper()
	return &cache.Folder{Path: filepath.Join(t.TempDir(), ".crm", "cache"), Build: "test", Now: time.Now}
}

// TestCachedWorlds: a run from the cache tells what one over the files tells, to
// the byte; after a change of the files it tells the new.
func TestCachedWorlds(t *testing.T) {
	folder, kept := t.TempDir(), newCache(t)
	rapid.Check(t, func(t *rapid.T) {
		var want []string
		for range 2 { // the second world is the first one's file, changed
			x := tell(drawWorld(t), 1)
			o := func() pipeline.Options {
				return options(x.rules, x.world.asOf.String(), []string{x.files[0].write(t, folder)})
			}
			once := o()
			want = append(want, fresh(t, once))
			first, _ := cached(t, options(x.rules, x.world.asOf.String(), once.Files), kept)
			second, read := cached(t, options(x.rules, x.world.asOf.String(), once.Files), kept)
			if read && want[len(want)-1] != "" {
				t.Fatalf("the second run reads the files again:\n%s", x)
			}
			for _, got := range []string{first, second} {
				if d := cmp.Diff(strings.Split(want[len(want)-1], "\n"), strings.Split(got, "\n")); d != "" {
					t.Fatalf("with a cache (-without +with):\n%s%s", d, x)
				}
			}
		}
	})
}

// TestCachedFiles holds real and messy files against their cache, under rules
// with and without a review.
func TestCachedFiles(t *testing.T) {
	money := "money: {base: USD, default: USD, rates: {EUR: 1.08, CNY: 1/7.2, GBP: 1.3}}\n"
	for name, c := range map[string]struct {
		rules string
		files []string
	}{
		"the shipped example": {money, exampleFiles(t)},
		"with a review":       {money + "review: [01-01, 07-01]\n", exampleFiles(t)},
		"a messy book":        {money, messyWorld(t)},
	} {
		t.Run(name, func(t *testing.T) {
			kept := newCache(t)
			want := fresh(t, options(c.rules, "2026-06-30", c.files))
			for i := range 2 {
				got, read := cached(t, options(c.rules, "2026-06-30", c.files), kept)
				if d := cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")); d != "" {
					t.Errorf("run %d (-without +with a cache):\n%s", i, d)
				}
				if read != (i == 0) {
					t.Errorf("run %d read the files: %v", i, read)
				}
			}
		})
	}
}

// TestCachedKey: what changes how files are read, or what rules give, has an
// entry of its own.
func TestCachedKey(t *testing.T) {
	kept := newCache(t)
	files := exampleFiles(t)
	base := func() pipeline.Options {
		return options("money: {base: USD, default: USD, rates: {EUR: 1.08, CNY: 1/7.2}}\n", "2026-06-30", files)
	}
	if _, read := cached(t, base(), kept); !read {
		t.Fatal("there was nothing to read from")
	}
	for name, change := range map[string]func(*pipeline.Options){
		"as-of":     func(o *pipeline.Options) { o.AsOf-- },
		"today":     func(o *pipeline.Options) { o.Today++ },
		"currency":  func(o *pipeline.Options) { o.Rules.Money.Base = "EUR" },
		"default":   func(o *pipeline.Options) { o.Rules.Money.Default = "EUR" },
		"rate":      func(o *pipeline.Options) { o.Rules.Money.Rates["EUR"] = o.Rules.Money.Rates["CNY"] },
		"rules":     func(o *pipeline.Options) { o.Rules.Source = append(o.Rules.Source, '\n') },
		"encoding":  func(o *pipeline.Options) { o.Sheet.Encoding = "utf-8" },
		"limit":     func(o *pipeline.Options) { o.Sheet.Limits.Cells-- },
		"dates":     func(o *pipeline.Options) { o.Order++ },
		"decimal":   func(o *pipeline.Options) { o.Mark++ },
		"named":     func(o *pipeline.Options) { o.Named = map[string]crm.TableKind{files[1]: crm.Orders} },
		"only":      func(o *pipeline.Options) { o.Only = map[string]bool{files[0]: true} },
		"fewer":     func(o *pipeline.Options) { o.Files = o.Files[:2] },
		"order":     func(o *pipeline.Options) { o.Files = []string{files[1], files[0], files[2]} },
		"take ours": func(o *pipeline.Options) { o.TakeOwn = true },
	} {
		o := base()
		change(&o)
		if _, read := cached(t, o, kept); !read {
			t.Errorf("%s: taken for the same", name)
		}
	}
}

// TestCachedParts: a run that does without orders and activities has measures
// and classes all the same.
func TestCachedParts(t *testing.T) {
	kept := newCache(t)
	o := options("money: {base: USD, default: USD, rates: {EUR: 1.08, CNY: 1/7.2}}\n", "2026-06-30", exampleFiles(t))
	if _, read := cached(t, o, kept); !read {
		t.Fatal("there was nothing to read from")
	}
	o.Cache, o.Without = kept, cache.Orders|cache.Activities|cache.Summaries
	r, err := pipeline.Run(o)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	whole := run(t, "money: {base: USD, default: USD, rates: {EUR: 1.08, CNY: 1/7.2}}\n", "2026-06-30", exampleFiles(t)...)
	defer whole.Close()
	if d := cmp.Diff(outcomeOf(whole), outcomeOf(r)); d != "" {
		t.Errorf("without single orders (-with +without):\n%s", d)
	}
	if r.Data.Orders != nil || r.Data.Activities != nil {
		t.Error("they were read")
	}
}

// TestCachedCommands: the commands say the same with and without a cache, on
// both streams; a classify does not take books from it; a change shows at once.
func TestCachedCommands(t *testing.T) {
	folder := t.TempDir()
	var files []string
	for _, path := range exampleFiles(t) {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, filepath.Join(folder, filepath.Base(path)))
		if err := os.WriteFile(files[len(files)-1], content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	rules := filepath.Join(folder, "rules.yaml")
	if err := os.WriteFile(rules, []byte("version: 1\nmoney: {base: USD, default: USD, rates: {EUR: 1.08, CNY: 1/7.2}}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	kept := filepath.Join(folder, ".crm", "cache")
	for _, args := range [][]string{{"list", "-v"}, {"list", "--format", "json"}, {"why", "-v", "Bavaria"}, {"classify", "--dry-run"}} {
		args = append(append(args, "--rules", rules, "--as-of", "2026-06-30"), files...)
		if err := os.RemoveAll(kept); err != nil {
			t.Fatal(err)
		}
		out, errs := crmRun(t, nil, args...)
		again, errsAgain := crmRun(t, nil, args...)
		if d := cmp.Diff(out+errs, again+errsAgain); d != "" {
			t.Errorf("%v (-read +kept):\n%s", args, d)
		}
		if _, err := os.Stat(kept); (err == nil) == (args[0] == "classify") {
			t.Errorf("%v: the cache: %v", args, err)
		}
	}
}
