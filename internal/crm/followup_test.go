package crm

import "testing"

func TestFollowStatesReadBack(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range FollowStates() {
		got, ok := ParseFollowState(s.String())
		if !ok || got != s || seen[s.String()] {
			t.Errorf("ParseFollowState(%q) = %v, %v", s, got, ok)
		}
		seen[s.String()] = true
	}
	if len(seen) != int(InPool)+1 {
		t.Errorf("%d states are listed, want all %d", len(seen), InPool+1)
	}
	if _, ok := ParseFollowState("late"); ok {
		t.Error("a word that is no state was read")
	}
}

func TestClocksHaveNames(t *testing.T) {
	seen := map[string]bool{}
	for c := NoClock; c <= FromCreated; c++ {
		if name := c.String(); seen[name] || (name == "") != (c == NoClock) {
			t.Errorf("clock %d is called %q", c, name)
		}
		seen[c.String()] = true
	}
}
