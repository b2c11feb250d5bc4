package pipeline_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crm/internal/crm"
	"crm/internal/kpi"
	"crm/internal/measure"
	"crm/internal/pipeline"
	"crm/internal/rules"
	"crm/internal/value"
)

// TestDefaultTargets: the targets that rules.example.yaml shows are those that
// count without it.
func TestDefaultTargets(t *testing.T) {
	shown := map[string]string{}
	set := rules.Default(measure.Declared())
	for _, k := range set.KPIs {
		shown[k.ID] = k.Target.String()
	}
	declared := map[string]string{}
	for _, d := range kpi.Declared() {
		classes := set.Classifications[set.Main].Classes
		switch {
		case d.ByClass:
			for _, class := range classes[:d.Targeted] {
				declared[d.ID+"_"+strings.ToLower(class.ID)] = d.Target.String()
			}
		case d.Target.Present():
			declared[d.ID] = d.Target.String()
		}
	}
	if diff := cmp.Diff(declared, shown); diff != "" {
		t.Error(diff)
	}
}

// TestAlertsFromTheCache: a run from the cache warns of the same, and so does the
// same day looked back at.
func TestAlertsFromTheCache(t *testing.T) {
	o := options("", "2026-06-30", shipped())
	o.Alerts, o.Tags = true, true
	opened := false
	o.Reading = func() { opened = true }
	read := func() (alerts, then []crm.Alert, tags []value.Value) {
		r, err := pipeline.Run(o)
		if err != nil || r.Problems.Failed() {
			t.Fatal(err, r.Problems)
		}
		defer r.Close()
		return r.Alerts(nil), r.As(o.AsOf).Alerts(nil), r.Tags().IDs()
	}
	o.Cache = newCache(t)
	fresh, then, tags := read()
	if len(fresh) == 0 || !opened {
		t.Fatal("nothing goes wrong in the example, or no file was read")
	}
	same := cmp.Options{cmp.Comparer(func(a, b value.Value) bool { return a == b })}
	if diff := cmp.Diff(fresh, then, same); diff != "" {
		t.Error("the same day looked back at:", diff)
	}
	opened, o.Rules = false, rules.Default(measure.Declared())
	again, _, tagsAgain := read()
	if opened {
		t.Error("the files were read again")
	}
	if diff := cmp.Diff(fresh, again, same); diff != "" {
		t.Error("from the cache:", diff)
	}
	if diff := cmp.Diff(tags, tagsAgain, same); diff != "" {
		t.Error("tags from the cache:", diff)
	}
}
