package memory

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"crm/internal/crm"
)

// FuzzReasons: what is no text of ours is refused without harm; what is read is
// written as a text that reads the same.
func FuzzReasons(f *testing.F) {
	for _, seed := range []string{"", "0y28.1%", "0n28.1%|1Y5|2u", "1U", "9y1", "-1y", "00y", "y", "|", "0y|", `0y\7c\5c`, `0y\7`, `0y\GG`, "0y a ", "99999999999999999999y"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c := known()
		reasons, ok := c.readReasons(s)
		if !ok {
			return
		}
		text := string(c.appendReasons(nil, reasons))
		again, ok := c.readReasons(text)
		if diff := cmp.Diff(reasons, again, cmpopts.EquateEmpty()); !ok || diff != "" {
			t.Fatalf("%q is written as %q: %s", s, text, diff)
		}
		if len(c.list) != len(known().list) {
			t.Fatalf("reading %q made up conditions", s)
		}
	})
}

func known() *conditions {
	var c conditions
	for _, text := range []string{"revenue_share > 30%", "orders >= 2", "has_email"} {
		c.place("A", text)
	}
	return &c
}

// FuzzTexts: any texts survive being joined, in characters that every program
// hands on as they are.
func FuzzTexts(f *testing.F) {
	for _, seed := range []string{"", "a", "=1", " x ", "a|b", "a^b", "\\", "_x000D_", "\xff", "\uffff", "中 文", "a  b", "\r\n", "\ufffd", "\u200b"} {
		f.Add(seed, "b")
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		for _, mark := range []byte{itemMark, fieldMark} {
			text := join([]string{a, b}, mark)
			list, ok := split(text, mark)
			if diff := cmp.Diff([]string{a, b}, list); !ok || diff != "" {
				t.Fatalf("%q: %s", text, diff)
			}
		}
		e := escape(a)
		switch {
		case !utf8.ValidString(e), strings.ContainsFunc(e, func(r rune) bool { return r < ' ' || r == 0xfffe || r == 0xffff }):
			t.Fatalf("%q is written as %q, which XML cannot hold", a, e)
		case strings.TrimSpace(e) != e, strings.Contains(e, "  "):
			t.Fatalf("%q is written as %q, whose spaces may go", a, e)
		case strings.Contains(e, "_x"):
			t.Fatalf("%q is written as %q, which Excel takes for its own escape", a, e)
		case e != "" && strings.ContainsAny(e[:1], "=+-@'"):
			t.Fatalf("%q is written as %q, which begins like a formula", a, e)
		}
	})
}

func FuzzFlips(f *testing.F) {
	f.Add("A^revenue > 1^^0^2^1^2^1")
	f.Add("A^revenue > 1^revenue > 2^1^2^1^2^1|^^^2^0^0^^")
	f.Add("A^^^3^0^0^^")
	f.Fuzz(func(t *testing.T, s string) {
		flips, ok := readFlips(s)
		if !ok {
			return
		}
		again, ok := readFlips(writeFlips(flips))
		if diff := cmp.Diff(flips, again, cmpopts.EquateEmpty()); !ok || diff != "" {
			t.Fatal(diff)
		}
		for _, flip := range flips {
			if flip.Asked > crm.AskedThen || flip.Was > crm.Yes || flip.Is > crm.Yes {
				t.Fatalf("%+v is no flip", flip)
			}
		}
	})
}
